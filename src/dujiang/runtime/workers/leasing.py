"""Giving jobs out: claimed in a transaction of the door, oldest first, each to one worker."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import func, select

from dujiang.runtime.commands import JobFailed
from dujiang.runtime.instances.jobs import Job, job_of
from dujiang.runtime.retries import PEER, schedule_named
from dujiang.runtime.tables import DUE_JOBS, JOB, JobRow
from dujiang.runtime.workers.commands import ReportJob
from dujiang.runtime.workers.tables import WORKER, WorkerRow
from dujiang.store import Reader, Tx

MAX_LEASED: Final = 100
"""Jobs given out at once."""


class Leased(msgspec.Struct, frozen=True):
    """A job and until when the worker has it."""

    job: Job
    until: datetime


class JobTypeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with the jobs of one type that workers do."""

    job_type: str
    waiting: int
    """Due now, and held by nobody."""
    oldest_at: datetime | None
    """Since when the oldest of them has been due."""
    held: int
    """Leased, or waiting for their next attempt."""


def leasing(
    job_types: Sequence[str], *, now: datetime, lease: timedelta, limit: int
) -> Callable[[Tx], list[JobRow]]:
    """The chore that claims due jobs for a worker; give it to the door."""

    def claim(tx: Tx) -> list[JobRow]:
        until = now + lease
        return tx.claim(DUE_JOBS, now=now, until=until, limit=limit, among=job_types)

    return claim


def sorted_out(rows: Iterable[JobRow], until: datetime) -> tuple[list[Leased], list[ReportJob]]:
    """What a worker gets, and what has outlived all its attempts because workers died with it.

    A job that kills whoever takes it would otherwise be given out for ever.
    """
    good: list[Leased] = []
    lost: list[ReportJob] = []
    for row in rows:
        tries = schedule_named(row.retries, PEER).attempts
        if row.attempts - row.spent > tries:
            failure = JobFailed(
                code="runtime.job.workers_lost", params={"tries": tries}, may_retry=False
            )
            lost.append(ReportJob(job_id=row.id, attempt=row.attempts, outcome=failure))
        else:
            good.append(Leased(job_of(row), until))
    return good, lost


def due_types(reader: Reader, job_types: Collection[str], now: datetime) -> list[str]:
    """Those of the types that have a job for the taking."""
    due = (
        select(JOB.c.job_type)
        .distinct()
        .where(JOB.c.wake_at <= now, JOB.c.job_type.in_(sorted(job_types)))
    )
    return [row[0] for row in reader.rows(due)]


def list_workers(reader: Reader) -> list[WorkerRow]:
    """Who asks for which jobs, by type and name."""
    rows = reader.rows(select(*WORKER.c).order_by(WORKER.c.job_type, WORKER.c.name))
    return [WORKER.from_values(row) for row in rows]


def figures_of_types(reader: Reader, ours: Collection[str], now: datetime) -> list[JobTypeFigures]:
    """Every type of waiting jobs that no connector of ours does; one statement."""
    is_due = JOB.c.wake_at <= now
    asked = (
        select(
            JOB.c.job_type,
            func.count().filter(is_due),
            func.min(JOB.c.wake_at).filter(is_due),
            func.count().filter(JOB.c.wake_at > now),
        )
        .where(JOB.c.wake_at.is_not(None), JOB.c.job_type.not_in(sorted(ours)))
        .group_by(JOB.c.job_type)
        .order_by(JOB.c.job_type)
    )
    return [
        JobTypeFigures(job_type=name, waiting=waiting, oldest_at=oldest, held=held)
        for name, waiting, oldest, held in reader.rows(asked)
    ]
