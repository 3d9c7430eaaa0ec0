"""What operators see inside an instance, what they may do to it, and what that would lead to."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    FieldProblem,
    In,
    Instant,
    Limit,
    Line,
    Named,
    Out,
    Person,
    Text,
)
from dujiang.api.schemas.instances import ProcessVersionName

MAX_KEYS = 1_000
MAX_MAPPED = 5_000
MAX_SELECTED = 20_000

RunState = Literal["active", "suspended", "completed", "cancelled"]
ValueType = Literal["text", "number", "yesNo", "date", "dateTime", "duration", "json", "none"]
Repair = Literal[
    "suspend", "resume", "cancel", "correct", "move", "skip", "migrate", "retry", "begin", "finish",
]  # fmt: skip


class OperatedRow(Out, frozen=True):
    """A running or ended instance in the operators' list."""

    id: str
    number: str
    title: str
    process: ProcessVersionName
    state: RunState
    outcome: str
    started_at: Instant
    ended_at: Instant | None
    incident_count: int
    initiator: Person | None


class StartByHand(In, frozen=True):
    """A process to be started without its form, with the variables that it needs."""

    process_key: Line
    variables: Annotated[list["NewVariable"], msgspec.Meta(max_length=200)] = msgspec.field(
        default_factory=list
    )


class OperatedQuery(In, frozen=True):
    """Filters of the operators' list."""

    process: Line = ""
    version: Line = ""
    state: Literal["", "active", "suspended", "stuck", "ended"] = ""
    q: Line = ""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class OperatedList(Out, frozen=True):
    """A page of instances, newest first."""

    items: list[OperatedRow]
    next_cursor: str | None


class VariableView(Out, frozen=True):
    """A variable of one scope. A sealed one shows no value."""

    name: str
    type: ValueType
    text: str
    is_sealed: bool
    scope_key: int
    changed_at: Instant | None
    changed_by: Person | None


class ScopeView(Out, frozen=True):
    """A scope of the instance: the process, a subprocess, a loop or one turn of it."""

    key: int
    parent_key: int
    element: Named
    kind: str
    turn: int | None
    """Number of a loop's turn."""
    done: int | None
    total: int | None
    """Of a loop: turns that are done, and all of them as far as it is known."""


class Standing(Out, frozen=True):
    """An element instance that is active."""

    key: int
    element: Named
    kind: str
    """The BPMN element's name, such as `userTask`."""
    scope_key: int
    turn: int | None
    since: Instant | None
    may_skip: bool
    ad_hoc: list[Named]
    """Activities that can be started in it by hand."""


class WaitingJob(Out, frozen=True):
    """A job that is waited for."""

    id: str
    element: Named
    job_type: str
    state: Literal["WAITING", "HELD", "FAILED"]
    attempts: int
    next_at: Instant | None
    last_error: str | None


class WaitingTimer(Out, frozen=True):
    """A timer that runs; asleep while the instance is held."""

    key: int
    element: Named
    due_at: Instant
    is_asleep: bool


class WaitingMessage(Out, frozen=True):
    """A message or signal that is waited for."""

    key: int
    element: Named
    kind: Literal["message", "signal"]
    name: str
    correlation: str | None
    since: Instant


class StandingIncident(Out, frozen=True):
    """What stopped an element instance."""

    id: str
    key: int
    element: Named
    code: str
    detail: str
    since: Instant
    attempts: int


class CallLink(Out, frozen=True):
    """The caller, or an instance that was called."""

    id: str
    number: str
    title: str
    process: ProcessVersionName
    state: RunState
    has_incident: bool
    element: Named | None
    """The call activity of the caller."""


class VariableChange(Out, frozen=True):
    """What an operator has changed."""

    name: str
    before: str | None
    after: str


class Operation(Out, frozen=True):
    """One repair that was made: who, when, what and why."""

    id: str
    at: Instant
    actor: Person | None
    action: Repair
    text: str
    reason: str
    changes: list[VariableChange]


class WhyHere(Out, frozen=True):
    """Why the instance stands where it stands, as a sentence."""

    element_id: str
    is_trouble: bool
    text: str
    detail: str | None


class SafeAction(Out, frozen=True):
    """A repair that is possible now; they come safest first."""

    action: Repair
    text: str
    """What it does, in one line."""
    incident_id: str | None
    key: int | None


class OperationsView(Out, frozen=True):
    """Everything an operator sees of one instance."""

    id: str
    number: str
    title: str
    process: ProcessVersionName
    state: RunState
    outcome: str
    initiator: Person | None
    started_at: Instant
    ended_at: Instant | None
    xml: str
    """The model of its version."""
    walked_elements: list[str]
    walked_flows: list[str]
    has_request: bool
    """Whether people know it as a request, so that it has a page of its own."""
    why: list[WhyHere]
    actions: list[SafeAction]
    standing: list[Standing]
    scopes: list[ScopeView]
    variables: list[VariableView]
    incidents: list[StandingIncident]
    jobs: list[WaitingJob]
    timers: list[WaitingTimer]
    messages: list[WaitingMessage]
    caller: CallLink | None
    called: list[CallLink]
    operations: list[Operation]
    revision: int


