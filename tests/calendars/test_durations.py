"""ISO 8601 texts and cron expressions."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.calendars import (
    Duration,
    check_cron,
    next_by_cron,
    occurrences,
    parse_duration,
    parse_repeat,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P1Y2M3DT4H5M6S", Duration(14, 3, Decimal(14_706))),
        ("PT0.5S", Duration(seconds=Decimal("0.5"))),
        ("PT1,5H", Duration(seconds=Decimal(5_400))),
        ("P2W", Duration(days=14)),
        ("P1.5D", Duration(days=1, seconds=Decimal(43_200))),
        ("-P1D", Duration(days=-1)),
        ("P0D", Duration()),
    ],
)
def test_durations_keep_months_days_and_seconds_apart(text: str, expected: Duration) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1S", "P1DT", "PxD"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert parse_duration(text) is None


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 11), st.integers(0, 400), st.integers(0, 100_000))
def test_a_duration_is_the_sum_of_its_parts(
    years: int, months: int, days: int, seconds: int
) -> None:
    parsed = parse_duration(f"P{years}Y{months}M{days}DT{seconds}S")

    assert parsed == Duration(years * 12 + months, days, Decimal(seconds))


def test_a_month_after_the_last_day_is_the_last_day_of_the_shorter_month() -> None:
    assert Duration(months=1).after(datetime(2026, 1, 31, tzinfo=UTC)) == datetime(
        2026, 2, 28, tzinfo=UTC
    )
    assert Duration(months=1).after(datetime(2026, 1, 31, tzinfo=UTC), 2) == datetime(
        2026, 3, 31, tzinfo=UTC
    )


def test_days_follow_the_wall_clock_and_hours_the_real_one() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    assert Duration(days=1).after(before).hour == 12
    assert Duration(seconds=Decimal(86_400)).after(before).hour == 13


def test_a_repeat_without_start_begins_one_interval_later() -> None:
    repeat = parse_repeat("R3/PT1H")

    assert repeat is not None
    assert list(occurrences(repeat, NOON)) == [NOON + timedelta(hours=n) for n in (1, 2, 3)]


def test_a_repeat_with_start_begins_there() -> None:
    repeat = parse_repeat("R2/2026-03-02T12:00:00Z/P1D")

    assert repeat is not None
    assert list(occurrences(repeat, datetime(2020, 1, 1, tzinfo=UTC))) == [
        NOON,
        NOON + timedelta(days=1),
    ]


def test_an_endless_repeat_goes_on_and_one_with_an_end_stops() -> None:
    endless = parse_repeat("R/PT1H")
    ended = parse_repeat("R/PT1H/2026-03-02T14:00:00Z")

    assert endless is not None
    assert ended is not None
    assert len(list(islice(occurrences(endless, NOON), 1_000))) == 1_000
    assert len(list(occurrences(ended, NOON))) == 2


@pytest.mark.parametrize("text", ["R5", "R5/", "5/PT1H", "R5/PT0S", "R5/PT1H/x", "R5/a/b/c"])
def test_what_is_no_repeat_is_none(text: str) -> None:
    assert parse_repeat(text) is None


def test_cron_is_meant_on_the_wall_clock_of_its_zone() -> None:
    assert next_by_cron("10 0 1 12 *", NOON, "Asia/Shanghai") == datetime(
        2026, 11, 30, 16, 10, tzinfo=UTC
    )


@pytest.mark.parametrize("expression", ["every day", "0 0 30 2 *", "* * *"])
def test_a_cron_that_is_broken_or_never_comes_is_a_problem(expression: str) -> None:
    assert [problem.code for problem in check_cron(expression, "/cron")] == [
        "calendars.cron.not_valid"
    ]


def test_a_sound_cron_has_no_problems() -> None:
    assert check_cron("*/15 * * * *") == ()
