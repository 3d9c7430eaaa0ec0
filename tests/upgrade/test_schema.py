"""Tables and migrations lead to the same schema, on both databases, and migrating is safe."""

from collections.abc import Iterator
from threading import Thread

import pytest
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection

from dujiang.kernel.errors import Conflict
from dujiang.main import TABLES
from dujiang.store import Store, migrate, open_store, schema_revision
from tests.databases import DATABASES, database_url

STALE = "the revisions do not lead to the rooms' tables: run python -m tests.upgrade"


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest) -> Iterator[Store]:
    with database_url(request.param) as url:
        store = open_store(url, TABLES, is_durable=False)
        yield store
        store.close()


@pytest.fixture(params=DATABASES)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Store, Store]]:
    with database_url(request.param) as one, database_url(request.param) as other:
        stores = open_store(one, TABLES, is_durable=False), open_store(other, TABLES)
        yield stores
        for store in stores:
            store.close()


def described(connection: Connection) -> dict[str, object]:
    """Everything that the database says about its tables, in an order of its own."""
    inspector = inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
    return {
        name: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(name)
            ),
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "indexes": sorted(
                (str(index["name"]), tuple(map(str, index["column_names"])), index["unique"])
                for index in inspector.get_indexes(name)
            ),
            "unique": sorted(
                (str(unique["name"]), tuple(unique["column_names"]))
                for unique in inspector.get_unique_constraints(name)
            ),
            "checks": sorted(
                (str(check["name"]), " ".join(str(check["sqltext"]).split()))
                for check in inspector.get_check_constraints(name)
            ),
        }
        for name in sorted(tables)
    }


def test_migrations_lead_to_the_tables_that_the_rooms_declare(pair: tuple[Store, Store]) -> None:
    migrated, created = pair

    migrate(migrated)
    created.create_missing()

    with migrated.ddl() as one, created.ddl() as other:
        ours, wanted = described(one), described(other)
    assert sorted(ours) == sorted(wanted), STALE
    for name, description in wanted.items():
        assert ours[name] == description, f"{name}: {STALE}"


def test_migrating_again_does_nothing(empty: Store) -> None:
    assert migrate(empty) != ()
    assert migrate(empty) == ()
    assert schema_revision(empty) is not None


def test_several_processes_may_migrate_at_once(empty: Store) -> None:
    applied: list[tuple[str, ...]] = []
    threads = [Thread(target=lambda: applied.append(migrate(empty))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(len, applied))[:2] == [0, 0]
    assert len(applied) == 3


def test_a_database_that_was_not_made_by_migrations_is_refused(empty: Store) -> None:
    empty.create_missing()

    with pytest.raises(Conflict, match=r"store\.schema\.foreign"):
        migrate(empty)


def test_a_database_of_a_newer_program_is_refused(empty: Store) -> None:
    migrate(empty)
    with empty.ddl() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Conflict, match=r"store\.schema\.newer"):
        migrate(empty)


def test_a_failing_migration_leaves_nothing(empty: Store) -> None:
    blocked = "CREATE TABLE timer (x integer)"
    with empty.ddl() as connection:
        connection.execute(text(blocked))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))

    with pytest.raises(Conflict):
        migrate(empty)

    with empty.ddl() as connection:
        present = MetaData()
        present.reflect(connection)
    assert set(present.tables) == {"timer", "alembic_version"}
