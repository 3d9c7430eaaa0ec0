"""Decision tables as spreadsheets, out and in."""

from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from dujiang.api.desk import Call
from dujiang.api.routes.decision_values import detail_of
from dujiang.api.routes.files import uploaded
from dujiang.api.schemas.decisions import ReadSheet, SheetProblem
from dujiang.deployments import (
    find_decision_draft,
    load_decision,
    load_decision_xml,
    read_table,
    write_table,
)
from dujiang.dmn import DecisionTable, parse, replace_table
from dujiang.kernel.errors import NotFound

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_sheet(call: Call[None, None]) -> Response:
    """A table of the draft, else of the version in force."""
    _, table, name = _table(call)
    content = write_table(table, name, language=call.language)
    file = quote(f"{name}.xlsx", safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{file}",
        "cache-control": "no-store",
    }
    return Response(content, media_type=XLSX, headers=headers)


async def read_sheet(call: Call[None, None]) -> ReadSheet:
    """A sheet read as the table; nothing is saved."""
    _, content = await uploaded(call)
    return await call.question(lambda asked: _read(asked, content))


def _read(call: Call[Any, Any], content: bytes) -> ReadSheet:
    xml, table, _ = _table(call)
    found = read_table(content, table)
    document = None
    if found.table is not None:
        document = replace_table(xml, call.path["decision_id"], found.table).decode()
    return ReadSheet(
        xml=document,
        problems=[
            SheetProblem(cell=one.path, code=one.code, detail=detail_of(call, one))
            for one in found.problems
        ],
        added=found.added,
        removed=found.removed,
        kept=found.kept,
    )


def _table(call: Call[Any, Any]) -> tuple[bytes, DecisionTable, str]:
    """The document, the table of the decision that is meant, and the decision's name."""
    key, wanted = call.path["decision_key"], call.path["decision_id"]
    with call.desk.read() as reader:
        draft = find_decision_draft(reader, key)
        if draft is not None:
            xml = draft.xml
        else:
            view = load_decision(reader, key, call.at)
            start = view.in_force or view.planned
            if start is None:
                raise NotFound("deployments.decision.not_found")
            xml = load_decision_xml(reader, key, start.version)
    model = parse(xml).model
    for decision in model.decisions if model else ():
        if decision.id == wanted and isinstance(decision.expression, DecisionTable):
            return xml, decision.expression, decision.name
    raise NotFound("dmn.decision.not_found", name=wanted)


HANDLERS: Final = {"writeDecisionSheet": write_sheet, "readDecisionSheet": read_sheet}
