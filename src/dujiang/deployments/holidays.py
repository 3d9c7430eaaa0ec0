"""The published Chinese holidays and make-up days, from the package `chinesecalendar` (2004 on)."""

from datetime import date

from chinese_calendar import constants
from msgspec.structs import replace

from dujiang.calendars import Calendar, day24, office_hours


def published_years() -> range:
    """The years that the package knows."""
    years = [on.year for on in constants.holidays]
    return range(min(years), max(years) + 1)


def days_off() -> frozenset[date]:
    """Holidays, the days in lieu included; weekends only where they belong to one."""
    return frozenset(constants.holidays)


def make_up_days() -> frozenset[date]:
    """Saturdays and Sundays that are worked."""
    return frozenset(constants.workdays)


def company_calendars(zone: str = "Asia/Shanghai") -> tuple[Calendar, ...]:
    """`STD` (office hours) and `DAY24` (whole working days) with all published holidays."""
    return tuple(
        replace(
            calendar,
            days_off=days_off(),
            make_up_days=make_up_days(),
            published_until=published_years()[-1],
        )
        for calendar in (office_hours(zone=zone), day24(zone=zone))
    )
