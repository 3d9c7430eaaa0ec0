"""Durable instances on SQLite and PostgreSQL, against SpiffWorkflow with its own serialiser.

    python -m bench.durable           prints a table and merges rows into build/bench.json

Both sides commit to disk (WAL, synchronous = FULL; fsync on) before a client goes on. Ours passes
every command through the one door: state, facts, audit line and receipt. The process is set up as
`dujiang serve` sets it up (rare garbage collection), the peer with it; only the turns of threads
are ours on our side and Python's own on the peer's. The peer stores one row
of its serialised state a command: read, deserialise, run, serialise, update, commit. Clients: ours
are coroutines of one loop as in the server, the peer's are threads; both are one process, and both
take their best of several rounds. Wall time, PostgreSQL's own time included.
"""

# ruff: noqa: ANN401 - what the peer gives has no types
import asyncio
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter, process_time
from typing import Any, NamedTuple

import psycopg
import structlog
from tests.postgres import PrivatePostgres, is_installed
from tests.runtime.house import ALL_TABLES, LI, House

from bench.engine import Spiff, merge, row, spiff_parts, w1, w2, w3
from dujiang.engine import commands as engine
from dujiang.kernel.clock import SystemClock
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    SYSTEM,
    TURN_S,
    Advance,
    LoopSink,
    Request,
    StartProcess,
    settle,
)
from dujiang.store import open_store

CLIENTS = (1, 16, 256)
SECONDS = 2.0
ROUNDS = 2
PYTHONS_TURN_S = sys.getswitchinterval()
"""How threads of the peer take turns: as Python has it."""
PEER_CONNECTIONS = 32
CASES: dict[str, Any] = {"W1": w1, "W2": w2, "W3": w3}
DAYS = Variables({"days": as_value(5)})


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a fresh database on disk."""
    if kind == "PostgreSQL":
        server = PrivatePostgres(is_durable=True)
        try:
            yield server.url()
        finally:
            server.remove()
        return
    build = Path(__file__).parents[1] / "build"
    build.mkdir(exist_ok=True)
    folder = mkdtemp(prefix="bench-", dir=build)
    try:
        yield f"sqlite:///{folder}/bench.db"
    finally:
        rmtree(folder)


# --- ours


class Ours:
    """The door over one database."""

    def __init__(self, url: str) -> None:
        builds = [make() for make in CASES.values()]
        store = open_store(url, ALL_TABLES)
        store.create_missing()
        documents = {build.process_id: build.xml() for build in builds}
        self.house = House(store, documents, clock=SystemClock())
        self.house.door.start()
        self._keys = count()
        self._task_keys = self._user_tasks()

    def _user_tasks(self) -> list[int]:
        """Keys of W2's two user tasks: the same in every instance."""
        instance_id = self.house.start("w2", days=5)
        keys = []
        for element in ("apply", "manager"):
            keys.append(self.house.key_of(instance_id, element))
            self.house.complete(instance_id, element, days=5).expect()
        return keys

    def rate(self, case: str, clients: int) -> float:
        """Instances a second."""
        return asyncio.run(self._run(case.lower(), clients))

    def figure(self, name: str) -> float:
        """A figure of the door's metrics, all labels together."""
        found = 0.0
        for family in self.house.door.metrics.registry.collect():
            found += sum(s.value for s in family.samples if s.name == name)
        return found

    async def _run(self, process_key: str, clients: int) -> float:
        sink = LoopSink(asyncio.get_running_loop())
        begun = perf_counter()
        done = await asyncio.gather(
            *(self._client(sink, process_key, begun + SECONDS) for _ in range(clients))
        )
        return sum(done) / (perf_counter() - begun)

    async def _client(self, sink: LoopSink, process_key: str, until: float) -> int:
        finished = 0
        while perf_counter() < until:
            start = StartProcess(process_key=process_key)
            instance_id = (await self._ask(sink, start, LI)).expect()["instance_id"]
            if process_key == "w2":
                for key in self._task_keys:
                    at = self.house.clock.now()
                    complete = engine.CompleteUserTask(at=at, key=key, variables=DAYS)
                    (await self._ask(sink, Advance(instance_id, complete), SYSTEM)).expect()
            finished += 1
        return finished

    async def _ask(self, sink: LoopSink, command: Any, actor: Any) -> Any:
        key = f"bench {next(self._keys)}"
        request = Request(command, actor, key, self.house.clock.now())
        return await self.house.door.submit_to(sink, request)

    def close(self) -> None:
        """Stop."""
        self.house.close()
        self.house.store.close()


# --- the peer


