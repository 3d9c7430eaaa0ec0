"""The audit trail: every change of a sealed line, and every missing one, is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from dujiang.audit import AUDIT, TABLES, AuditRow, seal_closed_ranges, verify
from dujiang.audit.tables import SEAL
from dujiang.store import Changes, Store
from tests.databases import DATABASES, fresh_store

AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
NOW = AT + timedelta(hours=3)


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, TABLES) as fresh:
        with fresh.write("all") as tx:
            tx.write([Changes(AUDIT, inserts=[line(n) for n in range(50)])])
        yield fresh


def line(number: int) -> AuditRow:
    return AuditRow(
        shard=1,
        id=number,
        at=AT + timedelta(minutes=number * 3),
        actor_id=7,
        actor_kind="person",
        address="10.0.0.7",
        action="DecideItem",
        verdict="accepted",
        code="",
        subject_id=number % 5,
    )


def found(store: Store) -> list[int]:
    with store.read() as reader:
        return [broken.number for broken in verify(reader).breaks]


def test_closed_ranges_are_sealed_and_verify(store: Store) -> None:
    assert seal_closed_ranges(store, NOW) == 2
    assert seal_closed_ranges(store, NOW) == 0

    with store.read() as reader:
        verified = verify(reader)
    assert verified.is_intact
    assert (verified.seal_count, verified.line_count) == (2, 39)


def test_a_range_is_not_sealed_while_a_line_may_still_come(store: Store) -> None:
    assert seal_closed_ranges(store, datetime(2026, 3, 2, 2, 14, tzinfo=UTC)) == 0
    assert seal_closed_ranges(store, datetime(2026, 3, 2, 2, 15, tzinfo=UTC)) == 1


def test_sealing_goes_on_where_it_stopped(store: Store) -> None:
    seal_closed_ranges(store, NOW)
    assert seal_closed_ranges(store, NOW + timedelta(hours=3)) == 3

    assert found(store) == []


@pytest.mark.parametrize(
    "tamper",
    [
        update(AUDIT.sql).where(AUDIT.c.id == 3).values(actor_id=8),
        update(AUDIT.sql).where(AUDIT.c.id == 3).values(at=AT + timedelta(minutes=8)),
        delete(AUDIT.sql).where(AUDIT.c.id == 3),
        insert(AUDIT.sql).values(
            shard=2, id=3, at=AT, actor_id=1, actor_kind="system", address="", action="X",
            verdict="accepted", code="", subject_id=0,
        ),
    ],
    ids=["changed", "moved", "removed", "added"],
)  # fmt: skip
def test_tampering_with_a_sealed_line_is_found(store: Store, tamper) -> None:
    seal_closed_ranges(store, NOW)
    with store.ddl() as connection:
        connection.execute(tamper)

    assert found(store) == [0]


def test_a_changed_seal_is_found_and_so_is_the_one_behind_it(store: Store) -> None:
    seal_closed_ranges(store, NOW)
    with store.ddl() as connection:
        connection.execute(
            update(SEAL.sql).where(SEAL.c.number == 0).values(digest=b"\x00" * 32, line_count=18)
        )

    assert found(store) == [0, 1]


def test_a_removed_seal_is_found(store: Store) -> None:
    seal_closed_ranges(store, NOW)
    with store.ddl() as connection:
        connection.execute(delete(SEAL.sql).where(SEAL.c.number == 0))

    assert found(store) == [1]
    with store.read() as reader:
        assert reader.rows(select(SEAL.c.number))
