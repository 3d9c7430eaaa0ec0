"""Parallel gateway: waits for one token on every incoming flow, then continues on all outgoing.

BPMN 2.0.2, 13.4.1. Surplus tokens stay on their flow for the next round.
"""

from dujiang.engine import lifecycle
from dujiang.engine.program import Flow, ParallelNode
from dujiang.engine.run import Behavior, Run


def arrive(node: ParallelNode, run: Run, scope_key: int, _: Flow) -> None:
    """Enter once every incoming flow has a token."""
    scope = run.draft.find(scope_key)
    if scope is not None and all(flow in scope.tokens for flow in node.incoming):
        lifecycle.enter(run, node, scope_key, node.incoming)


def execute(node: ParallelNode, run: Run, key: int) -> None:
    """Join and fork at once."""
    lifecycle.complete(run, node, key, node.outgoing)


BEHAVIOR = Behavior(execute, arrive)
