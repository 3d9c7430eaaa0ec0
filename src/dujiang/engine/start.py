"""How an instance begins: at its none start event, at another one, or by a first message."""

from dujiang.engine import lifecycle, triggers
from dujiang.engine.commands import StartInstance
from dujiang.engine.events import InstanceStarted
from dujiang.engine.expressions import Stuck
from dujiang.engine.happenings import after_event
from dujiang.engine.program import CatchNode, EventGatewayNode, Node, StartNode, StartPoint, Wait
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Run
from dujiang.engine.state import ROOT
from dujiang.kernel.values import NO_VARIABLES


def start_instance(run: Run, command: StartInstance) -> Rejected | None:
    """Make the root scope and enter the start."""
    program = run.program
    points = _points(run, command.start_element)
    if not points:
        return Rejected("engine.start.unknown", {"element": command.start_element or ""})
    run.emit(InstanceStarted(program.process_id, command.variables))
    run.is_dirty = True
    try:
        is_free = lifecycle.open_level(run, program.process_id, ROOT)
    except Stuck as stuck:
        run.fail(ROOT, program.process_id, stuck, "trigger")
        is_free = True
    if is_free:
        for point in points:
            run.later(_enter, run, program.nodes[point.element_id], command.start_element)
    return None


def _points(run: Run, element_id: str | None) -> list[StartPoint]:
    """Where to begin: without an id the first none start event, or all nodes no flow leads to."""
    if element_id is not None:
        return [point for point in run.program.starts if point.element_id == element_id]
    plain = [point for point in run.program.starts if point.is_none]
    nodes = run.program.nodes
    events = [point for point in plain if isinstance(nodes[point.element_id], StartNode)]
    return events[:1] or plain


def _enter(run: Run, node: Node, start_element: str | None) -> None:
    scope = run.draft.find(ROOT)
    if scope is None or scope.is_interrupted:
        return
    gateway = _gateway_before(run, node) if start_element else None
    if gateway is not None:
        _enter_by_gateway(run, gateway, node)
    elif isinstance(node, CatchNode) and start_element:
        after_event(run, node, ROOT, (), NO_VARIABLES)
    else:
        lifecycle.enter_fresh(run, node, ROOT)


def _gateway_before(run: Run, node: Node) -> EventGatewayNode | None:
    for other in run.program.nodes.values():
        if (
            isinstance(other, EventGatewayNode)
            and other.is_instantiating
            and any(flow.target == node.id for flow in other.outgoing)
        ):
            return other
    return None


def _enter_by_gateway(run: Run, gateway: EventGatewayNode, event: Node) -> None:
    """The first event has come: a parallel gateway goes on waiting for the others."""
    key = run.activate(gateway, ROOT)
    via = next(flow.id for flow in gateway.outgoing if flow.target == event.id)
    if gateway.is_parallel:
        waits: list[tuple[str, Wait]] = []
        for flow in gateway.outgoing:
            other = run.program.nodes[flow.target]
            if isinstance(other, CatchNode) and other.id != event.id:
                waits.extend((other.id, wait) for wait in other.waits)
        try:
            triggers.arm(run, waits, key, ROOT, ROOT)
        except Stuck as stuck:
            run.fail(key, gateway.id, stuck, "enter")
    else:
        lifecycle.complete(run, gateway, key, ())
    after_event(run, event, ROOT, (key,), NO_VARIABLES, via=via)
