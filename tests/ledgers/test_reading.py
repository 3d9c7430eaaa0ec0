"""Ledgers as a grid reads them: paging, sorting, filters, sums, history, and who sees what."""

from decimal import Decimal
from typing import Any

import pytest

from dujiang.kernel.errors import Forbidden, InvalidInput, NotFound
from dujiang.ledgers import (
    EVERYTHING,
    ChangeRow,
    DefineLedger,
    Filter,
    LedgerReader,
    LoadRows,
    Question,
    RemoveRow,
    RowPage,
    Viewer,
)
from dujiang.runtime import Answer
from tests.ledgers.books import DEFINITIONS, Books, column

D = Decimal
ALL = Viewer(no="E000", reads=EVERYTHING)
READER = LedgerReader(DEFINITIONS)

CONTRACT = {
    "key": "contract",
    "name": {"zh-CN": "合同", "en-US": "Contracts"},
    "columns": [
        column("contract_no", "text"),
        column("customer", "text"),
        column("owner", "person"),
        column("amount", "money"),
        column("expires_on", "date"),
        column(
            "state",
            "choice",
            choices=[
                {"value": "ACTIVE", "label": {"zh-CN": "有效", "en-US": "Active"}},
                {"value": "EXPIRED", "label": {"zh-CN": "到期", "en-US": "Expired"}},
            ],
        ),
        column("account", "text", sensitive=True, readers=["accountant"]),
        column("margin", "number", readers=["gm"]),
    ],
    "primary": ["contract_no"],
    "readers": ["sales"],
    "own": "owner",
}
ROWS: tuple[dict[str, Any], ...] = tuple(
    {
        "contract_no": f"HT-{number:03d}",
        "customer": ("绵阳精密", "成都轴承", "西部重机")[number % 3],
        "owner": f"E{number % 4:03d}",
        "amount": str(1000 - number * 10),
        "expires_on": f"2026-{number % 12 + 1:02d}-01",
        "state": "ACTIVE" if number % 2 else "EXPIRED",
        "account": f"62220212345{number:05d}",
        "margin": "7",
    }
    for number in range(25)
)


@pytest.fixture
def contracts(any_books: Books) -> Books:
    any_books.define(CONTRACT)
    any_books.ask(LoadRows(ledger="contract", rows=ROWS)).expect()
    return any_books


def page(books: Books, viewer: Viewer = ALL, **question: Any) -> RowPage:
    with books.store.read() as reader:
        return READER.list_rows(reader, "contract", Question(**question), viewer)


def numbers(found: RowPage) -> list[str]:
    return [row.values["contract_no"] for row in found.rows]


@pytest.mark.spec("I4")
@pytest.mark.parametrize("sort", ["", "-", "amount", "-amount", "customer", "-expires_on", "state"])
def test_paging_gives_every_row_once_in_order(contracts: Books, sort: str) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        found = page(contracts, sort=sort, limit=7, cursor=cursor)
        seen += numbers(found)
        if found.next_cursor is None:
            break
        cursor = found.next_cursor

    assert len(seen) == 25
    assert len(set(seen)) == 25
    assert seen == numbers(page(contracts, sort=sort, limit=100))


def test_money_sorts_as_a_number_and_dates_as_dates(contracts: Books) -> None:
    amounts = [row.values["amount"] for row in page(contracts, sort="amount").rows]
    dates = [row.values["expires_on"] for row in page(contracts, sort="expires_on").rows]

    assert amounts == sorted(amounts)
    assert amounts[0] == D(760)
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ([Filter(column="state", value="ACTIVE")], 12),
        ([Filter(column="state", value="到期")], 13),
        ([Filter(column="owner", test="in", value=["E001", "E002"])], 12),
        ([Filter(column="amount", test="from", value=900)], 11),
        (
            [
                Filter(column="amount", test="from", value=900),
                Filter(column="amount", test="to", value="950.00"),
            ],
            6,
        ),
        ([Filter(column="customer", test="contains", value="轴承")], 8),
        ([Filter(column="expires_on", test="to", value="2026-02-01")], 5),
        ([Filter(column="customer", test="empty")], 0),
    ],
)
def test_filters_go_by_the_type_of_the_column(
    contracts: Books, filters: list[Filter], count: int
) -> None:
    with contracts.store.read() as reader:
        question = Question(filters=tuple(filters))
        assert READER.count_rows(reader, "contract", question, ALL) == count


