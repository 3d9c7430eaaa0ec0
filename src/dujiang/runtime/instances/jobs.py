"""Work asked of machines: written with the state that asks for it (outbox), done after the commit.

A worker leases the row, does the job, and brings the outcome back through the door. Dying at any
point leads to another attempt with the same idempotency key, by which the receiver can tell.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

import msgspec

from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.encoding import decode_value, decoder, encode, encode_value
from dujiang.kernel.ids import id_text, shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.commands import (
    Advance,
    FinishJob,
    JobDone,
    JobError,
    JobFailed,
    JobOutcome,
)
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.instances.running import advance
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.retries import PEER, RetrySchedule, schedule_named
from dujiang.runtime.tables import JOB, InstanceRow, JobRow


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler is given."""

    id: int
    job_type: str
    instance_id: int
    element_id: str
    inputs: Variables
    idempotency_key: str
    attempt: int
    """1 for the first."""
    deadline_at: datetime | None = None


def go_on(job: Job) -> JobOutcome:
    """There is nothing to do: the process goes on behind the commit of what it has begun."""
    return JobDone(Variables({}))


class JobHandler(Protocol):
    """Does jobs of one type, on a thread of a bounded pool, with its own time limits.

    What it raises counts as a failed attempt; expected failures are returned.
    """

    def __call__(self, job: Job) -> JobOutcome:
        """Do the job; it may have been done before, with the same idempotency key."""
        ...


class JobType(msgspec.Struct, frozen=True):
    """A handler and the retries that its jobs get when the model names none."""

    handle: JobHandler
    retries: RetrySchedule = PEER


JobTypes = Mapping[str, JobType]
MAX_QUEUE_CHARS: Final = 200

_outcome: "msgspec.msgpack.Decoder[JobOutcome]" = decoder(JobOutcome)  # type: ignore[arg-type]


def job_of(row: JobRow) -> Job:
    """The job as its handler sees it."""
    return Job(
        id=row.id,
        job_type=row.job_type,
        instance_id=row.instance_id,
        element_id=row.element_id,
        inputs=Variables(decode_value(row.inputs)),
        idempotency_key=row.idempotency_key,
        attempt=row.attempts,
        deadline_at=row.deadline_at,
    )


