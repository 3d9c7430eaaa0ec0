"""Absence and deputies: named by oneself, by an administrator, or by an approved leave (A7)."""

from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals import events as ev
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office, evaluate
from dujiang.approvals.cases.rows import item_of, load_items, round_of, row_with
from dujiang.approvals.cases.step_case import StepCase, visible_variables
from dujiang.approvals.rules.model import Item, Reason
from dujiang.approvals.tables import (
    ABSENCE,
    DEPUTY,
    ITEM,
    TASK,
    AbsenceRow,
    DeputyRow,
    ItemRow,
)
from dujiang.bpmn.extensions import Absence
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Handled, Outcome, Refused, Work

MAX_DEPUTY_RULES: Final = 50
"""Rules of one person that are not over."""
_COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")
_MANAGE: Final = "deputy.manage"


class Absences:
    """Handlers of deputies and absences."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save_deputy(self, command: c.SaveDeputy, work: Work) -> Outcome:
        """Name a deputy for a period."""
        refused = self._refused(work, command.who, command.from_at, command.until_at)
        if refused is not None:
            return refused
        view = self._office.view()
        if command.deputy == command.who:
            return Refused("approvals.deputy.is_oneself", 422)
        if not view.is_active(command.deputy):
            return Refused("approvals.deputy.inactive", 422)
        rules = [row for row in work.find(DEPUTY, "by_who", command.who) if row.ended_at is None]
        if command.amount_limit is not None and command.amount_limit <= 0:
            return Refused("approvals.deputy.wrong_limit", 422)
        if len(rules) >= MAX_DEPUTY_RULES:
            return Refused("approvals.deputy.too_many", 409, {"limit": MAX_DEPUTY_RULES})
        row = DeputyRow(
            id=work.new_id(0),
            who=command.who,
            deputy=command.deputy,
            kind=command.kind,
            from_at=command.from_at,
            until_at=command.until_at,
            amount_limit=command.amount_limit,
            processes=" ".join(command.processes),
            moves_open=command.moves_open,
            cause=command.cause,
            made_by=work.actor.id,
        )
        work.insert(DEPUTY, row)
        work.notify(f"items:{row.who}", f"items:{row.deputy}")
        follow_ups: tuple[c.SettleItems, ...] = ()
        if row.moves_open and row.kind == "act":
            settle = c.SettleItems(person_id=row.who)
            if row.from_at <= work.at:
                follow_ups = (settle,)
            else:
                work.schedule("approvals.deputy", row.id, row.from_at, settle)
        return Handled(follow_ups=follow_ups, answer={"deputy_id": row.id})

    def end_deputy(self, command: c.EndDeputy, work: Work) -> Outcome:
        """The rule is over; decided items stand, open ones may be taken back."""
        row = work.get(DEPUTY, command.deputy_id)
        if row is None or not _is_mine(work, row.who):
            return Refused("approvals.deputy.not_found", 404)
        if row.ended_at is None:
            work.put(DEPUTY, replace(row, ended_at=work.at))
            work.unschedule("approvals.deputy", row.id)
            work.notify(f"items:{row.who}", f"items:{row.deputy}")
        return Handled()

    def save_absence(self, command: c.SaveAbsence, work: Work) -> Outcome:
        """Say that somebody is away."""
        refused = self._refused(work, command.person_id, command.from_at, command.until_at)
        if refused is not None:
            return refused
        row = AbsenceRow(
            id=work.new_id(0),
            person_id=command.person_id,
            from_at=command.from_at,
            until_at=command.until_at,
            cause=command.cause,
            made_by=work.actor.id,
        )
        work.insert(ABSENCE, row)
        fact = ev.AbsenceBegan(person_id=row.person_id, from_at=row.from_at, until_at=row.until_at)
        return Handled((fact,), answer={"absence_id": row.id})

    def end_absence(self, command: c.EndAbsence, work: Work) -> Outcome:
        """The person is back."""
        row = work.get(ABSENCE, command.absence_id)
        if row is None or not _is_mine(work, row.person_id):
            return Refused("approvals.absence.not_found", 404)
        if row.ended_at is None:
            work.put(ABSENCE, replace(row, ended_at=work.at))
        return Handled()

    def _refused(
        self, work: Work, who: int, from_at: datetime, until_at: datetime
    ) -> Refused | None:
        if not _is_mine(work, who):
            return Refused("approvals.deputy.not_allowed", 403)
        if until_at <= from_at or until_at <= work.at:
            return Refused("approvals.deputy.wrong_period", 422)
        return None

    def note(self, command: c.NoteAbsence, work: Work) -> Outcome:
        """A completed step makes somebody absent for a period; a named deputy acts for them."""
        instance = work.instance(command.instance_id)
        node = work.program(instance).nodes[command.element_id]
        variables = visible_variables(work.state(instance), command.element_key)
        environment = self._office.environment(work)
        view = self._office.view()

        def value(text: str) -> Any:  # noqa: ANN401 - a Value
            return evaluate(text, variables, environment) if text else None

        facts: list[ev.AbsenceBegan] = []
        for absence in node.extensions.all(Absence):
            if absence.when and value(absence.when) is not True:
                continue
            stated = value(absence.person)
            person = view.person_of(_text(stated)) if stated else instance.initiator_id
            from_at, until_at = _instant(value(absence.from_)), _instant(value(absence.until))
            if not person or from_at is None or until_at is None or until_at <= from_at:
                continue
            deputy = view.person_of(_text(value(absence.deputy)))
            away = AbsenceRow(
                id=work.new_id(0),
                person_id=person,
                from_at=from_at,
                until_at=until_at,
                cause=instance.number,
            )
            _make(work, away, deputy, absence.kind or "act")
            facts.append(
                ev.AbsenceBegan(
                    person_id=person, from_at=from_at, until_at=until_at, deputy_id=deputy
                )
            )
        return Handled(tuple(facts), instance_id=instance.id)

    # Open items

    def take_over(self, command: c.TakeOverItem, work: Work) -> Outcome:
        """The principal takes an open item back from the deputy."""
        row = work.get(ITEM, shard_of(command.item_id), command.item_id)
        if row is None or row.principal != work.actor.id:
            return Refused("approvals.item.not_found", 404)
        if row.state != "open" or row.hand == row.principal:
            return Refused("approvals.take_over.nothing")
        work.instance(row.instance_id)
        reason = Reason("approvals.reason.taken_over", {"person": row.principal})
        entry = Entry(kind="taken_over", by=work.actor.id, to=row.hand or 0, reason=reason)
        record(self._office, work, row.instance_id, entry, item=row)
        self._change_hand(work, row, row.principal, reason)
        return Handled(answer={"item_id": row.id}, instance_id=row.instance_id)

    def settle(self, command: c.SettleItems, work: Work) -> Outcome:
        """Look again who acts on a person's open items, where the rule moves open ones too."""
        found = work.find(ITEM, "by_hand", command.person_id)
        for row in [one for one in found if one.state == "open"]:
            instance = work.instance(row.instance_id)
            task = work.get(TASK, row.shard, row.task_id)
            if task is None or instance.ended_at is not None:
                continue
            case = StepCase(self._office, work, instance, task.step, task.element_key, task=task)
            self._reseat(case, row)
        return Handled()

    def _reseat(self, case: StepCase, row: ItemRow) -> None:
        assert case.task is not None
        round_ = round_of(case.task, load_items(case.work, case.task).values())
        item: Item = item_of(row)
        placed = case.people.opening(item, round_)
        if placed.hand is None or placed.hand == row.hand or placed.decided:
            return
        reason = placed.reasons[-1] if placed.reasons else Reason("approvals.reason.deputy")
        entry = Entry(
            kind="deputised",
            on_behalf_of=row.principal or 0,
            to=placed.hand,
            step_name=case.rules.name,
            reason=reason,
        )
        record(self._office, case.work, row.instance_id, entry, task=case.task, item=row)
        self._change_hand(case.work, row, placed.hand, reason)

    def _change_hand(self, work: Work, row: ItemRow, hand: int, reason: Reason) -> None:
        item = item_of(row)
        changed = replace(item, hand=hand, reasons=(*item.reasons, reason))
        work.put(ITEM, replace(row_with(row, changed), read_at=None))
        work.notify(f"items:{row.hand}", f"items:{hand}", f"instance:{row.instance_id}")


