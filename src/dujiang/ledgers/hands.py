"""Rows written by people: what rights and versions say, then what the ledger's rules say.

A *hand* is one person in one ledger. The same code serves the door and the trial of an import, so
that what a trial says is what will happen.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import msgspec

from dujiang.documents import find_file
from dujiang.feel import Environment
from dujiang.kernel.errors import Conflict, Forbidden, InvalidInput, Problem
from dujiang.kernel.ids import id_from_text
from dujiang.ledgers.cells import WrongCell
from dujiang.ledgers.events import RowChanged, RowInserted, RowRemoved
from dujiang.ledgers.model import LedgerDefinition, Row
from dujiang.ledgers.naming import Naming
from dujiang.ledgers.rights import (
    EVERYBODY,
    Viewer,
    covers,
    readable,
    sees_column,
    unfillable,
    writable,
)
from dujiang.ledgers.rows import key_of, read_values
from dujiang.ledgers.shelf import find_stored
from dujiang.ledgers.writing import Cause, Place, Writer

MASK: Final = "****"
NAMED: Final = ("person", "department", "reference")
Outcome: TypeAlias = Literal["inserted", "changed", "same", "wrong"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("inserted", "changed", "same")


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the rows of an import, in their order, and everything that is wrong."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    """Their paths begin with the row: `/rows/3/amount`."""

    def counts(self) -> dict[str, int]:
        """How many rows were added, changed and left as they are."""
        return {name: self.outcomes.count(name) for name in OUTCOMES}


class Hand:
    """What one viewer does in one ledger."""

    def __init__(
        self,
        writer: Writer,
        place: Place,
        environment: Environment,
        viewer: Viewer,
        *,
        naming: Naming,
    ) -> None:
        self.definition: LedgerDefinition = writer.definition
        self.viewer = viewer
        self._writer = writer
        self._place = place
        self._environment = environment
        self._naming = naming
        self._span = writable(self.definition, viewer)

    def load(self, row_id: int) -> Row | None:
        """A row, held until the commit; None also where the viewer must not know of it."""
        row = self._writer.load(row_id)
        return row if row is not None and self.sees(row) else None

    def sees(self, row: Row) -> bool:
        """Whether the viewer may see the row."""
        if self.viewer is EVERYBODY:
            return True
        span = readable(self.definition, self.viewer) | self._span
        return covers(self.definition, span, self.viewer, row.values)

    def find(self, found: Mapping[str, Any]) -> Row | None:
        """The row that the given values name by their key."""
        if not self.definition.primary:
            return None
        values = self.read(found)
        parts = [values.get(column) for column in self.definition.primary]
        stored = find_stored(self._place, self.definition, parts)
        return None if stored is None else self._writer.load(stored.id)

    def read(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """The typed values of what was given; masks that came back unchanged are left out."""
        hidden = {column.key for column in self.definition.sensitive_columns()}
        given = {
            name: value
            for name, value in found.items()
            if not (name in hidden and isinstance(value, str) and value.startswith(MASK))
        }
        values, problems = read_values(self.definition, given, self._environment)
        problems += self._name(values)
        for column in self.definition.columns:
            if column.key in given and not sees_column(column, self.viewer):
                params = {"column": column.key}
                problems.append(
                    Problem(code="ledgers.column.unknown", path=f"/{column.key}", params=params)
                )
        self._raise(problems)
        return values

    def _name(self, values: dict[str, Any]) -> list[Problem]:
        """Put what the ledger keeps in place of what people write for people and rows."""
        if self.viewer is EVERYBODY:
            return []
        problems = []
        for column in self.definition.columns:
            value = values.get(column.key)
            if column.type in NAMED and isinstance(value, str):
                try:
                    values[column.key] = self._naming.kept(self._place, column, value)
                except WrongCell as wrong:
                    problems.append(wrong.problem(f"/{column.key}"))
        return problems

    def insert(self, found: Mapping[str, Any], kind: str) -> RowInserted:
        """Add a row."""
        values = self.read(found)
        given = {name: value for name, value in values.items() if value is not None}
        self._require_columns(given, {})
        fact = self._writer.insert(values, Cause(kind=kind))
        self._require_row(fact.values)
        return fact

    def change(self, row: Row, values: Mapping[str, Any], kind: str) -> RowChanged:
        """Give cells other values."""
        self._require_row(row.values)
        changed = {name: v for name, v in values.items() if row.values.get(name) != v}
        self._require_columns(changed, row.values)
        fact = self._writer.change(row, values, Cause(kind=kind))
        self._require_row({**row.values, **fact.values})
        return fact

    def remove(self, row: Row) -> RowRemoved:
        """Take the row out."""
        self._require_row(row.values)
        return self._writer.remove(row, Cause(kind="remove"))

    def load_one(self, found: Mapping[str, Any]) -> RowInserted | RowChanged | None:
        """Add the row, or change the one with its key; None where nothing differs."""
        row = self.find(found)
        if row is None:
            return self.insert(found, "import")
        values = self.read(found)
        if all(row.values.get(name) == value for name, value in values.items()):
            return None
        return self.change(row, values, "import")

    def _require_row(self, values: Mapping[str, Any]) -> None:
        if not covers(self.definition, self._span, self.viewer, values):
            key = key_of(self.definition, values, 0)
            raise Forbidden("ledgers.row.not_yours", ledger=self.definition.key, key=key)

    def _require_columns(self, changed: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        if self.viewer is EVERYBODY:
            return
        problems = [
            Problem(code="ledgers.column.read_only", path=f"/{one.key}", params={"column": one.key})
            for one in unfillable(self.definition, self.viewer, changed)
        ]
        balance = self.definition.balance
        if balance is not None and changed.get(balance.reserved):
            params = {"column": balance.reserved}
            problems.append(
                Problem(
                    code="ledgers.balance.kept_by_steps",
                    path=f"/{balance.reserved}",
                    params=params,
                )
            )
        for column in self.definition.columns:
            if column.type == "attachment" and column.key in changed:
                old = before.get(column.key) or []
                problems += self._file_problems(column.key, changed[column.key] or [], old)
        self._raise(problems)

    def _file_problems(
        self, column: str, wanted: Sequence[str], before: Sequence[str]
    ) -> list[Problem]:
        """Files are attached by those who uploaded them: nobody takes one by guessing its id."""
        strange = [one for one in wanted if one not in before and not self._is_mine(one)]
        return [
            Problem(code="ledgers.cell.not_a_file", path=f"/{column}", params={"found": one})
            for one in strange
        ]

    def _is_mine(self, file_id: str) -> bool:
        identifier = id_from_text(file_id)
        row = None if identifier is None else find_file(self._place, identifier)
        return row is not None and row.uploaded_by == self._place.actor.id

    def _raise(self, problems: list[Problem]) -> None:
        if problems:
            raise InvalidInput(
                "ledgers.row.not_valid", ledger=self.definition.key, problems=tuple(problems)
            )


def load_all(
    hand: Hand, rows: Sequence[Mapping[str, Any]]
) -> tuple[tuple[msgspec.Struct, ...], Loaded]:
    """Take in many rows, and go on behind those that are wrong: the caller decides on the whole."""
    facts: list[msgspec.Struct] = []
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    for index, found in enumerate(rows):
        try:
            fact = hand.load_one(found)
        except (InvalidInput, Forbidden, Conflict) as wrong:
            problems += _placed(wrong, index)
            outcomes.append("wrong")
            continue
        facts += [] if fact is None else [fact]
        outcomes.append(_outcome(fact))
    return tuple(facts), Loaded(outcomes=tuple(outcomes), problems=tuple(problems))


def _outcome(fact: RowInserted | RowChanged | None) -> Outcome:
    match fact:
        case RowInserted():
            return "inserted"
        case RowChanged():
            return "changed"
        case None:
            return "same"


def _placed(wrong: InvalidInput | Forbidden | Conflict, index: int) -> list[Problem]:
    """Problems of one row of many, with the row in their path."""
    if not wrong.problems:
        return [Problem(code=wrong.code, path=f"/rows/{index}", params=wrong.params)]
    return [
        msgspec.structs.replace(problem, path=f"/rows/{index}{problem.path}")
        for problem in wrong.problems
    ]
