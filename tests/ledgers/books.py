"""A door with ledgers behind it, and a command that posts as a step of a process would."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.bpmn.extensions import Posting
from dujiang.calendars import half_days, office_hours
from dujiang.feel import Environment
from dujiang.identity import Department, Directory, Person
from dujiang.identity.directory import OrganisationRows
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.values import Variables
from dujiang.ledgers import (
    TABLES,
    DefineLedger,
    Definitions,
    InsertRow,
    People,
    Source,
    UndoPostings,
    Viewer,
    ledger_functions,
    ledger_routes,
)
from dujiang.ledgers.journal import Journal
from dujiang.ledgers.posting import Poster
from dujiang.ledgers.shelf import find_row
from dujiang.runtime import (
    INTERNAL,
    SYSTEM,
    Actor,
    Answer,
    Dispatcher,
    Handled,
    Outcome,
    Request,
    Route,
    Work,
)
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.settings import InstallationKey
from dujiang.store import Store
from dujiang.vault import TABLES as VAULT_TABLES
from dujiang.vault import Vault
from tests.databases import fresh_store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
INSTANCE = 1 << 30
ALL_TABLES = (*RUNTIME_TABLES, *VAULT_TABLES, *AUDIT_TABLES, *TABLES)
VAULT = Vault(InstallationKey(b"k" * 32))
DEFINITIONS = Definitions(VAULT)

ORGANISATION = Directory(
    OrganisationRows(
        departments=(Department(id=10, code="D10", name="人事部"),),
        people=tuple(
            Person(id=number, no=f"E{number:03d}", login=login, name=name, department_id=10)
            for number, (login, name) in enumerate(
                (("zhaoyi", "赵一"), ("qianer", "钱二"), ("sunsan", "孙三"), ("zhaosi", "赵四")),
                start=1,
            )
        ),
    )
)


class Post(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A step of an instance ends, with these variables."""

    instance_id: int = INSTANCE
    element_id: str = "apply"
    element_key: int = 1
    postings: tuple[Posting, ...]
    variables: Variables = Variables()


