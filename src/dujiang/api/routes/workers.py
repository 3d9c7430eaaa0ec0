"""External workers: they fetch jobs, and say what came of them."""

import asyncio
import dataclasses
from collections import defaultdict
from datetime import timedelta
from typing import Any, Final

import structlog

from dujiang.api.desk import Call
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas import workers as schemas
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.workers import FetchJobs, LeasedJob, LeasedJobs
from dujiang.connectors.outgoing import for_peers
from dujiang.kernel.errors import Forbidden, InvalidInput, Problem
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    ExtendJob,
    JobDone,
    JobError,
    JobFailed,
    JobOutcome,
    Leased,
    NoteWorker,
    ReportJob,
    ReturnJob,
    figures_of_types,
    leasing,
    list_workers,
    sorted_out,
)

NOTED_EVERY: Final = timedelta(minutes=1)
"""A worker that asks all the time is written down this often."""

MAX_REMEMBERED: Final = 10_000
"""Names of workers, each with a job type, whose last note is kept in memory."""

_log = structlog.get_logger("dujiang.workers")


async def fetch_and_lock(call: Call[None, FetchJobs]) -> LeasedJobs:
    """Due jobs, oldest first; with `waitS` the answer comes when there is one, or time is up."""
    _require_types(call)
    call = dataclasses.replace(call, key=None)  # asking again is never a repeat
    await _note_worker(call)
    asked, bell = call.body, call.desk.bell
    wanted = frozenset(asked.job_types)
    now = asyncio.get_running_loop().time
    until = now() + asked.wait_s
    leased = await _lease(call)
    while not leased and (left_s := until - now()) > 0 and not bell.is_closing:
        await bell.wait(wanted, left_s)
        if await call.http.is_disconnected():
            bell.look()  # whom it was meant for has gone
            break
        leased = await _lease(call)
    if leased:
        bell.look()  # there may be more, for another worker
    return LeasedJobs(jobs=[_leased_job(call, one) for one in leased])


async def complete_job(call: Call[None, schemas.JobDone]) -> Nothing:
    """The job is done; its instance goes on."""
    return await _report(call, JobDone(_variables(call.body.variables)))


async def fail_job(call: Call[None, schemas.JobFailed]) -> Nothing:
    """The attempt has failed."""
    said = call.body
    failure = JobFailed(
        code="runtime.job.worker_failed",
        params={"reason": said.message},
        may_retry=said.may_retry,
        retry_after_s=said.retry_after_s,
    )
    return await _report(call, failure)


async def throw_job_error(call: Call[None, schemas.JobError]) -> Nothing:
    """The outcome is a BPMN error."""
    thrown = JobError(call.body.error_code, _variables(call.body.variables))
    return await _report(call, thrown)


async def extend_job(call: Call[None, schemas.JobExtended]) -> schemas.Lease:
    """A heart-beat."""
    command = ExtendJob(**_lease_of(call), lease_s=call.body.lease_s)
    answer = await call.submit(command)
    return schemas.Lease(lease_until=answer["lease_until"])


async def return_job(call: Call[None, schemas.JobReturned]) -> Nothing:
    """Back undone."""
    await call.submit(ReturnJob(**_lease_of(call), after_s=call.body.after_s))
    call.desk.bell.look()
    return Nothing()


def workers(call: Call[None, None]) -> schemas.WorkersView:
    """Types of jobs that workers do, and who asks for them."""
    with call.desk.read() as reader:
        figures = {
            one.job_type: one for one in figures_of_types(reader, call.desk.job_types, call.at)
        }
        known = list_workers(reader)
    asking: defaultdict[str, list[schemas.Worker]] = defaultdict(list)
    for row in known:
        person = person_by_id(row.person_id, call.desk.directory(), call.language)
        name = person.name if person is not None else ""
        asking[row.job_type].append(
            schemas.Worker(name=row.name, person=name, last_asked_at=row.asked_at)
        )
    return schemas.WorkersView(
        items=[
            schemas.JobTypeState(
                job_type=job_type,
                waiting=figures[job_type].waiting if job_type in figures else 0,
                oldest_at=figures[job_type].oldest_at if job_type in figures else None,
                held=figures[job_type].held if job_type in figures else 0,
                workers=asking[job_type],
            )
            for job_type in sorted({*figures, *asking})
        ]
    )


def _require_types(call: Call[None, FetchJobs]) -> None:
    """A worker gets what its token is for, and never what a connector of ours does."""
    foreign = [name for name in call.body.job_types if name in call.desk.job_types]
    if foreign:
        problem = Problem(
            code="runtime.job.type_is_ours", path="/jobTypes", params={"type": foreign[0]}
        )
        raise InvalidInput("runtime.job.type_is_ours", problems=(problem,), type=foreign[0])
    barred = [name for name in call.body.job_types if name not in (call.job_types or (name,))]
    if barred:
        raise Forbidden("runtime.job.not_yours", type=barred[0])


async def _note_worker(call: Call[None, FetchJobs]) -> None:
    asked, remembered = call.body, call.desk.bell.noted
    fresh = tuple(
        job_type
        for job_type in dict.fromkeys(asked.job_types)
        if call.at - remembered.get((job_type, asked.worker), call.at - NOTED_EVERY) >= NOTED_EVERY
    )
    if fresh:
        await call.submit(NoteWorker(worker=asked.worker, job_types=fresh))
        if len(remembered) > MAX_REMEMBERED:
            remembered.clear()
        remembered.update({(job_type, asked.worker): call.at for job_type in fresh})


async def _lease(call: Call[None, FetchJobs]) -> list[Leased]:
    asked, now = call.body, call.desk.clock.now()
    lease = timedelta(seconds=asked.lease_s)
    chore = leasing(tuple(set(asked.job_types)), now=now, lease=lease, limit=asked.max_jobs)
    rows = await call.desk.dispatcher.run_for(call.sink, chore)
    good, lost = sorted_out(rows, now + lease)
    for report in lost:
        await call.submit(report)
    for one in good:
        _log.info("job_leased", job_id=one.job.id, job_type=one.job.job_type, worker=asked.worker,
                  attempt=one.job.attempt)  # fmt: skip
    return good


def _leased_job(call: Call[Any, Any], leased: Leased) -> LeasedJob:
    job = leased.job
    return LeasedJob(
        id=id_text(job.id),
        attempt=job.attempt,
        job_type=job.job_type,
        inputs=for_peers(job.inputs, call.desk.open_sealed),
        idempotency_key=job.idempotency_key,
        instance_id=id_text(job.instance_id) if job.instance_id else None,
        element_id=job.element_id,
        lease_until=leased.until,
        deadline_at=job.deadline_at,
    )


async def _report(call: Call[None, Any], outcome: JobOutcome) -> Nothing:
    await call.submit(ReportJob(**_lease_of(call), outcome=outcome))
    return Nothing()


def _lease_of(call: Call[None, Any]) -> dict[str, Any]:
    return {
        "job_id": call.id("job_id"),
        "attempt": call.body.attempt,
        "among": call.job_types,
    }


def _variables(given: dict[str, Any]) -> Variables:
    return Variables(as_value(given))


HANDLERS: Final = {
    "fetchAndLock": fetch_and_lock,
    "completeJob": complete_job,
    "failJob": fail_job,
    "throwJobError": throw_job_error,
    "extendJob": extend_job,
    "returnJob": return_job,
    "listWorkers": workers,
}
