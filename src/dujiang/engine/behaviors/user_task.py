"""User task: created and completed, nothing more; who does it is decided elsewhere.

BPMN 2.0.2, 10.3.3 "User Task".
"""

from dujiang.engine.events import UserTaskCancelled, UserTaskCreated
from dujiang.engine.program import UserTaskNode
from dujiang.engine.run import Behavior, Run


def execute(node: UserTaskNode, run: Run, key: int) -> None:
    """Wait for `CompleteUserTask`."""
    run.emit(UserTaskCreated(key, node.id))


def withdraw(node: UserTaskNode, run: Run, key: int) -> None:
    """Nobody needs to do it any more."""
    run.emit(UserTaskCancelled(key, node.id))


BEHAVIOR = Behavior(execute, withdraw=withdraw)
