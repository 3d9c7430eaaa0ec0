"""People are told once each, newest first, and what they have seen stays seen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.identity import Directory
from dujiang.identity.directory import OrganisationRows
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.errors import Forbidden
from dujiang.notify import (
    NOTIFY_TABLES,
    SeeNotices,
    Tell,
    Telling,
    count_unread,
    list_notices,
    notify_routes,
    values_of,
)
from dujiang.runtime import SYSTEM, Actor, Dispatcher, Request
from dujiang.runtime import TABLES as RUNTIME_TABLES
from tests.databases import DATABASES, fresh_store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LI = Actor(person_id=7 << 22)
INSTANCE_ID = 1_000 << 22


class Silent:
    """A house without a mail server."""

    zone = ZoneInfo("Asia/Shanghai")
    sends_mail = False

    def is_working_day(self, person_id: int, day: date) -> bool:
        return True


def nobody() -> Directory:
    return Directory(OrganisationRows())


class NoPrograms:
    def program(self, version_id: int) -> object:
        raise AssertionError("no program is needed here")


@pytest.fixture(params=DATABASES)
def door(request: pytest.FixtureRequest) -> Iterator[Dispatcher]:
    tables = (*RUNTIME_TABLES, *AUDIT_TABLES, *NOTIFY_TABLES)
    with fresh_store(request.param, tables) as store:
        opened = Dispatcher(
            store,
            notify_routes(Telling(nobody, Silent())),
            {},
            programs=NoPrograms(),
            clock=ManualClock(AT),
        )
        yield opened
        opened.stop()


def _tell(door: Dispatcher, code: str, *people: int, **params: object) -> None:
    command = Tell(people=people, code=code, params=params, instance_id=INSTANCE_ID)
    door.ask(Request(command, SYSTEM, None, door.clock.now())).expect()


def _see(door: Dispatcher, up_to_id: int) -> None:
    door.ask(Request(SeeNotices(up_to_id=up_to_id), LI, None, AT)).expect()


def test_people_are_told_once_each_newest_first(door: Dispatcher) -> None:
    _tell(door, "approvals.notice.opened", LI.id, LI.id, 9, days=3)
    door.clock.advance(timedelta(seconds=1))
    _tell(door, "approvals.notice.overdue", LI.id)

    with door.store.read() as reader:
        page = list_notices(reader, LI.id, limit=10)
        other = list_notices(reader, 9, limit=10)

    assert [row.code.rpartition(".")[2] for row in page.rows] == ["overdue", "opened"]
    assert values_of(page.rows[1]) == {"days": Decimal(3)}
    assert len(other.rows) == 1


def test_page_goes_on_after_the_last_one(door: Dispatcher) -> None:
    for number in range(5):
        _tell(door, f"x.y.n{number}", LI.id)

    with door.store.read() as reader:
        first = list_notices(reader, LI.id, limit=3)
        second = list_notices(reader, LI.id, before_id=first.rows[-1].id, limit=3)

    assert (len(first.rows), first.has_more) == (3, True)
    assert (len(second.rows), second.has_more) == (2, False)
    assert {r.id for r in first.rows}.isdisjoint({r.id for r in second.rows})


def test_what_was_seen_stays_seen(door: Dispatcher) -> None:
    for number in range(3):
        _tell(door, f"x.y.n{number}", LI.id)
    with door.store.read() as reader:
        rows = list_notices(reader, LI.id, limit=10).rows

    _see(door, rows[0].id)
    _see(door, rows[2].id)

    with door.store.read() as reader:
        assert count_unread(reader, LI.id) == 0
    _tell(door, "x.y.n4", LI.id)
    with door.store.read() as reader:
        assert count_unread(reader, LI.id) == 1


def test_nobody_is_told_by_a_person(door: Dispatcher) -> None:
    command = Tell(people=(9,), code="x.y.z", instance_id=INSTANCE_ID)

    answer = door.ask(Request(command, LI, None, AT))

    with pytest.raises(Forbidden):
        answer.expect()


def test_browser_hears_of_it_after_the_commit(door: Dispatcher) -> None:
    heard: list[str] = []
    door.listen(heard.extend)

    _tell(door, "x.y.z", LI.id)

    assert heard == [f"notices:{LI.id}"]
