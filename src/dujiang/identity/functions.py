"""The organisation inside FEEL: who is who, for forms, decisions, postings and ledgers.

| function | gives |
|---|---|
| `people()` | every active person as a context, by employee number |
| `person(text)` | the person behind an id, a login or a number, or null |
| `department(text)` | the department behind an id or a code, with its head and deputy |
"""

from collections.abc import Callable, Mapping
from typing import Any

from dujiang.identity.directory import Directory
from dujiang.identity.model import Person
from dujiang.kernel.ids import id_from_text, id_text


def directory_functions(directory: Directory) -> Mapping[str, Callable[..., Any]]:
    """The functions, over one picture of the organisation."""
    lookups = _Lookups(directory)
    return {
        "people": lookups.people,
        "person": lookups.person,
        "department": lookups.department,
    }


class _Lookups:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def people(self) -> list[dict[str, Any]]:
        active = (person for person in self._directory.people() if person.is_active)
        return [self._context(person) for person in sorted(active, key=lambda p: p.no)]

    def person(self, text: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a Value
        if not isinstance(text, str):
            return None
        identifier = id_from_text(text)
        found = (
            self._directory.person(identifier)
            or self._directory.person_by_login(text)
            or self._directory.person_by_no(text)
        )
        return self._context(found) if found else None

    def department(self, text: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a Value
        if not isinstance(text, str):
            return None
        found = self._directory.department(id_from_text(text))
        found = found or self._directory.department_by_code(text)
        if found is None:
            return None
        head, deputy = self._directory.head(found.id), self._directory.deputy_head(found.id)
        return {
            "id": id_text(found.id),
            "code": found.code,
            "name": found.name,
            "cost_centre": found.cost_centre,
            "head": id_text(head) if head is not None else None,
            "deputy": id_text(deputy) if deputy is not None else None,
        }

    def _context(self, person: Person) -> dict[str, Any]:
        department = self._directory.department(person.department_id)
        superior = self._directory.superior(person.id)
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
            "roles": list(self._directory.roles_of(person.id)),
            "is_head": any(
                self._directory.head(department_id) == person.id
                for department_id in self._directory.headed(person.id)
            ),
            "superior": id_text(superior) if superior is not None else None,
        }
