"""Problems that people report from inside the product."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import reports
from dujiang.api.schemas.common import Nothing

ROWS: Final = (
    Endpoint(
        operation="reportProblem", method="POST", path="/problem-reports",
        permission="session.use", tag="reports",
        says="Report that something is wrong or hard to use; the answer has a number.",
        takes=reports.NewReport, answers=reports.Reported, status=201,
    ),
    Endpoint(
        operation="listReports", method="GET", path="/problem-reports",
        permission="system.read", tag="reports",
        says="What people have reported, newest first.",
        query=reports.ReportsQuery, answers=reports.ReportList,
    ),
    Endpoint(
        operation="closeReport", method="POST", path="/problem-reports/{report_id}/close",
        permission="system.manage", tag="reports",
        says="Close a report with an answer to whoever wrote it.",
        takes=reports.ReportAnswer, answers=Nothing,
    ),
)  # fmt: skip
