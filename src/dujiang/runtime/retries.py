"""When a failed job is tried again: schedules by name, with jitter that needs no dice."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

import msgspec

MAX_RETRY_AFTER_S: Final = 24 * 3600
"""A receiver that asks for more patience than this is not believed."""


class RetrySchedule(msgspec.Struct, frozen=True):
    """Waits between attempts; one attempt more than there are waits."""

    waits_s: tuple[int, ...]
    jitter_ratio: float = 0.1
    """Each wait is longer or shorter by up to this share, so that a crowd does not come back."""

    @property
    def attempts(self) -> int:
        """How often a job is tried before it becomes an incident."""
        return len(self.waits_s) + 1

    def next_at(
        self, job_id: int, attempts: int, now: datetime, retry_after_s: int | None = None
    ) -> datetime | None:
        """When the next attempt is due after `attempts` have failed; None when they are used up."""
        if attempts >= self.attempts:
            return None
        wait_s = self.waits_s[max(attempts, 1) - 1] * (1 + self._jitter(job_id, attempts))
        if retry_after_s is not None:
            wait_s = max(wait_s, min(retry_after_s, MAX_RETRY_AFTER_S))
        return now + timedelta(seconds=wait_s)

    def _jitter(self, job_id: int, attempts: int) -> float:
        digest = blake2b(f"{job_id}:{attempts}".encode(), digest_size=4).digest()
        return (int.from_bytes(digest) / 0xFFFFFFFF * 2 - 1) * self.jitter_ratio


PEER: Final = RetrySchedule((60, 300, 900, 3600, 14400))
"""Calls to other systems: 6 tries, about 1, 5, 15, 60 and 240 minutes apart."""
BRIEF: Final = RetrySchedule((60, 120, 120))
"""Work inside the house: 5 minutes, then an incident."""
ONCE: Final = RetrySchedule(())

SCHEDULES: Final[Mapping[str, RetrySchedule]] = {"peer": PEER, "brief": BRIEF, "once": ONCE}


def schedule_named(name: str, default: RetrySchedule) -> RetrySchedule:
    """The schedule that a model names: one of ours, or waits such as `PT1M,PT5M`."""
    if not name:
        return default
    known = SCHEDULES.get(name)
    return known if known is not None else _written_out(name, default)


def _written_out(name: str, default: RetrySchedule) -> RetrySchedule:
    waits: list[int] = []
    for part in name.split(","):
        unit = {"S": 1, "M": 60, "H": 3600}.get(part.strip()[-1:], 0)
        digits = part.strip().removeprefix("PT")[:-1]
        if not unit or not digits.isdecimal():
            return default
        waits.append(int(digits) * unit)
    return RetrySchedule(tuple(waits))
