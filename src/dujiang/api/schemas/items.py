"""Items: what stands in a person's lists, and what they do to it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    Access,
    In,
    Instant,
    Limit,
    Line,
    Named,
    Out,
    Person,
    Text,
    Values,
)
from dujiang.api.schemas.instances import InstanceDetail, Pick, ProcessName

Box = Literal["todo", "done", "cc"]
ItemState = Literal[
    "waiting",
    "open",
    "approved",
    "rejected",
    "abstained",
    "returned",
    "transferred",
    "withdrawn",
    "skipped",
    "cancelled",
    "delegated",
    "approved_pending",
]
ActionName = Literal[
    "approve",
    "reject",
    "abstain",
    "complete",
    "submit",
    "return",
    "transfer",
    "delegate",
    "advise",
    "recall",
    "addBefore",
    "addAfter",
    "addBeside",
    "remove",
    "claim",
    "release",
    "takeBack",
]
ComeBack = Literal["rerun", "changed", "resume"]


class ItemsQuery(In, frozen=True):
    """Filters of a list of items."""

    box: Box = "todo"
    q: Line = ""
    process: Line = ""
    exclude_process: Line = ""
    department: Line = ""
    due: Literal["", "overdue", "today", "week", "later"] = ""
    on_behalf: bool = False
    """Only what I hold for somebody else（代办）."""
    sort: Literal["due", "newest", "oldest"] = "due"
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class KeyFact(Out, frozen=True):
    """A field that the process owner chose for lists."""

    label: str
    text: str


class ReasonCategory(Out, frozen=True):
    """A configured reason of a rejection."""

    code: str
    name: str


class BulkStanding(Out, frozen=True):
    """How an item can be decided together with others of its step, as its row shows it."""

    action: Literal["approve", "complete"]
    missing: list[str]
    """Labels of the required fields of this step that have no value yet."""
    needs_comment: bool
    may_reject: bool
    reject_needs_comment: bool
    reason_categories: list[ReasonCategory]


class ItemRow(Out, frozen=True):
    """An item in a list."""

    id: str
    version: int
    instance_id: str
    number: str
    title: str
    process: ProcessName
    step: Named
    initiator: Person | None
    department: Named | None
    on_behalf_of: Person | None
    state: ItemState
    opened_at: Instant
    due_at: Instant | None
    decided_at: Instant | None
    is_overdue: bool
    due_group: Literal["overdue", "today", "week", "later", "none"]
    is_unread: bool
    is_resubmitted: bool
    amount: Decimal | None
    key_facts: list[KeyFact]
    is_claimable: bool
    bulk_ready: bool
    """Whether it can be decided in one press together with others of its step."""
    bulk: BulkStanding | None
    """None where it cannot be decided from a list: not mine, claimed by nobody, to be signed."""


class BoxCounts(Out, frozen=True):
    """How many items are in which list and segment."""

    todo: int
    overdue: int
    today: int
    on_behalf: int
    unread: int
    cc_unread: int
    mine_running: int
    incidents: int


class ItemList(Out, frozen=True):
    """A page of items."""

    items: list[ItemRow]
    next_cursor: str | None
    counts: BoxCounts


class ReturnTarget(Out, frozen=True):
    """A step that an item can be returned to."""

    element_id: str
    name: str
    person: Person | None
    come_back: list[ComeBack]


class ItemAction(Out, frozen=True):
    """Something that I could do with the item; when not, `reason` says why not."""

    action: ActionName
    label: str
    enabled: bool
    reason: str | None
    needs_comment: bool
    targets: list[ReturnTarget]
    reason_categories: list[ReasonCategory]


class ItemFacts(Out, frozen=True):
    """The item itself."""

    id: str
    version: int
    state: ItemState
    step: Named
    step_kind: Literal["start", "approval", "work"]
    principal: Person | None
    hand: Person | None
    group: str | None
    opened_at: Instant
    due_at: Instant | None
    is_overdue: bool
    on_reject: Literal["end", "flow"]
    signature: Literal["none", "typed", "drawn"]
    needs_code: bool
    """Whether handing it in needs a fresh code of my authenticator."""
    reasons: list[str]
    """Sentences: why I have it, why this deadline."""
    rule: str | None
    """The rule of the step in a sentence."""
    draft_comment: str
    draft_saved_at: Instant | None


class ItemDetail(Out, frozen=True):
    """An item with its instance, form and what may be done."""

    item: ItemFacts
    instance: InstanceDetail
    form: dict[str, Any]
    access: dict[str, Access]
    values: Values
    changed_fields: list[str]
    """Fields that were changed since I saw this instance last."""
    actions: list[ItemAction]
    picks: list[Pick]
    """Later steps whose people I pick with my decision."""
    next_id: str | None
    previous_id: str | None


class ConsequencesQuery(In, frozen=True):
    """An action and, for a return, its target."""

    action: ActionName
    target: Line = ""
    come_back: ComeBack = "rerun"


class Consequence(Out, frozen=True):
    """A sentence about what an action will do."""

    kind: Literal["removed", "kept", "paused", "opened"]
    text: str


class Consequences(Out, frozen=True):
    """What will happen, before it happens."""

    sentences: list[Consequence]


class Decision(In, frozen=True):
    """What I do with my item. `version` is the item's as I saw it.

    `people` belong to transfer, delegate and the adding actions, `returnTo` and `comeBack` to
    return, `reasonCategory` to reject.
    """

    action: ActionName
    version: int
    comment: Text = ""
    values: Values | None = None
    """Editable fields that I filled in; null leaves all as they are."""
    reason_category: Line = ""
    return_to: Line = ""
    come_back: ComeBack = "rerun"
    people: Annotated[list[Line], msgspec.Meta(max_length=50)] = msgspec.field(default_factory=list)
    mode: Literal["any", "all", "sequence"] = "all"
    signature: Annotated[str, msgspec.Meta(max_length=200_000)] = ""
    picked: dict[str, list[Line]] = msgspec.field(default_factory=dict)
    """Step -> person ids, for the steps of `picks`."""
    mentions: Annotated[list[Line], msgspec.Meta(max_length=50)] = msgspec.field(
        default_factory=list
    )
    """Whom the opinion names: they are told of the case and may read it."""
    code: Line = ""
    """Of my authenticator, where the step asks for it."""


class Decided(Out, frozen=True):
    """How the item stands now, and what to open next."""

    item_id: str
    state: ItemState
    version: int
    instance_id: str
    went_to: str | None
    """Where it went, as a sentence: "交给人事行政部"."""
    may_take_back: bool
    next_id: str | None


class BulkEntry(In, frozen=True):
    """One item of a bulk decision."""

    item_id: Line
    version: int


class BulkDecision(In, frozen=True):
    """The same decision on several items of one step; each on its own."""

    action: Literal["approve", "reject", "complete"]
    items: Annotated[list[BulkEntry], msgspec.Meta(min_length=1, max_length=100)]
    comment: Text = ""
    reason_category: Line = ""


class BulkOutcome(Out, frozen=True):
    """How one item of a bulk decision went."""

    item_id: str
    ok: bool
    code: str | None
    detail: str | None


class BulkReport(Out, frozen=True):
    """How each item of a bulk decision went."""

    items: list[BulkOutcome]
