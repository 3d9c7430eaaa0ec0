"""Deadlines: when an item is due, when people are reminded, what the clock does (A6).

Every instant is reckoned from the item's opening, so a changed calendar moves them all. One alarm
at a time is set: the next one. Escalation gives the item to the next superior, up to the top, then
to the process owner.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

import msgspec

from dujiang.approvals.rules.model import DeadlineRule, Item, ReminderRule, Round, StepRules
from dujiang.calendars import Reckoned

Clock: TypeAlias = Callable[[datetime, str, str], Reckoned]
"""Instant that lies a duration (ISO 8601 or FEEL) after another one, on a named clock."""

AlarmKind: TypeAlias = Literal["remind", "overdue", "act"]

MAX_REMINDERS = 60
"""Reminders of one item; then only the escalation speaks."""


class Alarm(msgspec.Struct, frozen=True, order=True):
    """Something that the clock does for an item."""

    at: datetime
    kind: AlarmKind


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The times of one item."""

    due_at: datetime | None = None
    act_at: datetime | None = None
    action: Literal["", "remind", "escalate", "deputy", "approve", "reject", "go"] = ""
    before: tuple[datetime, ...] = ()
    every: ReminderRule | None = None
    is_provisional: bool = False


def plan(rules: StepRules, opened_at: datetime, clock: Clock) -> Plan:
    """The times of an item that was opened at an instant."""
    due = next((rule for rule in rules.deadlines if rule.kind == "due"), None)
    acts = _acting(rules)
    first = due or acts
    if first is None:
        return Plan()
    due_at = clock(opened_at, first.duration, first.clock)
    act_at = clock(opened_at, acts.duration, acts.clock) if acts else None
    before = (
        clock(due_at.at, _minus(reminder.before), reminder.clock).at
        for reminder in rules.reminders
        if reminder.before
    )
    return Plan(
        due_at=due_at.at,
        act_at=act_at.at if act_at else None,
        action=acts.action if acts else "",
        before=tuple(sorted(at for at in before if at > opened_at)),
        every=next((reminder for reminder in rules.reminders if reminder.every), None),
        is_provisional=due_at.is_provisional or bool(act_at and act_at.is_provisional),
    )


def next_alarm(planned: Plan, after: datetime, clock: Clock) -> Alarm | None:
    """The first thing that the clock does later than `after`."""
    alarms = [Alarm(at, "remind") for at in planned.before]
    if planned.due_at is not None:
        alarms.append(Alarm(planned.due_at, "overdue"))
        alarms.extend(_repeated(planned, planned.due_at, after, clock))
    if planned.act_at is not None and planned.action:
        alarms.append(Alarm(planned.act_at, "act"))
    return min((alarm for alarm in alarms if alarm.at > after), default=None)


def alarms_between(planned: Plan, after: datetime, until: datetime, clock: Clock) -> list[Alarm]:
    """Everything that was due in the span, in order: a late clock does each kind once."""
    found: dict[AlarmKind, Alarm] = {}
    alarm = next_alarm(planned, after, clock)
    while alarm is not None and alarm.at <= until:
        found[alarm.kind] = alarm
        alarm = next_alarm(planned, alarm.at, clock)
    return sorted(found.values())


def _acting(rules: StepRules) -> DeadlineRule | None:
    """The rule whose action the clock takes: the second time, or the due time itself."""
    own = (rule for rule in rules.deadlines if rule.kind == "action")
    shared = (rule for rule in rules.deadlines if rule.kind == "due" and rule.action)
    return next(own, None) or next(shared, None)


def _repeated(planned: Plan, due_at: datetime, after: datetime, clock: Clock) -> list[Alarm]:
    if planned.every is None:
        return []
    at = due_at
    for _ in range(MAX_REMINDERS):
        at = clock(at, planned.every.every, planned.every.clock).at
        if at > after:
            return [Alarm(at, "remind")]
    return []


def _minus(duration: str) -> str:
    return duration[1:] if duration.startswith("-") else f"-{duration}"


# Escalation


class Superiors(Protocol):
    """Who stands above whom."""

    def superiors(self, person_id: int) -> tuple[int, ...]:
        """The person's superiors, the nearest first."""
        ...

    def heads_up(self, department_id: int | None, *, without: int | None = None) -> tuple[int, ...]:
        """Heads from a department to the top."""
        ...

    def department_of(self, person_id: int | None) -> int | None:
        """The person's own department."""
        ...

    def members(self, group: str) -> tuple[int, ...]:
        """Active people of a group."""
        ...


def next_superior(
    item: Item,
    round_: Round,
    superiors: Superiors,
    *,
    owner: int | None,
    may_take: Callable[[int], bool],
) -> int | None:
    """Who gets the item when its time is over; None when it has nowhere to go (stuck).

    A superior who is in the round already, or may not act here, is passed over for the next level;
    after the top the process owner. The superior of a group's item is the head of the department
    of its first member.
    """
    if item.level > 0 and owner is not None and item.principal == owner:
        return None
    passed = _had_it(item, round_)
    present = {
        person
        for i in round_.items
        if i.state not in ("cancelled", "withdrawn")
        for person in (i.principal, i.hand, i.decided_by)
        if person
    }
    present |= passed
    for person in (*_line(item, superiors), owner):
        if person is not None and person not in present and may_take(person):
            return person
    return None


def _had_it(item: Item, round_: Round) -> set[int]:
    """Everybody who had the item before: it climbs, it never comes back down."""
    found: set[int] = set()
    earlier = round_.find(item.from_item) if item.from_item is not None else None
    while earlier is not None:
        found |= {p for p in (earlier.principal, earlier.hand) if p is not None}
        earlier = round_.find(earlier.from_item) if earlier.from_item is not None else None
    return found


def _line(item: Item, superiors: Superiors) -> tuple[int, ...]:
    if item.principal is not None:
        return superiors.superiors(item.principal)
    members = superiors.members(item.group)
    if not members:
        return ()
    return superiors.heads_up(superiors.department_of(members[0]))
