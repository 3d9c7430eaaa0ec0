"""Ledgers as people see them: which there are, grids of their rows, records with their history."""

from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.responses import StreamingResponse

from dujiang.api.casework import outcome_of, state_of
from dujiang.api.desk import Call, Reply, required_id
from dujiang.api.ledger_names import names_of
from dujiang.api.problems import Unreadable
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas import ledgers as shapes
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.instances import ProcessName
from dujiang.documents import find_file
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language
from dujiang.ledgers import (
    Change,
    ChangeRow,
    Column,
    Filter,
    InsertRow,
    LedgerView,
    LookAtCell,
    Question,
    RemoveRow,
    RowView,
    Viewer,
    instances_of,
    title_of,
)
from dujiang.runtime import find_instance
from dujiang.store import Reader

DESIGN: Final = "ledger.design"
_READ: Final = "ledger.read"
_WRITE: Final = "ledger.write"
MAX_GROUPS: Final = 1_000

# Lists and grids


def list_ledgers(call: Call[None, None]) -> shapes.LedgerList:
    """The ledgers that I may see something of."""
    with call.desk.read() as reader:
        views = call.desk.ledgers.list_ledgers(reader, viewer_of(call))
    return shapes.LedgerList(items=[ledger(call, view) for view in views])


def read_ledger(call: Call[None, None]) -> shapes.Ledger:
    """One of them."""
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, call.path["ledger_key"], viewer_of(call))
    return ledger(call, view)


def list_rows(call: Call[shapes.LedgerRowsQuery, None]) -> shapes.LedgerRowList:
    """Rows of a ledger, as far as I may see them."""
    key, viewer, asked = call.path["ledger_key"], viewer_of(call), call.query
    question = msgspec.structs.replace(
        question_of(asked, sort=asked.sort),
        cursor=asked.cursor, offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        page = call.desk.ledgers.list_rows(reader, key, question, viewer)
        is_all = not (question.q or question.filters)
        count = (
            view.row_count
            if is_all
            else call.desk.ledgers.count_rows(reader, key, question, viewer)
        )
        names = names_of(call, reader, view.columns, (row.values for row in page.rows), viewer)
    return shapes.LedgerRowList(
        items=[_row(row) for row in page.rows],
        next_cursor=page.next_cursor,
        columns=[_column(column, view, call.language) for column in view.columns],
        total_count=count,
        names=names,
    )


def read_totals(call: Call[shapes.LedgerFilter, None]) -> shapes.LedgerTotals:
    """Count and sums of what a filter leaves."""
    key, viewer, question = call.path["ledger_key"], viewer_of(call), question_of(call.query)
    with call.desk.read() as reader:
        return shapes.LedgerTotals(
            count=call.desk.ledgers.count_rows(reader, key, question, viewer),
            sums=call.desk.ledgers.totals(reader, key, question, viewer),
        )


def list_groups(call: Call[shapes.LedgerGroupsQuery, None]) -> shapes.LedgerGroups:
    """Groups of what a filter leaves."""
    key, viewer, question = call.path["ledger_key"], viewer_of(call), question_of(call.query)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        found = call.desk.ledgers.groups(reader, key, question, call.query.by, viewer)
        column = next(one for one in view.columns if one.key == call.query.by)
        rows = [{column.key: group.value} for group in found]
        names = names_of(call, reader, [column], rows, viewer)
    return shapes.LedgerGroups(
        items=[
            shapes.LedgerGroup(
                value=group.value,
                label=_label_of(call, column, group.value, names),
                count=group.count,
                sums=group.totals,
            )
            for group in found
        ],
        is_cut=len(found) >= MAX_GROUPS,
    )


def list_options(call: Call[shapes.LedgerChoicesQuery, None]) -> shapes.LedgerOptions:
    """Rows to choose from."""
    key, viewer = call.path["ledger_key"], viewer_of(call)
    question = Question(q=call.query.q, limit=call.query.limit)
    with call.desk.read() as reader:
        definition = call.desk.ledgers.load_ledger(reader, key, viewer).definition
        page = call.desk.ledgers.list_rows(reader, key, question, viewer)
    return shapes.LedgerOptions(
        items=[
            shapes.LedgerOption(key=row.key, title=title_of(definition, row.values, row.key))
            for row in page.rows
        ]
    )


# Records


def read_row(call: Call[None, None]) -> Reply:
    """One row."""
    record = _record(call, call.id("row_id"))
    return Reply(body=record, etag=record.row.version)


async def insert_row(call: Call[None, shapes.RowToWrite]) -> Reply:
    """Add one."""
    require_scope(call, _WRITE)
    command = InsertRow(ledger=call.path["ledger_key"], values=dict(call.body.values))
    answer = await call.submit(command)
    return await call.question(lambda asked: _written(asked, int(answer["rowId"])))


async def change_row(call: Call[None, shapes.RowToWrite]) -> Reply:
    """Change cells of one."""
    require_scope(call, _WRITE)
    command = ChangeRow(
        ledger=call.path["ledger_key"],
        row_id=call.id("row_id"),
        version=call.if_match,
        values=dict(call.body.values),
    )
    answer = await call.submit(command)
    return await call.question(lambda asked: _written(asked, int(answer["rowId"])))


async def remove_row(call: Call[None, None]) -> Nothing:
    """Take one out."""
    require_scope(call, _WRITE)
    key, row_id = call.path["ledger_key"], call.id("row_id")
    await call.submit(RemoveRow(ledger=key, row_id=row_id, version=call.if_match))
    return Nothing()


async def reveal(call: Call[None, shapes.CellToReveal]) -> shapes.RevealedCell:
    """A sensitive value: first the look is recorded, then it is read."""
    require_scope(call, _READ)
    key, row_id, column = call.path["ledger_key"], call.id("row_id"), call.body.column
    await call.submit(LookAtCell(ledger=key, row_id=row_id, column=column))
    return await call.question(lambda asked: _revealed(asked, row_id, column))


def read_history(call: Call[None, None]) -> shapes.LedgerHistory:
    """The changes of a row, newest first."""
    key, viewer = call.path["ledger_key"], viewer_of(call)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        changes = call.desk.ledgers.history(reader, key, call.id("row_id"), viewer)
        labels = {one.key: _label(one.label, call.language) or one.key for one in view.columns}
        entries = [_entry(call, reader, change, labels) for change in changes]
        sides = (
            {name: pair[side] for name, pair in change.changes.items()}
            for change in changes
            for side in (0, 1)
        )
        names = names_of(call, reader, view.columns, sides, viewer)
    return shapes.LedgerHistory(items=entries, names=names)


def list_instances(call: Call[None, None]) -> shapes.LedgerInstances:
    """The requests that posted to a row: those that I may see, and the number of the others."""
    key, row_id = call.path["ledger_key"], call.id("row_id")
    with call.desk.read() as reader:
        call.desk.ledgers.load_row(reader, key, row_id, viewer_of(call))
        ids = instances_of(reader, key, row_id)
        found = [_instance(call, reader, instance_id) for instance_id in ids]
    seen = [one for one in found if one is not None]
    return shapes.LedgerInstances(items=seen, hidden_count=len(found) - len(seen))


def download(call: Call[None, None]) -> StreamingResponse:
    """An attachment that lies in a cell that I see."""
    key, text = call.path["ledger_key"], call.path["file_id"]
    with call.desk.read() as reader:
        viewer = viewer_of(call)
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        row = call.desk.ledgers.load_row(reader, key, call.id("row_id"), viewer)
        cells = (row.values.get(one.key) for one in view.columns if one.type == "attachment")
        if not any(isinstance(cell, list) and text in cell for cell in cells):
            raise NotFound("documents.file.not_found")
        file = find_file(reader, required_id(text))
    if file is None:
        raise NotFound("documents.file.not_found")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-length": str(file.size_bytes),
        "cache-control": "private, no-store",
    }
    parts = call.desk.blobs.read(file.digest)
    return StreamingResponse(parts, media_type=file.media_type, headers=headers)


