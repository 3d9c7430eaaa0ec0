"""Script task: evaluates FEEL and keeps the value.

BPMN 2.0.2, 10.3.3 "Script Task". With `dj:result` the value goes to that variable; without, a
context gives a variable for each of its entries.
"""

from dujiang.engine import lifecycle
from dujiang.engine.program import ScriptNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import checked_value, propagate


def execute(node: ScriptNode, run: Run, key: int) -> None:
    """Evaluate and go on; a script that fails is an incident."""
    scope_key = run.inner_scope(key)
    value = checked_value(run, node.script, scope_key)
    if node.result:
        propagate(run, scope_key, {node.result: value})
    elif isinstance(value, dict):
        propagate(run, scope_key, value)
    lifecycle.leave(run, node, key)


BEHAVIOR = Behavior(execute)
