"""Ledgers as spreadsheets: in with a trial row by row, out at once or in the background."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from dujiang.api.desk import Call
from dujiang.api.problems import field_problem
from dujiang.api.routes.files import uploaded
from dujiang.api.routes.ledgers import question_of, require_scope, viewer_of
from dujiang.api.schemas import ledgers as shapes
from dujiang.kernel.errors import Conflict, DujiangError, InvalidInput, LimitExceeded, Problem
from dujiang.kernel.ids import id_text
from dujiang.ledgers import Column, Loaded, LoadRows, ReadSheet, read_sheet, write_sheet
from dujiang.ledgers.exporting import XLSX, ExportRows, chosen, name_of

PORTION_ROWS: Final = 500
"""Rows that one command takes in: so many keep the door busy for a moment only."""
MAX_WAITED_ROWS: Final = 5_000
"""Rows of a sheet that somebody waits for; more of them are background work."""
MAX_SHOWN: Final = 500


async def plan(call: Call[None, None]) -> shapes.SheetReport:
    """What an import would do; changes nothing."""
    require_scope(call, "ledger.write")
    _, content = await uploaded(call)
    return await call.question(lambda asked: _planned(asked, content)[2])


async def take_in(call: Call[None, None]) -> shapes.SheetImported:
    """Carry it out, portion after portion; nothing while something is wrong."""
    require_scope(call, "ledger.write")
    _, content = await uploaded(call)
    sheet, loaded, report = await call.question(lambda asked: _planned(asked, content))
    if not report.is_fine:
        raise InvalidInput(
            "ledgers.import.not_valid",
            problems=loaded.problems[:MAX_SHOWN],
            wrong=report.problem_count,
        )
    counts = dict.fromkeys(("inserted", "changed", "same"), 0)
    for start in range(0, len(sheet.rows), PORTION_ROWS):
        rows = sheet.rows[start : start + PORTION_ROWS]
        command = LoadRows(ledger=call.path["ledger_key"], rows=rows)
        key = f"{call.key}:{start}" if call.key else None
        try:
            answer = await call.submit(command, key=key)
        except DujiangError as error:
            if start == 0:
                raise
            raise Conflict("ledgers.import.stopped", done=start) from error
        counts = {name: count + answer[name] for name, count in counts.items()}
    return shapes.SheetImported(
        new_count=counts["inserted"], changed_count=counts["changed"], same_count=counts["same"]
    )


def write(call: Call[shapes.LedgerSheetQuery, None]) -> Response:
    """Rows as a file."""
    key, viewer, asked = call.path["ledger_key"], viewer_of(call), call.query
    question = question_of(asked, sort=asked.sort)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        if call.desk.ledgers.count_rows(reader, key, question, viewer) > MAX_WAITED_ROWS:
            raise LimitExceeded("ledgers.export.in_the_background", limit=MAX_WAITED_ROWS)
        columns = chosen(view.definition, viewer, [c for c in asked.columns.split(",") if c])
        rows = call.desk.ledgers.all_rows(reader, key, question, viewer)
        content = write_sheet(
            view.definition, columns, rows, language=call.language, zone=call.desk.zone
        )
    file = quote(f"{name_of(view.definition, call.language)}.xlsx", safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{file}",
        "cache-control": "no-store",
    }
    return Response(content, media_type=XLSX, headers=headers)


async def export(call: Call[None, shapes.LedgerExport]) -> shapes.LedgerExportBegun:
    """Begin to write rows in the background."""
    require_scope(call, "ledger.read")
    body = call.body
    question = question_of(body, sort=body.sort)
    columns = tuple(body.columns)
    command = ExportRows(ledger=call.path["ledger_key"], question=question, columns=columns)
    answer = await call.submit(command)
    return shapes.LedgerExportBegun(errand_id=id_text(answer["errand_id"]))


def _planned(call: Call[Any, Any], content: bytes) -> tuple[ReadSheet, Loaded, shapes.SheetReport]:
    key, viewer = call.path["ledger_key"], viewer_of(call)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        sheet = read_sheet(view.definition, content)
        loaded = call.desk.trials.load(
            reader, key, sheet.rows, viewer=viewer, actor=call.actor, at=call.at
        )
    counts = loaded.counts()
    report = shapes.SheetReport(
        is_fine=not loaded.problems,
        row_count=len(sheet.rows),
        new_count=counts["inserted"],
        changed_count=counts["changed"],
        same_count=counts["same"],
        wrong_count=loaded.outcomes.count("wrong"),
        unknown_headings=[str(problem.params["heading"]) for problem in sheet.problems],
        problems=[
            _row_problem(call, problem, sheet, view.columns)
            for problem in loaded.problems[:MAX_SHOWN]
        ],
        problem_count=len(loaded.problems),
    )
    return sheet, loaded, report


def _row_problem(
    call: Call[Any, Any], problem: Problem, sheet: ReadSheet, columns: Sequence[Column]
) -> shapes.RowProblem:
    """The problem at its place: `/rows/3/amount` is the row and the column of the sheet."""
    _, _, index, *rest = problem.path.split("/")
    named = {column.key: column for column in columns}
    column = named.get(rest[0]) if rest else None
    label = column.label.get(call.language) or column.label.get("zh-CN") if column else ""
    return shapes.RowProblem(
        row=sheet.numbers[int(index)],
        column=label or (column.key if column else ""),
        problem=field_problem(problem, words=call.desk.words, language=call.language),
    )


HANDLERS: Final = {
    "planLedgerImport": plan,
    "importLedger": take_in,
    "writeLedgerSheet": write,
    "exportLedger": export,
}
