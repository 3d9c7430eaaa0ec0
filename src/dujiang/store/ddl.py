"""The schema of an installation: all rooms' tables in one SQLAlchemy metadata.

Keys start with `shard`, as a distributed PostgreSQL wants it. That gives every table 256 places
where rows are appended; SQLite, which has one place for everything, gets `shard` last in keys and
indexes instead, and so writes a tenth of the pages. All look-ups name every column: they do not see
the difference.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import MetaData, PrimaryKeyConstraint
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

from dujiang.store.fulltext import create_fulltext
from dujiang.store.table import AnyTable

LAST_ON_SQLITE: Final = "shard"


@compiles(PrimaryKeyConstraint, "sqlite")
def _primary_key(constraint: PrimaryKeyConstraint, compiler: Any, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    columns = _listed([column.name for column in constraint], compiler)
    if not columns:
        return ""
    name = compiler.preparer.format_constraint(constraint)
    return f"CONSTRAINT {name} PRIMARY KEY ({columns})" if name else f"PRIMARY KEY ({columns})"


@compiles(CreateIndex, "sqlite")
def _create_index(create: CreateIndex, compiler: Any, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    index = create.element
    assert index.table is not None
    unique = "UNIQUE " if index.unique else ""
    name = compiler.preparer.format_index(index)
    table = compiler.preparer.format_table(index.table)
    columns = _listed([column.name for column in index.columns], compiler)
    condition = index.dialect_kwargs.get("sqlite_where")
    only = "" if condition is None else f" WHERE {condition}"
    return f"CREATE {unique}INDEX {name} ON {table} ({columns}){only}"


def _listed(names: Sequence[str], compiler: Any) -> str:  # noqa: ANN401 - SQLAlchemy's compiler
    ordered = sorted(names, key=lambda name: name == LAST_ON_SQLITE)
    return ", ".join(compiler.preparer.quote(name) for name in ordered)


def metadata_of(tables: Sequence[AnyTable]) -> MetaData:
    """All tables together, for DDL and for comparing with what migrations made."""
    metadata = MetaData()
    for table in tables:
        assert table.name not in metadata.tables, f"two tables are named {table.name}"
        table.sql.to_metadata(metadata)
    return metadata


def create_missing(connection: Connection, tables: Sequence[AnyTable]) -> None:
    """Create tables and indexes that are not there yet."""
    metadata_of(tables).create_all(connection)
    create_fulltext(connection, tables)
