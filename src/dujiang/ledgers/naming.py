"""What people write for a person, a department or a row elsewhere, as a ledger keeps it.

A ledger keeps the employee's number, the department's code, the key of the other row. People
also write names, and programs ids; whatever names exactly one is taken, the rest is told.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from dujiang.identity import Department, Directory
from dujiang.kernel.ids import id_from_text
from dujiang.ledgers.cells import WrongCell
from dujiang.ledgers.model import Column
from dujiang.ledgers.shelf import Definitions, Source, find_stored


class Naming:
    """Finds who and what is meant, by the present organisation and the rows of other ledgers."""

    def __init__(self, directory: Callable[[], Directory], definitions: Definitions) -> None:
        self._directory = directory
        self._definitions = definitions

    def kept(self, source: Source, column: Column, found: str) -> str:
        """What the cell keeps. Raises `WrongCell` when it names nothing, or several."""
        match column.type:
            case "person":
                return self._person(found)
            case "department":
                return self._department(found)
            case "reference":
                return self._row(source, column, found)
            case _:
                return found

    def _person(self, found: str) -> str:
        directory = self._directory()
        if directory.person_by_no(found):
            return found
        person = directory.person(id_from_text(found)) or directory.person_by_login(found)
        no = person.no if person else _people(directory).get(found)
        if not no:
            raise WrongCell("ledgers.cell.not_a_person", found=found[:40])
        return no

    def _department(self, found: str) -> str:
        directory = self._directory()
        if directory.department_by_code(found):
            return found
        department = directory.department(id_from_text(found))
        code = department.code if department else _departments(directory).get(found)
        if not code:
            raise WrongCell("ledgers.cell.not_a_department", found=found[:40])
        return code

    def _row(self, source: Source, column: Column, found: str) -> str:
        definition = self._definitions.find(source, column.reference)
        if definition is None or find_stored(source, definition, found) is None:
            raise WrongCell("ledgers.cell.not_a_row", found=found[:40], ledger=column.reference)
        return found


@lru_cache(2)
def _people(directory: Directory) -> dict[str, str]:
    """Names that exactly one active person has -> that person's number."""
    active = (person for person in directory.people() if person.is_active)
    return _alone((person.name, person.no) for person in active)


@lru_cache(2)
def _departments(directory: Directory) -> dict[str, str]:
    """Names that exactly one department has -> its code."""
    return _alone((one.name, one.code) for one in _below(directory, None))


def _below(directory: Directory, parent_id: int | None) -> Iterator[Department]:
    for department in directory.children(parent_id):
        yield department
        yield from _below(directory, department.id)


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, key in pairs:
        found[name] = "" if name in found else key
    return found
