"""What can be asked of connections."""

from typing import Any

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    pass


class SaveConnection(_Command, frozen=True, kw_only=True):
    """Set a connection up, or change it.

    `version` is the one that was edited (0 for a new one); a stale one is refused. `secrets` has
    those that are new; an empty text removes one, and what is not named stays. Answer:
    `{"key", "version"}`.
    """

    definition: dict[str, Any]
    secrets: dict[str, str] = {}
    version: int

    def __repr__(self) -> str:
        return f"SaveConnection({self.definition!r}, secrets={sorted(self.secrets)!r})"


class BringConnection(_Command, frozen=True, kw_only=True):
    """A package needs this connection: set it up without an address, or bring it up to date.

    What people have set stays: address, authentication, limits, networks, secrets.
    """

    definition: dict[str, Any]


class RemoveConnection(_Command, frozen=True, kw_only=True):
    """Forget a connection with its secrets. Jobs that name it become incidents."""

    key: str


class MakeHookSecret(_Command, frozen=True, kw_only=True):
    """Give the hook a new secret, made by the edge; the former one is taken for a while longer."""

    key: str
    secret: str

    def __repr__(self) -> str:
        return f"MakeHookSecret({self.key!r})"


class ReceiveHook(_Command, frozen=True, kw_only=True):
    """Another system has told us something; the edge has checked its signature.

    Answer: `{"messages": [...]}`, the same for every repeat of the delivery.
    """

    connection: str
    delivery: str
    signature: str
    body: Variables = NO_VARIABLES
    """The body under the name `body`."""
    looked_up: dict[str, Variables] = {}
    """By message: what the form of the process that it starts has taken from other systems."""


class RepeatCall(_Command, frozen=True, kw_only=True):
    """Send a call of the log once more, with its idempotency key."""

    call_id: int
