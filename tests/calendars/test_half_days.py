"""Half days of leave, by S1's walks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dujiang.calendars import Half, HalfDay, half_days, working_days
from tests.calendars.company import STD

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
halves = st.sampled_from(["AM", "PM"])


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("start", "start_half", "end", "end_half", "expected"),
    [
        ("2026-03-10", "AM", "2026-03-12", "PM", "3.0"),  # S1 walk 1
        ("2026-03-10", "AM", "2026-03-13", "AM", "3.5"),  # walk 2
        ("2026-04-30", "AM", "2026-05-06", "PM", "2.0"),  # walk 3
        ("2026-05-08", "PM", "2026-05-09", "AM", "1.0"),
        ("2026-05-02", "AM", "2026-05-04", "PM", "0"),
        ("2026-03-30", "AM", "2026-04-07", "PM", "6.0"),  # walk 4
        ("2025-12-31", "AM", "2026-01-05", "PM", "3.0"),  # walk 9
        ("2026-03-10", "PM", "2026-03-10", "AM", "0"),
    ],
)
def test_leave_counts_working_half_days(
    start: str, start_half: Half, end: str, end_half: Half, expected: str
) -> None:
    start_on, end_on = date.fromisoformat(start), date.fromisoformat(end)

    assert working_days(start_on, start_half, end_on, end_half, STD) == Decimal(expected)


def test_half_days_are_listed_in_order() -> None:
    found = half_days(date(2026, 5, 8), "PM", date(2026, 5, 9), "AM", STD)

    assert found == (HalfDay(date(2026, 5, 8), "PM"), HalfDay(date(2026, 5, 9), "AM"))


@settings(deadline=None)
@given(days, halves, st.integers(0, 60), halves, st.integers(0, 59))
def test_a_leave_cut_in_two_counts_the_same(
    start_on: date, start_half: Half, length: int, end_half: Half, cut: int
) -> None:
    end_on = start_on + timedelta(days=length)
    cut_on = start_on + timedelta(days=min(cut, length))

    whole = half_days(start_on, start_half, end_on, end_half, STD)
    parts = (
        *half_days(start_on, start_half, cut_on, "AM", STD),
        *half_days(cut_on, "PM", end_on, end_half, STD),
    )

    assert set(whole) == set(parts) - {
        half
        for half in parts
        if half < HalfDay(start_on, start_half) or half > HalfDay(end_on, end_half)
    }


@settings(deadline=None)
@given(days, halves, st.integers(0, 400), halves)
def test_every_half_day_is_one_of_a_working_day(
    start_on: date, start_half: Half, length: int, end_half: Half
) -> None:
    found = half_days(start_on, start_half, start_on + timedelta(days=length), end_half, STD)

    assert len(set(found)) == len(found)
    assert list(found) == sorted(found)
    assert all(STD.is_working_day(half_day.on) for half_day in found)
