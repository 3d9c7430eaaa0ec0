"""kill -9 of the real server under real leave requests: what was answered is there, once, and the
balances are the sum of what was posted."""

import json
import os
import random
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from dujiang.approvals.tables import HISTORY, ITEM, REQUEST
from dujiang.kernel.clock import Clock, ManualClock, SystemClock
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.ledgers import InsertRow
from dujiang.ledgers.tables import POSTING, ROW
from dujiang.main import App, build
from dujiang.runtime import Actor, FinishJob, JobDone, read_log
from dujiang.settings import Secret, Settings
from dujiang.store import Reader
from tests.crash.test_sigkill import REPOSITORY, ROUNDS, SEED
from tests.crash.visitors import Decider, Employee, Visitor
from tests.databases import DATABASES, database_url
from tests.installation import CHEAP_PASSWORDS, quiet
from tests.peers.hr import HrPeer

EMPLOYEES = ("liming", "wangfang", "zhangwei", "liuyang", "yangfan")
GRANTED = Decimal(5_000)
START_TRIES = 600
PATIENCE = 300
PAUSE_S = 0.05
KEY = "33" * 32


@dataclass
class Place:
    """Where the installation lies."""

    data: Path
    url: str
    hr: HrPeer

    def open(self, clock: Clock) -> App:
        """The installation inside this process, while no server has it."""
        quiet()
        settings = Settings(
            data=self.data,
            database_url=Secret(self.url),
            secret_key=Secret(KEY),
            peers={"hr": self.hr.url},
            peer_networks="127.0.0.0/8",
        )
        return build(settings, clock=clock, passwords=CHEAP_PASSWORDS, is_threaded=False)

    @contextmanager
    def served(self) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
        """`dujiang serve` in a process of its own; killed at the latest at the end."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        others = {k: v for k, v in os.environ.items() if not k.startswith("DUJIANG_")}
        environment = {
            **others,
            "PYTHONPATH": str(REPOSITORY / "src"),
            "DUJIANG_DATA": str(self.data),
            "DUJIANG_DATABASE_URL": self.url,
            "DUJIANG_PORT": str(port),
            "DUJIANG_SECRET_KEY": KEY,
            "DUJIANG_PEERS": json.dumps({"hr": self.hr.url}),
            "DUJIANG_PEER_NETWORKS": "127.0.0.0/8",
            "DUJIANG_REQUESTS_PER_MINUTE": "1000000",
            "DUJIANG_LOG_LEVEL": "error",
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "dujiang", "serve"], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, server)
            yield address, server
        finally:
            server.kill()
            server.wait()


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with HrPeer() as hr, database_url(request.param) as url:
        is_file = url.startswith("sqlite")
        yield Place(tmp_path, "" if is_file else url, hr)


def test_a_killed_server_keeps_every_answered_request_once_and_the_balances_agree(
    place: Place,
) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)  # noqa: S311 - moments to kill at
    visitors = settle(place)

    for _ in range(ROUNDS):
        with place.served() as (address, server):
            busy(visitors, address, server, chance)

    app = place.open(ManualClock(SystemClock().now() + timedelta(minutes=10)))
    try:
        app.rooms.duties.drain()
        check(app, visitors)
        assert_peer_agrees(app, place.hr)
    finally:
        app.close()


def settle(place: Place) -> list[Visitor]:
    """The demo company, leave enough for everybody, and a token for each visitor."""
    app = place.open(SystemClock())
    try:
        app.load_demo()
        year = app.clock.now().year + 2  # no holidays are published so far ahead
        for login in EMPLOYEES:
            app.submit(InsertRow(ledger="leave_balance", values=_allowance(app, login, year)))
        version_id = id_text(app.rooms.deployments.current("leave").id)
        first = date(year, 1, 1)
        monday = first + timedelta(days=-first.weekday() % 7)
        made = {login: _token(app, login) for login in (*EMPLOYEES, "chengang", "pengli")}
        return [
            *(
                Employee(login, made[login], version_id=version_id, first=monday)
                for login in EMPLOYEES
            ),
            Decider("chengang", made["chengang"], action="approve"),
            Decider("pengli", made["pengli"], action="complete"),
        ]
    finally:
        app.close()


def busy(
    visitors: list[Visitor], address: str, server: "subprocess.Popen[bytes]", chance: random.Random
) -> None:
    """Let everybody work, and kill the server in the middle of it: at a random moment after some
    answers, however slow the machine is."""
    stopped = threading.Event()
    threads = [threading.Thread(target=one.work, args=(address, stopped)) for one in visitors]
    enough = sum(len(one.told.answers) for one in visitors) + chance.randrange(3, 20)
    for thread in threads:
        thread.start()
    for _ in range(PATIENCE):
        if sum(len(one.told.answers) for one in visitors) >= enough:
            break
        stopped.wait(PAUSE_S)
    stopped.wait(chance.uniform(0, 0.3))
    server.kill()
    server.wait()
    stopped.set()
    for thread in threads:
        thread.join()


def check(app: App, visitors: list[Visitor]) -> None:
    """The invariants."""
    assert [text for one in visitors for text in one.told.refused] == []
    started = {
        answer["number"]: id_from_text(answer["instanceId"])
        for one in visitors
        for answer in one.told.answers.values()
        if "instanceId" in answer and "number" in answer
    }
    decided = [
        (answer["itemId"], key.partition("-")[0])
        for one in visitors
        for key, answer in one.told.answers.items()
        if "itemId" in answer
    ]
    assert len(started) > len(EMPLOYEES), "hardly anything was asked for"
    assert any(action == "approve" for _item, action in decided), "nothing was approved"
    with app.store.read() as reader:
        requests = [REQUEST.from_values(row) for row in reader.rows(select(*REQUEST.c))]
        items = {r.id: r for r in map(ITEM.from_values, reader.rows(select(*ITEM.c)))}
        told = [HISTORY.from_values(row) for row in reader.rows(select(*HISTORY.c))]
    leaves = Counter(row.number for row in requests if row.process_key == "leave")
    assert [number for number in started if leaves[number] != 1] == [], "answered, not there once"
    assert max(leaves.values()) == 1, "a number was given twice"
    titles = Counter((row.initiator_id, row.id) for row in requests)
    assert max(titles.values()) == 1
    for item_id, action in decided:
        row = items[id_from_text(item_id) or 0]
        expected = {"approve": "approved", "complete": "approved", "claim": ""}[action]
        assert not expected or row.state == expected, "an answered decision is lost"
    acts = Counter((row.item_id, row.kind) for row in told if row.item_id and row.by_id)
    assert [act for act, times in acts.items() if times > 1] == [], "a decision counted twice"
    _balances_agree(app)


def _balances_agree(app: App) -> None:
    """Every balance is what was posted to it, each half day once."""
    with app.store.read() as reader:
        rows = [ROW.from_values(row) for row in reader.rows(select(*ROW.c))]
        postings = [POSTING.from_values(row) for row in reader.rows(select(*POSTING.c))]
    reserved, used = Counter[int](), Counter[int]()
    for posting in postings:
        if posting.ledger != "leave_balance":
            continue
        amount = posting.amount or Decimal(0)
        match posting.kind:
            case "reserve":
                reserved[posting.row_id] += amount  # type: ignore[assignment]
            case "release":
                reserved[posting.row_id] -= amount  # type: ignore[assignment]
            case "confirm":
                reserved[posting.row_id] -= amount  # type: ignore[assignment]
                used[posting.row_id] += amount  # type: ignore[assignment]
    crashed = [row for row in rows if row.ledger == "leave_balance" and row.granted == GRANTED]
    assert len(crashed) == len(EMPLOYEES)
    assert {row.id: (row.reserved, row.used) for row in crashed} == {
        row.id: (Decimal(reserved[row.id]), Decimal(used[row.id])) for row in crashed
    }
    assert sum(reserved[row.id] for row in crashed) > 0
    records = Counter(row.key for row in rows if row.ledger == "leave_record" and row.is_live)
    assert max(records.values()) == 1, "a half day was taken twice"


def assert_peer_agrees(app: App, hr: HrPeer) -> None:
    """The HR system has every leave that is over once, and no other; what it answered is what the
    log says, however often it was asked."""
    with app.store.read() as reader:
        rows = [REQUEST.from_values(row) for row in reader.rows(select(*REQUEST.c))]
        ended = [row for row in rows if row.process_key == "leave" and row.ended_at is not None]
        answers = {row.number: list(_answers(app, reader, row.id)) for row in ended}
    assert ended, "no leave was filed"
    assert all(row.state == "approved" for row in ended)
    assert set(hr.leaves) == {f"{row.number}:hr_leaves" for row in ended}
    taken = {key: leave["id"] for key, leave in hr.leaves.items()}
    assert answers == {number: [taken[f"{number}:hr_leaves"]] for number in answers}
    told: dict[str, Any] = {}
    for call in hr.calls("POST", "/leaves"):
        assert told.setdefault(call.key, call.body) == call.body, "a repeat says something else"
    assert {key: body["number"] for key, body in told.items()} == {
        f"{row.number}:hr_leaves": row.number for row in ended
    }


def _answers(app: App, reader: Reader, instance_id: int) -> Iterator[int]:
    """What the log keeps of the HR system's answers about one leave."""
    for row in read_log(reader, instance_id):
        for entry in app.rooms.vocabulary.entries(row):
            if isinstance(entry.command, FinishJob):
                assert isinstance(entry.command.outcome, JobDone)
                yield int(entry.command.outcome.variables["body"]["id"])


def _allowance(app: App, login: str, year: int) -> dict[str, Any]:
    person = app.directory.current().person_by_login(login)
    assert person is not None
    return {
        "employee": person.no,
        "type": "PERSONAL",
        "year": year,
        "valid_from": date(year, 1, 1).isoformat(),
        "expires_on": date(year + 9, 12, 31).isoformat(),
        "granted": int(GRANTED),
    }


def _token(app: App, login: str) -> str:
    person = app.directory.current().person_by_login(login)
    assert person is not None
    scopes = app.rooms.access(person.id).permissions
    actor = Actor(person_id=person.id, permissions=scopes)
    return app.authenticator.create_token(actor, "crash", tuple(sorted(scopes)), None).text


def _wait_until_ready(address: str, server: "subprocess.Popen[bytes]") -> None:
    pause = threading.Event()
    for _ in range(START_TRIES):
        assert server.poll() is None, "the server ended"
        try:
            if httpx2.get(f"{address}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        pause.wait(PAUSE_S)
    raise AssertionError("the server did not become ready")