def open_job(fact: facts.JobCreated, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
    """A job is asked for; after a repaired incident it is the old one that gets another chance."""
    instance = context.instance
    assert instance is not None
    old = _job_of_element(work, instance, fact.key) if _is_retry(context) else None
    job_id = old.id if old is not None else work.new_id_beside(instance.id)
    edited = decode_value(old.edited) if old is not None and old.edited else {}
    inputs = fact.inputs.merged(edited) if edited else fact.inputs
    given = fact.inputs.get("key")
    row = JobRow(
        shard=instance.shard,
        id=job_id,
        instance_id=instance.id,
        key=fact.key,
        element_id=fact.element_id,
        job_type=fact.job_type,
        queue=queue_of(fact.job_type, fact.inputs),
        state="WAITING",
        created_at=work.at,
        wake_at=work.at,
        deadline_at=work.at + fact.deadline if fact.deadline is not None else None,
        attempts=old.attempts if old is not None else 0,
        spent=old.attempts if old is not None else 0,
        retries=fact.retries,
        idempotency_key=str(given) if given else _default_key(instance, fact),
        inputs=encode_value(inputs),
        edited=old.edited if old is not None else b"",
    )
    if old is None:
        work.insert(JOB, row)
    else:
        work.put(JOB, row)
    return ()


def queue_of(job_type: str, inputs: Mapping[str, object]) -> str:
    """The queue of a job: its type, and the connection that it goes to."""
    return f"{job_type}:{inputs.get('connection') or ''}"[:MAX_QUEUE_CHARS]


def connection_of(queue: str) -> str:
    """The connection that the jobs of a queue go to; empty for none."""
    return queue.partition(":")[2]


def _default_key(instance: InstanceRow, fact: facts.JobCreated) -> str:
    return f"{instance.number or id_text(instance.id)}:{fact.element_id}:{fact.key}"


def _is_retry(context: FactContext) -> bool:
    command = context.command
    return isinstance(command, Advance) and isinstance(command.command, engine.ResolveIncident)


def _job_of_element(work: Work, instance: InstanceRow, key: int) -> JobRow | None:
    jobs = work.find(JOB, "by_instance", instance.shard, instance.id)
    return next((job for job in jobs if job.key == key), None)


def cancel_job(
    fact: facts.JobCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """The job is not needed any more; an attempt that is under way finds nobody to tell."""
    assert context.instance is not None
    job = _job_of_element(work, context.instance, fact.key)
    if job is not None:
        work.delete(JOB, job.shard, job.id)
    return ()


def needs_of_job(command: FinishJob, known: Known) -> Iterable[Needs]:
    """The job, then its instance."""
    key = (shard_of(command.job_id), command.job_id)
    yield Needs(rows=((JOB, key),))
    job = known.get(JOB, *key)
    if job is not None and job.instance_id:
        yield Needs(instances=(job.instance_id,))


class FinishingJobs:
    """Handler of `FinishJob`."""

    def __init__(self, job_types: JobTypes) -> None:
        self._job_types = job_types

    def __call__(self, command: FinishJob, work: Work) -> Handled | Refused:
        """Bring the outcome into the instance, or plan the next attempt."""
        job = work.get(JOB, shard_of(command.job_id), command.job_id)
        if job is None or (job.state == "WAITING" and job.attempts != command.attempt):
            return Refused("runtime.job.not_waiting")
        if job.instance_id:
            instance = work.instance(job.instance_id)
            if instance.state == "SUSPENDED":
                return _hold(work, job, command.outcome)
        match command.outcome:
            case JobDone(variables=variables):
                done = engine.CompleteJob(at=work.at, key=job.key, variables=variables)
                return _close(work, job, done)
            case JobError(error_code=code, variables=variables):
                thrown = engine.ThrowError(
                    at=work.at, key=job.key, error_code=code, variables=variables
                )
                return _close(work, job, thrown)
            case JobFailed():
                return self._failed(work, job, command.outcome)

    def _failed(self, work: Work, job: JobRow, failure: JobFailed) -> Handled | Refused:
        known = self._job_types.get(job.job_type)
        schedule = schedule_named(job.retries, known.retries if known is not None else PEER)
        next_at = None
        if failure.may_retry:
            tried = job.attempts - job.spent
            next_at = schedule.next_at(job.id, tried, work.at, failure.retry_after_s)
        if next_at is not None and (job.deadline_at is None or next_at <= job.deadline_at):
            work.put(
                JOB,
                msgspec.structs.replace(
                    job,
                    wake_at=next_at,
                    running=0,
                    code=failure.code,
                    detail=encode(failure.params),
                ),
            )
            return Handled(instance_id=job.instance_id or None)
        return _give_up(work, job, failure)


def _close(work: Work, job: JobRow, command: engine.Command) -> Handled | Refused:
    work.delete(JOB, job.shard, job.id)
    if not job.instance_id:
        return Handled()
    return advance(Advance(job.instance_id, command), work)


def _give_up(work: Work, job: JobRow, failure: JobFailed) -> Handled | Refused:
    if not job.instance_id:
        work.delete(JOB, job.shard, job.id)
        return Handled()
    work.put(
        JOB,
        msgspec.structs.replace(
            job,
            state="FAILED",
            wake_at=None,
            running=0,
            code=failure.code,
            detail=encode(failure.params),
        ),
    )
    failed = engine.FailJob(at=work.at, key=job.key, code=failure.code, params=dict(failure.params))
    return advance(Advance(job.instance_id, failed), work)


def _hold(work: Work, job: JobRow, outcome: JobOutcome) -> Handled:
    held = msgspec.structs.replace(
        job, state="HELD", wake_at=None, running=0, outcome=encode(outcome)
    )
    work.put(JOB, held)
    return Handled()


def hold_jobs(
    fact: facts.InstanceSuspended, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """While an instance is held no attempt begins; one that is under way ends and is kept."""
    assert context.instance is not None
    for job in work.find(JOB, "by_instance", context.instance.shard, context.instance.id):
        if job.state == "WAITING":
            work.put(JOB, msgspec.structs.replace(job, state="HELD", wake_at=None))
    return ()


def release_jobs(
    fact: facts.InstanceResumed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """What came back meanwhile is worked off; the others are tried now."""
    assert context.instance is not None
    for job in work.find(JOB, "by_instance", context.instance.shard, context.instance.id):
        if job.state != "HELD":
            continue
        if job.outcome:
            yield FinishJob(job.id, job.attempts, _outcome.decode(job.outcome))
        else:
            work.put(JOB, msgspec.structs.replace(job, state="WAITING", wake_at=work.at))


def failed_job(work: Work, instance: InstanceRow, key: int) -> JobRow | None:
    """The job behind an incident, if it is one of a job."""
    job = _job_of_element(work, instance, key)
    return job if job is not None and job.state == "FAILED" else None


def was_taken(work: Work, instance: InstanceRow, key: int) -> bool:
    """Whether a worker has begun the job of an element instance: the receiver may know of it."""
    job = _job_of_element(work, instance, key)
    return job is not None and job.attempts > 0
