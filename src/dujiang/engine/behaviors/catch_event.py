"""Intermediate catch event and receive task: wait for the first, or for all, of their triggers.

BPMN 2.0.2, 10.5.4, and 10.3.3 "Receive Task".
"""

from dujiang.engine import lifecycle, triggers
from dujiang.engine.program import CatchNode
from dujiang.engine.run import Behavior, Run


def execute(node: CatchNode, run: Run, key: int) -> None:
    """Open what is waited for; the catching side of a link waits for nothing."""
    if not node.waits:
        lifecycle.leave(run, node, key)
        return
    scope_key = run.inner_scope(key)
    triggers.arm(run, [(node.id, wait) for wait in node.waits], key, scope_key, scope_key)


BEHAVIOR = Behavior(execute)
