"""Bringing a database to the present schema.

The rooms' tables are the truth, revisions the way: a test builds a database both ways, on SQLite
and PostgreSQL, and compares. *expand* revisions (names that begin with the number alone) run before
new code; *contract* revisions (`_contract_`) run when no old code is left.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import column, inspect, select
from sqlalchemy import table as named
from sqlalchemy.engine import Connection

from dujiang.kernel.errors import Conflict
from dujiang.store.fulltext import create_fulltext
from dujiang.store.table import AnyTable
from dujiang.store.transaction import Store

_FOLDER: Final = Path(__file__).parent / "migrations" / "versions"
_VERSIONS: Final = named("alembic_version", column("version_num"))


def migrate(store: Store) -> tuple[str, ...]:
    """Apply every revision that is missing; returns those applied, oldest first.

    Safe to run again and from several processes at once. Raises `Conflict` with
    `store.schema.foreign` for a database that has our tables but no revision (it was made by
    `create_missing`) and `store.schema.newer` for one that a newer program has migrated.
    """
    with store.ddl() as connection:
        current = _current(connection)
        if current == newest_revision():
            return ()
        if current is None and _has_tables(connection, store.tables):
            raise Conflict("store.schema.foreign")
        from dujiang.store import revising  # Alembic costs a start 0.3 s

        script = revising.revisions()
        if current is not None and current not in {r.revision for r in script.walk_revisions()}:
            raise Conflict("store.schema.newer", revision=current)
        pending = revising.pending(script, current)
        if pending:
            revising.upgrade(script, connection)
            create_fulltext(connection, store.tables)
    return pending


def newest_revision() -> str:
    """The last revision of this program: files are named by their numbers, without forks."""
    names = (path.name for path in _FOLDER.glob("[0-9]*.py"))
    return max(names, default="").partition("_")[0]


def schema_revision(store: Store) -> str | None:
    """The revision of a database; None for an empty one."""
    with store.ddl() as connection:
        return _current(connection)


def write_revision(store: Store, message: str, number: str) -> Path:
    """Write the revision that leads from `store`, which must be at the last one, to its tables."""
    from dujiang.store import revising

    return revising.write_revision(store, message, number)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar()


def _has_tables(connection: Connection, tables: Sequence[AnyTable]) -> bool:
    present = set(inspect(connection).get_table_names())
    return any(table.name in present for table in tables)
