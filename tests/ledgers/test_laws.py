"""Laws of balances: whatever is posted and undone in whatever order, the figures agree."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dujiang.bpmn.extensions import Posting
from dujiang.kernel.values import Variables
from dujiang.ledgers import InsertRow, UndoPostings
from dujiang.ledgers.allocation import Allocation, Need, allocate
from dujiang.ledgers.tables import POSTING
from tests.ledgers.books import Books, Post, column, opened

D = Decimal
GRANTED = D(100)
_years = count(1)

PURSE = {
    "key": "purse",
    "name": {"zh-CN": "钱包", "en-US": "Purse"},
    "columns": [
        column("year", "number"),
        column("granted", "money"),
        column("reserved", "money"),
        column("used", "money"),
    ],
    "primary": ["year"],
    "balance": {},
}
RESERVE = Posting(ledger="purse", action="reserve", key="={year: year}", amount="=amount")
CONFIRM = Posting(ledger="purse", action="confirm")
PART = Posting(ledger="purse", action="confirm", amount="=amount")
RELEASE = Posting(ledger="purse", action="release")
ACTIONS = {"reserve": RESERVE, "confirm": CONFIRM, "part": PART, "release": RELEASE}

amounts = st.integers(1, 6_000).map(lambda cents: D(cents) / 100)
instances = st.integers(1, 3)
steps = st.one_of(
    st.tuples(st.sampled_from(sorted(ACTIONS)), instances, amounts),
    st.tuples(st.just("undo visit"), instances, st.integers(1, 12)),
    st.tuples(st.just("undo all"), instances, st.just(0)),
)


@pytest.fixture(scope="module")
def purse() -> Iterator[Books]:
    with opened() as books:
        books.define(PURSE)
        yield books


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=1, max_size=12))
def test_a_balance_is_the_sum_of_its_postings_and_never_overdrawn(
    purse: Books, story: list[tuple[str, int, Any]]
) -> None:
    year = next(_years)
    base = (1 << 40) + year * (1 << 12)
    row = {"year": year, "granted": str(GRANTED)}
    purse.ask(InsertRow(ledger="purse", values=row)).expect()

    for key, (action, instance, value) in enumerate(story, start=1):
        instance_id = base + instance * 256
        before = purse.row("purse", D(year))
        if action.startswith("undo"):
            keys = (int(value),) if action == "undo visit" else None
            answer = purse.ask(UndoPostings(instance_id=instance_id, element_keys=keys))
        else:
            answer = purse.ask(
                Post(
                    instance_id=instance_id,
                    element_key=key,
                    postings=(ACTIONS[action],),
                    variables=Variables({"year": D(year), "amount": value}),
                )
            )
        after = purse.row("purse", D(year))
        assert answer.is_accepted or before == after
        assert after["granted"] - after["reserved"] - after["used"] >= 0
        assert after["reserved"] >= 0
        assert after["used"] >= 0
        assert (after["reserved"], after["used"]) == _summed(purse, base)

    for instance in (1, 2, 3):
        purse.ask(UndoPostings(instance_id=base + instance * 256)).expect()
    end = purse.row("purse", D(year))
    assert (end["reserved"], end["used"]) == (0, 0)


def _summed(purse: Books, base: int) -> tuple[Decimal, Decimal]:
    """What the postings of these instances say: counter-postings count like any other."""
    reserved = used = D(0)
    refs = [base + instance * 256 for instance in (1, 2, 3)]
    with purse.store.read() as reader:
        rows = reader.rows(select(POSTING.sql).where(POSTING.c.ref.in_(refs)))
    for row in rows:
        match row.kind:
            case "reserve":
                reserved += row.amount
            case "release":
                reserved -= row.amount
            case "confirm":
                reserved -= row.amount
                used += row.amount
            case "reverse":
                reserved += row.amount
                used -= row.amount
    return reserved, used


@st.composite
def stocks(draw: st.DrawFn) -> tuple[list[Need], list[tuple[int, Decimal]]]:
    needs = [Need(amount=draw(amounts)) for _ in range(draw(st.integers(0, 6)))]
    rows = [(index, draw(amounts)) for index in range(draw(st.integers(0, 5)))]
    return needs, rows


@settings(deadline=None)
@given(stocks())
def test_allocation_gives_what_there_is_and_no_row_more_than_it_has(
    stock: tuple[list[Need], list[tuple[int, Decimal]]],
) -> None:
    needs, rows = stock

    found: Allocation[tuple[int, Decimal]] = allocate(
        needs, lambda _need: rows, lambda row: row[1], lambda row: row[0]
    )

    asked, there = sum(n.amount for n in needs), sum(amount for _, amount in rows)
    assert (found.asked, found.given) == (asked, min(asked, there))
    for index, amount in rows:
        assert sum(p.amount for p in found.parts if p.row[0] == index) <= amount
    assert sum(p.amount for p in found.parts) == found.given
