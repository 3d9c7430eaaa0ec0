"""PostgreSQL 15 and later: bulk statements over `unnest`, binary arrays, one pipeline a write."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from sqlalchemy import Select, create_engine
from sqlalchemy.dialects.postgresql import dialect as postgresql_dialect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from dujiang.store.ddl import create_missing
from dujiang.store.errors import Contention, StoreAway, StoreError, WriteRefused
from dujiang.store.pg_arrays import ARRAY_OF, register
from dujiang.store.pg_notices import PostgresNotices
from dujiang.store.reading import SqlReader, reading
from dujiang.store.table import AnyTable, Key, Row, Table
from dujiang.store.transaction import Changes, Claim, Lane, Lock

MAX_READERS: Final = 16
MAX_IDLE_WRITERS: Final = 4
"""Connections for writing that are kept open."""
CONNECT_TIMEOUT_S: Final = 5
LOCK_TIMEOUT_S: Final = 10
"""How long a statement waits for a row that another process holds."""
LANE: Final[Lane] = "all"
ANY_COUNT: Final = -1
_SCHEMA_LOCK: Final = 0x64756A69
"""Advisory lock of whoever changes the schema."""

_DIALECT: Final = postgresql_dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]


class _Statements(msgspec.Struct, frozen=True):
    """The prepared texts of one table."""

    insert: bytes
    update: bytes
    delete: bytes
    load: bytes
    load_skip: bytes
    load_wait: bytes
    load_by: dict[str, bytes]
    update_columns: tuple[str, ...]


def _unnest(table: AnyTable, columns: Sequence[str], alias: str = "u") -> str:
    arrays = ", ".join(f"%b::{table.kinds[column].array_type}" for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"unnest({arrays}) AS {alias}({names})"


def _statements(table: AnyTable) -> _Statements:
    name = f'"{table.name}"'
    columns = ", ".join(f'"{column}"' for column in table.columns)
    taken = ", ".join(f't."{column}"' for column in table.columns)
    settings = ", ".join(f'"{column}" = u."{column}"' for column in table.value_columns)
    same_key = " AND ".join(f't."{column}" = u."{column}"' for column in table.key)
    order = ", ".join(f't."{column}"' for column in table.key)
    update_columns = (*table.key, *table.value_columns)
    unnested = _unnest(table, update_columns)
    guard = ""
    if table.revision is not None:
        arrays = ", ".join(f"%b::{table.kinds[column].array_type}" for column in update_columns)
        names = ", ".join(f'"{column}"' for column in update_columns)
        unnested = f"unnest({arrays}, %b::int8[]) AS u({names}, base_revision)"
        guard = f' AND t."{table.revision}" = u.base_revision'
    keys = _unnest(table, table.key)
    # a key's rows are found by index only when the planner sees the join's single column types
    load = f"SELECT {taken} FROM {keys} JOIN {name} t ON {same_key}"  # noqa: S608 - declared names
    return _Statements(
        insert=f"INSERT INTO {name} ({columns}) SELECT * FROM "  # noqa: S608 - declared names
        f"{_unnest(table, table.columns)}".encode(),
        update=(
            f"UPDATE {name} t SET {settings} FROM {unnested} WHERE {same_key}{guard}"  # noqa: S608 - declared names
            if settings
            else ""
        ).encode(),
        delete=f"DELETE FROM {name} t USING {keys} WHERE {same_key}".encode(),  # noqa: S608 - declared names
        load=load.encode(),
        load_skip=f"{load} FOR UPDATE OF t SKIP LOCKED".encode(),
        load_wait=f"{load} ORDER BY {order} FOR UPDATE OF t".encode(),
        load_by={index: _load_by(table, taken, index).encode() for index in table.indexes},
        update_columns=update_columns,
    )


def _load_by(table: AnyTable, taken: str, index: str) -> str:
    columns = table.indexes[index]
    same = " AND ".join(f't."{column}" = u."{column}"' for column in columns)
    found = f'"{table.name}" t ON {same}{table.and_condition(index)}'
    return f"SELECT {taken} FROM {_unnest(table, columns)} JOIN {found}"  # noqa: S608 - declared names


def _columns_of(table: AnyTable, columns: Sequence[str], rows: Sequence[Any]) -> list[Any]:
    """Rows turned into one array a column."""
    values_of = dict(zip(table.columns, zip(*map(table.values_of, rows), strict=True), strict=True))
    return [ARRAY_OF[table.kinds[column].array_type](values_of[column]) for column in columns]


def _key_arrays(table: AnyTable, columns: Sequence[str], keys: Sequence[Key]) -> list[Any]:
    return [
        ARRAY_OF[table.kinds[column].array_type](values)
        for column, values in zip(columns, zip(*keys, strict=True), strict=True)
    ]


class PostgresTx:
    """One write transaction on a connection of our own."""

    def __init__(
        self, connection: "psycopg.Connection[Any]", statements: dict[AnyTable, _Statements]
    ) -> None:
        self._connection = connection
        self._statements = statements
        self._cursor = connection.cursor(binary=True)

    def load(self, table: Table[Row], keys: Sequence[Key], *, lock: Lock = "none") -> list[Row]:
        """The rows with these keys that exist and, with `skip`, that nobody else holds."""
        if not keys:
            return []
        texts = self._statements[table]
        text = {"none": texts.load, "skip": texts.load_skip, "wait": texts.load_wait}[lock]
        return self._rows(table, text, _key_arrays(table, table.key, keys))

    def load_by(self, table: Table[Row], index: str, keys: Sequence[Key]) -> list[Row]:
        """The rows whose index columns have one of these values."""
        if not keys:
            return []
        text = self._statements[table].load_by[index]
        return self._rows(table, text, _key_arrays(table, table.indexes[index], keys))

    def _rows(self, table: Table[Row], text: bytes, arrays: Sequence[Any]) -> list[Row]:
        make = table.from_values
        return [make(values) for values in self._fetch(text, arrays, prepare=True)]

    def _fetch(self, text: bytes, parameters: Any, *, prepare: bool) -> list[Any]:  # noqa: ANN401 - the driver's form
        try:
            if self._connection.info.transaction_status == TransactionStatus.IDLE:
                with self._connection.pipeline():  # the first question goes with the BEGIN
                    self._cursor.execute(text, parameters, prepare=prepare)
            else:
                self._cursor.execute(text, parameters, prepare=prepare)
            return self._cursor.fetchall()
        except psycopg.Error as error:
            raise translated(error) from error

    def write(self, changes: Sequence[Changes[Any]]) -> None:
        """Store changes in bulk: one statement a table and kind of change, one round trip."""
        expected: list[tuple[psycopg.Cursor[Any], AnyTable, int]] = []

        def send(table: AnyTable, text: bytes, arrays: Sequence[Any], count: int) -> None:
            cursor = self._connection.cursor(binary=True)
            cursor.execute(text, arrays, prepare=True)
            expected.append((cursor, table, count))

        try:
            with self._connection.pipeline():
                for change in changes:
                    self._send(change, send)
        except psycopg.IntegrityError as error:
            raise _refusal(self._statements, error) from error
        except psycopg.Error as error:
            raise translated(error) from error
        for cursor, table, count in expected:
            if count not in (cursor.rowcount, ANY_COUNT):
                raise Contention(f"{table.name}: a row has moved on")

    def _send(
        self,
        change: Changes[Any],
        send: Callable[[AnyTable, bytes, Sequence[Any], int], None],
    ) -> None:
        table, texts = change.table, self._statements[change.table]
        if change.deletes:
            arrays = _key_arrays(table, table.key, change.deletes)
            send(table, texts.delete, arrays, len(change.deletes))
        if change.removes:
            arrays = _key_arrays(table, table.key, change.removes)
            send(table, texts.delete, arrays, ANY_COUNT)
        if change.updates and texts.update:
            arrays = _columns_of(table, texts.update_columns, change.updates)
            if table.revision is not None:
                bases = [getattr(row, table.revision) for row in change.bases]
                arrays.append(ARRAY_OF["int8[]"](bases))
            send(table, texts.update, arrays, len(change.updates))
        if change.inserts:
            arrays = _columns_of(table, table.columns, change.inserts)
            send(table, texts.insert, arrays, len(change.inserts))

    def claim(
        self,
        claim: Claim[Row],
        *,
        now: datetime,
        until: datetime,
        limit: int,
        among: Sequence[str] = (),
    ) -> list[Row]:
        """Lease due rows until an instant, oldest first; other nodes skip what we hold."""
        table = claim.table
        keys = ", ".join(f'"{column}"' for column in table.key)
        same = " AND ".join(f't."{column}" = due."{column}"' for column in table.key)
        chosen = f'"{claim.among}" = ANY(%s) AND ' if claim.among else ""
        counted = f', "{claim.attempts}" = t."{claim.attempts}" + 1' if claim.attempts else ""
        taken = ", ".join(f't."{column}"' for column in table.columns)
        text = (
            f'WITH due AS (SELECT {keys} FROM "{table.name}" WHERE {chosen}"{claim.wake}" <= %s '  # noqa: S608 - declared names
            f'ORDER BY "{claim.wake}" LIMIT %s FOR UPDATE SKIP LOCKED) '
            f'UPDATE "{table.name}" t SET "{claim.wake}" = %s{counted} FROM due WHERE {same} '
            f"RETURNING {taken}"
        )
        parameters: list[Any] = [list(among)] if claim.among else []
        parameters += [now, limit, until]
        make = table.from_values
        rows = [make(values) for values in self._fetch(text.encode(), parameters, prepare=True)]
        return sorted(rows, key=table.key_of)

    def rows(self, statement: Select[Any]) -> list[Any]:
        """Rows of a question that the hot path does not ask, as plain tuples."""
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        return self._fetch(str(compiled).encode(), compiled.params, prepare=False)


def _refusal(
    statements: dict[AnyTable, _Statements], error: psycopg.IntegrityError
) -> WriteRefused:
    constraint = error.diag.constraint_name or ""
    for table in statements:
        if table.name == error.diag.table_name:
            name = constraint.removeprefix(f"{table.name}_")
            if name in table.codes():
                return WriteRefused(constraint, table.codes()[name])
    kind = "unique" if isinstance(error, errors.UniqueViolation) else "row"
    word = {"unique": "store.unique.violated", "row": "store.row.refused"}[kind]
    return WriteRefused(constraint, word)


class PostgresStore:
    """A PostgreSQL database with our tables in it, shared with other nodes."""

    dialect = "postgresql"
    lanes: tuple[Lane, ...] = (LANE,)
    is_shared = True
    writes_side_by_side = True

    def __init__(self, conninfo: str, tables: Sequence[AnyTable]) -> None:
        self.tables = tuple(tables)
        self._conninfo = _with_defaults(conninfo)
        self._hot_conninfo = _with_defaults(conninfo, _HOT)
        self._statements = {table: _statements(table) for table in self.tables}
        self._writers: list[psycopg.Connection[Any]] = []
        """Connections for writing that nobody uses now."""
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self._connect_reader,
            pool_size=MAX_READERS,
            max_overflow=0,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
        )

    def _connect(self, conninfo: str | None = None) -> "psycopg.Connection[Any]":
        connection = psycopg.connect(conninfo or self._conninfo)
        register(connection)
        connection.prepared_max = 1000
        return connection

    def _connect_reader(self) -> "psycopg.Connection[Any]":
        connection = self._connect()
        connection.read_only = True
        return connection

    @contextmanager
    def write(self, lane: Lane) -> Iterator[PostgresTx]:
        """One write transaction, on a connection of its own; it may end on another thread."""
        assert lane == LANE, f"no lane {lane}"
        connection = self._take_writer()
        try:
            yield PostgresTx(connection, self._statements)
            connection.commit()
        except psycopg.Error as error:
            _undo(connection)
            raise translated(error) from error
        except BaseException:
            _undo(connection)
            raise
        finally:
            self._give_back(connection)

    def _take_writer(self) -> "psycopg.Connection[Any]":
        try:
            while self._writers:
                connection = self._writers.pop()
                if not connection.closed:
                    return connection
            return self._connect(self._hot_conninfo)
        except psycopg.Error as error:
            raise StoreAway(str(error)) from error

    def _give_back(self, connection: "psycopg.Connection[Any]") -> None:
        if len(self._writers) < MAX_IDLE_WRITERS:
            self._writers.append(connection)
        else:
            connection.close()

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """A consistent view for questions."""
        with reading(self._engine, translated) as reader:
            yield reader

    @contextmanager
    def ddl(self) -> Iterator[Connection]:
        """A transaction that changes the schema; other nodes that want the same wait."""
        engine = create_engine("postgresql+psycopg://", creator=self._connect, poolclass=NullPool)
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
                yield connection
        except DBAPIError as error:
            raise translated(error.orig or error) from error

    def create_missing(self) -> None:
        """Create the tables that are not there yet."""
        with self.ddl() as connection:
            create_missing(connection, self.tables)

    def notices(self, origin: str) -> PostgresNotices:
        """How this node tells others what has changed, and hears from them."""
        return PostgresNotices(self._connect, origin)

    def close(self) -> None:
        """Give all connections back."""
        while self._writers:
            self._writers.pop().close()
        self._engine.dispose()


def _undo(connection: "psycopg.Connection[Any]") -> None:
    try:
        connection.rollback()
    except psycopg.Error:
        connection.close()


_HOT: Final = (
    "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
    "-c plan_cache_mode=force_generic_plan -c jit=off"
)
"""The writer finds rows by key, always: a plan that was made while a table was small, and kept with
its prepared statement, must not scan it once it has grown."""


def _with_defaults(conninfo: str, more: str = "") -> str:
    given: dict[str, Any] = conninfo_to_dict(conninfo)
    options = f"-c TimeZone=UTC -c lock_timeout={LOCK_TIMEOUT_S}s {more}"
    options = f"{options} {given.pop('options', '') or ''}".strip()
    given.setdefault("connect_timeout", str(CONNECT_TIMEOUT_S))
    given.setdefault("application_name", "dujiang")
    return make_conninfo(**{**given, "options": options})


def translated(error: BaseException) -> StoreError:
    """What a driver error means to the dispatcher."""
    match error:
        case errors.DeadlockDetected() | errors.SerializationFailure() | errors.LockNotAvailable():
            return Contention(str(error))
        case psycopg.IntegrityError():
            return WriteRefused(error.diag.constraint_name or "", "store.row.refused")
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return StoreAway(str(error))
        case _:
            return StoreError(str(error))
