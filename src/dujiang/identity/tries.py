"""Wrong tries in a row that are counted in memory: where nothing is stored, or nothing may be.

A refused command leaves no row behind, and nobody's account can be locked for a login that does not
exist; both are counted here, for each node by itself. The oldest are forgotten.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

MAX_FAILURES: Final = 5
"""Wrong passwords or codes in a row before an account is locked."""
LOCK_S: Final = 15 * 60
"""How long an account stays locked, in seconds."""
MAX_REMEMBERED: Final = 10_000
"""Whose failures are remembered at once."""


def minutes_until(until: datetime, at: datetime) -> int:
    """The whole minutes that are left, at least one."""
    return max(1, -(-int((until - at).total_seconds()) // 60))


class Tries:
    """Counts wrong tries by whom they were made for. Thread-safe."""

    def __init__(self) -> None:
        self._tried: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()
        self._lock = Lock()

    def minutes_locked(self, who: str, at: datetime) -> int | None:
        """For how many minutes more nobody may try; None when one may."""
        with self._lock:
            _, until = self._tried.get(who, (0, None))
        return minutes_until(until, at) if until is not None and until > at else None

    def failed(self, who: str, at: datetime) -> int:
        """Count a wrong try; how many are left before the lock, which begins at none."""
        with self._lock:
            failures, until = self._tried.pop(who, (0, None))
            failures = 1 if until is not None and until <= at else failures + 1
            is_locked = failures >= MAX_FAILURES
            self._tried[who] = failures, at + timedelta(seconds=LOCK_S) if is_locked else None
            while len(self._tried) > MAX_REMEMBERED:
                self._tried.popitem(last=False)
        return max(0, MAX_FAILURES - failures)

    def forget(self, who: str) -> None:
        """A right try: the count begins anew."""
        with self._lock:
            self._tried.pop(who, None)
