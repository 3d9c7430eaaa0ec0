"""When a mail leaves: digests, quiet hours and days off, in the person's own time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dujiang.notify import KINDS, Choices, kind_of, wants
from dujiang.notify.choices import sending

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 16, 5, tzinfo=ZONE)


def every_day(day: date) -> bool:
    return True


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def leaves(at: str, kind: str = "awaits", works=every_day, **choices: object) -> str:
    now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    when = sending(now, kind, Choices(**choices), ZONE, works)
    return f"{when.at.astimezone(ZONE):%Y-%m-%d %H:%M}{' together' if when.is_digest else ''}"


@pytest.mark.parametrize(
    ("at", "choices", "wanted"),
    [
        ("2026-11-24 16:05", {}, "2026-11-24 16:05"),
        ("2026-11-24 16:05", {"digest": "hourly"}, "2026-11-24 17:00 together"),
        ("2026-11-24 23:30", {"digest": "hourly"}, "2026-11-25 00:00 together"),
        ("2026-11-24 08:59", {"digest": "daily"}, "2026-11-24 09:00 together"),
        ("2026-11-24 09:00", {"digest": "daily"}, "2026-11-25 09:00 together"),
        (
            "2026-11-24 16:05",
            {"digest": "daily", "digest_at": "17:30"},
            "2026-11-24 17:30 together",
        ),
        ("2026-11-24 23:00", {"is_quiet": True}, "2026-11-25 08:00"),
        ("2026-11-24 07:59", {"is_quiet": True}, "2026-11-24 08:00"),
        ("2026-11-24 08:00", {"is_quiet": True}, "2026-11-24 08:00"),
        ("2026-11-24 21:59", {"is_quiet": True}, "2026-11-24 21:59"),
        (
            "2026-11-24 12:30",
            {"is_quiet": True, "quiet_from": "12:00", "quiet_until": "13:30"},
            "2026-11-24 13:30",
        ),
        (
            "2026-11-24 21:10",
            {"digest": "hourly", "is_quiet": True},
            "2026-11-25 08:00 together",
        ),
    ],
)
def test_a_mail_waits_for_its_digest_and_for_the_end_of_quiet_hours(
    at: str, choices: dict[str, object], wanted: str
) -> None:
    assert leaves(at, **choices) == wanted


def test_what_is_urgent_does_not_wait_for_a_digest_but_for_the_morning() -> None:
    assert leaves("2026-11-24 16:05", "urged", digest="daily") == "2026-11-24 16:05"
    assert leaves("2026-11-24 23:05", "urged", is_quiet=True) == "2026-11-25 08:00"


def test_on_days_off_nothing_leaves_for_whoever_wants_it_so() -> None:
    friday_evening = leaves(
        "2026-11-27 20:00", works=weekdays, digest="daily", only_working_days=True
    )
    saturday = leaves("2026-11-28 10:00", works=weekdays, only_working_days=True)

    assert friday_evening == "2026-11-30 09:00 together"
    assert saturday == "2026-11-30 09:00"
    assert leaves("2026-11-28 10:00", works=weekdays) == "2026-11-28 10:00"


def test_a_calendar_without_working_days_holds_nothing_back_for_ever() -> None:
    now = "2026-11-28 10:00"

    assert leaves(now, works=lambda day: False, only_working_days=True) == now


MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda n: TUESDAY + timedelta(minutes=n))
CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")


@given(
    MOMENTS,
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(("none", "hourly", "daily")),
    st.booleans(),
    CLOCKS,
    CLOCKS,
)
def test_a_mail_never_leaves_early_and_never_waits_for_more_than_two_days(
    at: datetime, kind: str, digest: str, is_quiet: bool, begin: str, end: str
) -> None:
    choices = Choices(
        digest=digest,  # type: ignore[arg-type]
        is_quiet=is_quiet,
        quiet_from=begin,
        quiet_until=end,
    )

    when = sending(at, kind, choices, ZONE, every_day)

    assert at <= when.at <= at + timedelta(days=2, minutes=1)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("notify.notice.awaits", "awaits"),
        ("notify.notice.errand_done", "errand"),
        ("approvals.notice.something_new", "other"),
    ],
)
def test_the_kind_of_an_event_is_the_last_word_of_its_code(code: str, kind: str) -> None:
    assert kind_of(code) == kind


def test_a_choice_counts_for_its_channel_alone() -> None:
    choices = Choices(changed={"mail:awaits": False, "mail:copied": True})

    assert not wants(choices, "mail", "awaits")
    assert wants(choices, "app", "awaits")
    assert wants(choices, "mail", "copied")
