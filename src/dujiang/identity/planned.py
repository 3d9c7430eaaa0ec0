"""Changes of the organisation that take effect on a later day: a transfer next Monday.

A planned change is the very command, kept encoded until its moment; then it runs like any other,
with the checks of that day. When it is refused then, the row says why and an administrator sees it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.identity.commands import (
    ApplyPlannedChange,
    ChangeOrganisation,
    DropPlannedChange,
    ImportOrganisation,
    OrganisationCommand,
    PlanChange,
)
from dujiang.identity.events import (
    ChangePlanned,
    PlannedChangeApplied,
    PlannedChangeDropped,
    PlannedChangeFailed,
)
from dujiang.identity.model import PlannedChange
from dujiang.identity.tables import PLANNED_CHANGE
from dujiang.kernel.encoding import decoder, encode
from dujiang.runtime import AnyRoute, Handled, Outcome, Refused, Work

_DECODER: "Final[msgspec.msgpack.Decoder[OrganisationCommand]]" = decoder(OrganisationCommand)  # type: ignore[arg-type]


def change_of(row: PlannedChange) -> OrganisationCommand:
    """The very command that a planned change keeps."""
    return _DECODER.decode(row.command)


def drop_planned_change(command: DropPlannedChange, work: Work) -> Outcome:
    """Forget a change that still waits, or has failed."""
    row = work.get(PLANNED_CHANGE, command.id)
    if row is None:
        return Refused("identity.planned_change.unknown", 404, {})
    if row.state not in ("planned", "failed"):
        return Refused("identity.planned_change.already_over", 409, {"state": row.state})
    work.put(PLANNED_CHANGE, replace(row, state="dropped"))
    return Handled(events=(PlannedChangeDropped(id=row.id),))


class Planned:
    """Changes that come together or later. `routes` are those of the changes themselves: whoever
    asks must be permitted each of them."""

    def __init__(self, routes: Mapping[type[msgspec.Struct], AnyRoute]) -> None:
        self._routes = routes

    def together(self, command: ImportOrganisation | ChangeOrganisation, work: Work) -> Outcome:
        """Every change, in the same transaction."""
        refused = self._refused(work, command.changes)
        if refused is not None:
            return refused
        return Handled(follow_ups=command.changes, answer={"changes": len(command.changes)})

    def plan(self, command: PlanChange, work: Work) -> Outcome:
        """Keep the change for its day; a day that has passed means now."""
        refused = self._refused(work, (command.change,))
        if refused is not None:
            return refused
        if command.effective_at <= work.at:
            return Handled(follow_ups=(command.change,))
        row = PlannedChange(
            id=work.new_id(0),
            effective_at=command.effective_at,
            kind=type(command.change).__name__,
            command=encode(command.change),
            planned_by=work.actor.person_id,
            planned_at=work.at,
        )
        work.insert(PLANNED_CHANGE, row)
        at = command.effective_at
        work.schedule("identity.planned", row.id, at, ApplyPlannedChange(id=row.id))
        event = ChangePlanned(id=row.id, effective_at=row.effective_at, kind=row.kind)
        return Handled(events=(event,), answer={"plannedChangeId": row.id})

    def _refused(self, work: Work, changes: Sequence[OrganisationCommand]) -> Refused | None:
        for change in changes:
            permission = self._routes[type(change)].permission
            if not work.actor.may(permission):
                return Refused("identity.permission.missing", 403, {"permission": permission})
        return None

    def apply(self, command: ApplyPlannedChange, work: Work) -> Outcome:
        """Let the change happen now; one that was dropped meanwhile does nothing.

        A change that is refused on its day changes nothing but its row, which keeps the reason.
        """
        row = work.get(PLANNED_CHANGE, command.id)
        if row is None or row.state != "planned":
            return Handled()
        change = change_of(row)
        outcome = self._routes[type(change)].handle(change, work)
        if isinstance(outcome, Refused):
            failure = msgspec.json.encode({"code": outcome.code, "params": outcome.params})
            work.put(PLANNED_CHANGE, replace(row, state="failed", failure=failure.decode()))
            return Handled(events=(PlannedChangeFailed(id=row.id, code=outcome.code),))
        work.put(PLANNED_CHANGE, replace(row, state="applied"))
        applied = PlannedChangeApplied(id=row.id)
        return replace(outcome, events=(applied, *outcome.events))
