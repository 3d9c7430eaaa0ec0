"""Leases of workers: an outcome counts once, a heart-beat lengthens, what is given back is free."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import msgspec

from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import NO_VARIABLES
from dujiang.runtime.commands import FinishJob, JobFailed
from dujiang.runtime.deciding.routes import Route, Routes
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.instances.jobs import JobTypes
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import JOB, JobRow
from dujiang.runtime.workers.commands import (
    ExtendJob,
    NoteWorker,
    ReportJob,
    ReturnJob,
    WorkerCommand,
)
from dujiang.runtime.workers.tables import WORKER, WorkerRow

WORK: Final = "job.work"
"""Permission of those whose programs do jobs."""


def worker_routes(job_types: JobTypes) -> Routes:
    """Every command of workers; `job_types` are ours, which no worker may touch."""
    leases = _Leases(job_types)
    return {
        ReportJob: Route(WORK, leases.report, _needs_of_report),
        ExtendJob: Route(WORK, leases.extend, _needs),
        ReturnJob: Route(WORK, leases.give_back, _needs),
        NoteWorker: Route(WORK, _note),
    }


class _Leases:
    def __init__(self, job_types: JobTypes) -> None:
        self._job_types = job_types

    def report(self, command: ReportJob, work: Work) -> Handled | Refused:
        """The outcome of an attempt, if the caller still holds the job."""
        job = self._held(command, work)
        if isinstance(job, Refused):
            return job
        finish = FinishJob(job.id, command.attempt, command.outcome)
        return Handled(follow_ups=(finish,), recorded=_without_results(command))

    def extend(self, command: ExtendJob, work: Work) -> Handled | Refused:
        """The lease ends later. It never ends earlier than it would have."""
        job = self._held(command, work)
        if isinstance(job, Refused):
            return job
        until = work.at + timedelta(seconds=command.lease_s)
        if job.wake_at is not None:  # null while its instance is held
            until = max(job.wake_at, until)
            work.put(JOB, msgspec.structs.replace(job, wake_at=until))
        return Handled(answer={"lease_until": until}, instance_id=job.instance_id or None)

    def give_back(self, command: ReturnJob, work: Work) -> Handled | Refused:
        """Free again, and as if the attempt had not been."""
        job = self._held(command, work)
        if isinstance(job, Refused):
            return job
        free_at = work.at + timedelta(seconds=command.after_s) if job.wake_at is not None else None
        work.put(JOB, msgspec.structs.replace(job, wake_at=free_at, spent=job.spent + 1))
        return Handled(instance_id=job.instance_id or None)

    def _held(self, command: WorkerCommand, work: Work) -> JobRow | Refused:
        job = work.get(JOB, shard_of(command.job_id), command.job_id)
        if job is None or job.attempts != command.attempt or job.state == "FAILED":
            return Refused("runtime.job.not_waiting")
        is_foreign = job.job_type in self._job_types
        if is_foreign or (command.among and job.job_type not in command.among):
            return Refused("runtime.job.not_yours", 403, {"type": job.job_type})
        return job


def _without_results(command: ReportJob) -> ReportJob:
    """As the log keeps it: the results stand, sealed where they must be, in what follows."""
    outcome = command.outcome
    if isinstance(outcome, JobFailed):
        return command
    bare = msgspec.structs.replace(outcome, variables=NO_VARIABLES)
    return msgspec.structs.replace(command, outcome=bare)


def _note(command: NoteWorker, work: Work) -> Handled:
    for job_type in command.job_types:
        known = work.get(WORKER, job_type, command.worker)
        if known is None:
            row = WorkerRow(job_type, command.worker, work.actor.id, work.at, work.at)
            work.insert(WORKER, row)
        else:
            seen = msgspec.structs.replace(known, asked_at=work.at, person_id=work.actor.id)
            work.put(WORKER, seen)
    return Handled()


def _needs(command: WorkerCommand, known: Known) -> Iterable[Needs]:
    yield Needs(rows=((JOB, (shard_of(command.job_id), command.job_id)),))


def _needs_of_report(command: WorkerCommand, known: Known) -> Iterable[Needs]:
    key = (shard_of(command.job_id), command.job_id)
    yield Needs(rows=((JOB, key),))
    job = known.get(JOB, *key)
    if job is not None and job.instance_id:
        yield Needs(instances=(job.instance_id,))
