"""Inclusive gateway: waits for what can still come, then takes every flow whose condition is true.

BPMN 2.0.2, 13.4.3. Without a true condition the default; without a default an incident. When it
may go on is decided in `dujiang.engine.joins`, when everything else has come to rest.
"""

from dujiang.engine import lifecycle
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import Flow, InclusiveNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import holds


def arrive(_: InclusiveNode, __: Run, ___: int, ____: Flow) -> None:
    """The token waits on its flow until the step has come to rest."""


def execute(node: InclusiveNode, run: Run, key: int) -> None:
    """Choose and go on."""
    lifecycle.complete(run, node, key, _chosen(node, run, key))


def _chosen(node: InclusiveNode, run: Run, key: int) -> tuple[Flow, ...]:
    scope_key = run.inner_scope(key)
    chosen = tuple(
        flow
        for flow in node.outgoing
        if not flow.is_default and (flow.condition is None or holds(run, flow.condition, scope_key))
    )
    chosen = chosen or tuple(flow for flow in node.outgoing if flow.is_default)
    if not chosen and node.outgoing:
        raise Stuck("engine.flow.none_true", element=node.id)
    return chosen


BEHAVIOR = Behavior(execute, arrive)