def test_search_looks_through_every_plain_cell_and_choices_by_their_label(
    contracts: Books,
) -> None:
    assert len(page(contracts, q="西部重机").rows) == 8
    assert len(page(contracts, q="有效 轴承").rows) == 4
    assert numbers(page(contracts, q="ht-007")) == ["HT-007"]
    assert page(contracts, q="62220212345").rows == ()


def test_sums_and_groups_count_what_the_filters_leave(contracts: Books) -> None:
    question = Question(filters=(Filter(column="owner", value="E001"),))
    with contracts.store.read() as reader:
        sums = READER.totals(reader, "contract", question, ALL)
        groups = READER.groups(reader, "contract", Question(), "state", ALL)

    assert sums["amount"] == sum(1000 - n * 10 for n in (1, 5, 9, 13, 17, 21))
    assert [(one.value, one.count) for one in groups] == [("ACTIVE", 12), ("EXPIRED", 13)]


def test_what_makes_no_sense_is_told(contracts: Books) -> None:
    with pytest.raises(InvalidInput, match="column"):
        page(contracts, sort="colour")
    with pytest.raises(InvalidInput, match="not_a_number"):
        page(contracts, filters=(Filter(column="amount", value="many"),))
    with pytest.raises(InvalidInput, match="cursor"):
        page(contracts, cursor="%%%")


# Who sees what


@pytest.mark.spec("C2")
def test_sensitive_cells_are_masked_even_for_those_who_see_everything(contracts: Books) -> None:
    shown = page(contracts, limit=1).rows[0].values

    assert shown["account"] == "****0000"


@pytest.mark.spec("C2")
def test_only_the_named_role_sees_a_sensitive_value_in_clear(contracts: Books) -> None:
    row_id = page(contracts, limit=1).rows[0].id
    accountant = Viewer(no="E030", roles=frozenset({"sales", "accountant"}))
    with contracts.store.read() as reader:
        clear = READER.reveal(reader, "contract", row_id, "account", accountant)
        with pytest.raises(Forbidden):
            READER.reveal(reader, "contract", row_id, "account", ALL)

    assert clear == "6222021234500000"


@pytest.mark.spec("C1")
def test_a_role_sees_all_rows_and_others_only_their_own(contracts: Books) -> None:
    sales = Viewer(no="E030", roles=frozenset({"sales"}))
    owner = Viewer(no="E001")

    assert len(page(contracts, sales, limit=100).rows) == 25
    assert {row.values["owner"] for row in page(contracts, owner).rows} == {"E001"}
    assert "margin" not in page(contracts, sales).rows[0].values


def test_a_ledger_without_own_rows_does_not_exist_for_others(books: Books) -> None:
    books.define({**CONTRACT, "own": ""})

    with pytest.raises(NotFound):
        page(books, Viewer(no="E001"))
    with books.store.read() as reader:
        assert READER.list_ledgers(reader, Viewer(no="E001")) == []
        assert [v.definition.key for v in READER.list_ledgers(reader, ALL)] == ["contract"]


# History and import


def test_history_keeps_every_cell_from_what_to_what(contracts: Books) -> None:
    row = page(contracts, sort="contract_no").rows[0]
    change = ChangeRow(
        ledger="contract", row_id=row.id, version=row.version, values={"amount": 1234}
    )
    contracts.ask(change).expect()

    stale = contracts.ask(change)
    with contracts.store.read() as reader:
        history = READER.history(reader, "contract", row.id, ALL)

    assert (stale.status, stale.code) == (409, "ledgers.row.stale")
    assert history[0].changes == {"amount": [D(1000), D(1234)]}
    assert history[-1].changes["contract_no"] == [None, "HT-000"]
    assert history[-1].changes["account"] == [None, "****0000"]


