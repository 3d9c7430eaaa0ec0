"""Throwing: messages, signals, errors, escalations, compensation, cancel, terminate, links."""

from typing import Final

from dujiang.engine import compensation, happenings, lifecycle, propagation, triggers
from dujiang.engine.events import MessageThrown, ScopeInterrupted, SignalThrown
from dujiang.engine.expressions import Stuck, key_text
from dujiang.engine.program import (
    BoundaryNode,
    CancelThrow,
    CompensateThrow,
    ErrorThrow,
    EscalationThrow,
    LinkThrow,
    MessageThrow,
    Node,
    SignalThrow,
    TerminateThrow,
    Throw,
)
from dujiang.engine.run import Run
from dujiang.engine.timers import duration_of
from dujiang.engine.variables import checked_value, context_of, value_of
from dujiang.kernel.values import NO_VARIABLES, Variables

MAX_REASON_CHARS: Final = 4_000
"""Of why an instance has ended."""
LAST: Final = (CompensateThrow, CancelThrow, LinkThrow, TerminateThrow)
"""What takes the control over, after everything else of the event was thrown."""


def throw_all(run: Run, node: Node, key: int, throws: tuple[Throw, ...]) -> None:
    """Throw everything that a throw event has, then leave it."""
    for throw in sorted(throws, key=lambda each: isinstance(each, LAST)):
        if not _throw(run, node, key, throw):
            return
    visit = run.visit(key)
    if visit is not None and visit.incident is None:
        lifecycle.leave(run, node, key)


def _throw(run: Run, node: Node, key: int, throw: Throw) -> bool:
    """Throw one; returns whether the event still has something to do."""
    match throw:
        case MessageThrow():
            throw_message(run, node, key, throw)
        case SignalThrow():
            throw_signal(run, node, key, throw)
        case ErrorThrow():
            propagation.throw_error(run, key, throw.code, payload(run, node, key))
            return False
        case EscalationThrow():
            propagation.throw_escalation(run, key, throw.code, payload(run, node, key))
        case CompensateThrow():
            return not compensation.start(run, node, key, throw.activity_id)
        case CancelThrow():
            compensation.start_cancel(run, node, key)
            return False
        case TerminateThrow():
            _terminate(run, node, key, throw)
            return False
        case LinkThrow():
            _jump(run, node, key, throw.target_id)
            return False
    return run.exists(key)


def payload(run: Run, node: Node, key: int) -> Variables:
    """What a thrown event carries: what its input mappings made."""
    scope = run.draft.find(key) if node.inputs else None
    return NO_VARIABLES if scope is None else Variables(scope.variables)


def throw_message(run: Run, node: Node, key: int, throw: MessageThrow) -> None:
    """A message leaves the instance; who gets it is decided outside."""
    variables = payload(run, node, key)
    scope_key = run.inner_scope(key)
    correlation = None
    if throw.key is not None:
        correlation = key_text(checked_value(run, throw.key, scope_key))
        if correlation is None:
            raise Stuck("engine.message.no_correlation", message=throw.name)
    elif throw.payload_keys:
        context = variables.to_dict() if variables else context_of(run, scope_key)
        correlation = key_text([expr.value(context, run.env) for expr in throw.payload_keys])
    ttl = (
        None
        if throw.time_to_live is None
        else duration_of(checked_value(run, throw.time_to_live, scope_key))
    )
    run.emit(MessageThrown(key, node.id, throw.name, correlation, variables, ttl, throw.target))


def throw_signal(run: Run, node: Node, key: int, throw: SignalThrow) -> None:
    """Broadcast a signal: to this instance at once, to others by whoever reads the fact."""
    variables = payload(run, node, key)
    run.emit(SignalThrown(key, node.id, throw.name, throw.reach, variables))
    if throw.name not in run.program.signal_names:
        return
    heard = [
        trigger_key
        for scope in run.draft.every_scope()
        for trigger_key, trigger in scope.triggers.items()
        if trigger.kind == "signal" and trigger.name == throw.name
    ]
    for trigger_key in sorted(heard):
        happenings.happen(run, trigger_key, variables)


def _terminate(run: Run, node: Node, key: int, throw: TerminateThrow) -> None:
    """End the scope around, or the whole instance with the outcome that the event has."""
    scope_key = run.scope_of(key)
    if throw.outcome:
        said = None if throw.reason is None else value_of(run, throw.reason, scope_key)
        reason = node.id if said is None else str(said)[:MAX_REASON_CHARS]
        lifecycle.complete(run, node, key, ())
        lifecycle.cancel_instance(run, throw.outcome, reason)
        return
    lifecycle.complete(run, node, key, ())
    lifecycle.terminate_contents(run, scope_key)
    triggers.close_all_inside(run, scope_key)
    run.emit(ScopeInterrupted(scope_key, node.id))
    run.later(lifecycle.finish_scope, run, scope_key)


def _jump(run: Run, node: Node, key: int, target_id: str) -> None:
    scope_key = run.scope_of(key)
    lifecycle.complete(run, node, key, ())
    lifecycle.enter(run, run.program.nodes[target_id], scope_key, from_keys=(key,))


def throw_from_loop(run: Run, throw: Throw, body_key: int, node: Node) -> bool:
    """An event that a loop's behaviour throws when a turn completes (10.3.8, `behavior`).

    Boundary events of the activity catch it. `none` and `one` only tell that a turn completed. With
    `complex` an event that interrupts ends the turns that are left, and the activity completes as
    drawn, because nothing of it was cut off. Returns whether an event that interrupts caught it.
    """
    caught = False
    for event_id in node.boundary:
        event = run.program.nodes[event_id]
        if isinstance(event, BoundaryNode) and _matches(event, throw):
            scope_key = run.scope_of(body_key)
            happenings.after_event(run, event, scope_key, (body_key,), NO_VARIABLES)
            caught = caught or event.is_interrupting
    if isinstance(throw, SignalThrow):
        run.emit(SignalThrown(body_key, node.id, throw.name, throw.reach))
    return caught


def _matches(event: BoundaryNode, throw: Throw) -> bool:
    codes = [catch.code for catch in event.catches if catch.kind in ("error", "escalation")]
    match throw:
        case SignalThrow():
            return any(getattr(wait, "name", None) == throw.name for wait in event.waits)
        case EscalationThrow() | ErrorThrow():
            return throw.code in codes or None in codes
        case _:
            return False
