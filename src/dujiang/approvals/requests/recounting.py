"""A calendar has changed: due times move, and what was reckoned by it is reckoned anew.

One alarm looks for the instances concerned, a page at a time; each is then looked at in its own
transaction. What a model marks with `dj:recount` is compared with its value now: the difference is
posted, the variable follows while the instance runs, the history says so and the initiator is told.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, cast

from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals import events as ev
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office, evaluate
from dujiang.approvals.cases.step_case import title_of, visible_variables
from dujiang.approvals.rules.model import Reason
from dujiang.approvals.tables import (
    HISTORY,
    REQUEST,
    TASK,
    RequestRow,
    TaskRow,
    reckoned_by_calendars,
)
from dujiang.bpmn.extensions import Recount
from dujiang.engine import commands as engine
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.values import Variables
from dujiang.ledgers import Instruction
from dujiang.runtime import Advance, Handled, InstanceRow, LabelInstance, Outcome, Work

PAGE: Final = 500
"""Instances that one look finds."""
LOOK_BACK: Final = timedelta(days=400)
"""How old a request may be that is still reckoned anew: what lies further back is history."""
ALL: Final = "approvals.calendar"
ONE: Final = "approvals.recount"
ONLY: Final = 1
"""There is one look at a time: several calendars that change together cause one."""
RECOUNTED: Final = "recounted"


def look_soon(work: Work, after: int = 0) -> None:
    """Look for the instances concerned once the change is committed."""
    work.unschedule(ALL, ONLY)
    work.schedule(ALL, ONLY, work.at, c.RecountAll(after=after))


class Recounting:
    """Handlers of what follows from a changed calendar."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def every(self, command: c.RecountAll, work: Work) -> Outcome:
        """Plan a look at each instance concerned, a page of them."""
        statement = reckoned_by_calendars(
            self._office.recounted(), since=work.at - LOOK_BACK, after=command.after, limit=PAGE
        )
        with self._office.read() as reader:
            found = [int(row[0]) for row in reader.rows(statement)]
        for instance_id in found:
            work.schedule(ONE, instance_id, work.at, c.RecountInstance(instance_id=instance_id))
        if len(found) == PAGE:
            look_soon(work, found[-1])
        return Handled()

    def one(self, command: c.RecountInstance, work: Work) -> Outcome:
        """Move the due times of an instance, and reckon its marked variables anew."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        outcome = Handled(instance_id=instance.id)
        if request is None:
            return outcome
        if instance.ended_at is None:
            shift = c.ShiftDeadlines(instance_id=instance.id)
            outcome = replace(outcome, follow_ups=(shift,))
        if request.state not in ("running", "approved"):
            return outcome
        for task, recount in self._marked(work, instance):
            more = self._recount(work, instance, request, task, recount)
            outcome = replace(
                outcome,
                events=(*outcome.events, *more.events),
                follow_ups=(*outcome.follow_ups, *more.follow_ups),
            )
        return outcome

    def _marked(self, work: Work, instance: InstanceRow) -> list[tuple[TaskRow, Recount]]:
        """The marks of steps that are done, with the visit that counts."""
        nodes = work.program(instance).nodes
        done = {
            task.step: task
            for task in work.find(TASK, "by_instance", instance.shard, instance.id)
            if task.closed_at is not None and not task.is_undone
        }
        return [
            (task, recount)
            for step, task in done.items()
            for recount in nodes[step].extensions.all(Recount)
        ]

    def _recount(
        self,
        work: Work,
        instance: InstanceRow,
        request: RequestRow,
        task: TaskRow,
        recount: Recount,
    ) -> Handled:
        environment = self._office.environment(work)
        known = visible_variables(work.state(instance), 0)
        before = _present(work, instance, recount.field, known)
        after = evaluate(recount.value, known, environment)
        if after is None or after == before:
            return Handled()
        scope = {**known, "recount": {"before": before, "after": after}}
        is_posted = not recount.feasible or evaluate(recount.feasible, scope, environment) is True
        fact = ev.Recounted(
            instance_id=instance.id,
            field=recount.field,
            before=_shown(before),
            after=_shown(after),
            is_posted=is_posted,
        )
        if not is_posted:
            return Handled((fact,))
        posted = self._office.belated.add(
            work,
            instance.id,
            (task.step, task.element_key),
            cast("Sequence[Instruction]", recount.postings),
            scope,
        )
        reason = Reason("approvals.reason.recounted")
        entry = Entry(kind=RECOUNTED, changes=((recount.field, before, after),), reason=reason)
        record(self._office, work, instance.id, entry)
        values = {**known, recount.field: after}
        title = title_of(work.program(instance), values, environment, work.at)
        work.put(REQUEST, replace(request, title=title, updated_at=work.at))
        work.notify(f"instance:{instance.id}", f"items:{instance.initiator_id}")
        follow_ups: list[Any] = [LabelInstance(instance_id=instance.id, title=title)]
        if instance.ended_at is None:
            setting = engine.SetVariables(at=work.at, variables=Variables({recount.field: after}))
            follow_ups.append(Advance(instance.id, setting))
        return Handled((fact, *posted.facts), tuple(follow_ups))


def _present(work: Work, instance: InstanceRow, field: str, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Value
    """The value that counts: of an instance that has ended, what was reckoned last."""
    if instance.ended_at is None:
        return known.get(field)
    rows = work.find(HISTORY, "by_instance", instance.shard, instance.id)
    for row in sorted(rows, key=lambda row: row.id, reverse=True):
        if row.kind == RECOUNTED:
            for name, _old, new in decode_value(row.changes):
                if name == field:
                    return new
    return known.get(field)


def _shown(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
