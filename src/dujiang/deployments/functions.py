"""What every expression may call: the company's working time.

| function | gives |
|---|---|
| `working_days(start_on, start_half, end_on, end_half)` | working days in steps of 0.5 |
| `half_days(start_on, start_half, end_on, end_half)` | the working half days: `{on, half}` |
| `is_working_day(on)` | true or false |
| `add_working_days(on, count)` | the count-th working day after (before) a day |
| `working_time(from, to)` | duration of working time between two instants |
| `after_working_time(from, duration)` | the instant when so much working time has passed |

All take the key of a calendar as a last argument; without it the company's office hours count.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from dujiang.calendars import (
    Calendar,
    Half,
    add_working_days,
    add_working_time,
    half_days,
    working_days,
    working_time_between,
)
from dujiang.kernel.errors import LimitExceeded

OFFICE_HOURS: Final = "STD"
T = TypeVar("T")


def calendar_functions(
    calendars: Callable[[], Mapping[str, Calendar]],
) -> Mapping[str, Callable[..., Any]]:
    """The functions, over the calendars as they are when one is called."""
    functions = _WorkingTime(calendars)
    return {
        "working_days": functions.working_days,
        "half_days": functions.half_days,
        "is_working_day": functions.is_working_day,
        "add_working_days": functions.add_working_days,
        "working_time": functions.working_time,
        "after_working_time": functions.after_working_time,
    }


class _WorkingTime:
    def __init__(self, calendars: Callable[[], Mapping[str, Calendar]]) -> None:
        self._calendars = calendars

    def working_days(
        self,
        start_on: object,
        start_half: object,
        end_on: object,
        end_half: object,
        key: str = OFFICE_HOURS,
    ) -> Decimal:
        ends = _day(start_on), _half(start_half), _day(end_on), _half(end_half)
        return _bounded(lambda: working_days(*ends, self._calendar(key)))

    def half_days(
        self,
        start_on: object,
        start_half: object,
        end_on: object,
        end_half: object,
        key: str = OFFICE_HOURS,
    ) -> list[dict[str, Any]]:
        ends = _day(start_on), _half(start_half), _day(end_on), _half(end_half)
        found = _bounded(lambda: half_days(*ends, self._calendar(key)))
        return [{"on": one.on, "half": one.half} for one in found]

    def is_working_day(self, on: object, key: str = OFFICE_HOURS) -> bool:
        return self._calendar(key).is_working_day(_day(on))

    def add_working_days(self, on: object, count: object, key: str = OFFICE_HOURS) -> date:
        return _bounded(lambda: add_working_days(_day(on), _whole(count), self._calendar(key)))

    def working_time(self, start: object, end: object, key: str = OFFICE_HOURS) -> timedelta:
        ends = _instant(start), _instant(end)
        return _bounded(lambda: working_time_between(*ends, self._calendar(key)))

    def after_working_time(
        self, start: object, length: object, key: str = OFFICE_HOURS
    ) -> datetime:
        if not isinstance(length, timedelta):
            raise TypeError("not a duration")
        calendar, begin = self._calendar(key), _instant(start)
        reckoned = _bounded(lambda: add_working_time(begin, length.total_seconds(), calendar))
        return reckoned.at.astimezone(calendar.tz())

    def _calendar(self, key: str) -> Calendar:
        return self._calendars()[key]


def _bounded(reckon: Callable[[], T]) -> T:
    """Too far is a value that an expression cannot have: null and a warning there."""
    try:
        return reckon()
    except LimitExceeded as error:
        raise ValueError(error.code) from error


def _day(found: object) -> date:
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    raise TypeError("not a date")


def _whole(found: object) -> int:
    if isinstance(found, Decimal) and found == int(found):
        return int(found)
    raise TypeError("not a whole number")


def _half(found: object) -> Half:
    if found == "AM":
        return "AM"
    if found == "PM":
        return "PM"
    raise ValueError("not AM or PM")


def _instant(found: object) -> datetime:
    if isinstance(found, datetime) and found.tzinfo is not None:
        return found
    raise TypeError("not an instant")
