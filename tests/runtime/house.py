"""A runtime of its own for tests: models by name, job handlers as functions, a clock by hand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.bpmn import parse
from dujiang.engine import Program, State, compile_process
from dujiang.engine import commands as engine
from dujiang.kernel.clock import Clock, ManualClock
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    ENGINE_FACTS,
    RUNTIME_FACTS,
    RUNTIME_REACTORS,
    SYSTEM,
    TABLES,
    Actor,
    Advance,
    Answer,
    Clockwork,
    Dispatcher,
    Duties,
    InstanceRow,
    JobHandler,
    JobType,
    Outbox,
    Pruning,
    Request,
    RetrySchedule,
    Route,
    StartProcess,
    Vocabulary,
    Wanted,
    Work,
    merge_reactors,
    merge_routes,
    read_log,
    runtime_routes,
)
from dujiang.runtime.deciding.states import state_from
from dujiang.runtime.retries import PEER
from dujiang.runtime.tables import INCIDENT, INSTANCE, JOB, SCOPE, TIMER, IncidentRow, JobRow
from dujiang.store import Store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LI = Actor(
    person_id=7,
    permissions=frozenset(
        ("process.start", "instance.operate", "incident.repair", "message.publish")
    ),
)
ALL_TABLES = (*TABLES, *AUDIT_TABLES)


class Models:
    """Compiled programs by version id; the first of each process is in force."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self._programs: dict[int, Program] = {}
        self._ids: dict[str, int] = {}
        for number, (process_id, xml) in enumerate(documents.items(), 1):
            parsed = parse(xml)
            assert parsed.definitions is not None, parsed.problems
            self._programs[number] = compile_process(parsed.definitions, process_id)
            self._ids[process_id] = number

    def add(self, process_id: str, xml: bytes) -> int:
        parsed = parse(xml)
        assert parsed.definitions is not None, parsed.problems
        number = max(self._programs) + 1
        self._programs[number] = compile_process(parsed.definitions, process_id)
        return number

    def program(self, version_id: int) -> Program:
        return self._programs[version_id]

    def in_force(self, process_key: str, wanted: Wanted, work: Work) -> int:
        if process_key not in self._ids:
            raise NotFound("deployments.process.not_found")
        return self._ids[process_key]

    def beginning(self, start: StartProcess, work: Work) -> msgspec.Struct:
        return start

    def started_by_message(self, name: str, work: Work) -> tuple[str, str] | None:
        return None

    def started_by_signal(self, name: str, work: Work) -> Iterable[tuple[str, str]]:
        return ()


class House:
    """One runtime over a store, worked by hand: `ask`, `advance`, `drain`."""

    def __init__(
        self,
        store: Store,
        documents: Mapping[str, bytes],
        *,
        handlers: Mapping[str, JobHandler] | None = None,
        retries: RetrySchedule = PEER,
        clock: Clock | None = None,
        routes: Mapping[type[msgspec.Struct], Route[Any]] | None = None,
        reactors: Mapping[type[msgspec.Struct], Any] | None = None,
        facts: Iterable[type[msgspec.Struct]] = (),
    ) -> None:
        self.store = store
        self.clock: Any = clock or ManualClock(AT)
        models = self._models = Models(documents)
        job_types = {name: JobType(handle, retries) for name, handle in (handlers or {}).items()}
        self.routes = merge_routes(
            runtime_routes(models, models, job_types, lambda: self.vocabulary), routes or {}
        )
        self.vocabulary = Vocabulary([*self.routes, *ENGINE_FACTS, *RUNTIME_FACTS, *facts])
        self.door = Dispatcher(
            store,
            self.routes,
            merge_reactors(RUNTIME_REACTORS, reactors or {}),
            programs=models,
            clock=self.clock,
        )
        self.outbox = Outbox(self.door, job_types, running=0)
        self.duties = Duties(self.door, [Clockwork(self.door), self.outbox, Pruning(self.door)])

    def deploy(self, process_id: str, xml: bytes) -> int:
        """A further version, not in force; its id."""
        return self._models.add(process_id, xml)

    def ask(self, command: msgspec.Struct, key: str | None = None, actor: Actor = LI) -> Answer:
        """Give a command at the clock's now."""
        return self.door.ask(Request(command, actor, key, self.clock.now()))

    def start(self, process_key: str, key: str | None = None, **variables: Any) -> int:
        """Start an instance; its id."""
        values = Variables({name: as_value(value) for name, value in variables.items()})
        command = StartProcess(process_key=process_key, variables=values)
        started: int = self.ask(command, key).expect()["instance_id"]
        return started

    def advance(self, instance_id: int, command: type[engine.Command], **fields: Any) -> Answer:
        """Give an engine command in the system's name."""
        return self.ask(Advance(instance_id, command(at=self.clock.now(), **fields)), actor=SYSTEM)

    def complete(self, instance_id: int, element_id: str, **variables: Any) -> Answer:
        """Complete the open user task of an element."""
        values = Variables({name: as_value(value) for name, value in variables.items()})
        key = self.key_of(instance_id, element_id)
        return self.advance(instance_id, engine.CompleteUserTask, key=key, variables=values)

    def wait(self, by: timedelta) -> None:
        """Let time pass, stopping at everything that is planned in between."""
        until = self.clock.now() + by
        while True:
            self.duties.drain()
            next_at = self.duties.next_at()
            if next_at is None or next_at > until:
                break
            self.clock.set(max(next_at, self.clock.now()))
        self.clock.set(until)
        self.duties.drain()

    def instance(self, instance_id: int) -> InstanceRow:
        """The instance's row."""
        with self.store.read() as reader:
            row = reader.get(INSTANCE, shard_of(instance_id), instance_id)
        assert row is not None
        return row

    def state(self, instance_id: int) -> State:
        """The instance's state, as the database has it."""
        row = self.instance(instance_id)
        with self.store.read() as reader:
            scopes = reader.find(SCOPE, "by_instance", row.shard, row.id)
        return state_from(row, scopes)

    def active(self, instance_id: int) -> list[str]:
        """Elements that are active, in order."""
        return sorted(self.state(instance_id).active().values())

    def key_of(self, instance_id: int, element_id: str) -> int:
        """Key of the active visit of an element."""
        active = self.state(instance_id).active()
        return next(key for key, element in active.items() if element == element_id)

    def facts(self, instance_id: int) -> list[msgspec.Struct]:
        """Every fact in the instance's log."""
        with self.store.read() as reader:
            rows = read_log(reader, instance_id)
        return [
            fact for row in rows for entry in self.vocabulary.entries(row) for fact in entry.facts
        ]

    def jobs(self) -> list[JobRow]:
        """All jobs that are not finished."""
        return self._all(JOB)

    def timers(self) -> list[Any]:
        """All timers that run."""
        return self._all(TIMER)

    def incidents(self) -> list[IncidentRow]:
        """All incidents, resolved ones too."""
        return self._all(INCIDENT)

    def _all(self, table: Any) -> list[Any]:
        with self.store.read() as reader:
            rows = reader.rows(select(table.sql))
        return [table.from_values(row) for row in rows]

    def close(self) -> None:
        """Stop as a server does."""
        self.duties.stop()
        self.door.stop()


@contextmanager
def opened(store: Store, documents: Mapping[str, bytes], **options: Any) -> Iterator[House]:
    """A house that is closed afterwards."""
    house = House(store, documents, **options)
    try:
        yield house
    finally:
        house.close()


Handler = Callable[..., Any]
