"""Rows of what people have reported."""

from datetime import date, datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report of one person. Where it was written is kept as the browser said it."""

    shard: int
    id: int
    number: str
    at: datetime
    person_id: int
    text: str
    page: str = ""
    """Path of the page, without its query: that may hold what somebody searched for."""
    version: str = ""
    browser: str = ""
    screen: str = ""
    language: str = ""
    problem_id: str = ""
    """Under which the server's log knows the last problem that was shown; empty for none."""
    closed_at: datetime | None = None
    closed_by: int = 0
    answer: str = ""


REPORT: Final = Table(
    "problem_report",
    ReportRow,
    key=("shard", "id"),
    secondary={"open": ("closed_at", "id"), "person": ("person_id", "id")},
)


class ReportNumberRow(msgspec.Struct, frozen=True, kw_only=True):
    """The last number of a day; gaps are allowed, a number is never given twice."""

    day: date
    last: int


REPORT_NUMBER: Final = Table("problem_report_number", ReportNumberRow, key=("day",))

TABLES: Final[tuple[AnyTable, ...]] = (REPORT, REPORT_NUMBER)