def functions(source: Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
    def halves(start: date, start_half: Any, end: date, end_half: Any) -> list[dict[str, Any]]:
        found = half_days(start, start_half, end, end_half, office_hours())
        return [{"on": half.on, "half": half.half} for half in found]

    return {**ledger_functions(DEFINITIONS, source, now), "half_days": halves}


def environment(source: Source) -> Environment:
    now = AT.astimezone(SHANGHAI)
    return Environment(now=now, functions=functions(source, now))


def post(command: Post, work: Work) -> Outcome:
    journal = Journal(work, command.instance_id, command.element_id, command.element_key)
    poster = Poster(journal, DEFINITIONS, command.variables, environment(work))
    for index, instruction in enumerate(command.postings):
        poster.post(index, instruction)
    return Handled(tuple(poster.facts))


class Erase(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Forget everything sensitive about a subject."""

    subject: str


def erase(command: Erase, work: Work) -> Outcome:
    assert VAULT.erase(work, command.subject)
    return Handled()


class NoPrograms:
    def program(self, version_id: int) -> object:
        raise AssertionError("no program is needed here")


class Books:
    """Ledgers on one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.viewers: dict[int, Viewer] = {}
        """Who the people are that ask."""
        routes = {
            **ledger_routes(
                DEFINITIONS,
                functions,
                SHANGHAI,
                People(lambda: ORGANISATION, lambda actor: self.viewers[actor.id]),
            ),
            Post: Route(INTERNAL, post),
            Erase: Route(INTERNAL, erase),
        }
        clock = ManualClock(AT)
        self.door = Dispatcher(store, routes, {}, programs=NoPrograms(), clock=clock)

    def ask(self, command: msgspec.Struct) -> Answer:
        """Give one command in the system's name."""
        return self.door.ask(Request(command, SYSTEM, None, AT))

    def ask_as(self, viewer: Viewer, command: msgspec.Struct) -> Answer:
        """Give one command in somebody's name."""
        person_id = len(self.viewers) + 1
        self.viewers[person_id] = viewer
        return self.door.ask(Request(command, Actor(person_id=person_id), None, AT))

    def ask_at_once(self, commands: Sequence[msgspec.Struct]) -> list[Answer]:
        """Give commands that wait together."""
        futures = [self.door.submit(Request(one, SYSTEM, None, AT)) for one in commands]
        self.door.run_pending()
        return [future.result(0) for future in futures]

    def define(self, definition: dict[str, Any], *rows: dict[str, Any]) -> None:
        """A ledger with its rows."""
        self.ask(DefineLedger(definition=definition)).expect()
        for values in rows:
            self.ask(InsertRow(ledger=definition["key"], values=values)).expect()

    def row(self, ledger: str, *key: Any) -> dict[str, Any]:
        """The row that a key names."""
        with self.store.read() as reader:
            definition = DEFINITIONS.load(reader, ledger)
            found = find_row(reader, definition, list(key))
            assert found is not None, key
            return dict(found.values)

    def rows(self, ledger: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows as forms see them."""
        with self.store.read() as reader:
            found = ledger_functions(DEFINITIONS, reader, AT)["rows"](ledger, wanted)
            return list(found)

    def undo(self, instance_id: int = INSTANCE, *keys: int) -> Answer:
        """Undo visits, or everything."""
        return self.ask(UndoPostings(instance_id=instance_id, element_keys=keys or None))


@contextmanager
def opened(kind: str = "sqlite") -> Iterator[Books]:
    """Empty ledgers on an empty database."""
    with fresh_store(kind, ALL_TABLES) as store:
        books = Books(store)
        try:
            yield books
        finally:
            books.door.stop()


def column(key: str, type_: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": {"zh-CN": key, "en-US": key}, **more}


LEAVE = {
    "key": "leave_balance",
    "name": {"zh-CN": "假期余额", "en-US": "Leave balance"},
    "columns": [
        column("employee", "person"),
        column("type", "text"),
        column("year", "number", decimals=0),
        column("valid_from", "date"),
        column("expires_on", "date"),
        column("granted", "number", decimals=1),
        column("reserved", "number", decimals=1),
        column("used", "number", decimals=1),
        column("left", "number", compute="=granted - reserved - used"),
    ],
    "primary": ["employee", "type", "year"],
    "balance": {
        "validFrom": "valid_from",
        "validUntil": "expires_on",
        "insufficient": {
            "zh-CN": "年假余额不足：申请 {asked} 天，可用 {available} 天",
            "en-US": "Not enough annual leave: {asked} days asked, {available} available",
        },
    },
}

RECORD = {
    "key": "leave_record",
    "name": {"zh-CN": "休假记录", "en-US": "Leave records"},
    "columns": [
        column("employee", "person", required=True),
        column("on", "date", required=True),
        column("half", "text", required=True),
        column("qj_no", "text", index=True),
        column("year", "number"),
        column("state", "text", default='="RESERVED"'),
    ],
    "unique": [
        {
            "id": "live",
            "columns": ["employee", "on", "half"],
            "when": '=row.state != "CANCELLED"',
            "message": {"zh-CN": "这半天已经请过假", "en-US": "This half day is taken"},
        }
    ],
    "cancelled": {"state": "CANCELLED"},
}

RESERVE = Posting(
    id="drawn",
    ledger="leave_balance",
    action="reserve",
    forEach="=half_days(start_on, start_half, end_on, end_half)",
    as_="h",
    key="={employee: employee, type: type}",
    amount="=0.5",
)
RECORDS = Posting(
    ledger="leave_record",
    action="insert",
    forEach="=drawn",
    as_="d",
    values="={employee: employee, on: d.item.on, half: d.item.half, qj_no: no, year: d.row.year}",
)
CONFIRM = Posting(ledger="leave_balance", action="confirm")
TAKEN = Posting(
    ledger="leave_record", action="update", key="={qj_no: no}", values='={state: "TAKEN"}'
)


def balance_row(year: int, granted: str, **more: Any) -> dict[str, Any]:
    return {
        "employee": "E020",
        "type": "ANNUAL",
        "year": year,
        "valid_from": f"{year}-01-01",
        "expires_on": f"{year + 1}-03-31",
        "granted": granted,
        **more,
    }


def leave(start: str, end: str, halves: str = "AM PM", no: str = "QJ1") -> Variables:
    first, last = halves.split()
    return Variables(
        {
            "employee": "E020",
            "type": "ANNUAL",
            "start_on": date.fromisoformat(start),
            "start_half": first,
            "end_on": date.fromisoformat(end),
            "end_half": last,
            "no": no,
        }
    )


def amounts(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    return row["granted"], row["reserved"], row["used"]
