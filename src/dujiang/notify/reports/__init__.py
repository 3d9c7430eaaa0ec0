"""What people report from inside the product: something is wrong on this page, or hard to use.

A report has a number, so that somebody can be asked about it, and carries what the browser knows:
page, version, screen, and the id under which the server's log has the last problem that was shown.
"""

from dujiang.notify.reports.handlers import CloseReport, ReportProblem, report_routes
from dujiang.notify.reports.read import count_open_reports, list_reports
from dujiang.notify.reports.tables import TABLES as REPORT_TABLES
from dujiang.notify.reports.tables import ReportRow

__all__ = [
    "REPORT_TABLES",
    "CloseReport",
    "ReportProblem",
    "ReportRow",
    "count_open_reports",
    "list_reports",
    "report_routes",
]
