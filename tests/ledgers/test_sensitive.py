"""Sensitive columns: in clear for nobody who looks at the database, masked for readers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dujiang.bpmn.extensions import Posting
from dujiang.ledgers import (
    EVERYTHING,
    ChangeRow,
    DefineLedger,
    InsertRow,
    LedgerReader,
    Question,
    RemoveRow,
    Viewer,
)
from dujiang.store import open_store
from dujiang.vault.tables import SUBJECT_KEY
from tests.ledgers.books import ALL_TABLES, DEFINITIONS, Books, Erase, Post

pytestmark = [pytest.mark.spec("C2")]

STAFF: dict[str, Any] = {
    "key": "staff",
    "name": {"zh-CN": "员工"},
    "columns": [
        {"key": "no", "type": "person"},
        {"key": "salary", "type": "money", "sensitive": True, "readers": ["hr"]},
        {"key": "account", "type": "text", "sensitive": True, "readers": ["hr"]},
    ],
    "primary": ["no"],
    "unique": [{"id": "account", "columns": ["account"]}],
    "constraints": [{"id": "paid", "check": "=row.salary > 0", "column": "salary"}],
    "own": "no",
}
ACCOUNT = "6222021234561122"
LI = Viewer(no="E022", roles=frozenset({"hr"}), reads=EVERYTHING)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    store = open_store(f"sqlite:///{tmp_path / 'd.sqlite'}", ALL_TABLES)
    store.create_missing()
    books = Books(store)
    books.define(STAFF)
    yield books
    books.door.stop()
    store.close()


def hire(books: Books) -> int:
    values = {"no": "E022", "salary": "12345.67", "account": ACCOUNT}
    return int(books.ask(InsertRow(ledger="staff", values=values)).expect()["rowId"])


def seen(books: Books) -> dict[str, object]:
    with books.store.read() as reader:
        (row,) = LedgerReader(DEFINITIONS).list_rows(reader, "staff", Question(), LI).rows
    return dict(row.values)


def test_nothing_sensitive_lies_in_the_database_file_in_clear(books: Books, tmp_path: Path) -> None:
    row_id = hire(books)
    change = ChangeRow(ledger="staff", row_id=row_id, version=0, values={"salary": "23456.78"})
    books.ask(change).expect()

    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (ACCOUNT, "12345.67", "23456.78"):
        assert secret.encode() not in written
    assert b"E022" in written


def test_readers_see_a_mask_and_those_with_the_role_may_reveal(books: Books) -> None:
    row_id = hire(books)
    reader_of = LedgerReader(DEFINITIONS)

    assert seen(books)["account"] == "****1122"
    with books.store.read() as reader:
        assert reader_of.reveal(reader, "staff", row_id, "account", LI) == ACCOUNT
        (change,) = reader_of.history(reader, "staff", row_id, LI)
    assert change.changes["account"] == [None, "****1122"]


def test_uniqueness_holds_for_sealed_values_and_does_not_tell_them(books: Books) -> None:
    hire(books)

    refused = books.ask(
        InsertRow(ledger="staff", values={"no": "E023", "salary": "1", "account": ACCOUNT})
    )

    assert refused.code == "ledgers.row.not_unique"
    assert ACCOUNT not in str(refused)


def test_constraints_see_the_open_value(books: Books) -> None:
    row_id = hire(books)
    change = ChangeRow(ledger="staff", row_id=row_id, version=0, values={"salary": "-1"})

    assert books.ask(change).code == "ledgers.row.not_valid"


def test_an_erased_person_is_empty_everywhere_and_the_row_goes_on(books: Books) -> None:
    row_id = hire(books)

    books.ask(Erase(subject="person:E022")).expect()

    assert seen(books)["account"] is None
    books.ask(RemoveRow(ledger="staff", row_id=row_id)).expect()


def test_what_names_a_row_cannot_be_sensitive_nor_become_so(books: Books) -> None:
    named = {**STAFF, "key": "other", "title": ["account"]}
    opened = [{**column, "sensitive": False} for column in STAFF["columns"]]

    assert books.ask(DefineLedger(definition=named)).problems[0].path == "/title/0"
    assert books.ask(DefineLedger(definition={**STAFF, "columns": opened})).code == (
        "ledgers.definition.sensitivity_changed"
    )


def test_undoing_a_step_puts_the_sealed_value_back(books: Books) -> None:
    hire(books)
    change = Posting(
        ledger="staff",
        action="update",
        key='={no: "E022"}',
        values='={account: "6222000000009999"}',
    )

    books.ask(Post(postings=(change,))).expect()
    assert seen(books)["account"] == "****9999"
    books.undo().expect()

    assert seen(books)["account"] == "****1122"


def test_a_page_reads_the_key_of_each_subject_once(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(books)
    read: list[object] = []
    with books.store.read() as reader:
        get = type(reader).get

        def counting(self: object, table: object, *key: object) -> object:
            read.append(table)
            return get(self, table, *key)  # type: ignore[arg-type]

        monkeypatch.setattr(type(reader), "get", counting)
        LedgerReader(DEFINITIONS).list_rows(reader, "staff", Question(), LI)

    assert read.count(SUBJECT_KEY) == 1
