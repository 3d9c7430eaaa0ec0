"""Static analysis of tables: every finding with rule numbers, a region and an example input."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.dmn import compile_model, parse
from dujiang.dmn.analysis import analyse
from dujiang.kernel.errors import Problem
from tests.dmn.building import decision, definitions, input_data, table


def findings(body: str, *inputs: str) -> list[Problem]:
    parsed = parse(definitions(*inputs, decision("d", body)))
    assert parsed.problems == ()
    return list(analyse(parsed.model))


def codes(found: list[Problem]) -> list[str]:
    return [problem.code.removeprefix("dmn.analysis.") for problem in found]


@pytest.mark.spec("R2")
def test_a_gap_is_found_with_its_region_and_an_example() -> None:
    found = findings(table(["金额"], ["o"], [("<= 1000", "1"), ("> 2000", "2")]))

    (gap,) = found
    assert gap.code == "dmn.analysis.gap"
    assert gap.params["region"] == {"金额": "(1000..2000]"}
    assert gap.params["example"] == {"金额": Decimal(1001)}


def test_a_complete_table_without_overlap_has_no_findings() -> None:
    body = table(["a"], ["o"], [("< 10", "1"), ("[10..20)", "2"), (">= 20", "3")])

    assert findings(body) == []


def test_gaps_are_looked_for_over_all_columns_together() -> None:
    body = table(
        ["grade", "amount"],
        ["o"],
        [('"A"', "-", "1"), ('not("A")', "< 100", "2")],
    )

    (gap,) = findings(body)

    assert gap.params["region"] == {"grade": 'not("A")', "amount": ">= 100"}


def test_allowed_values_limit_where_gaps_are_looked_for() -> None:
    rules = [('"A"', "1"), ('"B"', "2")]

    assert codes(findings(table(["g"], ["o"], rules))) == ["gap"]
    assert findings(table([("g", '"A", "B"')], ["o"], rules)) == []


def test_a_default_closes_every_gap() -> None:
    assert findings(table(["a"], ["o"], [("> 1", "1")], defaults=["0"])) == []


def test_unique_rules_that_overlap_are_an_error() -> None:
    body = table(["a"], ["o"], [("<= 10", "1"), (">= 10", "2")])

    (overlap,) = findings(body)

    assert (overlap.code, overlap.severity) == ("dmn.analysis.overlap", "error")
    assert overlap.params == {
        "rules": [1, 2],
        "region": {"a": "10"},
        "example": {"a": Decimal(10)},
    }


def test_any_rules_may_overlap_when_they_agree() -> None:
    agreeing = table(["a"], ["o"], [("<= 10", "1"), ("-", "1")], policy="ANY")
    quarrelling = table(["a"], ["o"], [("<= 10", "1"), ("-", "2")], policy="ANY")

    assert findings(agreeing) == []
    assert codes(findings(quarrelling)) == ["overlap"]


def test_a_rule_that_earlier_rules_hide_together_is_shadowed() -> None:
    rules = [("<= 10", "1"), ("> 5", "2"), ("[1..20]", "3")]

    (shadowed,) = findings(table(["a"], ["o"], rules, policy="FIRST"))

    assert shadowed.code == "dmn.analysis.shadowed"
    assert shadowed.params["rules"] == [3, 1, 2]


def test_an_input_nobody_looks_at_is_found() -> None:
    body = table(["a", "b"], ["o"], [("-", "> 1", "1"), ("-", "<= 1", "2")])

    (unused,) = findings(body)

    assert (unused.code, unused.params) == ("dmn.analysis.unused_input", {"column": "a"})


def test_a_constant_of_the_wrong_type_is_found_with_its_rule() -> None:
    body = table(["a"], ["o"], [("> 1", "1"), ('"x"', "2")])

    (wrong,) = findings(body, input_data("a", "number"))

    assert wrong.code == "dmn.analysis.wrong_type"
    assert wrong.params == {
        "rules": [2],
        "column": "a",
        "expected": "number",
        "found": "string",
    }


def test_an_output_that_is_not_among_the_allowed_values_is_found() -> None:
    body = table(["a"], [("o", '"X", "Y"')], [("-", '"Z"')], policy="FIRST")

    assert codes(findings(body))[0] == "output_not_listed"


def test_dates_have_no_gap_between_neighbouring_days() -> None:
    rules = [('<= @"2026-03-01"', "1"), ('>= @"2026-03-02"', "2")]

    assert findings(table(["a"], ["o"], rules)) == []


def test_a_rule_that_cannot_be_known_closes_and_opens_nothing() -> None:
    assert findings(table(["a"], ["o"], [("> limit", "1"), ("5", "2")])) == []


CELLS = st.one_of(
    st.just("-"),
    st.integers(0, 4).map(str),
    st.builds(
        lambda o, n: f"{o} {n}", st.sampled_from(["<", "<=", ">", ">=", "!="]), st.integers(0, 4)
    ),
    st.builds(lambda a, b: f"[{a}..{b})", st.integers(0, 3), st.integers(1, 5)),
)
PROBES = [Decimal(n) / 2 for n in range(-2, 12)]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_findings_are_what_trying_every_input_shows(rules: list[tuple[str, str]]) -> None:
    # given
    rows = [(*rule, str(number)) for number, rule in enumerate(rules, 1)]
    body = table(["a", "b"], ["o"], rows)
    found = findings(body)
    collecting = table(["a", "b"], ["o"], rows, policy="RULE ORDER")
    needed = (input_data("a"), input_data("b"), decision("d", collecting, "in_a", "in_b"))
    model = compile_model(parse(definitions(*needed)).model)

    def matching(a: Any, b: Any) -> list[int]:
        answer = model.evaluate("d", {"a": a, "b": b}).value or []
        return [int(number) for number in answer]

    # then
    for problem in found:
        example = problem.params.get("example", {})
        if problem.code == "dmn.analysis.gap":
            assert matching(example["a"], example["b"]) == []
        if problem.code == "dmn.analysis.overlap":
            assert set(problem.params["rules"]) <= set(matching(example["a"], example["b"]))
    tried = [matching(a, b) for a, b in product(PROBES, PROBES)]
    assert ("gap" in codes(found)) == any(not numbers for numbers in tried)
    assert ("overlap" in codes(found)) == any(len(numbers) > 1 for numbers in tried)
