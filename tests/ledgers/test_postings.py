"""Postings of steps: reserve, confirm, insert, update; and what undoing them gives back."""

from decimal import Decimal

import pytest

from dujiang.bpmn.extensions import Posting
from dujiang.kernel.values import Variables
from tests.ledgers.books import (
    CONFIRM,
    INSTANCE,
    LEAVE,
    RECORD,
    RECORDS,
    RESERVE,
    TAKEN,
    Books,
    Post,
    amounts,
    balance_row,
    column,
    leave,
)

D = Decimal


@pytest.fixture
def leaves(any_books: Books) -> Books:
    any_books.define(LEAVE, balance_row(2025, "1"), balance_row(2026, "5"))
    any_books.define(RECORD)
    return any_books


def submitted(books: Books, start: str, end: str, **more: object) -> object:
    variables = leave(start, end, no=str(more.pop("no", "QJ1")))
    return books.ask(Post(postings=(RESERVE, RECORDS), variables=variables, **more))


@pytest.mark.spec("I4")
def test_every_half_day_takes_from_the_valid_row_that_expires_first(leaves: Books) -> None:
    submitted(leaves, "2026-03-30", "2026-04-06").expect()  # 6 days

    assert amounts(leaves.row("leave_balance", "E020", "ANNUAL", D(2025))) == (D(1), D(1), D(0))
    assert amounts(leaves.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(5), D(5), D(0))


@pytest.fixture
def within(any_books: Books) -> Books:
    any_books.define(LEAVE, balance_row(2025, "1"), balance_row(2026, "8"))
    any_books.define(RECORD)
    return any_books


def test_a_row_that_has_expired_gives_nothing(leaves: Books) -> None:
    refused = submitted(leaves, "2026-04-01", "2026-04-08")  # 6 days

    assert (refused.status, refused.code) == (422, "ledgers.balance.insufficient")
    assert refused.params["asked"] == "6"
    assert refused.params["available"] == "5"
    assert refused.params["sentence"]["zh-CN"] == "年假余额不足：申请 6 天，可用 5 天"


def test_what_is_refused_has_written_nothing(leaves: Books) -> None:
    submitted(leaves, "2026-03-30", "2026-04-10")

    assert amounts(leaves.row("leave_balance", "E020", "ANNUAL", D(2025))) == (D(1), D(0), D(0))
    assert leaves.rows("leave_record") == []


def test_later_postings_see_which_row_gave_what(within: Books) -> None:
    submitted(within, "2026-03-31", "2026-04-02").expect()

    years = [row["year"] for row in within.rows("leave_record", employee="E020")]
    assert years == [D(2025), D(2025), D(2026), D(2026), D(2026), D(2026)]


def test_confirming_turns_the_reserve_into_use(within: Books) -> None:
    submitted(within, "2026-03-31", "2026-04-02").expect()

    filed = Post(
        element_id="file",
        element_key=7,
        postings=(CONFIRM, TAKEN),
        variables=leave("2026-03-31", "2026-04-02"),
    )
    within.ask(filed).expect()

    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2025))) == (D(1), D(0), D(1))
    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(8), D(0), D(2))
    assert {row["state"] for row in within.rows("leave_record")} == {"TAKEN"}
    assert within.row("leave_balance", "E020", "ANNUAL", D(2026))["left"] == D(6)


def test_undoing_a_visit_gives_back_what_it_posted_and_coming_back_posts_anew(
    within: Books,
) -> None:
    submitted(within, "2026-04-01", "2026-04-02").expect()

    within.undo(INSTANCE, 1).expect()

    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(8), D(0), D(0))
    assert {row["state"] for row in within.rows("leave_record")} == {"CANCELLED"}

    submitted(within, "2026-04-01", "2026-04-03", element_key=9).expect()
    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(8), D(3), D(0))


def test_undoing_everything_takes_back_use_too_and_twice_is_once(within: Books) -> None:
    submitted(within, "2026-04-01", "2026-04-02").expect()
    filed = Post(
        element_id="file",
        element_key=7,
        postings=(CONFIRM, TAKEN),
        variables=leave("2026-04-01", "2026-04-02"),
    )
    within.ask(filed).expect()

    within.undo().expect()
    within.undo().expect()

    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(8), D(0), D(0))
    assert {row["state"] for row in within.rows("leave_record")} == {"CANCELLED"}


def test_undoing_another_visit_changes_nothing(within: Books) -> None:
    submitted(within, "2026-04-01", "2026-04-02").expect()

    within.undo(INSTANCE, 99).expect()

    assert amounts(within.row("leave_balance", "E020", "ANNUAL", D(2026))) == (D(8), D(2), D(0))


def test_a_half_day_is_taken_once(within: Books) -> None:
    submitted(within, "2026-04-01", "2026-04-02").expect()

    again = submitted(within, "2026-04-02", "2026-04-03", instance_id=INSTANCE + 256, no="QJ2")

    assert (again.status, again.code) == (422, "ledgers.row.not_unique")
    assert again.params["sentence"]["zh-CN"] == "这半天已经请过假"


def test_a_cancelled_half_day_may_be_taken_again(within: Books) -> None:
    submitted(within, "2026-04-01", "2026-04-02").expect()
    within.undo().expect()

    again = submitted(within, "2026-04-01", "2026-04-02", instance_id=INSTANCE + 256, no="QJ2")

    assert again.is_accepted


