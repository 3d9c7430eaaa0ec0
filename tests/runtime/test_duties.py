"""Duties on threads of their own: woken by commits, stopped without losing what is under way."""

from threading import Event

import pytest

from dujiang.kernel.clock import SystemClock
from dujiang.kernel.errors import LimitExceeded
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import Clockwork, Duties, Job, JobDone, JobType, Outbox, Request, StartProcess
from dujiang.store import Store
from tests.runtime.house import LI, House
from tests.runtime.models import job, line, timer, user

MODELS = {"both": line("both", timer("pause", "PT0.2S"), job("ask"), user("after"))}
PATIENCE_S = 20


class Completed:
    """Waits until instances have come to rest, woken by the door's topics."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._changed = Event()
        house.door.listen(lambda topics: self._changed.set())

    def wait_for(self, instance_id: int, element_id: str) -> bool:
        for _ in range(PATIENCE_S * 5):
            if self._house.active(instance_id) == [element_id]:
                return True
            self._changed.wait(0.2)
            self._changed.clear()
        return False


def threaded(store: Store, handle) -> tuple[House, Duties]:
    house = House(store, MODELS, handlers={"work": handle}, clock=SystemClock())
    job_types = {"work": JobType(handle)}
    duties = Duties(house.door, [Clockwork(house.door), Outbox(house.door, job_types, running=4)])
    house.door.start()
    duties.start()
    return house, duties


def test_timers_and_jobs_run_by_themselves(store: Store) -> None:
    house, duties = threaded(store, lambda job: JobDone(Variables({"answer": as_value(1)})))
    completed = Completed(house)
    try:
        instance_id = house.start("both")
        assert completed.wait_for(instance_id, "after")
    finally:
        duties.stop()
        house.door.stop()


def test_a_stop_finishes_the_jobs_that_are_under_way(store: Store) -> None:
    begun, go_on = Event(), Event()

    def slow(job: Job) -> JobDone:
        begun.set()
        go_on.wait(PATIENCE_S)
        return JobDone()

    house, duties = threaded(store, slow)
    instance_id = house.start("both")
    assert begun.wait(PATIENCE_S)
    go_on.set()
    duties.stop()
    house.door.stop()

    assert house.active(instance_id) == ["after"]


def test_a_stopped_door_answers_what_was_queued_and_takes_nothing_more(store: Store) -> None:
    house, duties = threaded(store, lambda job: JobDone())
    request = Request(StartProcess(process_key="both"), LI, None, house.clock.now())
    futures = [house.door.submit(request) for _ in range(50)]
    duties.stop()
    house.door.stop()

    assert all(future.result(0).is_accepted for future in futures)
    with pytest.raises(LimitExceeded, match=r"runtime\.door\.closing"):
        house.door.submit(request)
