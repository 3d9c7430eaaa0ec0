"""When a timer is due: dates, durations, cycles and cron, by the clock or by working time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dujiang.calendars import (
    Calendar,
    Duration,
    add_working_days,
    add_working_time,
    check_cron,
    next_by_cron,
    occurrences,
    parse_duration,
    parse_repeat,
)
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import Program, TimerWait
from dujiang.engine.state import Trigger
from dujiang.feel import Environment
from dujiang.kernel.values import Months

STANDARD_CALENDAR = "STD"
FOREVER = -1


class Due(msgspec.Struct, frozen=True):
    """When a timer fires; `repeats` more times after that, by `cycle`."""

    at: datetime
    repeats: int = 0
    cycle: str = ""


def due_of(
    wait: TimerWait,
    program: Program,
    now: datetime,
    context: Mapping[str, Any],
    env: Environment,
) -> Due:
    """When a timer that starts to run now is due. `Stuck` when its definition has no sense."""
    if wait.date is not None:
        return Due(_instant(wait.date.checked(context, env), program.zone))
    if wait.duration is not None:
        value = wait.duration.checked(context, env)
        return Due(_after(value, now, _calendar(wait.clock, program)))
    if wait.cycle is not None:
        return _first(wait.cycle.checked(context, env), program, now)
    raise Stuck("engine.timer.not_understood", value="")


def next_of(trigger: Trigger, program: Program) -> Due | None:
    """The next time of a cycle, counted from when the last one was due; None after the last."""
    if not trigger.repeats or trigger.due_at is None:
        return None
    left = trigger.repeats if trigger.repeats == FOREVER else trigger.repeats - 1
    repeat = parse_repeat(trigger.cycle)
    if repeat is None:
        at = next_by_cron(trigger.cycle, trigger.due_at, program.zone)
    else:
        at = _moved(repeat.interval, trigger.due_at)
        if repeat.end_at is not None and at is not None and at > repeat.end_at:
            at = None
    return None if at is None else Due(at, left, trigger.cycle)


def duration_of(value: object) -> timedelta:
    """A length of time in days and seconds. `Stuck` when it is none, or has months."""
    if isinstance(value, timedelta):
        return value
    parsed = parse_duration(value) if isinstance(value, str) else None
    if parsed is None or parsed.months:
        raise Stuck("engine.timer.not_understood", value=value)
    return timedelta(days=parsed.days, microseconds=int(parsed.seconds * 1_000_000))


def _first(value: object, program: Program, now: datetime) -> Due:
    if isinstance(value, timedelta):
        value = f"R/PT{value.total_seconds():.0f}S"
    elif isinstance(value, Months):
        value = f"R/P{value.months}M"
    text = str(value).strip()
    repeat = parse_repeat(text)
    if repeat is not None:
        first = next(occurrences(repeat, now), None)
        if first is None:
            raise Stuck("engine.timer.not_understood", value=text)
        repeats = FOREVER if repeat.times is None else repeat.times - 1
        return Due(first.astimezone(UTC), repeats, text)
    if check_cron(text):
        raise Stuck("engine.timer.not_understood", value=text)
    at = next_by_cron(text, now, program.zone)
    if at is None:
        raise Stuck("engine.timer.not_understood", value=text)
    return Due(at, FOREVER, text)


def _calendar(clock: str, program: Program) -> Calendar | None:
    if clock in ("", "clock"):
        return None
    key = STANDARD_CALENDAR if clock == "working" else clock.removeprefix("calendar:")
    calendar = program.calendars.get(key)
    if calendar is None:
        raise Stuck("engine.timer.no_calendar", calendar=key)
    return calendar


def _after(value: object, now: datetime, calendar: Calendar | None) -> datetime:
    if isinstance(value, str):
        parsed = parse_duration(value)
        if parsed is None:
            raise Stuck("engine.timer.not_understood", value=value)
        value = parsed
    match value:
        case timedelta():
            length = Duration(seconds=Decimal(str(value.total_seconds())))
        case Months():
            length = Duration(months=value.months)
        case Duration():
            length = value
        case _:
            raise Stuck("engine.timer.not_understood", value=value)
    if calendar is not None and not length.months:
        return _in_working_time(length, now, calendar)
    at = _moved(length, now)
    if at is None:
        raise Stuck("engine.timer.not_understood", value=value)
    return at


def _in_working_time(length: Duration, now: datetime, calendar: Calendar) -> datetime:
    """Days are working days at the same time of day; the rest is working time."""
    if length.days:
        local = now.astimezone(calendar.tz())
        on = add_working_days(local.date(), length.days, calendar)
        now = datetime.combine(on, local.time(), local.tzinfo)
    return add_working_time(now, float(length.seconds), calendar).at.astimezone(UTC)


def _moved(length: Duration, start_at: datetime) -> datetime | None:
    try:
        return length.after(start_at).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _instant(value: object, zone: str) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise Stuck("engine.timer.not_understood", value=value) from None
    if isinstance(value, datetime):
        at = value
    elif isinstance(value, date):
        at = datetime.combine(value, time())
    else:
        raise Stuck("engine.timer.not_understood", value=value)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
