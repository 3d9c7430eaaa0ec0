"""Compiling flow nodes: one function per family of elements."""

from collections.abc import Mapping
from typing import Any

from dujiang.bpmn import extensions as x
from dujiang.bpmn import model as m
from dujiang.engine import program as p
from dujiang.engine.compiling import data, events, loops
from dujiang.engine.compiling.context import FEEL_LANGUAGES, Compiling


class Place:
    """Where a node lies, and what the level says about it."""

    def __init__(
        self,
        compiling: Compiling,
        container: m.Container,
        level: str,
        event_level: str,
    ) -> None:
        self.compiling = compiling
        self.container = container
        self.level = level
        self.event_level = event_level
        """Id of the event subprocess that the level is; empty otherwise."""
        self.boundary: dict[str, list[str]] = {}
        self.handlers: dict[str, str] = {}
        for node in container.nodes:
            if isinstance(node, m.Event) and node.kind == "boundaryEvent":
                self.boundary.setdefault(node.attached_to, []).append(node.id)
                self._note_handler(node)

    def _note_handler(self, event: m.Event) -> None:
        if not any(isinstance(d, m.CompensateDefinition) for d in event.definitions):
            return
        for association in self.container.associations:
            ends = (association.source, association.target)
            if event.id in ends:
                other = ends[1] if ends[0] == event.id else ends[0]
                self.handlers[event.attached_to] = other
                return
        self.compiling.report("engine.compensation.no_handler", event.id)


def compile_node(place: Place, node: m.AnyNode, flows: Mapping[str, p.Flow]) -> p.Node:
    """The runnable twin of a flow node."""
    common = _common(place, node, flows)
    match node:
        case m.Task():
            return _task(place, node, common)
        case m.CallActivity():
            return _call(place, node, common)
        case m.SubProcess():
            return _subprocess(place, node, common)
        case m.Event():
            return _event(place, node, common)
        case m.Gateway():
            return _gateway(place, node, common)


def _common(place: Place, node: m.AnyNode, flows: Mapping[str, p.Flow]) -> dict[str, Any]:
    out = tuple(flows[flow_id] for flow_id in node.outgoing if flow_id in flows)
    common: dict[str, Any] = {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "level": place.level,
        "incoming": node.incoming,
        "outgoing": out,
        "extensions": node.extensions,
        "lane": place.container.lanes.get(node.lane) or node.lane,
    }
    if not isinstance(node, m.Gateway):
        common["has_conditions"] = any(f.condition is not None for f in out) or any(
            f.is_default for f in out
        )
    if isinstance(node, m.Task | m.CallActivity | m.SubProcess):
        common.update(_activity(place, node, node.traits))
    elif isinstance(node, m.Event):
        common.update(_event_data(place, node))
    return common


def _activity(
    place: Place, node: m.Task | m.CallActivity | m.SubProcess, traits: m.ActivityTraits
) -> dict[str, Any]:
    compiling = place.compiling
    if traits.start_quantity < 1 or traits.completion_quantity < 1:
        compiling.report("engine.activity.quantity", node.id)
    container = place.container
    inputs = data.associated_inputs(
        compiling, container, traits.inputs, traits.data_inputs, node.id
    ) + data.own_inputs(compiling, node.extensions, node.id)
    outputs = data.associated_outputs(
        compiling, container, traits.outputs, traits.data_outputs, node.id
    ) + data.own_outputs(compiling, node.extensions, node.id)
    return {
        "inputs": tuple(inputs),
        "outputs": tuple(outputs),
        "is_local": bool(inputs or outputs),
        "loop": loops.loop_of(compiling, container, node, traits),
        "boundary": tuple(place.boundary.get(node.id, ())),
        "handler": place.handlers.get(node.id, ""),
        "is_for_compensation": traits.is_for_compensation,
        "start_quantity": traits.start_quantity,
        "completion_quantity": traits.completion_quantity,
        "joins": traits.start_quantity > 1,
    }