def _make(work: Work, away: AbsenceRow, deputy: int | None, kind: str) -> None:
    """The absence, and for the whole period the deputy that was named."""
    work.insert(ABSENCE, away)
    if deputy is not None and deputy != away.person_id:
        rule = DeputyRow(
            id=work.new_id(0),
            who=away.person_id,
            deputy=deputy,
            kind=kind,
            from_at=away.from_at,
            until_at=away.until_at,
            cause=away.cause,
        )
        work.insert(DEPUTY, rule)


def _is_mine(work: Work, person_id: int) -> bool:
    return work.actor.id == person_id or work.actor.may(_MANAGE)


def _text(value: object) -> str:
    return str(value) if value is not None else ""


def _instant(value: object) -> datetime | None:
    """An instant; a date means its beginning on the company's wall clock."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=_COMPANY_ZONE)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=_COMPANY_ZONE)
    return None


def end_by_cause(work: Work, cause: str, at: datetime) -> None:
    """What a request has made is cut short: absences and deputies end (a revoked leave)."""
    for absence in work.find(ABSENCE, "by_cause", cause):
        if absence.until_at > at and absence.ended_at is None:
            work.put(ABSENCE, replace(absence, ended_at=at))
    for deputy in work.find(DEPUTY, "by_cause", cause):
        if deputy.until_at > at and deputy.ended_at is None:
            work.put(DEPUTY, replace(deputy, ended_at=at))
