"""The catalogue, starting, and what people see of an instance."""

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    Access,
    FieldProblem,
    In,
    Instant,
    Limit,
    Line,
    Named,
    Out,
    PathNode,
    Person,
    Text,
    Values,
)

InstanceState = Literal["running", "returned", "withdrawn", "suspended", "ended"]
ActionOnInstance = Literal["withdraw", "cancel", "remind", "revoke", "suspend", "resume", "restart"]
InstanceOutcome = Literal["approved", "completed", "rejected", "cancelled", "revoked"]


class StartDraft(Out, frozen=True):
    """A start form that was left unfinished. `draft_id` is null when it is a withdrawn instance."""

    item_id: str | None
    instance_id: str | None
    saved_at: Instant


class CatalogueCard(Out, frozen=True):
    """A process that I may start."""

    process_key: str
    name: str
    category: str
    description: str
    usual_duration_s: int | None
    draft: StartDraft | None


class Catalogue(Out, frozen=True):
    """Everything that I may start, by category."""

    items: list[CatalogueCard]


class ProcessName(Out, frozen=True):
    """A process by key and name."""

    key: str
    name: str


class ProcessVersionName(Out, frozen=True):
    """A process by key, name and the version an instance runs by."""

    key: str
    name: str
    version_id: str
    version: int


class Pick(Out, frozen=True):
    """A later step whose people are picked here; `people` null: anybody may be."""

    step: Named
    people: list[Person] | None
    is_required: bool
    """Whether the step has nobody unless somebody is picked."""
    picked: list[Person]
    """Who is picked already: the form came back, or an earlier handler has picked."""


class StartForm(Out, frozen=True):
    """An empty form with its defaults, ready to be filled in."""

    process_key: str
    version_id: str
    version: int
    name: str
    description: str
    form: dict[str, Any]
    access: dict[str, Access]
    values: Values
    picks: list[Pick]
    """Later steps whose people I pick."""
    saved_at: Instant | None
    """When the draft that `values` come from was saved; null without a draft."""


class DraftValues(In, frozen=True):
    """What somebody has typed so far; nothing is checked but its size."""

    values: Values
    comment: Text = ""


class SavedDraft(Out, frozen=True):
    """When the draft was saved."""

    saved_at: Instant


class Evaluate(In, frozen=True):
    """Values as they stand in the browser; `item_id` when a step's form is being filled in."""

    values: Values
    version_id: Line | None = None
    item_id: Line | None = None


class Evaluation(Out, frozen=True):
    """What the server makes of the values: computed fields, problems, options, access."""

    computed: Values
    problems: list[FieldProblem]
    access: dict[str, Access]
    options: dict[str, list["Option"]]
    hidden: list[str]
    """JSON pointers of fields that their conditions hide."""
    required: list[str]
    """Keys of fields that must still be filled in."""


class Option(Out, frozen=True):
    """A choice that the server offers for a field."""

    value: str
    label: str


class PreviewRequest(In, frozen=True):
    """Values for which the way is asked."""

    values: Values
    version_id: Line | None = None
    picked: dict[str, list[Line]] = msgspec.field(default_factory=dict)
    """Step -> person ids, as far as they are picked."""


class Preview(Out, frozen=True):
    """The way that an instance with these values would take today."""

    path: list[PathNode]
    expected_end_at: Instant | None


class StartRequest(In, frozen=True):
    """Submit a start form."""

    process_key: Line
    version_id: Line
    values: Values
    picked: dict[str, list[Line]] = msgspec.field(default_factory=dict)
    """Step -> person ids, for the steps of `picks`."""


class Started(Out, frozen=True):
    """The instance that was started; `problems` are warnings only."""

    instance_id: str
    number: str
    title: str
    problems: list[FieldProblem]


class InstancesQuery(In, frozen=True):
    """Filters of a list of instances. `mine`: started by me; `visible`: all that I may see."""

    scope: Literal["mine", "visible"] = "mine"
    state: Literal["", "running", "ended", "returned", "withdrawn", "suspended"] = ""
    outcome: Literal["", "approved", "completed", "rejected", "cancelled", "revoked"] = ""
    process: Line = ""
    q: Line = ""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class Waiting(Out, frozen=True):
    """Somebody whose turn it is; `reason` says in a sentence why them."""

    person: Person | None
    """Null while a group's item is not claimed."""
    group: str | None
    on_behalf_of: Person | None
    item_id: str
    step: Named
    since: Instant
    due_at: Instant | None
    is_overdue: bool
    read_at: Instant | None
    reason: str


