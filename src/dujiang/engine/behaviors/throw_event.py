"""Intermediate throw event and end event: throws what it has, perhaps nothing, perhaps several.

BPMN 2.0.2, 10.5.3 to 10.5.5 and 13.5.2.
"""

from dujiang.engine import throws
from dujiang.engine.program import ThrowNode
from dujiang.engine.run import Behavior, Run


def execute(node: ThrowNode, run: Run, key: int) -> None:
    """Throw everything, then go on unless that took control over."""
    throws.throw_all(run, node, key, node.throws)


BEHAVIOR = Behavior(execute)
