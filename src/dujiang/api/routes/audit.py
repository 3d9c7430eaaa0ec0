"""The audit trail: read, verified, taken along."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from starlette.responses import Response

from dujiang.api.desk import Call
from dujiang.api.paging import cursor_text, place_of
from dujiang.api.problems import Unreadable
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas import audit as shapes
from dujiang.audit import MAX_LINES, AuditRow, LineFilter, last_seal, list_lines, verify
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.runtime import find_instances
from dujiang.store import Reader

CSV: Final = "text/csv; charset=utf-8"
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
HEADS: Final = ("at", "actor", "actor_kind", "address", "action", "verdict", "code", "subject")


def lines(call: Call[shapes.AuditQuery, None]) -> shapes.AuditList:
    """Who did and saw what, the newest first."""
    asked = call.query
    with call.desk.read() as reader:
        found = list_lines(
            reader, _filter(call), before=_place(asked.cursor), limit=asked.limit + 1
        )
        shown = found[: asked.limit]
        subjects = _subjects(reader, shown)
        seal = last_seal(reader)
    has_more = len(found) > asked.limit
    return shapes.AuditList(
        items=[_entry(call, row, subjects.get(row.subject_id)) for row in shown],
        next_cursor=cursor_text((shown[-1].at, shown[-1].id)) if has_more else None,
        sealed_until=seal.until_at if seal else None,
    )


def verification(call: Call[None, None]) -> shapes.AuditVerification:
    """Whether every sealed line is as it was."""
    with call.desk.read() as reader:
        found = verify(reader)
    return shapes.AuditVerification(
        is_intact=found.is_intact,
        seal_count=found.seal_count,
        line_count=found.line_count,
        breaks=[
            shapes.AuditBreak(
                from_at=one.from_at,
                until_at=one.until_at,
                expected_lines=one.expected_lines,
                found_lines=one.found_lines,
            )
            for one in found.breaks
        ],
    )


def export(call: Call[shapes.AuditQuery, None]) -> Response:
    """The lines as a file for a spreadsheet."""
    with call.desk.read() as reader:
        found = list_lines(reader, _filter(call), before=None, limit=MAX_LINES)
        subjects = _subjects(reader, found)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for row in found:
        entry = _entry(call, row, subjects.get(row.subject_id))
        at = row.at.astimezone(call.desk.zone).isoformat(timespec="seconds")
        actor = entry.actor.name if entry.actor else ""
        number = entry.subject.number if entry.subject else ""
        cells = (at, actor, row.actor_kind, row.address, row.action, row.verdict, row.code, number)
        writer.writerow([_harmless(cell) for cell in cells])
    on = call.at.astimezone(call.desk.zone).date().isoformat()
    headers = {
        "content-disposition": f'attachment; filename="audit-{on}.csv"',
        "cache-control": "no-store",
    }
    return Response(BYTE_ORDER_MARK + text.getvalue(), media_type=CSV, headers=headers)


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@" and cell else cell


def _filter(call: Call[shapes.AuditQuery, None]) -> LineFilter:
    asked = call.query
    return LineFilter(
        actor_id=_id(asked.actor),
        action=asked.action,
        verdict=asked.verdict or None,
        subject_id=_id(asked.subject),
        from_at=_midnight(call, asked.from_on),
        until_at=_midnight(call, asked.until_on and asked.until_on + timedelta(days=1)),
    )


def _id(text: str) -> int | None:
    """The id behind a text; one that is none finds nothing."""
    return (id_from_text(text) or 0) if text else None


def _midnight(call: Call[Any, Any], on: date | None) -> datetime | None:
    return None if on is None else datetime.combine(on, time(), call.desk.zone)


def _place(cursor: str) -> tuple[datetime, int] | None:
    place = place_of(cursor)
    match place:
        case None:
            return None
        case (datetime() as at, int() as line_id):
            return at, line_id
        case _:
            raise Unreadable("api.cursor.invalid")


def _subjects(reader: Reader, rows: Sequence[AuditRow]) -> dict[int, shapes.AuditSubject]:
    """The instances that lines are about."""
    instances = find_instances(reader, {row.subject_id for row in rows if row.subject_id})
    return {
        instance_id: shapes.AuditSubject(
            id=id_text(instance_id), number=instance.number, title=instance.title
        )
        for instance_id, instance in instances.items()
    }


def _entry(
    call: Call[Any, Any], row: AuditRow, subject: shapes.AuditSubject | None
) -> shapes.AuditEntry:
    return shapes.AuditEntry(
        id=id_text(row.id),
        at=row.at,
        actor=person_by_id(row.actor_id or None, call.desk.directory(), call.language),
        actor_kind=row.actor_kind,
        address=row.address,
        action=row.action,
        verdict=row.verdict,
        code=row.code,
        subject=subject,
    )


HANDLERS: Final = {
    "listAudit": lines,
    "verifyAudit": verification,
    "exportAudit": export,
}
