"""Jobs: done after the commit, at least once, with one key; used-up retries are an incident."""

from datetime import datetime, timedelta
from itertools import pairwise

from dujiang.engine import commands as engine
from dujiang.kernel.clock import Clock, ManualClock
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    PEER,
    SYSTEM,
    FinishJob,
    Job,
    JobDone,
    JobError,
    JobFailed,
    JobOutcome,
    OperateInstance,
    RetryIncident,
)
from dujiang.runtime.retries import BRIEF, ONCE, RetrySchedule, schedule_named
from dujiang.store import Store
from tests.runtime.house import AT, House, opened
from tests.runtime.models import flow, job, line, model, user

MODELS = {
    "call": line("call", job("ask", attributes='body="={a: days}"'), user("after")),
    "caught": model(
        "caught",
        '<startEvent id="start"/>'
        + job("ask")
        + '<boundaryEvent id="no" attachedToRef="ask"><errorEventDefinition errorRef="no_error"/>'
        + "</boundaryEvent>"
        + user("after")
        + user("instead")
        + '<endEvent id="end"/>'
        + flow("start", "ask")
        + flow("ask", "after")
        + flow("no", "instead")
        + flow("after", "end")
        + flow("instead", "end"),
        globals_='<error id="no_error" errorCode="NO"/>',
    ),
    "patient": model(
        "patient",
        '<startEvent id="start"/>'
        + job("ask")
        + '<boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition><timeDuration>'
        + "PT10M</timeDuration></timerEventDefinition></boundaryEvent>"
        + user("after")
        + '<endEvent id="end"/>'
        + flow("start", "ask")
        + flow("ask", "end")
        + flow("late", "after")
        + flow("after", "end"),
    ),
}


class Peer:
    """A handler that fails as often as it is told, and remembers whom it served."""

    def __init__(self, *failures: JobOutcome | Exception) -> None:
        self.failures = list(failures)
        self.seen: list[Job] = []
        self.clock: Clock = ManualClock(AT)
        self.times: list[datetime] = []

    def __call__(self, job: Job) -> JobOutcome:
        self.seen.append(job)
        self.times.append(self.clock.now())
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        return JobDone(Variables({"answer": as_value(42)}))


DOWN = JobFailed(code="connectors.http.timeout", params={"name": "hr", "seconds": 30})
WRONG = JobFailed(code="connectors.http.answered", params={"status": 400}, may_retry=False)


def house_with(store: Store, peer: Peer):
    return opened(store, MODELS, handlers={"work": peer})


def test_a_job_is_done_after_the_commit_and_its_result_goes_on(store: Store) -> None:
    peer = Peer()
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        assert peer.seen == []

        house.duties.drain()

        assert len(peer.seen) == 1
        assert peer.seen[0].inputs["body"] == {"a": as_value(3)}
        assert house.active(instance_id) == ["after"]
        assert house.jobs() == []


def test_a_job_is_tried_six_times_with_growing_waits_and_one_key(store: Store) -> None:
    peer = Peer(*[DOWN] * 6)
    with house_with(store, peer) as house:
        peer.clock = house.clock
        instance_id = house.start("call", days=3)

        house.wait(timedelta(days=2))

        waits = [(b - a).total_seconds() / 60 for a, b in pairwise(peer.times)]
        for wait, wanted in zip(waits, [1, 5, 15, 60, 240], strict=True):
            assert wanted * 0.9 <= wait <= wanted * 1.1
        assert len(peer.seen) == 6
        assert len({seen.idempotency_key for seen in peer.seen}) == 1
        assert [incident.code for incident in house.incidents()] == ["connectors.http.timeout"]
        assert house.instance(instance_id).incident_count == 1


