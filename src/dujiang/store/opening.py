"""Opening a database by its URL."""

from collections.abc import Sequence
from pathlib import Path

from dujiang.kernel.errors import InvalidInput
from dujiang.store.sqlite import SqliteStore
from dujiang.store.table import AnyTable
from dujiang.store.transaction import Store


def open_store(url: str, tables: Sequence[AnyTable], *, is_durable: bool = True) -> Store:
    """Open `sqlite:///path/to/file.db` or `postgresql://user:secret@host/name`.

    Opening connects lazily and creates nothing; `migrate` or `create_missing` make the tables.
    `is_durable=False` lets SQLite skip the disk: for tests and sandboxes only. Raises
    `InvalidInput("store.url.unknown")` for any other scheme.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite":
        return SqliteStore(Path(rest.removeprefix("/")), tables, is_durable=is_durable)
    if separator and scheme in ("postgresql", "postgres"):
        from dujiang.store.postgres import PostgresStore  # its driver costs a start on SQLite 0.2 s

        return PostgresStore(url, tables)
    raise InvalidInput("store.url.unknown", scheme=scheme)
