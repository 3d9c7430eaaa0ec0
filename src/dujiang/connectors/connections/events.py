"""What can have happened to connections."""

import msgspec


class ConnectionSaved(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A connection was set up or changed."""

    key: str
    version: int
    changed: tuple[str, ...] = ()
    """Names of the settings that are not what they were; secrets by their name alone."""


class ConnectionRemoved(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A connection was forgotten."""

    key: str


class HookSecretMade(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The hook of a connection has a new secret."""

    key: str


class HookReceived(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A delivery was taken, and has become these messages."""

    connection: str
    delivery: str
    event: str
    messages: tuple[str, ...]
