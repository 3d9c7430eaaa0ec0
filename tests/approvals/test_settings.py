"""From the model's words to the settings of a step; what is wrong is named at the step."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dujiang.approvals.rules.settings import EXTRA_ACTIONS, read_rules
from dujiang.bpmn.extensions import Assignee, Deadline, Reminder, Step

HEAD = Assignee(source="departmentHead")
TWO_DAYS = Deadline(duration="PT48H", action="escalate")


def step(**given: object) -> Step:
    defaults: dict[str, object] = {
        "assignees": (HEAD,), "deadlines": (TWO_DAYS,), "onReject": "end",
    }  # fmt: skip
    return Step(**{**defaults, **given})  # type: ignore[arg-type]


def codes(given: Step) -> list[str]:
    return [
        p.code.removeprefix("approvals.settings.") for p in read_rules("s", "S", given).problems
    ]


def test_what_is_not_stated_has_the_default() -> None:
    rules = read_rules("s", "审批", step()).rules

    assert (rules.mode, rules.reject_policy, rules.empty) == ("any", "one", "admin")
    assert (rules.of_initiator, rules.repeated, rules.come_back) == ("head", "never", ("rerun",))
    assert rules.return_to == ("initiator",)
    assert rules.actions == EXTRA_ACTIONS


def test_sound_step_has_no_problems() -> None:
    assert codes(step()) == []


@pytest.mark.parametrize(
    ("ratio", "expected", "is_strict"),
    [
        ("2/3", Fraction(2, 3), False),
        ("66%", Fraction(66, 100), False),
        ("0.5", Fraction(1, 2), False),
        (">1/2", Fraction(1, 2), True),
    ],
)
def test_ratio_is_exact(ratio: str, expected: Fraction, is_strict: bool) -> None:
    vote = read_rules("s", "S", step(mode="vote", ratio=ratio)).rules.vote

    assert (vote.ratio, vote.is_strict) == (expected, is_strict)


def test_quorum_is_a_share_or_a_number() -> None:
    share = read_rules("s", "S", step(mode="vote", ratio="1/2", quorum="2/3")).rules.vote
    number = read_rules("s", "S", step(mode="vote", ratio="1/2", quorum="3")).rules.vote

    assert (share.quorum, share.quorum_votes) == (Fraction(2, 3), None)
    assert (number.quorum, number.quorum_votes) == (None, 3)


def test_weights_of_votes_are_numbers_by_person_or_role() -> None:
    rules = read_rules("s", "S", step(mode="vote", votes=1, weights="zhoumin=2 role:gm=1.5")).rules

    assert rules.weights == (("zhoumin", Decimal(2)), ("role:gm", Decimal("1.5")))


@pytest.mark.parametrize(
    "word", ["zhoumin", "zhoumin=", "=2", "a=0", "a=-1", "a=1001", "a=NaN", "a=Infinity", "a=x"]
)
def test_what_is_no_weight_is_named(word: str) -> None:
    assert codes(step(mode="vote", votes=1, weights=word)) == ["not_a_weight"]


def test_a_department_without_a_head_goes_up_or_by_the_empty_policy() -> None:
    def vacant(word: str) -> object:
        head = Assignee(source="departmentHead", vacant=word)
        return read_rules("s", "S", step(assignees=(head,))).rules.sources[0].vacant

    assert (vacant(""), vacant("up"), vacant("empty")) == ("up", "up", "empty")
    assert codes(step(assignees=(Assignee(source="headChain", vacant="?"),))) == ["unknown_word"]


def test_vote_may_return_only_where_the_step_says_so() -> None:
    silent = read_rules("s", "S", step(mode="vote", ratio="1/2")).rules
    stated = read_rules("s", "S", step(mode="vote", ratio="1/2", returnTo="initiator")).rules

    assert (silent.return_to, silent.vote.may_return) == ((), False)
    assert (stated.return_to, stated.vote.may_return) == (("initiator",), True)


def test_first_way_back_that_is_named_is_the_default() -> None:
    assert read_rules("s", "S", step(comeBack="changed rerun")).rules.come_back == (
        "changed",
        "rerun",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"mode": "most"}, "unknown_word"),
        ({"mode": "vote"}, "vote_without_threshold"),
        ({"mode": "vote", "ratio": "3/2"}, "not_a_ratio"),
        ({"empty": "assign"}, "assign_to_nobody"),
        ({"assignees": ()}, "nobody_named"),
        ({"assignees": (Assignee(source="wizard"),)}, "unknown_word"),
        ({"assignees": (Assignee(source="role"),)}, "no_value"),
        ({"deadlines": (Deadline(duration="two days"),)}, "not_a_duration"),
        ({"reminders": (Reminder(),)}, "empty_reminder"),
        ({"onReject": ""}, "reject_not_stated"),
        ({"deadlines": ()}, "no_deadline"),
        ({"actions": "fly"}, "unknown_word"),
        (
            {"signature": "typed", "deadlines": (Deadline(duration="PT1H", action="approve"),)},
            "signature_by_clock",
        ),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, object], code: str) -> None:
    assert code in codes(step(**given))


def test_start_step_needs_nobody_named() -> None:
    assert codes(Step(kind="start")) == []
