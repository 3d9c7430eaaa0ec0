"""The audit trail through the API: who reads it, what it says, is it whole, and as a file."""

import csv
import io
from datetime import timedelta

import pytest

from dujiang.audit import AUDIT, AuditRow, seal_closed_ranges
from dujiang.identity import GiveRole
from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from dujiang.store import Changes
from tests.installation import MONDAY, Browser

FORGED = AuditRow(
    shard=0,
    id=1,
    at=MONDAY,
    actor_id=0,
    actor_kind="person",
    address="",
    action="DecideItem",
    verdict="accepted",
    code="",
    subject_id=0,
)


@pytest.fixture
def auditor(app: App, client: object, liming: Browser) -> Browser:
    """Li Ming, who has become the auditor."""
    app.submit(GiveRole(role="auditor", person="E003"))
    return liming


@pytest.mark.spec("C1")
def test_the_trail_is_read_by_auditors_alone(liming: Browser) -> None:
    assert liming.request("GET", "/audit").status_code == 403
    assert liming.request("GET", "/audit/verification").status_code == 403
    assert liming.request("GET", "/audit/lines.csv").status_code == 403


@pytest.mark.spec("C1")
def test_what_was_refused_stands_in_the_trail_with_who_and_why(auditor: Browser) -> None:
    assert auditor.request("POST", "/roles/x/members/y", json={}).status_code >= 400
    assert auditor.request("GET", "/mail").status_code == 403

    (line,) = auditor.get("/audit", verdict="refused", actor=auditor.id)["items"][:1]

    assert line["actor"]["name"] == "李明"
    assert line["verdict"] == "refused"
    assert line["code"]


def test_the_trail_goes_from_the_newest_to_the_oldest_page_by_page(auditor: Browser) -> None:
    whole = [line["id"] for line in auditor.get("/audit", limit=100)["items"]]

    pages: list[str] = []
    cursor = ""
    while True:
        page = auditor.get("/audit", limit=7, cursor=cursor)
        pages += [line["id"] for line in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None or len(pages) >= len(whole):
            break

    assert len(whole) > 7
    assert pages[: len(whole)] == whole


def test_lines_are_found_by_action_and_day(auditor: Browser, clock: ManualClock) -> None:
    today = clock.now().date().isoformat()
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()

    found = auditor.get("/audit", action="GiveRole", fromOn=today, untilOn=today)["items"]

    assert found
    assert {line["action"] for line in found} == {"GiveRole"}
    assert auditor.get("/audit", fromOn=tomorrow)["items"] == []


@pytest.mark.spec("C1")
def test_a_line_slipped_in_later_breaks_the_chain_and_is_named(
    app: App, auditor: Browser, clock: ManualClock
) -> None:
    clock.advance(timedelta(hours=3))
    seal_closed_ranges(app.rooms.store, clock.now())
    before = auditor.get("/audit/verification")
    assert before["isIntact"]
    assert before["sealCount"] > 0

    store = app.rooms.store
    with store.write(store.lanes[0]) as tx:
        tx.write([Changes(AUDIT, inserts=[FORGED])])

    after = auditor.get("/audit/verification")
    assert not after["isIntact"]
    assert after["breaks"]


def test_the_file_has_a_line_for_every_line_and_no_formulas(auditor: Browser) -> None:
    lines = auditor.get("/audit", limit=100)["items"]

    answer = auditor.request("GET", "/audit/lines.csv")

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["action"] for row in rows[: len(lines)]] == [line["action"] for line in lines]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
