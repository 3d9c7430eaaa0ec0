"""Reads the rows of `cases/actions.*.toml`: people are letters, actions short sentences.

`A approves`, `A rejects`, `A abstains`, `A returns`, `A transfers to X`, `A delegates to X`,
`X advises`, `A recalls`, `A adds before X Y (any)`, `A removes X`, `A claims`, `A releases`,
`A takes back`. With ` -> code` behind it, it must be refused with that code and change nothing.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

import msgspec

from dujiang.approvals.rules.actions import (
    Abstain,
    Acted,
    Action,
    AddApprovers,
    Advise,
    Approve,
    Claim,
    Delegate,
    Recall,
    Refusal,
    Reject,
    Release,
    RemoveApprover,
    Return,
    Setting,
    TakeBack,
    Transfer,
    act,
    may_act,
)
from dujiang.approvals.rules.facts import RoundFact
from dujiang.approvals.rules.model import Item, Round, StepRules, VoteRules
from dujiang.approvals.rules.rounds import Placement, apply_all, open_round
from tests.approvals.company import MONDAY

GROUP = "group:G"
MEMBERS = "GHI"


def number(letter: str) -> int:
    return ord(letter) - ord("A") + 1


def letter(identifier: int | None) -> str:
    return "-" if identifier is None else chr(identifier + ord("A") - 1)


def rules_of(row: dict[str, Any]) -> StepRules:
    found = dict(row)
    vote = found.pop("vote", {})
    if "ratio" in vote:
        vote["ratio"] = Fraction(vote["ratio"])
    if "quorum" in vote:
        vote["quorum"] = Fraction(vote["quorum"])
    if "weights" in vote:
        given = vote["weights"].items()
        vote["weights"] = tuple((number(one), Decimal(str(weight))) for one, weight in given)
    if "vetoers" in vote:
        vote["vetoers"] = frozenset(number(one) for one in vote["vetoers"])
    actions = found.pop("actions", ["transfer", "delegate", "addBefore", "addAfter", "addBeside"])
    return StepRules(step="review", vote=VoteRules(**vote), actions=frozenset(actions), **found)


def status_of(code: str) -> int:
    """Whose fault a refusal is: a person who cannot be named, one who may not act, or too late."""
    _, subject, what = code.split(".")
    if subject == "person" or (subject, what) in {("add", "nobody"), ("add", "no_vote")}:
        return 422
    if what in {"not_yours", "not_a_member"} or (subject, what) == ("item", "barred"):
        return 403
    return 404 if what == "not_found" else 409


class Table:
    """One round with everything that acting needs."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.rules = rules_of(case.get("rules", {}))
        ids = count(1)
        self.next_id: Callable[[], int] = lambda: next(ids)
        self.barred = frozenset(number(one) for one in case.get("barred", ""))
        self.inactive = frozenset(number(one) for one in case.get("inactive", ""))
        self.touched = frozenset(case.get("touched", ""))
        placements = [self._placement(seat) for seat in case["seats"]]
        self.facts: list[RoundFact] = []
        self.round, facts = open_round(
            1, placements, self.rules, at=MONDAY, next_id=self.next_id, opening=self._opening
        )
        weights = [Decimal(w) for w in case.get("weights", [])]
        if weights:
            items = tuple(
                msgspec.structs.replace(item, weight=weight)
                for item, weight in zip(self.round.items, weights, strict=True)
            )
            self.round = msgspec.structs.replace(self.round, items=items)
        else:
            self.facts.extend(facts)

    def _placement(self, seat: str) -> Placement:
        if seat == "group":
            return Placement(group=GROUP)
        who, _, rest = seat.partition(" ")
        if rest == "skipped":
            return Placement(principal=number(who), decided="skipped")
        if rest == "left aside":
            return Placement(principal=number(who), decided="skipped", counts=False)
        if rest.startswith("for "):
            return Placement(principal=number(rest[-1]), hand=number(who))
        return Placement(principal=number(who), hand=number(who))

    def _opening(self, item: Item, round_: Round) -> Placement:
        """Distinct people: a used-up hand is replaced by Z, as the empty policy would."""
        if self.rules.distinct and item.hand is not None:
            return Placement(principal=number("Z"), hand=number("Z"))
        return Placement(principal=item.principal, hand=item.principal, group=item.group)

    @property
    def setting(self) -> Setting:
        return Setting(
            rules=self.rules,
            at=MONDAY,
            next_id=self.next_id,
            opening=self._opening,
            place=lambda person: Placement(principal=person, hand=person),
            eligible=lambda group: tuple(number(m) for m in MEMBERS),
            barred=self.barred,
            is_active=lambda person: person not in self.inactive,
            is_untouched=lambda item: letter(item.hand) not in self.touched,
        )

    def act(self, sentence: str) -> None:
        """Do what a row says and check a refusal it expects."""
        said, _, code = sentence.partition(" -> ")
        action, setting = self.action(said), self.setting
        foreseen = may_act(self.round, action, setting)
        outcome = act(self.round, action, setting)
        assert foreseen == (outcome if isinstance(outcome, Refusal) else None)
        if code:
            assert isinstance(outcome, Refusal), f"{said} was not refused: {outcome}"
            assert (outcome.code, outcome.status) == (code, status_of(code))
            return
        assert isinstance(outcome, Acted), f"{said} was refused: {outcome}"
        assert apply_all(self.round, outcome.facts) == outcome.round
        self.round = outcome.round

    def action(self, said: str) -> Action:
        """The action behind a sentence."""
        who, verb, *rest = said.split(" ", 2)
        by = number(who)
        words = rest[0].split() if rest else []
        item_id = self._item_of(who, verb, words)
        simple: dict[str, type[Any]] = {
            "approves": Approve, "rejects": Reject, "abstains": Abstain, "advises": Advise,
            "recalls": Recall, "claims": Claim, "releases": Release, "takes": TakeBack,
        }  # fmt: skip
        if verb in simple:
            found: Action = simple[verb](by=by, item_id=item_id)
            return found
        match verb:
            case "returns":
                return Return(by=by, item_id=item_id, to_step="apply")
            case "transfers":
                return Transfer(by=by, item_id=item_id, to=number(words[1]))
            case "delegates":
                return Delegate(by=by, item_id=item_id, to=number(words[1]))
            case "removes":
                return RemoveApprover(by=by, item_id=item_id)
            case "adds":
                mode = re.search(r"\((\w+)\)", said)
                people = tuple(number(word) for word in words[1:] if len(word) == 1)
                return AddApprovers(
                    by=by,
                    item_id=item_id,
                    place=words[0],  # type: ignore[arg-type]
                    people=people,
                    mode=mode.group(1) if mode else "all",  # type: ignore[arg-type]
                )
        raise AssertionError(f"no such action: {said}")

    def _item_of(self, who: str, verb: str, words: list[str]) -> int:
        by = number(who)
        if verb == "removes":
            return next(i.id for i in reversed(self.round.items) if i.principal == number(words[0]))
        if verb == "claims":
            return next(i.id for i in self.round.items if i.group)
        if verb == "recalls":
            return next(i.id for i in self.round.items if i.lent_by == by)
        mine = [i for i in self.round.items if by in (i.hand, i.principal, i.decided_by)]
        best = [i for i in mine if i.hand == by and i.state in ("open", "delegated")] or mine
        return (best or list(self.round.items))[0].id

    def shown(self) -> list[str]:
        """Items as rows show them: `hand state`, `hand for principal state`."""
        return [self._shown(item) for item in sorted(self.round.items, key=lambda i: i.id)]

    def _shown(self, item: Item) -> str:
        who = item.hand if item.hand is not None else item.principal
        name = GROUP if who is None and item.group else letter(who)
        other = item.principal is not None and item.hand is not None
        behalf = f" for {letter(item.principal)}" if other and item.principal != item.hand else ""
        return f"{name}{behalf} {item.state}"
