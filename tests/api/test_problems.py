"""Every error is told in one shape, in the reader's language, with its code."""

from datetime import date
from decimal import Decimal

from dujiang.api import problems
from dujiang.kernel.errors import Conflict, InvalidInput, LimitExceeded, Problem, Unavailable
from dujiang.kernel.words import Words

WORDS = Words(
    {
        "ledgers.balance.insufficient": {
            "zh-CN": "余额不足：需要 {asked} 天，剩余 {available} 天。",
            "en-US": "Not enough: {asked} days needed, {available} left.",
        },
        "api.status.invalid": {"zh-CN": "内容有误", "en-US": "Content is wrong"},
    }
)


def test_error_is_told_in_the_language_of_the_reader() -> None:
    error = InvalidInput(
        "ledgers.balance.insufficient", asked=Decimal("5"), available=Decimal("2.5")
    )

    document = problems.document(error, words=WORDS, language="zh-CN", instance="a1")

    assert document.detail == "余额不足：需要 5 天，剩余 2.5 天。"
    assert document.title == "内容有误"
    assert (document.status, document.code) == (422, "ledgers.balance.insufficient")
    assert document.params == {"asked": Decimal("5"), "available": Decimal("2.5")}
    assert document.instance == "a1"


def test_single_faults_keep_their_place() -> None:
    fault = Problem(code="ledgers.balance.insufficient", path="/values/days", params={"asked": 1})

    document = problems.document(
        InvalidInput("forms.values.invalid", problems=(fault,)),
        words=WORDS, language="en-US", instance="a1",
    )  # fmt: skip

    assert [(p.path, p.detail) for p in document.problems] == [
        ("/values/days", "Not enough: 1 days needed, {available} left.")
    ]


def test_rule_of_a_form_brings_its_own_words() -> None:
    fault = Problem(
        code="forms.rule.broken",
        path="/days",
        params={"sentence": {"zh-CN": "所选日期没有工作日", "en-US": "No working day"}},
    )

    assert problems.sentence(fault, words=WORDS, language="en-US") == "No working day"
    assert problems.sentence(fault, words=WORDS, language="zh-CN") == "所选日期没有工作日"


def test_values_of_an_error_become_plain_json() -> None:
    shown = problems.plain({"on": date(2026, 3, 2), "who": ("a", "b"), "n": {"x": Decimal("1")}})

    assert shown == {"on": "2026-03-02", "who": ["a", "b"], "n": {"x": Decimal("1")}}


def test_only_what_may_be_repeated_says_when() -> None:
    assert problems.retry_after_s(Unavailable("api.database.away")) == 5
    assert problems.retry_after_s(LimitExceeded("x.y.z", retry_after_s=60)) == 60
    assert problems.retry_after_s(Conflict("x.y.z")) is None
