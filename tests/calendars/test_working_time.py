"""Reckoning in working time, by the dates that the scenarios name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.calendars import (
    Calendar,
    Span,
    add_working_days,
    add_working_time,
    around_the_clock,
    first_working_day,
    working_time_between,
)
from dujiang.kernel.errors import LimitExceeded
from tests.calendars.company import DAY24, STD, at

HOUR_S = 3_600

instants = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
durations_s = st.integers(1, 60 * 24 * HOUR_S)
calendars = st.sampled_from([STD, DAY24])


@pytest.mark.spec("E5")
@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        (STD, "2026-03-06T17:00", 4, "2026-03-09T12:00"),  # S6 walk 2
        (STD, "2026-03-02T09:00", 8, "2026-03-02T18:00"),
        (STD, "2026-03-02T12:30", 1, "2026-03-02T14:00"),
        (STD, "2026-02-27T17:00", 2, "2026-02-28T10:00"),  # Saturday, make-up day
        (DAY24, "2026-03-06T15:00", 48, "2026-03-10T15:00"),  # S1 walk 8
        (DAY24, "2026-09-30T17:00", 24, "2026-10-08T17:00"),  # S8 walk 7
        (DAY24, "2026-09-30T17:00", 48, "2026-10-09T17:00"),
        (DAY24, "2026-03-06T00:00", 24, "2026-03-09T00:00"),
        (STD, "2026-03-09T12:00", -4, "2026-03-06T17:00"),
    ],
)
def test_working_time_skips_nights_weekends_and_holidays_and_counts_make_up_days(
    calendar: Calendar, start: str, hours: int, end: str
) -> None:
    assert add_working_time(at(start), hours * HOUR_S, calendar).at == at(end)


def test_nothing_to_add_is_the_moment_itself() -> None:
    assert add_working_time(at("2026-03-07T10:00"), 0, STD).at == at("2026-03-07T10:00")


def test_beyond_the_published_year_the_result_is_provisional() -> None:
    known = add_working_time(at("2026-12-30T09:00"), 8 * HOUR_S, STD)
    beyond = add_working_time(at("2026-12-31T17:00"), 2 * HOUR_S, STD)

    assert not known.is_provisional
    assert beyond.is_provisional
    assert beyond.at == at("2027-01-01T10:00")  # a holiday, but nobody has published it


@settings(deadline=None)
@given(instants, durations_s, calendars)
def test_the_time_between_is_the_time_that_was_added(
    start_at: datetime, duration_s: int, calendar: Calendar
) -> None:
    end_at = add_working_time(start_at, duration_s, calendar).at

    assert working_time_between(start_at, end_at, calendar) == timedelta(seconds=duration_s)


@settings(deadline=None)
@given(instants, durations_s, durations_s, calendars)
def test_adding_twice_is_adding_the_sum(
    start_at: datetime, first_s: int, second_s: int, calendar: Calendar
) -> None:
    once = add_working_time(start_at, first_s + second_s, calendar).at
    twice = add_working_time(
        add_working_time(start_at, first_s, calendar).at, second_s, calendar
    ).at

    assert once == twice


@settings(deadline=None)
@given(instants, durations_s, calendars)
def test_counting_back_undoes_counting_forward_in_working_time(
    end_at: datetime, duration_s: int, calendar: Calendar
) -> None:
    start_at = add_working_time(end_at, -duration_s, calendar).at

    assert working_time_between(start_at, end_at, calendar) == timedelta(seconds=duration_s)


@settings(deadline=None)
@given(instants, instants, instants, calendars)
def test_time_between_adds_up(
    first: datetime, second: datetime, third: datetime, calendar: Calendar
) -> None:
    there = working_time_between(first, second, calendar)
    onwards = working_time_between(second, third, calendar)

    assert there + onwards == working_time_between(first, third, calendar)


@settings(deadline=None)
@given(instants, instants)
def test_clock_time_is_the_calendar_that_never_rests(first: datetime, second: datetime) -> None:
    assert working_time_between(first, second, around_the_clock()) == second - first


def test_a_day_on_which_clocks_change_has_the_hours_it_has() -> None:
    berlin = around_the_clock(zone="Europe/Berlin")
    whole_day = (Span(0, 86_400),)
    sundays_only = Calendar(key="SUN", zone=berlin.zone, hours=((),) * 6 + (whole_day,))

    spent = working_time_between(
        datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC), sundays_only
    )

    assert spent == timedelta(hours=23)


@pytest.mark.parametrize(
    ("on", "count", "found"),
    [
        ("2026-03-13", 3, "2026-03-18"),  # S11 walk 7
        ("2026-03-16", -3, "2026-03-11"),  # S3 walk 9
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 0, "2026-04-30"),
    ],
)
def test_working_days_are_counted_forward_and_back(on: str, count: int, found: str) -> None:
    start = date.fromisoformat(on)

    assert add_working_days(start, count, STD) == date.fromisoformat(found)


def test_the_first_working_day_may_be_the_day_itself() -> None:
    assert first_working_day(date(2026, 4, 1), STD) == date(2026, 4, 1)
    assert first_working_day(date(2026, 10, 1), STD) == date(2026, 10, 8)


def test_a_calendar_in_which_nobody_works_is_a_limit_not_a_hang() -> None:
    never = Calendar(key="NEVER", zone="Asia/Shanghai", hours=((),) * 7)

    with pytest.raises(LimitExceeded, match="too_far"):
        add_working_time(at("2026-03-02T09:00"), 1, never)
    with pytest.raises(LimitExceeded, match="too_far"):
        add_working_days(date(2026, 3, 2), 1, never)