def test_a_removed_row_leaves_its_history_and_frees_its_key(contracts: Books) -> None:
    row = page(contracts, sort="contract_no").rows[0]
    contracts.ask(RemoveRow(ledger="contract", row_id=row.id)).expect()

    again = contracts.ask(LoadRows(ledger="contract", rows=ROWS[:1])).expect()

    assert again["inserted"] == 1
    with contracts.store.read() as reader:
        assert READER.history(reader, "contract", row.id, ALL)[0].kind == "remove"


def test_importing_again_changes_only_what_differs(contracts: Books) -> None:
    changed = (
        {**ROWS[0], "customer": "华西仪表"},
        *ROWS[1:3],
        {**ROWS[0], "contract_no": "HT-900"},
    )

    answer = contracts.ask(LoadRows(ledger="contract", rows=changed)).expect()

    assert answer == {"inserted": 1, "changed": 1, "same": 2}


def test_a_trial_import_keeps_nothing_and_names_every_wrong_row(contracts: Books) -> None:
    rows = ({**ROWS[0], "amount": "many"}, {**ROWS[1], "colour": "red"}, {"contract_no": "HT-901"})

    trial = contracts.ask(LoadRows(ledger="contract", rows=rows, is_trial=True))

    assert (trial.code, trial.params["inserted"]) == ("ledgers.import.trial", 1)
    assert [p.path for p in trial.problems] == ["/rows/0/amount", "/rows/1/colour"]
    assert len(page(contracts, limit=100).rows) == 25


def test_a_wrong_row_stops_the_whole_import(contracts: Books) -> None:
    rows = ({"contract_no": "HT-901"}, {"contract_no": "HT-902", "state": "LOST"})

    refused = contracts.ask(LoadRows(ledger="contract", rows=rows))

    assert refused.code == "ledgers.import.not_valid"
    assert len(page(contracts, limit=100).rows) == 25


# Definitions


def test_a_definition_is_told_everything_that_is_wrong(books: Books) -> None:
    broken = {
        "key": "Bad Key",
        "name": {},
        "columns": [
            column("a", "choice"),
            column("a", "text", default="=1 +"),
            column("b", "reference"),
        ],
        "primary": ["nobody"],
        "balance": {},
    }

    refused = books.ask(DefineLedger(definition=broken))

    assert {p.code for p in refused.problems} >= {
        "ledgers.definition.key_not_a_name",
        "ledgers.definition.column_twice",
        "ledgers.definition.no_choices",
        "ledgers.definition.no_reference",
        "ledgers.definition.column_unknown",
        "ledgers.expression.not_feel",
    }


def test_a_definition_cannot_leave_its_rows_behind(contracts: Books) -> None:
    other_key = {**CONTRACT, "primary": ["customer"]}
    columns = [dict(c) for c in CONTRACT["columns"]]
    columns[3]["type"] = "text"

    assert contracts.ask(DefineLedger(definition=other_key)).code == (
        "ledgers.definition.key_changed"
    )
    assert contracts.ask(DefineLedger(definition={**CONTRACT, "columns": columns})).code == (
        "ledgers.definition.type_changed"
    )


def test_constraints_and_required_cells_are_told_at_their_column(books: Books) -> None:
    books.define(
        {
            "key": "span",
            "name": {},
            "columns": [
                column("a", "number", required=True),
                column("b", "number"),
                column("no", "serial", prefix="SP-"),
            ],
            "constraints": [{"id": "order", "check": "=row.b >= row.a", "column": "b"}],
        }
    )

    missing = books.ask(LoadRows(ledger="span", rows=({"b": 1},)))
    wrong = books.ask(LoadRows(ledger="span", rows=({"a": 2, "b": 1},)))
    books.ask(LoadRows(ledger="span", rows=({"a": 1, "b": 1}, {"a": 2, "b": 3}))).expect()

    assert [(p.code, p.path) for p in missing.problems] == [("ledgers.cell.required", "/rows/0/a")]
    assert [(p.code, p.path) for p in wrong.problems] == [
        ("ledgers.constraint.broken", "/rows/0/b")
    ]
    assert [row["no"] for row in books.rows("span")] == ["SP-0001", "SP-0002"]


def places(answer: Answer) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in answer.problems]
