"""The clock of items: due times in working or clock time, and the one alarm that is set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dujiang.approvals.cases.office import evaluate
from dujiang.approvals.commands import RingItem
from dujiang.approvals.rules.deadlines import Clock, Plan, next_alarm, plan
from dujiang.approvals.rules.model import DeadlineRule, ReminderRule, StepRules
from dujiang.approvals.tables import ItemRow
from dujiang.calendars import (
    Calendar,
    Duration,
    Reckoned,
    add_working_days,
    add_working_time,
    parse_duration,
)
from dujiang.runtime import Work

_COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")
ALARM: Final = "approvals.item"
"""Kind of the runtime's alarm; its ref is the item's id."""

LEFT_RULES: Final = StepRules(
    step="",
    kind="start",
    deadlines=(DeadlineRule(kind="action", duration="P30D", action="go"),),
    reminders=(ReminderRule(before="P23D"), ReminderRule(before="P7D")),
)
"""A request that is with its initiator and left there: reminders on day 7 and 23, cancelled by the
clock on day 30 (SCENARIOS section 0)."""


class Reckoning:
    """Instants for one item: whose calendar, which variables."""

    def __init__(
        self,
        calendar: Callable[[str], Calendar],
        handler_calendar: str,
        value: Callable[[str], Any],
    ) -> None:
        self._calendar = calendar
        self._handler_calendar = handler_calendar
        self._value = value

    def __call__(self, start_at: datetime, duration: str, clock: str) -> Reckoned:
        """The instant that lies `duration` after `start_at` on the clock, or that FEEL names."""
        is_negative = duration.startswith("-=")
        text = duration[1:] if is_negative else duration
        found = self._value(text) if text.startswith("=") else parse_duration(text)
        if isinstance(found, datetime):
            return Reckoned(_instant(found), is_provisional=False)
        length = _as_duration(found, is_negative=is_negative)
        if clock == "clock":
            return Reckoned(length.after(start_at), is_provisional=False)
        key = clock.removeprefix("calendar:") if ":" in clock else self._handler_calendar
        return _on_calendar(start_at, length, self._calendar(key))


def _instant(found: datetime) -> datetime:
    """What a model gives as the time itself; without an offset it is the company's."""
    local = found if found.tzinfo is not None else found.replace(tzinfo=_COMPANY_ZONE)
    return local.astimezone(UTC)


def _as_duration(found: object, *, is_negative: bool) -> Duration:
    """A duration from ISO text or FEEL; what is none at all is no time (due at once)."""
    sign = -1 if is_negative else 1
    match found:
        case Duration():
            return found
        case timedelta():
            return Duration(seconds=sign * _decimal(found.total_seconds()))
        case str():
            return parse_duration(found) or Duration()
        case _:
            return Duration()


def _decimal(seconds: float) -> Any:  # noqa: ANN401 - a Decimal
    return type(Duration().seconds)(str(seconds))


def _on_calendar(start_at: datetime, length: Duration, calendar: Calendar) -> Reckoned:
    """Working days first, at the same hour; then working time."""
    at, is_provisional = start_at, False
    days = length.days + length.months * 30
    if days:
        local = start_at.astimezone(calendar.tz())
        day = add_working_days(local.date(), days, calendar)
        at = local.replace(year=day.year, month=day.month, day=day.day).astimezone(start_at.tzinfo)
        is_provisional = calendar.is_provisional(day)
    if length.seconds:
        reckoned = add_working_time(at, float(length.seconds), calendar)
        return Reckoned(reckoned.at, reckoned.is_provisional or is_provisional)
    return Reckoned(at, is_provisional)


def rules_of_clock(rules: StepRules, *, is_left_with_initiator: bool) -> StepRules:
    """Whose times count: the step's own, or those of a request that came back."""
    if rules.kind == "start" and not rules.deadlines:
        return LEFT_RULES if is_left_with_initiator else rules
    return rules


def set_clock(work: Work, row: ItemRow, rules: StepRules, clock: Clock) -> ItemRow:
    """Reckon the times of an item that somebody has in front of them, and set its next alarm."""
    assert row.clock_from is not None
    planned = plan(rules, row.clock_from, clock)
    work.unschedule(ALARM, row.id)
    schedule_next(work, row, planned, clock)
    return replace(
        row,
        due_at=planned.due_at,
        act_at=planned.act_at,
        is_provisional=planned.is_provisional,
    )


def schedule_next(work: Work, row: ItemRow, planned: Plan, clock: Clock) -> None:
    """Set the alarm for the first thing that is still to come."""
    after = row.rung_until or row.clock_from
    assert after is not None
    alarm = next_alarm(planned, after, clock)
    if alarm is not None:
        ring = RingItem(item_id=row.id)
        work.schedule(ALARM, row.id, alarm.at, ring, instance_id=row.instance_id)


def stop_clock(work: Work, row: ItemRow) -> None:
    """Nobody has the item in front of them any more."""
    work.unschedule(ALARM, row.id)


def reckoning(case: Any, row: ItemRow) -> Reckoning:  # noqa: ANN401 - a StepCase
    """The clock of one item of a case."""
    person = row.hand if row.hand is not None else None
    key = case.view.directory.calendar_of(person) if person is not None else ""
    return Reckoning(
        case.office.calendar,
        key,
        lambda text: evaluate(text, case.variables, case.environment),
    )
