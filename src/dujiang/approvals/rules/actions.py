"""Actions: what people may do with an item, and what follows (APPROVALS.md, "Actions").

`act` decides on a round and plain values and returns facts, or a refusal that says why; `may_act`
answers the same without doing it, for the buttons. Returning and withdrawing tokens of the process
is the caller's: here a return ends the round.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, assert_never

import msgspec

from dujiang.approvals.rules.facts import (
    ItemAdded,
    ItemCameBack,
    ItemClaimed,
    ItemClosed,
    ItemHeld,
    ItemLent,
    ItemPaused,
    ItemReleased,
    ItemReopened,
    RoundFact,
)
from dujiang.approvals.rules.model import (
    MAX_ADD_DEPTH,
    MAX_ITEMS_IN_ROUND,
    Item,
    Mode,
    Reason,
    Round,
    StepRules,
)
from dujiang.approvals.rules.rounds import (
    Opening,
    Placement,
    acted_hands,
    apply_all,
    close,
    groups_of,
    settle,
)


class _Action(msgspec.Struct, frozen=True, kw_only=True):
    by: int
    item_id: int


class Approve(_Action, frozen=True):
    """Yes; for work: done."""

    digest: bytes = b""


class Reject(_Action, frozen=True):
    """No."""

    digest: bytes = b""


class Abstain(_Action, frozen=True):
    """Neither, in a vote that allows it."""

    digest: bytes = b""


class Return(_Action, frozen=True):
    """Send the case back; the tokens are moved by the caller."""

    to_step: str


class Transfer(_Action, frozen=True):
    """Give the item to somebody else. `by_rule` is the clock's escalation."""

    to: int
    by_rule: bool = False
    level: int = 0
    reasons: tuple[Reason, ...] = ()


class Delegate(_Action, frozen=True):
    """Lend the item for advice."""

    to: int


class Advise(_Action, frozen=True):
    """The delegate gives the item back with an opinion."""


class Recall(_Action, frozen=True):
    """The owner takes a lent item back."""


class AddApprovers(_Action, frozen=True):
    """People decide before me, after me, or beside me."""

    place: Literal["before", "after", "beside"]
    people: tuple[int, ...]
    mode: Mode = "all"
    digest: bytes = b""


class RemoveApprover(_Action, frozen=True):
    """Take away somebody whom I added and who has not acted; `item_id` is theirs."""

    as_administrator: bool = False


class Claim(_Action, frozen=True):
    """Take an item of my group."""


class Release(_Action, frozen=True):
    """Give a claimed item back to the group."""


class TakeBack(_Action, frozen=True):
    """Undo my own decision while the round runs and what follows is untouched."""


Action: TypeAlias = (
    Approve
    | Reject
    | Abstain
    | Return
    | Transfer
    | Delegate
    | Advise
    | Recall
    | AddApprovers
    | RemoveApprover
    | Claim
    | Release
    | TakeBack
)

EXTRA: Final[dict[type, str]] = {Transfer: "transfer", Delegate: "delegate"}
"""Actions that the model may leave out, and their names in `StepRules.actions`."""
_ADD_NAMES: Final = {"before": "addBefore", "after": "addAfter", "beside": "addBeside"}


