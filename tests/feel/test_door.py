"""What callers rely on: names, positions, warnings, strictness, the environment, threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dujiang.feel import (
    Environment,
    FeelError,
    FeelSyntaxError,
    compile_expression,
    compile_unary_tests,
    find_fault,
    format_value,
)
from dujiang.kernel.values import Months, Range, WideDuration, as_value


def value(text: str, context: dict[str, Any] | None = None, **how: Any) -> Any:
    return compile_expression(text, **how).evaluate(as_value(context or {})).value


def test_words_that_stand_together_are_one_name() -> None:
    assert value("order total > 5", {"order total": 6}) is True


def test_known_names_decide_where_a_name_ends() -> None:
    names = frozenset({"a-b", "a", "b"})

    assert value("a-b", {"a-b": 1, "a": 5, "b": 3}, names=names) == 1
    assert value("a-b", {"a": 5, "b": 3}) == 2


def test_a_variable_hides_a_builtin_of_its_name_unless_it_is_called() -> None:
    names = frozenset({"number", "date", "list"})
    context = {"number": 7, "date": date(2026, 3, 2), "list": [1, 2]}

    assert value("number + 1", context, names=names) == 8
    assert value("number + 1", context) == 8
    assert value('date > date("2026-03-01")', context, names=names) is True


def test_the_paths_an_expression_reads_are_known() -> None:
    text = "for i in order.items return i.price * rate + sum(order.total) + {a: 1, b: a}.b"

    assert compile_expression(text).names == {"order.items", "rate", "order.total"}


def test_a_missing_variable_gives_null_and_its_place() -> None:
    found = compile_expression("1 +  order.total").evaluate({})

    assert found.value is None
    assert [(w.code, w.at) for w in found.warnings][:1] == [("feel.name.unknown", (5, 10))]
    assert found.warnings[0].params == {"name": "order"}


def test_a_text_that_is_no_expression_is_refused_with_line_and_column() -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression("if a\n  then 1 otherwise 2")

    assert (refused.value.line, refused.value.column) == (2, 10)
    assert refused.value.code == "feel.syntax.unexpected"
    assert refused.value.expected == ("else",)


def test_strict_evaluation_raises_the_first_warning() -> None:
    expression = compile_expression("days > 3 or nobody = 1")

    assert expression.evaluate_strict({"days": Decimal(4)}) is True
    with pytest.raises(FeelError) as refused:
        expression.evaluate_strict({"days": Decimal(1)})
    assert (refused.value.code, refused.value.position) == ("feel.name.unknown", 12)


def test_the_present_is_what_the_caller_says_it_is() -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    environment = Environment(now=at)

    assert compile_expression("now()").evaluate({}, env=environment).value == at
    assert compile_expression("today()").evaluate({}, env=environment).value == date(2026, 3, 2)


def test_the_embedding_program_brings_functions_of_its_own() -> None:
    def working_days(start: date, end: date) -> Decimal:
        return Decimal((end - start).days)

    environment = Environment(functions={"working days": working_days, "fail": lambda: 1 / 0})
    days = compile_expression('working days(date("2026-03-02"), date("2026-03-05")) + 1')
    external = compile_expression(
        '{f: function(start, end) external {python: "working days"}, '
        'r: f(end: @"2026-03-05", start: @"2026-03-02")}.r'
    )

    assert days.evaluate({}, env=environment).value == 4
    assert external.evaluate({}, env=environment).value == 3
    failed = compile_expression("fail()").evaluate({}, env=environment)
    assert failed.warnings[0].code == "feel.function.foreign_failed"


@pytest.mark.parametrize(
    ("text", "passing", "failing"),
    [
        ("-", [1, None, "x"], []),
        ("< 5", [4], [5, None]),
        ('"a", "b"', ["a", "b"], ["c", None]),
        ("not(1, 2)", [3], [1, 2]),
        ("[1..5), 10", [1, 10], [5, None]),
        ("? > 3 and ? < limit", [4], [3, 10]),
        ("null", [None], [1]),
        ("> limit", [11], [10]),
        ("limit, 3", [10, 3], [4]),
        ("items", ["x"], ["y"]),
        ("true", [True], [False, None]),
        ('contains(?, "a")', ["cat"], ["dog"]),
        ('not(contains(?, "a"))', ["dog"], ["cat"]),
    ],
)
def test_unary_tests_ask_about_the_input(text: str, passing: list[Any], failing: list[Any]) -> None:
    tests = compile_unary_tests(text)
    context = {"limit": Decimal(10), "items": ["x"]}

    def passes(given: Any) -> bool:
        return tests.evaluate({**context, "?": as_value(given)}).value is True

    assert [given for given in passing if not passes(given)] == []
    assert [given for given in failing if passes(given)] == []


def test_one_expression_serves_many_threads() -> None:
    expression = compile_expression("sum(for i in 1..n return i * k)")

    def run(k: int) -> Any:
        return expression.evaluate({"n": Decimal(50), "k": Decimal(k)}).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(200))) == [1275 * k for k in range(200)]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Decimal("1.50"), "1.50"),
        ('a"b\n', '"a\\"b\\n"'),
        ([Decimal(1), None, True], "[1, null, true]"),
        ({"a b": Decimal(1), '"': "x", "if": None}, '{a b: 1, "\\"": "x", "if": null}'),
        (date(2026, 3, 2), '@"2026-03-02"'),
        (Months(-14), '@"-P1Y2M"'),
        (WideDuration(1), '@"PT0.000000001S"'),
        (Range(Decimal(1), None, True, False), "[1..null)"),
        (Range(None, Decimal(5), False, False, "<"), "(< 5)"),
    ],
)
def test_values_are_written_as_feel(given: Any, text: str) -> None:
    assert format_value(given) == text


@pytest.mark.parametrize(
    "text", ["days > 3", "days + 1", "dept.outcome", "sum([])", "[][1]", "not(gone)", "date(days)"]
)
def test_what_is_empty_is_unknown_and_no_fault(text: str) -> None:
    assert find_fault(compile_expression(text).evaluate({"days": None})) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('if days > "x" then 1 else 2', "feel.comparison.no_order"),
        ("days / 0", "feel.arithmetic.division_by_zero"),
        ("wroking_days(days)", "feel.function.not_a_function"),
        ("upper case(days)", "feel.function.argument"),
    ],
)
def test_what_makes_no_sense_is_a_fault_wherever_it_stands(text: str, code: str) -> None:
    fault = find_fault(compile_expression(text).evaluate({"days": Decimal(1)}))

    assert fault is not None
    assert fault.code == code
