"""Working time: calendars with days off and make-up days, half days, ISO 8601 durations, cron.

Knows neither the database nor the present: calendars, instants and durations arrive as arguments.
Beyond a calendar's last published year Monday to Friday count, and results are marked provisional
(SPEC E5).
"""

from dujiang.calendars.durations import (
    Duration,
    Repeat,
    occurrences,
    parse_duration,
    parse_repeat,
)
from dujiang.calendars.half_days import Half, HalfDay, half_days, working_days
from dujiang.calendars.model import Calendar, Span, calendar_problems
from dujiang.calendars.schedules import check_cron, next_by_cron
from dujiang.calendars.standard import around_the_clock, day24, office_hours
from dujiang.calendars.working_time import (
    Reckoned,
    add_working_days,
    add_working_time,
    first_working_day,
    working_time_between,
)

__all__ = [
    "Calendar",
    "Duration",
    "Half",
    "HalfDay",
    "Reckoned",
    "Repeat",
    "Span",
    "add_working_days",
    "add_working_time",
    "around_the_clock",
    "calendar_problems",
    "check_cron",
    "day24",
    "first_working_day",
    "half_days",
    "next_by_cron",
    "occurrences",
    "office_hours",
    "parse_duration",
    "parse_repeat",
    "working_days",
    "working_time_between",
]
