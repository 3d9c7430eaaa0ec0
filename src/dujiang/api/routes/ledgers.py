"""Ledgers as people see them: which there are, their rows, the history of a row."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.business import (
    Choice,
    Ledger,
    LedgerBalance,
    LedgerChange,
    LedgerColumn,
    LedgerHistory,
    LedgerHistoryEntry,
    LedgerList,
    LedgerRow,
    LedgerRowList,
    LedgerRowsQuery,
)
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language
from dujiang.ledgers import Change, Column, LedgerView, Question, Viewer
from dujiang.runtime import find_instance
from dujiang.store import Reader


def list_ledgers(call: Call[None, None]) -> LedgerList:
    """The ledgers that I may see something of."""
    with call.desk.read() as reader:
        views = call.desk.ledgers.list_ledgers(reader, viewer_of(call))
    return LedgerList(items=[_ledger(call, view) for view in views])


def list_rows(call: Call[LedgerRowsQuery, None]) -> LedgerRowList:
    """Rows of a ledger, as far as I may see them."""
    key, asked, viewer = call.path["ledger_key"], call.query, viewer_of(call)
    question = Question(q=asked.q, sort=asked.sort, cursor=asked.cursor, limit=asked.limit)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        page = call.desk.ledgers.list_rows(reader, key, question, viewer)
        count = call.desk.ledgers.count_rows(reader, key, question, viewer)
    return LedgerRowList(
        items=[
            LedgerRow(
                id=id_text(row.id),
                version=row.version,
                key=row.key,
                changed_at=row.changed_at,
                values=row.values,
            )
            for row in page.rows
        ],
        next_cursor=page.next_cursor,
        columns=[_column(column, call.language) for column in view.columns],
        total_count=count,
    )


def read_history(call: Call[None, None]) -> LedgerHistory:
    """The changes of a row, newest first."""
    key, viewer = call.path["ledger_key"], viewer_of(call)
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, viewer)
        changes = call.desk.ledgers.history(reader, key, call.id("row_id"), viewer)
        labels = {column.key: _label(column.label, call.language) for column in view.columns}
        entries = [_entry(call, reader, change, labels) for change in changes]
    return LedgerHistory(items=entries)


def viewer_of(call: Call[Any, Any]) -> Viewer:
    """Who asks, as ledgers know them."""
    directory = call.desk.directory()
    person = directory.person(call.person_id)
    reach = call.desk.access(call.person_id).reach("ledger.read")
    return Viewer(
        no=person.no if person else "",
        roles=frozenset(directory.roles_of(call.person_id)),
        sees_everything=call.actor.may("ledger.read") and (reach.everything or reach.own),
    )


def _ledger(call: Call[Any, Any], view: LedgerView) -> Ledger:
    definition = view.definition
    balance = definition.balance
    return Ledger(
        key=definition.key,
        name=_label(definition.name, call.language) or definition.key,
        category=definition.category,
        columns=[_column(column, call.language) for column in view.columns],
        balance=LedgerBalance(granted=balance.granted, reserved=balance.reserved, used=balance.used)
        if balance
        else None,
        row_count=view.row_count,
        may_write=view.may_write,
    )


def _column(column: Column, language: Language) -> LedgerColumn:
    return LedgerColumn(
        key=column.key,
        name=_label(column.label, language) or column.key,
        type=column.type,
        is_sensitive=column.sensitive,
        decimals=column.decimals,
        choices=[
            Choice(value=choice.value, label=_label(choice.label, language) or choice.value)
            for choice in column.choices
        ],
    )


def _entry(
    call: Call[Any, Any], reader: Reader, change: Change, labels: dict[str, str]
) -> LedgerHistoryEntry:
    instance = find_instance(reader, change.instance_id) if change.instance_id else None
    return LedgerHistoryEntry(
        at=change.at,
        version=change.version,
        kind=change.kind,
        person=person_by_id(change.actor_id, call.desk.directory(), call.language),
        number=instance.number if instance else None,
        instance_id=id_text(instance.id) if instance else None,
        changes=[
            LedgerChange(column=name, label=labels.get(name, name), old=old, new=new)
            for name, (old, new) in change.changes.items()
        ],
    )


def _label(words: dict[Language, str], language: Language) -> str:
    return words.get(language) or words.get("zh-CN", "")


HANDLERS: Final = {
    "listLedgers": list_ledgers,
    "listLedgerRows": list_rows,
    "readLedgerHistory": read_history,
}
