"""Problems that people report from inside the product."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.paging import id_of_cursor, next_cursor
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.reports import (
    NewReport,
    ReportAnswer,
    Reported,
    ReportEntry,
    ReportList,
    ReportsQuery,
)
from dujiang.kernel.ids import id_text
from dujiang.notify.reports import (
    CloseReport,
    ReportProblem,
    ReportRow,
    count_open_reports,
    list_reports,
)


async def report_problem(call: Call[None, NewReport]) -> Reported:
    """Take a report down; the answer has its number."""
    body = call.body
    answer = await call.submit(
        ReportProblem(
            text=body.text,
            page=body.page,
            version=body.version,
            browser=body.browser,
            screen=body.screen,
            language=call.language,
            problem_id=body.problem_id,
        )
    )
    return Reported(id=id_text(answer["report_id"]), number=answer["number"])


def reports(call: Call[ReportsQuery, None]) -> ReportList:
    """What was reported, the newest first."""
    asked = call.query
    with call.desk.read() as reader:
        rows = list_reports(
            reader,
            is_open=asked.state == "open",
            before_id=id_of_cursor(asked.cursor),
            limit=asked.limit + 1,
        )
        count = count_open_reports(reader)
    return ReportList(
        items=[_entry(call, row) for row in rows[: asked.limit]],
        next_cursor=next_cursor(rows, asked.limit, lambda row: row.id),
        open_count=count,
    )


async def close_report(call: Call[None, ReportAnswer]) -> Nothing:
    """Close a report with an answer to whoever wrote it."""
    await call.submit(CloseReport(report_id=call.id("report_id"), answer=call.body.answer))
    return Nothing()


def _entry(call: Call[Any, Any], row: ReportRow) -> ReportEntry:
    directory = call.desk.directory()
    return ReportEntry(
        id=id_text(row.id),
        number=row.number,
        at=row.at,
        person=person_by_id(row.person_id, directory, call.language),
        text=row.text,
        page=row.page,
        version=row.version,
        browser=row.browser,
        screen=row.screen,
        language=row.language,
        problem_id=row.problem_id,
        closed_at=row.closed_at,
        closed_by=person_by_id(row.closed_by or None, directory, call.language),
        answer=row.answer,
    )


HANDLERS: Final = {
    "reportProblem": report_problem,
    "listReports": reports,
    "closeReport": close_report,
}
