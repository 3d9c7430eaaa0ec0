"""The audit trail and its seals. Rows are only ever added."""

from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.store import AnyTable, Table, Unique

Verdict: TypeAlias = Literal["accepted", "refused", "seen"]


class AuditRow(msgspec.Struct, frozen=True):
    """Who did or saw what, when, from where, and how it was answered."""

    shard: int
    id: int
    at: datetime
    actor_id: int
    actor_kind: str
    address: str
    action: str
    """Name of the command, or of the kind of view for `seen`."""
    verdict: Verdict
    code: str
    """Why it was refused; empty otherwise."""
    subject_id: int
    """The process instance or other thing it was about; 0 where the log entry says it."""


AUDIT: Final = Table(
    "audit",
    AuditRow,
    key=("shard", "id"),
    secondary={"at": ("at",), "actor": ("actor_id", "at"), "subject": ("subject_id",)},
)


class SealRow(msgspec.Struct, frozen=True):
    """One closed range of the trail, chained to the range before it."""

    number: int
    from_at: datetime
    """First instant of the range."""
    until_at: datetime
    """First instant behind the range."""
    line_count: int
    digest: bytes
    """SHA-256 over the previous seal's digest and every line of the range, in the order of ids."""
    sealed_at: datetime


SEAL: Final = Table(
    "audit_seal",
    SealRow,
    key=("number",),
    unique=(Unique("range", ("from_at",), code="audit.seal.exists"),),
)

TABLES: Final[tuple[AnyTable, ...]] = (AUDIT, SEAL)
