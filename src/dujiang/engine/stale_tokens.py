"""Tokens that a move back makes stale: they wait before a join that the way from there fills again.

Returning from one of two parallel branches to a step before the fork runs both branches again. What
the finished branch had left before the join must go, or the join would keep it for ever.
"""

from collections.abc import Iterator

from dujiang.engine.events import TokensDiscarded
from dujiang.engine.program import LinkThrow, Node, Program, ThrowNode
from dujiang.engine.run import Run


def discard_stale(run: Run, scope_key: int, element_id: str) -> None:
    """Take away tokens of a scope that the way from an element will bring again."""
    scope = run.draft.find(scope_key)
    if scope is None:
        return
    for flow_id, waiting in list(scope.tokens.items()):
        join = run.program.flows[flow_id].target
        if join != element_id and flow_id in _flows_from(run.program, element_id, join):
            run.emit(TokensDiscarded(scope_key, flow_id, len(waiting)))


def _flows_from(program: Program, element_id: str, join: str) -> frozenset[str]:
    """Flows on the ways from an element, as far as the join."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [element_id]
    while todo:
        at = todo.pop()
        if at in seen or at == join:
            continue
        seen.add(at)
        node = program.nodes[at]
        for flow in node.outgoing:
            found.add(flow.id)
            todo.append(flow.target)
        todo.extend(_jumps(node))
    return frozenset(found)


def _jumps(node: Node) -> Iterator[str]:
    yield from node.boundary
    if isinstance(node, ThrowNode):
        for throw in node.throws:
            if isinstance(throw, LinkThrow):
                yield throw.target_id
