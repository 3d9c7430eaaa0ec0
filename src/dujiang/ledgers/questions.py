"""What a grid asks, as statements: filters, orders, sums, groups.

Each plain cell lies in a table of its own as text that sorts like its value, so that every order,
filter and sum runs along one index, however many rows the ledger has.
"""

import base64
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, func, or_, select

from dujiang.kernel.errors import InvalidInput
from dujiang.ledgers.cells import BIAS, WrongCell, cell_text, read_cell
from dujiang.ledgers.model import Column, LedgerDefinition
from dujiang.ledgers.rights import Span, Viewer, readable, sees_column
from dujiang.ledgers.rows import COMPANY_ZONE
from dujiang.ledgers.shelf import shard_of_ledger
from dujiang.ledgers.tables import CELL, ROW

MAX_FILTERS: Final = 20
Test: TypeAlias = Literal["is", "not", "in", "from", "to", "contains", "empty"]
"""`from` and `to` include their value; `empty` takes true or false; `not` finds empty cells too."""
SUMMED: Final = ("number", "money")


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """One condition on a column; several must all hold."""

    column: str
    test: Test = "is"
    value: Any = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a grid asks for. `sort` is a column, with a leading `-` descending; empty cells last.

    A page begins behind `cursor`, or skips `offset` rows: grids that jump ask so.
    """

    q: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    cursor: str = ""
    offset: int = 0
    limit: int = 100


class Order(msgspec.Struct, frozen=True):
    """By which column rows stand, None for the order in which they were made."""

    column: Column | None
    is_descending: bool


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Behind which row a page begins: its cell (None: it has none) and its number."""

    text: str | None
    row_id: int


