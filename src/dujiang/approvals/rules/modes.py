"""Modes: the verdict that the shares of a round already force (APPROVALS.md, "Modes").

A verdict is given at the first moment when it is certain, either way, and then it is final.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

import msgspec

from dujiang.approvals.rules.model import Choice, Mode, RejectPolicy, Verdict, VoteRules


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one item of the round says so far; `choice` is None while it is open."""

    choice: Choice | None
    weight: Decimal = Decimal(1)
    has_veto: bool = False


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How a round stands; goes into the process variables."""

    approved: int
    rejected: int
    abstained: int
    open: int

    @staticmethod
    def of(shares: Sequence[Share]) -> "Counts":
        """Count the shares, one a person."""
        choices = [share.choice for share in shares]
        return Counts(
            approved=choices.count("approve"),
            rejected=choices.count("reject"),
            abstained=choices.count("abstain"),
            open=choices.count(None),
        )


def verdict(
    mode: Mode, shares: Sequence[Share], *, reject_policy: RejectPolicy, vote: VoteRules
) -> Verdict | None:
    """The outcome that the shares force, or None while it is open.

    Without any share the step passes: every seat was skipped by a rule.
    """
    match mode:
        case "any":
            return _any(shares, reject_policy)
        case "all":
            return _all(shares, reject_policy)
        case "sequence":
            return _all(shares, "one")
        case "vote":
            return _vote(shares, vote)
        case _:
            assert_never(mode)


def _any(shares: Sequence[Share], policy: RejectPolicy) -> Verdict | None:
    """First approval passes; the first rejection rejects, or only all of them together."""
    choices = [share.choice for share in shares]
    if "approve" in choices or not choices:
        return "passed"
    if policy == "one" and "reject" in choices:
        return "rejected"
    return None if None in choices else "rejected"


def _all(shares: Sequence[Share], policy: RejectPolicy) -> Verdict | None:
    """Passes when all have approved; rejected at once, or at the end by count."""
    choices = [share.choice for share in shares]
    if policy != "count" and "reject" in choices:
        return "rejected"
    if None in choices:
        return None
    if policy != "count" or not choices:
        return "passed"
    weighed = {
        choice: sum(share.weight for share in shares if share.choice == choice)
        for choice in ("approve", "reject")
    }
    return "passed" if weighed["approve"] > weighed["reject"] else "rejected"


class _Tally(msgspec.Struct, frozen=True):
    yes: Fraction
    no: Fraction


def _vote(shares: Sequence[Share], rules: VoteRules) -> Verdict | None:
    """Certain when every way to fill the open votes ends alike.

    The conditions are linear in the weights, so the corners decide: all open votes yes is the best
    case for passing; all no and, where allowed, all abstained are the worst ones.
    """
    if not shares:
        return "passed"
    if any(share.has_veto and share.choice == "reject" for share in shares):
        return "rejected"
    weights = [Fraction(share.weight) for share in shares]
    entitled = sum(weights, Fraction(0))
    yes = _sum(shares, "approve")
    no = _sum(shares, "reject")
    still = _sum(shares, None)
    if not _passes(_Tally(yes + still, no), entitled, rules):
        return "rejected"
    if any(share.has_veto and share.choice is None for share in shares):
        return None
    worst = [_Tally(yes, no + still)]
    if rules.may_abstain:
        worst.append(_Tally(yes, no))
    return "passed" if all(_passes(tally, entitled, rules) for tally in worst) else None


def _sum(shares: Sequence[Share], choice: Choice | None) -> Fraction:
    return sum((Fraction(s.weight) for s in shares if s.choice == choice), Fraction(0))


def _passes(tally: _Tally, entitled: Fraction, rules: VoteRules) -> bool:
    """Whether a finished count passes: at least one yes, the quorum, and enough of them."""
    cast = tally.yes + tally.no
    if tally.yes == 0:
        return False
    if rules.quorum is not None and cast < rules.quorum * entitled:
        return False
    if rules.quorum_votes is not None and cast < rules.quorum_votes:
        return False
    if rules.votes is not None:
        return tally.yes >= rules.votes
    ratio = rules.ratio if rules.ratio is not None else Fraction(1)
    needed = ratio * (entitled if rules.of == "entitled" else cast)
    return tally.yes > needed if rules.is_strict else tally.yes >= needed
