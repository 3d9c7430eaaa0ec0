"""A round over time: `apply` folds facts, `settle` lets follow what must follow from them.

`apply` is the only place where a round changes. `settle` closes item trees whose added people have
finished, gives the verdict as soon as it is forced, cancels what is then without effect, and opens
whose turn it is; it is repeated until nothing follows any more.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from dujiang.approvals.rules.facts import (
    ItemAdded,
    ItemCameBack,
    ItemClaimed,
    ItemClosed,
    ItemHandChanged,
    ItemHeld,
    ItemLent,
    ItemOpened,
    ItemPaused,
    ItemReleased,
    ItemReopened,
    RoundClosed,
    RoundFact,
)
from dujiang.approvals.rules.model import (
    Choice,
    Item,
    Mode,
    Reason,
    Round,
    StepRules,
    Verdict,
    VoteRules,
)
from dujiang.approvals.rules.modes import Counts, Share, verdict


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits on a seat once the rules have had their say, and why.

    With `decided` a rule decided without a person; `counts` is false when that neither approves
    nor rejects. Nobody at all (no principal, hand, group) is an incident.
    """

    principal: int | None = None
    hand: int | None = None
    group: str = ""
    assistant: int | None = None
    decided: Literal["", "skipped", "rejected"] = ""
    counts: bool = True
    reasons: tuple[Reason, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """Whether an item of it could be acted on by nobody."""
        return not self.decided and self.hand is None and not self.group


Opening: TypeAlias = Callable[[Item, Round], Placement]
"""Who acts on an item whose turn it is now: absence and deputies count at this moment."""

_CHOICE: Final[dict[str, Choice]] = {
    "approved": "approve",
    "rejected": "reject",
    "abstained": "abstain",
    "skipped": "approve",
}
_ROUND_ENDED: Final[dict[Verdict, str]] = {
    "passed": "approvals.reason.round_passed",
    "rejected": "approvals.reason.round_rejected",
    "returned": "approvals.reason.round_returned",
    "cancelled": "approvals.reason.round_cancelled",
}
_WITHOUT_SHARE: Final = frozenset({"cancelled", "withdrawn", "transferred", "returned"})
_HANDED_OUT: Final = frozenset({"open", "delegated"})


def apply(round_: Round, fact: RoundFact) -> Round:
    """The round after the fact."""
    if isinstance(fact, RoundClosed):
        return replace(round_, verdict=fact.verdict)
    if isinstance(fact, ItemAdded):
        items = sorted((*round_.items, fact.item), key=lambda item: (item.order, item.id))
        return replace(round_, items=tuple(items))
    changed = _changed(round_.item(fact.item_id), fact)
    items = [changed if item.id == changed.id else item for item in round_.items]
    return replace(round_, items=tuple(items))


def apply_all(round_: Round, facts: Iterable[RoundFact]) -> Round:
    """The round after all the facts."""
    for fact in facts:
        round_ = apply(round_, fact)
    return round_


def _changed(item: Item, fact: RoundFact) -> Item:  # noqa: C901 - flat match
    match fact:
        case ItemOpened():
            return replace(
                item,
                state="open",
                principal=fact.principal,
                hand=fact.hand,
                group=fact.group,
                assistant=fact.assistant,
                opened_at=fact.at,
                reasons=(*item.reasons, *fact.reasons),
            )
        case ItemPaused():
            return replace(item, state="waiting")
        case ItemHeld():
            return replace(
                item,
                state="approved_pending",
                decided_by=fact.by,
                decided_at=fact.at,
                digest=fact.digest,
            )
        case ItemClosed():
            return replace(
                item,
                state=fact.state,
                decided_at=fact.at,
                decided_by=fact.by,
                digest=fact.digest,
                reasons=(*item.reasons, *fact.reasons),
            )
        case ItemReopened():
            return replace(item, state="open", decided_by=None, decided_at=None, digest=b"")
        case ItemLent():
            return replace(item, state="delegated", lent_by=item.hand, hand=fact.to)
        case ItemCameBack():
            return replace(item, state="open", hand=item.lent_by, lent_by=None)
        case ItemClaimed():
            return replace(item, principal=fact.by, hand=fact.by)
        case ItemReleased():
            return replace(item, principal=None, hand=None)
        case ItemHandChanged():
            return replace(item, hand=fact.hand, reasons=(*item.reasons, *fact.reasons))
        case _:
            raise AssertionError(f"not a fact about an item: {fact!r}")


# Opening a round


def open_round(
    number: int,
    placements: Sequence[Placement],
    rules: StepRules,
    *,
    at: datetime,
    next_id: Callable[[], int],
    opening: Opening,
) -> tuple[Round, tuple[RoundFact, ...]]:
    """The round with an item for each seat; the first turns are open, decided seats are decided."""
    facts: list[RoundFact] = []
    is_first_turn = True
    for order, placement in enumerate(placements):
        state = placement.decided or ("open" if is_first_turn else "waiting")
        is_open = state == "open"
        item = Item(
            id=next_id(),
            state=state,
            principal=placement.principal,
            hand=placement.hand if is_open else None,
            group=placement.group,
            assistant=placement.assistant if is_open else None,
            weight=rules.vote.weight_of(placement.principal),
            order=order,
            counts=placement.counts,
            reasons=_with_weight(placement, rules.vote),
            opened_at=at if is_open else None,
            decided_at=at if placement.decided else None,
        )
        facts.append(ItemAdded(item=item))
        if rules.mode == "sequence" and is_open:
            is_first_turn = False
    opened = apply_all(Round(number=number), facts)
    settled, following = settle(opened, rules, at=at, opening=opening)
    return settled, (*facts, *following)


def _with_weight(placement: Placement, vote: VoteRules) -> tuple[Reason, ...]:
    """Why the seat is that person's, and that their vote does not count one."""
    weight = vote.weight_of(placement.principal)
    if weight == 1:
        return placement.reasons
    weighed = Reason("approvals.reason.weight", {"weight": f"{weight.normalize():f}"})
    return (weighed, *placement.reasons)


# What follows


def settle(
    round_: Round, rules: StepRules, *, at: datetime, opening: Opening
) -> tuple[Round, tuple[RoundFact, ...]]:
    """Everything that follows from the present state, until nothing does any more."""
    facts: list[RoundFact] = []
    while round_.verdict is None:
        following = (
            _finished_trees(round_, at)
            or _forced_verdict(round_, rules, at)
            or _next_turns(round_, rules, at, opening)
        )
        if not following:
            break
        round_ = apply_all(round_, following)
        facts.extend(following)
    return round_, tuple(facts)


def counts_of(round_: Round) -> Counts:
    """How the round stands: its top items, each with everything that hangs on it."""
    return Counts.of(shares(round_.top, VoteRules()))


def shares(items: Iterable[Item], vote: VoteRules) -> list[Share]:
    """What the items say, for the verdict; items without effect are left out."""
    return [
        Share(
            choice=_CHOICE.get(item.state),
            weight=item.weight,
            has_veto=item.principal in vote.vetoers,
        )
        for item in items
        if item.state not in _WITHOUT_SHARE and (item.state != "skipped" or item.counts)
    ]


def close(round_: Round, outcome: Verdict, at: datetime, reason: Reason) -> list[RoundFact]:
    """End a round: everything that is not final is cancelled, with the reason."""
    cancelled: list[RoundFact] = [
        ItemClosed(item_id=item.id, state="cancelled", at=at, reasons=(reason,))
        for item in round_.items
        if not item.is_final
    ]
    return [*cancelled, RoundClosed(verdict=outcome, at=at)]


def groups_of(round_: Round, item: Item, place: str) -> dict[int, list[Item]]:
    """The groups of people added to an item at a place, by act of adding."""
    found: dict[int, list[Item]] = {}
    for other in round_.items:
        if other.parent == item.id and other.place == place:
            found.setdefault(other.batch, []).append(other)
    return found


def group_verdict(members: Sequence[Item]) -> Verdict | None:
    """Whether a group of added people has approved or rejected."""
    mode: Mode = members[0].batch_mode
    present = [member for member in members if member.state != "transferred"]
    return verdict(mode, shares(present, VoteRules()), reject_policy="one", vote=VoteRules())


def _finished_trees(round_: Round, at: datetime) -> list[RoundFact]:
    for item in round_.items:
        if item.state not in ("waiting", "approved_pending"):
            continue
        place = "before" if item.state == "waiting" else "after"
        groups = groups_of(round_, item, place)
        outcomes = {batch: group_verdict(members) for batch, members in groups.items()}
        decided = [m for batch, members in groups.items() if outcomes[batch] for m in members]
        loose = _loose(round_, decided, at)
        if loose:
            return loose
        if "rejected" in outcomes.values():
            reason = Reason("approvals.reason.added_rejected")
            rest = _loose(round_, [m for members in groups.values() for m in members], at)
            return [
                *rest,
                ItemClosed(item_id=item.id, state="rejected", at=at, reasons=(reason,)),
            ]
        if item.state == "approved_pending" and all(v == "passed" for v in outcomes.values()):
            return [
                ItemClosed(
                    item_id=item.id,
                    state="approved",
                    at=item.decided_at or at,
                    by=item.decided_by,
                    digest=item.digest,
                )
            ]
    return []


def _loose(round_: Round, items: Iterable[Item], at: datetime) -> list[RoundFact]:
    """Items whose group is decided already, with everybody whom they have added."""
    reason = Reason("approvals.reason.group_decided")
    ids = {item.id for item in items}
    count = -1
    while count != len(ids):
        count = len(ids)
        ids |= {item.id for item in round_.items if item.parent in ids}
    return [
        ItemClosed(item_id=item.id, state="cancelled", at=at, reasons=(reason,))
        for item in round_.items
        if item.id in ids and not item.is_final
    ]


def _forced_verdict(round_: Round, rules: StepRules, at: datetime) -> list[RoundFact]:
    found = verdict(
        rules.mode,
        shares(round_.top, rules.vote),
        reject_policy=rules.reject_policy,
        vote=rules.vote,
    )
    if found is None:
        return []
    return close(round_, found, at, Reason(_ROUND_ENDED[found]))


def _next_turns(round_: Round, rules: StepRules, at: datetime, opening: Opening) -> list[RoundFact]:
    facts: list[RoundFact] = []
    for item in _turns(round_, rules):
        if item.state == "waiting":
            facts.append(_opened(item, opening(item, round_), at))
        elif rules.distinct and _hand_has_acted(item, round_):
            placed = opening(item, round_)
            if placed.hand != item.hand or placed.decided:
                facts.append(_opened(item, placed, at))
    return facts


def _opened(item: Item, placed: Placement, at: datetime) -> RoundFact:
    if placed.decided:
        return ItemClosed(item_id=item.id, state=placed.decided, at=at, reasons=placed.reasons)
    return ItemOpened(
        item_id=item.id,
        principal=placed.principal,
        hand=placed.hand,
        group=placed.group,
        assistant=placed.assistant,
        at=at,
        reasons=placed.reasons,
    )


def _turns(round_: Round, rules: StepRules) -> list[Item]:
    """Items whose turn it is and that are not decided: open ones, and those that should be."""
    found: list[Item] = []
    active = [item for item in round_.top if not item.is_final]
    waiting = active[:1] if rules.mode == "sequence" else active
    while waiting:
        item = waiting.pop()
        place = "after" if item.state == "approved_pending" else "before"
        inner = list(groups_of(round_, item, place).values())
        unfinished = [m for m in inner if group_verdict(m) is None]
        for members in unfinished:
            pending = [m for m in members if not m.is_final]
            in_turn = members[0].batch_mode == "sequence"
            waiting.extend(pending[:1] if in_turn else pending)
        if item.state == "open" or (item.state == "waiting" and not unfinished):
            found.append(item)
    return sorted(found, key=lambda item: (item.order, item.id))


def _hand_has_acted(item: Item, round_: Round) -> bool:
    return item.state == "open" and item.hand is not None and item.hand in acted_hands(round_)


def acted_hands(round_: Round) -> frozenset[int]:
    """Everybody who has decided something in the round."""
    decided = {"approved", "rejected", "abstained", "approved_pending"}
    hands = (item.decided_by for item in round_.items if item.state in decided)
    return frozenset(hand for hand in hands if hand is not None)


def awaited(round_: Round) -> tuple[Item, ...]:
    """Items that somebody has in front of them."""
    return tuple(item for item in round_.items if item.state in _HANDED_OUT)
