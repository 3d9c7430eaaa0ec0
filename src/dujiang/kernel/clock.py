"""The clock port. Pure rooms never see it: instants reach them inside commands."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant; everything above the pure rooms asks one of these."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is told otherwise: for tests, sandboxes, simulation."""

    def __init__(self, start_at: datetime) -> None:
        self._now = start_at.astimezone(UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """The instant that was set last."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move forward; returns the new instant."""
        return self.set(self._now + by)

    def set(self, at: datetime) -> datetime:
        """Jump to `at`; an earlier instant is an `AssertionError`: clocks never run backwards."""
        with self._lock:
            target = at.astimezone(UTC)
            assert target >= self._now, f"the clock cannot go back from {self._now} to {target}"
            self._now = target
            return target
