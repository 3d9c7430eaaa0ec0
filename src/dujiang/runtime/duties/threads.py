"""Background duties: small objects with `tick(now) -> next_at`, and the threads that run them.

A tick does what is due and says when it wants to be called again. Tests call `drain` instead of
starting threads: it ticks until nothing is due at the clock's now.
"""

from collections.abc import Sequence
from datetime import datetime
from threading import Condition, Thread
from typing import Final, Protocol

import structlog

from dujiang.kernel.clock import Clock
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.metrics import Metrics
from dujiang.store import AnyTable

POLL_S: Final = 5.0
"""How long a duty sleeps at most: rows of a node that died are found by looking, not by notice."""
AFTER_FAILURE_S: Final = 1.0
MAX_DRAIN_ROUNDS: Final = 10_000

_log = structlog.get_logger("dujiang.runtime")


class Duty(Protocol):
    """One background duty."""

    @property
    def name(self) -> str:
        """For metrics and logs."""
        ...

    @property
    def tables(self) -> frozenset[AnyTable]:
        """A commit that changes one of these may have made work for this duty."""
        ...

    def tick(self, now: datetime) -> datetime | None:
        """Do what is due; when to come again, or None when nothing is planned."""
        ...

    def stop(self) -> None:
        """Finish what is under way."""
        ...


class _Runner:
    """A duty on its own thread: ticks when its time has come or when it is woken."""

    def __init__(self, duty: Duty, clock: Clock, metrics: Metrics) -> None:
        self.duty = duty
        self._clock = clock
        self._metrics = metrics
        self._changed = Condition()
        self._is_woken = True
        self._is_stopping = False
        self._thread = Thread(target=self._run, name=f"duty-{duty.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        with self._changed:
            self._is_woken = True
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join()
        self.duty.stop()

    def _run(self) -> None:
        while True:
            wait_s = self._tick()
            with self._changed:
                self._changed.wait_for(lambda: self._is_woken or self._is_stopping, wait_s)
                if self._is_stopping:
                    return
                self._is_woken = False

    def _tick(self) -> float:
        now = self._clock.now()
        try:
            next_at = self.duty.tick(now)
        except Exception as error:  # noqa: BLE001 - a duty goes on after a failed tick
            self._metrics.duty_failures.labels(self.duty.name).inc()
            _log.error("duty_failed", duty=self.duty.name, exc_info=error)
            return AFTER_FAILURE_S
        if next_at is None:
            return POLL_S
        return min(max((next_at - now).total_seconds(), 0), POLL_S)


class Duties:
    """All duties of one process."""

    def __init__(self, dispatcher: Dispatcher, duties: Sequence[Duty]) -> None:
        self._dispatcher = dispatcher
        self._duties = tuple(duties)
        self._runners: list[_Runner] = []
        dispatcher.watch(self._wake)

    def start(self) -> None:
        """Let every duty work on a thread of its own."""
        door = self._dispatcher
        self._runners = [_Runner(duty, door.clock, door.metrics) for duty in self._duties]
        for runner in self._runners:
            runner.start()

    def stop(self) -> None:
        """End the duties; what is under way is finished. Before the dispatcher stops."""
        for runner in self._runners:
            runner.stop()
        self._runners = []

    def drain(self) -> int:
        """Tick without threads until nothing is due at the clock's now; returns the rounds."""
        assert not self._runners, "drain is for tests and sandboxes, without threads"
        for rounds in range(MAX_DRAIN_ROUNDS):
            now = self._dispatcher.clock.now()
            planned = [duty.tick(now) for duty in self._duties]
            self._dispatcher.run_pending()
            if all(next_at is None or next_at > now for next_at in planned):
                return rounds
        raise AssertionError(f"still due after {MAX_DRAIN_ROUNDS} rounds")

    def next_at(self) -> datetime | None:
        """The next instant at which something is planned; does what is due now."""
        now = self._dispatcher.clock.now()
        planned = [at for duty in self._duties if (at := duty.tick(now)) is not None]
        return min(planned, default=None)

    def nudge(self) -> None:
        """Let every duty look now: after a clock was moved by hand."""
        for runner in self._runners:
            runner.wake()

    def _wake(self, tables: frozenset[AnyTable]) -> None:
        for runner in self._runners:
            if not runner.duty.tables.isdisjoint(tables):
                runner.wake()
