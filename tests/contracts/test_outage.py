"""A database that is away for a while: a clear answer, nothing lost, nothing doubled."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread

import pytest

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import Unavailable
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.runtime import Actor, Dispatcher, Request
from dujiang.runtime.door import batches
from dujiang.store import Store, StoreAway, open_store
from tests.contracts.test_dispatcher import NoPrograms
from tests.postgres import PrivatePostgres, needs_postgres
from tests.runtime.counters import COUNTER, REACTORS, ROUTES, SHARD, TABLES, Raise

pytestmark = needs_postgres

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LI = Actor(person_id=7)


@pytest.fixture(scope="module")
def server() -> Iterator[PrivatePostgres]:
    own = PrivatePostgres(is_durable=True)
    yield own
    own.remove()


@pytest.fixture
def store(server: PrivatePostgres) -> Iterator[Store]:
    opened = open_store(server.url(), (*RUNTIME_TABLES, *AUDIT_TABLES, *TABLES))
    opened.create_missing()
    yield opened
    opened.close()


@pytest.fixture
def door(store: Store) -> Iterator[Dispatcher]:
    dispatcher = Dispatcher(store, ROUTES, REACTORS, programs=NoPrograms(), clock=ManualClock(AT))
    dispatcher.start()
    yield dispatcher
    dispatcher.stop()


def asked(name: str, key: str) -> Request:
    return Request(Raise(name), LI, f"{name} {key}", AT)


def value(store: Store, name: str) -> int | None:
    with store.read() as reader:
        row = reader.get(COUNTER, SHARD, name)
        return None if row is None else row.value


def test_a_short_outage_is_waited_for(
    server: PrivatePostgres, store: Store, door: Dispatcher
) -> None:
    door.submit(asked("short", "1")).result(20).expect()
    server.stop("immediate")
    future = door.submit(asked("short", "2"))
    server.start()

    assert future.result(20).expect() == {"value": 2}
    assert value(store, "short") == 2


def test_a_long_outage_is_answered_and_the_same_key_works_later(
    server: PrivatePostgres, store: Store, door: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PATIENCE_S", 0.5)
    door.submit(asked("long", "1")).result(20).expect()
    server.stop("immediate")
    futures = [door.submit(asked("long", key)) for key in ("2", "3", "2")]
    for future in futures:
        with pytest.raises(Unavailable, match=r"runtime\.store\.away"):
            future.result(20)
    with pytest.raises(StoreAway), store.read() as reader:
        reader.get(COUNTER, SHARD, "long")
    server.start()

    for key in ("2", "3"):
        door.submit(asked("long", key)).result(20).expect()
    assert value(store, "long") == 3


def test_a_connection_that_breaks_under_load_doubles_nothing(
    server: PrivatePostgres, store: Store, door: Dispatcher
) -> None:
    answers: list[bool] = []

    def client(number: int) -> None:
        for index in range(40):
            request = asked("load", f"{number}.{index}")
            while True:
                try:
                    answers.append(door.submit(request).result(30).is_accepted)
                    break
                except Unavailable:
                    continue

    threads = [Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        server.stop("immediate")
        server.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 320
    assert value(store, "load") == 320
