"""Conversion functions (10.3.4.1): dates, times, durations and numbers from text and parts."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final

from dujiang.feel.arithmetic import NO_NUMBER, NUMBERS
from dujiang.feel.builtins.signature import Builtin, Signature, builtin
from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault
from dujiang.feel.temporal import (
    NS_PER_SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    date_part,
    duration_ns,
    make_date,
    make_datetime,
    months_between,
    time_of_ns,
    time_part,
    zone_of_offset,
)
from dujiang.feel.temporal_text import parse_date, parse_datetime, parse_duration, parse_time
from dujiang.feel.text import as_text
from dujiang.kernel.values import FeelTime, Months, WideDateTime

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MIDNIGHT_UTC: Final = FeelTime(0, 0, 0, 0, 0)
MAX_NUMBER_CHARS: Final = 400


def _date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> AnyDate:
    if any(part != int(part) for part in (year, month, day)):
        raise Fault("feel.date.does_not_exist", year=year, month=month, day=day)
    return make_date(int(year), int(month), int(day))


def _time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: AnyDuration | None = None
) -> FeelTime:
    ns = int(second * NS_PER_SECOND)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise Fault("feel.time.not_a_time", text=f"{hour}:{minute}:{second}")
    offset_s = None if offset is None else duration_ns(offset) // NS_PER_SECOND
    if offset_s is not None:
        zone_of_offset(offset_s)
    since_midnight = (int(hour) * 3_600 + int(minute) * 60) * NS_PER_SECOND + ns
    return time_of_ns(since_midnight, offset_s=offset_s)


def _datetime_of_parts(day: AnyDate | AnyDateTime, time: FeelTime) -> AnyDateTime:
    on = date_part(day) if isinstance(day, datetime | WideDateTime) else day
    return make_datetime(on, time)


def _months_between(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> Months:
    first, last = (
        date_part(at) if isinstance(at, datetime | WideDateTime) else at for at in (start, end)
    )
    return months_between(first, last)


def _number(text: str, grouping: str | None = None, decimal: str | None = None) -> Decimal:
    if grouping not in {None, " ", ",", "."} or decimal not in {None, ",", "."}:
        raise Fault("feel.number.bad_separator")
    if grouping is not None and grouping == decimal:
        raise Fault("feel.number.bad_separator")
    plain = text.replace(grouping, "") if grouping else text
    if decimal == ",":
        plain = plain.replace(".", " ").replace(",", ".")
    if len(plain) > MAX_NUMBER_CHARS or _NUMBER.fullmatch(plain) is None:
        raise Fault("feel.number.not_a_number", text=text[:50])
    try:
        return NUMBERS.create_decimal(plain)
    except NO_NUMBER:
        raise Fault("feel.number.not_a_number", text=text[:50]) from None


def _string(run: Run, value: object) -> str | None:
    if value is None:
        return None
    text = as_text(value)
    run.check_text(len(text))
    return text


CONVERSIONS: Final[tuple[Builtin, ...]] = (
    Builtin(
        "date",
        Signature("from: string", parse_date),
        Signature("from: datetime", date_part),
        Signature("from: date", lambda day: day),
        Signature("year: number, month: number, day: number", _date_of_parts),
    ),
    Builtin(
        "date and time",
        Signature("from: string", parse_datetime),
        Signature("date: date|datetime, time: time", _datetime_of_parts),
    ),
    Builtin(
        "time",
        Signature("from: string", parse_time),
        Signature("from: datetime", time_part),
        Signature("from: date", lambda day: _MIDNIGHT_UTC),
        Signature("from: time", lambda time: time),
        Signature(
            "hour: number, minute: number, second: number, offset?: duration?", _time_of_parts
        ),
    ),
    builtin(
        "number",
        "from: string, grouping separator?: string?, decimal separator?: string?",
        _number,
    ),
    builtin("string", "from: any", _string, needs_run=True, deep=True),
    builtin("duration", "from: string", parse_duration),
    builtin("years and months duration", "from: date|datetime, to: date|datetime", _months_between),
)