class NewVariable(In, frozen=True):
    """A value to be set; `text` is read by its type (`json`: lists and contexts)."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    type: ValueType
    text: Annotated[str, msgspec.Meta(max_length=100_000)] = ""


class NewActivation(In, frozen=True):
    """An element to activate, in a given scope or the nearest one."""

    element_id: Line
    scope_key: int | None = None


class OperationRequest(In, frozen=True):
    """One repair; which of the values are read follows from `action`."""

    action: Repair
    reason: Text = ""
    key: int = 0
    """skip: the element instance. begin, finish: the ad-hoc subprocess."""
    scope_key: int = 0
    variables: Annotated[list[NewVariable], msgspec.Meta(max_length=200)] = msgspec.field(
        default_factory=list
    )
    cancel: Annotated[list[int], msgspec.Meta(max_length=MAX_KEYS)] = msgspec.field(
        default_factory=list
    )
    discard_flows: Annotated[list[Line], msgspec.Meta(max_length=MAX_KEYS)] = msgspec.field(
        default_factory=list
    )
    activate: Annotated[list[NewActivation], msgspec.Meta(max_length=MAX_KEYS)] = msgspec.field(
        default_factory=list
    )
    element_id: Line = ""
    incident_id: Line = ""
    version_id: Line = ""
    mapping: Annotated[dict[str, str], msgspec.Meta(max_length=MAX_MAPPED)] = msgspec.field(
        default_factory=dict
    )


class Foreseen(Out, frozen=True):
    """One thing that a repair would lead to, as a sentence."""

    kind: Literal["removed", "opened", "kept", "paused"]
    element_id: str
    text: str


class OperationPreview(Out, frozen=True):
    """What a repair would do; with problems it cannot be done."""

    effects: list[Foreseen]
    problems: list[FieldProblem]


class InstanceOperated(Out, frozen=True):
    """How the instance stands after a repair."""

    id: str
    state: RunState


class MigrationRequest(In, frozen=True):
    """A plan to be made: without a mapping one is proposed."""

    from_version_id: Line
    to_version_id: Line
    mapping: Annotated[dict[str, str], msgspec.Meta(max_length=MAX_MAPPED)] | None = None
    instance_ids: Annotated[list[Line], msgspec.Meta(max_length=MAX_SELECTED)] = msgspec.field(
        default_factory=list
    )


class MappedElement(Out, frozen=True):
    """An element of the old version and what takes its place."""

    before: Named
    kind: str
    after: Named | None
    found_by: Literal["id", "name", "place", "hand", ""]
    standing: int
    """How often the chosen instances stand on it now."""
    problems: list[FieldProblem]


class MigrationTarget(Out, frozen=True):
    """An element of the new version that can be chosen."""

    id: str
    name: str
    kind: str


class PlannedInstance(Out, frozen=True):
    """Whether one instance can go, and what changes for it."""

    id: str
    number: str
    title: str
    standing: list[Named]
    effects: list[Foreseen]
    problems: list[FieldProblem]


class MigrationPlan(Out, frozen=True):
    """The mapping and what it means for each chosen instance; nothing is changed."""

    process: Named
    from_version: int
    to_version: int
    from_xml: str
    to_xml: str
    mapping: dict[str, str]
    elements: list[MappedElement]
    targets: list[MigrationTarget]
    instances: list[PlannedInstance]
    """The first of them; `ready` and `blocked` count all."""
    ready: int
    blocked: int


class BulkRequest(In, frozen=True):
    """The same repair for many instances (`retry`: for many incidents)."""

    action: Literal["suspend", "resume", "cancel", "migrate", "retry"]
    ids: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=MAX_SELECTED)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
    version_id: Line = ""
    mapping: Annotated[dict[str, str], msgspec.Meta(max_length=MAX_MAPPED)] = msgspec.field(
        default_factory=dict
    )


class BulkBegun(Out, frozen=True):
    """The background work that does it."""

    errand_id: str


class ChangedElement(Out, frozen=True):
    """An element that differs between two versions."""

    id: str
    name: str
    change: Literal["added", "removed", "changed", "moved"]
    aspects: list[str]
    """Names of the settings that differ, as the model calls them; empty unless it changed."""


class VersionDifference(Out, frozen=True):
    """How to get from one version of a process to another, for both diagrams."""

    process: Named
    before: int
    after: int
    before_xml: str
    after_xml: str
    changes: list[ChangedElement]


class ModelImport(In, frozen=True):
    """A model of another tool."""

    xml: Annotated[str, msgspec.Meta(max_length=5_000_000)]


class ModelReportEntry(Out, frozen=True):
    """One setting of the other tool: what it has become, or why it has not."""

    element_id: str
    element_name: str
    is_translated: bool
    code: str
    detail: str


class ModelReport(Out, frozen=True):
    """The translated model, and everything about how it was understood."""

    xml: str
    source: Literal["camunda7", "camunda8", "flowable", "activiti", "bpmn"]
    process_key: str
    name: str
    has_new_layout: bool
    """Whether it came without a diagram and was given one."""
    entries: list[ModelReportEntry]
    problems: list[FieldProblem]
    """What the designer will still complain about."""
