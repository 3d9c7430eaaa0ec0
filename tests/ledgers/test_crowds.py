"""Many at once, many rows: balances hold, and a grid asks few questions of ledgers of any size."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from dujiang.bpmn.extensions import Posting
from dujiang.kernel.values import Variables
from dujiang.ledgers import EVERYTHING, LedgerReader, LoadRows, Question, Viewer
from dujiang.ledgers.tables import POSTING
from dujiang.runtime import SYSTEM, Answer, Request
from tests.ledgers.books import AT, DEFINITIONS, INSTANCE, Books, Post, column

D = Decimal
READER = LedgerReader(DEFINITIONS)
ALL = Viewer(no="", reads=EVERYTHING)
ASKED = 50
PURSES: dict[str, Any] = {
    "key": "purse",
    "name": {},
    "columns": [
        column("owner", "text"),
        *(column(one, "money") for one in ("granted", "reserved", "used")),
    ],
    "primary": ["owner"],
    "balance": {},
}
TAKE = Posting(ledger="purse", action="reserve", key="={owner: owner}", amount="=amount")
SPEND = Posting(ledger="purse", action="confirm")


def posted(books: Books, kind: str) -> Decimal:
    """The sum of what stands of one kind of posting."""
    standing = (POSTING.c.kind == kind, POSTING.c.undone_at.is_(None), POSTING.c.counters == 0)
    with books.store.read() as reader:
        rows = reader.rows(select(POSTING.c.amount).where(*standing))
    return sum((row.amount for row in rows), D(0))


@pytest.mark.spec("I4")
def test_fifty_threads_get_exactly_what_there_is_and_the_postings_add_up(any_books: Books) -> None:
    any_books.define(
        PURSES, {"owner": "budget", "granted": "1000.00"}, {"owner": "leave", "granted": "7.5"}
    )
    any_books.door.start()
    start = Barrier(ASKED)

    def take(number: int) -> tuple[str, Answer]:
        owner, amount = ("budget", D("66.60")) if number % 2 else ("leave", D("0.5"))
        command = Post(
            instance_id=INSTANCE + 256 * number,
            postings=(TAKE, SPEND) if number % 3 else (TAKE,),
            variables=Variables({"owner": owner, "amount": amount}),
        )
        start.wait(20)
        return owner, any_books.door.submit(Request(command, SYSTEM, None, AT)).result(30)

    with ThreadPoolExecutor(ASKED) as pool:
        answers = list(pool.map(take, range(ASKED)))

    got = dict.fromkeys(("budget", "leave"), 0)
    for owner, answer in answers:
        got[owner] += answer.is_accepted
        assert answer.is_accepted or answer.code == "ledgers.balance.insufficient"
    assert got == {"budget": 15, "leave": 15}
    rows = [any_books.row("purse", owner) for owner in got]
    taken = sum((row["reserved"] + row["used"] for row in rows), D(0))
    assert taken == D("66.60") * 15 + D("0.5") * 15 == posted(any_books, "reserve")
    assert sum((row["used"] for row in rows), D(0)) == posted(any_books, "confirm")


LONG: dict[str, Any] = {
    "key": "long",
    "name": {},
    "columns": [
        column("no", "text"),
        column("kind", "text"),
        column("amount", "money"),
        column("note", "text"),
    ],
    "primary": ["no"],
}


def statements(books: Books, monkeypatch: pytest.MonkeyPatch, question: Question) -> int:
    """How many statements a page, its count, its sums and its groups take."""
    asked: list[object] = []
    with books.store.read() as reader:
        rows = type(reader).rows

        def counting(self: Any, statement: Any) -> Any:
            asked.append(statement)
            return rows(self, statement)

        monkeypatch.setattr(type(reader), "rows", counting)
        READER.list_rows(reader, "long", question, ALL)
        READER.count_rows(reader, "long", question, ALL)
        READER.totals(reader, "long", question, ALL)
        READER.groups(reader, "long", question, "kind", ALL)
        monkeypatch.undo()
    return len(asked)


def fill(books: Books, numbers: range) -> None:
    rows = tuple(
        {
            "no": f"N{n:05d}",
            "kind": f"K{n % 7}",
            "amount": f"{n}.25",
            "note": "x" if n % 2 else None,
        }
        for n in numbers
    )
    books.ask(LoadRows(ledger="long", rows=rows)).expect()


def test_a_grid_asks_as_few_questions_of_many_rows_as_of_few(
    any_books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_books.define(LONG)
    question = Question(sort="amount", q="n0", limit=100)
    fill(any_books, range(10))
    few = statements(any_books, monkeypatch, question)
    fill(any_books, range(10, 2_000))

    assert statements(any_books, monkeypatch, question) <= few
    assert few <= 10


def test_sums_are_exact_and_negative_numbers_count(any_books: Books) -> None:
    any_books.define(LONG)
    amounts = ("0.10", "0.20", "-99999999999999.99", "12345678901234.56", "0")
    rows = tuple({"no": str(n), "amount": amount} for n, amount in enumerate(amounts))
    any_books.ask(LoadRows(ledger="long", rows=rows)).expect()

    with any_books.store.read() as reader:
        sums = READER.totals(reader, "long", Question(), ALL)
        (group,) = READER.groups(reader, "long", Question(), "kind", ALL)

    assert sums["amount"] == sum(map(D, amounts))
    assert (group.value, group.count, group.totals["amount"]) == (None, 5, sum(map(D, amounts)))


@pytest.mark.parametrize("sort", ["", "-", "note", "-note", "amount"])
def test_a_jump_into_the_middle_shows_what_turning_pages_shows(any_books: Books, sort: str) -> None:
    any_books.define(LONG)
    fill(any_books, range(40))
    with any_books.store.read() as reader:
        whole = READER.list_rows(reader, "long", Question(sort=sort, limit=100), ALL).rows
        for offset in (0, 7, 19, 20, 33, 39, 40):
            jump = Question(sort=sort, offset=offset, limit=9)
            found = READER.list_rows(reader, "long", jump, ALL).rows
            assert [row.id for row in found] == [row.id for row in whole[offset : offset + 9]]

    if sort.removeprefix("-") == "note":
        assert [row.values["note"] for row in whole[20:]] == [None] * 20
