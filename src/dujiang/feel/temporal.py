"""Dates, times and durations as values: making them, their parts, and their place on one line.

DMN 1.5, 10.3.2.3.4-8. Python's own `date`, `datetime` and `timedelta` hold what they can; the
wide forms of `dujiang.kernel.values` hold the rest (years beyond 1..9999, nanoseconds). One value
has exactly one form, so equal values are equal objects.
"""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dujiang.feel.errors import Fault
from dujiang.kernel.values import FeelTime, Months, WideDate, WideDateTime, WideDuration

AnyDate: TypeAlias = date | WideDate
AnyDateTime: TypeAlias = datetime | WideDateTime
AnyDuration: TypeAlias = timedelta | WideDuration

NS_PER_SECOND: Final = 1_000_000_000
NS_PER_DAY: Final = 86_400 * NS_PER_SECOND
MAX_YEAR: Final = 999_999_999
MAX_OFFSET_S: Final = 18 * 3_600
_MAX_TIMEDELTA_DAYS: Final = 999_999_999
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


# -- the calendar


def is_leap(year: int) -> bool:
    """Whether the proleptic Gregorian year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month."""
    return 28 if month == 2 and not is_leap(year) else _MONTH_DAYS[month - 1]


def epoch_day(day: AnyDate) -> int:
    """Days since 1970-01-01, negative before."""
    if isinstance(day, date):
        return day.toordinal() - _EPOCH_DAY
    cycles, year = divmod(day.year - 1, 400)
    inside = date(year + 1, day.month, day.day).toordinal() - _EPOCH_DAY
    return inside + cycles * 146_097


def date_of_epoch_day(days: int) -> AnyDate:
    """The date `days` after 1970-01-01. Raises `Fault` outside the years of FEEL."""
    ordinal = days + _EPOCH_DAY
    if 1 <= ordinal <= 3_652_059:
        return date.fromordinal(ordinal)
    cycles, inside = divmod(ordinal - 1, 146_097)
    found = date.fromordinal(inside + 1)
    return make_date(found.year + cycles * 400, found.month, found.day)


def make_date(year: int, month: int, day: int) -> AnyDate:
    """A date; raises `Fault` when there is no such day."""
    if not (
        -MAX_YEAR <= year <= MAX_YEAR
        and 1 <= month <= 12
        and 1 <= day <= days_in_month(year, month)
    ):
        raise Fault("feel.date.does_not_exist", year=year, month=month, day=day)
    if 1 <= year <= 9999:
        return date(year, month, day)
    return WideDate(year, month, day)


