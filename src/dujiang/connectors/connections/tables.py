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

TABLES: Final[tuple[AnyTable, ...]] = (CONNECTION, HOOK_DELIVERY, HOOK_SIGNATURE)
