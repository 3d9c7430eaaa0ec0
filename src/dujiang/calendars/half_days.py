"""Half days: the morning and the afternoon of working days, as leave counts them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from dujiang.calendars.model import Calendar
from dujiang.calendars.working_time import MAX_DAYS
from dujiang.kernel.errors import LimitExceeded

Half = Literal["AM", "PM"]
HALVES: Final[tuple[Half, Half]] = ("AM", "PM")
_HALVES_A_DAY: Final = 2


class HalfDay(msgspec.Struct, frozen=True, order=True):
    """The morning (AM) or the afternoon (PM) of a day."""

    on: date
    half: Half


def half_days(
    start_on: date, start_half: Half, end_on: date, end_half: Half, calendar: Calendar
) -> tuple[HalfDay, ...]:
    """The working half days from the first to the last, both included; empty when it ends first.

    Raises `LimitExceeded` for more than `MAX_DAYS` days.
    """
    if (end_on - start_on).days > MAX_DAYS:
        raise LimitExceeded("calendars.reckoning.too_far", limit_days=MAX_DAYS)
    first, last = HalfDay(start_on, start_half), HalfDay(end_on, end_half)
    return tuple(
        half_day
        for on in _days(start_on, end_on)
        if calendar.is_working_day(on)
        for half_day in (HalfDay(on, half) for half in HALVES)
        if first <= half_day <= last
    )


def working_days(
    start_on: date, start_half: Half, end_on: date, end_half: Half, calendar: Calendar
) -> Decimal:
    """How many working days those half days are, in steps of 0.5."""
    halves = len(half_days(start_on, start_half, end_on, end_half, calendar))
    return Decimal(halves) / _HALVES_A_DAY


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
