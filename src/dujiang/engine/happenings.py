"""What happens when something that was waited for comes: a timer, a message, a signal, a condition.

BPMN 2.0.2, 13.5: an interrupting event ends what it is attached to and goes on by its own flow; one
that does not interrupt goes on beside it.
"""

from dujiang.engine import lifecycle, triggers
from dujiang.engine.events import ScopeInterrupted, SubscriptionClosed, TimerFired, TimerScheduled
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import BoundaryNode, CatchNode, EventGatewayNode, Node, StartNode
from dujiang.engine.run import Run
from dujiang.engine.state import Trigger
from dujiang.engine.timers import next_of
from dujiang.engine.variables import propagate, set_here
from dujiang.kernel.values import NO_VARIABLES, Variables


def happen(run: Run, key: int, variables: Variables = NO_VARIABLES) -> None:
    """The trigger with this key has come true."""
    scope = run.draft.find(run.draft.holder(key))
    if scope is None:
        return
    trigger = scope.triggers[key]
    event = run.program.nodes[trigger.element_id]
    stays = _stays_armed(event)
    if trigger.kind == "timer":
        _use_up_timer(run, key, trigger, scope.key, repeats=stays)
    elif _is_parallel(event) or not stays:
        run.emit(SubscriptionClosed(key, trigger.element_id))
    if _is_parallel(event) and _others(run, trigger):
        _keep_payload(run, event, trigger, variables)
        return
    match event:
        case BoundaryNode():
            at_boundary(run, event, trigger.owner_key, variables)
        case StartNode():
            in_scope(run, event, trigger.owner_key, variables)
        case _:
            _at_catch(run, event, trigger.owner_key, variables)


def _is_parallel(event: Node) -> bool:
    return isinstance(event, BoundaryNode | StartNode | CatchNode) and event.is_parallel


def _stays_armed(event: Node) -> bool:
    return isinstance(event, BoundaryNode | StartNode) and not event.is_interrupting


def _others(run: Run, trigger: Trigger) -> bool:
    """Whether other definitions of a parallel multiple event have not happened yet."""
    left = triggers.owned(run, trigger.owner_key).values()
    return any(other.element_id == trigger.element_id for other in left)


def _keep_payload(run: Run, event: Node, trigger: Trigger, variables: Variables) -> None:
    if variables:
        scope_key = (
            run.scope_of(trigger.owner_key)
            if isinstance(event, BoundaryNode)
            else (run.inner_scope(trigger.owner_key))
        )
        propagate(run, scope_key, variables)


def _use_up_timer(run: Run, key: int, trigger: Trigger, scope_key: int, *, repeats: bool) -> None:
    run.emit(TimerFired(key, trigger.element_id))
    due = next_of(trigger, run.program) if repeats else None
    if due is not None:
        run.emit(
            TimerScheduled(
                run.draft.next_key,
                trigger.element_id,
                trigger.owner_key,
                scope_key,
                due.at,
                trigger.definition,
                due.repeats,
                due.cycle,
            )
        )


def _at_catch(run: Run, event: Node, owner_key: int, variables: Variables) -> None:
    owner = run.visit(owner_key)
    if owner is None:
        return
    node = run.program.nodes[owner.element_id]
    if isinstance(node, EventGatewayNode) and node.id != event.id:
        _decide_gateway(run, node, owner_key, event, variables)
        return
    triggers.close_all(run, owner_key)
    lifecycle.accept(run, node, owner_key, variables)
    lifecycle.leave(run, node, owner_key)


def _decide_gateway(
    run: Run, node: EventGatewayNode, owner_key: int, event: Node, variables: Variables
) -> None:
    """The first event decides: the gateway is over, the others are waited for no longer."""
    scope_key = run.scope_of(owner_key)
    if node.is_parallel and len(_awaited(run, owner_key)) > 0:
        flow = next(flow for flow in node.outgoing if flow.target == event.id)
        after_event(run, event, scope_key, (owner_key,), variables, via=flow.id)
        return
    flow = next(flow for flow in node.outgoing if flow.target == event.id)
    lifecycle.complete(run, node, owner_key, ())
    after_event(run, event, scope_key, (owner_key,), variables, via=flow.id)


def _awaited(run: Run, owner_key: int) -> dict[int, Trigger]:
    return triggers.owned(run, owner_key)


def at_boundary(run: Run, event: BoundaryNode, host_key: int, variables: Variables) -> None:
    """A boundary event: its host ends if the event interrupts; tokens go on by its flows."""
    scope_key = run.scope_of(host_key)
    if event.is_interrupting:
        lifecycle.terminate(run, host_key)
    elif event.is_parallel:
        _arm_again(run, event, host_key, scope_key)
    after_event(run, event, scope_key, (host_key,), variables)


def _arm_again(run: Run, event: BoundaryNode | StartNode, owner_key: int, scope_key: int) -> None:
    waits = [(event.id, wait) for wait in event.waits]
    try:
        triggers.arm(run, waits, owner_key, scope_key, scope_key)
    except Stuck as stuck:
        owner = run.visit(owner_key)
        if owner is not None:
            run.fail(owner_key, owner.element_id, stuck, "trigger")


def after_event(
    run: Run,
    event: Node,
    scope_key: int,
    from_keys: tuple[int, ...],
    variables: Variables,
    *,
    via: str = "",
) -> None:
    """The event has happened: it appears as an element instance and is left at once."""
    if via:
        flow = run.program.flows[via]
        run.take_silently(flow, scope_key, from_keys[0])
    key = run.activate(
        event,
        scope_key,
        from_keys=from_keys,
        flows=(via,) if via else (),
        kind="activity" if event.is_local else None,
    )
    lifecycle.accept(run, event, key, variables)
    lifecycle.leave(run, event, key)


def in_scope(run: Run, event: StartNode, scope_key: int, variables: Variables) -> None:
    """Start an event subprocess in a scope, instead of what is active there or beside it."""
    node = run.program.nodes[event.subprocess]
    scope = run.draft.find(scope_key)
    if scope is None:
        return
    if event.is_interrupting:
        lifecycle.terminate_contents(run, scope_key)
        triggers.close_all_inside(run, scope_key)
        run.emit(ScopeInterrupted(scope_key, node.id))
    elif event.is_parallel:
        _arm_again(run, event, scope_key, scope_key)
    key = run.activate(node, scope_key, from_keys=(scope_key,), kind="subprocess")
    if variables and not event.outputs:
        set_here(run, key, variables)
        variables = NO_VARIABLES
    try:
        is_free = lifecycle.open_level(run, node.id, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "trigger")
        is_free = True
    if is_free:
        after_event(run, event, key, (key,), variables)
