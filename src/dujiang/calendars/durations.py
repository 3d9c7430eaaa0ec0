"""ISO 8601 durations, intervals and repeats: `P1Y2M3DT4H`, `P2W`, `R5/PT1H`, `R/2026-03-02/P1D`.

Years and months are kept apart from days and those from seconds: they have no fixed length.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Final

import msgspec

_NUMBER: Final = r"\d{1,9}(?:[.,]\d{1,9})?"
_DURATION: Final = re.compile(
    r"(?P<sign>[-+])?P(?=[\dT])(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?"
    rf"(?:(?P<weeks>{_NUMBER})W)?(?:(?P<days>{_NUMBER})D)?(?:T(?=\d)"
    rf"(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?",
)
_REPEAT: Final = re.compile(r"R(?P<times>-1|\d{0,9})/(?P<rest>.+)")
_LENGTH_S: Final = {"hours": 3_600, "minutes": 60, "seconds": 1}
_DAY_S: Final = 86_400
_MONTHS_A_YEAR: Final = 12
_ZERO: Final = Decimal(0)


class Duration(msgspec.Struct, frozen=True):
    """A length of time: months of the calendar, whole days, and seconds; all of one sign."""

    months: int = 0
    days: int = 0
    seconds: Decimal = _ZERO

    def after(self, start_at: datetime, times: int = 1) -> datetime:
        """`start_at` plus `times` durations; the last day of a month that is too short.

        Months and days follow the wall clock of `start_at`'s zone, seconds are real time. Raises
        `OverflowError` or `ValueError` beyond the years 1 to 9999.
        """
        total = start_at.year * _MONTHS_A_YEAR + start_at.month - 1 + self.months * times
        year, month = divmod(total, _MONTHS_A_YEAR)
        day = min(start_at.day, monthrange(year, month + 1)[1])
        moved = start_at.replace(year=year, month=month + 1, day=day)
        moved += timedelta(days=self.days * times)
        seconds = timedelta(microseconds=int(self.seconds * times * 1_000_000))
        if not seconds or moved.tzinfo is None:
            return moved + seconds
        return (moved.astimezone(UTC) + seconds).astimezone(moved.tzinfo)

    def is_forward(self) -> bool:
        """Whether it is longer than nothing."""
        return self.months > 0 or self.days > 0 or self.seconds > 0


class Repeat(msgspec.Struct, frozen=True):
    """Something that happens `times` times (None: without end), one `interval` after the other.

    With `start_at` the first time is then; without, one interval after the moment of beginning.
    Nothing happens after `end_at`.
    """

    interval: Duration
    times: int | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None


def parse_duration(text: str) -> Duration | None:
    """The duration an ISO 8601 text means, or None when it is none."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    parts = found.groupdict()
    sign = -1 if parts["sign"] == "-" else 1
    number = {
        name: Decimal((parts[name] or "0").replace(",", ".")) for name in parts if name != "sign"
    }
    whole_days, rest_of_day = divmod(number["weeks"] * 7 + number["days"], 1)
    seconds = sum(
        (number[name] * length for name, length in _LENGTH_S.items()), rest_of_day * _DAY_S
    )
    return Duration(
        months=sign * int(number["years"] * _MONTHS_A_YEAR + number["months"]),
        days=sign * int(whole_days),
        seconds=sign * seconds,
    )


def parse_repeat(text: str) -> Repeat | None:
    """The repetition an ISO 8601 text means, or None when it is none.

    `R5/PT1H`, `R/start/PT1H`, `R5/PT1H/end`, `R5/start/end` (the interval is what lies between).
    """
    found = _REPEAT.fullmatch(text.strip())
    if found is None:
        return None
    times = None if found["times"] in ("", "-1") else int(found["times"])
    match found["rest"].split("/"):
        case [only]:
            return _repeat(parse_duration(only), times, None, None)
        case [first, second] if first.startswith("P"):
            end_at = _instant(second)
            return _repeat(parse_duration(first), times, None, end_at) if end_at else None
        case [first, second] if second.startswith(("P", "+P")):
            start_at = _instant(first)
            return _repeat(parse_duration(second), times, start_at, None) if start_at else None
        case [first, second]:
            return _between(_instant(first), _instant(second), times)
        case _:
            return None


def occurrences(repeat: Repeat, begin_at: datetime) -> Iterator[datetime]:
    """The instants of a repetition that began at `begin_at`, in order; perhaps without end."""
    start_at = repeat.start_at or begin_at
    first = 0 if repeat.start_at else 1
    for index in count(first) if repeat.times is None else range(first, first + repeat.times):
        try:
            at = repeat.interval.after(start_at, index)
        except (OverflowError, ValueError):
            return
        if repeat.end_at is not None and at > repeat.end_at:
            return
        yield at


def _repeat(
    interval: Duration | None, times: int | None, start_at: datetime | None, end_at: datetime | None
) -> Repeat | None:
    if interval is None or not interval.is_forward():
        return None
    return Repeat(interval, times, start_at, end_at)


def _between(
    start_at: datetime | None, end_at: datetime | None, times: int | None
) -> Repeat | None:
    if start_at is None or end_at is None:
        return None
    length = end_at - start_at
    interval = Duration(seconds=Decimal(length.days * _DAY_S + length.seconds))
    return _repeat(interval, times, start_at, None)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
