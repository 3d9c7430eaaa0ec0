"""Planned changes of the organisation as sentences: who, what, from when, and why one failed."""

from collections.abc import Mapping
from typing import Any

import msgspec

from dujiang.api.desk import Call
from dujiang.api.rendering import department_name, local, person_by_id
from dujiang.api.schemas.organisation import PlannedChange
from dujiang.identity import (
    AppointHeads,
    DeactivatePerson,
    Directory,
    MoveDepartment,
    TransferPerson,
    change_of,
)
from dujiang.identity import PlannedChange as Row
from dujiang.kernel.ids import id_text


class _Failure(msgspec.Struct):
    code: str
    params: dict[str, Any]


def planned_changes(call: Call[Any, Any]) -> list[PlannedChange]:
    """All that wait for their day or failed on it, the next first."""
    rows = call.desk.identity.list_planned_changes()
    return [_planned(call, row) for row in rows]


def change_sentence(call: Call[Any, Any], change: msgspec.Struct) -> str:
    """What a change does, in the reader's language."""
    directory = call.desk.directory()
    match change:
        case TransferPerson(no=no, department=code, position=position):
            params = {
                "person": _person(call, directory, no),
                "department": _department(call, directory, code),
                "position": _position(call, directory, position),
            }
            which = "transfer_as" if params["position"] else "transfer"
        case DeactivatePerson(no=no):
            which, params = "leave", {"person": _person(call, directory, no)}
        case MoveDepartment(code=code, parent=parent):
            params = {
                "department": _department(call, directory, code),
                "parent": _department(call, directory, parent) if parent else "",
            }
            which = "move" if parent else "move_to_top"
        case AppointHeads(department=code, head=head, deputy_head=deputy):
            params = {
                "department": _department(call, directory, code),
                "head": _person(call, directory, head),
                "deputy": _person(call, directory, deputy),
            }
            which = "heads"
        case _:
            which, params = "other", {"kind": type(change).__name__}
    return call.say(f"api.change.{which}", **_present(call, which, params))


def _planned(call: Call[Any, Any], row: Row) -> PlannedChange:
    directory = call.desk.directory()
    change = change_of(row)
    person = directory.person_by_no(getattr(change, "no", ""))
    code = getattr(change, "code", "") or getattr(change, "department", "")
    department = directory.department_by_code(code)
    failure = None
    if row.failure:
        failed = msgspec.json.decode(row.failure, type=_Failure)
        failure = call.say(failed.code, **failed.params)
    return PlannedChange(
        id=id_text(row.id),
        kind=row.kind,
        sentence=change_sentence(call, change),
        effective_on=row.effective_at.astimezone(call.desk.zone).date().isoformat(),
        person_id=id_text(person.id) if person else None,
        department_id=id_text(department.id) if department else None,
        planned_by=person_by_id(row.planned_by, directory, call.language),
        failure=failure,
    )


def _present(call: Call[Any, Any], which: str, params: Mapping[str, str]) -> dict[str, str]:
    nobody = call.say("api.change.nobody")
    wanted = {"transfer": {"person", "department"}, "move_to_top": {"department"}}
    names = wanted.get(which, set(params))
    return {name: value or nobody for name, value in params.items() if name in names}


def _person(call: Call[Any, Any], directory: Directory, no: str | None) -> str:
    found = directory.person_by_no(no) if no else None
    return local(found.name, found.name_en, call.language) if found else no or ""


def _department(call: Call[Any, Any], directory: Directory, code: str | None) -> str:
    found = directory.department_by_code(code or "")
    return department_name(found, call.language) or code or ""


def _position(call: Call[Any, Any], directory: Directory, key: str | None) -> str:
    found = directory.position(key or "")
    return local(found.name, found.name_en, call.language) if found else key or ""
