"""Departments: adding, changing, moving in the tree, heads, closing."""

from typing import Final

from msgspec.structs import replace

from dujiang.identity.commands import (
    AppointHeads,
    CloseDepartment,
    MoveDepartment,
    NameCompany,
    SaveDepartment,
)
from dujiang.identity.events import CompanyNamed, DepartmentClosed, DepartmentSaved
from dujiang.identity.lookups import (
    Expires,
    changes,
    count_up,
    find_department,
    find_person,
    unknown_department,
    unknown_person,
)
from dujiang.identity.model import MAX_TREE_DEPTH, Company, Department
from dujiang.identity.tables import COMPANY, DEPARTMENT, PERSON
from dujiang.runtime import Handled, Outcome, Refused, Work

COMPANY_ID: Final = 1
"""Of the one row: an installation has one company (ADR 0011)."""


class Departments:
    """Handlers for the tree of departments."""

    def __init__(self, directory: Expires) -> None:
        self._directory = directory

    def name_company(self, command: NameCompany, work: Work) -> Outcome:
        """Keep whose installation this is."""
        row = Company(id=COMPANY_ID, name=command.name, name_en=command.name_en)
        if work.get(COMPANY, COMPANY_ID) is None:
            work.insert(COMPANY, row)
        else:
            work.put(COMPANY, row)
        count_up(work, self._directory)
        return Handled(events=(CompanyNamed(name=command.name),))

    def save(self, command: SaveDepartment, work: Work) -> Outcome:
        """Add or change; a parent that is the department itself or below it is refused."""
        known = find_department(work, command.code)
        parent = find_department(work, command.parent)
        if command.parent and parent is None:
            return unknown_department(command.parent)
        parent_id = parent.id if parent else (known.parent_id if known else None)
        base = known or Department(id=work.new_id(0), code=command.code, name=command.name)
        after = replace(
            base,
            name=command.name,
            name_en=_kept(command.name_en, base.name_en),
            parent_id=parent_id,
            cost_centre=_kept(command.cost_centre, base.cost_centre),
            calendar=_kept(command.calendar, base.calendar),
            sort=base.sort if command.sort is None else command.sort,
            is_open=True,
        )
        return self._write(work, known, after)

    def move(self, command: MoveDepartment, work: Work) -> Outcome:
        """Hang the department elsewhere."""
        known = find_department(work, command.code)
        if known is None:
            return unknown_department(command.code)
        parent = find_department(work, command.parent)
        if command.parent and parent is None:
            return unknown_department(command.parent)
        sort = known.sort if command.sort is None else command.sort
        after = replace(known, parent_id=parent.id if parent else None, sort=sort)
        return self._write(work, known, after)

    def appoint(self, command: AppointHeads, work: Work) -> Outcome:
        """Set head and deputy head; both must work here, and be two people."""
        known = find_department(work, command.department)
        if known is None:
            return unknown_department(command.department)
        for no in (command.head, command.deputy_head):
            person = find_person(work, no)
            if no and (person is None or not person.is_active):
                return unknown_person(no)
        if command.head and command.head == command.deputy_head:
            return Refused("identity.department.head_is_deputy", 422, {"no": command.head})
        head, deputy = find_person(work, command.head), find_person(work, command.deputy_head)
        after = replace(
            known,
            head_id=head.id if head else None,
            deputy_head_id=deputy.id if deputy else None,
        )
        return self._write(work, known, after)

    def close(self, command: CloseDepartment, work: Work) -> Outcome:
        """Close an empty department."""
        known = find_department(work, command.code)
        if known is None:
            return unknown_department(command.code)
        people = [p for p in work.find(PERSON, "by_department", known.id) if p.is_active]
        below = [d for d in work.find(DEPARTMENT, "by_parent", known.id) if d.is_open]
        if people or below:
            params = {"code": known.code, "people": len(people), "departments": len(below)}
            return Refused("identity.department.not_empty", 409, params)
        work.put(DEPARTMENT, replace(known, is_open=False, head_id=None, deputy_head_id=None))
        count_up(work, self._directory)
        return Handled(events=(DepartmentClosed(code=known.code),))

    def _write(self, work: Work, before: Department | None, after: Department) -> Outcome:
        if _depth_below(work, after) > MAX_TREE_DEPTH:
            return Refused("identity.department.in_itself", 422, {"code": after.code})
        if before is None:
            work.insert(DEPARTMENT, after)
        elif before != after:
            work.put(DEPARTMENT, after)
        else:
            return Handled()
        count_up(work, self._directory)
        old, new = changes(before, after)
        return Handled(events=(DepartmentSaved(code=after.code, before=old, after=new),))


def _kept(asked: str | None, present: str) -> str:
    return present if asked is None else asked


def _depth_below(work: Work, department: Department) -> int:
    """How many departments stand above; more than the limit when the line bites its tail."""
    depth, parent_id = 0, department.parent_id
    while parent_id is not None and depth <= MAX_TREE_DEPTH:
        if parent_id == department.id:
            return MAX_TREE_DEPTH + 1
        parent = work.get(DEPARTMENT, parent_id)
        parent_id = parent.parent_id if parent else None
        depth += 1
    return depth
