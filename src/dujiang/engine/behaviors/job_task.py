"""Service task and every other element whose work a connector or worker does.

BPMN 2.0.2, 10.3.3 "Service Task". The inputs are evaluated here, so that the job says everything.
"""

from typing import Any

from dujiang.engine.events import JobCancelled, JobCreated
from dujiang.engine.program import JobNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.timers import duration_of
from dujiang.engine.variables import checked_value
from dujiang.kernel.values import Variables


def execute(node: JobNode, run: Run, key: int) -> None:
    """Wait for `CompleteJob`, `FailJob` or `ThrowError`."""
    inputs: dict[str, Any] = {}
    scope_key = run.inner_scope(key)
    scope = run.draft.find(key) if node.inputs else None
    if scope is not None:
        inputs.update(scope.variables)
    for name, expr in node.arguments:
        inputs[name] = checked_value(run, expr, scope_key)
    deadline = (
        None if node.deadline is None else duration_of(checked_value(run, node.deadline, scope_key))
    )
    run.emit(JobCreated(key, node.id, node.job_type, Variables(inputs), node.retries, deadline))


def withdraw(node: JobNode, run: Run, key: int) -> None:
    """The job is not needed any more."""
    run.emit(JobCancelled(key, node.id))


BEHAVIOR = Behavior(execute, withdraw=withdraw)