def _event_data(place: Place, node: m.Event) -> dict[str, Any]:
    compiling = place.compiling
    inputs = data.own_inputs(compiling, node.extensions, node.id)
    outputs = data.own_outputs(compiling, node.extensions, node.id)
    return {
        "inputs": tuple(inputs),
        "outputs": tuple(outputs),
        "is_local": bool(inputs or outputs),
    }


# --- tasks


def _task(place: Place, node: m.Task, common: dict[str, Any]) -> p.Node:
    compiling = place.compiling
    job = node.extensions.find(x.Job)
    if job is not None:
        return _job(compiling, node.id, job, common)
    match node.kind:
        case "userTask":
            return p.UserTaskNode(**common)
        case "scriptTask" if node.script:
            return _script(compiling, node, common)
        case "businessRuleTask":
            return _decision(compiling, node, common)
        case "receiveTask":
            wait = events.message_wait(
                compiling, node.message_ref, node.operation_ref, node.extensions, node.id
            )
            return p.CatchNode(**common, waits=(wait,))
        case "sendTask" if node.message_ref or node.operation_ref:
            throw = events.message_throw(
                compiling, node.message_ref, node.operation_ref, node.extensions, node.id
            )
            return p.SendNode(**common, throw=throw)
        case "serviceTask":
            compiling.report("engine.service.no_job", node.id, severity="warning")
            return p.PassNode(**common)
        case _:
            return p.PassNode(**common)


def _job(compiling: Compiling, path: str, job: x.Job, common: dict[str, Any]) -> p.JobNode:
    arguments = []
    for name in ("connection", "method", "path", "key", "body", "headers", "ask", "refusal"):
        expr = compiling.text(getattr(job, name), path)
        if expr is not None:
            arguments.append((name, expr))
    if job.query:
        arguments.append(("query", data.Constant("query", value=True)))
    return p.JobNode(
        **common,
        job_type=job.type,
        arguments=tuple(arguments),
        retries=job.retries,
        deadline=compiling.text(job.deadline, path),
    )


def _script(compiling: Compiling, node: m.Task, common: dict[str, Any]) -> p.Node:
    if node.script_format.lower() not in FEEL_LANGUAGES:
        compiling.report("engine.script.language", node.id, language=node.script_format)
        return p.PassNode(**common)
    script = compiling.must(node.script, node.id)
    if script is None:
        return p.PassNode(**common)
    return p.ScriptNode(**common, script=script, result=node.result)


def _decision(compiling: Compiling, node: m.Task, common: dict[str, Any]) -> p.Node:
    decision = node.extensions.find(x.Decision)
    if decision is None:
        compiling.report("engine.decision.missing", node.id, severity="warning")
        return p.PassNode(**common)
    found = compiling.decisions.get(decision.ref)
    if found is None:
        compiling.report("engine.decision.unknown", node.id, decision=decision.ref)
    return p.DecisionNode(
        **common,
        decision=decision.ref,
        model=found,
        result=decision.result,
        on=compiling.must(decision.on, node.id),
    )


# --- calls and subprocesses


def _call(place: Place, node: m.CallActivity, common: dict[str, Any]) -> p.Node:
    called = node.extensions.find(x.Called) or x.Called()
    task = place.compiling.definitions.global_tasks.get(called.processKey or node.called_element)
    if task is not None:
        return _task(place, _as_task(node, task), common)
    key = place.compiling.text(called.processKey or node.called_element, node.id)
    if key is None:
        place.compiling.report("engine.call.missing", node.id)
        return p.PassNode(**common)
    version = called.versionTag if called.version is None else str(called.version)
    return p.CallNode(
        **common,
        process_key=key,
        binding=called.binding,
        version_tag=version,
        passes_all=called.allVariables,
    )


