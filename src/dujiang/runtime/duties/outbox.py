"""The duty that does jobs: leases due ones, runs their handlers, brings the outcome to the door."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import structlog
from sqlalchemy import func, select

from dujiang.runtime.commands import FinishJob, JobFailed, JobOutcome
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.instances.jobs import JobTypes, job_of
from dujiang.runtime.requests import SYSTEM, Answer, Request
from dujiang.runtime.tables import DUE_JOBS, JOB, JobRow
from dujiang.runtime.workers.tables import WORKER
from dujiang.store import AnyTable, Tx

LEASE: Final = timedelta(minutes=5)
"""How long others leave a job alone; every handler's own time limit is far shorter."""
MAX_RUNNING: Final = 16
"""Jobs of one process at the same time."""

_is_ours = JOB.c.job_type.not_in(select(WORKER.c.job_type))
"""Jobs of types that workers have asked for are left to them."""
_log = structlog.get_logger("dujiang.runtime")


class Outbox:
    """Runs handlers in a bounded pool (`running` threads), or, with 0, inside `tick` itself."""

    name = "outbox"
    tables: frozenset[AnyTable] = frozenset((JOB,))

    def __init__(
        self, dispatcher: Dispatcher, job_types: JobTypes, *, running: int = MAX_RUNNING
    ) -> None:
        self._dispatcher = dispatcher
        self._job_types = job_types
        self._pool = ThreadPoolExecutor(running, "job") if running else None
        self._limit = running or MAX_RUNNING
        self._running = 0
        self._lock = Lock()

    def tick(self, now: datetime) -> datetime | None:
        """Begin as many due jobs as there is room for."""
        room = self._limit - self._running
        next_at = self._next_at()
        if next_at is None or next_at > now or room <= 0:
            return next_at if room > 0 else None
        types = self._types(now)

        def claim(tx: Tx) -> list[JobRow]:
            return tx.claim(DUE_JOBS, now=now, until=now + LEASE, limit=room, among=types)

        self._begin(self._dispatcher.run(claim))
        return self._next_at()

    def stop(self) -> None:
        """Wait for the handlers that run; their outcomes still reach the door."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def _begin(self, rows: Sequence[JobRow]) -> None:
        for row in rows:
            if self._pool is None:
                self._do(row)
                continue
            with self._lock:
                self._running += 1
            self._pool.submit(self._do, row).add_done_callback(self._ended)

    def _ended(self, _: "Future[None]") -> None:
        with self._lock:
            self._running -= 1

    def _do(self, row: JobRow) -> None:
        outcome = self._attempt(row)
        self._dispatcher.metrics.jobs.labels(row.job_type, type(outcome).__name__).inc()
        request = Request(
            FinishJob(row.id, row.attempts, outcome),
            SYSTEM,
            f"job:{row.id}:{row.attempts}",
            self._dispatcher.clock.now(),
        )
        self._dispatcher.submit(request).add_done_callback(_told)
        self._dispatcher.work_here()

    def _attempt(self, row: JobRow) -> JobOutcome:
        job_type = self._job_types.get(row.job_type)
        if job_type is None:
            return JobFailed(
                code="runtime.job.no_handler", params={"type": row.job_type}, may_retry=False
            )
        try:
            return job_type.handle(job_of(row))
        except Exception as error:  # noqa: BLE001 - the outbox loop: a handler that raises has failed
            _log.error("job_raised", job_id=row.id, job_type=row.job_type, exc_info=error)
            return JobFailed(code="runtime.job.raised", params={"reason": type(error).__name__})

    def _types(self, now: datetime) -> list[str]:
        """What is due, also that which nobody at all can do: it becomes an incident."""
        due = select(JOB.c.job_type).distinct().where(JOB.c.wake_at <= now, _is_ours)
        with self._dispatcher.store.read() as reader:
            return [row[0] for row in reader.rows(due)]

    def _next_at(self) -> datetime | None:
        wake = select(func.min(JOB.c.wake_at)).where(_is_ours)
        with self._dispatcher.store.read() as reader:
            at: datetime | None = reader.value(wake)
        return at


def _told(future: "Future[Answer]") -> None:
    """The outcome could not be recorded: the lease runs out and the job is done again."""
    error = future.exception()
    if error is not None:
        _log.error("job_outcome_lost", reason=str(error))
