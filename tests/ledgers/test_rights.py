"""Who may see and write which rows and columns: one decision for lists, sums, commands, history."""

from typing import Any

import pytest
from sqlalchemy import select

from dujiang.audit import AUDIT
from dujiang.identity import Access, Directory, Reach
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.ledgers import (
    EVERYTHING,
    ChangeRow,
    FillLedger,
    InsertRow,
    LedgerReader,
    LoadRows,
    LookAtCell,
    Question,
    RemoveRow,
    Span,
    Viewer,
    viewer_of,
)
from dujiang.runtime import Actor
from tests.ledgers.books import DEFINITIONS, ORGANISATION, Books, column

pytestmark = [pytest.mark.spec("C1"), pytest.mark.spec("I4")]
READER = LedgerReader(DEFINITIONS)

STAFF: dict[str, Any] = {
    "key": "staff",
    "name": {"zh-CN": "员工"},
    "columns": [
        column("no", "person"),
        column("note", "text"),
        column("grade", "text", writers=["hr_head"]),
        column("bonus", "number", readers=["hr_head"]),
        column("account", "text", sensitive=True, readers=["hr"]),
    ],
    "primary": ["no"],
    "readers": ["auditor"],
    "writers": ["hr"],
    "own": "no",
}
HR = Viewer(no="E009", roles=frozenset({"hr"}))
AUDITOR = Viewer(no="E008", roles=frozenset({"auditor"}))
OWNER = Viewer(no="E001")
HEAD = Viewer(no="E002", reads=Span(people=frozenset({"E001", "E002"}), departments=frozenset()))
WRITES_SOME = Viewer(
    no="E003",
    reads=Span(people=frozenset({"E001", "E002"})),
    writes=Span(people=frozenset({"E001"})),
)


@pytest.fixture
def staff(any_books: Books) -> Books:
    rows = [
        {"no": no, "note": no, "bonus": 5, "account": f"6222020000{no}"}
        for no in ("E001", "E002", "E003")
    ]
    any_books.define(STAFF, *rows)
    return any_books


def seen(books: Books, viewer: Viewer) -> list[str]:
    with books.store.read() as reader:
        page = READER.list_rows(reader, "staff", Question(sort="no"), viewer)
        count = READER.count_rows(reader, "staff", Question(), viewer)
    assert len(page.rows) == count
    return [row.values["no"] for row in page.rows]


def row_id(books: Books, no: str) -> int:
    with books.store.read() as reader:
        page = READER.list_rows(reader, "staff", Question(q=no), Viewer(no="", reads=EVERYTHING))
    return page.rows[0].id


def change(books: Books, number: str, **values: Any) -> ChangeRow:
    return ChangeRow(ledger="staff", row_id=row_id(books, number), version=None, values=values)


@pytest.mark.parametrize(
    ("viewer", "numbers"),
    [
        (HR, ["E001", "E002", "E003"]),
        (AUDITOR, ["E001", "E002", "E003"]),
        (OWNER, ["E001"]),
        (HEAD, ["E001", "E002"]),
    ],
)
def test_roles_scopes_and_being_the_person_open_rows(
    staff: Books, viewer: Viewer, numbers: list[str]
) -> None:
    assert seen(staff, viewer) == numbers


def test_sums_and_groups_reach_no_further_than_the_rows(staff: Books) -> None:
    boss = Viewer(no="E002", roles=frozenset({"hr_head"}), reads=HEAD.reads)
    with staff.store.read() as reader:
        sums = READER.totals(reader, "staff", Question(), boss)
        groups = READER.groups(reader, "staff", Question(), "note", boss)
        others = READER.totals(reader, "staff", Question(), HEAD)

    assert sums == {"bonus": 10}
    assert [group.value for group in groups] == ["E001", "E002"]
    assert others == {}


def test_a_department_column_carries_the_scope(any_books: Books) -> None:
    budget = {
        "key": "budget",
        "name": {},
        "columns": [column("dept", "department"), column("amount", "money")],
        "department": "dept",
    }
    any_books.define(budget, {"dept": "D10", "amount": 1}, {"dept": "D20", "amount": 2})
    viewer = Viewer(no="E001", reads=Span(departments=frozenset({"D20"})))

    with any_books.store.read() as reader:
        assert READER.totals(reader, "budget", Question(), viewer) == {"amount": 2}
        with pytest.raises(NotFound):
            READER.load_ledger(reader, "budget", OWNER)


def test_a_writer_role_writes_without_the_general_permission(staff: Books) -> None:
    answer = staff.ask_as(HR, change(staff, "E002", note="neu"))

    assert answer.is_accepted
    assert staff.row("staff", "E002")["note"] == "neu"


@pytest.mark.parametrize("viewer", [AUDITOR, OWNER, HEAD])
def test_who_may_only_see_cannot_write(staff: Books, viewer: Viewer) -> None:
    number = row_id(staff, "E001")
    refused = [
        staff.ask_as(viewer, change(staff, "E001", note="x")),
        staff.ask_as(viewer, InsertRow(ledger="staff", values={"no": "E004"})),
        staff.ask_as(viewer, RemoveRow(ledger="staff", row_id=number)),
        staff.ask_as(viewer, FillLedger(ledger="staff", rows='=[{no: "E004"}]')),
    ]

    assert {answer.status for answer in refused} == {403}
    assert staff.row("staff", "E001")["note"] == "E001"


