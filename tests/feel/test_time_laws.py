"""Laws of dates, times and durations, against Python's own where both are defined."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dujiang.feel.arithmetic import calculate
from dujiang.feel.builtins import BUILTINS
from dujiang.feel.comparison import equal, less, same_value
from dujiang.feel.environment import start
from dujiang.feel.temporal import (
    add_months_to_date,
    date_of_epoch_day,
    duration_ns,
    duration_of_ns,
    epoch_day,
    instant_ns,
    months_between,
)
from dujiang.feel.temporal_text import format_temporal, parse_at_literal
from dujiang.kernel.values import FeelTime, Months, WideDate, WideDateTime

DATES = st.dates()
MIDDLE_DATES = st.dates(min_value=date(1500, 1, 1), max_value=date(8500, 1, 1))
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]
)
INSTANTS = st.datetimes(
    datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")
).map(lambda at: at.replace(tzinfo=UTC))
SPANS = st.timedeltas(min_value=timedelta(days=-3_000), max_value=timedelta(days=3_000))
DAYS = st.integers(-365_242_000_000, 365_240_000_000)
NANOSECONDS = st.integers(-(10**25), 10**25)
TIMES = st.builds(
    FeelTime,
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.integers(0, 999_999_999),
    st.none() | st.integers(-18 * 60, 18 * 60).map(lambda minutes: minutes * 60),
)


def built_in(name: str, value: object) -> object:
    return BUILTINS[name].call(start(), (value,))


@given(DATES)
def test_calendar_functions_agree_with_python(day: date) -> None:
    assert built_in("week of year", day) == day.isocalendar().week
    assert built_in("day of year", day) == day.timetuple().tm_yday
    assert built_in("day of week", day) == day.strftime("%A")
    assert built_in("month of year", day) == day.strftime("%B")


@given(DAYS)
def test_every_day_has_one_number_beyond_pythons_years_too(days: int) -> None:
    day = date_of_epoch_day(days)

    assert epoch_day(day) == days
    assert isinstance(day, date) == (1 <= day.year <= 9999)
    assert parse_at_literal(format_temporal(day) or "") == day


@given(INSTANTS, ZONES, SPANS)
def test_a_span_added_in_a_zone_is_added_to_the_instant(
    at: datetime, zone: str, span: timedelta
) -> None:
    local = at.astimezone(ZoneInfo(zone))

    found = calculate("+", local, span)

    assert instant_ns(found) == (instant_ns(local) or 0) + duration_ns(span)
    assert found.astimezone(UTC) == at + span


@given(INSTANTS, ZONES, ZONES)
def test_the_same_instant_is_equal_in_every_zone(at: datetime, one: str, other: str) -> None:
    ours, theirs = at.astimezone(ZoneInfo(one)), at.astimezone(ZoneInfo(other))

    assert equal(ours, theirs)
    assert not less(ours, theirs)
    assert same_value(ours, theirs) == (one == other)


@given(MIDDLE_DATES, MIDDLE_DATES)
def test_months_between_is_the_most_that_fits(a: date, b: date) -> None:
    first, last = min(a, b), max(a, b)
    months = months_between(first, last).months

    assert months_between(last, first) == Months(-months) or first.day != last.day
    assert add_months_to_date(first, months) <= last
    assert add_months_to_date(first, months + 1) > last or first.day > last.day


@given(NANOSECONDS)
def test_a_duration_has_one_form_and_one_text(ns: int) -> None:
    duration = duration_of_ns(ns)

    assert duration_ns(duration) == ns
    assert parse_at_literal(format_temporal(duration) or "") == duration
    assert isinstance(duration, timedelta) == (ns % 1_000 == 0 and abs(ns) < 86_400 * 10**18)


@given(st.integers(-10_000_000, 10_000_000))
def test_months_have_one_text(months: int) -> None:
    assert parse_at_literal(format_temporal(Months(months)) or "") == Months(months)


@given(TIMES)
def test_times_and_moments_read_back_from_their_text(time: FeelTime) -> None:
    moment = WideDateTime(WideDate(-44, 3, 15), time)

    assert parse_at_literal(format_temporal(time) or "") == time
    assert parse_at_literal(format_temporal(moment) or "") == moment


@given(NANOSECONDS, st.integers(1, 1_000))
def test_a_duration_times_a_number_divides_back(ns: int, factor: int) -> None:
    duration = duration_of_ns(ns)

    product = calculate("*", duration, Decimal(factor))

    assert calculate("/", product, Decimal(factor)) == duration
    if ns:
        assert round(calculate("/", product, duration), 20) == factor
