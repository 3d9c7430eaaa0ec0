"""Nothing hangs, crashes or raises anything but the documented errors, whatever the text."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.feel import (
    Budget,
    Environment,
    FeelError,
    FeelSyntaxError,
    compile_expression,
    compile_unary_tests,
)
from dujiang.feel.builtins import BUILTINS
from tests.feel.test_cases import CASES

SMALL = Environment(budget=Budget(steps=2_000, depth=20, text_chars=2_000))
PIECES = [
    *'()[]{},.:+-*/<>=@"?',
    "..",
    "**",
    "<=",
    "!=",
    "->",
    " ",
    "\n",
    "1",
    "2.5",
    "1e999",
    "a",
    "b c",
    "名",
    "item",
    "partial",
    "if ",
    "then ",
    "else ",
    "for ",
    "in ",
    "return ",
    "some ",
    "every ",
    "satisfies ",
    "and ",
    "or ",
    "not(",
    "between ",
    "instance of ",
    "function(",
    "external ",
    "null",
    "true",
    "list<",
    '"x"',
    '@"P1D"',
    '@"2026-01-01"',
    "]1..",
    "/*",
    "*/",
    "//",
    *(f"{name}(" for name in BUILTINS),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.text(max_size=30),
)
CONTEXT: dict[str, Any] = {"a": Decimal(3), "b c": ["x", None, {"a": Decimal(1)}], "名": {"a": "b"}}


def try_everything(text: str) -> None:
    for compile_ in (compile_expression, compile_unary_tests):
        refusal: FeelSyntaxError | FeelError | None = None
        try:
            compiled = compile_(text)
            compiled.evaluate({**CONTEXT, "?": Decimal(2)}, env=SMALL)
            compiled.evaluate_strict(CONTEXT, env=SMALL)
        except (FeelSyntaxError, FeelError) as error:
            refusal = error
        assert refusal is None or refusal.code.startswith("feel.")
        assert refusal is None or 0 <= refusal.position <= len(text)


@settings(max_examples=600, deadline=2_000)
@given(TEXTS)
def test_any_text_is_refused_or_evaluated(text: str) -> None:
    try_everything(text)


@settings(max_examples=300, deadline=2_000)
@given(
    st.sampled_from([case[1] for case in CASES if "f(n + 1)" not in case[1]]),
    st.integers(0, 60),
    st.sampled_from(PIECES),
    st.integers(0, 4),
)
def test_a_damaged_expression_is_refused_or_evaluated(
    text: str, at: int, piece: str, dropped: int
) -> None:
    try_everything(text[:at] + piece + text[at + dropped :])


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        "-" * 5_000 + "1",
        "+".join(["1"] * 5_000),
        "{a:" * 1_000,
        "if " * 5_000,
        "a." * 5_000 + "a",
        "a[" * 5_000,
        "not(" * 5_000,
        "]1..x[-" * 1_000,
        "x in (" * 1_000,
        "list<" * 2_000,
        "1 instance of " + "list<" * 2_000,
        '"' + "\\" * 5_001,
        "f(a" + " " * 100_000,
        "/*" * 5_000,
        "x" * 300_000,
    ],
    ids=lambda text: text[:8],
)
def test_deep_and_long_texts_are_refused_at_once(text: str) -> None:
    begun = time.process_time()

    with pytest.raises(FeelSyntaxError):
        compile_expression(text)

    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("count(for i in 1..1000000000 return i)", "feel.budget.steps"),
        ("some i in 1..1000000000 satisfies false", "feel.budget.steps"),
        ("for i in 1..100000, j in 1..100000 return i", "feel.budget.steps"),
        ("{f: function(n) f(n + 1), r: f(0)}.r", "feel.budget.depth"),
        ('{f: function(s) f(s + s), r: f("xxxxxxxxxx")}.r', "feel.budget.text_chars"),
        (
            "{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1),"
            " r: count(f([1], 60))}.r",
            "feel.budget.steps",
        ),
        ('string join(for i in 1..300 return "xxxxxxxxxx")', "feel.budget.text_chars"),
        ("sort(for i in 1..1000 return -i, function(x, y) x < y)", "feel.budget.steps"),
        ("string(for i in 1..100 return partial)", "feel.budget.steps"),
        ("for i in 1..100 return partial", "feel.budget.steps"),
        ("(for i in 1..60 return partial) = (for i in 1..60 return partial)", "feel.budget.steps"),
        ("flatten(for i in 1..100 return partial)", "feel.budget.steps"),
        ("(for i in 1..100 return partial) instance of list<list<Any>>", "feel.budget.steps"),
        ("(for i in 1..100 return partial).a", "feel.budget.steps"),
        (
            f"{{a: {'[' * 50 + ']' * 50}, b: {'[' * 50}a{']' * 50}, r: [[b]]}}.r",
            "feel.budget.value_depth",
        ),
        ("for i in 1..900 return upper case(text)", "feel.budget.steps"),
        (f"for i in 1..900 return [{', '.join(['i'] * 500)}][1]", "feel.budget.steps"),
        (f"every i in 1..900 satisfies [{', '.join(['i'] * 500)}][1] > 0", "feel.budget.steps"),
        (f"[1, 2, 3][[{', '.join(['item'] * 20_000)}][1] > 0]", "feel.budget.steps"),
        (f"(function() [{', '.join(['text'] * 32_500)}][1])()", "feel.budget.steps"),
        (
            'replace(string join(for i in 1..300 return "ab"), "a", "$0$0$0$0$0$0$0$0")',
            "feel.budget.text_chars",
        ),
    ],
)
def test_a_spent_budget_gives_null_and_says_which(text: str, code: str) -> None:
    found = compile_expression(text).evaluate({"text": "x" * 2_000}, env=SMALL)

    assert found.value is None
    assert found.warnings[-1].code == code


def test_a_hostile_pattern_takes_linear_time() -> None:
    begun = time.process_time()

    found = compile_expression('matches(text, "^(a|aa|a*)*$")').evaluate(
        {"text": "a" * 50_000 + "!"}
    )

    assert found.value is False
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text", ["10 ** 6000 * 10 ** 6000", "1e6144 * 10", "exp(1e6)", "2 ** 1e10"]
)
def test_numbers_beyond_the_greatest_give_null(text: str) -> None:
    found = compile_expression(text).evaluate({})

    assert found.value is None
    assert found.warnings[0].code == "feel.arithmetic.no_number"
