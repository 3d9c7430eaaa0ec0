"""The audit trail: who did and saw what."""

from datetime import date
from typing import Literal, TypeAlias

from dujiang.api.schemas.common import DEFAULT_PAGE, In, Instant, Limit, Line, Out, Person

Verdict: TypeAlias = Literal["accepted", "refused", "seen"]


class AuditQuery(In, frozen=True):
    """Which lines; what is not given does not matter."""

    actor: Line = ""
    """A person's id."""
    action: Line = ""
    """The name of a command, such as `DecideItem`."""
    verdict: Verdict | Literal[""] = ""
    subject: Line = ""
    """The id of the process instance that it was about."""
    from_on: date | None = None
    until_on: date | None = None
    """The last day, in the company's zone."""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class AuditSubject(Out, frozen=True):
    """The process instance that a line is about."""

    id: str
    number: str
    title: str


class AuditEntry(Out, frozen=True):
    """One line of the trail."""

    id: str
    at: Instant
    actor: Person | None
    """Nobody where the system, a worker or the public acted."""
    actor_kind: str
    address: str
    action: str
    verdict: Verdict
    code: str
    """Why it was refused; empty otherwise."""
    subject: AuditSubject | None


class AuditList(Out, frozen=True):
    """A page of lines, newest first."""

    items: list[AuditEntry]
    next_cursor: str | None
    sealed_until: Instant | None
    """Lines before this instant are sealed: nobody can change them unnoticed."""


class AuditBreak(Out, frozen=True):
    """A sealed range that is not as it was."""

    from_at: Instant
    until_at: Instant
    expected_lines: int
    found_lines: int


class AuditVerification(Out, frozen=True):
    """What reckoning the whole chain again has found."""

    is_intact: bool
    seal_count: int
    line_count: int
    breaks: list[AuditBreak]
