"""Joins that must know what can still come: inclusive gateways, and resets of complex ones.

BPMN 2.0.2, 13.4.3 (inclusive gateway): it waits as long as a token can still reach an incoming
flow without a token, unless that token can as well reach one that has a token already. Looked at
only when everything else has come to rest.
"""

from collections.abc import Mapping

from dujiang.engine import lifecycle
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.program import ComplexNode, InclusiveNode, Node
from dujiang.engine.run import Run


def open_one(run: Run) -> bool:
    """Let one waiting join go on, if one may; returns whether one did."""
    if not run.program.has_waiting_gateways:
        return False
    for scope_key in [key for key, scope in run.draft.scopes.items() if scope is not None]:
        scope = run.draft.find(scope_key)
        if scope is None or not (scope.tokens or scope.resets):
            continue
        for node in _waiting(run, scope):
            if isinstance(node, InclusiveNode) and not can_still_come(run, scope, node):
                flows = tuple(flow for flow in node.incoming if flow in scope.tokens)
                lifecycle.enter(run, node, scope_key, flows)
                return True
        for gateway_id in list(scope.resets):
            node = run.program.nodes[gateway_id]
            if isinstance(node, ComplexNode) and run.wiring.reset_complex(node, run, scope_key):
                return True
    return False


def _waiting(run: Run, scope: ScopeDraft) -> list[Node]:
    found: dict[str, Node] = {}
    for flow in scope.tokens:
        target = run.program.flows[flow].target
        found[target] = run.program.nodes[target]
    return list(found.values())


def can_still_come(
    run: Run,
    scope: ScopeDraft,
    node: InclusiveNode | ComplexNode,
    ignore: frozenset[str] = frozenset(),
) -> bool:
    """Whether a token can still reach an incoming flow of `node` that has none yet."""
    upstream: Mapping[str, frozenset[str]] = node.upstream
    filled = [flow for flow in node.incoming if flow in scope.tokens or flow in ignore]
    empty = [flow for flow in node.incoming if flow not in scope.tokens and flow not in ignore]
    if not empty:
        return False
    for place in _places(run, scope, node):
        reaches_empty = any(place in upstream[flow] for flow in empty)
        if reaches_empty and not any(place in upstream[flow] for flow in filled):
            return True
    return False


def _places(run: Run, scope: ScopeDraft, node: Node) -> list[str]:
    """Elements from which a token of this scope may go on, `node` itself not counted."""
    places = [visit.element_id for visit in scope.visits.values()]
    for child in run.draft.iter_children(scope.key):
        inner = run.draft.find(child)
        if inner is not None and inner.kind not in lifecycle.SLEEPING:
            places.append(inner.element_id)
    for flow in scope.tokens:
        target = run.program.flows[flow].target
        if target != node.id:
            places.append(target)
    return places
