"""Policy checker (X4): explores all orders of actions of one step with up to four people.

It proves, or shows the shortest counter-example in words, that

- *it always can end*: from everywhere, some order of actions leads to a verdict;
- *nobody approves their own request* where the step forbids it: not by deputy, transfer, adding,
  claim or escalation;
- *every outcome is reachable*: the step can pass, and it can be rejected where it is an approval.

The exploration is exact for one round: people decide, transfer once, add somebody before or after
once, are escalated by the clock. States that differ only in ids are the same state.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any, Final, Literal, TypeAlias

import msgspec

from dujiang.approvals.rules.actions import (
    Abstain,
    Acted,
    Action,
    AddApprovers,
    Approve,
    Claim,
    Reject,
    Setting,
    Transfer,
    act,
)
from dujiang.approvals.rules.model import Item, Round, StepRules
from dujiang.approvals.rules.rounds import Placement, acted_hands, open_round

MAX_PEOPLE: Final = 4
"""People in the round that is explored, the initiator not counted."""
MAX_STATES: Final = 20_000
"""Distinct states; a step that has more is reported as not explored to the end."""
INITIATOR: Final = 0
"""The person who stands for the initiator: tries everything, as hand and as principal."""
HELPER: Final = 90
"""Somebody outside who can be brought in by transfer or adding."""

Finding: TypeAlias = Literal["cannot_end", "own_request", "cannot_pass", "cannot_reject", "too_big"]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One action of a counter-example: who, what, with whom."""

    who: int
    verb: str
    whom: int | None = None