def add_months_to_date(day: AnyDate, months: int) -> AnyDate:
    """The same day `months` later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


# -- zones


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The time zone with an IANA name; raises `Fault` for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Fault("feel.time.unknown_zone", zone=name) from error


def zone_of_offset(offset_s: int) -> tzinfo:
    """The zone with a fixed offset, in seconds east of UTC."""
    if abs(offset_s) > MAX_OFFSET_S:
        raise Fault("feel.time.offset_out_of_range", offset_s=offset_s)
    return timezone(timedelta(seconds=offset_s)) if offset_s else UTC


def offset_in_zone(name: str, day: AnyDate, local_ns: int) -> int:
    """Seconds east of UTC of a named zone at a local date and time of day."""
    year = day.year if 1 < day.year < 9999 else 2 + (day.year - 2) % 400
    midnight = datetime(year, day.month, day.day, tzinfo=zone_named(name))
    offset = (midnight + timedelta(microseconds=local_ns // 1_000)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


# -- times


def time_ns(time: FeelTime) -> int:
    """Nanoseconds since midnight."""
    seconds = time.hour * 3_600 + time.minute * 60 + time.second
    return seconds * NS_PER_SECOND + time.nanosecond


def time_of_ns(ns: int, *, offset_s: int | None = None, zone: str | None = None) -> FeelTime:
    """The time of day `ns` nanoseconds after midnight, going round the clock."""
    seconds, nanosecond = divmod(ns % NS_PER_DAY, NS_PER_SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return FeelTime(hour, minute, second, nanosecond, offset_s, zone)


def time_offset_s(time: FeelTime) -> int | None:
    """Seconds east of UTC, or None for a local time; a named zone counts as on 1970-01-01."""
    if time.zone is not None:
        return offset_in_zone(time.zone, date(1970, 1, 1), time_ns(time))
    return time.offset_s


# -- dates and times


def make_datetime(day: AnyDate, time: FeelTime) -> AnyDateTime:
    """A date and time in the form that holds it."""
    if time.nanosecond % 1_000 or not isinstance(day, date):
        return WideDateTime(WideDate(day.year, day.month, day.day), time)
    zone: tzinfo | None = None
    if time.zone is not None:
        zone = zone_named(time.zone)
    elif time.offset_s is not None:
        zone = zone_of_offset(time.offset_s)
    microsecond = time.nanosecond // 1_000
    return datetime(
        day.year, day.month, day.day, time.hour, time.minute, time.second, microsecond, zone
    )


def date_part(at: AnyDateTime) -> AnyDate:
    """The local date."""
    if isinstance(at, datetime):
        return at.date()
    return make_date(at.date.year, at.date.month, at.date.day)


def time_part(at: AnyDateTime) -> FeelTime:
    """The local time with its offset or zone."""
    if isinstance(at, WideDateTime):
        return at.time
    zone, offset_s = at.tzinfo, None
    name = zone.key if isinstance(zone, ZoneInfo) else None
    if zone is not None and name is None:
        offset = at.utcoffset()
        offset_s = int(offset.total_seconds()) if offset is not None else None
    return FeelTime(at.hour, at.minute, at.second, at.microsecond * 1_000, offset_s, name)


def local_ns(at: AnyDateTime) -> int:
    """Nanoseconds from 1970-01-01T00:00:00 to the local date and time."""
    return epoch_day(date_part(at)) * NS_PER_DAY + time_ns(time_part(at))


def datetime_offset_s(at: AnyDateTime) -> int | None:
    """Seconds east of UTC, or None for a local date and time."""
    if isinstance(at, datetime):
        offset = at.utcoffset()
        return int(offset.total_seconds()) if offset is not None else None
    time = at.time
    if time.zone is not None:
        return offset_in_zone(time.zone, at.date, time_ns(time))
    return time.offset_s


def instant_ns(at: AnyDateTime) -> int | None:
    """Nanoseconds since 1970-01-01T00:00:00Z, or None for a local date and time."""
    offset_s = datetime_offset_s(at)
    return None if offset_s is None else local_ns(at) - offset_s * NS_PER_SECOND


def datetime_of_local_ns(ns: int, like: FeelTime) -> AnyDateTime:
    """The local date and time `ns` after 1970-01-01T00:00:00, in the zone of `like`."""
    days, inside = divmod(ns, NS_PER_DAY)
    time = time_of_ns(inside, offset_s=like.offset_s, zone=like.zone)
    return make_datetime(date_of_epoch_day(days), time)


def add_ns(at: AnyDateTime, ns: int) -> AnyDateTime:
    """The instant `ns` later, shown in the same zone (a local one has no leap of the clock)."""
    time = time_part(at)
    if time.zone is None:
        return datetime_of_local_ns(local_ns(at) + ns, time)
    instant = instant_ns(at)
    assert instant is not None
    instant += ns
    return _in_zone(instant, time)


def _in_zone(instant: int, like: FeelTime) -> AnyDateTime:
    days, inside = divmod(instant, NS_PER_DAY)
    day = date_of_epoch_day(days)
    zone = zone_named(like.zone or "UTC")
    year = day.year if 1 < day.year < 9999 else 2 + (day.year - 2) % 400
    at = datetime(year, day.month, day.day, tzinfo=UTC) + timedelta(microseconds=inside // 1_000)
    offset = at.astimezone(zone).utcoffset()
    offset_s = int(offset.total_seconds()) if offset is not None else 0
    return datetime_of_local_ns(instant + offset_s * NS_PER_SECOND, like)


def as_datetime(day: AnyDate) -> AnyDateTime:
    """A date as midnight UTC (10.3.2.3.6: what a date is when it meets a date and time)."""
    return make_datetime(day, FeelTime(0, 0, 0, 0, 0))


# -- durations


def duration_ns(duration: AnyDuration) -> int:
    """Nanoseconds of a days and time duration."""
    if isinstance(duration, WideDuration):
        return duration.nanoseconds
    seconds = duration.days * 86_400 + duration.seconds
    return seconds * NS_PER_SECOND + duration.microseconds * 1_000


def duration_of_ns(ns: int) -> AnyDuration:
    """A days and time duration in the form that holds it."""
    if ns % 1_000 or abs(ns) >= _MAX_TIMEDELTA_DAYS * NS_PER_DAY:
        return WideDuration(ns)
    return timedelta(microseconds=ns // 1_000)


def months_between(start: AnyDate, end: AnyDate) -> Months:
    """Whole months from `start` to `end`, towards zero."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Months(months)
