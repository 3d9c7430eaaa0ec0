"""Embedded subprocess, event subprocess and transaction: a level of its own, done when empty.

BPMN 2.0.2, 10.3.5 and 13.3.4.
"""

from dujiang.engine import lifecycle
from dujiang.engine.program import SubProcessNode
from dujiang.engine.run import Behavior, Run


def execute(node: SubProcessNode, run: Run, key: int) -> None:
    """Arm its event subprocesses and begin at its start events."""
    if lifecycle.open_level(run, node.id, key):
        lifecycle.start_level(run, node.id, key)


BEHAVIOR = Behavior(execute, kind="subprocess")
