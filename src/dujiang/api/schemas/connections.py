"""Connections to other systems, their hooks and subscriptions."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    In,
    Instant,
    Limit,
    Line,
    Named,
    Out,
    Person,
    Text,
)

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


class ConnectionState(Out, frozen=True):
    """How a connection fares, and what waits for it."""

    health: Literal["unused", "working", "failing", "resting"]
    failing_since: Instant | None
    rests_until: Instant | None
    trouble: str
    """What the last failure says; empty while it works."""
    worked_at: Instant | None
    waiting: int
    running: int
    failed: int
    oldest_at: Instant | None


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
    state: ConnectionState


class ConnectionList(Out, frozen=True):
    """Every connection, by key."""

    items: list[ConnectionRow]


class HookSecret(Out, frozen=True):
    """The hook's new secret: shown this once."""

    secret: str
    path: str


class TrialStepView(Out, frozen=True):
    """One step of trying a connection."""

    key: Literal["address", "resolved", "connected", "authorised", "answered"]
    is_good: bool
    code: str
    text: str


class TrialView(Out, frozen=True):
    """The steps as far as they led; only the last can be bad."""

    is_good: bool
    steps: list[TrialStepView]


class CallsQuery(In, frozen=True):
    """Which calls."""

    connection: Line = ""
    instance: Line = ""
    verdict: Literal["", "done", "refused", "failed", "away", "trouble"] = ""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class CallView(Out, frozen=True):
    """One attempt at a call; secrets and sensitive values are masked."""

    id: str
    at: Instant
    connection: str
    job_type: str
    instance_id: str | None
    element_id: str
    attempt: int
    idempotency_key: str
    method: str
    target: str
    request: str
    response: str
    status: int
    verdict: Literal["done", "refused", "failed", "away"]
    detail: str
    duration_ms: int
    may_repeat: bool


class CallList(Out, frozen=True):
    """A page of calls, newest first."""

    items: list[CallView]
    next_cursor: str | None


class DeliveryView(Out, frozen=True):
    """What a hook has taken."""

    delivery: str
    at: Instant
    event: str
    messages: list[str]


class DeliveryList(Out, frozen=True):
    """The latest deliveries of a hook."""

    items: list[DeliveryView]


class SettingView(Out, frozen=True):
    """Something that a kind of connection needs."""

    key: str
    name: str
    is_secret: bool
    is_required: bool
    choices: list[str]
    default: str
    form: Literal["line", "number", "area"]


class KindView(Out, frozen=True):
    """A kind of connection."""

    key: str
    name: str
    has_address: bool
    authentications: list[str]
    settings: list[SettingView]
    has_hook: bool
    has_network: bool


class TemplateFieldView(Out, frozen=True):
    """Something that a step with this connector asks for."""

    key: str
    name: str
    form: Literal["line", "area", "feel", "choice", "number", "switch"]
    is_required: bool
    choices: list[str]
    default: str
    is_attribute: bool


class TemplateView(Out, frozen=True):
    """A connector as the designer offers it."""

    job_type: str
    name: str
    kinds: list[str]
    fields: list[TemplateFieldView]
    results: list[str]


class ConnectorList(Out, frozen=True):
    """Connectors, kinds, and the connections that can be chosen."""

    templates: list[TemplateView]
    kinds: list[KindView]
    connections: list[Named]


class JobInput(Out, frozen=True):
    """One input of a job, as JSON; sealed values are not shown and cannot be edited."""

    name: str
    text: str
    may_edit: bool


class JobOfIncident(Out, frozen=True):
    """The job behind an incident."""

    connection: str
    job_type: str
    attempts: int
    idempotency_key: str
    inputs: list[JobInput]
    is_edited: bool


class JobCorrection(In, frozen=True):
    """New inputs as JSON texts by name, and why."""

    inputs: Annotated[
        dict[str, Annotated[str, msgspec.Meta(max_length=100_000)]],
        msgspec.Meta(min_length=1, max_length=50),
    ]
    reason: Text


class WaitingView(Out, frozen=True):
    """An element instance that waits for the clock or for a message."""

    instance_id: str
    number: str
    title: str
    process: Named
    element: Named
    kind: str
    name: str
    correlation: str
    at: Instant


class OperationsOverview(Out, frozen=True):
    """What runs by itself, on one page."""

    connections: list[ConnectionRow]
    other_jobs: ConnectionState
    """Jobs that go to no connection."""
    timers: list[WaitingView]
    messages: list[WaitingView]


class HookTaken(Out, frozen=True):
    """The delivery was taken and has become these messages."""

    messages: list[str]
