"""How webhooks are signed, in both directions: HMAC-SHA256 over the instant and the body."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal, TypeAlias

TOLERANCE_S: Final = 300
"""How far the instant of a delivery may be from ours."""
TIMESTAMP_HEADER: Final = "x-dujiang-timestamp"
SIGNATURE_HEADER: Final = "x-dujiang-signature"
_SCHEME: Final = "sha256="

Judgement: TypeAlias = Literal["good", "missing", "stale", "wrong"]


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """The value of the signature header: `sha256=` and the hex digest of `timestamp.body`."""
    text = timestamp.encode() + b"." + body
    return _SCHEME + hmac.new(secret.encode(), text, sha256).hexdigest()


def signed_headers(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """Both headers of a delivery that leaves now."""
    timestamp = str(int(at.timestamp()))
    return {
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: signature_of(secret, timestamp, body),
    }


def judge(
    secrets: Sequence[str], timestamp: str, signature: str, body: bytes, now: datetime
) -> Judgement:
    """Whether a delivery was signed, lately, with one of these secrets."""
    if not timestamp or not signature:
        return "missing"
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return "wrong"
    given = signature.strip().lower().encode()
    is_ours = [
        hmac.compare_digest(signature_of(secret, timestamp, body).encode(), given)
        for secret in secrets
    ]
    if not any(is_ours):
        return "wrong"
    return "good" if abs(now.timestamp() - int(timestamp)) <= TOLERANCE_S else "stale"
