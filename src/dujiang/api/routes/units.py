"""Departments, positions, grades and groups as administrators see and change them."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.mentions import BY_HEAD, who_names
from dujiang.api.planning import planned_changes
from dujiang.api.rendering import local, person, person_by_id
from dujiang.api.routes.staff import changed, department_by_text
from dujiang.api.schemas import organisation as org
from dujiang.api.schemas.common import Nothing
from dujiang.identity import (
    AppointHeads,
    ChangeOrganisation,
    CloseDepartment,
    DeleteGrade,
    DeleteGroup,
    DeletePosition,
    Department,
    Directory,
    DropPlannedChange,
    MoveDepartment,
    SaveDepartment,
    SaveGrade,
    SaveGroup,
    SavePosition,
)
from dujiang.kernel.errors import Conflict, NotFound
from dujiang.kernel.ids import id_from_text, id_text

SORT_STEP: Final = 10
"""Between siblings after a move, so that an import may put one between."""


def read_organisation(call: Call[None, None]) -> org.Organisation:
    """Everything but the people."""
    directory, language = call.desk.directory(), call.language
    totals = _totals(directory)
    calendars = call.desk.deployments.calendars()
    return org.Organisation(
        departments=[_unit(call, one, totals) for one in _in_tree(directory)],
        positions=[
            org.Post(
                key=one.key,
                name=local(one.name, one.name_en, language),
                name_zh=one.name,
                name_en=one.name_en,
                order=one.sort,
                people_count=len(directory.holders_of_position(one.key)),
            )
            for one in sorted(directory.rows.positions, key=lambda p: (p.sort, p.key))
        ],
        grades=_grades(directory),
        groups=[
            org.PeopleGroup(
                key=one.key,
                name=local(one.name, one.name_en, language),
                name_zh=one.name,
                name_en=one.name_en,
                members=[
                    person(found, directory, language)
                    for i in directory.members_of_group(one.key)
                    if (found := directory.person(i))
                ],
            )
            for one in sorted(directory.rows.groups, key=lambda g: g.key)
        ],
        calendars=[
            org.CalendarChoice(key=key, name=local(one.name or key, one.name_en, language))
            for key, one in sorted(calendars.items())
        ],
        planned=planned_changes(call),
    )


async def add_unit(call: Call[None, org.UnitFields]) -> org.Saved:
    """A new department; a code that is taken is refused."""
    known = call.desk.directory().department_by_code(call.body.code)
    if known is not None and known.is_open:
        raise Conflict("identity.department.code_taken")
    await call.submit(_saving(call, call.body.code))
    fresh = call.desk.directory().department_by_code(call.body.code)
    return org.Saved(id=id_text(fresh.id) if fresh else "", planned_id=None)


async def save_unit(call: Call[None, org.UnitFields]) -> org.Saved:
    """Change a department and its heads together."""
    known = _in_path(call)
    await call.submit(_saving(call, known.code))
    return org.Saved(id=id_text(known.id), planned_id=None)


async def move_unit(call: Call[None, org.UnitMove]) -> org.Saved:
    """Hang it elsewhere, before a sibling or last; the siblings are numbered anew."""
    known, body, directory = _in_path(call), call.body, call.desk.directory()
    parent = department_by_text(call, body.parent_id) if body.parent_id else None
    siblings = [
        one
        for one in directory.children(parent.id if parent else None)
        if one.is_open and one.id != known.id
    ]
    before = id_from_text(body.before_id) if body.before_id else None
    at = next((i for i, one in enumerate(siblings) if one.id == before), len(siblings))
    row = [*siblings[:at], known, *siblings[at:]]
    code = parent.code if parent else None
    moves = {
        one.id: MoveDepartment(code=one.code, parent=code, sort=place * SORT_STEP)
        for place, one in enumerate(row, start=1)
        if one.id == known.id or one.sort != place * SORT_STEP
    }
    if body.effective_on is None:
        await call.submit(ChangeOrganisation(changes=tuple(moves.values())))
        return org.Saved(id=id_text(known.id), planned_id=None)
    return await changed(call, known.id, moves[known.id], body.effective_on)


async def close_unit(call: Call[None, None]) -> Nothing:
    """Close an empty department."""
    await call.submit(CloseDepartment(code=_in_path(call).code))
    return Nothing()


def read_unit_uses(call: Call[None, None]) -> org.UnitUses:
    """The processes that name a department, or find people through its head."""
    known = _in_path(call)
    found = who_names(call.desk.deployments, "department", known.code, also=BY_HEAD)
    return org.UnitUses(
        items=[
            org.UnitUse(
                key=one.process.key,
                name=local(one.process.name, one.process.name_en, call.language),
                steps=[local(name, name_en, call.language) for name, name_en in one.steps],
            )
            for one in found
        ]
    )


async def save_position(call: Call[None, org.PostFields]) -> Nothing:
    """Add or change a position."""
    body = call.body
    key = call.path["position_key"]
    await call.submit(SavePosition(key=key, name=body.name, name_en=body.name_en, sort=body.order))
    return Nothing()


async def delete_position(call: Call[None, None]) -> Nothing:
    """Remove a position."""
    await call.submit(DeletePosition(key=call.path["position_key"]))
    return Nothing()


async def save_grade(call: Call[None, org.PostFields]) -> Nothing:
    """Add or change a grade."""
    key = call.path["grade_key"]
    await call.submit(SaveGrade(key=key, name=call.body.name, rank=call.body.order))
    return Nothing()


async def delete_grade(call: Call[None, None]) -> Nothing:
    """Remove a grade."""
    await call.submit(DeleteGrade(key=call.path["grade_key"]))
    return Nothing()


async def save_group(call: Call[None, org.GroupFields]) -> Nothing:
    """Add or change a group with its members."""
    body, directory = call.body, call.desk.directory()
    members = []
    for text in body.member_ids:
        found = directory.person(id_from_text(text))
        if found is None:
            raise NotFound("api.id.unknown", id=text)
        members.append(found.no)
    await call.submit(
        SaveGroup(
            key=call.path["group_key"],
            name=body.name,
            name_en=body.name_en,
            members=tuple(members),
        )
    )
    return Nothing()


async def delete_group(call: Call[None, None]) -> Nothing:
    """Remove a group."""
    await call.submit(DeleteGroup(key=call.path["group_key"]))
    return Nothing()


async def drop_planned_change(call: Call[None, None]) -> Nothing:
    """Forget a change that has not happened yet."""
    await call.submit(DropPlannedChange(id=call.id("change_id")))
    return Nothing()


def _in_path(call: Call[Any, Any]) -> Department:
    return department_by_text(call, call.path["department_id"])


def _saving(call: Call[None, org.UnitFields], code: str) -> ChangeOrganisation:
    body, directory = call.body, call.desk.directory()
    parent = department_by_text(call, body.parent_id).code if body.parent_id else None
    head = directory.person(id_from_text(body.head_id or ""))
    deputy = directory.person(id_from_text(body.deputy_head_id or ""))
    save = SaveDepartment(
        code=code,
        name=body.name.strip(),
        name_en=body.name_en.strip(),
        parent=parent,
        cost_centre=body.cost_centre,
        calendar=body.calendar,
        sort=body.sort,
    )
    appoint = AppointHeads(
        department=code,
        head=head.no if head else None,
        deputy_head=deputy.no if deputy else None,
    )
    return ChangeOrganisation(changes=(save, appoint))


def _in_tree(directory: Directory) -> list[Department]:
    found: list[Department] = []
    waiting = list(reversed(directory.children(None)))
    while waiting:
        one = waiting.pop()
        if one.is_open:
            found.append(one)
            waiting.extend(reversed(directory.children(one.id)))
    return found


def _totals(directory: Directory) -> dict[int, int]:
    """People of each department and below, each person once."""
    people: dict[int, set[int]] = {}
    for one in reversed(_in_tree(directory)):
        here = people.setdefault(one.id, set())
        here.update(directory.members(one.id))
        if one.parent_id is not None:
            people.setdefault(one.parent_id, set()).update(here)
    return {department_id: len(members) for department_id, members in people.items()}


def _unit(call: Call[Any, Any], one: Department, totals: dict[int, int]) -> org.Unit:
    directory, language = call.desk.directory(), call.language
    return org.Unit(
        id=id_text(one.id),
        code=one.code,
        name=local(one.name, one.name_en, language),
        name_zh=one.name,
        name_en=one.name_en,
        parent_id=None if one.parent_id is None else id_text(one.parent_id),
        head=person_by_id(one.head_id, directory, language),
        deputy_head=person_by_id(one.deputy_head_id, directory, language),
        cost_centre=one.cost_centre,
        calendar=one.calendar,
        sort=one.sort,
        member_count=len(directory.members(one.id)),
        total_count=totals.get(one.id, 0),
    )


def _grades(directory: Directory) -> list[org.Post]:
    counts: dict[str, int] = {}
    for someone in directory.people():
        if someone.is_active:
            counts[someone.grade] = counts.get(someone.grade, 0) + 1
    return [
        org.Post(
            key=one.key,
            name=one.name,
            name_zh=one.name,
            name_en="",
            order=one.rank,
            people_count=counts.get(one.key, 0),
        )
        for one in sorted(directory.rows.grades, key=lambda g: (g.rank, g.key))
    ]


HANDLERS: Final = {
    "readOrganisation": read_organisation,
    "addUnit": add_unit,
    "saveUnit": save_unit,
    "moveUnit": move_unit,
    "closeUnit": close_unit,
    "readUnitUses": read_unit_uses,
    "savePosition": save_position,
    "deletePosition": delete_position,
    "saveGrade": save_grade,
    "deleteGrade": delete_grade,
    "saveGroup": save_group,
    "deleteGroup": delete_group,
    "dropPlannedChange": drop_planned_change,
}
