"""What can have happened to a round: facts that `rounds.apply` folds.

Once shipped, a fact keeps its meaning; a new meaning is a new fact.
"""

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from dujiang.approvals.rules.model import Item, Reason, Verdict


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


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
