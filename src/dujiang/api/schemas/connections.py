"""Connections to other systems, their hooks and subscriptions."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Out, Person, Text

MAX_LISTED = 100
MAX_SECRET_CHARS = 16_000

Secret = Annotated[str, msgspec.Meta(max_length=MAX_SECRET_CHARS)]


class SubscriptionBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one event of the other system means here. `=` begins FEEL over `body` and `event`."""

    event: Text = ""
    message: Line
    correlation: Text = ""
    variables: Text = "=body"
    keep: Line = "PT1H"


class AuthenticationBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How we prove who we are; its secret is sent beside, under `secrets.secret`."""

    kind: Literal["none", "basic", "bearer", "header", "oauth2"] = "none"
    user: Line = ""
    header: Line = ""
    token_url: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    scope: Line = ""


class ConnectionBody(In, frozen=True):
    """A connection as it is set up. Secrets are write-only; an empty one removes it."""

    key: Line
    name: Line
    name_en: Line = ""
    kind: Line = "rest"
    base_url: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    authentication: AuthenticationBody = msgspec.field(default_factory=AuthenticationBody)
    headers: dict[str, Text] = msgspec.field(default_factory=dict)
    settings: dict[str, Text] = msgspec.field(default_factory=dict)
    allowed_networks: Annotated[list[Line], msgspec.Meta(max_length=MAX_LISTED)] = msgspec.field(
        default_factory=list
    )
    max_running: int = 4
    per_minute: int = 0
    timeout_s: int = 30
    subscriptions: Annotated[list[SubscriptionBody], msgspec.Meta(max_length=MAX_LISTED)] = (
        msgspec.field(default_factory=list)
    )
    secrets: dict[str, Secret] = msgspec.field(default_factory=dict)


class ConnectionView(Out, frozen=True):
    """A connection as the editor opens it; `version` is also its ETag."""

    key: str
    name: str
    name_en: str
    kind: str
    base_url: str
    authentication: AuthenticationBody
    headers: dict[str, str]
    settings: dict[str, str]
    allowed_networks: list[str]
    max_running: int
    per_minute: int
    timeout_s: int
    subscriptions: list[SubscriptionBody]
    secret_names: list[str]
    """Which secrets there are; they are never shown."""
    is_fixed: bool
    """Whether address, networks and time limit come from the installation's settings."""
    is_practice: bool
    hook_path: str
    """Where the other system sends its events; empty where the kind takes none."""
    former_secret_until: Instant | None
    changed_at: Instant | None
    changed_by: Person | None
    version: int


class ConnectionRow(Out, frozen=True):
    """A connection in the list."""

    key: str
    name: str
    kind: str
    kind_name: str
    base_url: str
    is_fixed: bool
    is_practice: bool
    has_hook_secret: bool
    subscription_count: int
    version: int


class ConnectionList(Out, frozen=True):
    """Every connection, by key."""

    items: list[ConnectionRow]


class HookSecret(Out, frozen=True):
    """The hook's new secret: shown this once."""

    secret: str
    path: str


class HookTaken(Out, frozen=True):
    """The delivery was taken and has become these messages."""

    messages: list[str]
