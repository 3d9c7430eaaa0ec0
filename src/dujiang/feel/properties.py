"""The properties of values (10.3.2.3, table 49 and 10.3.2.13.1): what `value.name` gives."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.comparison import kind_of
from dujiang.feel.errors import Fault
from dujiang.feel.temporal import (
    NS_PER_SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    date_part,
    datetime_offset_s,
    duration_ns,
    duration_of_ns,
    epoch_day,
    time_part,
)
from dujiang.kernel.values import FeelTime, Months, Range

Property = Callable[[Any], Any]


def property_of(value: object, name: str) -> Any:  # noqa: ANN401 - a Value
    """The entry or property `name` of a value; of a list, that of each item.

    Raises `Fault` when there is none.
    """
    if isinstance(value, list):
        return [property_or_null(item, name) for item in value]
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise Fault("feel.path.no_entry", name=name)
    kind = kind_of(value)
    found = PROPERTIES.get(kind, {}).get(name)
    if found is None:
        raise Fault("feel.path.no_property", name=name, type=kind)
    return found(value)


def property_or_null(item: object, name: str) -> Any:  # noqa: ANN401 - a Value
    """The entry or property of an item of a list; null when it has none."""
    if isinstance(item, dict):
        return item.get(name)
    try:
        return property_of(item, name)
    except Fault:
        return None


def weekday(day: AnyDate) -> int:
    """1 is Monday, 7 is Sunday."""
    return (epoch_day(day) + 3) % 7 + 1


def _offset(offset_s: int | None) -> AnyDuration | None:
    return None if offset_s is None else duration_of_ns(offset_s * NS_PER_SECOND)


def _of_date(part: Callable[[AnyDate], int]) -> Property:
    return lambda day: Decimal(part(day))


def _of_datetime_date(part: Callable[[AnyDate], int]) -> Property:
    return lambda at: Decimal(part(date_part(at)))


def _of_time(part: Callable[[FeelTime], int]) -> Property:
    return lambda time: Decimal(part(time))


def _of_datetime_time(part: Callable[[FeelTime], int]) -> Property:
    return lambda at: Decimal(part(time_part(at)))


def _of_duration(unit_s: int, within: int | None) -> Property:
    """How many whole units of `unit_s` seconds, after whole larger units; with the sign."""

    def count(duration: AnyDuration) -> Decimal:
        ns = duration_ns(duration)
        units = abs(ns) // (unit_s * NS_PER_SECOND)
        units = units if within is None else units % within
        return Decimal(-units if ns < 0 else units)

    return count


def _seconds(duration: AnyDuration) -> Decimal:
    ns = duration_ns(duration)
    seconds = Decimal(abs(ns) % (60 * NS_PER_SECOND)) / NS_PER_SECOND
    return -seconds if ns < 0 and seconds else seconds


def _of_months(part: Callable[[int], int]) -> Property:
    def count(duration: Months) -> Decimal:
        units = part(abs(duration.months))
        return Decimal(-units if duration.months < 0 else units)

    return count


_DATE_PARTS: Final[dict[str, Callable[[AnyDate], int]]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": weekday,
}
_TIME_PARTS: Final[dict[str, Callable[[FeelTime], int]]] = {
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "second": lambda time: time.second,
}


def _time_zone(time: FeelTime) -> str | None:
    return time.zone


def _datetime_zone(at: AnyDateTime) -> str | None:
    return time_part(at).zone


def _range_end(within: Range) -> Any:  # noqa: ANN401 - a Value
    return None if within.operator == "!=" else within.end


PROPERTIES: Final[dict[str, dict[str, Property]]] = {
    "date": {name: _of_date(part) for name, part in _DATE_PARTS.items()},
    "time": {name: _of_time(part) for name, part in _TIME_PARTS.items()}
    | {
        "time offset": lambda time: _offset(time.offset_s),
        "timezone": _time_zone,
    },
    "date and time": {name: _of_datetime_date(part) for name, part in _DATE_PARTS.items()}
    | {name: _of_datetime_time(part) for name, part in _TIME_PARTS.items()}
    | {
        "time offset": lambda at: _offset(datetime_offset_s(at)),
        "timezone": _datetime_zone,
    },
    "days and time duration": {
        "days": _of_duration(86_400, None),
        "hours": _of_duration(3_600, 24),
        "minutes": _of_duration(60, 60),
        "seconds": _seconds,
    },
    "years and months duration": {
        "years": _of_months(lambda months: months // 12),
        "months": _of_months(lambda months: months % 12),
    },
    "range": {
        "start": lambda within: within.start,
        "end": _range_end,
        "start included": lambda within: within.start_included,
        "end included": lambda within: within.end_included,
    },
}
