"""Calendars of the demo company (SCENARIOS 1): 2025 and 2026 are published, 2027 is not."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dujiang.calendars import Calendar, day24, office_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _days(*spans: tuple[str, str]) -> frozenset[date]:
    found = set()
    for first, last in spans:
        on = date.fromisoformat(first)
        while on <= date.fromisoformat(last):
            found.add(on)
            on += timedelta(days=1)
    return frozenset(found)


def _on(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


OFF = _days(
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MAKE_UP = _on(
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
)


def published(calendar: Calendar) -> Calendar:
    return replace(calendar, days_off=OFF, make_up_days=MAKE_UP, published_until=2026)


STD = published(office_hours())
DAY24 = published(day24())


def at(text: str) -> datetime:
    """An instant by the wall clock of Chengdu."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
