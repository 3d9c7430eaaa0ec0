"""Business rule task: evaluates a decision and keeps its result, with the explanation as a fact.

BPMN 2.0.2, 10.3.3 "Business Rule Task".
"""

from dujiang.engine import lifecycle
from dujiang.engine.events import DecisionEvaluated
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import DecisionNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import context_of, propagate
from dujiang.kernel.values import Variables


def execute(node: DecisionNode, run: Run, key: int) -> None:
    """Evaluate and go on; a decision that cannot be evaluated is an incident."""
    if node.model is None:
        raise Stuck("engine.decision.unknown", decision=node.decision)
    scope_key = run.inner_scope(key)
    context = context_of(run, scope_key)
    on = None if node.on is None else node.on.checked(context, run.env)
    if node.on is not None and on is None:
        raise Stuck("engine.decision.no_day", decision=node.decision)
    decided = node.model.decide(node.decision, context, run.env, on)
    explanation = Variables(decided.explanation)
    run.emit(DecisionEvaluated(key, node.id, node.decision, explanation))
    if decided.failure:
        raise Stuck("engine.decision.failed", decision=node.decision, reason=decided.failure)
    propagate(run, scope_key, {node.result or node.decision: decided.value})
    lifecycle.leave(run, node, key)


BEHAVIOR = Behavior(execute)