class Refusal(msgspec.Struct, frozen=True):
    """Why an action is not possible now. Nothing has changed."""

    code: str
    params: dict[str, Any] = {}
    status: Literal[403, 404, 409, 422] = 409


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What acting needs to know beside the round.

    `barred` may not act here in any way (four-eyes, kept apart). `place` puts somebody through
    the rules before they get an item. `eligible` are the present members of a group who may claim.
    """

    rules: StepRules
    at: datetime
    next_id: Callable[[], int]
    opening: Opening
    place: Callable[[int], Placement]
    eligible: Callable[[str], tuple[int, ...]]
    barred: frozenset[int] = frozenset()
    is_active: Callable[[int], bool] = lambda person: True
    is_untouched: Callable[[Item], bool] = lambda item: True


class Acted(msgspec.Struct, frozen=True):
    """The round after the action, and everything that happened."""

    round: Round
    facts: tuple[RoundFact, ...]


def act(round_: Round, action: Action, setting: Setting) -> Acted | Refusal:
    """Do it, with everything that follows; or say why not."""
    found = _facts(round_, action, setting)
    if isinstance(found, Refusal):
        return found
    changed = apply_all(round_, found)
    settled, following = settle(changed, setting.rules, at=setting.at, opening=setting.opening)
    return Acted(settled, (*found, *following))


def may_act(round_: Round, action: Action, setting: Setting) -> Refusal | None:
    """Why the action would be refused now; None when it is possible."""
    found = _facts(round_, action, setting)
    return found if isinstance(found, Refusal) else None


def _facts(round_: Round, action: Action, setting: Setting) -> list[RoundFact] | Refusal:  # noqa: C901 - flat match
    item = round_.find(action.item_id)
    if item is None:
        return Refusal("approvals.item.not_found", status=404)
    match action:
        case Approve() | Reject() | Abstain():
            return _decide(round_, item, action, setting)
        case Return():
            return _return(round_, item, action, setting)
        case Transfer():
            return _transfer(round_, item, action, setting)
        case Delegate():
            return _delegate(item, action, setting)
        case Advise():
            return _advise(item, action)
        case Recall():
            return _recall(item, action)
        case AddApprovers():
            return _add(round_, item, action, setting)
        case RemoveApprover():
            return _remove(round_, item, action, setting)
        case Claim():
            return _claim(round_, item, action, setting)
        case Release():
            return _release(item, action)
        case TakeBack():
            return _take_back(round_, item, action, setting)
        case _:
            assert_never(action)


# Whether somebody may act at all


def _not_open(item: Item) -> Refusal | None:
    """A decided item says who ended it and when; one that waits says that."""
    if item.state == "open":
        return None
    if item.is_final or item.state == "approved_pending":
        params = {"state": item.state, "by": item.decided_by, "at": item.decided_at}
        return Refusal("approvals.item.already_decided", params)
    if item.state == "delegated":
        return Refusal("approvals.item.is_lent", {"to": item.hand})
    return Refusal("approvals.item.not_its_turn")


def _not_mine(item: Item, action: _Action, setting: Setting) -> Refusal | None:
    refused = _not_open(item)
    if refused:
        return refused
    if action.by in setting.barred:
        return Refusal("approvals.item.barred", {"person": action.by}, 403)
    if item.hand is None:
        return Refusal("approvals.item.claim_first")
    if item.hand != action.by:
        return Refusal("approvals.item.not_yours", {"hand": item.hand}, 403)
    return None


def _cannot_join(round_: Round, person: int, giver: int, setting: Setting) -> Refusal | None:
    """Whether somebody may be brought in: active, not barred, and new to a round of n people."""
    if person == giver:
        return Refusal("approvals.person.is_oneself", {}, 422)
    if not setting.is_active(person):
        return Refusal("approvals.person.inactive", {"person": person}, 422)
    if person in setting.barred:
        return Refusal("approvals.person.barred", {"person": person}, 422)
    if setting.rules.distinct and person in acted_hands(round_):
        return Refusal("approvals.person.acted_already", {"person": person}, 422)
    if len(round_.items) >= MAX_ITEMS_IN_ROUND:
        return Refusal("approvals.round.too_many", {"limit": MAX_ITEMS_IN_ROUND})
    return None


def _is_allowed(name: str, setting: Setting) -> Refusal | None:
    if name in setting.rules.actions:
        return None
    return Refusal("approvals.action.not_allowed", {"action": name})


# Deciding


def _decide(
    round_: Round, item: Item, action: Approve | Reject | Abstain, setting: Setting
) -> list[RoundFact] | Refusal:
    refused = _not_mine(item, action, setting)
    if refused:
        return refused
    if setting.rules.distinct and action.by in acted_hands(round_):
        return Refusal("approvals.item.acted_already", {"person": action.by})
    rules, at, by, digest = setting.rules, setting.at, action.by, action.digest
    match action:
        case Approve():
            if groups_of(round_, item, "after"):
                return [ItemHeld(item_id=item.id, by=by, at=at, digest=digest)]
            state: Literal["approved", "rejected", "abstained"] = "approved"
        case Reject():
            if rules.kind != "approval":
                return Refusal("approvals.action.not_for_work", {"action": "reject"})
            state = "rejected"
        case Abstain():
            if rules.mode != "vote" or not rules.vote.may_abstain or not item.is_top:
                return Refusal("approvals.action.not_allowed", {"action": "abstain"})
            state = "abstained"
    return [ItemClosed(item_id=item.id, state=state, at=at, by=by, digest=digest)]


def _return(
    round_: Round, item: Item, action: Return, setting: Setting
) -> list[RoundFact] | Refusal:
    refused = _not_mine(item, action, setting)
    if refused:
        return refused
    if setting.rules.mode == "vote" and not setting.rules.vote.may_return:
        return Refusal("approvals.return.not_in_vote")
    returned = ItemClosed(item_id=item.id, state="returned", at=setting.at, by=action.by)
    after = apply_all(round_, [returned])
    rest = close(after, "returned", setting.at, Reason("approvals.reason.round_returned"))
    return [returned, *rest]


# Giving away and lending


def _transfer(
    round_: Round, item: Item, action: Transfer, setting: Setting
) -> list[RoundFact] | Refusal:
    if action.by_rule:
        refused = _not_open(item) if item.state != "delegated" else None
        giver = item.hand or 0
    else:
        refused = _not_mine(item, action, setting) or _is_allowed("transfer", setting)
        giver = action.by
    refused = refused or _cannot_join(round_, action.to, giver, setting)
    if refused:
        return refused
    placed = setting.place(action.to)
    if placed.is_nobody or placed.decided:
        return Refusal("approvals.person.cannot_take", {"person": action.to}, 422)
    new = msgspec.structs.replace(
        item,
        id=setting.next_id(),
        state="open",
        principal=placed.principal,
        hand=placed.hand,
        group="",
        assistant=placed.assistant,
        lent_by=None,
        from_item=item.id,
        level=action.level,
        reasons=(*action.reasons, *placed.reasons),
        opened_at=setting.at,
        decided_at=None,
        decided_by=None,
        digest=b"",
    )
    by = None if action.by_rule else action.by
    gone = ItemClosed(item_id=item.id, state="transferred", at=setting.at, by=by)
    return [gone, ItemAdded(item=new)]


def _delegate(item: Item, action: Delegate, setting: Setting) -> list[RoundFact] | Refusal:
    refused = _not_mine(item, action, setting) or _is_allowed("delegate", setting)
    if refused:
        return refused
    if action.to == action.by:
        return Refusal("approvals.person.is_oneself", {}, 422)
    if not setting.is_active(action.to):
        return Refusal("approvals.person.inactive", {"person": action.to}, 422)
    if action.to in setting.barred:
        return Refusal("approvals.person.barred", {"person": action.to}, 422)
    return [ItemLent(item_id=item.id, to=action.to)]


def _advise(item: Item, action: Advise) -> list[RoundFact] | Refusal:
    if item.state != "delegated":
        return _not_open(item) or Refusal("approvals.item.not_lent")
    if item.hand != action.by:
        return Refusal("approvals.item.not_yours", {"hand": item.hand}, 403)
    return [ItemCameBack(item_id=item.id)]


def _recall(item: Item, action: Recall) -> list[RoundFact] | Refusal:
    if item.state != "delegated":
        return _not_open(item) or Refusal("approvals.item.not_lent")
    if item.lent_by != action.by:
        return Refusal("approvals.item.not_yours", {"hand": item.lent_by}, 403)
    return [ItemCameBack(item_id=item.id)]


# Adding and removing people


def _add(
    round_: Round, item: Item, action: AddApprovers, setting: Setting
) -> list[RoundFact] | Refusal:
    refused = _not_mine(item, action, setting) or _cannot_add(round_, item, action, setting)
    if refused:
        return refused
    placed: list[Placement] = []
    for person in dict.fromkeys(action.people):
        refused = _cannot_join(round_, person, action.by, setting)
        if refused:
            return refused
        placement = setting.place(person)
        if placement.is_nobody or placement.decided:
            return Refusal("approvals.person.cannot_take", {"person": person}, 422)
        placed.append(placement)
    if action.place == "beside":
        return [_beside(round_, item, placement, action, setting) for placement in placed]
    batch = 1 + max((other.batch for other in round_.items), default=0)
    added: list[RoundFact] = [
        ItemAdded(item=_added(item, placement, action, setting, batch=batch, order=order))
        for order, placement in enumerate(placed)
    ]
    if action.place == "before":
        return [*added, ItemPaused(item_id=item.id)]
    held = ItemHeld(item_id=item.id, by=action.by, at=setting.at, digest=action.digest)
    return [*added, held]


def _cannot_add(
    round_: Round, item: Item, action: AddApprovers, setting: Setting
) -> Refusal | None:
    if not action.people:
        return Refusal("approvals.add.nobody", {}, 422)
    if action.mode == "vote":
        return Refusal("approvals.add.no_vote", {}, 422)
    if action.place == "beside" and (setting.rules.mode not in ("all", "vote") or not item.is_top):
        return Refusal("approvals.add.not_beside")
    if action.place != "beside" and _depth(round_, item) >= MAX_ADD_DEPTH:
        return Refusal("approvals.add.too_deep", {"limit": MAX_ADD_DEPTH})
    return _is_allowed(_ADD_NAMES[action.place], setting)


def _depth(round_: Round, item: Item) -> int:
    depth = 0
    while item.parent is not None:
        item = round_.item(item.parent)
        depth += 1
    return depth


def _added(
    parent: Item,
    placed: Placement,
    action: AddApprovers,
    setting: Setting,
    *,
    batch: int,
    order: int,
) -> Item:
    reason = Reason("approvals.reason.added", {"by": action.by, "place": action.place})
    assert action.place != "beside"
    return Item(
        id=setting.next_id(),
        state="waiting",
        principal=placed.principal,
        order=order,
        parent=parent.id,
        place=action.place,
        batch=batch,
        batch_mode=action.mode,
        added_by=action.by,
        reasons=(reason, *placed.reasons),
    )


def _beside(
    round_: Round, item: Item, placed: Placement, action: AddApprovers, setting: Setting
) -> RoundFact:
    reason = Reason("approvals.reason.added", {"by": action.by, "place": action.place})
    new = Item(
        id=setting.next_id(),
        state="open",
        principal=placed.principal,
        hand=placed.hand,
        assistant=placed.assistant,
        weight=Decimal(1),
        order=1 + max(other.order for other in round_.items),
        added_by=action.by,
        reasons=(reason, *placed.reasons),
        opened_at=setting.at,
    )
    return ItemAdded(item=new)


def _remove(
    round_: Round, item: Item, action: RemoveApprover, setting: Setting
) -> list[RoundFact] | Refusal:
    if item.is_final or item.state == "approved_pending":
        return _not_open(item) or Refusal("approvals.item.not_its_turn")
    if item.added_by is None:
        return Refusal("approvals.remove.not_added")
    if item.added_by != action.by and not action.as_administrator:
        return Refusal("approvals.remove.not_yours", {"by": item.added_by}, 403)
    fellows = [
        other
        for other in round_.items
        if other.id != item.id
        and (other.parent, other.place, other.batch) == (item.parent, item.place, item.batch)
        and other.state not in ("cancelled", "withdrawn", "transferred")
    ]
    if item.is_top and not fellows:
        return Refusal("approvals.remove.last_one")
    reason = Reason("approvals.reason.removed", {"by": action.by})
    family = [other for other in _descendants(round_, item) if not other.is_final]
    return [
        ItemClosed(
            item_id=other.id, state="cancelled", at=setting.at, by=action.by, reasons=(reason,)
        )
        for other in (item, *family)
    ]


def _descendants(round_: Round, item: Item) -> list[Item]:
    found: list[Item] = []
    parents = {item.id}
    while True:
        more = [i for i in round_.items if i.parent in parents and i not in found]
        if not more:
            return found
        found.extend(more)
        parents |= {i.id for i in more}


# Groups


def _claim(round_: Round, item: Item, action: Claim, setting: Setting) -> list[RoundFact] | Refusal:
    refused = _not_open(item)
    if refused:
        return refused
    if not item.group:
        return Refusal("approvals.claim.no_group")
    if item.hand is not None:
        return Refusal("approvals.claim.taken", {"by": item.hand})
    if action.by in setting.barred:
        return Refusal("approvals.item.barred", {"person": action.by}, 403)
    if action.by not in setting.eligible(item.group):
        return Refusal("approvals.claim.not_a_member", {"group": item.group}, 403)
    if setting.rules.distinct and action.by in acted_hands(round_):
        return Refusal("approvals.item.acted_already", {"person": action.by})
    return [ItemClaimed(item_id=item.id, by=action.by)]


def _release(item: Item, action: Release) -> list[RoundFact] | Refusal:
    refused = _not_open(item)
    if refused:
        return refused
    if not item.group or item.hand is None:
        return Refusal("approvals.claim.not_claimed")
    if item.hand != action.by:
        return Refusal("approvals.item.not_yours", {"hand": item.hand}, 403)
    return [ItemReleased(item_id=item.id)]


# Taking back


def _take_back(
    round_: Round, item: Item, action: TakeBack, setting: Setting
) -> list[RoundFact] | Refusal:
    if item.decided_by != action.by:
        return Refusal("approvals.take_back.not_yours", {}, 403)
    if round_.verdict is not None:
        return Refusal("approvals.take_back.round_closed")
    if item.state not in ("approved", "rejected", "abstained", "approved_pending"):
        return Refusal("approvals.take_back.nothing")
    following = _followers(round_, item, setting.rules)
    if not all(setting.is_untouched(other) for other in following):
        return Refusal("approvals.take_back.touched")
    reason = Reason("approvals.reason.taken_back", {"by": action.by})
    facts: list[RoundFact] = [ItemReopened(item_id=item.id, at=setting.at)]
    for other in following:
        if other.parent == item.id:
            facts.append(
                ItemClosed(item_id=other.id, state="cancelled", at=setting.at, reasons=(reason,))
            )
        else:
            facts.append(ItemPaused(item_id=other.id))
    return facts


def _followers(round_: Round, item: Item, rules: StepRules) -> list[Item]:
    """Items that are there, or open, only because of this decision."""
    added = [
        o for o in round_.items if o.parent == item.id and o.place == "after" and not o.is_final
    ]
    in_turn = rules.mode == "sequence" if item.is_top else item.batch_mode == "sequence"
    if not in_turn:
        return added
    fellows = [
        other
        for other in round_.items
        if (other.parent, other.place, other.batch) == (item.parent, item.place, item.batch)
        and other.order > item.order
        and other.state in ("open", "delegated")
    ]
    return [*added, *fellows]
