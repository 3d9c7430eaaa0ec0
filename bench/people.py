"""People at size: resolving approvers, to-do lists, searches filtered by permission.

    python -m bench.people                    a quick run (10,000 people, 100,000 items)
    python -m bench.people full               100,000 people in 5,000 departments, 3,000,000 items
    python -m bench.people full postgresql    the same on a private PostgreSQL

The aims are the issue's: p95 within 30 ms for the to-do list of a person with 5,000 open items,
within 150 ms for a permission-filtered search over a million requests. `peer` is the aim.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Any, Final

from tests.postgres import PrivatePostgres

from bench.engine import merge, row
from dujiang.approvals import APPROVAL_TABLES, Finder, FindQuery, ItemQuery, RequestQuery
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.reading.read import ItemLists, RequestLists
from dujiang.approvals.rules.assignment import Finding, find_seats
from dujiang.approvals.rules.model import Source, StepRules
from dujiang.approvals.rules.policies import Case, DeputyRule, World, seat_people
from dujiang.approvals.search import SEARCH_TABLES
from dujiang.approvals.search.tables import SEARCH, SearchRow
from dujiang.approvals.tables import ITEM, REQUEST, ItemRow, RequestRow
from dujiang.identity import Department, Directory, Grant, OrganisationRows, Person, RoleHolder
from dujiang.kernel.encoding import encode_value
from dujiang.kernel.ids import SHARDS
from dujiang.kernel.values import Variables
from dujiang.store import AnyTable, Changes, Store, folded, grams_of, open_store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
BATCH = 5_000
NO_FIELDS: Final = encode_value(Variables({}))
BUSY = 1
"""The person with many open items."""
AUDITOR: Final = 3
"""Somebody who may read every request."""


TEXTS: Final = {
    "申请": "a word of every request",
    "出差": "a word of every hundredth",
    "显微镜": "a word of every ten thousandth",
    "申请 {0}": "a word of all and a number",
    "没有这样": "a word of none",
}


@dataclass(frozen=True)
class Size:
    """How much there is."""

    people: int
    departments: int
    items: int
    requests: int
    open_of_busy: int = 5_000


QUICK = Size(people=10_000, departments=500, items=100_000, requests=50_000)
FULL = Size(people=100_000, departments=5_000, items=3_000_000, requests=1_000_000)


class Company:
    """As much of the approvals' office as lists need."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def directory(self) -> Directory:
        return self._directory

    def view(self) -> DirectoryView:
        return DirectoryView(self._directory)


class Nobody:
    """Everybody is there and nobody has a deputy, but for one in fifty."""

    def is_absent(self, person_id: int) -> bool:
        return person_id % 50 == 0

    def deputy_rules(self, person_id: int) -> tuple[DeputyRule, ...]:
        return ()


def organisation(size: Size) -> OrganisationRows:
    """A tree of departments, ten below each, people spread evenly over it."""
    departments = tuple(
        Department(
            id=1_000_000 + n,
            code=f"D{n}",
            name=f"部门 {n}",
            parent_id=1_000_000 + (n - 1) // 10 if n else None,
            head_id=1 + (n * 7) % size.people,
            deputy_head_id=1 + (n * 11 + 3) % size.people,
            sort=n,
        )
        for n in range(size.departments)
    )
    people = tuple(
        Person(
            id=n,
            no=f"E{n:06}",
            login=f"user{n}",
            name=f"员工{n}",
            department_id=1_000_000 + n % size.departments,
        )
        for n in range(1, size.people + 1)
    )
    holders = tuple(
        RoleHolder(role=f"role{n % 200}", person_id=n) for n in range(1, size.people + 1, 5)
    )
    holders += (RoleHolder(role="auditor", person_id=AUDITOR),)
    grants = (
        Grant(role="employee", permission="instance.read", scope="own"),
        Grant(role="role1", permission="instance.read", scope="department_below"),
        Grant(role="auditor", permission="instance.read", scope="all"),
    )
    return OrganisationRows(
        departments=departments, people=people, role_holders=holders, grants=grants
    )


