"""What a connection is: as it is written down, and as a call needs it."""

from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

TIMEOUT_S: Final = 30
MAX_TIMEOUT_S: Final = 120
MAX_RUNNING: Final = 4
MAX_RUNNING_EVER: Final = 64
MAX_PER_MINUTE: Final = 60_000
MAX_SUBSCRIPTIONS: Final = 100
MAX_NETWORKS: Final = 50
PRACTICE: Final = "practice:"
"""Address of a peer that only pretends: every call succeeds and nothing leaves the house. For the
demo company and for practising."""

AuthenticationKind: TypeAlias = Literal["none", "basic", "bearer", "header", "oauth2"]

SECRET: Final = "secret"  # noqa: S105 - a name
"""Name of the authentication's secret: password, token, key or client secret."""
HOOK: Final = "hook"
HOOK_BEFORE: Final = "hook_before"
"""The hook's secret, and the one that it has replaced and that is still taken for a while."""


class Authentication(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """How we prove who we are. Its secret is kept apart, under the name `SECRET`."""

    kind: AuthenticationKind = "none"
    user: str = ""
    """basic: the account. oauth2: the client id."""
    header: str = ""
    """header: the name of the header that carries the key."""
    token_url: str = ""
    scope: str = ""


class Subscription(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """What one event of the other system means here: a BPMN message.

    Texts with a leading `=` are FEEL over `body` (what arrived) and `event` (its name).
    """

    event: str = ""
    """The event's name (`body.event`, else `body.type`), or a condition; empty: every event."""
    message: str
    correlation: str = ""
    variables: str = "=body"
    keep: str = "PT1H"
    """How long the message is kept when nobody waits for it yet (ISO 8601)."""


class ConnectionDefinition(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """A connection as people and packages write it down: no secrets in it."""

    key: str
    name: str
    name_en: str = ""
    kind: str = "rest"
    base_url: str = ""
    authentication: Authentication = Authentication()
    headers: dict[str, str] = {}
    """Sent with every call; nothing secret."""
    settings: dict[str, str] = {}
    """What the kind needs beside."""
    allowed_networks: tuple[str, ...] = ()
    """Private networks that it may reach, such as `10.0.0.0/8`: a permission of its own."""
    max_running: Annotated[int, msgspec.Meta(ge=1, le=MAX_RUNNING_EVER)] = MAX_RUNNING
    """Calls at the same time."""
    per_minute: Annotated[int, msgspec.Meta(ge=0, le=MAX_PER_MINUTE)] = 0
    """Calls in a minute; 0 for no limit."""
    timeout_s: Annotated[int, msgspec.Meta(ge=1, le=MAX_TIMEOUT_S)] = TIMEOUT_S
    subscriptions: tuple[Subscription, ...] = ()

    @property
    def reached(self) -> tuple[str, ...]:
        """Where its secrets go: when one of these changes, they must be entered again."""
        places = (self.base_url, self.authentication.token_url)
        hosts = (
            f"{parts.scheme}://{(parts.hostname or '').lower()}:{parts.port or ''}"
            for parts in (urlsplit(place) for place in places)
        )
        return (*hosts, self.settings.get("host", ""))


class Connection(msgspec.Struct, frozen=True):
    """How a peer is reached: the definition with its secrets opened, for one call."""

    key: str
    base_url: str
    headers: dict[str, str] = {}
    allowed_networks: tuple[str, ...] = ()
    timeout_s: float = TIMEOUT_S
    kind: str = "rest"
    authentication: Authentication = Authentication()
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    max_running: int = MAX_RUNNING
    per_minute: int = 0
    subscriptions: tuple[Subscription, ...] = ()

    @property
    def secret(self) -> str:
        """The authentication's secret; empty when there is none."""
        return self.secrets.get(SECRET, "")

    @property
    def is_practice(self) -> bool:
        """Whether it only pretends."""
        return self.base_url == PRACTICE

    def __repr__(self) -> str:
        return f"Connection({self.key!r}, {self.base_url!r})"
