"""What a calendar is: hours of each weekday, days off, make-up days, how far it is published."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from dujiang.kernel.errors import Problem

DAY_S: Final = 86_400
WEEKDAYS: Final = 7
SATURDAY: Final = 5


class Span(msgspec.Struct, frozen=True, order=True):
    """Working time inside one day, in seconds since midnight; `end_s` no longer belongs to it."""

    start_s: int
    end_s: int


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """When work is done. A value: a change makes a new calendar.

    `hours` has one tuple of spans for each weekday, Monday first, in order and disjoint. A make-up
    day has the hours of the first weekday that has any. Every year up to `published_until` is known
    for certain; later ones are reckoned by the weekday alone.
    """

    key: str
    zone: str
    hours: tuple[tuple[Span, ...], ...]
    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    published_until: int | None = None
    name: str = ""
    name_en: str = ""

    def spans(self, on: date) -> tuple[Span, ...]:
        """The working spans of a day; empty when nobody works."""
        if on in self.days_off:
            return ()
        usual = self.hours[on.weekday()]
        if usual or on not in self.make_up_days:
            return usual
        return next((spans for spans in self.hours if spans), ())

    def is_working_day(self, on: date) -> bool:
        """Whether any work is done on that day."""
        return bool(self.spans(on))

    def is_provisional(self, on: date) -> bool:
        """Whether that day's year has not been published yet."""
        return self.published_until is not None and on.year > self.published_until

    def tz(self) -> ZoneInfo:
        """The zone in which the hours are meant."""
        return _zone(self.zone)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def calendar_problems(calendar: Calendar) -> tuple[Problem, ...]:
    """Everything that is wrong with a calendar somebody wrote; the paths are JSON pointers."""
    problems: list[Problem] = []
    try:
        _zone(calendar.zone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(_problem("calendars.zone.unknown", "/zone", zone=calendar.zone))
    if len(calendar.hours) != WEEKDAYS:
        problems.append(_problem("calendars.hours.seven_days", "/hours", days=len(calendar.hours)))
    if not any(calendar.hours):
        problems.append(_problem("calendars.hours.none", "/hours"))
    for index, spans in enumerate(calendar.hours):
        if not _are_in_order(spans):
            problems.append(_problem("calendars.hours.not_in_order", f"/hours/{index}"))
    problems += [
        _problem("calendars.day.off_and_on", "/makeUpDays", on=on)
        for on in sorted(calendar.days_off & calendar.make_up_days)
    ]
    return tuple(problems)


def _are_in_order(spans: Sequence[Span]) -> bool:
    inside = all(0 <= span.start_s < span.end_s <= DAY_S for span in spans)
    return inside and all(first.end_s <= second.start_s for first, second in pairwise(spans))


def _problem(code: str, path: str, **params: object) -> Problem:
    return Problem(code=code, path=path, params=params)