def requests(size: Size) -> Iterator[RequestRow]:
    """Requests of everybody, a tenth of them running."""
    for n in range(size.requests):
        person = 1 + n % size.people
        yield RequestRow(
            shard=SHARDS[n & 0xFF],
            id=(n << 8) | (n & 0xFF),
            process_key=f"process{n % 20}",
            version_id=1,
            number=f"CS{n:08}",
            title=f"员工{person} 申请 {n}",
            state="running" if n % 10 == 0 else "approved",
            initiator_id=person,
            department_id=1_000_000 + person % size.departments,
            submitted_at=AT,
            updated_at=AT,
        )


def texts(size: Size) -> Iterator[SearchRow]:
    """What the requests are found by."""
    for request in requests(size):
        body = folded(f"{request.number} {request.title} {_words(request, size)}")
        yield SearchRow(
            shard=request.shard, id=request.id, body=body, grams=grams_of(body), fields=NO_FIELDS
        )


def _words(request: RequestRow, size: Size) -> str:
    """Words of every hundredth and every ten thousandth request, and of the old ones alone."""
    n = request.id >> 8
    words = ["出差"] * (n % 100 == 7) + ["显微镜"] * (n % 10_000 == 7)
    return " ".join([*words, *["旧表"] * (n < size.requests // 20)])


def items(size: Size) -> Iterator[ItemRow]:
    """Decided items of everybody, and the open ones of the busy person."""
    for n in range(size.items):
        request = n % size.requests
        is_busy = n < size.open_of_busy
        person = BUSY if is_busy else 2 + n % (size.people - 2)
        is_open = is_busy or n % 50 == 0
        yield ItemRow(
            shard=SHARDS[request & 0xFF],
            id=(n << 8) | (request & 0xFF),
            task_id=n,
            instance_id=(request << 8) | (request & 0xFF),
            round=1,
            step="dept",
            process_key=f"process{request % 20}",
            kind="approval",
            state="open" if is_open else "approved",
            principal=person,
            hand=person,
            opened_at=AT,
            decided_at=None if is_open else AT,
            decided_by=None if is_open else person,
            due_at=AT + timedelta(minutes=n % 10_000),
            clock_from=AT,
        )


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a fresh database on disk."""
    if kind == "postgresql":
        server = PrivatePostgres(is_durable=False)
        try:
            yield server.url()
        finally:
            server.remove()
        return
    build = Path(__file__).parents[1] / "build"
    build.mkdir(exist_ok=True)
    folder = mkdtemp(prefix="bench-people-", dir=build)
    try:
        yield f"sqlite:///{folder}/people.db"
    finally:
        rmtree(folder)


def fill(store: Store, table: AnyTable, rows: Iterator[Any]) -> None:
    """Write rows in bulk."""
    waiting: list[Any] = []
    for each in rows:
        waiting.append(each)
        if len(waiting) == BATCH:
            _write(store, table, waiting)
            waiting = []
    if waiting:
        _write(store, table, waiting)


def _write(store: Store, table: AnyTable, rows: list[Any]) -> None:
    with store.write(store.lanes[0]) as tx:
        tx.write([Changes(table, inserts=rows)])


def p95_ms(act: Callable[[int], object], times: int) -> float:
    """The time within which 95 of 100 calls answer."""
    found = []
    for number in range(times):
        begun = perf_counter()
        act(number)
        found.append((perf_counter() - begun) * 1_000)
    return sorted(found)[int(len(found) * 0.95) - 1]


def resolving(directory: Directory, size: Size) -> Callable[[int], object]:
    """Find the approvers of a step: heads, chains, roles; one in fifty people is away."""
    view, presence, dice = DirectoryView(directory), Nobody(), random.Random(1)  # noqa: S311
    sources = (
        Source(kind="departmentHead"),
        Source(kind="headChain", levels=3),
        Source(kind="role", value="role7"),
    )

    def resolve(number: int) -> object:
        rules = StepRules(
            step="s", sources=(sources[number % 3],), of_initiator="forbid", empty="up"
        )
        initiator = dice.randint(1, size.people)
        department = view.department_of(initiator)
        case = Case(initiator=initiator, initiator_department=department, owner=BUSY)
        world = World(rules=rules, case=case, organisation=view, presence=presence)
        finding = Finding(
            organisation=view,
            names=view,
            presence=presence,
            initiator=initiator,
            initiator_department=department,
        )
        return seat_people(find_seats(rules, finding), world)

    return resolve


def measure(size: Size, kind: str) -> list[dict[str, Any]]:
    """Build it, ask it, compare with the aims."""
    found: list[dict[str, Any]] = []

    def note(case: str, ours: float, aim: float) -> None:
        found.append(row(f"people {kind} {size.items:,} items: {case}", "ms p95", ours, aim, "aim"))

    begun = perf_counter()
    directory = Directory(organisation(size))
    note("building the directory", (perf_counter() - begun) * 1_000, 5_000)
    note("resolving approvers", p95_ms(resolving(directory, size), 3_000), 5)
    with database(kind) as url:
        store = open_store(url, (*APPROVAL_TABLES, *SEARCH_TABLES), is_durable=False)
        store.create_missing()
        fill(store, REQUEST, requests(size))
        fill(store, SEARCH, texts(size))
        fill(store, ITEM, items(size))
        if kind == "postgresql":
            with store.ddl() as connection:
                connection.exec_driver_sql("ANALYZE")
        _ask(store, directory, note)
        store.close()
    return found


def _ask(store: Store, directory: Directory, note: Callable[[str, float, float], None]) -> None:
    office: Any = Company(directory)
    lists, requests_of, finder = ItemLists(office), RequestLists(office), Finder(office)

    def todo(number: int) -> object:
        query = ItemQuery(
            person_id=BUSY,
            at=AT,
            today_end=AT + timedelta(hours=15),
            week_end=AT + timedelta(days=6),
        )
        with store.read() as reader:
            return lists.list_items(reader, query)

    def counts(number: int) -> object:
        query = ItemQuery(
            person_id=BUSY,
            at=AT,
            today_end=AT + timedelta(hours=15),
            week_end=AT + timedelta(days=6),
        )
        with store.read() as reader:
            return lists.count_boxes(reader, query)

    def visible(number: int) -> object:
        query = RequestQuery(person_id=2 + number * 5, scope="visible", limit=30)
        with store.read() as reader:
            return requests_of.list_requests(reader, query)

    def within_reach(number: int) -> object:
        query = RequestQuery(person_id=1 + number % 50 * 200, scope="visible", limit=30)
        with store.read() as reader:
            return requests_of.list_requests(reader, query)

    def counted(number: int) -> object:
        query = RequestQuery(person_id=2 + number * 5, scope="visible")
        with store.read() as reader:
            return requests_of.count_requests(reader, query)

    def counted_by_auditor(number: int) -> object:
        query = RequestQuery(person_id=AUDITOR, scope="visible")
        with store.read() as reader:
            return requests_of.count_requests(reader, query)

    def searched(person: int, text: str) -> Callable[[int], object]:
        def search(number: int) -> object:
            query = FindQuery(person_id=person, text=text.format(number), limit=30)
            with store.read() as reader:
                page = finder.find(reader, query)
                return finder.count(reader, query, page)

        return search

    note("to-do list of 5,000 open items", p95_ms(todo, 40), 30)
    note("counts of 5,000 open items", p95_ms(counts, 40), 30)
    note("requests that somebody may see", p95_ms(visible, 40), 150)
    note("requests within reach of a role", p95_ms(within_reach, 40), 150)
    note("counting what somebody may see", p95_ms(counted, 40), 150)
    note("counting what an auditor may see", p95_ms(counted_by_auditor, 20), 150)
    for text, kind in TEXTS.items():
        note(f"auditor: {kind}", p95_ms(searched(AUDITOR, text), 20), 150)
        note(f"head of everybody: {kind}", p95_ms(searched(BUSY, text), 20), 150)
        note(f"employee: {kind}", p95_ms(searched(6, text), 20), 150)


def main() -> None:
    """Measure, print, write."""
    size = FULL if "full" in sys.argv else QUICK
    kind = "postgresql" if "postgresql" in sys.argv else "sqlite"
    rows = measure(size, kind)
    merge(rows)
    for each in rows:
        sys.stdout.write(f"{each['case']:<70}{each['ours']:>10} (aim {each['peer']})\n")


if __name__ == "__main__":
    main()
