"""Wakes long polls of workers when there may be a job of theirs.

All polls of one program share one question to the database: after a commit that has touched jobs,
and at a slow pulse for what waited for its time or came by another node.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from dujiang.kernel.clock import Clock
from dujiang.runtime import due_types
from dujiang.runtime.tables import JOB
from dujiang.store import AnyTable, Reader, StoreError

PULSE_S: Final = 2.0
GATHER_S: Final = 0.02
"""Commits that come close together are answered by one question."""


class _Poll:
    """One worker that waits."""

    def __init__(self, job_types: frozenset[str]) -> None:
        self.job_types = job_types
        self.woken = asyncio.Event()


class JobBell:
    """Everything but `changed` and `close` belongs to the event loop's thread."""

    def __init__(self, read: Callable[[], AbstractContextManager[Reader]], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._polls: dict[_Poll, None] = {}
        self._next_look: asyncio.TimerHandle | None = None
        self.is_closing = False
        self.noted: dict[tuple[str, str], datetime] = {}
        """When a worker was last written down, by job type and its name."""

    @property
    def is_awaited(self) -> bool:
        """Whether any worker waits."""
        return bool(self._polls)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop that the polls run on; call it once, before the first poll."""
        self._loop = loop

    def changed(self, tables: frozenset[AnyTable]) -> None:
        """A commit has touched these tables; called from any thread."""
        if JOB in tables and self._polls:
            self._call(self.look)

    def close(self) -> None:
        """End all polls: the program stops. Called from any thread."""
        self.is_closing = True
        self._call(self._wake_all)

    async def wait(self, job_types: frozenset[str], timeout_s: float) -> None:
        """Return when there may be a job of these types, or after the time-out."""
        assert self._loop is not None
        poll = _Poll(job_types)
        self._polls[poll] = None
        self._look_in(PULSE_S)
        try:
            async with asyncio.timeout(timeout_s):
                await poll.woken.wait()
        except TimeoutError:
            return
        finally:
            del self._polls[poll]

    def look(self) -> None:
        """There may be jobs: ask soon, and wake the poll that has waited longest for each type."""
        if self._next_look is not None and self._next_look.when() > self._now() + GATHER_S:
            self._next_look.cancel()
            self._next_look = None
        self._look_in(GATHER_S)

    def _look_in(self, delay_s: float) -> None:
        if self._next_look is None and self._polls and not self.is_closing:
            assert self._loop is not None
            self._next_look = self._loop.call_later(delay_s, self._ask)

    def _ask(self) -> None:
        assert self._loop is not None
        wanted = frozenset().union(*(poll.job_types for poll in self._polls))
        asking = self._loop.run_in_executor(None, self._due, wanted)
        asking.add_done_callback(self._ring)

    def _due(self, wanted: frozenset[str]) -> list[str]:
        try:
            with self._read() as reader:
                return due_types(reader, wanted, self._clock.now())
        except StoreError:
            return []  # the database is away: the next pulse asks again

    def _ring(self, asked: "asyncio.Future[list[str]]") -> None:
        self._next_look = None
        for job_type in asked.result():
            for poll in self._polls:
                if job_type in poll.job_types and not poll.woken.is_set():
                    poll.woken.set()
                    break
        self._look_in(PULSE_S)

    def _wake_all(self) -> None:
        for poll in self._polls:
            poll.woken.set()

    def _call(self, what: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(what)

    def _now(self) -> float:
        assert self._loop is not None
        return self._loop.time()