def _as_task(node: m.CallActivity, task: m.GlobalTask) -> m.Task:
    """A global task where it is called: done in place, with the call activity's surroundings."""
    return m.Task(
        id=node.id,
        kind=task.kind,
        extensions=task.extensions,
        script=task.script,
        script_format=task.script_format,
        result=task.result,
    )


def _subprocess(place: Place, node: m.SubProcess, common: dict[str, Any]) -> p.Node:
    common["is_undone_inside"] = _has_undoing(node)
    if node.kind != "adHocSubProcess":
        return p.SubProcessNode(
            **common, is_transaction=node.kind == "transaction", is_event=node.is_event
        )
    settings = node.extensions.find(x.AdHoc) or x.AdHoc()
    return p.AdHocNode(
        **common,
        is_sequential=node.ordering == "Sequential",
        is_manual=settings.manual,
        elements=place.compiling.must(settings.elements, node.id),
        completion=place.compiling.feel(node.completion_condition, node.id),
        cancel_remaining=node.cancel_remaining,
    )


def _has_undoing(node: m.SubProcess) -> bool:
    for inner in node.body.nodes:
        if isinstance(inner, m.SubProcess) and inner.is_event:
            for start in inner.body.nodes:
                definitions = start.definitions if isinstance(start, m.Event) else ()
                if any(isinstance(d, m.CompensateDefinition) for d in definitions):
                    return start.kind == "startEvent"
    return False


# --- events


def _event(place: Place, node: m.Event, common: dict[str, Any]) -> p.Node:
    compiling = place.compiling
    match node.kind:
        case "startEvent":
            return p.StartNode(
                **common,
                **_catching(compiling, node),
                is_interrupting=node.is_interrupting or _always_interrupts(node),
                subprocess=place.event_level,
            )
        case "boundaryEvent":
            return p.BoundaryNode(
                **common,
                **_catching(compiling, node),
                is_interrupting=node.is_interrupting or _always_interrupts(node),
                attached_to=node.attached_to,
            )
        case "intermediateCatchEvent":
            waits = events.waits_of(compiling, node.definitions, node.extensions, node.id)
            return p.CatchNode(**common, waits=waits, is_parallel=node.is_parallel)
        case _:
            return _throwing(place, node, common)


def _catching(compiling: Compiling, node: m.Event) -> dict[str, Any]:
    return {
        "waits": events.waits_of(compiling, node.definitions, node.extensions, node.id),
        "catches": events.catches_of(compiling, node.definitions, node.id),
        "is_parallel": node.is_parallel,
    }


def _always_interrupts(node: m.Event) -> bool:
    kinds = (m.ErrorDefinition, m.CancelDefinition)
    return any(isinstance(d, kinds) for d in node.definitions)


def _throwing(place: Place, node: m.Event, common: dict[str, Any]) -> p.Node:
    job = node.extensions.find(x.Job)
    if job is not None:
        return _job(place.compiling, node.id, job, common)
    throws = tuple(
        throw
        for definition in node.definitions
        if (
            throw := events.throw_of(
                place.compiling, place.container, definition, node.extensions, node.id
            )
        )
        is not None
    )
    return p.ThrowNode(**common, throws=throws)


# --- gateways


def _gateway(place: Place, node: m.Gateway, common: dict[str, Any]) -> p.Node:
    has_several = len(node.incoming) > 1
    match node.kind:
        case "exclusiveGateway":
            return p.ExclusiveNode(**common)
        case "parallelGateway":
            return p.ParallelNode(**common, joins=has_several)
        case "inclusiveGateway":
            return p.InclusiveNode(**common, joins=has_several)
        case "eventBasedGateway":
            return p.EventGatewayNode(
                **common, is_instantiating=node.instantiate, is_parallel=node.is_parallel
            )
        case _:
            activation = place.compiling.feel(node.activation_condition, node.id)
            return p.ComplexNode(**common, joins=has_several, activation=activation)
