"""The way of an instance: walked, present and expected, with who stood, stands or will stand there.

What is expected is found by letting the engine go on in memory, as if every open task were done:
the same conditions are asked, nothing is written (SPEC A9, preview).
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from dujiang.approvals.cases.ahead import ahead_of, done, following
from dujiang.approvals.cases.looking import Looking
from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.rules.model import StepRules
from dujiang.approvals.rules.rounds import Placement
from dujiang.approvals.tables import REQUEST, ItemRow, RequestRow, TaskRow
from dujiang.deployments import Deployments
from dujiang.engine import Accepted, Program, State, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.values import Variables
from dujiang.runtime import Actor, InstanceRow, Trail, Visited
from dujiang.store import Reader, Row, Table

StationState: TypeAlias = Literal[
    "done", "now", "expected", "skipped", "rejected", "returned", "failed"
]
StationKind: TypeAlias = Literal[
    "start", "approval", "work", "system", "rule", "condition", "wait", "end"
]

_KINDS: Final[Mapping[str, StationKind]] = {
    "serviceTask": "system",
    "sendTask": "system",
    "scriptTask": "system",
    "callActivity": "system",
    "businessRuleTask": "rule",
    "receiveTask": "wait",
    "intermediateCatchEvent": "wait",
    "endEvent": "end",
}


_CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """One element that people know, on the way of an instance."""

    element_id: str
    kind: StationKind
    state: StationState
    began_at: datetime | None = None
    ended_at: datetime | None = None
    items: tuple[ItemRow, ...] = ()
    """Of the task that was opened there."""
    placements: tuple[Placement, ...] = ()
    """Who would get it, for an expected step."""
    rules: StepRules | None = None
    flow: str = ""
    """For a condition: the sequence flow that it has chosen."""
    picker: str | None = None
    """Of an expected step whose people are still to be picked: the step where they are; empty: the
    start form."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an instance that is asked for its way."""

    instance: InstanceRow
    state: State
    trail: Trail
    tasks: Sequence[TaskRow]
    items: Sequence[ItemRow]


class Paths:
    """Draws ways; over a reader, never over a transaction."""

    def __init__(self, office: Office, deployments: Deployments) -> None:
        self._office = office
        self._deployments = deployments

    def of_instance(
        self, reader: Reader, actor: Actor, at: datetime, way: Way
    ) -> tuple[Station, ...]:
        """Walked and present stations, then those that are expected."""
        program = self._deployments.program(way.instance.version_id)
        stations = list(self._walked(program, way))
        if way.instance.ended_at is None:
            looking = Imagined(reader, self._deployments, actor, at, way.instance)
            ahead = ahead_of(program, way.state, _open_visits(program, way.trail, at), at)
            stations += self._expected(program, looking, ahead, way.instance)
        return tuple(stations)

    def in_short(self, at: datetime, way: Way) -> tuple[Station, ...]:
        """The same stations for a row of a list: nobody is sought for those that are expected."""
        program = self._deployments.program(way.instance.version_id)
        stations = list(self._walked(program, way))
        if way.instance.ended_at is None:
            ahead = ahead_of(program, way.state, _open_visits(program, way.trail, at), at)
            stations += self._expected(program, None, ahead, way.instance)
        return tuple(stations)

    def preview(
        self,
        reader: Reader,
        actor: Actor,
        at: datetime,
        *,
        version_id: int,
        variables: Mapping[str, Any],
    ) -> tuple[Station, ...]:
        """The way that an instance with these variables would take, its start step first."""
        program = self._deployments.program(version_id)
        person = self._office.directory().person(actor.person_id)
        instance = InstanceRow(
            shard=0,
            id=0,
            process_key=program.process_id,
            version_id=version_id,
            state="ACTIVE",
            initiator_id=actor.id,
            department_id=person.department_id if person else 0,
            started_at=at,
            head=b"",
        )
        begin = engine.StartInstance(at=at, variables=Variables(variables))
        outcome = step(program, None, begin)
        if not isinstance(outcome, Accepted):
            return ()
        looking = Imagined(reader, self._deployments, actor, at, instance)
        ahead = following(program, outcome, deque(), at)
        return tuple(self._expected(program, looking, ahead, instance))

    def _walked(self, program: Program, way: Way) -> Iterator[Station]:
        by_key = {task.element_key: task for task in way.tasks}
        for visit in way.trail.visits:
            node = program.nodes.get(visit.element_id)
            if node is None:
                continue
            yield from _conditions(program, visit.flows, "done", visit.began_at)
            if node.kind == "userTask":
                task = by_key.get(visit.key)
                if task is not None and not task.is_undone:
                    yield self._of_task(program, visit, task, way.items)
            elif node.kind in _KINDS and not visit.is_terminated:
                yield _of_system(visit, _KINDS[node.kind])

    def _of_task(
        self, program: Program, visit: Visited, task: TaskRow, items: Sequence[ItemRow]
    ) -> Station:
        rules = self._office.rules(task.version_id, program.nodes[task.step])
        own = tuple(row for row in items if row.task_id == task.id)
        return Station(
            element_id=task.step,
            kind=rules.kind,
            state=_state_of(task, own, visit),
            began_at=task.opened_at,
            ended_at=task.closed_at,
            items=own,
            rules=rules,
        )

    def _expected(
        self,
        program: Program,
        looking: "Imagined | None",
        ahead: Iterator[tuple[facts.ElementActivated, State]],
        instance: InstanceRow,
    ) -> Iterator[Station]:
        for fact, state in ahead:
            element_id, key = fact.element_id, fact.key
            node = program.nodes[element_id]
            yield from _conditions(program, fact.flows, "expected")
            if node.kind == "userTask":
                rules = self._office.rules(instance.version_id, node)
                station = Station(
                    element_id=element_id, kind=rules.kind, state="expected", rules=rules
                )
                if rules.kind == "start":
                    yield replace(station, placements=_initiators(instance.initiator_id))
                elif looking is None:
                    yield station
                else:
                    yield self._peopled(looking, station, key, state)
            elif node.kind in _KINDS:
                yield Station(element_id=element_id, kind=_KINDS[node.kind], state="expected")

    def _peopled(self, looking: "Imagined", station: Station, key: int, state: State) -> Station:
        """Who would get the step, or where that is still to be picked."""
        looking.imagine(state)
        work, element_id = looking.as_work(), station.element_id
        people = StepCase(self._office, work, looking.imagined, element_id, key).people
        source = people.awaits_pick
        if source is not None:
            return replace(station, picker="" if source.of == "initiator" else source.of)
        return replace(station, placements=people.seating().placements)


