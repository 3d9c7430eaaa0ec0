"""Two nodes on one database: they share instances, timers and jobs, and double nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from dujiang.engine import commands as engine
from dujiang.runtime import SYSTEM, Advance, JobDone, Request
from dujiang.store import Store, open_store
from tests.databases import database_url
from tests.postgres import needs_postgres
from tests.runtime.house import ALL_TABLES, House, opened
from tests.runtime.models import job, parallel, timer, user

pytestmark = needs_postgres

TASKS = 24
MODELS = {
    "many": parallel("many", [user(f"u{n}") for n in range(TASKS)]),
    "timers": parallel("timers", [timer(f"t{n}", "PT1M") for n in range(TASKS)]),
    "jobs": parallel("jobs", [job(f"j{n}") for n in range(TASKS)]),
}


@pytest.fixture
def nodes() -> Iterator[tuple[House, House, list[str]]]:
    served: list[str] = []

    def handle(job_):
        served.append(job_.idempotency_key)
        return JobDone()

    with ExitStack() as stack:
        url = stack.enter_context(database_url("postgresql"))
        stores: list[Store] = [open_store(url, ALL_TABLES) for _ in range(2)]
        stores[0].create_missing()
        for store in stores:
            stack.callback(store.close)
        houses = [
            stack.enter_context(opened(store, MODELS, handlers={"work": handle}))
            for store in stores
        ]
        yield houses[0], houses[1], served


def test_two_nodes_may_work_on_one_instance(nodes: tuple[House, House, list[str]]) -> None:
    one, two, _ = nodes
    instance_ids = [one.start("many") for _ in range(3)]
    commands = [
        Advance(i, engine.CompleteUserTask(at=one.clock.now(), key=one.key_of(i, f"u{n}")))
        for n in range(TASKS)
        for i in instance_ids
    ]
    for house in (one, two):
        house.door.start()

    futures = [
        (one, two)[n % 2].door.submit(Request(c, SYSTEM, f"k{n}", one.clock.now()))
        for n, c in enumerate(commands)
    ]

    assert all(future.result(60).is_accepted for future in futures)
    assert {one.instance(i).state for i in instance_ids} == {"COMPLETED"}
    assert [one.instance(i).revision for i in instance_ids] == [TASKS] * 3


def test_two_nodes_share_the_timers(nodes: tuple[House, House, list[str]]) -> None:
    one, two, _ = nodes
    instance_ids = [one.start("timers") for _ in range(3)]
    for house in (one, two):
        house.clock.advance(timedelta(minutes=1))
        house.door.start()

    two.duties.next_at()
    one.duties.next_at()
    two.duties.next_at()

    assert {one.instance(i).state for i in instance_ids} == {"COMPLETED"}


def test_two_nodes_share_the_jobs(nodes: tuple[House, House, list[str]]) -> None:
    one, two, served = nodes
    instance_id = one.start("jobs")
    for house in (one, two):
        house.duties.drain()

    assert one.instance(instance_id).state == "COMPLETED"
    assert len(served) == len(set(served)) == TASKS


def test_a_node_sees_what_the_other_has_changed(nodes: tuple[House, House, list[str]]) -> None:
    one, two, _ = nodes
    instance_id = one.start("many")
    for n in range(TASKS):
        (one, two)[n % 2].complete(instance_id, f"u{n}").expect()

    assert one.instance(instance_id).state == "COMPLETED"