# What other files of this topic use


def viewer_of(call: Call[Any, Any]) -> Viewer:
    """Who asks, as ledgers know them; a token opens no more than its scopes say."""
    viewer = call.desk.standing(call.actor)
    if call.session is None and not call.actor.may(_READ):
        return msgspec.structs.replace(viewer, roles=frozenset())
    return viewer


def require_scope(call: Call[Any, Any], permission: str) -> None:
    """Raise `Forbidden` for a token without this scope: roles alone do not open it to programs."""
    if call.session is None and not call.actor.may(permission):
        raise Forbidden("ledgers.token.without_scope", scope=permission)


def question_of(asked: shapes.LedgerFilter, *, sort: str = "") -> Question:
    """The filters, decoded. Raises `Unreadable`."""
    try:
        filters = msgspec.json.decode(asked.filters or "[]", type=tuple[Filter, ...])
    except msgspec.MsgspecError as error:
        raise Unreadable("ledgers.filter.not_readable", reason=str(error)) from error
    return Question(q=asked.q, filters=filters, sort=sort)


def ledger(call: Call[Any, Any], view: LedgerView) -> shapes.Ledger:
    """A ledger as a document."""
    definition = view.definition
    balance = definition.balance
    return shapes.Ledger(
        key=definition.key,
        name=_label(definition.name, call.language) or definition.key,
        category=_label(definition.category, call.language),
        version=view.version,
        columns=[_column(column, view, call.language) for column in view.columns],
        title=list(definition.title),
        balance=shapes.LedgerBalance(
            granted=balance.granted, reserved=balance.reserved, used=balance.used
        )
        if balance
        else None,
        row_count=view.row_count,
        sees_all=view.sees_all,
        may_write=view.may_write,
        may_design=call.actor.may(DESIGN),
    )


