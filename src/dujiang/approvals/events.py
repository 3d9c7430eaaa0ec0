"""What can have happened to a round (facts that `dujiang.approvals.rounds.apply` folds), and to a
task as a whole. Once shipped, a fact keeps its meaning; a new meaning is a new fact."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from dujiang.approvals.model import Item, LeftOut, Reason, Verdict


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


# The round: folded by `rounds.apply`


class ItemAdded(_Fact, frozen=True):
    """An item joins the round, in the state that it says."""

    item: Item


class ItemOpened(_Fact, frozen=True):
    """It is this item's turn. `hand` acts; the reasons say why when it is not the principal."""

    item_id: int
    principal: int | None
    hand: int | None
    at: datetime
    group: str = ""
    assistant: int | None = None
    reasons: tuple[Reason, ...] = ()


class ItemPaused(_Fact, frozen=True):
    """People were added before this item: it waits for them."""

    item_id: int


class ItemHeld(_Fact, frozen=True):
    """Approved, but people added after it have not finished."""

    item_id: int
    by: int | None
    at: datetime
    digest: bytes = b""


class ItemClosed(_Fact, frozen=True):
    """An item has reached a final state. Without `by` a rule or the clock did it."""

    item_id: int
    state: Literal[
        "approved", "rejected", "abstained", "returned", "transferred", "withdrawn", "skipped",
        "cancelled",
    ]  # fmt: skip
    at: datetime
    by: int | None = None
    digest: bytes = b""
    reasons: tuple[Reason, ...] = ()


class ItemReopened(_Fact, frozen=True):
    """A decision was taken back while what follows was untouched."""

    item_id: int
    at: datetime


class ItemLent(_Fact, frozen=True):
    """A delegate has the item and will give it back."""

    item_id: int
    to: int


class ItemCameBack(_Fact, frozen=True):
    """The delegate has advised, or the owner has recalled the item."""

    item_id: int


class ItemClaimed(_Fact, frozen=True):
    """One of the group has taken the item."""

    item_id: int
    by: int


class ItemReleased(_Fact, frozen=True):
    """The item is the group's again."""

    item_id: int


class ItemHandChanged(_Fact, frozen=True):
    """Somebody else acts on it for the same principal: a deputy began or ended."""

    item_id: int
    hand: int
    reasons: tuple[Reason, ...] = ()


class RoundClosed(_Fact, frozen=True):
    """The round has its verdict."""

    verdict: Verdict
    at: datetime


RoundFact: TypeAlias = (
    ItemAdded
    | ItemOpened
    | ItemPaused
    | ItemHeld
    | ItemClosed
    | ItemReopened
    | ItemLent
    | ItemCameBack
    | ItemClaimed
    | ItemReleased
    | ItemHandChanged
    | RoundClosed
)


# Tasks and instances


class TaskOpened(_Fact, frozen=True):
    """A step was visited; these people were found, and these left out."""

    task_id: int
    instance_id: int
    step: str
    round: int
    items: tuple[int, ...]
    left_out: tuple[LeftOut, ...] = ()


class TaskClosed(_Fact, frozen=True):
    """A visit is over."""

    task_id: int
    instance_id: int
    step: str
    outcome: str


class ItemDecided(_Fact, frozen=True):
    """Somebody acted on an item; what notifications, figures and the audit trail build on."""

    item_id: int
    task_id: int
    instance_id: int
    action: str
    by: int | None
    on_behalf_of: int | None = None
    category: str = ""
    changed_fields: tuple[str, ...] = ()


class ItemAwaits(_Fact, frozen=True):
    """Somebody new is awaited: tell them."""

    item_id: int
    task_id: int
    instance_id: int
    people: tuple[int, ...]
    due_at: datetime | None = None


class ItemEscalated(_Fact, frozen=True):
    """The clock gave the item to somebody higher."""

    item_id: int
    new_item_id: int
    task_id: int
    instance_id: int
    from_person: int | None
    to_person: int


class ItemStuck(_Fact, frozen=True):
    """The escalation has nowhere to go: the process owner is alerted."""

    item_id: int
    task_id: int
    instance_id: int


class PeopleReminded(_Fact, frozen=True):
    """People were urged, by somebody or by the clock."""

    instance_id: int
    people: tuple[int, ...]
    by: int | None
    items: tuple[int, ...] = ()


class Commented(_Fact, frozen=True):
    """Somebody said something; `mentions` are told."""

    instance_id: int
    comment_id: int
    by: int
    mentions: tuple[int, ...] = ()


class Copied(_Fact, frozen=True):
    """Readers got the case."""

    instance_id: int
    people: tuple[int, ...]
    step: str = ""


class Submitted(_Fact, frozen=True):
    """The initiator handed the form in, for the first time or again."""

    instance_id: int
    number: str
    is_first: bool


class TakenBack(_Fact, frozen=True):
    """The initiator took the instance back to the start step."""

    instance_id: int
    by: int
    reason: str = ""


class InstanceReturned(_Fact, frozen=True):
    """The case went back to an earlier step."""

    instance_id: int
    item_id: int
    by: int
    to_step: str
    come_back: str
    params: dict[str, Any] = {}


class RevokeAsked(_Fact, frozen=True):
    """Somebody asked that an approved request be revoked."""

    instance_id: int
    by_instance_id: int
    by: int


class InstanceRevoked(_Fact, frozen=True):
    """What an approved request had caused went back."""

    instance_id: int
    by_instance_id: int


class Recounted(_Fact, frozen=True):
    """A calendar has changed a value of a request; not posted: somebody must see to it."""

    instance_id: int
    field: str
    before: str
    after: str
    is_posted: bool = True


class AbsenceBegan(_Fact, frozen=True):
    """A person is away for a period; found in an approved leave or said by themselves."""

    person_id: int
    from_at: datetime
    until_at: datetime
    deputy_id: int | None = None
