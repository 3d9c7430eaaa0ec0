"""SQLite: one file, one writer, readers beside it (WAL). Every commit reaches the disk."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any, Final

import msgspec
from sqlalchemy import Select, create_engine
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine import Connection
from sqlalchemy.pool import QueuePool

from dujiang.store.columns import to_microseconds
from dujiang.store.ddl import create_missing
from dujiang.store.errors import Contention, StoreAway, StoreError, WriteRefused
from dujiang.store.notices import NoNotices
from dujiang.store.reading import SqlReader, reading
from dujiang.store.table import AnyTable, Key, Row, Table
from dujiang.store.transaction import Changes, Claim, Lane, Lock

BUSY_TIMEOUT_S: Final = 10.0
"""How long a write waits for another process that is writing."""
MAX_READERS: Final = 16
CACHE_KB: Final = 32_768
"""Memory for pages, a connection."""
KEYS_AT_ONCE: Final = 256
"""Keys that one statement looks up."""
CHECKPOINT_PAGES: Final = 4_000
"""The write-ahead log is folded into the file when it has so many pages (16 MB)."""
LANE: Final[Lane] = "all"

_DIALECT: Final = sqlite_dialect()


class _Statements(msgspec.Struct, frozen=True):
    """The prepared texts of one table, and how its values reach the cursor and back."""

    insert: str
    update: str
    delete: str
    load: "_Lookup"
    load_by: dict[str, "_Lookup"]
    to_driver: Callable[[Any], Sequence[Any]]
    update_values: Callable[[Any, Any], Sequence[Any]]
    key_to_driver: Callable[[Key], Sequence[Any]]
    from_driver: Callable[[Sequence[Any]], Any]


def _statements(table: AnyTable) -> _Statements:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    values = [column for column in table.columns if column not in table.key]
    settings = ", ".join(f'"{column}" = ?' for column in values)
    guard = [*table.key, *([table.revision] if table.revision else [])]
    by_key = _equal(table.key)
    to_driver = _converter(table, table.columns)
    set_of, key_of = _converter(table, values), _converter(table, table.key)

    def update_values(row: object, base: object) -> Sequence[Any]:
        taken = [getattr(row, column) for column in values]
        checked = [getattr(base, column) for column in guard[len(table.key) :]]
        return [*set_of(taken), *key_of(table.key_of(row)), *checked]

    return _Statements(
        insert=f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})',  # noqa: S608 - declared names
        update=f'UPDATE "{table.name}" SET {settings} WHERE {_equal(guard)}' if values else "",  # noqa: S608 - declared names
        delete=f'DELETE FROM "{table.name}" WHERE {by_key}',  # noqa: S608 - declared names
        load=_Lookup(table, table.key),
        load_by={
            name: _Lookup(table, index, table.and_condition(name))
            for name, index in table.indexes.items()
        },
        to_driver=lambda row: to_driver(table.values_of(row)),
        update_values=update_values,
        key_to_driver=key_of,
        from_driver=_reader(table),
    )


class _Lookup:
    """Finds rows by the values of some columns, many at once: a statement costs more than a row."""

    def __init__(self, table: AnyTable, columns: Sequence[str], and_condition: str = "") -> None:
        self._table = table
        self._and_condition = and_condition
        self._columns = tuple(columns)
        self._to_driver = _converter(table, columns)
        self._from_driver = _reader(table)
        self._texts: dict[int, str] = {}

    def run(self, cursor: sqlite3.Cursor, keys: Sequence[Key]) -> list[Any]:
        """The rows that have one of these keys; each key is named once."""
        found: list[Any] = []
        at = 0
        while at < len(keys):
            count = _largest_power_of_two(min(len(keys) - at, KEYS_AT_ONCE))
            chunk = map(self._to_driver, keys[at : at + count])
            rows = cursor.execute(self._text(count), list(chain.from_iterable(chunk)))
            found.extend(map(self._from_driver, rows))
            at += count
        return found

    def _text(self, count: int) -> str:
        text = self._texts.get(count)
        if text is None:
            text = self._texts[count] = self._composed(count)
        return text

    def _composed(self, count: int) -> str:
        taken = ", ".join(f't."{column}"' for column in self._table.columns)
        name = f'"{self._table.name}" t'
        if count == 1:
            return f"SELECT {taken} FROM {name} WHERE {_equal(self._columns)}{self._and_condition}"  # noqa: S608 - declared names
        wanted = ", ".join(f'"{column}"' for column in self._columns)
        marks = ", ".join([f"({', '.join('?' for _ in self._columns)})"] * count)
        same = " AND ".join(f't."{column}" = k."{column}"' for column in self._columns)
        # a cross join keeps its order: the keys outside, the table found by its index inside
        return (
            f"WITH k({wanted}) AS (VALUES {marks}) "  # noqa: S608 - declared names
            f"SELECT {taken} FROM k CROSS JOIN {name} ON {same}{self._and_condition}"
        )


def _largest_power_of_two(limit: int) -> int:
    """So that few different statements serve every number of keys."""
    return 1 << (limit.bit_length() - 1)


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f'"{column}" = ?' for column in columns)


def _converter(table: AnyTable, columns: Sequence[str]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """A function that puts values of these columns into the form of the SQLite driver."""
    steps = [
        (place, convert)
        for place, column in enumerate(columns)
        if (convert := table.kinds[column].to_sqlite) is not None
    ]
    if not steps:
        return lambda values: values

    def convert_all(values: Sequence[Any]) -> Sequence[Any]:
        converted = list(values)
        for place, convert in steps:
            value = converted[place]
            if value is not None:
                converted[place] = convert(value)
        return converted

    return convert_all


def _reader(table: Table[Row]) -> Callable[[Sequence[Any]], Row]:
    steps = [
        (place, convert)
        for place, column in enumerate(table.columns)
        if (convert := table.kinds[column].from_sqlite) is not None
    ]
    if not steps:
        return table.from_values

    def read(values: Sequence[Any]) -> Row:
        converted = list(values)
        for place, convert in steps:
            value = converted[place]
            if value is not None:
                converted[place] = convert(value)
        return table.from_values(converted)

    return read


class SqliteTx:
    """One write transaction on the raw cursor."""

    def __init__(self, cursor: sqlite3.Cursor, statements: dict[AnyTable, _Statements]) -> None:
        self._cursor = cursor
        self._statements = statements

    def load(self, table: Table[Row], keys: Sequence[Key], *, lock: Lock = "none") -> list[Row]:
        """The rows with these keys; nobody else can hold one: there is one writer."""
        return self._found(self._statements[table].load, keys)

    def load_by(self, table: Table[Row], index: str, keys: Sequence[Key]) -> list[Row]:
        """The rows whose index columns have one of these values."""
        return self._found(self._statements[table].load_by[index], keys)

    def _found(self, lookup: _Lookup, keys: Sequence[Key]) -> list[Any]:
        try:
            return lookup.run(self._cursor, keys)
        except sqlite3.Error as error:
            raise translated(error) from error

    def write(self, changes: Sequence[Changes[Any]]) -> None:
        """Store changes in bulk, one statement a table and kind of change."""
        for change in changes:
            texts = self._statements[change.table]
            if change.deletes:
                gone = [texts.key_to_driver(key) for key in change.deletes]
                self._many(change.table, texts.delete, gone)
            if change.removes:
                gone = [texts.key_to_driver(key) for key in change.removes]
                self._cursor.executemany(texts.delete, gone)
            if change.updates and texts.update:
                pairs = zip(change.updates, change.bases, strict=True)
                self._many(
                    change.table,
                    texts.update,
                    [texts.update_values(row, base) for row, base in pairs],
                )
            if change.inserts:
                rows = [texts.to_driver(row) for row in change.inserts]
                self._many(change.table, texts.insert, rows)

    def _many(self, table: AnyTable, text: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            self._cursor.executemany(text, rows)
        except sqlite3.IntegrityError as error:
            raise _refusal(table, str(error)) from error
        except sqlite3.Error as error:
            raise translated(error) from error
        if self._cursor.rowcount != len(rows):
            raise Contention(f"{table.name}: a row has moved on")

    def claim(
        self,
        claim: Claim[Row],
        *,
        now: datetime,
        until: datetime,
        limit: int,
        among: Sequence[str] = (),
    ) -> list[Row]:
        """Lease due rows until an instant, oldest first."""
        table = claim.table
        keys = ", ".join(f'"{column}"' for column in table.key)
        chosen = f'"{claim.among}" IN (SELECT value FROM json_each(?)) AND ' if claim.among else ""  # noqa: S608 - declared names
        counted = f', "{claim.attempts}" = "{claim.attempts}" + 1' if claim.attempts else ""
        columns = ", ".join(f'"{column}"' for column in table.columns)
        text = (
            f'UPDATE "{table.name}" SET "{claim.wake}" = ?{counted} WHERE ({keys}) IN ('  # noqa: S608 - declared names
            f'SELECT {keys} FROM "{table.name}" WHERE {chosen}"{claim.wake}" <= ? '
            f'ORDER BY "{claim.wake}" LIMIT ?) RETURNING {columns}'
        )
        parameters: list[Any] = [to_microseconds(until)]
        if claim.among:
            parameters.append(json.dumps(list(among)))
        parameters += [to_microseconds(now), limit]
        read = self._statements[table].from_driver
        return [read(values) for values in self._fetch(text, parameters)]

    def rows(self, statement: Select[Any]) -> list[Any]:
        """Rows of a question that the hot path does not ask, as plain tuples of driver values."""
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        parameters = [compiled.params[name] for name in compiled.positiontup or ()]
        return self._fetch(str(compiled), parameters)

    def _fetch(self, text: str, parameters: Sequence[Any]) -> list[Any]:
        try:
            return self._cursor.execute(text, parameters).fetchall()
        except sqlite3.Error as error:
            raise translated(error) from error


def _refusal(table: AnyTable, message: str) -> WriteRefused:
    """`UNIQUE constraint failed: row.a, row.b` or `CHECK constraint failed: row_positive`."""
    kind, _, named = message.partition(" constraint failed: ")
    codes = table.codes()
    if kind == "CHECK":
        name = named.removeprefix(f"{table.name}_")
        return WriteRefused(named, codes.get(name, "store.check.violated"))
    columns = tuple(re.findall(rf"{re.escape(table.name)}\.(\w+)", named))
    for one in table.unique:
        if set(one.columns) == set(columns):
            return WriteRefused(f"{table.name}_{one.name}", one.code)
    return WriteRefused(named, "store.unique.violated" if kind == "UNIQUE" else "store.row.refused")


class SqliteStore:
    """A database file with our tables in it."""

    dialect = "sqlite"
    lanes: tuple[Lane, ...] = (LANE,)
    is_shared = False
    writes_side_by_side = False

    def __init__(self, path: Path, tables: Sequence[AnyTable], *, is_durable: bool = True) -> None:
        self.path = path
        self.tables = tuple(tables)
        self._is_durable = is_durable
        self._statements = {table: _statements(table) for table in self.tables}
        self._writing = RLock()
        self._writer: sqlite3.Connection | None = None
        self._engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=MAX_READERS,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
        )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self._is_durable else 'OFF'}")
        return connection

    @contextmanager
    def write(self, lane: Lane) -> Iterator[SqliteTx]:
        """One write transaction; other writers of this process wait outside."""
        assert lane == LANE, f"no lane {lane}"
        with self._writing:
            cursor = self._begin()
            try:
                yield SqliteTx(cursor, self._statements)
                cursor.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo(cursor)
                raise translated(error) from error
            except BaseException:
                self._undo(cursor)
                raise
            finally:
                cursor.close()

    def _begin(self) -> sqlite3.Cursor:
        try:
            if self._writer is None:
                self._writer = self._connect()
            cursor = self._writer.cursor()
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise translated(error) from error
        return cursor

    def _undo(self, cursor: sqlite3.Cursor) -> None:
        try:
            if self._writer is not None and self._writer.in_transaction:
                cursor.execute("ROLLBACK")
        except sqlite3.Error:
            self._drop_writer()

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """A consistent view for questions; never waits for the writer."""
        with reading(self._engine, translated) as reader:
            reader.begin()
            yield reader

    @contextmanager
    def ddl(self) -> Iterator[Connection]:
        """A transaction that changes the schema; other writers wait."""
        with self._writing, self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.exec_driver_sql("COMMIT")

    def create_missing(self) -> None:
        """Create the tables that are not there yet."""
        with self.ddl() as connection:
            create_missing(connection, self.tables)

    def notices(self, origin: str) -> NoNotices:
        """Nobody else uses the file."""
        return NoNotices()

    def close(self) -> None:
        """Fold the write-ahead log into the file and give all connections back."""
        with self._writing:
            self._drop_writer()
        self._engine.dispose()


def translated(error: BaseException) -> StoreError:
    """What a driver error means to the dispatcher."""
    text = str(error)
    if isinstance(error, sqlite3.OperationalError):
        if "locked" in text or "busy" in text:
            return Contention(text)
        if any(sign in text for sign in ("unable to open", "disk I/O", "readonly", "full")):
            return StoreAway(text)
    if isinstance(error, sqlite3.IntegrityError):
        return WriteRefused(text, "store.row.refused")
    return StoreError(text)
