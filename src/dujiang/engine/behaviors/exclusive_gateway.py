"""Exclusive gateway: takes the first flow whose condition is true, else the default.

BPMN 2.0.2, 13.4.2. Every token that comes goes on at once. No true condition and no default is an
incident.
"""

from dujiang.engine import lifecycle
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import ExclusiveNode, Flow
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import holds


def execute(node: ExclusiveNode, run: Run, key: int) -> None:
    """Choose and go on."""
    lifecycle.complete(run, node, key, (_chosen(node, run, key),) if node.outgoing else ())


def _chosen(node: ExclusiveNode, run: Run, key: int) -> Flow:
    scope_key = run.inner_scope(key)
    for flow in node.outgoing:
        if not flow.is_default and (
            flow.condition is None or holds(run, flow.condition, scope_key)
        ):
            return flow
    for flow in node.outgoing:
        if flow.is_default:
            return flow
    raise Stuck("engine.flow.none_true", element=node.id)


BEHAVIOR = Behavior(execute)
