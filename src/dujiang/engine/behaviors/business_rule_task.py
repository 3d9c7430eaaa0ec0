"""Business rule task: evaluates a decision and keeps its result, with the explanation as a fact.

BPMN 2.0.2, 10.3.3 "Business Rule Task". A decision that gives null because something was wrong is
an incident; a table that simply has no matching rule gives null.
"""

from typing import Any

from dujiang.dmn import DecisionTrace, Outcome
from dujiang.engine import lifecycle
from dujiang.engine.events import DecisionEvaluated
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import DecisionNode
from dujiang.engine.run import Behavior, Run
from dujiang.kernel.values import Variables


def execute(node: DecisionNode, run: Run, key: int) -> None:
    """Evaluate and go on."""
    if node.model is None:
        raise Stuck("engine.decision.unknown", decision=node.decision)
    scope_key = run.inner_scope(key)
    outcome = node.model.evaluate(node.decision, run.context(scope_key), run.env, explain=True)
    run.emit(DecisionEvaluated(key, node.id, node.decision, _explanation(outcome)))
    if outcome.value is None and outcome.warnings:
        reason = outcome.warnings[0].code
        raise Stuck("engine.decision.failed", decision=node.decision, reason=reason)
    run.propagate(scope_key, {node.result or node.decision: outcome.value})
    lifecycle.leave(run, node, key)


def _explanation(outcome: Outcome) -> Variables:
    """What was decided on the way: inputs, matching rules and value of every decision."""
    return Variables({"decisions": [_plain(trace) for trace in outcome.explanation or ()]})


def _plain(trace: DecisionTrace) -> dict[str, Any]:
    return {
        "decision": trace.decision,
        "name": trace.name,
        "inputs": dict(trace.inputs),
        "value": trace.value,
        "rules": [rule for table in trace.tables for rule in table.rule_ids],
    }


BEHAVIOR = Behavior(execute)