class Asking:
    """One question of one viewer about one ledger; `InvalidInput` for what makes no sense."""

    def __init__(self, definition: LedgerDefinition, question: Question, viewer: Viewer) -> None:
        if len(question.filters) > MAX_FILTERS:
            raise InvalidInput("ledgers.filter.too_many", limit=MAX_FILTERS)
        self.definition = definition
        self.question = question
        self.order = _order(definition, question.sort, viewer)
        self._shard = shard_of_ledger(definition.key)
        self._viewer = viewer
        self._filters = [
            (known_column(definition, one.column, viewer), one) for one in question.filters
        ]

    # Pages

    def numbered(self) -> Select[Any]:
        """Rows in the order of their numbers; of a sort, those that have no cell in its column."""
        found = select(ROW.c.id.label("id")).where(*self.rows())
        column = self.order.column
        if column is not None:
            found = found.where(ROW.c.id.not_in(self._cells(column)))
        down = self.order.is_descending and column is None
        return found.order_by(ROW.c.id.desc() if down else ROW.c.id)

    def sorted(self) -> Select[Any]:
        """Rows that have a cell in the sort's column, in its order."""
        assert self.order.column is not None
        value, row_id = CELL.c.value, CELL.c.row_id
        found = select(row_id.label("id"), value.label("text")).where(
            CELL.c.shard == self._shard,
            CELL.c.ledger == self.definition.key,
            CELL.c.column == self.order.column.key,
            *self._conditions(row_id),
        )
        if self.order.is_descending:
            return found.order_by(value.desc(), row_id.desc())
        return found.order_by(value, row_id)

    def beyond(self, after: Place) -> ColumnElement[bool]:
        """What lies behind a place, in the half of the order that the place belongs to."""
        if after.text is None:
            down = self.order.is_descending and self.order.column is None
            return ROW.c.id < after.row_id if down else ROW.c.id > after.row_id
        value, row_id = CELL.c.value, CELL.c.row_id
        if self.order.is_descending:
            return or_(value < after.text, and_(value == after.text, row_id < after.row_id))
        return or_(value > after.text, and_(value == after.text, row_id > after.row_id))

    # Counts and sums

    def rows(self) -> list[ColumnElement[bool]]:
        """The conditions on rows."""
        return [
            ROW.c.shard == self._shard,
            ROW.c.ledger == self.definition.key,
            *self._conditions(ROW.c.id),
        ]

    def count(self) -> Select[Any]:
        """How many rows there are."""
        return select(func.count()).select_from(ROW.sql).where(*self.rows())

    def count_sorted(self) -> Select[Any]:
        """How many of them have a cell in the sort's column."""
        inner = self.sorted().order_by(None).subquery()
        return select(func.count()).select_from(inner)

    def sums(self, columns: Sequence[Column]) -> Select[Any]:
        """For each column its sum, in the parts that `sum_of` puts together."""
        return (
            select(CELL.c.column.label("column"), *_parts(CELL.c.value))
            .where(
                CELL.c.shard == self._shard,
                CELL.c.ledger == self.definition.key,
                CELL.c.column.in_([column.key for column in columns]),
                *self._conditions(CELL.c.row_id),
            )
            .group_by(CELL.c.column)
        )

    def groups(self, by: Column, limit: int) -> Select[Any]:
        """The values of a column, each with the number of its rows."""
        return (
            select(CELL.c.value.label("text"), func.count().label("n"))
            .where(
                CELL.c.shard == self._shard,
                CELL.c.ledger == self.definition.key,
                CELL.c.column == by.key,
                *self._conditions(CELL.c.row_id),
            )
            .group_by(CELL.c.value)
            .order_by(CELL.c.value)
            .limit(limit)
        )

    def sums_of_groups(self, by: Column, columns: Sequence[Column]) -> Select[Any]:
        """The sums of columns for each value of another."""
        group = CELL.sql.alias()
        return (
            select(
                group.c.value.label("text"), CELL.c.column.label("column"), *_parts(CELL.c.value)
            )
            .where(
                group.c.shard == self._shard,
                group.c.ledger == self.definition.key,
                group.c.column == by.key,
                CELL.c.shard == self._shard,
                CELL.c.ledger == self.definition.key,
                CELL.c.row_id == group.c.row_id,
                CELL.c.column.in_([column.key for column in columns]),
                *self._conditions(group.c.row_id),
            )
            .group_by(group.c.value, CELL.c.column)
        )

    # Conditions

    def _conditions(self, row_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        found = [self._condition(row_id, column, one) for column, one in self._filters]
        for word in self.question.q.casefold().split():
            row = ROW.sql.alias()
            found.append(
                row_id.in_(
                    select(row.c.id).where(
                        row.c.shard == self._shard,
                        row.c.ledger == self.definition.key,
                        row.c.search.contains(word, autoescape=True),
                    )
                )
            )
        span = readable(self.definition, self._viewer)
        if not span.everything:
            found.append(or_(*self._reached(row_id, span)))
        return found

    def _reached(self, row_id: ColumnElement[int], span: Span) -> list[ColumnElement[bool]]:
        definition, viewer = self.definition, self._viewer
        people = set() if definition.department else set(span.people)
        people |= {viewer.no} if span.own and viewer.no else set()
        places = span.departments
        own = definition.find(definition.own)
        home = definition.find(definition.department)
        return [
            *([row_id.in_(self._cells(own, *people))] if own and people else []),
            *([row_id.in_(self._cells(home, *places))] if home and places else []),
            row_id < 0,
        ]

    def _cells(self, column: Column, *values: str) -> Select[Any]:
        cell = CELL.sql.alias()
        found = select(cell.c.row_id).where(
            cell.c.shard == self._shard,
            cell.c.ledger == self.definition.key,
            cell.c.column == column.key,
        )
        return found.where(cell.c.value.in_(values)) if values else found

    def _condition(
        self, row_id: ColumnElement[int], column: Column, one: Filter
    ) -> ColumnElement[bool]:
        cell = CELL.sql.alias()
        cells = select(cell.c.row_id).where(
            cell.c.shard == self._shard,
            cell.c.ledger == self.definition.key,
            cell.c.column == column.key,
        )
        value = cell.c.value
        match one.test:
            case "empty":
                return row_id.in_(cells) if one.value is False else row_id.not_in(cells)
            case "contains":
                part = str(one.value or "")
                return row_id.in_(cells.where(value.contains(part, autoescape=True)))
            case "in":
                wanted = one.value if isinstance(one.value, list) else [one.value]
                return row_id.in_(cells.where(value.in_([_text(column, w) for w in wanted])))
            case "from":
                return row_id.in_(cells.where(value >= _text(column, one.value)))
            case "to":
                return row_id.in_(cells.where(value <= _text(column, one.value)))
            case "not":
                return row_id.not_in(cells.where(value == _text(column, one.value)))
            case "is":
                return row_id.in_(cells.where(value == _text(column, one.value)))


def known_column(definition: LedgerDefinition, key: str, viewer: Viewer) -> Column:
    """A column that the viewer sees and that can be filtered by."""
    column = definition.find(key)
    if column is None or not sees_column(column, viewer) or not definition.has_cell(column):
        raise InvalidInput("ledgers.column.unknown", column=key)
    return column


def sum_of(row: Any) -> Decimal:  # noqa: ANN401 - a named tuple
    """The sum whose parts a statement gave: exact, on both databases."""
    whole = int(row.high) * 10**10 + int(row.low) - int(BIAS) * int(row.n)
    return Decimal(whole * 10**9 + int(row.fraction)).scaleb(-9).normalize() + 0


def _parts(value: ColumnElement[str]) -> list[ColumnElement[Any]]:
    """21 digits, a point and 9 decimals, summed as integers that 64 bits hold."""

    def part(start: int, length: int) -> ColumnElement[Any]:
        return func.sum(cast(func.substr(value, start, length), BigInteger))

    return [
        func.count().label("n"),
        part(1, 11).label("high"),
        part(12, 10).label("low"),
        part(23, 9).label("fraction"),
    ]


def _text(column: Column, found: Any) -> str:  # noqa: ANN401 - JSON
    try:
        text = cell_text(read_cell(column, found, COMPANY_ZONE))
    except WrongCell as wrong:
        raise InvalidInput(wrong.code, **wrong.params) from wrong
    if text is None:
        raise InvalidInput("ledgers.filter.no_value", column=column.key)
    return text


def _order(definition: LedgerDefinition, sort: str, viewer: Viewer) -> Order:
    key = sort.removeprefix("-")
    column = known_column(definition, key, viewer) if key else None
    return Order(column, sort.startswith("-"))


def cursor_text(place: Place) -> str:
    """A place as a client carries it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(cursor: str) -> Place | None:
    """The place that a client brings back. Raises `InvalidInput`."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=Place)
    except (ValueError, msgspec.MsgspecError) as error:
        raise InvalidInput("ledgers.cursor.not_valid") from error
