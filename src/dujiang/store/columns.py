"""Column kinds: what a field of a row type becomes in each database, and how values travel.

| field type | PostgreSQL | SQLite |
|---|---|---|
| `int` (named `shard`) | bigint (smallint) | integer |
| `str`, `Literal["a", "b"]` | text | text |
| `bool` | boolean | integer 0 or 1 |
| `bytes` | bytea | blob |
| `datetime` (aware) | timestamp with time zone | integer, microseconds since 1970 UTC |
| `date` | date | text, ISO 8601 |
| `Decimal` | numeric | text |

`X | None` is nullable. Rows always hold the Python value; instants come back in UTC.
"""

import types
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin

import msgspec
from sqlalchemy import types as sql
from sqlalchemy.engine.interfaces import Dialect

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_microseconds(at: datetime) -> int:
    """Microseconds since 1970 UTC; how SQLite keeps an instant."""
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """The instant, in UTC, that `to_microseconds` was given."""
    return _EPOCH + timedelta(microseconds=microseconds)


class Instant(sql.TypeDecorator[datetime]):
    """An instant: native on PostgreSQL, microseconds on SQLite, UTC in Python."""

    impl = sql.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        """`timestamptz` where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sql.DateTime(timezone=True))
        return dialect.type_descriptor(sql.BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's form
        """Python to database."""
        if value is None or dialect.name == "postgresql":
            return value
        return to_microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - the driver's form
        """Database to Python."""
        return from_microseconds(value) if isinstance(value, int) else value


class Exact(sql.TypeDecorator[Decimal]):
    """A decimal number with all its digits: numeric on PostgreSQL, text on SQLite.

    SQLite compares text: a statement that orders or compares such a column casts it first.
    """

    impl = sql.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.TypeEngine[Any]:
        """`numeric` where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sql.Numeric())
        return dialect.type_descriptor(sql.Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's form
        """Python to database."""
        if value is None or dialect.name == "postgresql":
            return value
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - the driver's form
        """Database to Python."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))


class Kind(msgspec.Struct, frozen=True):
    """One kind of column: its SQL type, and how values reach the raw SQLite cursor and back."""

    name: str
    sql_type: Callable[[], sql.TypeEngine[Any]]
    array_type: str
    """The array that carries this column to PostgreSQL in bulk, such as `int8[]`."""
    to_sqlite: Callable[[Any], Any] | None = None
    from_sqlite: Callable[[Any], Any] | None = None


_BIGINT: Final = Kind("bigint", sql.BigInteger, "int8[]")
_SMALLINT: Final = Kind("smallint", sql.SmallInteger, "int2[]")

_KINDS: Final[dict[Any, Kind]] = {
    int: _BIGINT,
    str: Kind("text", sql.Text, "text[]"),
    bool: Kind("boolean", sql.Boolean, "bool[]", from_sqlite=bool),
    bytes: Kind("bytes", sql.LargeBinary, "bytea[]"),
    datetime: Kind("instant", Instant, "timestamptz[]", to_microseconds, from_microseconds),
    date: Kind("date", sql.Date, "date[]", date.isoformat, date.fromisoformat),
    Decimal: Kind("exact", Exact, "numeric[]", str, Decimal),
}


def kind_of(field_name: str, field_type: Any) -> tuple[Kind, bool]:  # noqa: ANN401 - a type expression
    """The kind of a field, and whether it may be null. `TypeError` for what no column can hold."""
    nullable = False
    if get_origin(field_type) in (Union, types.UnionType):
        members = [member for member in get_args(field_type) if member is not types.NoneType]
        nullable = len(members) < len(get_args(field_type))
        if len(members) == 1:
            field_type = members[0]
    while isinstance(field_type, NewType):
        field_type = field_type.__supertype__
    if get_origin(field_type) is Literal:
        field_type = type(get_args(field_type)[0])
    if field_type is int and field_name == "shard":
        return _SMALLINT, nullable
    kind = _KINDS.get(field_type)
    if kind is None:
        raise TypeError(f"no column kind for {field_name}: {field_type!r}")
    return kind, nullable