# Inside


def _column(column: Column, view: LedgerView, language: Language) -> shapes.LedgerColumn:
    definition = view.definition
    balance = definition.balance
    is_kept = balance is not None and column.key == balance.reserved
    return shapes.LedgerColumn(
        key=column.key,
        name=_label(column.label, language) or column.key,
        type=column.type,
        is_sensitive=column.sensitive,
        is_required=column.required or column.key in definition.primary,
        is_computed=bool(column.compute),
        may_fill=view.may_write and column.key in view.fillable and not is_kept,
        may_reveal=column.key in view.revealable,
        may_sort=definition.has_cell(column),
        decimals=column.decimals,
        currency=column.currency,
        reference=column.reference,
        width=column.width,
        choices=[
            shapes.Choice(value=choice.value, label=_label(choice.label, language) or choice.value)
            for choice in column.choices
        ],
    )


def _row(row: RowView) -> shapes.LedgerRow:
    return shapes.LedgerRow(
        id=id_text(row.id),
        version=row.version,
        key=row.key,
        changed_at=row.changed_at,
        values=row.values,
        may_write=row.may_write,
    )


def _record(call: Call[Any, Any], row_id: int) -> shapes.LedgerRecord:
    key, viewer = call.path["ledger_key"], viewer_of(call)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        row = call.desk.ledgers.load_row(reader, key, row_id, viewer)
        names = names_of(call, reader, view.columns, [row.values], viewer)
    title = title_of(view.definition, row.values, row.key)
    return shapes.LedgerRecord(row=_row(row), title=title, names=names)


def _written(call: Call[Any, Any], row_id: int) -> Reply:
    record = _record(call, row_id)
    return Reply(body=record, etag=record.row.version)


def _revealed(call: Call[Any, Any], row_id: int, column: str) -> shapes.RevealedCell:
    key = call.path["ledger_key"]
    with call.desk.read() as reader:
        value = call.desk.ledgers.reveal(reader, key, row_id, column, viewer_of(call))
    return shapes.RevealedCell(value=value)


def _entry(
    call: Call[Any, Any], reader: Reader, change: Change, labels: dict[str, str]
) -> shapes.LedgerHistoryEntry:
    instance = find_instance(reader, change.instance_id) if change.instance_id else None
    step = None
    if instance is not None and change.element_id:
        step = call.desk.names.of(instance.version_id, change.element_id, call.language)
    return shapes.LedgerHistoryEntry(
        at=change.at,
        version=change.version,
        kind=change.kind,
        person=person_by_id(change.actor_id, call.desk.directory(), call.language),
        number=instance.number if instance else None,
        instance_id=id_text(instance.id) if instance else None,
        step=step,
        changes=[
            shapes.LedgerChange(column=name, label=labels.get(name, name), old=old, new=new)
            for name, (old, new) in change.changes.items()
        ],
    )


def _instance(
    call: Call[Any, Any], reader: Reader, instance_id: int
) -> shapes.LedgerInstance | None:
    try:
        request = call.desk.people_work.load_request(reader, instance_id, call.person_id)
    except NotFound:
        return None
    process = call.desk.deployments.processes().get(request.process_key)
    name = local(process.name, process.name_en, call.language) if process else ""
    return shapes.LedgerInstance(
        id=id_text(request.id),
        number=request.number,
        title=request.title,
        process=ProcessName(key=request.process_key, name=name or request.process_key),
        state=state_of(request),
        outcome=outcome_of(request),
    )


def _label_of(
    call: Call[Any, Any],
    column: Column,
    value: Any,  # noqa: ANN401 - JSON
    names: shapes.LedgerNames,
) -> str:
    text = str(value)
    match column.type:
        case _ if value is None:
            return ""
        case "person":
            return names.people[text].name if text in names.people else text
        case "department":
            return names.departments.get(text, text)
        case "reference":
            return names.rows.get(column.reference, {}).get(text, text)
        case "choice":
            labels = {one.value: _label(one.label, call.language) for one in column.choices}
            return labels.get(text) or text
        case "yes_no":
            return call.say("ledgers.cell.yes" if value else "ledgers.cell.no")
        case _:
            return text


def _label(words: dict[Language, str], language: Language) -> str:
    return words.get(language) or words.get("zh-CN", "")


HANDLERS: Final = {
    "listLedgers": list_ledgers,
    "readLedger": read_ledger,
    "listLedgerRows": list_rows,
    "readLedgerTotals": read_totals,
    "listLedgerGroups": list_groups,
    "listLedgerOptions": list_options,
    "readLedgerRow": read_row,
    "insertLedgerRow": insert_row,
    "changeLedgerRow": change_row,
    "removeLedgerRow": remove_row,
    "revealLedgerCell": reveal,
    "readLedgerHistory": read_history,
    "listLedgerInstances": list_instances,
    "downloadLedgerFile": download,
}
