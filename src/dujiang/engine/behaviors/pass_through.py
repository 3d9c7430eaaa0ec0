"""Tasks and events that are done as soon as they are entered.

BPMN 2.0.2, 10.3.3: an abstract task and a manual task are not done by the engine. A start event and
a boundary event have already happened when they are entered.
"""

from dujiang.engine import lifecycle
from dujiang.engine.program import Node
from dujiang.engine.run import Behavior, Run


def execute(node: Node, run: Run, key: int) -> None:
    """Go on."""
    lifecycle.leave(run, node, key)


BEHAVIOR = Behavior(execute)
