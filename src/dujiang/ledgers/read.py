"""Questions about ledgers, for api: which there are, their rows as a grid pages them, history.

Who asks is a `Viewer`; what a viewer may not see is not in the answer.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from dujiang.kernel.encoding import decoder
from dujiang.kernel.errors import Forbidden, InvalidInput, NotFound
from dujiang.kernel.values import Variables
from dujiang.ledgers.cells import WrongCell, cell_text, read_cell
from dujiang.ledgers.model import Column, LedgerDefinition
from dujiang.ledgers.rows import COMPANY_ZONE
from dujiang.ledgers.shelf import Definitions, row_of, shard_of_ledger
from dujiang.ledgers.tables import CELL, HISTORY, LEDGER, POSTING, ROW, RowRow
from dujiang.store import Reader
from dujiang.vault import Keys, KeysOfQuestion

MAX_PAGE: Final = 500
MAX_FILTERS: Final = 20
MAX_GROUPS: Final = 1_000
MAX_EXPORTED: Final = 100_000
_SHOWN_AT_LEAST: Final = 8
"""Sensitive texts of this length or less show nothing."""

_variables = decoder(Variables)
Test: TypeAlias = Literal["is", "in", "from", "to", "contains", "empty"]
"""`from` and `to` include their value; `empty` takes true or false."""


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: employee number, roles, and whether all ledgers are open to them."""

    no: str
    roles: frozenset[str] = frozenset()
    sees_everything: bool = False


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """One condition on a column; several must all hold."""

    column: str
    test: Test = "is"
    value: Any = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a grid asks for. `sort` is a column, with a leading `-` descending."""

    q: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    cursor: str = ""
    limit: int = 100


class LedgerView(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger in a list, with the columns that the viewer sees."""

    definition: LedgerDefinition
    version: int
    columns: tuple[Column, ...]
    row_count: int
    may_write: bool


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row as JSON; sensitive cells are masked."""

    id: int
    version: int
    key: str
    changed_at: datetime
    values: dict[str, Any]


class RowPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows, and where the next ones begin."""

    rows: tuple[RowView, ...]
    next_cursor: str | None


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
            if _sees_all(definition, viewer) or definition.own:
                found.append(
                    LedgerView(
                        definition=definition,
                        version=stored.version,
                        columns=_columns(definition, viewer),
                        row_count=counts.get(stored.key, 0),
                        may_write=_may_write(definition, viewer),
                    )
                )
        return found

    def load_ledger(self, reader: Reader, key: str, viewer: Viewer) -> LedgerView:
        """One ledger. Raises `NotFound`."""
        found = [view for view in self.list_ledgers(reader, viewer) if view.definition.key == key]
        if not found:
            raise NotFound("ledgers.ledger.not_found", ledger=key)
        return found[0]

    def list_rows(self, reader: Reader, key: str, question: Question, viewer: Viewer) -> RowPage:
        """A page of rows. Raises `NotFound`, and `InvalidInput` for filters that make no sense."""
        definition = self._open(reader, key, viewer)
        limit = max(1, min(question.limit, MAX_PAGE))
        conditions = self._conditions(definition, question, viewer)
        column, is_descending = _sorting(definition, question.sort)
        statement = select(ROW.sql).where(*conditions)
        order: list[ColumnElement[Any]]
        if column is None:
            order = [ROW.c.id.desc() if is_descending else ROW.c.id]
            sort_value: ColumnElement[Any] | None = None
        else:
            sort_value = _sort_value(key, column)
            order = (
                [sort_value.desc(), ROW.c.id.desc()] if is_descending else [sort_value, ROW.c.id]
            )
            statement = statement.add_columns(sort_value.label("sort_value"))
        after = _decoded(question.cursor)
        if after is not None:
            statement = statement.where(_beyond(after, sort_value, is_descending))
        found = reader.rows(statement.order_by(*order).limit(limit + 1))
        page = found[:limit]
        columns, keys = _columns(definition, viewer), KeysOfQuestion(reader)
        return RowPage(
            rows=tuple(self._view(keys, definition, columns, _stored(row)) for row in page),
            next_cursor=_encoded(page[-1], column) if len(found) > limit else None,
        )

    def count_rows(self, reader: Reader, key: str, question: Question, viewer: Viewer) -> int:
        """How many rows the question finds."""
        definition = self._open(reader, key, viewer)
        conditions = self._conditions(definition, question, viewer)
        statement = select(func.count()).select_from(ROW.sql).where(*conditions)
        return int(reader.value(statement) or 0)

    def totals(
        self, reader: Reader, key: str, question: Question, viewer: Viewer
    ) -> dict[str, Decimal]:
        """Sums of the number and money columns over all rows that the question finds."""
        definition = self._open(reader, key, viewer)
        summed = [c.key for c in _columns(definition, viewer) if c.type in ("number", "money")]
        conditions = self._conditions(definition, question, viewer)
        sums = dict.fromkeys(summed, Decimal(0))
        for row in reader.rows(select(ROW.sql).where(*conditions)):
            values = row_of(definition, ROW.from_values(row)).values
            for column in summed:
                sums[column] += values.get(column) or Decimal(0)
        return sums

    def groups(
        self, reader: Reader, key: str, question: Question, by: str, viewer: Viewer
    ) -> list[tuple[Any, int]]:
        """Values of a column among the rows that the question finds, each with its number."""
        definition = self._open(reader, key, viewer)
        column = _known_column(definition, by, viewer)
        value = _sort_value(key, column)
        conditions = self._conditions(definition, question, viewer)
        statement = (
            select(value.label("value"), func.count().label("n"), func.min(ROW.c.id).label("one"))
            .where(*conditions)
            .group_by(value)
            .order_by(value)
            .limit(MAX_GROUPS)
        )
        found = []
        for row in reader.rows(statement):
            one = reader.get(ROW, shard_of_ledger(key), key, row.one)
            values = {} if one is None else row_of(definition, one).values
            found.append((shown(values.get(by)), int(row.n)))
        return found

    def all_rows(
        self, reader: Reader, key: str, question: Question, viewer: Viewer
    ) -> Iterator[dict[str, Any]]:
        """Typed values of every row that the question finds, sensitive cells masked: for exports.

        In the question's order; at most `MAX_EXPORTED` rows.
        """
        definition = self._open(reader, key, viewer)
        columns = _columns(definition, viewer)
        column, is_descending = _sorting(definition, question.sort)
        by = ROW.c.id if column is None else _sort_value(key, column)
        order = by.desc() if is_descending else by
        statement = (
            select(ROW.sql)
            .where(*self._conditions(definition, question, viewer))
            .order_by(order, ROW.c.id)
            .limit(MAX_EXPORTED)
        )
        keys = KeysOfQuestion(reader)
        for row in reader.rows(statement):
            values = self._opened(keys, definition, ROW.from_values(row))
            yield {
                one.key: _cell(one, values.get(one.key)) if one.sensitive else values.get(one.key)
                for one in columns
            }

    def load_row(self, reader: Reader, key: str, row_id: int, viewer: Viewer) -> RowView:
        """One row. Raises `NotFound`."""
        definition = self._open(reader, key, viewer)
        stored = reader.get(ROW, shard_of_ledger(key), key, row_id)
        if stored is None or not _sees(definition, stored, viewer):
            raise NotFound("ledgers.row.not_found")
        return self._view(reader, definition, _columns(definition, viewer), stored)

    def reveal(self, reader: Reader, key: str, row_id: int, column: str, viewer: Viewer) -> Any:  # noqa: ANN401 - JSON
        """A sensitive value in clear, for those whose role the column names; the caller audits.

        Raises `NotFound` and `Forbidden`.
        """
        definition = self._open(reader, key, viewer)
        found = _known_column(definition, column, viewer)
        if found.sensitive and not (viewer.roles & frozenset(found.readers)):
            raise Forbidden("ledgers.column.not_yours", column=column)
        stored = reader.get(ROW, shard_of_ledger(key), key, row_id)
        if stored is None or not _sees(definition, stored, viewer):
            raise NotFound("ledgers.row.not_found")
        return shown(self._opened(reader, definition, stored).get(column))

    def history(self, reader: Reader, key: str, row_id: int, viewer: Viewer) -> list[Change]:
        """Everything that happened to a row, newest first. Raises `NotFound`."""
        definition = self._open(reader, key, viewer)
        shard = shard_of_ledger(key)
        stored = reader.get(ROW, shard, key, row_id)
        is_open = stored is not None and _sees(definition, stored, viewer)
        rows = reader.find(HISTORY, "by_row", shard, key, row_id)
        if not rows or not (is_open or _sees_all(definition, viewer)):
            raise NotFound("ledgers.row.not_found")
        columns = {column.key: column for column in _columns(definition, viewer)}
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

    def instances_of(self, reader: Reader, key: str, row_id: int) -> list[int]:
        """Ids of the instances that posted to a row, newest first."""
        statement = (
            select(POSTING.c.ref)
            .where(POSTING.c.ledger == key, POSTING.c.row_id == row_id)
            .distinct()
            .order_by(POSTING.c.ref.desc())
            .limit(MAX_PAGE)
        )
        return [row.ref for row in reader.rows(statement)]

    def _view(
        self,
        keys: Keys,
        definition: LedgerDefinition,
        columns: Sequence[Column],
        stored: RowRow,
    ) -> RowView:
        values = self._opened(keys, definition, stored)
        return RowView(
            id=stored.id,
            version=stored.version,
            key=stored.key,
            changed_at=stored.changed_at,
            values={column.key: _cell(column, values.get(column.key)) for column in columns},
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
        if definition is None or not (_sees_all(definition, viewer) or definition.own):
            raise NotFound("ledgers.ledger.not_found", ledger=key)
        return definition

    def _conditions(
        self, definition: LedgerDefinition, question: Question, viewer: Viewer
    ) -> list[ColumnElement[bool]]:
        shard = shard_of_ledger(definition.key)
        conditions: list[ColumnElement[bool]] = [
            ROW.c.shard == shard,
            ROW.c.ledger == definition.key,
        ]
        if not _sees_all(definition, viewer):
            conditions.append(_has_cell(definition.key, definition.own, CELL.c.value == viewer.no))
        for word in question.q.casefold().split():
            conditions.append(ROW.c.search.contains(word, autoescape=True))
        if len(question.filters) > MAX_FILTERS:
            raise InvalidInput("ledgers.filter.too_many", limit=MAX_FILTERS)
        for one in question.filters:
            column = _known_column(definition, one.column, viewer)
            conditions.append(_condition(definition.key, column, one))
        return conditions


# Who sees what


def _sees_all(definition: LedgerDefinition, viewer: Viewer) -> bool:
    return viewer.sees_everything or bool(viewer.roles & frozenset(definition.readers))


def _may_write(definition: LedgerDefinition, viewer: Viewer) -> bool:
    return viewer.sees_everything or bool(viewer.roles & frozenset(definition.writers))


def _sees(definition: LedgerDefinition, stored: RowRow, viewer: Viewer) -> bool:
    if _sees_all(definition, viewer):
        return True
    values = row_of(definition, stored).values
    return bool(definition.own) and values.get(definition.own) == viewer.no


def _columns(definition: LedgerDefinition, viewer: Viewer) -> tuple[Column, ...]:
    """The columns that the viewer sees; a sensitive one is seen by all, masked."""
    return tuple(
        column
        for column in definition.columns
        if not column.readers
        or column.sensitive
        or viewer.sees_everything
        or viewer.roles & frozenset(column.readers)
    )


def _known_column(definition: LedgerDefinition, key: str, viewer: Viewer) -> Column:
    found = [column for column in _columns(definition, viewer) if column.key == key]
    if not found:
        raise InvalidInput("ledgers.column.unknown", column=key)
    return found[0]


# Statements


def _has_cell(ledger: str, column: str, test: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*_cell_of_row(ledger, column), test)


def _cell_of_row(ledger: str, column: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CELL.c.shard == shard_of_ledger(ledger),
        CELL.c.ledger == ledger,
        CELL.c.row_id == ROW.c.id,
        CELL.c.column == column,
    )


def _sort_value(ledger: str, column: Column) -> ColumnElement[Any]:
    cell = select(CELL.c.value).where(*_cell_of_row(ledger, column.key)).scalar_subquery()
    return func.coalesce(cell, "")


def _condition(ledger: str, column: Column, one: Filter) -> ColumnElement[bool]:
    value = CELL.c.value
    match one.test:
        case "empty":
            anything = exists().where(*_cell_of_row(ledger, column.key))
            return ~anything if one.value is not False else anything
        case "contains":
            part = str(one.value or "")
            return _has_cell(ledger, column.key, value.contains(part, autoescape=True))
        case "in":
            wanted = one.value if isinstance(one.value, list) else [one.value]
            return _has_cell(ledger, column.key, value.in_([_text(column, w) for w in wanted]))
        case "from":
            return _has_cell(ledger, column.key, value >= _text(column, one.value))
        case "to":
            return _has_cell(ledger, column.key, value <= _text(column, one.value))
        case "is":
            return _has_cell(ledger, column.key, value == _text(column, one.value))


def _text(column: Column, found: Any) -> str:  # noqa: ANN401 - JSON
    try:
        text = cell_text(read_cell(column, found, COMPANY_ZONE))
    except WrongCell as wrong:
        raise InvalidInput(wrong.code, **wrong.params) from wrong
    if text is None:
        raise InvalidInput("ledgers.filter.no_value", column=column.key)
    return text


def _sorting(definition: LedgerDefinition, sort: str) -> tuple[Column | None, bool]:
    key = sort.removeprefix("-")
    if not key:
        return None, bool(sort)
    column = definition.find(key)
    if column is None or not definition.has_cell(column):
        raise InvalidInput("ledgers.column.unknown", column=key)
    return column, sort.startswith("-")


def _beyond(
    after: tuple[str, int],
    sort_value: ColumnElement[Any] | None,
    is_descending: bool,
) -> ColumnElement[bool]:
    text, row_id = after
    if sort_value is None:
        return ROW.c.id < row_id if is_descending else ROW.c.id > row_id
    if is_descending:
        return or_(sort_value < text, and_(sort_value == text, ROW.c.id < row_id))
    return or_(sort_value > text, and_(sort_value == text, ROW.c.id > row_id))


def _encoded(row: Any, column: Column | None) -> str:  # noqa: ANN401 - a named tuple
    text = "" if column is None else str(row.sort_value)
    return base64.urlsafe_b64encode(msgspec.json.encode([text, row.id])).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[str, int] | None:
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str, int])
    except (ValueError, msgspec.MsgspecError) as error:
        raise InvalidInput("ledgers.cursor.not_valid") from error


def _stored(row: Any) -> RowRow:  # noqa: ANN401 - a named tuple
    return ROW.from_values(tuple(row)[: len(ROW.columns)])


# Values


def _cell(column: Column, value: Any) -> Any:  # noqa: ANN401 - a Value in, JSON out
    if not column.sensitive or value is None:
        return shown(value)
    text = str(shown(value))
    return "****" + (text[-4:] if len(text) > _SHOWN_AT_LEAST else "")


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
