"""Random people do random things on random policies; a second, independent model must agree.

A verdict once forced is final (law 8); a refusal changes nothing (law 3); folding the facts gives
the round (law 1).
"""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dujiang.approvals.rules.actions import (
    Abstain,
    Acted,
    Action,
    AddApprovers,
    Advise,
    Approve,
    Delegate,
    Recall,
    Refusal,
    Reject,
    Setting,
    Transfer,
    act,
)
from dujiang.approvals.rules.model import Item, Round, StepRules, VoteRules
from dujiang.approvals.rules.rounds import Placement, apply_all, open_round
from tests.approvals.company import MONDAY
from tests.approvals.reference import Reference

NAMES = st.integers(0, 11)
EXTRA = frozenset({"transfer", "delegate", "addBefore", "addAfter", "addBeside"})


class Rounds(RuleBasedStateMachine):
    """The room's rounds on one side, the reference on the other."""

    @initialize(
        size=st.integers(1, 4),
        mode=st.sampled_from(["any", "all", "sequence", "vote"]),
        policy=st.sampled_from(["one", "all", "count"]),
        ratio=st.sampled_from(["1/3", "1/2", "2/3", "1"]),
        of=st.sampled_from(["entitled", "cast"]),
        abstain=st.booleans(),
    )
    def begin(self, size: int, mode: str, policy: str, ratio: str, of: str, abstain: bool) -> None:
        ids = count(1)
        self.next_id = lambda: next(ids)
        fresh = count(100)
        self.next_person = lambda: next(fresh)
        if mode == "all" and policy == "all":
            policy = "one"
        if mode == "any" and policy == "count":
            policy = "one"
        self.rules = StepRules(
            step="review",
            mode=mode,  # type: ignore[arg-type]
            reject_policy=policy,  # type: ignore[arg-type]
            vote=VoteRules(
                ratio=Fraction(ratio),
                of=of,  # type: ignore[arg-type]
                may_abstain=abstain,
            ),
            actions=EXTRA,
        )
        people = [self.next_person() for _ in range(size)]
        self.everybody = list(people)
        seats = [Placement(principal=p, hand=p) for p in people]
        self.round, _ = open_round(
            1, seats, self.rules, at=MONDAY, next_id=self.next_id, opening=_opening
        )
        self.reference = Reference(
            [str(p) for p in people],
            mode,
            reject_policy=policy,
            ratio=Fraction(ratio),
            of=of,
            may_abstain=abstain,
        )
        self.verdicts: list[str] = []

    def person(self, number: int) -> int:
        return self.everybody[number % len(self.everybody)]

    def item_of(self, person: int) -> Item | None:
        mine = [i for i in self.round.items if person in (i.hand, i.lent_by, i.principal)]
        best = [i for i in mine if i.state in ("open", "delegated")]
        return (best or mine or [None])[-1]  # type: ignore[list-item]

    def both(self, action: Action | None, is_done: bool) -> None:
        """Do it here; the reference has said whether it is possible."""
        if action is None:
            assert not is_done
            return
        before = self.round
        outcome = act(self.round, action, self.setting())
        assert isinstance(outcome, Refusal) != is_done, (outcome, is_done)
        if isinstance(outcome, Acted):
            assert apply_all(before, outcome.facts) == outcome.round
            self.round = outcome.round

    def setting(self) -> Setting:
        return Setting(
            rules=self.rules,
            at=MONDAY,
            next_id=self.next_id,
            opening=_opening,
            place=lambda person: Placement(principal=person, hand=person),
            eligible=lambda group: (),
        )

    @rule(number=NAMES, word=st.sampled_from(["approve", "reject", "abstain"]))
    def decide(self, number: int, word: str) -> None:
        person = self.person(number)
        item = self.item_of(person)
        kinds = {"approve": Approve, "reject": Reject, "abstain": Abstain}
        action = kinds[word](by=person, item_id=item.id) if item else None
        self.both(action, self.reference.decide(str(person), word))

    @precondition(lambda self: len(self.everybody) < 12)
    @rule(number=NAMES)
    def transfer(self, number: int) -> None:
        person, to = self.person(number), self.next_person()
        item = self.item_of(person)
        is_done = self.reference.transfer(str(person), str(to))
        self.both(Transfer(by=person, item_id=item.id, to=to) if item else None, is_done)
        if is_done:
            self.everybody.append(to)

    @precondition(lambda self: len(self.everybody) < 12)
    @rule(
        number=NAMES,
        place=st.sampled_from(["before", "after"]),
        size=st.integers(1, 2),
        mode=st.sampled_from(["any", "all", "sequence"]),
    )
    def add(self, number: int, place: str, size: int, mode: str) -> None:
        person = self.person(number)
        people = tuple(self.next_person() for _ in range(size))
        item = self.item_of(person)
        is_done = self.reference.add(str(person), place, [str(p) for p in people], mode)
        action = (
            AddApprovers(
                by=person,
                item_id=item.id,
                place=place,  # type: ignore[arg-type]
                people=people,
                mode=mode,  # type: ignore[arg-type]
            )
            if item
            else None
        )
        self.both(action, is_done)
        if is_done:
            self.everybody.extend(people)

    @rule(number=NAMES)
    def lend(self, number: int) -> None:
        person, to = self.person(number), 99
        item = self.item_of(person)
        is_done = self.reference.lend(str(person), str(to))
        self.both(Delegate(by=person, item_id=item.id, to=to) if item else None, is_done)

    @rule(number=NAMES, is_recall=st.booleans())
    def give_back(self, number: int, is_recall: bool) -> None:
        person = self.person(number)
        item = self.item_of(person)
        is_done = self.reference.give_back(str(person))
        if item is None or item.state != "delegated":
            assert not is_done
            return
        action: Action = (
            Recall(by=person, item_id=item.id) if is_recall else Advise(by=99, item_id=item.id)
        )
        self.both(action, is_done)

    @invariant()
    def both_agree(self) -> None:
        if not hasattr(self, "round"):
            return
        assert self.round.verdict == self.reference.verdict
        here = {
            str(item.lent_by if item.state == "delegated" else item.hand)
            for item in self.round.items
            if item.state in ("open", "delegated")
        }
        assert here == set(self.reference.open())

    @invariant()
    def verdict_is_final(self) -> None:
        if hasattr(self, "round") and self.round.verdict is not None:
            self.verdicts.append(self.round.verdict)
            assert len(set(self.verdicts)) == 1
            assert all(item.is_final for item in self.round.items)


def _opening(item: Item, round_: Round) -> Placement:
    return Placement(principal=item.principal, hand=item.principal, group=item.group)


TestRounds = pytest.mark.spec("A3")(Rounds.TestCase)
TestRounds.settings = settings(max_examples=200, stateful_step_count=20, deadline=None)
