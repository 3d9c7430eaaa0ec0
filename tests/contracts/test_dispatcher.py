"""Laws of the one door, on every database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import permutations

import msgspec
import pytest
from sqlalchemy import func, select

from dujiang.audit import AUDIT
from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import DujiangError
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.runtime import Actor, Answer, Dispatcher, Request
from dujiang.store import Store
from tests.databases import DATABASES, fresh_store
from tests.runtime.counters import (
    COUNTER,
    LABEL,
    REACTORS,
    ROUTES,
    SHARD,
    TABLES,
    Mirror,
    Miss,
    PutLabel,
    Raise,
    RaiseThenBreak,
    RaiseThenRefuse,
    Refuse,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LI = Actor(person_id=7, permissions=frozenset({"label.put"}))
WANG = Actor(person_id=8)


class NoPrograms:
    def program(self, version_id: int) -> object:
        raise AssertionError("no program is needed here")


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, (*RUNTIME_TABLES, *AUDIT_TABLES, *TABLES)) as fresh:
        yield fresh


@contextmanager
def opened(store: Store) -> Iterator[Dispatcher]:
    door = Dispatcher(store, ROUTES, REACTORS, programs=NoPrograms(), clock=ManualClock(AT))
    try:
        yield door
    finally:
        door.stop()


@pytest.fixture
def door(store: Store) -> Iterator[Dispatcher]:
    with opened(store) as dispatcher:
        yield dispatcher


def asked(command: msgspec.Struct, key: str | None = None, actor: Actor = LI) -> Request:
    return Request(command, actor, key, AT)


def value(store: Store, name: str) -> int | None:
    with store.read() as reader:
        row = reader.get(COUNTER, SHARD, name)
        return None if row is None else row.value


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as reader:
        return {t.name: sorted(map(tuple, reader.rows(select(t.sql)))) for t in TABLES}


def batch(door: Dispatcher, *requests: Request) -> list[Answer]:
    futures = [door.submit(request) for request in requests]
    door.run_pending()
    return [future.result(0) for future in futures]


def test_what_was_answered_is_stored(store: Store, door: Dispatcher) -> None:
    answer = door.ask(asked(Raise("a", by=3)))

    assert answer.expect() == {"value": 3}
    assert value(store, "a") == 3


def test_twice_with_one_key_happens_once_and_answers_the_same(
    store: Store, door: Dispatcher
) -> None:
    first = door.ask(asked(Raise("a"), key="k"))
    second = door.ask(asked(Raise("a"), key="k"))

    assert first == second
    assert value(store, "a") == 1


def test_twice_with_one_key_in_one_batch_happens_once(store: Store, door: Dispatcher) -> None:
    first, second = batch(door, asked(Raise("a"), key="k"), asked(Raise("a"), key="k"))

    assert first == second
    assert value(store, "a") == 1


def test_a_refusal_is_remembered_like_an_answer(store: Store, door: Dispatcher) -> None:
    first = door.ask(asked(Refuse(), key="k"))
    second = door.ask(asked(Refuse(), key="k"))

    assert (first.status, first.code, first.params) == (422, "counter.refused", {"n": 1})
    assert first == second


def test_one_key_for_two_commands_is_refused(store: Store, door: Dispatcher) -> None:
    door.ask(asked(Raise("a"), key="k"))
    answer = door.ask(asked(Raise("b"), key="k"))

    assert answer.code == "runtime.key.reused"
    assert value(store, "b") is None


def test_the_same_key_of_another_actor_is_another_request(store: Store, door: Dispatcher) -> None:
    door.ask(asked(Raise("a"), key="k", actor=LI))
    door.ask(asked(Raise("a"), key="k", actor=WANG))

    assert value(store, "a") == 2


@pytest.mark.parametrize("bad", [RaiseThenRefuse("a"), Refuse(), Miss(), PutLabel("x")])
def test_refusal_changes_nothing(store: Store, door: Dispatcher, bad: msgspec.Struct) -> None:
    door.ask(asked(Raise("a")))
    before = everything(store)

    answer = door.ask(asked(bad, actor=WANG))

    assert not answer.is_accepted
    assert everything(store) == before


def test_a_command_that_raises_is_answered_alone(store: Store, door: Dispatcher) -> None:
    good = door.submit(asked(Raise("a")))
    bad = door.submit(asked(RaiseThenBreak("a"), key="k"))
    other = door.submit(asked(Raise("a")))
    door.run_pending()

    assert good.result(0).is_accepted
    assert other.result(0).expect() == {"value": 2}
    with pytest.raises(DujiangError, match=r"runtime\.command\.failed"):
        bad.result(0)
    assert value(store, "a") == 2


def test_a_failing_write_fails_alone(store: Store, door: Dispatcher) -> None:
    answers = batch(
        door,
        asked(Raise("a", by=1)),
        asked(Raise("a", by=2_000_000), key="k"),
        asked(Raise("b", by=2)),
        asked(PutLabel("same")),
        asked(PutLabel("same")),
    )

    assert [answer.code for answer in answers] == [
        "",
        "counter.value.too_high",
        "",
        "",
        "label.name.taken",
    ]
    assert value(store, "a") == 1
    assert value(store, "b") == 2
    assert door.ask(asked(Raise("a", by=2_000_000), key="k")) == answers[1]


def test_a_permission_that_is_missing_forbids(store: Store, door: Dispatcher) -> None:
    assert door.ask(asked(PutLabel("x"), actor=WANG)).status == 403
    assert door.ask(asked(PutLabel("x"), actor=LI)).status == 200


def test_internal_commands_cannot_be_asked_from_outside(store: Store, door: Dispatcher) -> None:
    assert door.ask(asked(Mirror("a", 1))).status == 403


def test_reactors_follow_in_the_same_transaction(store: Store, door: Dispatcher) -> None:
    door.ask(asked(Raise("mirrored a", by=4)))

    assert value(store, "copy of mirrored a") == 4


def test_order_of_independent_commands_does_not_matter(store: Store, door: Dispatcher) -> None:
    commands = [Raise("a", by=1), Raise("b", by=2), Raise("mirrored c", by=3)]
    results = []
    for round_, order in enumerate(permutations(commands)):
        batch(door, *(asked(Raise(f"{round_}{c.name}", by=c.by)) for c in order))
        results.append([value(store, f"{round_}{name}") for name in ("a", "b", "mirrored c")])

    assert results == [[1, 2, 3]] * 6


def test_closing_and_opening_between_two_commands_changes_nothing(store: Store) -> None:
    answers = []
    for key in ("1", "2", "2", "3"):
        with opened(store) as door:
            answers.append(door.ask(asked(Raise("a"), key=key)).body)

    assert answers == [{"value": 1}, {"value": 2}, {"value": 2}, {"value": 3}]


def test_ids_never_repeat_although_the_clock_stands_still(store: Store) -> None:
    made = []
    for number in range(4):
        with opened(store) as door:
            names = [asked(PutLabel(f"{number}.{n}")) for n in range(3)]
            made += [answer.body["id"] for answer in batch(door, *names)]

    assert len(set(made)) == 12
    with store.read() as reader:
        assert reader.value(select(func.count()).select_from(LABEL.sql)) == 12


def test_every_request_leaves_an_audit_line(store: Store, door: Dispatcher) -> None:
    door.ask(asked(Raise("a")))
    door.ask(asked(Refuse()))

    with store.read() as reader:
        lines = reader.rows(
            select(AUDIT.c.action, AUDIT.c.verdict, AUDIT.c.code, AUDIT.c.actor_id).order_by(
                AUDIT.c.id
            )
        )
    assert [tuple(line) for line in lines] == [
        ("Raise", "accepted", "", 7),
        ("Refuse", "refused", "counter.refused", 7),
    ]


def test_a_listener_that_fails_does_not_stop_the_door(store: Store, door: Dispatcher) -> None:
    door.watch(lambda tables: 1 // 0)

    assert door.ask(asked(Raise("a"))).expect() == {"value": 1}
    assert door.ask(asked(Raise("a"))).expect() == {"value": 2}


def test_a_caller_that_went_away_does_not_stop_the_door(store: Store, door: Dispatcher) -> None:
    gone = door.submit(asked(Raise("a")))
    gone.cancel()
    other = door.submit(asked(Raise("a")))
    door.run_pending()

    assert other.result(0).is_accepted


def test_many_requests_share_one_commit(store: Store, door: Dispatcher) -> None:
    batch(door, *(asked(Raise(f"n{n}"), key=f"k{n}") for n in range(100)))

    sample = door.metrics.registry.get_sample_value("dujiang_commits_total")
    assert sample == 1


def test_two_doors_on_one_database_lose_no_update(store: Store) -> None:
    if not store.is_shared:
        pytest.skip("SQLite has one process that writes")
    with opened(store) as one, opened(store) as other:
        one.start()
        other.start()
        futures = [(one, other)[n % 2].submit(asked(Raise("a"))) for n in range(200)]
        answers = [future.result(20) for future in futures]

    assert all(answer.is_accepted for answer in answers)
    assert value(store, "a") == 200
