"""BPMN model -> Program. Everything that can be wrong is found here; nothing is parsed later."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dujiang.bpmn import model as m
from dujiang.calendars import Calendar
from dujiang.engine import program as p
from dujiang.engine.compiling import upstream
from dujiang.engine.compiling.context import Compiling
from dujiang.engine.compiling.nodes import Place, compile_node
from dujiang.kernel.errors import InvalidInput, Problem

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Compiled(msgspec.Struct, frozen=True):
    """The program, or None when there are errors; and everything that is wrong."""

    program: p.Program | None
    problems: tuple[Problem, ...] = ()


def compile_process(
    definitions: m.Definitions,
    process_id: str,
    *,
    decisions: Mapping[str, p.Decision] = NOTHING,
    functions: Mapping[str, Any] = NOTHING,
    calendars: Mapping[str, Calendar] = NOTHING,
    zone: str = "Asia/Shanghai",
) -> p.Program:
    """Compile one process of a file.

    `functions` may be called by name in expressions; `calendars` by key in timers (`STD` for
    `working`); `zone` is meant by dates without one. Raises
    `InvalidInput("engine.process.does_not_compile")` with the problems.
    """
    compiled = check_process(
        definitions,
        process_id,
        decisions=decisions,
        functions=functions,
        calendars=calendars,
        zone=zone,
    )
    if compiled.program is None:
        raise InvalidInput(
            "engine.process.does_not_compile", problems=compiled.problems, process=process_id
        )
    return compiled.program


def check_process(
    definitions: m.Definitions,
    process_id: str,
    *,
    decisions: Mapping[str, p.Decision] = NOTHING,
    functions: Mapping[str, Any] = NOTHING,
    calendars: Mapping[str, Calendar] = NOTHING,
    zone: str = "Asia/Shanghai",
) -> Compiled:
    """Compile one process of a file, and give warnings too. Never raises for content."""
    process = definitions.process(process_id)
    if process is None:
        params = {"process": process_id}
        return Compiled(None, (Problem(code="engine.process.unknown", params=params),))
    compiling = Compiling(
        definitions, process, decisions=decisions, functions=functions, calendars=calendars
    )
    building = _Building(compiling)
    building.level(process.body, process.id, "", "", depth=0)
    program = building.program(process, zone)
    has_errors = any(problem.severity == "error" for problem in compiling.problems)
    return Compiled(None if has_errors else program, tuple(compiling.problems))


class _Building:
    """Tables that grow level by level."""

    def __init__(self, compiling: Compiling) -> None:
        self.compiling = compiling
        self.nodes: dict[str, p.Node] = {}
        self.flows: dict[str, p.Flow] = {}
        self.levels: dict[str, p.Level] = {}
        self.containers: list[tuple[str, m.Container]] = []

    def level(
        self, container: m.Container, level_id: str, parent: str, event_level: str, *, depth: int
    ) -> None:
        """Compile one level and the levels inside."""
        if depth > p.MAX_NESTING:
            self.compiling.report(
                "engine.process.nested_too_deep", level_id, limit=str(p.MAX_NESTING)
            )
            return
        flows = self._flows(container)
        place = Place(self.compiling, container, level_id, event_level)
        for node in container.nodes:
            self.nodes[node.id] = compile_node(place, node, flows)
        self.containers.append((level_id, container))
        self._note_triggers(container)
        for node in container.nodes:
            if isinstance(node, m.SubProcess):
                event = node.id if node.is_event else ""
                self.level(node.body, node.id, level_id, event, depth=depth + 1)
        self.levels[level_id] = self._level(container, level_id, parent)

    def _note_triggers(self, container: m.Container) -> None:
        for node in container.nodes:
            compiled = self.nodes[node.id]
            owns = bool(compiled.boundary) or isinstance(
                compiled, p.CatchNode | p.EventGatewayNode | p.SubProcessNode | p.AdHocNode
            )
            if not owns:
                self.nodes[node.id] = replace(compiled, owns_triggers=False)

    def _flows(self, container: m.Container) -> dict[str, p.Flow]:
        by_id = {node.id: node for node in container.nodes}
        defaults = {_default_of(node) for node in container.nodes} - {""}
        found: dict[str, p.Flow] = {}
        for flow in container.flows:
            if flow.source not in by_id or flow.target not in by_id:
                self.compiling.report("engine.flow.dangling", flow.id)
                continue
            is_default = flow.id in defaults
            condition = None if is_default else self.compiling.feel(flow.condition, flow.id)
            found[flow.id] = p.Flow(
                id=flow.id, target=flow.target, condition=condition, is_default=is_default
            )
        self.flows.update(found)
        return found

    def _level(self, container: m.Container, level_id: str, parent: str) -> p.Level:
        used = self.compiling.used_data
        names = [item.name or item.id for item in container.properties]
        names += [
            name
            for item in container.data
            if not item.refers_to and (name := item.name or item.id) in used
        ]
        return p.Level(
            id=level_id,
            parent=parent,
            starts=tuple(self._starts(container, level_id)),
            event_starts=tuple(self._event_starts(container)),
            variables=tuple(dict.fromkeys(names)),
        )

    def _starts(self, container: m.Container, level_id: str) -> list[str]:
        events = [
            node
            for node in container.nodes
            if isinstance(node, m.Event) and node.kind == "startEvent"
        ]
        if events:
            plain = [event.id for event in events if not event.definitions]
            is_inner = level_id != self.compiling.process.id
            owner = self.nodes.get(level_id)
            is_event = isinstance(owner, p.SubProcessNode) and owner.is_event
            if is_inner and not plain and not is_event:
                self.compiling.report("engine.subprocess.no_start", level_id)
            return plain
        return [node.id for node in container.nodes if self._begins_by_itself(node)]

    def _begins_by_itself(self, node: m.AnyNode) -> bool:
        compiled = self.nodes[node.id]
        match node:
            case m.SubProcess() if node.is_event:
                return False
            case m.Event() if node.kind == "boundaryEvent" or _is_link_target(node):
                return False
            case m.Task() if node.instantiate:
                return False
            case m.Gateway() if node.instantiate:
                return False
            case _:
                return not node.incoming and not compiled.is_for_compensation

    def _event_starts(self, container: m.Container) -> list[str]:
        return [
            inner.id
            for node in container.nodes
            if isinstance(node, m.SubProcess) and node.is_event
            for inner in node.body.nodes
            if isinstance(inner, m.Event) and inner.kind == "startEvent"
        ]

    # --- the whole

    def program(self, process: m.Process, zone: str) -> p.Program:
        """Put the tables together."""
        upstream.fill(self.nodes, self.containers)
        waits = [wait for node in self.nodes.values() for wait in getattr(node, "waits", ())]
        starts = self._start_points(process)
        if not starts and not self.compiling.problems:
            self.compiling.report("engine.process.no_start", process.id)
        return p.Program(
            process_id=process.id,
            name=process.name,
            nodes=self.nodes,
            flows=self.flows,
            levels=self.levels,
            starts=tuple(starts),
            extensions=process.extensions,
            functions=self.compiling.functions,
            calendars=self.compiling.calendars,
            zone=zone,
            has_conditions=any(isinstance(wait, p.ConditionWait) for wait in waits),
            signal_names=frozenset(w.name for w in waits if isinstance(w, p.SignalWait)),
            has_waiting_gateways=any(
                isinstance(node, p.InclusiveNode | p.ComplexNode) and node.joins
                for node in self.nodes.values()
            ),
        )

    def _start_points(self, process: m.Process) -> list[p.StartPoint]:
        found: list[p.StartPoint] = []
        plain = set(self.levels[process.id].starts)
        for model_node in process.body.nodes:
            node = self.nodes[model_node.id]
            if isinstance(node, p.StartNode):
                found.append(
                    p.StartPoint(
                        element_id=node.id,
                        waits=node.waits,
                        is_none=node.id in plain,
                        is_parallel=node.is_parallel,
                    )
                )
            elif node.id in plain:
                found.append(p.StartPoint(element_id=node.id, is_none=True))
            elif isinstance(model_node, m.Task) and model_node.instantiate:
                waits = node.waits if isinstance(node, p.CatchNode) else ()
                found.append(p.StartPoint(element_id=node.id, waits=waits))
            elif isinstance(node, p.EventGatewayNode) and node.is_instantiating:
                found.extend(self._gateway_starts(node))
        return found

    def _gateway_starts(self, gateway: p.EventGatewayNode) -> list[p.StartPoint]:
        events = [self.nodes[flow.target] for flow in gateway.outgoing]
        return [
            p.StartPoint(element_id=event.id, waits=event.waits)
            for event in events
            if isinstance(event, p.CatchNode)
        ]


def _default_of(node: m.AnyNode) -> str:
    match node:
        case m.Gateway():
            return node.default
        case m.Task() | m.CallActivity() | m.SubProcess():
            return node.traits.default
        case m.Event():
            return ""


def _is_link_target(node: m.Event) -> bool:
    return node.kind == "intermediateCatchEvent" and any(
        isinstance(d, m.LinkDefinition) for d in node.definitions
    )
