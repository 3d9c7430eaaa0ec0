"""A table is declared once, from the row type that the rooms work with.

```python
class TaskRow(msgspec.Struct, frozen=True):
    shard: int
    id: int
    instance_id: int
    state: Literal["OPEN", "DONE"]

TASK = Table("task", TaskRow, key=("shard", "id"),
             indexes={"by_instance": ("shard", "instance_id")})
```
From it come the SQLAlchemy table (lists, DDL, migrations), the bulk statements of each database
(`dujiang.store.sqlite`, `dujiang.store.postgres`) and what the batch overlay needs.
"""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar, get_type_hints

import msgspec
import sqlalchemy
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from dujiang.store.columns import Kind, kind_of

Row = TypeVar("Row", bound=msgspec.Struct)
Key: TypeAlias = tuple[Any, ...]


class Check(msgspec.Struct, frozen=True):
    """A rule that the database enforces; breaking it refuses the command with `code`.

    `sql` must mean the same on both databases. Where a `Decimal` column is compared with a
    number, calculate (`granted - used >= 0`): SQLite keeps decimals as text and a calculation
    makes them numbers.
    """

    name: str
    sql: str
    code: str = "store.check.violated"


class Unique(msgspec.Struct, frozen=True):
    """Columns that no two rows may share; a second row refuses the command with `code`."""

    name: str
    columns: tuple[str, ...]
    code: str = "store.unique.violated"


class Fulltext(msgspec.Struct, frozen=True):
    """Columns by which text is found (see `dujiang.store.fulltext`).

    `body` keeps the folded text, `grams` what the index holds of it; `row_id` is an int column
    that names the row by itself.
    """

    body: str
    grams: str
    row_id: str


