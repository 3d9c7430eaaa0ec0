"""What is wrong with a calendar that somebody wrote."""

from datetime import date

from msgspec.structs import replace

from dujiang.calendars import Calendar, Span, calendar_problems
from tests.calendars.company import STD


def test_a_sound_calendar_has_no_problems() -> None:
    assert calendar_problems(STD) == ()


def test_everything_wrong_is_told_at_once() -> None:
    broken = Calendar(
        key="X",
        zone="Mars/Olympus",
        hours=((Span(5, 3),), (Span(0, 10), Span(5, 20))),
        days_off=frozenset({date(2026, 1, 4)}),
        make_up_days=frozenset({date(2026, 1, 4)}),
    )

    assert [problem.code for problem in calendar_problems(broken)] == [
        "calendars.zone.unknown",
        "calendars.hours.seven_days",
        "calendars.hours.not_in_order",
        "calendars.hours.not_in_order",
        "calendars.day.off_and_on",
    ]


def test_a_make_up_day_has_the_hours_of_a_usual_working_day() -> None:
    assert STD.spans(date(2026, 2, 28)) == STD.spans(date(2026, 3, 2))


def test_a_published_holiday_wins_over_the_weekday() -> None:
    assert not STD.is_working_day(date(2026, 10, 1))
    assert replace(STD, days_off=frozenset()).is_working_day(date(2026, 10, 1))
