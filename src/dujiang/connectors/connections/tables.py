"""Rows of connections and of what has arrived by their hooks."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class ConnectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A connection: its definition as JSON, its secrets sealed by the installation's key."""

    key: str
    kind: str
    definition: bytes
    secrets: bytes = b""
    """A sealed box with the secrets by name; empty for none."""
    secret_names: str = ""
    """Which secrets there are, with a space between: shown in place of them."""
    hook_before_until: datetime | None = None
    """Until when the hook's former secret is taken too."""
    changed_at: datetime
    changed_by: int
    version: int = 0


CONNECTION: Final = Table("connection", ConnectionRow, key=("key",), revision="version")


class HookDeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery that was taken: a repeat under the same id is answered like the first."""

    shard: int
    connection: str
    delivery: str
    at: datetime
    event: str
    messages: str
    """Names of the messages that it has become, with a line each."""


HOOK_DELIVERY: Final = Table(
    "hook_delivery",
    HookDeliveryRow,
    key=("shard", "connection", "delivery"),
    secondary={"at": ("at",)},
)


class HookSignatureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that was used: nobody can send the same request under another delivery id."""

    shard: int
    connection: str
    signature: str
    at: datetime


HOOK_SIGNATURE: Final = Table(
    "hook_signature",
    HookSignatureRow,
    key=("shard", "connection", "signature"),
    secondary={"at": ("at",)},
)


class HealthRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a connection fares, by the calls that it was given."""

    key: str
    failures: int = 0
    """In a row, that said it is away."""
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    """Nothing is sent before; then one call at a time, until one succeeds."""
    worked_at: datetime | None = None
    code: str = ""
    """Why the last call failed; stays as a memory when it works again."""
    params: bytes = b""


HEALTH: Final = Table("connection_health", HealthRow, key=("key",))


class CallRow(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at a call, masked, and what came of it."""

    shard: int
    id: int
    at: datetime
    connection: str
    job_type: str
    job_id: int
    instance_id: int
    """0 for calls of no instance: tests and repeats."""
    element_id: str
    attempt: int
    idempotency_key: str
    method: str
    target: str
    request: str
    response: str
    status: int
    verdict: str
    code: str
    params: bytes
    duration_ms: int
    inputs: bytes
    """What the job was given, sealed values sealed; empty when it is too large to be kept."""


CALL: Final = Table(
    "connection_call",
    CallRow,
    key=("shard", "id"),
    secondary={
        "newest": ("id",),
        "connection": ("connection", "id"),
        "instance": ("instance_id", "id"),
        "at": ("at",),
    },
)

TABLES: Final[tuple[AnyTable, ...]] = (CONNECTION, HOOK_DELIVERY, HOOK_SIGNATURE, HEALTH, CALL)