class Imagined(Looking):
    """A reader that sees one instance as it would be: in a state that nobody has written."""

    def __init__(
        self,
        reader: Reader,
        deployments: Deployments,
        actor: Actor,
        at: datetime,
        instance: InstanceRow,
    ) -> None:
        super().__init__(reader, deployments, actor, at)
        self.imagined = instance
        self._imagined_state: State | None = None

    def imagine(self, state: State) -> None:
        """Let the instance be in this state."""
        self._imagined_state = state

    def state(self, instance: InstanceRow) -> State:
        """The imagined state."""
        assert self._imagined_state is not None, "imagine a state first"
        return self._imagined_state

    def get(self, table: Table[Row], *key: Any, lock: bool = False) -> Row | None:  # noqa: ANN401
        """The stored row; for an instance that is not there yet, its request as it would be."""
        found = super().get(table, *key, lock=lock)
        if found is None and table is REQUEST:
            return self._request()  # type: ignore[return-value]  # a row of REQUEST
        return found

    def _request(self) -> RequestRow:
        row = self.imagined
        return RequestRow(
            shard=row.shard,
            id=row.id,
            process_key=row.process_key,
            version_id=row.version_id,
            initiator_id=row.initiator_id,
            department_id=row.department_id,
            updated_at=self.at,
        )


def _conditions(
    program: Program, flows: Sequence[str], state: StationState, at: datetime | None = None
) -> Iterator[Station]:
    """The gateways that chose these flows."""
    for flow_id in flows:
        source = _chooser(program, flow_id)
        if source:
            yield Station(
                element_id=source,
                kind="condition",
                state=state,
                began_at=at,
                ended_at=at,
                flow=flow_id,
            )


def _chooser(program: Program, flow_id: str) -> str:
    """The gateway that may leave by this flow or by another one; empty where nothing is chosen."""
    choosing = (
        node for node in program.nodes.values() if node.kind in _CHOOSING and len(node.outgoing) > 1
    )
    for node in choosing:
        if any(flow.id == flow_id for flow in node.outgoing):
            return str(node.id)
    return ""


def _initiators(initiator: int) -> tuple[Placement, ...]:
    """The start step is the initiator's, whatever the rules for approvers say."""
    return (Placement(principal=initiator, hand=initiator),)


def _of_system(visit: Visited, kind: StationKind) -> Station:
    state: StationState = "done" if visit.ended_at is not None else "now"
    if visit.has_incident:
        state = "failed"
    return Station(
        element_id=visit.element_id,
        kind=kind,
        state=state,
        began_at=visit.began_at,
        ended_at=visit.ended_at,
    )


def _state_of(task: TaskRow, items: Sequence[ItemRow], visit: Visited) -> StationState:
    if visit.has_incident:
        return "failed"
    match task.outcome:
        case "rejected":
            return "rejected"
        case "returned":
            return "returned"
        case "":
            return "now"
        case _:
            is_skipped = bool(items) and all(row.state == "skipped" for row in items)
            return "skipped" if is_skipped else "done"


def _open_visits(program: Program, trail: Trail, at: datetime) -> deque[engine.Command]:
    """What would bring the instance on: every open task and job done, every wait over."""
    return deque(
        command
        for visit in trail.active
        if (command := done(program, visit.element_id, visit.key, at)) is not None
    )
