"""Send task: throws its message and goes on.

BPMN 2.0.2, 10.3.3 "Send Task".
"""

from dujiang.engine import lifecycle, throws
from dujiang.engine.program import SendNode
from dujiang.engine.run import Behavior, Run


def execute(node: SendNode, run: Run, key: int) -> None:
    """Throw and go on."""
    throws.throw_message(run, node, key, node.throw)
    lifecycle.leave(run, node, key)


BEHAVIOR = Behavior(execute)
