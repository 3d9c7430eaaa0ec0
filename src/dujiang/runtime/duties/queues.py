"""Queues of jobs: one for each job type and connection, and how fast each may go.

A connection bounds how many of its jobs run at the same time and begin in a minute, over all
nodes; one that has failed again and again rests for a while. What waits behind a bound keeps
nobody else from going: each queue is claimed by itself.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from sqlalchemy import func, select

from dujiang.runtime.instances.jobs import connection_of
from dujiang.runtime.tables import DUE_IN_QUEUES, JOB, PACE, JobRow, PaceRow
from dujiang.runtime.workers.tables import WORKER
from dujiang.store import Changes, Reader, Tx

BURST_S: Final = 6
"""A queue that was idle may begin at once what its rate would begin in so many seconds."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection allows; 0 is no bound."""

    running: int = 0
    per_minute: int = 0
    paused_until: datetime | None = None
    """Nothing begins before."""


NO_LIMITS: Final = Limits()


class ConnectionLimits(Protocol):
    """Knows what connections allow; `connectors` does."""

    def limits_of(self, names: Collection[str]) -> Mapping[str, Limits]:
        """The limits of those connections that have any."""
        ...


class Unlimited:
    """No connection bounds anything."""

    def limits_of(self, names: Collection[str]) -> Mapping[str, Limits]:
        """None has limits."""
        return {}


class WaitingQueue(msgspec.Struct, frozen=True):
    """A queue with jobs that want attention at some time."""

    name: str
    wake_at: datetime

    @property
    def connection(self) -> str:
        """The connection that its jobs go to; empty for none."""
        return connection_of(self.name)


def waiting_queues(reader: Reader) -> list[WaitingQueue]:
    """The queues that are ours to work off, those that have waited longest first.

    Jobs of types that workers outside have asked for are left to them.
    """
    workers = {row[0] for row in reader.rows(select(WORKER.c.job_type).distinct())}
    first = func.min(JOB.c.wake_at)
    asked = select(JOB.c.queue, first).where(JOB.c.wake_at.is_not(None)).group_by(JOB.c.queue)
    found = [WaitingQueue(name, at) for name, at in reader.rows(asked)]
    ours = [one for one in found if one.name.partition(":")[0] not in workers]
    return sorted(ours, key=lambda one: (one.wake_at, one.name))


class Claiming:
    """A chore for the door: claims due jobs queue by queue, within the limits.

    `full` names afterwards the connections that have as many jobs running as they allow, `free_at`
    when those that go at a rate may begin their next one.
    """

    def __init__(
        self,
        queues: Sequence[WaitingQueue],
        limits: Mapping[str, Limits],
        *,
        now: datetime,
        lease: timedelta,
        room: int,
    ) -> None:
        self.full: set[str] = set()
        self.free_at: dict[str, datetime] = {}
        self._queues = queues
        self._limits = limits
        self._now = now
        self._until = now + lease
        self._room = room

    def __call__(self, tx: Tx) -> list[JobRow]:
        """Claim."""
        bounded = sorted({one.connection for one in self._queues} & set(self._limits))
        paces = self._paces(tx, bounded)
        running = self._running(tx) if bounded else {}
        taken: list[JobRow] = []
        for queue in self._queues:
            room = self._room - len(taken)
            if room <= 0:
                break
            name = queue.connection
            allowed = self._allowed(name, running.get(name, 0), paces, room)
            if allowed <= 0:
                continue
            rows = self._claim(tx, queue.name, allowed)
            running[name] = running.get(name, 0) + len(rows)
            self._spend(paces, name, len(rows))
            taken += rows
        self._note(tx, taken, paces)
        return taken

    def _claim(self, tx: Tx, queue: str, limit: int) -> list[JobRow]:
        return tx.claim(
            DUE_IN_QUEUES, now=self._now, until=self._until, limit=limit, among=(queue,)
        )

    def _paces(self, tx: Tx, names: Sequence[str]) -> dict[str, PaceRow]:
        """The rows of bounded connections, held: other nodes claim for them before or after us."""
        found = {row.connection: row for row in tx.load(PACE, [(n,) for n in names], lock="wait")}
        missing = [PaceRow(connection=n, free_at=self._now) for n in names if n not in found]
        if missing:
            tx.write([Changes(PACE, inserts=missing)])
        return found | {row.connection: row for row in missing}

    def _running(self, tx: Tx) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in tx.load_by(JOB, "by_running", [(1,)]):
            if row.wake_at is not None and row.wake_at > self._now:
                name = connection_of(row.queue)
                counts[name] = counts.get(name, 0) + 1
        return counts

    def _allowed(self, name: str, running: int, paces: Mapping[str, PaceRow], room: int) -> int:
        limits = self._limits.get(name, NO_LIMITS)
        if limits.running:
            room = min(room, limits.running - running)
            if room <= 0:
                self.full.add(name)
        if limits.per_minute and room > 0:
            room = min(room, self._at_rate(name, limits.per_minute, paces[name]))
        return room

    def _at_rate(self, name: str, per_minute: int, pace: PaceRow) -> int:
        """How many may begin now at a steady rate with a small burst (GCRA)."""
        interval = timedelta(seconds=60 / per_minute)
        begin = max(pace.free_at, self._now - self._burst(per_minute) * interval)
        if begin > self._now:
            self.free_at[name] = begin
            return 0
        return (self._now - begin) // interval + 1

    @staticmethod
    def _burst(per_minute: int) -> int:
        return max(1, per_minute * BURST_S // 60) - 1

    def _spend(self, paces: dict[str, PaceRow], name: str, count: int) -> None:
        per_minute = self._limits.get(name, NO_LIMITS).per_minute
        if not per_minute or not count:
            return
        interval = timedelta(seconds=60 / per_minute)
        begin = max(paces[name].free_at, self._now - self._burst(per_minute) * interval)
        paces[name] = PaceRow(connection=name, free_at=begin + count * interval)
        if paces[name].free_at > self._now:
            self.free_at[name] = paces[name].free_at

    def _note(self, tx: Tx, taken: Sequence[JobRow], paces: Mapping[str, PaceRow]) -> None:
        """Write down what runs now and what the rates have used up."""
        bounded = [row for row in taken if connection_of(row.queue) in self._limits]
        if not bounded:
            return
        names = sorted({connection_of(row.queue) for row in bounded})
        spent = [paces[name] for name in names if self._limits[name].per_minute]
        begun = [msgspec.structs.replace(row, running=1) for row in bounded]
        tx.write(
            [
                Changes(JOB, updates=begun, bases=bounded),
                *([Changes(PACE, updates=spent, bases=spent)] if spent else []),
            ]
        )
