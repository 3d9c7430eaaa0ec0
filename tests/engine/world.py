"""A small world around the engine for tests: what a runtime does, in memory and with a set clock.

Starts called processes, correlates messages (early ones are kept for their time to live),
broadcasts signals, fires timers in order, hands jobs to functions. Every step is checked against
the replay law and the invariants of the state.
"""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from dujiang.engine import Accepted, Program, Rejected, State, apply_all, step
from dujiang.engine import commands as c
from dujiang.engine import events as ev
from dujiang.engine.invariants import broken_invariants
from dujiang.engine.program import MessageWait, SignalWait
from dujiang.kernel.values import Variables, as_value

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Job = Callable[[dict[str, Any]], Mapping[str, Any]]


class BpmnError(Exception):
    """A job handler raises it to throw a BPMN error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Instance:
    """One process instance of a world."""

    def __init__(self, number: int, program: Program, parent: tuple[int, int] | None) -> None:
        self.number = number
        self.program = program
        self.state: State | None = None
        self.parent = parent
        self.facts: list[ev.Fact] = []
        self.commands: list[tuple[Program, c.Command]] = []

    def replayed(self) -> State | None:
        """The state that the recorded commands give when they are carried out again."""
        state: State | None = None
        for program, command in self.commands:
            outcome = step(program, state, command)
            assert isinstance(outcome, Accepted), outcome
            state = outcome.state
        return state


class World:
    """Instances of several programs and what goes on between them."""

    made: ClassVar[list["World"]] = []
    """All worlds since the list was cleared: tests replay their histories."""

    def __init__(self, *programs: Program, jobs: Mapping[str, Job] | None = None) -> None:
        World.made.append(self)
        self.programs = {program.process_id: program for program in programs}
        self.jobs = dict(jobs or {})
        self.now = AT
        self.instances: list[Instance] = []
        self.early: list[tuple[ev.MessageThrown, datetime]] = []
        self.open_jobs: dict[tuple[int, int], ev.JobCreated] = {}
        self.rejections: list[Rejected] = []
        self._todo: deque[tuple[int, ev.Fact]] = deque()

    # --- asking

    def start(
        self,
        process_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        start_element: str | None = None,
        parent: tuple[int, int] | None = None,
    ) -> Instance:
        """Start an instance and let everything settle."""
        instance = Instance(len(self.instances), self.programs[process_id], parent)
        self.instances.append(instance)
        named = Variables({k: as_value(v) for k, v in (variables or {}).items()})
        self.submit(instance, c.StartInstance(start_element, named, at=self.now))
        return instance

    def submit(self, instance: Instance, command: c.Command) -> Accepted | Rejected:
        """One command, and what follows from it."""
        outcome = self._step(instance, command)
        self._settle()
        return outcome

    def complete(self, instance: Instance, element_id: str, **variables: Any) -> None:
        """Complete the oldest open user task of an element."""
        key = self.key_of(instance, element_id)
        named = Variables({k: as_value(v) for k, v in variables.items()})
        outcome = self.submit(instance, c.CompleteUserTask(key, named, at=self.now))
        assert isinstance(outcome, Accepted), outcome

    def key_of(self, instance: Instance, element_id: str) -> int:
        """Key of the oldest active instance of an element."""
        assert instance.state is not None
        found = [k for k, v in instance.state.active().items() if v == element_id]
        assert found, f"{element_id} is not active: {instance.state.active()}"
        return min(found)

    def trigger_of(self, instance: Instance, element_id: str) -> int:
        """Key of the oldest open trigger of an event."""
        assert instance.state is not None
        found = [
            key
            for scope in instance.state.scopes.values()
            for key, trigger in scope.triggers.items()
            if trigger.element_id == element_id
        ]
        assert found, f"nothing waits at {element_id}"
        return min(found)

    def advance(self, by: timedelta) -> None:
        """Move the clock; every timer that becomes due fires at its instant, in order."""
        until = self.now + by
        for _ in range(100_000):
            due = self._next_timer()
            if due is None or due[0] > until:
                break
            self.now = max(self.now, due[0])
            self.submit(self.instances[due[1]], c.TriggerTimer(due[2], at=self.now))
        self.now = until

    def throw_message(
        self, name: str, correlation: str | None = None, ttl: timedelta | None = None, **v: Any
    ) -> None:
        """A message from outside."""
        variables = Variables({k: as_value(x) for k, x in v.items()})
        self._message(ev.MessageThrown(-1, "", name, correlation, variables, ttl))
        self._settle()

    def throw_signal(self, name: str) -> None:
        """A signal from outside."""
        self._signal(-1, ev.SignalThrown(-1, "", name))
        self._settle()

    def run_jobs(self) -> None:
        """Let the workers do everything that is open."""
        while self.open_jobs:
            (number, key), job = next(iter(self.open_jobs.items()))
            del self.open_jobs[number, key]
            self.do_job(number, key, job)

    # --- inside

    def _step(self, instance: Instance, command: c.Command) -> Accepted | Rejected:
        before = instance.state
        outcome = step(instance.program, before, command)
        if isinstance(outcome, Rejected):
            self.rejections.append(outcome)
            return outcome
        assert apply_all(before, outcome.facts) == outcome.state, "replay"
        assert not broken_invariants(instance.program, outcome.state)
        instance.state = outcome.state
        instance.facts.extend(outcome.facts)
        instance.commands.append((instance.program, command))
        self._todo.extend((instance.number, fact) for fact in outcome.facts)
        return outcome

    def _settle(self) -> None:
        while self._todo:
            number, fact = self._todo.popleft()
            self._react(self.instances[number], fact)

    def _react(self, instance: Instance, fact: ev.Fact) -> None:  # noqa: C901 - flat match
        match fact:
            case ev.ProcessCalled():
                self._call(instance, fact)
            case ev.InstanceCompleted() if instance.parent is not None:
                parent, key = instance.parent
                command = c.CompleteCall(key, fact.variables, at=self.now)
                self._step(self.instances[parent], command)
            case ev.ErrorThrown() if not fact.caught_by and instance.parent is not None:
                parent, key = instance.parent
                self._step(self.instances[parent], c.ThrowError(key, fact.error_code, at=self.now))
            case ev.EscalationThrown() if not fact.caught_by and instance.parent is not None:
                parent, key = instance.parent
                command = c.ThrowEscalation(key, fact.escalation_code, fact.variables, at=self.now)
                self._step(self.instances[parent], command)
            case ev.CalledProcessCancelled():
                for child in self.instances:
                    if child.parent == (instance.number, fact.key):
                        self._step(child, c.CancelInstance("cancelled", at=self.now))
            case ev.MessageThrown():
                self._message(fact)
            case ev.SubscriptionOpened() if fact.kind == "message":
                self._give_early(instance, fact)
            case ev.SignalThrown():
                self._signal(instance.number, fact)
            case ev.JobCreated():
                self.open_jobs[instance.number, fact.key] = fact
                if fact.job_type in self.jobs:
                    del self.open_jobs[instance.number, fact.key]
                    self.do_job(instance.number, fact.key, fact)
            case ev.JobCancelled():
                self.open_jobs.pop((instance.number, fact.key), None)
            case _:
                pass

    def do_job(self, number: int, key: int, job: ev.JobCreated) -> None:
        """One job, by its handler; without one it completes with nothing."""
        instance = self.instances[number]
        handler = self.jobs.get(job.job_type)
        try:
            result = {} if handler is None else handler(dict(job.inputs))
        except BpmnError as error:
            self._step(instance, c.ThrowError(key, error.code, at=self.now))
        else:
            named = Variables({k: as_value(v) for k, v in result.items()})
            self._step(instance, c.CompleteJob(key, named, at=self.now))
        self._settle()

    def _call(self, instance: Instance, fact: ev.ProcessCalled) -> None:
        if fact.process_key not in self.programs:
            failed = c.FailJob(fact.key, "runtime.process.unknown", at=self.now)
            self._step(instance, failed)
            return
        child = Instance(
            len(self.instances), self.programs[fact.process_key], (instance.number, fact.key)
        )
        self.instances.append(child)
        self._step(child, c.StartInstance(None, fact.variables, at=self.now))

    def _message(self, fact: ev.MessageThrown) -> None:
        for instance in self.instances:
            for key, found in self._waiting(instance, "message", fact.name):
                if found == fact.correlation:
                    self._step(instance, c.DeliverMessage(key, fact.variables, at=self.now))
                    return
        for program in self.programs.values():
            for point in program.starts:
                for wait in point.waits:
                    if isinstance(wait, MessageWait) and wait.name == fact.name:
                        self._begin(program, point.element_id, fact.variables)
                        return
        ttl = fact.time_to_live or timedelta(hours=1)
        self.early.append((fact, self.now + ttl))

    def _give_early(self, instance: Instance, fact: ev.SubscriptionOpened) -> None:
        for entry in list(self.early):
            message, until = entry
            is_it = message.name == fact.name and message.correlation == fact.correlation
            if is_it and until > self.now and self._is_open(instance, fact.key):
                self.early.remove(entry)
                self._step(instance, c.DeliverMessage(fact.key, message.variables, at=self.now))
                return

    def _signal(self, origin: int, fact: ev.SignalThrown) -> None:
        for instance in list(self.instances):
            if instance.number == origin:
                continue
            for key, _ in self._waiting(instance, "signal", fact.name):
                if self._is_open(instance, key):
                    self._step(instance, c.DeliverSignal(key, fact.variables, at=self.now))
        for program in list(self.programs.values()):
            for point in program.starts:
                for wait in point.waits:
                    if isinstance(wait, SignalWait) and wait.name == fact.name:
                        self._begin(program, point.element_id, fact.variables)

    def _begin(self, program: Program, start_element: str, variables: Variables) -> None:
        instance = Instance(len(self.instances), program, None)
        self.instances.append(instance)
        self._step(instance, c.StartInstance(start_element, variables, at=self.now))

    def _waiting(self, instance: Instance, kind: str, name: str) -> list[tuple[int, str | None]]:
        if instance.state is None:
            return []
        return sorted(
            (key, trigger.correlation)
            for scope in instance.state.scopes.values()
            for key, trigger in scope.triggers.items()
            if trigger.kind == kind and trigger.name == name
        )

    def _is_open(self, instance: Instance, key: int) -> bool:
        return instance.state is not None and key in instance.state.where

    def _next_timer(self) -> tuple[datetime, int, int] | None:
        due = [
            (trigger.due_at, instance.number, key)
            for instance in self.instances
            if instance.state is not None and not instance.state.is_ended
            for scope in instance.state.scopes.values()
            for key, trigger in scope.triggers.items()
            if trigger.due_at is not None
        ]
        return min(due, default=None)


def number(value: int) -> Decimal:
    """A FEEL number."""
    return Decimal(value)


def completed(instance: Instance) -> list[str]:
    """Ids of elements in the order in which their instances completed."""
    return [fact.element_id for fact in instance.facts if isinstance(fact, ev.ElementCompleted)]


def waiting(instance: Instance) -> list[str]:
    """Ids of active elements, sorted."""
    assert instance.state is not None
    return sorted(instance.state.active().values())


def incidents(instance: Instance) -> list[str]:
    """Codes of open incidents."""
    assert instance.state is not None
    return [incident.code for incident in instance.state.incidents().values()]


def has_ended(instance: Instance) -> bool:
    """Whether the instance has completed."""
    return instance.state is not None and instance.state.status == "completed"


def facts_of(instance: Instance, kind: type[ev.Fact]) -> list[Any]:
    """The facts of one kind, in order."""
    return [fact for fact in instance.facts if isinstance(fact, kind)]
