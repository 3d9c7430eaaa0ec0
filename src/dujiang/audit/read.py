"""Questions to the trail: who did and saw what, the newest first."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, or_, select

from dujiang.audit.tables import AUDIT, SEAL, AuditRow, SealRow, Verdict
from dujiang.store import Reader

MAX_LINES: Final = 50_000
"""Lines that one question answers."""


class LineFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines; what is not given does not matter."""

    actor_id: int | None = None
    action: str = ""
    verdict: Verdict | None = None
    subject_id: int | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    """First instant behind the range."""


def list_lines(
    reader: Reader, asked: LineFilter, *, before: tuple[datetime, int] | None, limit: int
) -> list[AuditRow]:
    """Lines from the newest to the oldest, older than the line `before` (its instant and id)."""
    columns = AUDIT.c
    same = (
        (columns.actor_id, asked.actor_id),
        (columns.action, asked.action or None),
        (columns.verdict, asked.verdict),
        (columns.subject_id, asked.subject_id),
    )
    conditions: list[Any] = [column == wanted for column, wanted in same if wanted is not None]
    if asked.from_at is not None:
        conditions.append(columns.at >= asked.from_at)
    if asked.until_at is not None:
        conditions.append(columns.at < asked.until_at)
    if before is not None:
        at, line_id = before
        conditions.append(or_(columns.at < at, and_(columns.at == at, columns.id < line_id)))
    question = (
        select(AUDIT.sql)
        .where(*conditions)
        .order_by(columns.at.desc(), columns.id.desc())
        .limit(min(limit, MAX_LINES))
    )
    return [AUDIT.from_values(row) for row in reader.rows(question)]


def last_seal(reader: Reader) -> SealRow | None:
    """The newest seal: everything before its end is sealed."""
    row = reader.row(select(SEAL.sql).order_by(SEAL.c.number.desc()).limit(1))
    return None if row is None else SEAL.from_values(row)
