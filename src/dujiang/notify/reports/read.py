"""Reports for those who deal with them."""

from sqlalchemy import func, select

from dujiang.notify.reports.tables import REPORT, ReportRow
from dujiang.store import Reader


def list_reports(
    reader: Reader, *, is_open: bool, before_id: int = 0, limit: int
) -> list[ReportRow]:
    """Open or closed reports, the newest first; `before_id` is the last id of the page before."""
    c = REPORT.c
    query = select(*c).where(c.closed_at.is_(None) if is_open else c.closed_at.is_not(None))
    if before_id:
        query = query.where(c.id < before_id)
    rows = reader.rows(query.order_by(c.id.desc()).limit(limit))
    return [REPORT.from_values(row) for row in rows]


def count_open_reports(reader: Reader) -> int:
    """How many wait for an answer."""
    query = select(func.count()).select_from(REPORT.sql).where(REPORT.c.closed_at.is_(None))
    return int(reader.value(query) or 0)
