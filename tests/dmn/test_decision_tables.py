"""Decision tables: matching, hit policies, defaults, allowed values, explanations."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.dmn import DecisionModel, Outcome
from dujiang.feel import compile_unary_tests
from tests.dmn.building import compiled, decision, input_data, table

AMOUNTS = (("<= 1000", '"组长"'), ("(1000..10000]", '"经理"'), ("> 10000", '"总监"'))
OVERLAPPING = (("> 10", '"B"', "1"), ("> 20", '"A"', "2"), ("> 30", '"B"', "3"))


def one_input(body: str) -> DecisionModel:
    return compiled(input_data("金额"), decision("审批人", body, "in_金额"))


def decide(model: DecisionModel, value: Any, **how: Any) -> Outcome:
    return model.evaluate("审批人", {"金额": value}, **how)


@pytest.mark.spec("R1")
@pytest.mark.parametrize(
    ("amount", "approver"), [(500, "组长"), (1000, "组长"), (1001, "经理"), (10001, "总监")]
)
def test_the_rule_whose_range_contains_the_input_applies(amount: int, approver: str) -> None:
    model = one_input(table(["金额"], [""], AMOUNTS))

    assert decide(model, Decimal(amount)).value == approver


def test_no_matching_rule_gives_null() -> None:
    model = one_input(table(["金额"], [""], [("> 10", '"x"')]))

    assert decide(model, Decimal(5)) == Outcome(None)


def test_no_matching_rule_gives_the_default_where_there_is_one() -> None:
    model = one_input(table(["金额"], [""], [("> 10", '"x"')], defaults=['"none"']))

    assert decide(model, Decimal(5)).value == "none"


def test_several_outputs_make_a_context() -> None:
    model = one_input(table(["金额"], ["谁", "几天"], [("-", '"经理"', "1 + 1")]))

    assert decide(model, Decimal(5)).value == {"谁": "经理", "几天": Decimal(2)}


def test_unique_refuses_two_matching_rules() -> None:
    model = one_input(table(["金额"], ["o", "n"], OVERLAPPING))

    outcome = decide(model, Decimal(25))

    assert outcome.value is None
    assert outcome.warnings[0].code == "dmn.table.several_rules"
    assert outcome.warnings[0].params == {"rules": [1, 2]}
    assert outcome.warnings[0].path == "table"


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("FIRST", "B"),
        ("PRIORITY", "A"),
        ("RULE ORDER", ["B", "A", "B"]),
        ("OUTPUT ORDER", ["A", "B", "B"]),
        ("COLLECT", ["B", "A", "B"]),
    ],
)
def test_each_hit_policy_orders_and_chooses(policy: str, value: Any) -> None:
    rules = [rule[:2] for rule in OVERLAPPING]
    model = one_input(table(["金额"], [("", '"A", "B"')], rules, policy=policy))

    assert decide(model, Decimal(40)).value == value


@pytest.mark.parametrize(
    ("operator", "value"), [("SUM", "6"), ("MIN", "1"), ("MAX", "3"), ("COUNT", "3")]
)
def test_collect_aggregates_the_outputs(operator: str, value: str) -> None:
    rules = [(rule[0], rule[2]) for rule in OVERLAPPING]
    body = table(["金额"], [""], rules, policy="COLLECT", aggregation=operator)

    assert decide(one_input(body), Decimal(40)).value == Decimal(value)


def test_any_wants_the_same_output_of_all_matching_rules() -> None:
    agreeing = one_input(table(["金额"], [""], [("> 1", "1"), ("> 2", "1.0")], policy="ANY"))
    quarrelling = one_input(table(["金额"], [""], [("> 1", "1"), ("> 2", "2")], policy="ANY"))

    assert decide(agreeing, Decimal(5)).value == Decimal(1)
    assert decide(quarrelling, Decimal(5)).value is None
    assert decide(quarrelling, Decimal(5)).warnings[0].code == "dmn.table.rules_disagree"


def test_an_input_that_is_not_allowed_gives_null_and_says_so() -> None:
    body = table([("金额", "[0..100]")], [""], [("-", "1")])

    outcome = decide(one_input(body), Decimal(101))

    assert outcome.value is None
    assert outcome.warnings[0].code == "dmn.table.input_not_allowed"


def test_cells_may_speak_of_the_input_and_of_other_inputs() -> None:
    model = compiled(
        input_data("a"),
        input_data("b"),
        decision(
            "d",
            table(
                ["a"],
                [""],
                [("> b", '"more"'), ("? * 2 = b", '"half"'), ("-", '"other"')],
                policy="FIRST",
            ),
            "in_a",
            "in_b",
        ),
    )

    def given_two(a: int, b: int) -> Any:
        return model.evaluate("d", {"a": Decimal(a), "b": Decimal(b)}).value

    assert given_two(3, 2) == "more"
    assert given_two(3, 6) == "half"
    assert given_two(3, 5) == "other"


def test_an_explanation_names_matching_rules_and_input_values() -> None:
    model = one_input(table(["金额"], [""], AMOUNTS))

    outcome = decide(model, Decimal(2000), explain=True)

    assert outcome.explanation is not None
    (trace,) = outcome.explanation
    assert (trace.decision, trace.name, trace.value) == ("d_审批人", "审批人", "经理")
    assert trace.inputs == (("金额", Decimal(2000)),)
    (found,) = trace.tables
    assert found.inputs == (("金额", Decimal(2000)),)
    assert (found.rules, found.rule_ids) == ((2,), ("r2",))


def test_nothing_is_explained_unless_asked() -> None:
    model = one_input(table(["金额"], [""], AMOUNTS))

    assert decide(model, Decimal(2000)).explanation is None


CELLS = st.one_of(
    st.just("-"),
    st.integers(0, 6).map(str),
    st.sampled_from(['"a"', '"b"', "true", "null", "not(3)", "not(1, 2)", "!= 2", "? > 2"]),
    st.builds(
        lambda o, n: f"{o} {n}", st.sampled_from(["<", "<=", ">", ">=", "="]), st.integers(0, 6)
    ),
    st.builds(
        lambda opening, a, b, closing: f"{opening}{a}..{b}{closing}",
        st.sampled_from(["[", "("]),
        st.integers(0, 6),
        st.integers(0, 6),
        st.sampled_from(["]", ")"]),
    ),
)
ENTRIES = st.lists(CELLS, min_size=1, max_size=3).map(
    lambda cells: (
        "-"
        if "-" in cells
        else ", ".join(cell for cell in cells if not cell.startswith("not(")) or "not(3)"
    )
)
VALUES = st.one_of(
    st.integers(0, 7).map(Decimal),
    st.just(Decimal("2.5")),
    st.sampled_from(["a", "c", True, None, [Decimal(1)]]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ENTRIES, ENTRIES), min_size=1, max_size=8), VALUES, VALUES)
def test_indexes_find_what_asking_every_cell_finds(
    rules: list[tuple[str, str]], a: Any, b: Any
) -> None:
    # given
    rows = [(*rule, str(number)) for number, rule in enumerate(rules, 1)]
    body = table(["a", "b"], [""], rows, policy="RULE ORDER")
    model = compiled(input_data("a"), input_data("b"), decision("d", body, "in_a", "in_b"))

    # when
    found = model.evaluate("d", {"a": a, "b": b}).value or []

    # then
    def matches(cell: str, value: Any) -> bool:
        return compile_unary_tests(cell).evaluate({"?": value}).value is True

    wanted = [
        Decimal(number)
        for number, (first, second) in enumerate(rules, 1)
        if matches(first, a) and matches(second, b)
    ]
    assert found == wanted