class SpiffStore:
    """SpiffWorkflow over one table."""

    def __init__(self, url: str) -> None:
        self._is_sqlite = url.startswith("sqlite")
        self._connections: SimpleQueue[Any] = SimpleQueue()
        for _ in range(1 if self._is_sqlite else PEER_CONNECTIONS):
            self._connections.put(self._connect(url))
        self._change("CREATE TABLE spiff (id bigint PRIMARY KEY, state text NOT NULL)", ())
        self._models = {name: spiff_parts(make()) for name, make in CASES.items()}
        self._ids = count()

    def _connect(self, url: str) -> Any:
        if not self._is_sqlite:
            return psycopg.connect(url)
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def rate(self, case: str, clients: int) -> float:
        """Instances a second."""
        model = self._models[case]
        finished = [0] * clients
        begun = perf_counter()

        def client(number: int) -> None:
            while perf_counter() < begun + SECONDS:
                self._instance(case, model)
                finished[number] += 1

        threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(finished) / (perf_counter() - begun)

    def _instance(self, case: str, model: Spiff) -> None:
        from SpiffWorkflow import TaskState

        workflow = model.start()
        identifier = next(self._ids)
        state = model.serializer.serialize_json(workflow)
        self._change("INSERT INTO spiff VALUES (%s, %s)", (identifier, state))
        for _ in range(2 if case == "W2" else 0):
            workflow = model.serializer.deserialize_json(self._read(identifier))
            (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
            task.data["days"] = 5
            task.run()
            workflow.do_engine_steps()
            state = model.serializer.serialize_json(workflow)
            self._change("UPDATE spiff SET state = %s WHERE id = %s", (state, identifier))
        assert workflow.is_completed()

    def _change(self, statement: str, values: tuple[Any, ...]) -> None:
        self._with(lambda c: c.execute(self._words(statement), values), commits=True)

    def _read(self, identifier: int) -> str:
        text = self._words("SELECT state FROM spiff WHERE id = %s")
        found: str = self._with(lambda c: c.execute(text, (identifier,)).fetchone()[0])
        return found

    def _words(self, statement: str) -> Any:
        return statement.replace("%s", "?") if self._is_sqlite else statement.encode()

    def _with(self, act: Callable[[Any], Any], *, commits: bool = False) -> Any:
        connection = self._connections.get()
        try:
            result = act(connection)
            if commits or not self._is_sqlite:
                connection.commit()
            return result
        finally:
            self._connections.put(connection)

    def close(self) -> None:
        """Close the connections."""
        while not self._connections.empty():
            self._connections.get().close()


# --- both


class Figures(NamedTuple):
    """Instances a second, and processor time of our process an instance."""

    rate: float
    cpu_us: float


def best(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[Figures, Figures]:
    """The best of several rounds, taken in turn: noise of the machine meets both."""
    rounds = [(_measured(ours, TURN_S), _measured(peer, PYTHONS_TURN_S)) for _ in range(ROUNDS)]
    return _best([mine for mine, _ in rounds]), _best([theirs for _, theirs in rounds])


def _measured(run: Callable[[], float], turn_s: float) -> Figures:
    sys.setswitchinterval(turn_s)
    begun, cpu = perf_counter(), process_time()
    rate = run()
    instances = rate * (perf_counter() - begun)
    return Figures(rate, (process_time() - cpu) / max(instances, 1) * 1e6)


def _best(rounds: list[Figures]) -> Figures:
    return Figures(max(f.rate for f in rounds), min(f.cpu_us for f in rounds))


def compare(kind: str) -> list[dict[str, Any]]:
    """Every case at every number of clients, on one kind of database."""
    rows = []
    with database(kind) as our_url, database(kind) as peer_url:
        ours, peer = Ours(our_url), SpiffStore(peer_url)
        for case in CASES:
            for clients in CLIENTS:
                before = _counted(ours)
                mine, theirs = best(
                    partial(ours.rate, case, clients), partial(peer.rate, case, clients)
                )
                commits, commands = (
                    now - then for now, then in zip(_counted(ours), before, strict=True)
                )
                name = f"durable {case} {kind} {clients} clients"
                rows.append(row(name, "instances/s", mine.rate, theirs.rate, "SpiffWorkflow"))
                rows.append(
                    row(f"{name}: CPU", "µs/instance", mine.cpu_us, theirs.cpu_us, "SpiffWorkflow")
                )
                share = row(f"{name}: commits", "commits/command", commits / commands, 1.0,
                            "SpiffWorkflow")  # fmt: skip
                rows.append(share)
                _show(rows[-3], rows[-2], commits / commands)
        _show_time(ours)
        ours.close()
        peer.close()
    return rows


def _counted(ours: Ours) -> tuple[float, float]:
    return ours.figure("dujiang_commits_total"), ours.figure("dujiang_commands_total")


def _show(each: dict[str, Any], cpu: dict[str, Any], share: float) -> None:
    values = f"{each['ours']:>8.0f} {each['peer']:>6.0f} {each['ratio']:>6.1f}x"
    spent = f"{cpu['ours']:>8.0f} {cpu['peer']:>8.0f} {cpu['ratio']:>6.1f}x"
    sys.stdout.write(f"{each['case']:<34}{values}   {spent}   {share:.3f}\n")
    sys.stdout.flush()


def _show_time(ours: Ours) -> None:
    commands = ours.figure("dujiang_commands_total")
    for part in ("deciding", "writing"):
        spent = ours.figure(f"dujiang_{part}_seconds_sum") / commands * 1e6
        sys.stdout.write(f"    {part}: {spent:.0f} µs a command\n")


def main() -> None:
    """Measure, print, write."""
    heading = (
        "instances/s: ours, peer, ratio   CPU µs/instance: ours, peer, ratio   commits/command"
    )
    sys.stdout.write(f"{'':<34}{heading}\n")
    settle()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("critical"))
    for kind in ("SQLite", "PostgreSQL"):
        if kind == "SQLite" or is_installed():
            merge(compare(kind))


if __name__ == "__main__":
    main()
