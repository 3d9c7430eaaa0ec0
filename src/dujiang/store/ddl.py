"""The schema of an installation: all rooms' tables in one SQLAlchemy metadata."""

from collections.abc import Sequence

from sqlalchemy import MetaData
from sqlalchemy.engine import Connection

from dujiang.store.table import AnyTable


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
