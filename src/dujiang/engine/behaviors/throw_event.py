"""Intermediate throw event and end event: throws what it has, perhaps nothing, perhaps several.

BPMN 2.0.2, 10.5.3 to 10.5.5 and 13.5.2. A signal that this process listens to itself is thrown when
everything else has come to rest, so that branches that run at the same time are listening.
"""

from dujiang.engine import throws
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import SignalThrow, ThrowNode
from dujiang.engine.run import Behavior, Run


def execute(node: ThrowNode, run: Run, key: int) -> None:
    """Throw everything, then go on unless that took control over."""
    names = run.program.signal_names
    if any(isinstance(throw, SignalThrow) and throw.name in names for throw in node.throws):
        run.when_calm(_throw, node, run, key)
    else:
        throws.throw_all(run, node, key, node.throws)


def _throw(node: ThrowNode, run: Run, key: int) -> None:
    if run.exists(key):
        try:
            throws.throw_all(run, node, key, node.throws)
        except Stuck as stuck:
            run.fail(key, node.id, stuck, "enter")


BEHAVIOR = Behavior(execute)
