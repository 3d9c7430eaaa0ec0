"""Queues: connections bound what runs at once and in a minute; none keeps another waiting."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from threading import Event

from dujiang.kernel.clock import SystemClock
from dujiang.runtime import Job, JobDone, JobOutcome, JobType, Limits, Outbox
from dujiang.store import Store
from tests.runtime.house import House, opened
from tests.runtime.models import job, line, user

MODELS = {
    name: line(name, job("ask", attributes=f'connection="{name}"'), user("after"))
    for name in ("slow", "quick")
}


class Allowed:
    """The limits as a test sets them."""

    def __init__(self, **limits: Limits) -> None:
        self.limits = limits

    def limits_of(self, names: Collection[str]) -> Mapping[str, Limits]:
        return {name: self.limits[name] for name in names if name in self.limits}


class Served:
    """Counts whom it served, and when."""

    def __init__(self) -> None:
        self.times: dict[str, list[datetime]] = {}
        self.house: House

    def __call__(self, job: Job) -> JobOutcome:
        name = str(job.inputs["connection"])
        self.times.setdefault(name, []).append(self.house.clock.now())
        return JobDone()


def limited(store: Store, served: Served, **limits: Limits) -> House:
    house = House(store, MODELS, handlers={"work": served})
    served.house = house
    types = {"work": JobType(served)}
    house.outbox = Outbox(house.door, types, running=0, limits=Allowed(**limits))
    return house


def test_jobs_of_a_connection_begin_at_its_rate(store: Store) -> None:
    served = Served()
    house = limited(store, served, slow=Limits(per_minute=10))
    for _ in range(5):
        house.start("slow")
        house.start("quick")
    begin_at = house.clock.now()

    for _ in range(40):
        house.outbox.tick(house.clock.now())
        house.clock.advance(timedelta(seconds=1))

    waits = [(at - begin_at).total_seconds() for at in served.times["slow"]]
    assert waits == [0, 6, 12, 18, 24]
    assert [(at - begin_at).total_seconds() for at in served.times["quick"]] == [0] * 5


def test_a_connection_that_rests_is_left_alone_until_then(store: Store) -> None:
    served = Served()
    house = limited(store, served)
    until = house.clock.now() + timedelta(seconds=30)
    house.outbox = Outbox(
        house.door,
        {"work": JobType(served)},
        running=0,
        limits=Allowed(slow=Limits(paused_until=until)),
    )
    house.start("slow")
    house.start("quick")

    assert house.outbox.tick(house.clock.now()) == until
    assert list(served.times) == ["quick"]
    house.clock.set(until)
    house.outbox.tick(until)

    assert served.times["slow"] == [until]


def test_a_slow_connection_runs_as_many_as_it_allows_and_starves_nobody(store: Store) -> None:
    begun: Counter[str] = Counter()
    go_on, quick_done = Event(), Event()

    def serve(job: Job) -> JobOutcome:
        name = str(job.inputs["connection"])
        begun[name] += 1
        if name == "slow":
            go_on.wait(20)
        elif begun["quick"] == 10:
            quick_done.set()
        return JobDone()

    with opened(store, MODELS, clock=SystemClock(), handlers={"work": serve}) as house:
        for _ in range(10):
            house.start("slow")
        for _ in range(10):
            house.start("quick")
        outbox = Outbox(
            house.door,
            {"work": JobType(serve)},
            running=16,
            limits=Allowed(slow=Limits(running=2), quick=Limits(running=4)),
        )
        house.door.start()
        try:
            while not quick_done.wait(0.02):
                outbox.tick(house.clock.now())
            assert begun["slow"] == 2
        finally:
            go_on.set()
            outbox.stop()