class Counterexample(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and the shortest way there (empty: nothing needs to happen)."""

    finding: Finding
    moves: tuple[Move, ...] = ()


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """What the exploration found; without findings the step is proved for this many people."""

    people: int
    states: int
    findings: tuple[Counterexample, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether nothing was found and everything was looked at."""
        return not self.findings


class _Node(msgspec.Struct):
    round: Round
    moves: tuple[Move, ...]
    has_transferred: bool
    has_added: bool


def explore(
    rules: StepRules,
    people: int,
    *,
    at: datetime,
    has_initiator: bool = True,
    is_group: bool = False,
) -> Explored:
    """Explore a step with `people` approvers (1 to `MAX_PEOPLE`).

    With `has_initiator` the first approver's seat was for the initiator, as the model could find
    them: the step's policy must keep them out where it forbids their own request.
    """
    assert 1 <= people <= MAX_PEOPLE, "the exploration is exact for one to four people"
    return _Exploration(rules, people, at, has_initiator, is_group).run()


class _Exploration:
    def __init__(
        self,
        rules: StepRules,
        people: int,
        at: datetime,
        has_initiator: bool,
        is_group: bool,
    ) -> None:
        self.rules = rules
        self.people = people
        self.at = at
        self.forbids = rules.of_initiator == "forbid" and has_initiator
        self.has_initiator = has_initiator
        self.is_group = is_group
        self.parents: dict[Any, list[Any]] = {}
        self.ended: dict[Any, _Node] = {}
        self.nodes: dict[Any, _Node] = {}

    def run(self) -> Explored:
        first = self._first()
        queue: deque[_Node] = deque((first,))
        start = _shape(first, self.rules)
        self.nodes[start] = first
        while queue:
            if len(self.nodes) > MAX_STATES:
                return Explored(
                    people=self.people,
                    states=len(self.nodes),
                    findings=(Counterexample(finding="too_big"),),
                )
            node = queue.popleft()
            shape = _shape(node, self.rules)
            if node.round.verdict is not None:
                self.ended[shape] = node
                continue
            for following in self._following(node):
                key = _shape(following, self.rules)
                self.parents.setdefault(key, []).append(shape)
                if key not in self.nodes:
                    self.nodes[key] = following
                    queue.append(following)
        return Explored(
            people=self.people, states=len(self.nodes), findings=tuple(self._findings())
        )

    def _first(self) -> _Node:
        ids = count(1)
        if self.is_group:
            seats = [Placement(group="group:explored")]
        else:
            seats = [
                Placement(principal=person, hand=person) for person in range(1, self.people + 1)
            ]
        round_, _ = open_round(
            1, seats, self.rules, at=self.at, next_id=lambda: next(ids), opening=self._opening
        )
        return _Node(round_, (), False, False)

    # Findings

    def _findings(self) -> Iterator[Counterexample]:
        stuck = self._cannot_end()
        if stuck is not None:
            yield Counterexample(finding="cannot_end", moves=stuck.moves)
        own = self._own_request()
        if own is not None:
            yield Counterexample(finding="own_request", moves=own.moves)
        verdicts = {node.round.verdict for node in self.ended.values()}
        if "passed" not in verdicts:
            yield Counterexample(finding="cannot_pass")
        if self.rules.kind == "approval" and "rejected" not in verdicts:
            yield Counterexample(finding="cannot_reject")

    def _cannot_end(self) -> _Node | None:
        """A state from which no order of actions leads to a verdict; the nearest one."""
        good = set(self.ended)
        waiting = list(good)
        while waiting:
            for parent in self.parents.get(waiting.pop(), ()):
                if parent not in good:
                    good.add(parent)
                    waiting.append(parent)
        bad = [node for shape, node in self.nodes.items() if shape not in good]
        return min(bad, key=lambda node: len(node.moves), default=None)

    def _own_request(self) -> _Node | None:
        """A state in which the initiator has approved their own request."""
        if not self.forbids:
            return None
        own = [
            node
            for node in self.nodes.values()
            if any(
                item.decided_by == INITIATOR and item.state in ("approved", "approved_pending")
                for item in node.round.items
            )
        ]
        return min(own, key=lambda node: len(node.moves), default=None)

    # Moves

    def _following(self, node: _Node) -> Iterator[_Node]:
        for move, action, effect in self._possible(node):
            outcome = act(node.round, action, self._setting(node.round))
            if isinstance(outcome, Acted):
                yield _Node(
                    outcome.round,
                    (*node.moves, move),
                    node.has_transferred or effect == "transferred",
                    node.has_added or effect == "added",
                )

    def _possible(self, node: _Node) -> Iterator[tuple[Move, Action, str]]:
        everybody = list(range(1, self.people + 1))
        if self.has_initiator:
            everybody.append(INITIATOR)
        for item in node.round.items:
            if item.state != "open":
                continue
            if item.group and item.hand is None:
                for who in everybody:
                    claim = Claim(by=who, item_id=item.id)
                    yield Move(who=who, verb="claim"), claim, ""
                continue
            yield from self._of_hand(node, item, everybody)

    def _of_hand(
        self, node: _Node, item: Item, everybody: list[int]
    ) -> Iterator[tuple[Move, Action, str]]:
        hand = item.hand
        if hand is None:  # an item without a person can be acted on by nobody
            return
        decisions: Mapping[str, Callable[..., Action]] = {
            "approve": Approve, "reject": Reject, "abstain": Abstain
        }  # fmt: skip
        for verb, make in decisions.items():
            yield Move(who=hand, verb=verb), make(by=hand, item_id=item.id), ""
        roles = {_role(p, node.round, self.rules): p for p in (*everybody, HELPER) if p != hand}
        outsiders = list(roles.values())
        if not node.has_transferred:
            for to in outsiders:
                transfer = Transfer(by=hand, item_id=item.id, to=to)
                yield Move(who=hand, verb="transfer", whom=to), transfer, "transferred"
                escalate = Transfer(by=0, item_id=item.id, to=to, by_rule=True, level=1)
                yield Move(who=hand, verb="escalate", whom=to), escalate, "transferred"
        if not node.has_added:
            for to in outsiders:
                for place in ("before", "after"):
                    add = AddApprovers(by=hand, item_id=item.id, place=place, people=(to,))
                    verb = "addBefore" if place == "before" else "addAfter"
                    yield Move(who=hand, verb=verb, whom=to), add, "added"

    def _opening(self, item: Item, round_: Round) -> Placement:
        """Whose turn it is; a used-up hand is replaced as the empty policy would."""
        acted = acted_hands(round_) if self.rules.distinct else frozenset()
        if item.hand is not None and item.hand in acted:
            if self.rules.empty == "fail":
                return Placement()
            fresh = HELPER + 1 + len(acted)
            return Placement(principal=fresh, hand=fresh)
        return Placement(principal=item.principal, hand=item.principal, group=item.group)

    def _setting(self, round_: Round) -> Setting:
        ids = count(1 + max(item.id for item in round_.items))
        barred = frozenset({INITIATOR}) if self.forbids else frozenset()
        members = tuple(range(1, self.people + 1))
        eligible = members + ((INITIATOR,) if self.has_initiator and not self.forbids else ())
        return Setting(
            rules=self.rules,
            at=self.at,
            next_id=lambda: next(ids),
            opening=self._opening,
            place=lambda person: Placement(principal=person, hand=person),
            eligible=lambda group: eligible,
            barred=barred,
        )


def _role(person: int, round_: Round, rules: StepRules) -> tuple[bool, bool, bool, int]:
    """What matters about a person: who plays the same part is interchangeable."""
    is_initiator, has_veto = person == INITIATOR, person in rules.vote.vetoers
    if not rules.distinct:
        return is_initiator, has_veto, False, 0
    held = sum(item.hand == person and not item.is_final for item in round_.items)
    return is_initiator, has_veto, person in acted_hands(round_), held


def _shape(node: _Node, rules: StepRules) -> Any:  # noqa: ANN401 - a hashable key
    """What makes two states the same.

    People who are alike are interchangeable: only who is the initiator matters, who has a veto,
    and, where distinct people are asked for, who is who.
    """
    round_ = node.round

    def person(identifier: int | None) -> Any:  # noqa: ANN401 - a comparable key
        if identifier is None:
            return -1
        return _role(identifier, round_, rules)

    def tree(item: Item) -> tuple[Any, ...]:
        inner: dict[tuple[str, int], list[Any]] = {}
        for other in round_.items:
            if other.parent == item.id:
                inner.setdefault((other.place, other.batch), []).append(tree(other))
        groups = sorted(
            (place, tuple(sorted(map(repr, found)))) for (place, _), found in inner.items()
        )
        return (item.state, person(item.hand), person(item.decided_by), tuple(groups))

    tops = [repr(tree(item)) for item in round_.top]
    ordered = tops if rules.mode == "sequence" else sorted(tops)
    return (tuple(ordered), round_.verdict, node.has_transferred, node.has_added)


def check_step(rules: StepRules, *, at: datetime) -> tuple[Explored, ...]:
    """Everything that is wrong with a step, for one person, for several, and as a group.

    A vote that needs so many voices is explored with so many people at least; one that needs more
    than `MAX_PEOPLE` is not explored.
    """
    if rules.kind == "start":
        return ()
    needed = max(1, rules.vote.votes or 1, rules.vote.quorum_votes or 1)
    smallest = needed if rules.mode == "vote" else 1
    found = [explore(rules, size, at=at) for size in range(smallest, MAX_PEOPLE + 1)]
    if smallest <= MAX_PEOPLE and any(source.is_claimed for source in rules.sources):
        found.append(explore(rules, 2, at=at, is_group=True))
    return tuple(found)
