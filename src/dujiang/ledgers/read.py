"""Questions about ledgers, for api: which there are, their rows as a grid pages them, history.

Who asks is a `Viewer`; what a viewer may not see is not in the answer (`dujiang.ledgers.rights`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from dujiang.kernel.encoding import decoder
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.kernel.values import Variables
from dujiang.ledgers.cells import cell_value
from dujiang.ledgers.model import Column, LedgerDefinition
from dujiang.ledgers.questions import (
    SUMMED,
    Asking,
    Place,
    Question,
    cursor_text,
    known_column,
    place_of,
    sum_of,
)
from dujiang.ledgers.rights import (
    Viewer,
    covers,
    is_open,
    may_fill,
    may_reveal,
    readable,
    seen_columns,
    sees_column,
    writable,
)
from dujiang.ledgers.shelf import Definitions, find_stored, row_of, shard_of_ledger
from dujiang.ledgers.tables import HISTORY, LEDGER, POSTING, ROW, RowRow
from dujiang.store import Reader
from dujiang.vault import Keys, KeysOfQuestion

MAX_PAGE: Final = 500
MAX_GROUPS: Final = 1_000
MAX_EXPORTED: Final = 100_000
MAX_TITLES: Final = 500
_SHOWN_AT_LEAST: Final = 8
"""Sensitive texts of this length or less show nothing."""
MASK: Final = "****"
"""How a masked value begins."""

_variables = decoder(Variables)


class LedgerView(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger, with the columns that the viewer sees and what they may do in it."""

    definition: LedgerDefinition
    version: int
    columns: tuple[Column, ...]
    row_count: int
    """Of the rows that the viewer sees."""
    sees_all: bool
    may_write: bool
    fillable: frozenset[str]
    """Columns that the viewer may write, in rows that they may write."""
    revealable: frozenset[str]
    """Sensitive columns that the viewer may see in clear."""


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row as JSON; sensitive cells are masked."""

    id: int
    version: int
    key: str
    changed_at: datetime
    values: dict[str, Any]
    may_write: bool


class RowPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows, and where the next ones begin."""

    rows: tuple[RowView, ...]
    next_cursor: str | None


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that share a value in a column: how many, and the sums of their numbers."""

    value: Any
    count: int
    totals: dict[str, Decimal]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a row: cells from what to what, by whom, for which instance."""

    version: int
    at: datetime
    actor_id: int
    kind: str
    instance_id: int
    element_id: str
    changes: dict[str, list[Any]]


