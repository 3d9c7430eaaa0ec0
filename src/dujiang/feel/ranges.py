"""Ranges: making them, what they contain, and the values a loop visits (10.3.2.7, 10.3.2.12)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.ast import ComparisonOperator
from dujiang.feel.comparison import equal, kind_of, less
from dujiang.feel.errors import Fault
from dujiang.feel.temporal import date_of_epoch_day, epoch_day
from dujiang.kernel.values import Range

ORDERED_KINDS: Final = frozenset(
    {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


def make_range(start: object, end: object, *, start_included: bool, end_included: bool) -> Range:
    """An interval; null is unbounded. Raises `Fault` when the ends cannot be ends of one range."""
    kinds = {kind_of(value) for value in (start, end) if value is not None}
    if len(kinds) > 1 or not kinds <= ORDERED_KINDS:
        raise Fault("feel.range.bad_ends", start=kind_of(start), end=kind_of(end))
    return Range(start, end, start_included and start is not None, end_included and end is not None)


def unary_range(operator: ComparisonOperator, end: object) -> Range:
    """The range that `(< 5)` and its sisters are."""
    if operator in {"=", "!="}:
        return Range(end, end, True, True, operator)
    if kind_of(end) not in ORDERED_KINDS:
        raise Fault("feel.range.bad_ends", start="null", end=kind_of(end))
    if operator in {"<", "<="}:
        return Range(None, end, False, operator == "<=", operator)
    return Range(end, None, operator == ">=", False, operator)


def contains(within: Range, value: object) -> bool:
    """Whether the range contains the value. Raises `Fault` when they cannot be compared."""
    if within.operator == "=":
        return equal(value, within.start)
    if within.operator == "!=":
        return not equal(value, within.start)
    start, end = within.start, within.end
    if value is None:
        raise Fault("feel.comparison.no_order", left="null", right=kind_of(start))
    if start is not None and not less(start, value):
        return within.start_included and equal(start, value)
    if end is not None and not less(value, end):
        return within.end_included and equal(value, end)
    return True


def steps_between(start: object, end: object) -> Iterator[Any]:
    """The values from `start` to `end`, up or down: whole steps of numbers, days of dates."""
    kind = kind_of(start)
    if kind != kind_of(end) or kind not in {"number", "date"}:
        raise Fault("feel.range.not_countable", start=kind, end=kind_of(end))
    if kind == "date":
        first, last = epoch_day(start), epoch_day(end)  # type: ignore[arg-type]
        direction = 1 if first <= last else -1
        return map(date_of_epoch_day, range(first, last + direction, direction))
    return _numbers(Decimal(start), Decimal(end))  # type: ignore[arg-type]


def _numbers(start: Decimal, end: Decimal) -> Iterator[Decimal]:
    if start == int(start):
        first = int(start)
        if start <= end:
            return map(Decimal, range(first, int(end // 1) + 1))
        last = int(end) + (1 if end > int(end) else 0)
        return map(Decimal, range(first, last - 1, -1))
    return _uneven(start, end)


def _uneven(start: Decimal, end: Decimal) -> Iterator[Decimal]:
    step = 1 if start <= end else -1
    value = start
    while (value <= end) if step > 0 else (value >= end):
        yield value
        value += step


def values_in(within: Range) -> Iterator[Any]:
    """The values of a bounded range of whole numbers or dates, upwards."""
    start, end = within.start, within.end
    if start is None or end is None or within.operator == "!=":
        raise Fault("feel.range.unbounded")
    if less(end, start):
        return iter(())
    return (value for value in steps_between(start, end) if contains(within, value))
