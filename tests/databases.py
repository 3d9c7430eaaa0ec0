"""Fresh databases for tests: every contract runs on each of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from dujiang.store import AnyTable, Store, open_store
from tests.postgres import fresh_database, needs_postgres

DATABASES = (
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=needs_postgres),
)


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    if kind == "postgresql":
        with fresh_database() as url:
            yield url
        return
    memory = Path("/dev/shm")  # noqa: S108 - memory, when there is some
    folder = Path(mkdtemp(prefix="dujiang-", dir=memory if memory.is_dir() else None))
    try:
        yield f"sqlite:///{folder}/test.db"
    finally:
        rmtree(folder)


@contextmanager
def fresh_store(kind: str, tables: Sequence[AnyTable]) -> Iterator[Store]:
    """A store with these tables, empty."""
    with database_url(kind) as url:
        store = open_store(url, tables, is_durable=False)
        store.create_missing()
        try:
            yield store
        finally:
            store.close()
