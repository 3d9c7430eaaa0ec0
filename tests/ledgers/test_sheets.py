"""Ledgers out to a spreadsheet and in again."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from dujiang.kernel.errors import InvalidInput
from dujiang.ledgers import (
    EVERYTHING,
    LedgerReader,
    LoadRows,
    Question,
    Viewer,
    read_definition,
    read_sheet,
    write_sheet,
)
from tests.ledgers.books import DEFINITIONS, Books
from tests.ledgers.test_reading import CONTRACT, ROWS

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL = Viewer(no="E000", reads=EVERYTHING)
READER = LedgerReader(DEFINITIONS)


@pytest.fixture
def exported(books: Books) -> bytes:
    books.define(CONTRACT)
    books.ask(LoadRows(ledger="contract", rows=ROWS)).expect()
    with books.store.read() as reader:
        view = READER.load_ledger(reader, "contract", ALL)
        rows = READER.all_rows(reader, "contract", Question(sort="contract_no"), ALL)
        return write_sheet(view.definition, view.columns, rows, language="zh-CN", zone=SHANGHAI)


@pytest.mark.spec("I4")
def test_an_export_has_labels_types_and_no_secrets(exported: bytes, tmp_path) -> None:
    path = tmp_path / "contract.xlsx"
    path.write_bytes(exported)
    table = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    assert table[0][:4] == ["contract_no", "customer", "owner", "amount"]
    assert table[1][:4] == ["HT-000", "绵阳精密", "E000", 1000.0]
    assert table[1][4] == date(2026, 1, 1)
    assert table[1][5] == "到期"
    assert table[1][6] == "****0000"
    assert len(table) == 26


@pytest.mark.spec("I4")
def test_what_was_exported_can_be_imported_again(exported: bytes, books: Books) -> None:
    definition = DEFINITIONS.load(_Reading(books), "contract")

    sheet = read_sheet(definition, exported)

    rows = tuple({k: v for k, v in row.items() if k != "account"} for row in sheet.rows)
    answer = books.ask(LoadRows(ledger="contract", rows=rows)).expect()
    assert answer == {"inserted": 0, "changed": 0, "same": 25}


class _Reading:
    def __init__(self, books: Books) -> None:
        self._books = books

    def get(self, table, *key):
        with self._books.store.read() as reader:
            return reader.get(table, *key)


def test_headings_nobody_knows_are_named_and_left_out(books: Books) -> None:
    books.define(CONTRACT)
    definition = DEFINITIONS.load(_Reading(books), "contract")
    other = {**CONTRACT, "columns": [*CONTRACT["columns"], {"key": "colour", "type": "text"}]}
    wider, _ = read_definition(other)
    assert wider is not None
    content = write_sheet(
        wider,
        wider.columns,
        [{"contract_no": "=1+1", "amount": Decimal("1.5"), "colour": "red"}],
        language="en-US",
        zone=SHANGHAI,
    )

    sheet = read_sheet(definition, content)

    assert [problem.params["heading"] for problem in sheet.problems] == ["colour"]
    assert sheet.rows == ({"contract_no": "=1+1", "amount": Decimal("1.5")},)


def test_what_is_no_sheet_is_refused(books: Books) -> None:
    books.define(CONTRACT)
    definition = DEFINITIONS.load(_Reading(books), "contract")

    with pytest.raises(InvalidInput, match="unreadable"):
        read_sheet(definition, b"not a sheet")
