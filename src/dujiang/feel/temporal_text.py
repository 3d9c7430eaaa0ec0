"""Dates, times and durations as text: XML Schema's forms, and `@Zone/Name` for a named zone."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from dujiang.feel.errors import Fault
from dujiang.feel.temporal import (
    NS_PER_SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    date_of_epoch_day,
    date_part,
    duration_ns,
    duration_of_ns,
    epoch_day,
    make_date,
    make_datetime,
    time_part,
    zone_named,
    zone_of_offset,
)
from dujiang.kernel.values import FeelTime, Months, WideDate, WideDateTime, WideDuration

_DATE: Final = r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)"
_TIME: Final = (
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?"
    r"(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+\-/]+))?"
)
DATE: Final = re.compile(_DATE, re.ASCII)
TIME: Final = re.compile(_TIME, re.ASCII)
DATETIME: Final = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
DAYS: Final = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII
)
MONTHS: Final = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
MAX_DURATION_DIGITS: Final = 18


def parse_date(text: str) -> AnyDate:
    """`2026-03-02`. Raises `Fault`."""
    found = DATE.fullmatch(text)
    if found is None:
        raise Fault("feel.date.not_a_date", text=text)
    year, month, day = (int(part) for part in found.groups())
    return make_date(year, month, day)


def parse_time(text: str) -> FeelTime:
    """`10:30:00`, with fraction and zone if wanted; 24:00:00 is midnight. Raises `Fault`."""
    found = TIME.fullmatch(text)
    if found is None:
        raise Fault("feel.time.not_a_time", text=text)
    return _time(found.groups(), text)[0]


def parse_datetime(text: str) -> AnyDateTime:
    """`2026-03-02T10:30:00`, or a date alone for its midnight. Raises `Fault`."""
    if DATE.fullmatch(text) is not None:
        return make_datetime(parse_date(text), FeelTime(0, 0, 0))
    found = DATETIME.fullmatch(text)
    if found is None:
        raise Fault("feel.datetime.not_a_date_and_time", text=text)
    year, month, day = (int(part) for part in found.groups()[:3])
    time, next_day = _time(found.groups()[3:], text)
    on = make_date(year, month, day)
    return make_datetime(date_of_epoch_day(epoch_day(on) + 1) if next_day else on, time)


def _time(parts: tuple[str | None, ...], text: str) -> tuple[FeelTime, bool]:
    hour, minute, second = (int(part or 0) for part in parts[:3])
    fraction, utc, sign, *offset, zone = parts[3:]
    ns = int((fraction or "")[:9].ljust(9, "0"))
    midnight = hour == 24 and not (minute or second or ns)
    if minute > 59 or second > 59 or (hour > 23 and not midnight):
        raise Fault("feel.time.not_a_time", text=text)
    offset_s: int | None = 0 if utc else None
    if sign:
        hours, minutes, seconds = (int(part or 0) for part in offset)
        offset_s = (hours * 3_600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
        if minutes > 59 or seconds > 59:
            raise Fault("feel.time.not_a_time", text=text)
        zone_of_offset(offset_s)
    if zone is not None:
        zone_named(zone)
    return FeelTime(0 if midnight else hour, minute, second, ns, offset_s, zone), midnight


def parse_duration(text: str) -> AnyDuration | Months:
    """`P1DT2H`, `-PT0.5S` or `P1Y2M`; both kinds in one are not a FEEL duration. Raises `Fault`."""
    if len(text) > 100:
        raise Fault("feel.duration.not_a_duration", text=text[:100])
    found = MONTHS.fullmatch(text)
    if found is not None and (found.group(2) or found.group(3)):
        sign, years, months = found.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return Months(-total if sign else total)
    found = DAYS.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        raise Fault("feel.duration.not_a_duration", text=text)
    sign, days, hours, minutes, seconds, fraction = found.groups()
    total_s = (int(days or 0) * 86_400 + int(hours or 0) * 3_600 + int(minutes or 0) * 60) + int(
        seconds or 0
    )
    ns = total_s * NS_PER_SECOND + int((fraction or "")[:9].ljust(9, "0"))
    return duration_of_ns(-ns if sign else ns)


def parse_at_literal(text: str) -> AnyDate | AnyDateTime | FeelTime | AnyDuration | Months:
    """What `@"..."` means; raises `Fault` when the text is none of the four."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text and DATETIME.fullmatch(text):
        return parse_datetime(text)
    if DATE.fullmatch(text):
        return parse_date(text)
    return parse_time(text)


# -- writing


def format_date(day: AnyDate) -> str:
    """The date as XML Schema writes it."""
    if isinstance(day, date):
        return day.isoformat()
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def format_time(time: FeelTime) -> str:
    """The time with its fraction (without trailing zeros) and zone."""
    fraction = f".{time.nanosecond:09}".rstrip("0") if time.nanosecond else ""
    text = f"{time.hour:02}:{time.minute:02}:{time.second:02}{fraction}"
    if time.zone is not None:
        return f"{text}@{time.zone}"
    return text if time.offset_s is None else text + format_offset(time.offset_s)


def format_offset(offset_s: int) -> str:
    """`Z`, `+08:00`, `-03:30`."""
    if offset_s == 0:
        return "Z"
    sign = "-" if offset_s < 0 else "+"
    minutes, seconds = divmod(abs(offset_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def format_datetime(at: AnyDateTime) -> str:
    """Date, `T`, time."""
    return f"{format_date(date_part(at))}T{format_time(time_part(at))}"


def format_duration(duration: AnyDuration) -> str:
    """`P1DT2H3M4.5S`, shortest form; zero is `PT0S`."""
    ns = duration_ns(duration)
    if ns == 0:
        return "PT0S"
    sign = "-" if ns < 0 else ""
    seconds, fraction = divmod(abs(ns), NS_PER_SECOND)
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    exact = f"{seconds}." + f"{fraction:09}".rstrip("0") if fraction else str(seconds)
    clock = "".join(
        f"{count}{unit}"
        for count, unit in ((hours, "H"), (minutes, "M"), (exact, "S"))
        if count not in {0, "0"}
    )
    return f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def format_months(duration: Months) -> str:
    """`P1Y2M`, shortest form; zero is `P0M`."""
    years, months = divmod(abs(duration.months), 12)
    if not years and not months:
        return "P0M"
    sign = "-" if duration.months < 0 else ""
    return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"


def format_temporal(value: object) -> str | None:
    """The text of any date, time or duration; None for other values."""
    match value:
        case datetime() | WideDateTime():
            return format_datetime(value)
        case date() | WideDate():
            return format_date(value)
        case FeelTime():
            return format_time(value)
        case timedelta() | WideDuration():
            return format_duration(value)
        case Months():
            return format_months(value)
        case _:
            return None


def seconds_as_decimal(time: FeelTime) -> Decimal:
    """Seconds of the minute with their fraction."""
    return Decimal(time.second * NS_PER_SECOND + time.nanosecond) / NS_PER_SECOND
