"""Reckoning in working time: how long until, how much between, which working day.

Hours are meant on the wall clock of the calendar's zone; their length is real time, so that a day
on which the clocks change has the seconds it has.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from dujiang.calendars.model import DAY_S, Calendar
from dujiang.kernel.errors import LimitExceeded

MAX_DAYS: Final = 40_000
"""Days that one reckoning looks at: a little over a hundred years."""

_ONE_DAY: Final = timedelta(days=1)


class Reckoned(msgspec.Struct, frozen=True):
    """An instant found in a calendar; provisional when its year is not published yet."""

    at: datetime
    is_provisional: bool


class _Stretch(msgspec.Struct, frozen=True):
    """One working span of one day, as instants."""

    start_at: datetime
    end_at: datetime
    on: date
    lasts_till_midnight: bool


def add_working_time(start_at: datetime, duration_s: float, calendar: Calendar) -> Reckoned:
    """Instant when `duration_s` seconds of working time have passed since `start_at`, in UTC.

    The earliest such instant; only where work goes on until midnight it is the start of the next
    working span, so that 24 hours of a round-the-clock working day end at the same hour of the next
    one. A negative duration counts backwards. Nothing to add gives `start_at` itself.

    Beyond the calendar's last published year Monday to Friday count and the result is marked
    provisional: it is computed again when the year is published (SPEC E5).

    Raises `LimitExceeded` when the answer lies more than `MAX_DAYS` days away.
    """
    start_at = start_at.astimezone(UTC)
    left = timedelta(seconds=duration_s)
    if not left:
        return Reckoned(start_at, calendar.is_provisional(_day_of(start_at, calendar)))
    return (
        _forward(start_at, left, calendar)
        if left > timedelta()
        else _back(start_at, -left, calendar)
    )


def _forward(start_at: datetime, left: timedelta, calendar: Calendar) -> Reckoned:
    for stretch in _stretches(_day_of(start_at, calendar), _ONE_DAY, calendar):
        begin = max(stretch.start_at, start_at)
        there = max(stretch.end_at - begin, timedelta())
        if left < there or (left == there and not stretch.lasts_till_midnight):
            return Reckoned(begin + left, calendar.is_provisional(stretch.on))
        left -= there
    raise LimitExceeded("calendars.reckoning.too_far", limit_days=MAX_DAYS)


def _back(start_at: datetime, left: timedelta, calendar: Calendar) -> Reckoned:
    for stretch in _stretches(_day_of(start_at, calendar), -_ONE_DAY, calendar):
        finish = min(stretch.end_at, start_at)
        there = max(finish - stretch.start_at, timedelta())
        if left <= there:
            return Reckoned(finish - left, calendar.is_provisional(stretch.on))
        left -= there
    raise LimitExceeded("calendars.reckoning.too_far", limit_days=MAX_DAYS)


def working_time_between(start_at: datetime, end_at: datetime, calendar: Calendar) -> timedelta:
    """Working time that passes from `start_at` to `end_at`; negative when they are the other way.

    Raises `LimitExceeded` for more than `MAX_DAYS` days.
    """
    start_at, end_at = start_at.astimezone(UTC), end_at.astimezone(UTC)
    if end_at < start_at:
        return -working_time_between(end_at, start_at, calendar)
    total = timedelta()
    for stretch in _stretches(_day_of(start_at, calendar), _ONE_DAY, calendar):
        if stretch.start_at >= end_at:
            return total
        total += max(min(stretch.end_at, end_at) - max(stretch.start_at, start_at), timedelta())
    raise LimitExceeded("calendars.reckoning.too_far", limit_days=MAX_DAYS)


def first_working_day(on: date, calendar: Calendar) -> date:
    """The first working day that is not before `on`."""
    return add_working_days(on - _ONE_DAY, 1, calendar)


def add_working_days(on: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `on` (before it, when negative); zero gives `on` itself.

    Raises `LimitExceeded` when it lies more than `MAX_DAYS` days away.
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    for _ in range(MAX_DAYS):
        if not left:
            return on
        on += step
        left -= calendar.is_working_day(on)
    raise LimitExceeded("calendars.reckoning.too_far", limit_days=MAX_DAYS)


def _stretches(first: date, step: timedelta, calendar: Calendar) -> Iterator[_Stretch]:
    """The working spans from a day on, in the direction of `step`."""
    on = first
    for _ in range(MAX_DAYS):
        spans = calendar.spans(on)
        for span in spans if step > timedelta() else reversed(spans):
            start_at, end_at = (
                _instant(on, second, calendar) for second in (span.start_s, span.end_s)
            )
            yield _Stretch(start_at, end_at, on, span.end_s == DAY_S)
        on += step


def _day_of(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.tz()).date()


def _instant(on: date, second_of_day: int, calendar: Calendar) -> datetime:
    wall_clock = datetime.combine(on, time(), calendar.tz()) + timedelta(seconds=second_of_day)
    return wall_clock.astimezone(UTC)
