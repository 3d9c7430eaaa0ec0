"""A batch is decided while the one before is written: what holds without that holds with it.

The doors here work on the caller's thread, so that what is queued makes several batches, each but
the last of which is written beside the next.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import msgspec
import pytest

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import DujiangError
from dujiang.runtime import SIGNED_IN, Answer, Dispatcher, Handled, Request, Route, Work
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.runtime.door.attempts import WRITING_PATIENCE_S
from dujiang.runtime.door.batches import MAX_BATCH
from dujiang.store import Store
from tests.contracts.test_dispatcher import AT, LI, NoPrograms, value
from tests.databases import DATABASES, fresh_store
from tests.runtime.counters import COUNTER, REACTORS, ROUTES, SHARD, TABLES, Raise, RaiseThenBreak

THREE_BATCHES = MAX_BATCH * 2 + 1


class RaiseUnlocked(msgspec.Struct, frozen=True):
    """Changes a counter whose row nobody has locked: only its revision guards it."""

    name: str


def _raise_unlocked(command: RaiseUnlocked, work: Work) -> Handled:
    row = work.get(COUNTER, SHARD, command.name)
    assert row is not None
    work.put(COUNTER, msgspec.structs.replace(row, value=row.value + 1))
    return Handled()


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, (*RUNTIME_TABLES, *AUDIT_TABLES, *TABLES)) as fresh:
        yield fresh


@contextmanager
def opened(store: Store) -> Iterator[Dispatcher]:
    routes = {**ROUTES, RaiseUnlocked: Route(SIGNED_IN, _raise_unlocked)}
    door = Dispatcher(store, routes, REACTORS, programs=NoPrograms(), clock=ManualClock(AT))
    try:
        yield door
    finally:
        door.stop()


@pytest.fixture
def door(store: Store) -> Iterator[Dispatcher]:
    with opened(store) as dispatcher:
        yield dispatcher


def queued(door: Dispatcher, commands: Sequence[msgspec.Struct]) -> "list[Future[Answer]]":
    return [
        door.submit(Request(command, LI, f"k{number}", AT))
        for number, command in enumerate(commands)
    ]


def commits(door: Dispatcher) -> float:
    return door.metrics.registry.get_sample_value("dujiang_commits_total") or 0


def test_every_batch_is_committed_once_and_in_order(store: Store, door: Dispatcher) -> None:
    futures = queued(door, [Raise(f"n{n}") for n in range(THREE_BATCHES)])

    door.run_pending()

    assert all(future.result(0).is_accepted for future in futures)
    assert commits(door) >= 3
    assert {value(store, f"n{n}") for n in range(THREE_BATCHES)} == {1}


def test_those_that_wait_are_decided_in_two_halves(store: Store, door: Dispatcher) -> None:
    futures = queued(door, [Raise(f"n{n}") for n in range(200)])

    door.run_pending()

    assert all(future.result(0).is_accepted for future in futures)
    assert commits(door) == (2 if store.writes_side_by_side else 1)


def test_batches_that_share_a_row_lose_no_update(store: Store, door: Dispatcher) -> None:
    futures = queued(door, [Raise("a") for _ in range(THREE_BATCHES)])

    door.run_pending()

    assert all(future.result(0).is_accepted for future in futures)
    assert value(store, "a") == THREE_BATCHES


def test_a_write_that_fails_beside_the_next_batch_fails_alone(
    store: Store, door: Dispatcher
) -> None:
    futures = queued(door, [Raise(f"n{n}") for n in range(THREE_BATCHES)])
    poison = door.submit(Request(Raise("n7", by=2_000_000), LI, "poison", AT))
    again = queued(door, [Raise(f"m{n}") for n in range(MAX_BATCH)])

    door.run_pending()

    assert poison.result(0).code == "counter.value.too_high"
    assert all(future.result(0).is_accepted for future in futures)
    assert value(store, "n7") == 1
    assert all(future.result(0).code == "runtime.key.reused" for future in again)


def test_a_mistake_of_ours_in_the_first_batch_does_not_touch_the_second(
    store: Store, door: Dispatcher
) -> None:
    broken = door.submit(Request(RaiseThenBreak("b"), LI, "broken", AT))
    futures = queued(door, [Raise(f"n{n}") for n in range(THREE_BATCHES)])

    door.run_pending()

    with pytest.raises(DujiangError):
        broken.result(0)
    assert all(future.result(0).is_accepted for future in futures)
    assert value(store, "b") is None


def test_a_batch_that_holds_what_the_one_before_writes_is_decided_anew(
    store: Store, door: Dispatcher
) -> None:
    door.ask(Request(Raise("a"), LI, None, AT))
    fillers = [Raise(f"n{n}") for n in range(MAX_BATCH - 1)]

    futures = queued(door, [RaiseUnlocked("a"), *fillers, Raise("a"), *fillers, RaiseUnlocked("a")])
    door.run_pending()

    assert all(future.result(0).is_accepted for future in futures)
    assert value(store, "a") == 4


def test_a_batch_gives_its_locks_up_when_the_one_before_takes_long(
    store: Store, door: Dispatcher
) -> None:
    if not store.writes_side_by_side:
        pytest.skip("SQLite has one transaction at a time")
    for name in ("a", "z"):
        door.ask(Request(Raise(name), LI, None, AT))
    fillers = [Raise(f"n{n}") for n in range(MAX_BATCH - 1)]
    with store.write(store.lanes[0]) as other:
        other.load(COUNTER, [(SHARD, "z")], lock="wait")
        futures = queued(door, [RaiseUnlocked("z"), *fillers, Raise("a")])
        door.start()
        with pytest.raises(TimeoutError):
            futures[0].result(2 * WRITING_PATIENCE_S)
        with store.write(store.lanes[0]) as third:
            assert len(third.load(COUNTER, [(SHARD, "a")], lock="skip")) == 1

    assert all(future.result(20).is_accepted for future in futures)
    assert (value(store, "a"), value(store, "z")) == (2, 2)


def test_one_key_in_two_batches_happens_once(store: Store, door: Dispatcher) -> None:
    fillers = [Raise(f"n{n}") for n in range(MAX_BATCH)]
    first = door.submit(Request(Raise("a"), LI, "same", AT))
    futures = queued(door, fillers)
    second = door.submit(Request(Raise("a"), LI, "same", AT))

    door.run_pending()

    assert first.result(0) == second.result(0)
    assert value(store, "a") == 1
    assert all(future.result(0).is_accepted for future in futures)


def test_what_was_answered_is_there_after_the_next_start(store: Store) -> None:
    with opened(store) as door:
        door.start()
        futures = queued(door, [Raise(f"n{n}") for n in range(THREE_BATCHES)])
        answers = [future.result(20) for future in futures]

    with opened(store) as door:
        repeated = queued(door, [Raise(f"n{n}") for n in range(THREE_BATCHES)])
        door.run_pending()
        assert [future.result(0) for future in repeated] == answers
    assert {value(store, f"n{n}") for n in range(THREE_BATCHES)} == {1}