class LedgerReader:
    """Lists and records, each inside one read transaction."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    # Ledgers

    def list_ledgers(self, reader: Reader, viewer: Viewer) -> list[LedgerView]:
        """The ledgers that the viewer may see something of, by key."""
        counts = {
            row.ledger: row.n
            for row in reader.rows(
                select(ROW.c.ledger, func.count().label("n")).group_by(ROW.c.ledger)
            )
        }
        found = []
        for row in reader.rows(select(LEDGER.sql).order_by(LEDGER.c.key)):
            stored = LEDGER.from_values(row)
            definition = self._definitions.of(stored)
            span = readable(definition, viewer)
            if not is_open(definition, span):
                continue
            count = counts.get(stored.key, 0)
            if not span.everything:
                count = self._count(reader, Asking(definition, Question(), viewer))
            found.append(_view(definition, stored.version, count, viewer))
        return found

    def load_ledger(self, reader: Reader, key: str, viewer: Viewer) -> LedgerView:
        """One ledger. Raises `NotFound`."""
        stored = reader.get(LEDGER, key)
        definition = self._open(reader, key, viewer)
        assert stored is not None, "it was found in this transaction"
        count = self._count(reader, Asking(definition, Question(), viewer))
        return _view(definition, stored.version, count, viewer)

    def names_any(self, reader: Reader, roles: frozenset[str]) -> bool:
        """Whether any ledger names one of the roles as readers or writers."""
        if not roles:
            return False
        found = map(LEDGER.from_values, reader.rows(select(LEDGER.sql)))
        definitions = map(self._definitions.of, found)
        return any(roles & {*one.readers, *one.writers} for one in definitions)

    # Grids

    def list_rows(self, reader: Reader, key: str, question: Question, viewer: Viewer) -> RowPage:
        """A page of rows. Raises `NotFound`, and `InvalidInput` for filters that make no sense."""
        definition = self._open(reader, key, viewer)
        asking = Asking(definition, question, viewer)
        limit = max(1, min(question.limit, MAX_PAGE))
        places = _places(reader, asking, limit + 1)
        page = places[:limit]
        rows = self._rows(reader, definition, [place.row_id for place in page])
        columns, keys = seen_columns(definition, viewer), KeysOfQuestion(reader)
        return RowPage(
            rows=tuple(self._row_view(keys, definition, columns, row, viewer) for row in rows),
            next_cursor=cursor_text(page[-1]) if len(places) > limit else None,
        )

    def count_rows(self, reader: Reader, key: str, question: Question, viewer: Viewer) -> int:
        """How many rows the question finds."""
        definition = self._open(reader, key, viewer)
        return self._count(reader, Asking(definition, question, viewer))

    def totals(
        self, reader: Reader, key: str, question: Question, viewer: Viewer
    ) -> dict[str, Decimal]:
        """Sums of the number and money columns over all rows that the question finds."""
        definition = self._open(reader, key, viewer)
        columns = _summed(definition, viewer)
        sums = dict.fromkeys((column.key for column in columns), Decimal(0))
        if columns:
            for row in reader.rows(Asking(definition, question, viewer).sums(columns)):
                sums[row.column] = sum_of(row)
        return sums

    def groups(
        self, reader: Reader, key: str, question: Question, by: str, viewer: Viewer
    ) -> list[GroupView]:
        """Values of a column among the rows that the question finds, with numbers and sums.

        At most `MAX_GROUPS`, by value; rows whose cell is empty come last.
        """
        definition = self._open(reader, key, viewer)
        column = known_column(definition, by, viewer)
        asking = Asking(definition, question, viewer)
        summed = [one for one in _summed(definition, viewer) if one.key != by]
        counts = {row.text: int(row.n) for row in reader.rows(asking.groups(column, MAX_GROUPS))}
        sums: dict[str, dict[str, Decimal]] = {text: {} for text in counts}
        if summed:
            for row in reader.rows(asking.sums_of_groups(column, summed)):
                if row.text in sums:
                    sums[row.text][row.column] = sum_of(row)
        found = [
            GroupView(value=shown(cell_value(column, text)), count=n, totals=sums[text])
            for text, n in counts.items()
        ]
        left = self._count(reader, asking) - sum(counts.values())
        if left and len(counts) < MAX_GROUPS:
            totals = self.totals(reader, key, question, viewer) if summed else {}
            totals.pop(by, None)
            for sums_of_one in sums.values():
                for name, amount in sums_of_one.items():
                    totals[name] -= amount
            found.append(GroupView(value=None, count=left, totals=totals))
        return found

    def all_rows(
        self, reader: Reader, key: str, question: Question, viewer: Viewer
    ) -> Iterator[dict[str, Any]]:
        """Typed values of every row that the question finds, sensitive cells masked: for exports.

        In the question's order, page after page; at most `MAX_EXPORTED` rows.
        """
        definition = self._open(reader, key, viewer)
        columns, keys = seen_columns(definition, viewer), KeysOfQuestion(reader)
        cursor, count = question.cursor, 0
        while count < MAX_EXPORTED:
            page = msgspec.structs.replace(question, cursor=cursor, offset=0, limit=MAX_PAGE)
            places = _places(reader, Asking(definition, page, viewer), MAX_PAGE)
            for stored in self._rows(reader, definition, [place.row_id for place in places]):
                values = self._opened(keys, definition, stored)
                yield {
                    one.key: _cell(one, values.get(one.key))
                    if one.sensitive
                    else values.get(one.key)
                    for one in columns
                }
            count += len(places)
            if len(places) < MAX_PAGE:
                return
            cursor = cursor_text(places[-1])

    # Records

    def load_row(self, reader: Reader, key: str, row_id: int, viewer: Viewer) -> RowView:
        """One row. Raises `NotFound`."""
        definition = self._open(reader, key, viewer)
        stored = self._seen(reader, definition, row_id, viewer)
        return self._row_view(reader, definition, seen_columns(definition, viewer), stored, viewer)

    def reveal(self, reader: Reader, key: str, row_id: int, column: str, viewer: Viewer) -> Any:  # noqa: ANN401 - JSON
        """A sensitive value in clear, for those whose role the column names; the caller audits.

        Raises `NotFound` and `Forbidden`.
        """
        definition = self._open(reader, key, viewer)
        found = definition.find(column)
        if found is None or not sees_column(found, viewer):
            raise NotFound("ledgers.column.unknown", column=column)
        if not may_reveal(found, viewer):
            raise Forbidden("ledgers.column.not_yours", column=column)
        stored = self._seen(reader, definition, row_id, viewer)
        return shown(self._opened(reader, definition, stored).get(column))

    def history(self, reader: Reader, key: str, row_id: int, viewer: Viewer) -> list[Change]:
        """Everything that happened to a row, newest first. Raises `NotFound`."""
        definition = self._open(reader, key, viewer)
        shard = shard_of_ledger(key)
        stored = reader.get(ROW, shard, key, row_id)
        if stored is None and not readable(definition, viewer).everything:
            raise NotFound("ledgers.row.not_found")
        if stored is not None:
            self._seen(reader, definition, row_id, viewer)
        rows = reader.find(HISTORY, "by_row", shard, key, row_id)
        if not rows:
            raise NotFound("ledgers.row.not_found")
        columns = {column.key: column for column in seen_columns(definition, viewer)}
        keys = KeysOfQuestion(reader)
        return [
            Change(
                version=row.version,
                at=row.at,
                actor_id=row.actor_id,
                kind=row.kind,
                instance_id=row.instance_id,
                element_id=row.element_id,
                changes=self._changes(keys, definition, columns, row.changes),
            )
            for row in sorted(rows, key=lambda row: row.version, reverse=True)
        ]

    def titles(
        self, reader: Reader, key: str, named: Iterable[str], viewer: Viewer
    ) -> dict[str, str]:
        """What the rows with these keys are called, as far as the viewer may see them."""
        definition = self._definitions.find(reader, key)
        if definition is None or not is_open(definition, readable(definition, viewer)):
            return {}
        span, found = readable(definition, viewer), {}
        for name in list(dict.fromkeys(named))[:MAX_TITLES]:
            stored = find_stored(reader, definition, name)
            if stored is None:
                continue
            values = row_of(definition, stored).values
            if covers(definition, span, viewer, values):
                found[name] = title_of(definition, values, stored.key)
        return found

    # Inside

    def _count(self, reader: Reader, asking: Asking) -> int:
        return int(reader.value(asking.count()) or 0)

    def _rows(
        self, reader: Reader, definition: LedgerDefinition, ids: Sequence[int]
    ) -> list[RowRow]:
        if not ids:
            return []
        statement = select(ROW.sql).where(
            ROW.c.shard == shard_of_ledger(definition.key),
            ROW.c.ledger == definition.key,
            ROW.c.id.in_(ids),
        )
        found = {row.id: row for row in map(ROW.from_values, reader.rows(statement))}
        return [found[row_id] for row_id in ids if row_id in found]

    def _seen(
        self, reader: Reader, definition: LedgerDefinition, row_id: int, viewer: Viewer
    ) -> RowRow:
        stored = reader.get(ROW, shard_of_ledger(definition.key), definition.key, row_id)
        span = readable(definition, viewer)
        if stored is None or not covers(
            definition, span, viewer, row_of(definition, stored).values
        ):
            raise NotFound("ledgers.row.not_found")
        return stored

    def _row_view(
        self,
        keys: Keys,
        definition: LedgerDefinition,
        columns: Sequence[Column],
        stored: RowRow,
        viewer: Viewer,
    ) -> RowView:
        values = self._opened(keys, definition, stored)
        return RowView(
            id=stored.id,
            version=stored.version,
            key=stored.key,
            changed_at=stored.changed_at,
            values={column.key: _cell(column, values.get(column.key)) for column in columns},
            may_write=covers(definition, writable(definition, viewer), viewer, values),
        )

    def _opened(
        self, keys: Keys, definition: LedgerDefinition, stored: RowRow
    ) -> Mapping[str, Any]:
        values = row_of(definition, stored).values
        if not definition.sensitive_columns():
            return values
        return self._definitions.cells.open(keys, definition, values)

    def _changes(
        self,
        keys: Keys,
        definition: LedgerDefinition,
        columns: Mapping[str, Column],
        changes: bytes,
    ) -> dict[str, list[Any]]:
        open_cell = self._definitions.cells.open_cell
        return {
            name: [_cell(column, open_cell(keys, definition, column, value)) for value in pair]
            for name, pair in _variables.decode(changes).items()
            if (column := columns.get(name)) is not None
        }

    def _open(self, reader: Reader, key: str, viewer: Viewer) -> LedgerDefinition:
        definition = self._definitions.find(reader, key)
        if definition is None or not is_open(definition, readable(definition, viewer)):
            raise NotFound("ledgers.ledger.not_found", ledger=key)
        return definition


def instances_of(reader: Reader, key: str, row_id: int) -> list[int]:
    """Ids of the instances that posted to a row, newest first."""
    statement = (
        select(POSTING.c.ref)
        .where(POSTING.c.ledger == key, POSTING.c.row_id == row_id)
        .distinct()
        .order_by(POSTING.c.ref.desc())
        .limit(MAX_PAGE)
    )
    return [row.ref for row in reader.rows(statement)]


def title_of(definition: LedgerDefinition, values: Mapping[str, Any], key: str) -> str:
    """What a row is called in a list: its title columns, else its key."""
    parts = [shown(values.get(column)) for column in definition.title]
    return " · ".join(str(part) for part in parts if part not in (None, "")) or key


def _view(definition: LedgerDefinition, version: int, row_count: int, viewer: Viewer) -> LedgerView:
    columns = seen_columns(definition, viewer)
    return LedgerView(
        definition=definition,
        version=version,
        columns=columns,
        row_count=row_count,
        sees_all=readable(definition, viewer).everything,
        may_write=is_open(definition, writable(definition, viewer)),
        fillable=frozenset(column.key for column in columns if may_fill(column, viewer)),
        revealable=frozenset(
            column.key for column in columns if column.sensitive and may_reveal(column, viewer)
        ),
    )


def _summed(definition: LedgerDefinition, viewer: Viewer) -> list[Column]:
    return [
        column
        for column in seen_columns(definition, viewer)
        if column.type in SUMMED and definition.has_cell(column)
    ]


def _places(reader: Reader, asking: Asking, count: int) -> list[Place]:
    """The places of the next rows: first those with a cell to sort by, then all others."""
    question, found = asking.question, list[Place]()
    after = place_of(question.cursor)
    offset = question.offset if after is None else 0
    if asking.order.column is not None and (after is None or after.text is not None):
        statement = asking.sorted()
        if after is not None:
            statement = statement.where(asking.beyond(after))
        rows = reader.rows(statement.limit(count).offset(offset))
        found = [Place(row.text, row.id) for row in rows]
        if len(found) == count:
            return found
        if offset:
            offset = max(0, offset - int(reader.value(asking.count_sorted()) or 0))
        after = None
    statement = asking.numbered()
    if after is not None:
        statement = statement.where(asking.beyond(after))
    rows = reader.rows(statement.limit(count - len(found)).offset(offset))
    return [*found, *(Place(None, row.id) for row in rows)]


# Values


def _cell(column: Column, value: Any) -> Any:  # noqa: ANN401 - a Value in, JSON out
    if not column.sensitive or value is None:
        return shown(value)
    text = str(shown(value))
    return MASK + (text[-4:] if len(text) > _SHOWN_AT_LEAST else "")


def shown(value: Any) -> Any:  # noqa: ANN401 - a Value in, JSON out; Decimals stay Decimals
    """A value as JSON knows it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {name: shown(item) for name, item in value.items()}
        case str() | bool() | Decimal() | None:
            return value
        case Iterable():
            return [shown(item) for item in value]
        case _:
            return str(value)
