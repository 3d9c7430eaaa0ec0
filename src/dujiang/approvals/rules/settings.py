"""From the model's words to `StepRules`: checked once when a version is compiled.

What a step does not state has the default of APPROVALS.md. Everything that is wrong is listed, with
the step's element id as its place.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final, get_args

import msgspec

from dujiang.approvals.rules.model import (
    ApartRule,
    ComeBack,
    DeadlineRule,
    EmptyPolicy,
    InitiatorPolicy,
    Mode,
    RejectPolicy,
    ReminderRule,
    RepeatPolicy,
    Source,
    StepKind,
    StepRules,
    VoteRules,
)
from dujiang.bpmn.extensions import Assignee, Deadline, Step
from dujiang.calendars import parse_duration
from dujiang.kernel.errors import Problem

EXTRA_ACTIONS: Final = frozenset({"transfer", "delegate", "addBefore", "addAfter", "addBeside"})
"""Allowed where the step says nothing; `actions="none"` allows none of them."""
DEFAULT_CATEGORIES: Final = ("DOC", "AMT", "RULE", "DUP", "NEED", "OTHER")
MAX_WEIGHT: Final = 1_000
"""Of one vote."""
_PERCENT: Final = 100


class ReadRules(msgspec.Struct, frozen=True):
    """What was understood, and everything that is wrong with it."""

    rules: StepRules
    problems: tuple[Problem, ...]


def read_rules(element_id: str, name: str, step: Step, *, name_en: str = "") -> ReadRules:
    """The settings of one step. Wrong words become their default and a problem."""
    reading = _Reading(element_id)
    kind = reading.choice(step.kind, get_args(StepKind), "approval", "kind")
    mode = reading.choice(step.mode, get_args(Mode), "any", "mode")
    rules = StepRules(
        step=element_id,
        name=name,
        name_en=name_en or name,
        kind=kind,
        mode=mode,
        reject_policy=reading.choice(
            step.rejectPolicy, get_args(RejectPolicy), "one", "rejectPolicy"
        ),
        vote=_vote(step, reading),
        veto=_words(step.veto),
        weights=tuple(_weights(step.weights, reading)),
        on_reject=reading.choice(step.onReject, ("end", "flow"), "end", "onReject"),
        empty=reading.choice(step.empty, get_args(EmptyPolicy), "admin", "empty"),
        empty_to=tuple(step.emptyTo.replace(",", " ").split()),
        of_initiator=reading.choice(
            step.ofInitiator, get_args(InitiatorPolicy), "head", "ofInitiator"
        ),
        repeated=reading.choice(step.repeated, get_args(RepeatPolicy), "never", "repeated"),
        distinct=step.distinct or 0,
        must_act=step.mustAct,
        second_factor=step.secondFactor,
        signature=reading.choice(step.signature, ("none", "typed", "drawn"), "none", "signature"),
        comment=reading.choice(
            step.comment, ("optional", "onReject", "required"), "optional", "comment"
        ),
        return_to=_return_to(step, kind, mode),
        come_back=_come_back(step, reading),
        actions=_actions(step, reading),
        reason_categories=_words(step.reasonCategories) or DEFAULT_CATEGORIES,
        distribution=reading.choice(
            step.distribution, ("", "load", "roundRobin"), "", "distribution"
        ),
        skill=step.skill,
        sources=tuple(_sources(step.assignees, reading)),
        deadlines=tuple(_deadlines(step.deadlines, reading)),
        reminders=tuple(_reminders(step, reading)),
        apart=tuple(ApartRule(step=apart.step, field=apart.field) for apart in step.apart),
    )
    _check_together(rules, step, reading)
    return ReadRules(rules, tuple(reading.problems))


class _Reading:
    """Collects what is wrong while words are read."""

    def __init__(self, element_id: str) -> None:
        self.element_id = element_id
        self.problems: list[Problem] = []

    def complain(self, what: str, **params: object) -> None:
        """Note a problem at this step."""
        code = f"approvals.settings.{what}"
        self.problems.append(Problem(code=code, path=self.element_id, params=dict(params)))

    def warn(self, what: str, **params: object) -> None:
        """Note something that should be stated."""
        code = f"approvals.settings.{what}"
        self.problems.append(
            Problem(code=code, path=self.element_id, params=dict(params), severity="warning")
        )

    def choice(self, word: str, allowed: Iterable[str], default: str, setting: str) -> Any:  # noqa: ANN401 - one of `allowed`
        """The word when it is allowed, else the default and a problem."""
        if not word:
            return default
        if word in allowed:
            return word
        self.complain("unknown_word", setting=setting, word=word)
        return default

    def ratio(self, text: str, setting: str) -> Fraction | None:
        """`2/3`, `66%` or `0.66`."""
        try:
            if text.endswith("%"):
                return Fraction(text[:-1].strip()) / _PERCENT
            return Fraction(text.strip())
        except (ValueError, ZeroDivisionError):
            self.complain("not_a_ratio", setting=setting, word=text)
            return None

    def duration(self, text: str, setting: str) -> str:
        """The text when it is a duration that goes forward, or a FEEL expression."""
        if text.startswith("="):
            return text
        found = parse_duration(text)
        if found is None or not found.is_forward():
            self.complain("not_a_duration", setting=setting, word=text)
        return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _vote(step: Step, reading: _Reading) -> VoteRules:
    is_strict = step.ratio.startswith(">")
    text = step.ratio.lstrip(">").strip()
    ratio = reading.ratio(text, "ratio") if text else None
    if ratio is not None and not 0 < ratio <= 1:
        reading.complain("not_a_ratio", setting="ratio", word=step.ratio)
        ratio = None
    quorum = quorum_votes = None
    if step.quorum:
        found = reading.ratio(step.quorum, "quorum")
        is_number = found is not None and (found > 1 or step.quorum.strip() == "1")
        if is_number and found is not None:
            quorum_votes = int(found)
        else:
            quorum = found
    return VoteRules(
        ratio=ratio,
        is_strict=is_strict,
        votes=step.votes,
        of=reading.choice(step.of, ("entitled", "cast"), "entitled", "of"),
        may_abstain=step.abstain,
        quorum=quorum,
        quorum_votes=quorum_votes,
        may_return=step.returnTo not in ("", "none"),
    )


def _weights(text: str, reading: _Reading) -> Iterable[tuple[str, Decimal]]:
    """`login=2 role:gm=1.5`: who, and how much their vote counts."""
    for word in _words(text):
        who, _, number = word.partition("=")
        try:
            weight = Decimal(number)
        except InvalidOperation:
            weight = Decimal(0)
        if who and weight.is_finite() and 0 < weight <= MAX_WEIGHT:
            yield who, weight
        else:
            reading.complain("not_a_weight", word=word)


def _return_to(step: Step, kind: str, mode: str) -> tuple[str, ...]:
    if step.returnTo:
        return () if step.returnTo == "none" else _words(step.returnTo)
    return () if kind == "start" or mode == "vote" else ("initiator",)


def _come_back(step: Step, reading: _Reading) -> tuple[ComeBack, ...]:
    allowed = get_args(ComeBack)
    words = _words(step.comeBack) or ("rerun",)
    found: tuple[ComeBack, ...] = tuple(word for word in allowed if word in words)
    found = tuple(sorted(found, key=words.index))
    if len(found) < len(set(words)):
        reading.complain("unknown_word", setting="comeBack", word=step.comeBack)
    return found or ("rerun",)


def _actions(step: Step, reading: _Reading) -> frozenset[str]:
    words = _words(step.actions)
    if not words:
        return EXTRA_ACTIONS
    unknown = [word for word in words if word not in EXTRA_ACTIONS and word != "none"]
    if unknown:
        reading.complain("unknown_word", setting="actions", word=" ".join(unknown))
    return frozenset(words) & EXTRA_ACTIONS


def read_sources(path: str, assignees: Iterable[Assignee]) -> tuple[Source, ...]:
    """The sources behind assignees that stand outside a step; wrong ones are left out."""
    return tuple(_sources(assignees, _Reading(path)))


def _sources(assignees: Iterable[Assignee], reading: _Reading) -> Iterable[Source]:
    allowed = get_args(Source.__annotations__["kind"])
    for assignee in assignees:
        if assignee.source not in allowed:
            reading.complain("unknown_word", setting="source", word=assignee.source)
            continue
        needs_value = assignee.source in (
            "user", "role", "position", "field", "expression", "decision", "group",
        )  # fmt: skip
        if needs_value and not assignee.value:
            reading.complain("no_value", source=assignee.source)
            continue
        yield Source(
            kind=assignee.source,  # type: ignore[arg-type]
            value=assignee.value,
            of=assignee.of,
            levels=assignee.levels,
            vacant=reading.choice(assignee.vacant, ("up", "empty"), "up", "vacant"),
            is_claimed=assignee.claim,
        )


def _deadlines(deadlines: Iterable[Deadline], reading: _Reading) -> Iterable[DeadlineRule]:
    actions = get_args(DeadlineRule.__annotations__["action"])
    for deadline in deadlines:
        yield DeadlineRule(
            kind=reading.choice(deadline.kind, ("due", "action"), "due", "kind"),
            duration=reading.duration(deadline.duration, "duration"),
            clock=_clock(deadline.clock, reading),
            action=reading.choice(deadline.action, actions, "", "action"),
            to=deadline.to,
        )


def _reminders(step: Step, reading: _Reading) -> Iterable[ReminderRule]:
    for reminder in step.reminders:
        if not reminder.before and not reminder.every:
            reading.complain("empty_reminder")
            continue
        yield ReminderRule(
            before=reading.duration(reminder.before, "before") if reminder.before else "",
            every=reading.duration(reminder.every, "every") if reminder.every else "",
            clock=_clock(reminder.clock, reading),
        )


def _clock(word: str, reading: _Reading) -> str:
    if word.startswith("calendar:"):
        return word
    found: str = reading.choice(word, ("clock", "working"), "clock", "clock")
    return found


def _check_together(rules: StepRules, step: Step, reading: _Reading) -> None:
    """What is wrong only in combination."""
    if rules.kind == "start":
        return
    if not rules.sources:
        reading.complain("nobody_named")
    if rules.mode == "vote" and rules.vote.ratio is None and rules.vote.votes is None:
        reading.complain("vote_without_threshold")
    if rules.empty == "assign" and not rules.empty_to:
        reading.complain("assign_to_nobody")
    automatic = any(d.action in ("approve", "reject") for d in rules.deadlines)
    if automatic and rules.needs_hand:
        reading.complain("signature_by_clock")
    if rules.kind == "approval" and not step.onReject:
        reading.warn("reject_not_stated")
    if rules.kind == "approval" and not rules.deadlines:
        reading.warn("no_deadline")
