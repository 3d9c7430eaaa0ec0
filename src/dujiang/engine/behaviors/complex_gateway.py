"""Complex gateway: goes on when its activation condition is true, and resets when nothing can come.

BPMN 2.0.2, 13.4.5. `activationCount` is the number of incoming flows with a token,
`waitingForStart` tells conditions of outgoing flows in which of the two phases they are asked. At
the reset only conditions that ask for the phase can put tokens out.
"""

from collections import ChainMap
from decimal import Decimal
from typing import Any

from dujiang.engine import joins, lifecycle
from dujiang.engine.events import ComplexGatewayFired, ComplexGatewayReset, TokensDiscarded
from dujiang.engine.expressions import Stuck, is_true
from dujiang.engine.program import ComplexNode, Flow
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import context_of

PHASE = "waitingForStart"


def arrive(node: ComplexNode, run: Run, scope_key: int, _: Flow) -> None:
    """Enter when the activation condition holds; in the second phase tokens wait."""
    scope = run.draft.find(scope_key)
    if scope is None or node.id in scope.resets:
        return
    filled = tuple(flow for flow in node.incoming if flow in scope.tokens)
    try:
        is_active = _is_activated(node, run, scope_key, len(filled))
    except Stuck as stuck:
        origins = lifecycle.origins(run, scope_key, filled)
        key = run.activate(node, scope_key, from_keys=origins, flows=filled)
        run.fail(key, node.id, stuck, "enter")
        return
    if is_active:
        if len(node.incoming) > 1:
            run.emit(ComplexGatewayFired(scope_key, node.id, filled))
        lifecycle.enter(run, node, scope_key, filled)


def _is_activated(node: ComplexNode, run: Run, scope_key: int, count: int) -> bool:
    if node.activation is None:
        return True
    context = _context(run, scope_key, count, is_start=True)
    return is_true(node.activation, context, run.env)


def _context(run: Run, scope_key: int, count: int, *, is_start: bool) -> "ChainMap[str, Any]":
    own = {"activationCount": Decimal(count), PHASE: is_start}
    return ChainMap(own, dict(context_of(run, scope_key)))


def execute(node: ComplexNode, run: Run, key: int) -> None:
    """First phase: every outgoing flow without condition or with a true one."""
    context = _context(run, run.inner_scope(key), len(node.incoming), is_start=True)
    chosen = tuple(
        flow
        for flow in node.outgoing
        if not flow.is_default
        and (flow.condition is None or is_true(flow.condition, context, run.env))
    )
    chosen = chosen or tuple(flow for flow in node.outgoing if flow.is_default)
    if not chosen and node.outgoing:
        raise Stuck("engine.flow.none_true", element=node.id)
    lifecycle.complete(run, node, key, chosen)


def reset(node: ComplexNode, run: Run, scope_key: int) -> bool:
    """Second phase: when no token can come any more, take what came and be ready again."""
    scope = run.draft.find(scope_key)
    if scope is None:
        return False
    fired = frozenset(scope.resets[node.id])
    if joins.can_still_come(run, scope, node, fired):
        return False
    late = [flow for flow in node.incoming if flow in scope.tokens and flow not in fired]
    origin = scope.tokens[late[0]][0] if late else 0
    for flow in late:
        run.emit(TokensDiscarded(scope_key, flow))
    run.emit(ComplexGatewayReset(scope_key, node.id))
    context = _context(run, scope_key, len(late), is_start=False)
    for out in node.outgoing:
        asks = out.condition is not None and PHASE in out.condition.text
        if asks and out.condition is not None and out.condition.value(context, run.env) is True:
            run.take(out, scope_key, origin)
    for flow in node.incoming:
        scope = run.draft.find(scope_key)
        if scope is not None and flow in scope.tokens:
            run.later(arrive, node, run, scope_key, run.program.flows[flow])
    run.later(lifecycle.finish_scope, run, scope_key)
    return True


BEHAVIOR = Behavior(execute, arrive)
