"""The two calendars that every company starts with: office hours, and whole working days."""

from typing import Final

from dujiang.calendars.model import DAY_S, SATURDAY, WEEKDAYS, Calendar, Span

_HOUR_S: Final = 3_600
_MORNING: Final = Span(9 * _HOUR_S, 12 * _HOUR_S)
_AFTERNOON: Final = Span(13 * _HOUR_S, 18 * _HOUR_S)
_WHOLE_DAY: Final = Span(0, DAY_S)


def office_hours(key: str = "STD", zone: str = "Asia/Shanghai") -> Calendar:
    """Monday to Friday 09-12 and 13-18, no holidays yet."""
    hours = _monday_to_friday((_MORNING, _AFTERNOON))
    return Calendar(key=key, zone=zone, hours=hours, name="标准工作时间", name_en="Office hours")


def day24(key: str = "DAY24", zone: str = "Asia/Shanghai") -> Calendar:
    """Working days count all of their 24 hours, other days stand still（工作日全天）."""
    hours = _monday_to_friday((_WHOLE_DAY,))
    return Calendar(
        key=key, zone=zone, hours=hours, name="工作日全天", name_en="Whole working days"
    )


def around_the_clock(key: str = "CLOCK", zone: str = "Asia/Shanghai") -> Calendar:
    """Every hour of every day counts: clock time as a calendar."""
    hours = ((_WHOLE_DAY,),) * WEEKDAYS
    return Calendar(key=key, zone=zone, hours=hours, name="自然时间", name_en="Clock time")


def _monday_to_friday(spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], ...]:
    return tuple(spans if weekday < SATURDAY else () for weekday in range(WEEKDAYS))
