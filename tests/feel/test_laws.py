"""Laws that hold for all expressions and values."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.feel import ast, compile_expression, format_value, parse_expression, parse_unary_tests
from dujiang.feel.arithmetic import calculate
from dujiang.feel.comparison import equal, is_equal, less, less_or_equal
from dujiang.feel.printer import format_expression
from dujiang.feel.ranges import contains, make_range
from dujiang.feel.temporal import add_months_to_date
from dujiang.kernel.values import FeelTime, Months, WideDuration

NAMES = ("a", "b", "order total", "金额", "foo+bar", "时间 段")
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
POSITIVE = st.decimals(min_value=0, max_value=10**9, places=3)
DATES = st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 30))
MOMENTS = st.datetimes(datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("9000-01-01"))
SPANS = st.timedeltas(min_value=timedelta(days=-10_000), max_value=timedelta(days=10_000))
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)

NAMED_TYPES = st.sampled_from(["number", "string", "date and time", "tOrder"]).map(ast.NamedType)
TYPES = st.recursive(
    NAMED_TYPES,
    lambda inner: st.one_of(
        inner.map(ast.ListType),
        inner.map(ast.RangeType),
        st.tuples(st.lists(inner, max_size=2).map(tuple), inner).map(
            lambda parts: ast.FunctionType(*parts)
        ),
        inner.map(lambda one: ast.ContextType((("x", one), ("y z", one)))),
    ),
    max_leaves=4,
)
LEAVES = st.one_of(
    POSITIVE.map(ast.Number),
    TEXTS.map(ast.Text),
    st.booleans().map(ast.Boolean),
    st.just(ast.Null()),
    st.sampled_from(["2026-03-02", "P1D", "10:00:00Z"]).map(ast.AtLiteral),
    st.sampled_from(NAMES).map(ast.Name),
)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    loop = st.builds(ast.Iteration, st.sampled_from(["x", "y"]), inner, st.none() | inner)
    loops = st.lists(loop, min_size=1, max_size=2).map(tuple)
    key = st.sampled_from(["k", "a b", '"', "if", "x+y"])
    entries = st.dictionaries(key, inner, max_size=2).map(lambda d: tuple(d.items()))
    named = st.lists(st.tuples(st.sampled_from(["p", "q r"]), inner), min_size=1, max_size=2).map(
        tuple
    )
    comparison = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    parameter = st.builds(ast.Parameter, st.sampled_from(["p", "q r"]), st.none() | TYPES)
    return st.one_of(
        st.builds(ast.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(ast.Comparison, comparison, inner, inner),
        st.builds(ast.Logic, st.sampled_from(["and", "or"]), inner, inner),
        st.builds(ast.Between, inner, inner, inner),
        st.builds(ast.In, inner, several),
        st.builds(ast.InstanceOf, inner, TYPES),
        st.builds(ast.Negation, inner),
        st.builds(ast.Path, inner, st.sampled_from(["name", "order total", "start included"])),
        st.builds(ast.Filter, inner, inner),
        st.builds(ast.ListOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(ast.ContextOf, entries),
        st.builds(ast.Interval, inner, inner, st.booleans(), st.booleans()),
        st.builds(ast.UnaryComparison, comparison, inner),
        st.builds(ast.If, inner, inner, inner),
        st.builds(ast.For, loops, inner),
        st.builds(ast.Quantified, st.sampled_from(["some", "every"]), loops, inner),
        st.builds(ast.Call, inner, several),
        st.builds(ast.NamedCall, inner, named),
        st.builds(ast.FunctionOf, st.lists(parameter, max_size=2).map(tuple), inner),
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=12)


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_a_printed_tree_reads_back_as_the_same_tree(tree: Any) -> None:
    text = format_expression(tree)

    assert parse_expression(text, names=NAMES) == tree


@settings(max_examples=100, deadline=None)
@given(st.lists(TREES, max_size=3), st.booleans())
def test_printed_unary_tests_read_back_as_the_same_tests(trees: list[Any], negated: bool) -> None:
    tests = ast.UnaryTests(tuple(trees), negated and bool(trees))

    assert parse_unary_tests(format_expression(tests), names=NAMES) == tests


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        NUMBERS,
        TEXTS,
        DATES,
        MOMENTS,
        SPANS,
        st.integers(-1000, 1000).map(Months),
        st.integers(-(10**20), 10**20).filter(lambda n: n % 1000).map(WideDuration),
        st.builds(FeelTime, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_a_value_written_as_feel_reads_back_as_the_same_value(value: Any) -> None:
    found = compile_expression(format_value(value)).evaluate({})

    assert found.warnings == ()
    assert found.value == value


@given(NUMBERS, NUMBERS, NUMBERS)
def test_addition_does_not_care_about_order(a: Decimal, b: Decimal, c: Decimal) -> None:
    assert calculate("+", a, b) == calculate("+", b, a)
    assert calculate("+", calculate("+", a, b), c) == calculate("+", a, calculate("+", b, c))
    assert calculate("-", calculate("+", a, b), b) == a


ORDERED = st.one_of(
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
    st.tuples(DATES, DATES, DATES),
    st.tuples(MOMENTS, MOMENTS, MOMENTS),
    st.tuples(SPANS, SPANS, SPANS),
    st.tuples(TEXTS, TEXTS, TEXTS),
)


@given(ORDERED)
def test_order_is_total_and_transitive(values: tuple[Any, Any, Any]) -> None:
    a, b, c = values

    assert less_or_equal(a, b) or less(b, a)
    assert not (less(a, b) and less(b, a))
    if less_or_equal(a, b) and less_or_equal(b, c):
        assert less_or_equal(a, c)


@given(VALUES, VALUES)
def test_equality_is_symmetric_and_reflexive(a: Any, b: Any) -> None:
    assert equal(a, a)
    assert is_equal(a, b) == is_equal(b, a)


@given(NUMBERS, NUMBERS, NUMBERS, st.booleans(), st.booleans())
def test_a_range_contains_what_lies_between_its_ends(
    a: Decimal, b: Decimal, value: Decimal, start: bool, end: bool
) -> None:
    within = make_range(a, b, start_included=start, end_included=end)

    after = a <= value if start else a < value
    before = value <= b if end else value < b
    assert contains(within, value) == (after and before)


@given(MOMENTS, SPANS)
def test_moments_and_spans_add_as_in_python(at: datetime, span: timedelta) -> None:
    assert calculate("+", at, span) == at + span
    assert calculate("-", calculate("+", at, span), at) == span


@given(DATES, DATES)
def test_days_between_dates_are_those_of_python(a: date, b: date) -> None:
    assert calculate("-", a, b) == a - b


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 1, 1)), st.integers(-5000, 5000))
def test_months_forth_and_back_end_in_the_same_month(day: date, months: int) -> None:
    there = add_months_to_date(day, months)
    back = add_months_to_date(there, -months)

    assert (back.year, back.month) == (day.year, day.month)
    assert back.day <= day.day