class Table(Generic[Row]):
    """One table: row type, key, equality indexes for the hot path, further indexes for lists.

    - `key`: primary key; tables of running data start it with `shard`.
    - `indexes`: name -> columns; `find` of the batch and of readers look rows up by equality.
    - `secondary`: name -> columns; plain indexes that only lists use.
    - `sparse`: name of an index -> the rows that it holds: a column and a test in SQL that both
      databases know, such as `("parent_id", "<> 0")`. Look-ups by a sparse equality index find
      these rows alone; a list that is to use one says the condition.
    - `fill_percent`: how full PostgreSQL packs pages with new rows. Where rows are soon updated,
      room beside them spares an entry in every index.
    - `revision`: name of an int column that the store raises with every update and compares with
      what was loaded, for rows that no lock guards.
    - `fulltext`: columns by which the rows are found by pieces of text.
    """

    def __init__(
        self,
        name: str,
        row: type[Row],
        *,
        key: Sequence[str],
        indexes: Mapping[str, Sequence[str]] | None = None,
        secondary: Mapping[str, Sequence[str]] | None = None,
        checks: Sequence[Check] = (),
        unique: Sequence[Unique] = (),
        revision: str | None = None,
        fulltext: Fulltext | None = None,
        sparse: Mapping[str, tuple[str, str]] | None = None,
        fill_percent: int = 100,
    ) -> None:
        self.name = name
        self.row = row
        self.key = tuple(key)
        self.indexes = {n: tuple(columns) for n, columns in (indexes or {}).items()}
        self.secondary = {n: tuple(columns) for n, columns in (secondary or {}).items()}
        self.checks = tuple(checks)
        self.unique = tuple(unique)
        self.revision = revision
        self.sparse = dict(sparse or {})
        self.fill_percent = fill_percent
        self.fulltext = fulltext
        self.columns = row.__struct_fields__
        hints = get_type_hints(row)
        kinds = {column: kind_of(column, hints[column]) for column in self.columns}
        self.kinds: dict[str, Kind] = {column: kind for column, (kind, _) in kinds.items()}
        self.nullable = frozenset(column for column, (_, nullable) in kinds.items() if nullable)
        self._assert_sound()
        self.key_of = _getter(self.key)
        self.index_key_of = {n: _getter(columns) for n, columns in self.indexes.items()}
        self.values_of: Callable[[Any], Key] = msgspec.structs.astuple
        self.from_values = _maker(row)
        self.sql = self._declare(sqlalchemy.MetaData())

    @property
    def c(self) -> ReadOnlyColumnCollection[str, sqlalchemy.Column[Any]]:
        """The columns, for `select(TASK.c.id)`."""
        return self.sql.c

    @property
    def value_columns(self) -> tuple[str, ...]:
        """The columns beside the key."""
        return tuple(column for column in self.columns if column not in self.key)

    def codes(self) -> dict[str, str]:
        """Name of each constraint -> the code of the refusal when it is broken."""
        checked = {rule.name: rule.code for rule in self.checks}
        return checked | {rule.name: rule.code for rule in self.unique}

    def __repr__(self) -> str:
        return f"Table({self.name!r})"

    def _assert_sound(self) -> None:
        named = {*self.key, *(c for columns in self.indexes.values() for c in columns)}
        named |= {c for columns in self.secondary.values() for c in columns}
        named |= {c for rule in self.unique for c in rule.columns}
        named |= {self.revision} if self.revision else set()
        named |= set(msgspec.structs.astuple(self.fulltext)) if self.fulltext else set()
        unknown = named - set(self.columns)
        assert not unknown, f"table {self.name} has no column {sorted(unknown)}"
        strange = set(self.sparse) - {*self.indexes, *self.secondary}
        assert not strange, f"table {self.name} has no index {sorted(strange)}"
        assert not self.nullable & set(self.key), f"key of {self.name} must not be null"

    def _declare(self, metadata: sqlalchemy.MetaData) -> sqlalchemy.Table:
        columns = [
            sqlalchemy.Column(
                column,
                self.kinds[column].sql_type(),
                nullable=column in self.nullable,
                autoincrement=False,
            )
            for column in self.columns
        ]
        key = sqlalchemy.PrimaryKeyConstraint(*self.key, name=f"{self.name}_pkey")
        options: dict[str, Any] = {}
        if self.fill_percent < 100:
            options["postgresql_with"] = {"fillfactor": self.fill_percent}
        table = sqlalchemy.Table(self.name, metadata, *columns, key, **options)
        for rule in self.checks:
            table.append_constraint(
                sqlalchemy.CheckConstraint(rule.sql, name=f"{self.name}_{rule.name}")
            )
        for one in self.unique:
            table.append_constraint(
                sqlalchemy.UniqueConstraint(
                    *(table.c[c] for c in one.columns), name=f"{self.name}_{one.name}"
                )
            )
        for index, names in {**self.indexes, **self.secondary}.items():
            if self._is_served(index, names):
                continue
            condition = self.condition(index)
            only: dict[str, Any] = {}
            if condition is not None:
                only = {"postgresql_where": condition, "sqlite_where": condition}
            sqlalchemy.Index(f"{self.name}_{index}", *(table.c[c] for c in names), **only)
        return table

    def _is_served(self, index: str, names: tuple[str, ...]) -> bool:
        """Whether the key, or a wider index of all rows, begins with these columns."""
        wider = [
            columns
            for name, columns in {**self.indexes, **self.secondary}.items()
            if name != index and name not in self.sparse and len(columns) > len(names)
        ]
        return any(columns[: len(names)] == names for columns in (self.key, *wider))

    def condition(self, index: str) -> sqlalchemy.TextClause | None:
        """What holds for the rows of a sparse index; None for one that has all rows."""
        return sqlalchemy.text(" ".join(self.sparse[index])) if index in self.sparse else None

    def and_condition(self, index: str, alias: str = "t") -> str:
        """The same as the end of a join's condition; empty for an index that has all rows."""
        if index not in self.sparse:
            return ""
        column, test = self.sparse[index]
        return f' AND {alias}."{column}" {test}'


AnyTable: TypeAlias = Table[Any]


def _getter(names: Sequence[str]) -> Callable[[Any], Key]:
    """A function from a row to a tuple of these fields, also when there is one."""
    if len(names) == 1:
        single = attrgetter(names[0])
        return lambda row: (single(row),)
    return attrgetter(*names)


def _maker(row: type[Row]) -> Callable[[Sequence[Any]], Row]:
    """A function from values in the order of the columns to a row."""
    parameters = signature(row).parameters.values()
    if any(parameter.kind is Parameter.KEYWORD_ONLY for parameter in parameters):
        names = row.__struct_fields__
        return lambda values: row(**dict(zip(names, values, strict=True)))
    return lambda values: row(*values)
