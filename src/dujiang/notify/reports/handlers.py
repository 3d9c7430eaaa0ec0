"""Taking a report down, and closing it with an answer."""

from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dujiang.kernel.ids import shard_of
from dujiang.notify.commands import Tell
from dujiang.notify.events import ProblemReported, ReportClosed
from dujiang.notify.reports.tables import REPORT, REPORT_NUMBER, ReportNumberRow, ReportRow
from dujiang.runtime import AnyRoute, Handled, Outcome, Refused, Route, Work

PREFIX: Final = "WT"
MAX_TEXT_CHARS: Final = 4_000
MAX_WORD_CHARS: Final = 300
TOPIC: Final = "reports"


class ReportProblem(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something is wrong or hard to use. Answer: `{"report_id", "number"}`."""

    text: str
    page: str = ""
    version: str = ""
    browser: str = ""
    screen: str = ""
    language: str = ""
    problem_id: str = ""


class CloseReport(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It is dealt with; whoever reported it is told the answer."""

    report_id: int
    answer: str


class Reports:
    """Handlers of reports. Numbers carry the day in the company's time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def report(self, command: ReportProblem, work: Work) -> Outcome:
        """Take it down."""
        text = command.text.strip()
        if not text:
            return Refused("notify.report.empty", 422)
        if len(text) > MAX_TEXT_CHARS:
            return Refused("notify.report.too_long", 422, {"limit": MAX_TEXT_CHARS})
        report_id = work.new_id()
        number = self._next_number(work)
        row = ReportRow(
            shard=shard_of(report_id),
            id=report_id,
            number=number,
            at=work.at,
            person_id=work.actor.id,
            text=text,
            page=command.page.partition("?")[0][:MAX_WORD_CHARS],
            version=command.version[:MAX_WORD_CHARS],
            browser=command.browser[:MAX_WORD_CHARS],
            screen=command.screen[:MAX_WORD_CHARS],
            language=command.language[:MAX_WORD_CHARS],
            problem_id=command.problem_id[:MAX_WORD_CHARS],
        )
        work.insert(REPORT, row)
        work.notify(TOPIC)
        reported = ProblemReported(report_id=report_id, number=number)
        return Handled(events=(reported,), answer={"report_id": report_id, "number": number})

    def close(self, command: CloseReport, work: Work) -> Outcome:
        """Close it, and tell whoever reported it."""
        row = work.get(REPORT, shard_of(command.report_id), command.report_id)
        if row is None:
            return Refused("notify.report.not_found", 404)
        if row.closed_at is not None:
            return Refused("notify.report.closed", 409, {"number": row.number})
        answer = command.answer.strip()
        if not answer:
            return Refused("notify.report.no_answer", 422)
        if len(answer) > MAX_TEXT_CHARS:
            return Refused("notify.report.too_long", 422, {"limit": MAX_TEXT_CHARS})
        closed = replace(row, closed_at=work.at, closed_by=work.actor.id, answer=answer)
        work.put(REPORT, closed)
        work.notify(TOPIC)
        tell = Tell(
            people=(row.person_id,),
            code="notify.notice.report_closed",
            params={"number": row.number, "answer": answer},
        )
        return Handled(
            events=(ReportClosed(report_id=row.id, number=row.number),), follow_ups=(tell,)
        )

    def _next_number(self, work: Work) -> str:
        day = work.at.astimezone(self._zone).date()
        known = work.get(REPORT_NUMBER, day, lock=True)
        last = known.last + 1 if known is not None else 1
        row = ReportNumberRow(day=day, last=last)
        if known is None:
            work.insert(REPORT_NUMBER, row)
        else:
            work.put(REPORT_NUMBER, row)
        return f"{PREFIX}{day:%Y%m%d}-{last:04}"


def report_routes(zone: ZoneInfo) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of reports."""
    reports = Reports(zone)
    return {
        ReportProblem: Route("session.use", reports.report),
        CloseReport: Route("system.manage", reports.close),
    }