def test_a_scope_writes_its_rows_and_moves_none_out_of_it(staff: Books) -> None:
    assert staff.ask_as(WRITES_SOME, change(staff, "E001", note="x")).is_accepted
    outside = staff.ask_as(WRITES_SOME, change(staff, "E002", note="x"))
    moved = staff.ask_as(WRITES_SOME, change(staff, "E001", no="E004"))
    rows = ({"no": "E001", "note": "y"}, {"no": "E002", "note": "y"})
    loaded = staff.ask_as(WRITES_SOME, LoadRows(ledger="staff", rows=rows))

    assert (outside.code, moved.code) == ("ledgers.row.not_yours",) * 2
    assert [problem.path for problem in loaded.problems] == ["/rows/1"]


def test_rows_that_one_cannot_see_do_not_exist(staff: Books) -> None:
    assert staff.ask_as(OWNER, change(staff, "E002", note="x")).status == 404
    with staff.store.read() as reader, pytest.raises(NotFound):
        READER.history(reader, "staff", row_id(staff, "E002"), OWNER)


def test_a_column_is_written_by_its_writers_alone(staff: Books) -> None:
    refused = staff.ask_as(HR, change(staff, "E001", grade="P7"))
    hidden = staff.ask_as(HR, change(staff, "E001", bonus=9))
    boss = Viewer(no="E009", roles=frozenset({"hr", "hr_head"}))

    assert [p.code for p in refused.problems] == ["ledgers.column.read_only"]
    assert [p.code for p in hidden.problems] == ["ledgers.column.unknown"]
    assert staff.ask_as(boss, change(staff, "E001", grade="P7", bonus=9)).is_accepted


def test_an_export_that_comes_back_unchanged_changes_nothing(staff: Books) -> None:
    rows = ({"no": "E001", "note": "E001", "account": "****E001"},)

    answer = staff.ask_as(HR, LoadRows(ledger="staff", rows=rows)).expect()

    assert answer == {"inserted": 0, "changed": 0, "same": 1}


def test_a_look_at_a_sensitive_cell_is_recorded_and_its_value_is_not(staff: Books) -> None:
    look = LookAtCell(ledger="staff", row_id=row_id(staff, "E001"), column="account")

    allowed = staff.ask_as(HR, look)
    refused = staff.ask_as(AUDITOR, look)
    with staff.store.read() as reader:
        lines = reader.rows(select(AUDIT.sql).where(AUDIT.c.verdict == "seen"))
        value = READER.reveal(reader, "staff", look.row_id, "account", HR)
        with pytest.raises(Forbidden):
            READER.reveal(reader, "staff", look.row_id, "account", AUDITOR)

    assert (allowed.body, refused.status) == (None, 403)
    assert [(line.action, line.subject_id) for line in lines] == [("staff.account", look.row_id)]
    assert value == "6222020000E001"


def test_people_are_named_by_number_name_or_login_and_strangers_are_told(staff: Books) -> None:
    by_name = staff.ask_as(HR, InsertRow(ledger="staff", values={"no": "赵四"}))
    nobody = staff.ask_as(HR, InsertRow(ledger="staff", values={"no": "谁"}))

    assert by_name.expect()["key"] == "E004"
    assert [problem.code for problem in nobody.problems] == ["ledgers.cell.not_a_person"]


def test_what_processes_reserve_is_not_changed_by_hand(books: Books) -> None:
    account = {
        "key": "account",
        "name": {},
        "columns": [column(one, "number") for one in ("granted", "reserved", "used")],
        "balance": {},
        "writers": ["hr"],
    }
    books.define(account, {"granted": 10, "reserved": 2})
    with books.store.read() as reader:
        (row,) = READER.list_rows(reader, "account", Question(), HR).rows

    def changed(**values: Any) -> Any:
        command = ChangeRow(ledger="account", row_id=row.id, version=None, values=values)
        return books.ask_as(HR, command)

    assert [p.code for p in changed(reserved=1).problems] == ["ledgers.balance.kept_by_steps"]
    assert changed(granted=12).is_accepted
    assert changed(granted=1).code == "ledgers.row.not_valid"


def test_scopes_of_permissions_become_people_and_departments() -> None:
    directory: Directory = ORGANISATION
    reach = Reach(departments=frozenset({10}))
    access = Access(
        person_id=1, permissions=frozenset({"ledger.read"}), reaches={"ledger.read": reach}
    )

    viewer = viewer_of(directory, access, Actor(person_id=1, permissions=access.permissions))
    by_token = viewer_of(directory, access, Actor(person_id=1))

    assert viewer.reads == Span(
        departments=frozenset({"D10"}), people=frozenset({"E001", "E002", "E003", "E004"})
    )
    assert by_token.reads == Span()
