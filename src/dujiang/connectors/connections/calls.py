"""What a call leaves behind: a masked entry of bounded size, and how the connection fares by it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from dujiang.connectors.connections.tables import HealthRow
from dujiang.runtime import JobFailed, JobOutcome

MAX_KEPT_CHARS: Final = 4_000
MAX_INPUTS_BYTES: Final = 64_000
"""Inputs that are larger are not kept: such a call cannot be repeated from the log."""
MASK: Final = "••••"
FAILURES_BEFORE_REST: Final = 5
"""Failures in a row after which a connection rests; then one call tries whether it works."""
REST: Final = timedelta(seconds=30)
MAX_PATIENCE_S: Final = 900
"""Asked for more patience than this, a connection is tried again all the same."""
MIN_HIDDEN_CHARS: Final = 4
"""Shorter texts stand in too many places to be blotted out one by one."""

Verdict: TypeAlias = Literal["done", "refused", "failed", "away"]

_SENSITIVE = re.compile(
    r'("[^"]*(?:password|passwd|secret|token|api_?key|authorization|credential|id_no|id_card|'
    r'bank_account|mobile|phone|salary|密码|口令|身份证|银行账号|手机)[^"]*"\s*:\s*)'
    r'("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false)',
    re.IGNORECASE,
)


def masked(text: str, hidden: Sequence[str]) -> str:
    """A text without secrets: those that are known, and what stands under a name that sounds so."""
    for secret in sorted(hidden, key=len, reverse=True):
        if len(secret) >= MIN_HIDDEN_CHARS:
            text = text.replace(secret, MASK)
    text = _SENSITIVE.sub(rf'\1"{MASK}"', text)
    return text if len(text) <= MAX_KEPT_CHARS else text[:MAX_KEPT_CHARS] + "…"


def verdict_of(outcome: JobOutcome) -> Verdict:
    """How a call ended: `away` says that the other system is not there, or not well."""
    if isinstance(outcome, JobFailed):
        return "away" if outcome.may_retry else "failed"
    return "refused" if type(outcome).__name__ == "JobError" else "done"


def health_after(
    before: HealthRow, verdict: Verdict, failure: JobFailed | None, now: datetime
) -> HealthRow:
    """How a connection fares after a call.

    What it refuses or calls a mistake shows that it works. Asked for patience (`Retry-After`) it
    is left alone so long.
    """
    if verdict != "away" or failure is None:
        return replace(before, failures=0, failing_since=None, rests_until=None, worked_at=now)
    failures = before.failures + 1
    rests_until = now + REST if failures >= FAILURES_BEFORE_REST else None
    if failure.retry_after_s is not None:
        asked = now + timedelta(seconds=min(failure.retry_after_s, MAX_PATIENCE_S))
        rests_until = max(rests_until or asked, asked)
    return replace(
        before,
        failures=failures,
        failing_since=before.failing_since or now,
        rests_until=rests_until,
        code=failure.code,
        params=msgspec.msgpack.encode(failure.params),
    )
