"""What people report from inside the product."""

from typing import Literal

from dujiang.api.schemas.common import DEFAULT_PAGE, In, Instant, Limit, Line, Out, Person, Text


class NewReport(In, frozen=True):
    """Something is wrong or hard to use, and what the browser knows of where."""

    text: Text
    page: Line = ""
    version: Line = ""
    browser: Line = ""
    screen: Line = ""
    problem_id: Line = ""
    """Of the last problem that was shown, as the server's log knows it."""


class Reported(Out, frozen=True):
    """The number under which it can be asked about."""

    id: str
    number: str


class ReportsQuery(In, frozen=True):
    """Which reports."""

    state: Literal["open", "closed"] = "open"
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class ReportEntry(Out, frozen=True):
    """One report with who wrote it where."""

    id: str
    number: str
    at: Instant
    person: Person | None
    text: str
    page: str
    version: str
    browser: str
    screen: str
    language: str
    problem_id: str
    closed_at: Instant | None
    closed_by: Person | None
    answer: str


class ReportList(Out, frozen=True):
    """A page of reports, newest first."""

    items: list[ReportEntry]
    next_cursor: str | None
    open_count: int


class ReportAnswer(In, frozen=True):
    """How it was dealt with; whoever reported it reads it."""

    answer: Text
