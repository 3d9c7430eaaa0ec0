"""The duty that does jobs: leases due ones, runs their handlers, brings the outcome to the door."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import structlog

from dujiang.runtime.commands import FinishJob, JobFailed, JobOutcome
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.duties.queues import (
    NO_LIMITS,
    Claiming,
    ConnectionLimits,
    Limits,
    Unlimited,
    WaitingQueue,
    waiting_queues,
)
from dujiang.runtime.instances.jobs import JobTypes, job_of
from dujiang.runtime.requests import SYSTEM, Answer, Request
from dujiang.runtime.tables import JOB, JobRow
from dujiang.store import AnyTable

LEASE: Final = timedelta(minutes=5)
"""How long others leave a job alone; every handler's own time limit is far shorter."""
MAX_RUNNING: Final = 16
"""Jobs of one process at the same time."""

_log = structlog.get_logger("dujiang.runtime")


class Outbox:
    """Runs handlers in a bounded pool (`running` threads), or, with 0, inside `tick` itself."""

    name = "outbox"
    tables: frozenset[AnyTable] = frozenset((JOB,))

    def __init__(
        self,
        dispatcher: Dispatcher,
        job_types: JobTypes,
        *,
        running: int = MAX_RUNNING,
        limits: ConnectionLimits | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._job_types = job_types
        self._pool = ThreadPoolExecutor(running, "job") if running else None
        self._limit = running or MAX_RUNNING
        self._limits = limits or Unlimited()
        self._running = 0
        self._lock = Lock()

    def tick(self, now: datetime) -> datetime | None:
        """Begin as many due jobs as there is room for, within the limits of their connections."""
        room = self._limit - self._running
        if room <= 0:
            return None
        queues, limits = self._look(now)
        due = [one for one in queues if one.wake_at <= now and not _rests(one, limits, now)]
        if not due:
            return _next_at(queues, limits, now, Claiming((), {}, now=now, lease=LEASE, room=0))
        claiming = Claiming(due, limits, now=now, lease=LEASE, room=room)
        self._begin(self._dispatcher.run(claiming))
        queues, limits = self._look(now)
        return _next_at(queues, limits, now, claiming)

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

    def _look(self, now: datetime) -> tuple[list[WaitingQueue], Mapping[str, Limits]]:
        with self._dispatcher.store.read() as reader:
            queues = waiting_queues(reader)
        names = {one.connection for one in queues if one.wake_at <= now} - {""}
        return queues, self._limits.limits_of(names) if names else {}


def _rests(queue: WaitingQueue, limits: Mapping[str, Limits], now: datetime) -> bool:
    until = limits.get(queue.connection, NO_LIMITS).paused_until
    return until is not None and until > now


def _next_at(
    queues: Sequence[WaitingQueue],
    limits: Mapping[str, Limits],
    now: datetime,
    claiming: Claiming,
) -> datetime | None:
    """When to look again; a full connection is looked at when one of its jobs has ended."""
    planned: list[datetime] = []
    for queue in queues:
        name = queue.connection
        if queue.wake_at <= now and name in claiming.full:
            continue
        until = limits.get(name, NO_LIMITS).paused_until
        planned.append(max(queue.wake_at, until or now, claiming.free_at.get(name, now)))
    return min(planned, default=None)


def _told(future: "Future[Answer]") -> None:
    """The outcome could not be recorded: the lease runs out and the job is done again."""
    error = future.exception()
    if error is not None:
        _log.error("job_outcome_lost", reason=str(error))
