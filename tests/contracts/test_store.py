"""What every database owes the program: the contract of `dujiang.store.transaction`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Thread

import msgspec
import pytest
from sqlalchemy import func, inspect, select

from dujiang.store import Changes, Contention, Store, WriteRefused
from tests.databases import DATABASES, fresh_store
from tests.store.things import AT, DUE_THINGS, PLAIN, TABLES, THING, PlainRow, ThingRow

LANE = "all"


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, TABLES) as fresh:
        yield fresh


def stored(store: Store, *rows: ThingRow) -> None:
    with store.write(LANE) as tx:
        tx.write([Changes(THING, inserts=rows)])


def written(store: Store, *changes: Changes[ThingRow]) -> None:
    with store.write(LANE) as tx:
        tx.write(changes)


def ids(store: Store) -> list[int]:
    with store.read() as reader:
        return [row.id for row in reader.rows(select(THING.c.id).order_by(THING.c.id))]


def test_every_kind_of_value_comes_back_as_it_was(store: Store) -> None:
    rows = [
        ThingRow(id=1),
        ThingRow(id=2, name="", is_big=True, body=b"", sold_on=None, price=None, wake_at=None),
        ThingRow(id=3, name="a'\"\\\n{},\u0001", colour="BLUE", price=Decimal("0.000000000000001")),
        ThingRow(
            id=2**62,
            shard=1512,
            made_at=datetime(1, 1, 1, tzinfo=UTC),
            sold_on=date(9999, 12, 31),
            price=Decimal("123456789012345678901234567890.12"),
        ),
    ]
    stored(store, *rows)

    with store.write(LANE) as tx:
        loaded = tx.load(THING, [(row.shard, row.id) for row in rows])
    with store.read() as reader:
        read = [reader.get(THING, row.shard, row.id) for row in rows]

    assert sorted(loaded, key=THING.key_of) == rows
    assert read == rows
    assert [str(row.price) for row in read if row] == [str(row.price) for row in rows]
    assert all(row.made_at.tzinfo is UTC for row in read if row)


def test_rows_are_found_by_equality_index(store: Store) -> None:
    stored(store, ThingRow(id=1), ThingRow(id=2, name="b", colour="BLUE"), ThingRow(id=3, name="c"))

    with store.write(LANE) as tx:
        found = tx.load_by(THING, "by_colour", [(1, "RED"), (1, "GREEN")])
        named = tx.load_by(THING, "by_name", [("b",), ("c",)])
    with store.read() as reader:
        read = reader.find(THING, "by_colour", 1, "RED")

    assert sorted(row.id for row in found) == [1, 3]
    assert sorted(row.id for row in named) == [2, 3]
    assert [row.id for row in read] == [1, 3]


@pytest.mark.parametrize("count", [1, 2, 3, 256, 300, 1_000])
def test_any_number_of_rows_is_found_at_once(store: Store, count: int) -> None:
    stored(store, *(ThingRow(id=n, name=f"n{n}") for n in range(count)))

    with store.write(LANE) as tx:
        by_key = tx.load(THING, [(1, n) for n in range(count + 1)])
        by_name = tx.load_by(THING, "by_name", [(f"n{n}",) for n in range(count + 1)])

    assert sorted(row.id for row in by_key) == list(range(count))
    assert sorted(row.id for row in by_name) == list(range(count))


def test_a_sparse_index_finds_the_rows_that_it_holds(store: Store) -> None:
    stored(store, *(ThingRow(id=n, name=f"n{n}", tries=n % 2) for n in range(4)))

    with store.write(LANE) as tx:
        held = [tx.load_by(THING, "by_tries", [(tries,)]) for tries in (0, 1)]
        both = tx.load_by(THING, "by_tries", [(0,), (1,)])
    with store.read() as reader:
        read = reader.find(THING, "by_tries", 1)

    assert [sorted(row.id for row in rows) for rows in held] == [[], [1, 3]]
    assert sorted(row.id for row in both) == [1, 3]
    assert [row.id for row in read] == [1, 3]


def test_an_index_is_made_once_and_a_wider_one_serves_its_beginning(store: Store) -> None:
    with store.ddl() as connection:
        made = {index["name"] for index in inspect(connection).get_indexes("thing")}

    assert {"thing_by_colour", "thing_by_tries", "thing_wake", "thing_name_and_id"} <= made
    assert "thing_by_name" not in made


def test_updates_and_deletes_reach_exactly_their_rows(store: Store) -> None:
    rows = [ThingRow(id=n, name=f"n{n}") for n in range(1, 6)]
    stored(store, *rows)
    newer = [msgspec.structs.replace(row, is_big=True, revision=1) for row in rows[:2]]

    with store.write(LANE) as tx:
        change = Changes(THING, updates=newer, bases=rows[:2], deletes=[(1, 3)], removes=[(1, 99)])
        tx.write([change])

    assert ids(store) == [1, 2, 4, 5]
    with store.read() as reader:
        assert reader.get(THING, 1, 1) == newer[0]
        assert reader.get(THING, 1, 4) == rows[3]


def test_rows_without_further_columns_can_be_stored(store: Store) -> None:
    with store.write(LANE) as tx:
        tx.write([Changes(PLAIN, inserts=[PlainRow("x", 1), PlainRow("y", 2)])])
        tx.write([Changes(PLAIN, deletes=[("x", 1)])])

    with store.read() as reader:
        assert reader.get(PLAIN, "y", 2) == PlainRow("y", 2)
        assert reader.get(PLAIN, "x", 1) is None


def test_a_row_that_moved_on_is_contention_and_nothing_stays(store: Store) -> None:
    row = ThingRow(id=1)
    stored(store, row)
    stale = msgspec.structs.replace(row, revision=7)

    change = Changes(THING, inserts=[ThingRow(id=2, name="b")], updates=[stale], bases=[stale])
    with pytest.raises(Contention):
        written(store, change)

    assert ids(store) == [1]


def test_a_missing_row_cannot_be_deleted(store: Store) -> None:
    with pytest.raises(Contention), store.write(LANE) as tx:
        tx.write([Changes(THING, deletes=[(1, 1)])])


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (ThingRow(id=2, name="b", price=Decimal(-1)), "thing.price.negative"),
        (ThingRow(id=2), "thing.name.taken"),
        (ThingRow(id=1, name="b"), "store.unique.violated"),
    ],
)
def test_a_broken_rule_is_refused_with_its_code(store: Store, bad: ThingRow, code: str) -> None:
    stored(store, ThingRow(id=1))

    with pytest.raises(WriteRefused) as refused, store.write(LANE) as tx:
        tx.write([Changes(THING, inserts=[bad])])

    assert refused.value.code == code
    assert ids(store) == [1]


def test_an_error_in_the_block_rolls_everything_back(store: Store) -> None:
    def break_off() -> None:
        with store.write(LANE) as tx:
            tx.write([Changes(THING, inserts=[ThingRow(id=1)])])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert ids(store) == []


def test_a_reader_sees_one_moment(store: Store) -> None:
    stored(store, ThingRow(id=1))

    with store.read() as reader:
        before = reader.value(select(func.count()).select_from(THING.sql))
        stored(store, ThingRow(id=2, name="b"))
        after = reader.value(select(func.count()).select_from(THING.sql))

    assert (before, after) == (1, 1)
    assert ids(store) == [1, 2]


def test_a_transaction_sees_its_own_writes(store: Store) -> None:
    with store.write(LANE) as tx:
        tx.write([Changes(THING, inserts=[ThingRow(id=1)])])
        assert tx.load(THING, [(1, 1)]) == [ThingRow(id=1)]
        assert [tuple(row) for row in tx.rows(select(THING.c.id))] == [(1,)]


def test_due_rows_are_leased_oldest_first(store: Store) -> None:
    stored(
        store,
        *(ThingRow(id=n, name=f"n{n}", wake_at=AT - timedelta(minutes=n)) for n in range(1, 5)),
        ThingRow(id=8, name="later", wake_at=AT + timedelta(minutes=1)),
        ThingRow(id=9, name="never", wake_at=None),
        ThingRow(id=10, name="other", colour="BLUE", wake_at=AT - timedelta(days=1)),
    )
    until = AT + timedelta(minutes=5)

    with store.write(LANE) as tx:
        first = tx.claim(DUE_THINGS, now=AT, until=until, limit=3, among=["RED"])
    with store.write(LANE) as tx:
        second = tx.claim(DUE_THINGS, now=AT, until=until, limit=9, among=["RED", "GREEN"])
    with store.write(LANE) as tx:
        third = tx.claim(DUE_THINGS, now=until, until=until, limit=9, among=["RED"])

    assert sorted(row.id for row in first) == [2, 3, 4]
    assert [(row.id, row.tries, row.wake_at) for row in second] == [(1, 1, until)]
    assert sorted((row.id, row.tries) for row in third) == [(1, 2), (2, 2), (3, 2), (4, 2), (8, 1)]


def test_two_claimers_never_get_the_same_row(store: Store) -> None:
    stored(store, *(ThingRow(id=n, name=f"n{n}", wake_at=AT) for n in range(60)))
    got: list[int] = []

    def claim() -> None:
        while True:
            with store.write(LANE) as tx:
                until = AT + timedelta(minutes=1)
                rows = tx.claim(DUE_THINGS, now=AT, until=until, limit=7, among=["RED"])
            if not rows:
                return
            got.extend(row.id for row in rows)

    threads = [Thread(target=claim) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == list(range(60))


def test_locked_rows_are_skipped_by_others(store: Store) -> None:
    if not store.is_shared:
        pytest.skip("SQLite has one process that writes; it holds every row")
    stored(store, ThingRow(id=1), ThingRow(id=2, name="b"))
    other = type(store)(store._conninfo, TABLES)  # type: ignore[attr-defined,call-arg]

    with store.write(LANE) as mine, other.write(LANE) as theirs:
        assert len(mine.load(THING, [(1, 1)], lock="wait")) == 1
        free = theirs.load(THING, [(1, 1), (1, 2)], lock="skip")
        plain = theirs.load(THING, [(1, 1), (1, 2)])

    other.close()
    assert [row.id for row in free] == [2]
    assert len(plain) == 2
