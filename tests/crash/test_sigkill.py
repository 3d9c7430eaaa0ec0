"""kill -9 at random moments: what was answered is there, nothing is doubled, the sums agree."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dujiang.audit import AUDIT
from dujiang.kernel.clock import ManualClock, SystemClock
from dujiang.runtime import StartProcess
from dujiang.runtime.tables import INSTANCE, JOB, LOG, RECEIPT
from dujiang.store import open_store
from tests.crash.load import command_of, house_of, key_of
from tests.databases import DATABASES, database_url
from tests.runtime.counters import COUNTER, TABLES, Raised
from tests.runtime.house import ALL_TABLES, House

ROUNDS = int(os.environ.get("DUJIANG_CRASH_ROUNDS", "8"))
SEED = int(os.environ.get("DUJIANG_CRASH_SEED", "0")) or random.SystemRandom().randrange(1 << 30)
CLIENTS = 12
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/crash.db"
        return
    with database_url(request.param) as fresh:
        yield fresh


def run_and_kill(url: str, peer_file: Path, following: list[int], after_s: float) -> list[str]:
    """Let a process work, kill it, and return what its clients had been told."""
    command = [sys.executable, "-m", "tests.crash.load", url, str(peer_file)]
    process = subprocess.Popen(
        [*command, *map(str, following)],
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"},
    )
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == b"ready\n"
        killer = threading.Timer(after_s, process.kill)
        killer.start()
        lines = told.read().decode().splitlines(keepends=True)
        killer.cancel()
    process.wait()
    return [line.strip() for line in lines if line.endswith("\n")]


def test_a_killed_server_loses_nothing_and_doubles_nothing(url: str, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)  # noqa: S311 - moments to kill at
    peer_file = tmp_path / "peer.txt"
    store = open_store(url, (*ALL_TABLES, *TABLES))
    store.create_missing()
    store.close()
    answered: dict[tuple[int, int], int] = {}
    following = [0] * CLIENTS

    for _ in range(ROUNDS):
        for line in run_and_kill(url, peer_file, following, chance.uniform(0.05, 0.8)):
            client, index, status = map(int, line.split())
            assert status == 200
            assert (client, index) not in answered
            answered[client, index] = status
            following[client] = index + 1

    assert len(answered) > CLIENTS
    house = recovered(url, peer_file)
    check(house, answered, peer_file)
    house.close()
    house.store.close()


def recovered(url: str, peer_file: Path) -> House:
    """Open once more and work off what was left, later than every lease."""
    clock = ManualClock(SystemClock().now() + timedelta(minutes=10))
    house = house_of(url, peer_file, clock=clock)
    house.duties.drain()
    return house


def check(house: House, answered: dict[tuple[int, int], int], peer_file: Path) -> None:
    """The invariants."""
    with house.store.read() as reader:
        logged = reader.rows(select(LOG.sql))
        receipts = {row.key for row in reader.rows(select(RECEIPT.c.key))}
        numbers = Counter(row.number for row in reader.rows(select(INSTANCE.c.number)))
        states = Counter(row.state for row in reader.rows(select(INSTANCE.c.state)))
        jobs = reader.rows(select(JOB.c.id))
        values = {
            row.name: row.value for row in reader.rows(select(COUNTER.c.name, COUNTER.c.value))
        }
        audited = reader.rows(select(AUDIT.c.id).where(AUDIT.c.actor_id > 0))

    missing = [pair for pair in answered if key_of(*pair) not in receipts]
    assert missing == [], "answered but not stored"
    started = [f"{c}-{i}" for c, i in answered if isinstance(command_of(c, i), StartProcess)]
    assert [number for number in started if numbers[number] != 1] == [], "started not exactly once"
    assert set(numbers.values()) <= {1}, "a process was started twice"
    assert set(states) <= {"COMPLETED"}, "an instance did not recover"
    assert jobs == [], "a job was left"
    sums: Counter[str] = Counter()
    for values_of_row in logged:
        for entry in house.vocabulary.entries(LOG.from_values(values_of_row)):
            for fact in entry.facts:
                if isinstance(fact, Raised):
                    sums[fact.name] += fact.by
    assert values == dict(sums), "the balances are not the sum of the facts"
    asked = [key for key in receipts if key.startswith("key ")]
    assert len(audited) == len(asked), "audit lines and answers differ"
    served = Counter(peer_file.read_text().split("\n")[:-1]) if peer_file.exists() else Counter()
    assert len(served) == len(numbers), "the peer was not asked with one key per job"