def test_of_two_that_ask_at_once_for_more_than_there_is_exactly_one_gets_it(within: Books) -> None:
    first = Post(postings=(RESERVE,), variables=leave("2026-04-06", "2026-04-10"))
    second = Post(
        instance_id=INSTANCE + 512,
        postings=(RESERVE,),
        variables=leave("2026-04-13", "2026-04-16"),
    )

    answers = within.ask_at_once([first, second])

    assert sorted(answer.status for answer in answers) == [200, 422]
    row = within.row("leave_balance", "E020", "ANNUAL", D(2026))
    assert row["reserved"] in (D(4), D(5))


@pytest.mark.spec("I4")
def test_fifty_that_ask_at_once_get_exactly_what_there_is(any_books: Books) -> None:
    any_books.define(BUDGET, {"year": 2026, "centre": "CC1400", "granted": "1000.00"})
    wanted = [
        Post(
            instance_id=INSTANCE + 256 * n,
            postings=(HOLD,),
            variables=Variables({"total": D("33.30")}),
        )
        for n in range(50)
    ]

    answers = any_books.ask_at_once(wanted)

    assert sum(answer.is_accepted for answer in answers) == 30
    row = any_books.row("budget", D(2026), "CC1400")
    assert amounts(row) == (D(1000), D("999.00"), D(0))


BUDGET = {
    "key": "budget",
    "name": {"zh-CN": "预算", "en-US": "Budget"},
    "columns": [
        column("year", "number"),
        column("centre", "text"),
        column("granted", "money"),
        column("reserved", "money"),
        column("consumed", "money"),
        column("used", "money"),
    ],
    "primary": ["year", "centre"],
    "balance": {},
}
HOLD = Posting(
    ledger="budget",
    action="reserve",
    key='={year: 2026, centre: "CC1400"}',
    amount="=total",
)


def test_confirming_less_releases_the_rest_and_more_is_refused(any_books: Books) -> None:
    any_books.define(BUDGET, {"year": 2026, "centre": "CC1400", "granted": "180000"})
    reserve = Post(postings=(HOLD,), variables=Variables({"total": D(100000)}))
    any_books.ask(reserve).expect()
    order = Posting(ledger="budget", action="confirm", amount="=order_total")

    more = Post(element_key=3, postings=(order,), variables=Variables({"order_total": D(100001)}))
    refused = any_books.ask(more)
    less = Post(element_key=4, postings=(order,), variables=Variables({"order_total": D(98000)}))
    any_books.ask(less).expect()

    assert refused.code == "ledgers.balance.insufficient"
    assert amounts(any_books.row("budget", D(2026), "CC1400")) == (D(180000), D(0), D(98000))

    cancelled = Posting(ledger="budget", action="reverse")
    any_books.ask(Post(element_key=5, postings=(cancelled,))).expect()
    assert amounts(any_books.row("budget", D(2026), "CC1400")) == (D(180000), D(0), D(0))


def test_adding_raises_what_was_granted_and_undoing_lowers_it(any_books: Books) -> None:
    any_books.define(BUDGET, {"year": 2026, "centre": "CC1400", "granted": "10"})
    grant = Posting(
        ledger="budget",
        action="add",
        key='={year: 2026, centre: "CC1400"}',
        amount="5.5",
    )

    any_books.ask(Post(postings=(grant,))).expect()
    assert any_books.row("budget", D(2026), "CC1400")["granted"] == D("15.5")

    any_books.undo().expect()
    assert any_books.row("budget", D(2026), "CC1400")["granted"] == D(10)


@pytest.mark.parametrize(
    ("posting", "code"),
    [
        (Posting(ledger="nothing", action="insert", values="={}"), "ledgers.ledger.not_found"),
        (Posting(ledger="budget", action="dance"), "ledgers.posting.unknown_action"),
        (
            Posting(ledger="budget", action="reserve", amount="=missing"),
            "ledgers.posting.no_amount",
        ),
        (Posting(ledger="budget", action="insert", values="=3"), "ledgers.posting.no_values"),
        (
            Posting(ledger="budget", action="add", key="={year: 1999}", amount="1"),
            "ledgers.posting.no_row",
        ),
        (
            Posting(ledger="budget", action="insert", values="={colour: 1}"),
            "ledgers.row.not_valid",
        ),
    ],
)
def test_a_posting_that_cannot_be_done_says_why(books: Books, posting: Posting, code: str) -> None:
    books.define(BUDGET)

    assert books.ask(Post(postings=(posting,))).code == code


def test_a_posting_whose_condition_does_not_hold_is_left_out(books: Books) -> None:
    books.define(BUDGET, {"year": 2026, "centre": "CC1400", "granted": "10"})
    careful = Posting(
        ledger="budget", action="reserve", when="=total > 5", amount="=total", key="={year: 2026}"
    )

    books.ask(Post(postings=(careful,), variables=Variables({"total": D(4)}))).expect()

    assert amounts(books.row("budget", D(2026), "CC1400")) == (D(10), D(0), D(0))


def test_reading_gives_rows_to_the_postings_that_follow(books: Books) -> None:
    books.define(BUDGET, {"year": 2026, "centre": "CC1400", "granted": "10"})
    reading = Posting(ledger="budget", action="read", key="={year: 2026}", id="found")
    using = Posting(
        ledger="budget",
        action="reserve",
        key='={year: 2026, centre: "CC1400"}',
        amount="=found[1].granted / 2",
    )

    books.ask(Post(postings=(reading, using))).expect()

    assert amounts(books.row("budget", D(2026), "CC1400")) == (D(10), D(5), D(0))
