"""The organisation inside FEEL, for forms, postings and rules.

| function | gives |
|---|---|
| `person(who)` | a person by id, employee number or login, or null |
| `people()` | everybody who works here, by employee number |
| `department(which)` | a department by id or code, or null |
"""

from collections.abc import Callable, Mapping
from typing import Any

from dujiang.identity import Department, Directory, Person
from dujiang.kernel.ids import id_from_text, id_text


def directory_functions(
    directory: Callable[[], Directory],
) -> Mapping[str, Callable[..., Any]]:
    """The functions, over the organisation as it is when one is called."""
    lookups = _Lookups(directory)
    return {
        "person": lookups.person,
        "people": lookups.people,
        "department": lookups.department,
    }


class _Lookups:
    def __init__(self, directory: Callable[[], Directory]) -> None:
        self._directory = directory

    def person(self, who: str) -> dict[str, Any] | None:
        directory = self._directory()
        found = (
            directory.person(id_from_text(who))
            or directory.person_by_no(who)
            or directory.person_by_login(who)
        )
        return None if found is None else person_context(directory, found)

    def people(self) -> list[dict[str, Any]]:
        directory = self._directory()
        active = sorted((p for p in directory.people() if p.is_active), key=lambda p: p.no)
        return [person_context(directory, person) for person in active]

    def department(self, which: str) -> dict[str, Any] | None:
        directory = self._directory()
        found = directory.department(id_from_text(which)) or directory.department_by_code(which)
        return None if found is None else _department_context(directory, found)


def person_context(directory: Directory, person: Person) -> dict[str, Any]:
    """A person as expressions see them."""
    department = directory.department(person.department_id)
    return {
        "id": id_text(person.id),
        "no": person.no,
        "login": person.login,
        "name": person.name,
        "dept": department.code if department else "",
        "dept_name": department.name if department else "",
        "cost_centre": department.cost_centre if department else "",
        "position": person.position,
        "grade": person.grade,
        "joined_on": person.joined_on,
        "first_work_on": person.first_work_on,
        "is_active": person.is_active,
        "is_head": any(directory.head(d) == person.id for d in directory.headed(person.id)),
    }


def _department_context(directory: Directory, department: Department) -> dict[str, Any]:
    head = directory.person(directory.head(department.id))
    parent = directory.department(department.parent_id)
    return {
        "id": id_text(department.id),
        "code": department.code,
        "name": department.name,
        "cost_centre": department.cost_centre,
        "head": head.no if head else None,
        "parent": parent.code if parent else None,
    }