def test_a_refused_call_is_an_incident_at_once_and_retry_keeps_the_key(store: Store) -> None:
    peer = Peer(WRONG)
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        house.duties.drain()
        incident = house.incidents()[0]
        assert incident.code == "connectors.http.answered"

        house.ask(RetryIncident(incident.id)).expect()
        house.duties.drain()

        assert house.active(instance_id) == ["after"]
        assert house.instance(instance_id).incident_count == 0
        assert house.incidents()[0].resolved_at is not None
        assert len({seen.idempotency_key for seen in peer.seen}) == 1
        assert house.ask(RetryIncident(incident.id)).code == "runtime.incident.resolved"


def test_a_handler_that_raises_has_failed_and_is_tried_again(store: Store) -> None:
    peer = Peer(ValueError("bug"))
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        house.wait(timedelta(minutes=2))

        assert len(peer.seen) == 2
        assert house.active(instance_id) == ["after"]


def test_a_bpmn_error_takes_the_path_that_catches_it(store: Store) -> None:
    with house_with(store, Peer(JobError("NO"))) as house:
        instance_id = house.start("caught")
        house.duties.drain()

        assert house.active(instance_id) == ["instead"]
        assert house.jobs() == []


def test_a_job_that_is_not_needed_any_more_is_not_tried_again(store: Store) -> None:
    peer = Peer(DOWN, DOWN, DOWN, DOWN)
    with house_with(store, peer) as house:
        instance_id = house.start("patient")
        house.wait(timedelta(hours=8))

        assert house.active(instance_id) == ["after"]
        assert house.jobs() == []
        assert len(peer.seen) == 3


def test_an_outcome_that_comes_twice_counts_once(store: Store) -> None:
    with house_with(store, Peer()) as house:
        house.start("call", days=3)
        job_id = house.jobs()[0].id
        house.duties.drain()

        answer = house.ask(FinishJob(job_id, 1, JobDone()), actor=SYSTEM)

        assert answer.code == "runtime.job.not_waiting"


def test_a_worker_that_dies_leaves_the_job_to_the_next_one(store: Store) -> None:
    peer = Peer()
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        lease(house)

        house.duties.drain()
        assert peer.seen == []
        house.wait(timedelta(minutes=6))
        assert house.active(instance_id) == ["after"]
        assert [seen.attempt for seen in peer.seen] == [2]


def lease(house: House) -> None:
    """Claim every due job, and die before doing anything."""
    from dujiang.runtime.duties.outbox import LEASE
    from dujiang.runtime.tables import DUE_JOBS

    now = house.clock.now()
    house.door.run(
        lambda tx: tx.claim(DUE_JOBS, now=now, until=now + LEASE, limit=9, among=["work"])
    )


def test_what_comes_back_while_the_instance_is_held_is_kept(store: Store) -> None:
    peer = Peer()
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        job_id = house.jobs()[0].id
        lease(house)
        house.ask(OperateInstance(instance_id, engine.Suspend(at=AT))).expect()

        outcome = JobDone(Variables({"answer": as_value(1)}))
        house.ask(FinishJob(job_id, 1, outcome), actor=SYSTEM).expect()
        assert house.active(instance_id) == ["ask"]

        house.ask(OperateInstance(instance_id, engine.Resume(at=AT))).expect()
        assert house.active(instance_id) == ["after"]
        assert peer.seen == []


def test_a_held_instance_asks_nothing_of_machines(store: Store) -> None:
    peer = Peer()
    with house_with(store, peer) as house:
        instance_id = house.start("call", days=3)
        house.ask(OperateInstance(instance_id, engine.Suspend(at=AT))).expect()
        house.wait(timedelta(hours=1))
        assert peer.seen == []

        house.ask(OperateInstance(instance_id, engine.Resume(at=AT))).expect()
        house.duties.drain()
        assert house.active(instance_id) == ["after"]


def test_schedules_have_names_or_are_written_out() -> None:
    assert schedule_named("", PEER) == PEER
    assert schedule_named("brief", PEER) == BRIEF
    assert schedule_named("PT1M,PT2H", PEER) == RetrySchedule((60, 7200))
    assert schedule_named("nonsense", ONCE) == ONCE
