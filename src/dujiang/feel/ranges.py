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
    if start is not None and not (
        less(start, value) or (within.start_included and equal(start, value))
    ):
        return False
    return end is None or less(value, end) or (within.end_included and equal(value, end))


def steps_between(start: object, end: object) -> Iterator[Any]:
    """The values from `start` to `end`, up or down: whole steps of numbers, days of dates."""
    kind = kind_of(start)
    if kind != kind_of(end) or kind not in {"number", "date"}:
        raise Fault("feel.range.not_countable", start=kind, end=kind_of(end))
    if kind == "date":
        days = _up_or_down(epoch_day(start), epoch_day(end))  # type: ignore[arg-type]
        return map(date_of_epoch_day, days)
    first, last = Decimal(start), Decimal(end)  # type: ignore[arg-type]
    if first != int(first) or last != int(last):
        raise Fault("feel.range.not_countable", start=first, end=last)
    return map(Decimal, _up_or_down(int(first), int(last)))


def _up_or_down(first: int, last: int) -> range:
    direction = 1 if first <= last else -1
    return range(first, last + direction, direction)


def values_in(within: Range) -> Iterator[Any]:
    """The values of a bounded range of whole numbers or dates, upwards."""
    start, end = within.start, within.end
    if start is None or end is None or within.operator == "!=":
        raise Fault("feel.range.unbounded")
    if less(end, start):
        return iter(())
    return (value for value in steps_between(start, end) if contains(within, value))
