"""What the clock does: reminders, overdue, and at last the action of the step (A6).

By the clock is recorded as such, never as a person's act. A late clock (after downtime) does each
kind of thing once.
"""

from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from dujiang.approvals import events as ev
from dujiang.approvals.cases.clocks import (
    reckoning,
    rules_of_clock,
    schedule_next,
    set_clock,
)
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import item_of, load_items, round_of
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.commands import RingItem, ShiftDeadlines
from dujiang.approvals.rules.actions import Acted, Approve, Reject, Transfer, act
from dujiang.approvals.rules.deadlines import (
    Alarm,
    Clock,
    Plan,
    alarms_between,
    next_superior,
    plan,
)
from dujiang.approvals.rules.model import Item, Reason, Round, StepRules
from dujiang.approvals.rules.policies import place_person
from dujiang.approvals.tables import ITEM, TASK, ItemRow, TaskRow
from dujiang.approvals.tasks.going_back import WITH_INITIATOR
from dujiang.approvals.tasks.tasks import HANDED_OUT, after_change, awaited_items
from dujiang.engine import commands as engine
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Advance, Handled, Outcome, Work

BY_CLOCK: Final = Reason("approvals.reason.by_clock")


class Ringing:
    """Handlers of the clock."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def ring(self, command: RingItem, work: Work) -> Outcome:
        """Do what has become due for an item, and set its next alarm."""
        row = work.get(ITEM, shard_of(command.item_id), command.item_id)
        if row is None or row.state not in HANDED_OUT or row.clock_from is None:
            return Handled()
        instance = work.instance(row.instance_id)
        task = work.get(TASK, row.shard, row.task_id)
        if instance.state != "ACTIVE" or task is None or task.outcome:
            return Handled()
        case = StepCase(self._office, work, instance, task.step, task.element_key, task=task)
        if row.kind != "start" and case.request.state in WITH_INITIATOR:
            return Handled()  # it stands still; coming back sets the clock again
        clock = reckoning(case, row)
        rules = rules_of_clock(case.rules, is_left_with_initiator=task.is_target_of_return)
        planned = plan(rules, row.clock_from, clock)
        due = alarms_between(planned, row.rung_until or row.clock_from, work.at, clock)
        rung = replace(row, rung_until=work.at)
        work.put(ITEM, rung)
        has_acted = False
        for alarm in due:
            has_acted = self._do(case, task, rung, planned, alarm) or has_acted
        if not has_acted:
            schedule_next(work, rung, planned, clock)
        return case.handled()

    def _do(self, case: StepCase, task: TaskRow, row: ItemRow, planned: Plan, alarm: Alarm) -> bool:
        """One alarm; true when it has taken the item away."""
        if alarm.kind != "act":
            self._remind(case, row, alarm.kind)
            return False
        match planned.action:
            case "escalate":
                return self._escalate(case, task, row)
            case "approve" | "reject":
                return self._decide(case, task, row, planned.action)
            case "deputy":
                return self._deputy(case, task, row)
            case "go":
                return self._give_up(case, row)
            case _:
                self._remind(case, row, "remind")
                return False

    def _remind(self, case: StepCase, row: ItemRow, kind: str) -> None:
        people = (row.hand,) if row.hand is not None else case.view.members(row.group_key)
        case.events.append(
            ev.PeopleReminded(instance_id=row.instance_id, people=people, by=None, items=(row.id,))
        )
        entry = Entry(
            kind="overdue" if kind == "overdue" else "reminded",
            to=row.hand or 0,
            step_name=case.rules.name,
            reason=BY_CLOCK,
        )
        record(self._office, case.work, row.instance_id, entry, item=row)
        case.work.notify(*(f"items:{person}" for person in people))

    def _escalate(self, case: StepCase, task: TaskRow, row: ItemRow) -> bool:
        """Give the item to the next superior; with nowhere to go it is stuck and its owner told."""
        rows = load_items(case.work, task)
        round_ = round_of(task, rows.values())
        world = case.people.world(round_)
        to = next_superior(
            item_of(row),
            round_,
            case.view,
            owner=case.owner,
            may_take=lambda p: case.view.is_active(p) and p not in world.barred,
        )
        if to is None:
            self._stuck(case, row)
            return False
        reason = Reason(
            "approvals.reason.escalated", {"person": row.principal or row.hand, "to": to}
        )
        transfer = Transfer(
            by=0, item_id=row.id, to=to, by_rule=True, level=row.level + 1, reasons=(reason,)
        )
        setting = replace(
            case.people.setting(round_), place=lambda p: place_person(p, world, reasons=())
        )
        outcome = act(round_, transfer, setting)
        if not isinstance(outcome, Acted):
            self._stuck(case, row)
            return False
        new = next(i for i in outcome.round.items if i.from_item == row.id)
        entry = Entry(
            kind="escalated",
            on_behalf_of=row.principal or row.hand or 0,
            to=new.hand or to,
            step_name=case.rules.name,
            reason=reason,
            since=row.opened_at,
        )
        record(self._office, case.work, row.instance_id, entry, task=task, item=row)
        case.events.append(
            ev.ItemEscalated(
                item_id=row.id,
                new_item_id=new.id,
                task_id=task.id,
                instance_id=row.instance_id,
                from_person=row.hand,
                to_person=new.hand or to,
            )
        )
        after_change(case, task, rows, outcome.round)
        return True

    def _stuck(self, case: StepCase, row: ItemRow) -> None:
        if row.is_stuck:
            return
        current = case.work.get(ITEM, row.shard, row.id) or row
        case.work.put(ITEM, replace(current, is_stuck=True))
        entry = Entry(kind="stuck", to=case.owner or 0, step_name=case.rules.name, reason=BY_CLOCK)
        record(self._office, case.work, row.instance_id, entry, item=row)
        case.events.append(
            ev.ItemStuck(item_id=row.id, task_id=row.task_id, instance_id=row.instance_id)
        )

    def _decide(self, case: StepCase, task: TaskRow, row: ItemRow, action: str) -> bool:
        """Approve or reject by the clock: recorded as such, with nobody's hand."""
        if action == "approve" and case.rules.needs_hand:
            self._stuck(case, row)
            return False
        rows = load_items(case.work, task)
        round_ = round_of(task, rows.values())
        item = item_of(row)
        if item.group and item.hand is None:
            round_ = _without_group(round_, item)
        hand = round_.item(item.id).hand or 0
        by_rule = (
            Approve(by=hand, item_id=item.id)
            if action == "approve"
            else Reject(by=hand, item_id=item.id)
        )
        setting = replace(case.people.setting(round_), barred=frozenset())
        outcome = act(_lent_back(round_, item), by_rule, setting)
        assert isinstance(outcome, Acted), outcome
        after = _without_hand(outcome.round, item.id)
        entry = Entry(
            kind="approved" if action == "approve" else "rejected",
            on_behalf_of=row.principal or 0,
            step_name=case.rules.name,
            reason=BY_CLOCK,
            since=row.opened_at,
        )
        record(self._office, case.work, row.instance_id, entry, task=task, item=row)
        case.events.append(
            ev.ItemDecided(
                item_id=row.id,
                task_id=task.id,
                instance_id=row.instance_id,
                action=action,
                by=None,
                on_behalf_of=row.principal,
            )
        )
        after_change(case, task, rows, after)
        return True

    def _deputy(self, case: StepCase, task: TaskRow, row: ItemRow) -> bool:
        """Give the item to the principal's deputy, else up the line."""
        rules = case.presence.deputy_rules(row.principal or 0)
        deputy = next((r.deputy for r in rules if r.kind == "act"), None)
        if deputy is None or deputy == row.hand:
            return self._escalate(case, task, row)
        current = case.work.get(ITEM, row.shard, row.id) or row
        moved = replace(current, hand=deputy, version=current.version + 1, read_at=None)
        rules_now = case.rules
        case.work.put(ITEM, _restarted(case, moved, rules_now))
        entry = Entry(
            kind="deputised",
            on_behalf_of=row.principal or 0,
            to=deputy,
            step_name=case.rules.name,
            reason=BY_CLOCK,
        )
        record(self._office, case.work, row.instance_id, entry, task=task, item=row)
        case.work.notify(f"items:{deputy}", f"items:{row.hand}")
        return True

    def _give_up(self, case: StepCase, row: ItemRow) -> bool:
        """A request that was left with its initiator for a month ends; a timer elsewhere goes."""
        if case.rules.kind != "start":
            return False
        record(
            self._office,
            case.work,
            row.instance_id,
            Entry(kind="cancelled", reason=Reason("approvals.reason.left_too_long")),
            item=row,
        )
        cancel = engine.CancelInstance(
            at=case.work.at, outcome="cancelled", reason="approvals.reason.left_too_long"
        )
        case.follow_ups.append(Advance(row.instance_id, cancel))
        return True

    def shift(self, command: ShiftDeadlines, work: Work) -> Outcome:
        """Times of open items move by a pause, or are reckoned anew by a changed calendar."""
        instance = work.instance(command.instance_id)
        if instance.ended_at is not None:
            return Handled()
        for row in awaited_items(work, instance):
            task = work.get(TASK, row.shard, row.task_id)
            if task is None or row.clock_from is None:
                continue
            case = StepCase(self._office, work, instance, task.step, task.element_key, task=task)
            pause = timedelta(seconds=command.pause_s)
            rung = row.rung_until + pause if row.rung_until is not None else None
            moved = replace(row, clock_from=row.clock_from + pause, rung_until=rung)
            rules = rules_of_clock(case.rules, is_left_with_initiator=task.is_target_of_return)
            work.put(ITEM, set_clock(work, moved, rules, reckoning(case, moved)))
        return Handled(instance_id=instance.id)


def _restarted(case: StepCase, row: ItemRow, rules: StepRules) -> ItemRow:
    started = replace(row, clock_from=case.work.at, rung_until=None)
    clock: Clock = reckoning(case, started)
    return set_clock(case.work, started, rules, clock)


def _without_group(round_: Round, item: Item) -> Round:
    """Nobody has claimed it: for the decision by the clock the seat is nobody's."""
    items = [replace(i, hand=0) if i.id == item.id else i for i in round_.items]
    return replace(round_, items=tuple(items))


def _lent_back(round_: Round, item: Item) -> Round:
    if item.state != "delegated":
        return round_
    items = [replace(i, state="open", lent_by=None) if i.id == item.id else i for i in round_.items]
    return replace(round_, items=tuple(items))


def _without_hand(round_: Round, item_id: int) -> Round:
    items = [
        replace(i, decided_by=None, reasons=(*i.reasons, BY_CLOCK)) if i.id == item_id else i
        for i in round_.items
    ]
    return replace(round_, items=tuple(items))
