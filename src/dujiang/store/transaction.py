"""The port that each database implements: one write transaction, in bulk."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeAlias

import msgspec
from sqlalchemy import Select
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Connection

from dujiang.store.notices import Notices
from dujiang.store.table import AnyTable, Key, Row, Table

Lane: TypeAlias = str
"""Names what one transaction may touch: everything on SQLite and PostgreSQL."""

Lock: TypeAlias = Literal["none", "skip", "wait"]
"""How rows are locked when loaded: not; those that are free; all, in the order of their keys."""


class Changes(msgspec.Struct, Generic[Row], frozen=True):
    """All that a batch does to one table, as the net effect of its commands."""

    table: Table[Row]
    inserts: Sequence[Row] = ()
    updates: Sequence[Row] = ()
    bases: Sequence[Row] = ()
    """The rows as loaded, one for each of `updates`."""
    deletes: Sequence[Key] = ()
    """Rows that are there: one that is missing is `Contention`."""
    removes: Sequence[Key] = ()
    """Rows that may be there."""


class Claim(Generic[Row]):
    """Rows that wait for their time: claiming leases those that are due, oldest first.

    `wake` is a nullable instant: when the row wants attention, or, while somebody holds it, when
    the lease ends. Null sleeps until somebody sets it. `among` optionally names a text column by
    whose values a claimer chooses; `attempts` an int column that counts the claims.
    """

    def __init__(
        self,
        table: Table[Row],
        *,
        wake: str,
        among: str | None = None,
        attempts: str | None = None,
    ) -> None:
        for column in filter(None, (wake, among, attempts)):
            assert column in table.columns, f"table {table.name} has no column {column}"
        self.table = table
        self.wake = wake
        self.among = among
        self.attempts = attempts


class Tx(Protocol):
    """One open write transaction. Reads see its own writes."""

    def load(self, table: Table[Row], keys: Sequence[Key], *, lock: Lock = "none") -> list[Row]:
        """The rows with these keys that exist (and, with `skip`, that nobody else holds)."""
        ...

    def load_by(self, table: Table[Row], index: str, keys: Sequence[Key]) -> list[Row]:
        """The rows whose index columns have one of these values."""
        ...

    def write(self, changes: Sequence[Changes[Any]]) -> None:
        """Store changes in bulk. Raises `WriteRefused` or `Contention`; then nothing stays."""
        ...

    def claim(
        self,
        claim: Claim[Row],
        *,
        now: datetime,
        until: datetime,
        limit: int,
        among: Sequence[str] = (),
    ) -> list[Row]:
        """Lease due rows until an instant; what other nodes hold is skipped."""
        ...

    def rows(self, statement: Select[Any]) -> list[Any]:
        """Rows of a question that the hot path does not ask."""
        ...


class Reader(Protocol):
    """A consistent view of the database for questions; sees commits, never half of one."""

    def rows(self, statement: Select[Any]) -> list[Any]:
        """All rows of the answer, as named tuples."""
        ...

    def row(self, statement: Select[Any]) -> Any | None:  # noqa: ANN401 - a named tuple
        """The first row, or None."""
        ...

    def value(self, statement: Select[Any]) -> Any:  # noqa: ANN401 - a column's value
        """The first column of the first row, or None."""
        ...

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key."""
        ...

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index, in the order of their keys."""
        ...


class Store(Protocol):
    """A database with our tables in it."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes of this installation; each command belongs to one."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other processes may change rows while a transaction of ours is open."""
        ...

    @property
    def writes_side_by_side(self) -> bool:
        """Whether this process may have several write transactions open at once."""
        ...

    @property
    def tables(self) -> tuple[AnyTable, ...]:
        """The tables of all rooms."""
        ...

    def write(self, lane: Lane) -> AbstractContextManager[Tx]:
        """One write transaction: committed at the end of the block, rolled back when it raises."""
        ...

    def read(self) -> AbstractContextManager[Reader]:
        """A consistent view for questions."""
        ...

    def ddl(self) -> AbstractContextManager[Connection]:
        """A transaction that changes the schema, one at a time over all processes."""
        ...

    def create_missing(self) -> None:
        """Create the tables that are not there yet: for tests and sandboxes; else migrations."""
        ...

    def notices(self, origin: str) -> Notices:
        """How a node called `origin` tells others what has changed, and hears from them."""
        ...

    def close(self) -> None:
        """Give all connections back."""
        ...


def select_rows(table: AnyTable) -> Select[Any]:
    """A question for whole rows, in the order `Table.from_values` wants."""
    sql_table: SqlTable = table.sql
    return sql_table.select()