class InstanceRow(Out, frozen=True):
    """An instance in a list."""

    id: str
    number: str
    title: str
    process: ProcessName
    state: InstanceState
    outcome: InstanceOutcome | None
    initiator: Person | None
    department: Named | None
    amount: Decimal | None
    submitted_at: Instant
    ended_at: Instant | None
    path: list[PathNode]
    """In short: without the people expected at later steps."""
    waiting: list[Waiting]
    last_comment: str | None
    has_incident: bool
    my_item_id: str | None
    """The open item of mine, such as the form that came back to me."""
    actions: list[str]


class StateCounts(Out, frozen=True):
    """How many of a list's instances are in which state; at least so many without `isExact`."""

    running: int
    ended: int
    returned: int
    is_exact: bool


class InstanceList(Out, frozen=True):
    """A page of instances, newest first."""

    items: list[InstanceRow]
    next_cursor: str | None
    counts: StateCounts


class InstanceAction(Out, frozen=True):
    """Something that I could do to an instance; when not, `reason` says why not."""

    action: ActionOnInstance
    enabled: bool
    reason: str | None
    needs_reason: bool


class InstanceIncident(Out, frozen=True):
    """What stopped an instance, as far as the reader may know."""

    id: str
    step: Named
    since: Instant
    detail: str
    may_retry: bool


class LinkedInstance(Out, frozen=True):
    """Another instance that belongs to this one."""

    id: str
    number: str
    title: str


class InstanceDetail(Out, frozen=True):
    """Everything that the reader may see of one instance."""

    id: str
    number: str
    title: str
    state: InstanceState
    outcome: InstanceOutcome | None
    initiator: Person | None
    department: Named | None
    process: ProcessVersionName
    submitted_at: Instant
    ended_at: Instant | None
    amount: Decimal | None
    form: dict[str, Any]
    access: dict[str, Access]
    values: Values
    path: list[PathNode]
    waiting: list[Waiting]
    incidents: list[InstanceIncident]
    actions: list[InstanceAction]
    my_item_id: str | None
    revokes: LinkedInstance | None
    """The instance whose revocation this one asks for."""
    revoked_by: LinkedInstance | None
    """The instance that asks for the revocation of this one, or has revoked it."""
    revision: int


class FieldChange(Out, frozen=True):
    """A field that somebody changed; hidden ones are left out."""

    field: str
    label: str
    old: Any
    new: Any


class TimelineEntry(Out, frozen=True):
    """One thing that happened. `is_system` marks what no person did."""

    id: str
    at: Instant
    kind: str
    """Such as submitted, approved, rejected, returned, escalated, skipped, commented, ended."""
    actor: Person | None
    on_behalf_of: Person | None
    to_person: Person | None
    step: Named | None
    text: str
    """The event as a sentence in the reader's language."""
    comment: str
    reason: str | None
    reason_category: str | None
    changes: list[FieldChange]
    duration_s: int | None
    is_system: bool


class Timeline(Out, frozen=True):
    """The history of an instance, newest first."""

    entries: list[TimelineEntry]


class ActiveElement(Out, frozen=True):
    """An element that the instance stands on."""

    element_id: str
    persons: list[Person]
    since: Instant


class Diagram(Out, frozen=True):
    """The model and how far the instance has come in it; all names are BPMN ids."""

    xml: str
    walked_elements: list[str]
    walked_flows: list[str]
    active: list[ActiveElement]
    failed: list[str]
    expected: list[str]
    durations_s: dict[str, int]


class TechnicalEvent(Out, frozen=True):
    """One logged command with the facts it led to."""

    id: str
    at: Instant
    command: str
    actor: Person | None
    facts: list[dict[str, Any]]


class EventLogQuery(In, frozen=True):
    """Where the technical log goes on."""

    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class EventLog(Out, frozen=True):
    """A page of the technical log, oldest first."""

    items: list[TechnicalEvent]
    next_cursor: str | None


class Reason(In, frozen=True):
    """Why; some actions demand it."""

    reason: Text = ""


class InstanceChanged(Out, frozen=True):
    """How the instance stands after an action. `item_id` is what the actor should open next."""

    instance_id: str
    state: InstanceState
    item_id: str | None


class Reminded(Out, frozen=True):
    """Who was reminded."""

    persons: list[Person]


class NewComment(In, frozen=True):
    """A remark in the discussion; `mentions` are person ids."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
    mentions: Annotated[list[Line], msgspec.Meta(max_length=50)] = msgspec.field(
        default_factory=list
    )


class Comment(Out, frozen=True):
    """A remark."""

    id: str
    at: Instant
    person: Person
    text: str
    mentions: list[Person]


class CommentList(Out, frozen=True):
    """The discussion, oldest first."""

    items: list[Comment]
