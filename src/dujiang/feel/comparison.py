"""Equality and order of values (DMN 1.5, 10.3.2.13, tables 51-53)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.errors import Fault
from dujiang.feel.temporal import (
    NS_PER_SECOND,
    AnyDateTime,
    datetime_offset_s,
    duration_ns,
    epoch_day,
    instant_ns,
    local_ns,
    time_ns,
    time_offset_s,
)
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import (
    FeelTime,
    Months,
    Range,
    WideDate,
    WideDateTime,
    WideDuration,
)

KINDS: Final[dict[type, str]] = {
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    bool: "boolean",
    date: "date",
    WideDate: "date",
    FeelTime: "time",
    datetime: "date and time",
    WideDateTime: "date and time",
    timedelta: "days and time duration",
    WideDuration: "days and time duration",
    Months: "years and months duration",
    Range: "range",
    list: "list",
    tuple: "list",
    dict: "context",
    type(None): "null",
    Sealed: "sealed value",
}


def kind_of(value: object) -> str:
    """The FEEL type of a value, as FEEL spells it; `function` for anything that can be called."""
    return KINDS.get(type(value), "function")


SAME_IS_EQUAL: Final = frozenset({Decimal, str, bool, date, timedelta, Months, int})
"""Python types whose values are equal in FEEL exactly when they are in Python."""
ORDERED: Final = frozenset({Decimal, str, date, timedelta, Months})
"""Python types whose values are ordered in FEEL as they are in Python."""


def equal(left: object, right: object) -> bool:
    """Whether two values are equal. Raises `Fault` when their types differ and none is null."""
    if left is None or right is None:
        return left is right
    if type(left) is type(right) and type(left) in SAME_IS_EQUAL:
        return left == right
    kind = kind_of(left)
    if kind != kind_of(right):
        raise Fault("feel.comparison.different_types", left=kind_of(left), right=kind_of(right))
    special = _EQUALITY.get(kind)
    return special(left, right) if special is not None else left == right


def is_equal(left: object, right: object) -> bool:
    """As `equal`, but values of different types simply are not equal."""
    try:
        return equal(left, right)
    except Fault:
        return False


def _equal_lists(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(map(is_equal, left, right))


def _equal_contexts(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(
        is_equal(value, right[name]) for name, value in left.items()
    )


def _equal_ranges(left: Range, right: Range) -> bool:
    return (
        left.operator == right.operator
        and left.start_included == right.start_included
        and left.end_included == right.end_included
        and is_equal(left.start, right.start)
        and is_equal(left.end, right.end)
    )


def _equal_times(left: FeelTime, right: FeelTime) -> bool:
    """By hour, minute, second and offset: fractions of a second do not count."""
    ours, theirs = time_offset_s(left), time_offset_s(right)
    if (ours is None) != (theirs is None):
        return False
    difference = time_ns(left) // NS_PER_SECOND - time_ns(right) // NS_PER_SECOND
    return difference == (ours or 0) - (theirs or 0)


def _equal_datetimes(left: AnyDateTime, right: AnyDateTime) -> bool:
    """By the whole second of the instant, or of the local time when neither has a zone."""
    ours, theirs = datetime_offset_s(left), datetime_offset_s(right)
    if (ours is None) != (theirs is None):
        return False
    difference = local_ns(left) // NS_PER_SECOND - local_ns(right) // NS_PER_SECOND
    return difference == (ours or 0) - (theirs or 0)


_EQUALITY: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "sealed value": Sealed.is_same,
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": _equal_times,
    "date and time": _equal_datetimes,
}


def less(left: object, right: object) -> bool:
    """Whether `left` comes before `right`. Raises `Fault` when the two have no order."""
    if type(left) is type(right) and type(left) in ORDERED:
        return bool(left < right)  # type: ignore[operator]
    kind = kind_of(left)
    place = _PLACES.get(kind)
    if place is None or kind != kind_of(right):
        raise Fault("feel.comparison.no_order", left=kind, right=kind_of(right))
    ours, theirs = place(left), place(right)
    if (type(ours) is tuple) != (type(theirs) is tuple):
        raise Fault("feel.comparison.zone_missing", type=kind)
    return bool(ours < theirs)


def less_or_equal(left: object, right: object) -> bool:
    """Whether `left` is not after `right`. Raises `Fault` when the two have no order."""
    return less(left, right) or equal(left, right)


def _time_place(value: FeelTime) -> Any:  # noqa: ANN401 - int, or (int,) with a zone
    offset_s = time_offset_s(value)
    ns = time_ns(value)
    return ns if offset_s is None else (ns - offset_s * NS_PER_SECOND,)


def _datetime_place(value: AnyDateTime) -> Any:  # noqa: ANN401 - int, or (int,) with a zone
    instant = instant_ns(value)
    return local_ns(value) if instant is None else (instant,)


_PLACES: Final[dict[str, Callable[[Any], Any]]] = {
    "number": lambda value: value,
    "string": lambda value: value,
    "date": epoch_day,
    "time": _time_place,
    "date and time": _datetime_place,
    "days and time duration": duration_ns,
    "years and months duration": lambda value: value.months,
}


def same_value(left: object, right: object) -> bool:
    """The built-in `is`: same type and same parts, without bringing zones together."""
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, datetime) and isinstance(right, datetime):
        same_zone = str(left.tzinfo) == str(right.tzinfo)
        return same_zone and left.replace(tzinfo=None) == right.replace(tzinfo=None)
    if isinstance(left, FeelTime | WideDateTime):
        return left == right
    return is_equal(left, right)
