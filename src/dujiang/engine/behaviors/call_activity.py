"""Call activity: asks for an instance of another process and waits for its end.

BPMN 2.0.2, 10.3.6. With input mappings only those variables are passed, else all that are visible
(unless `allVariables` is false); output mappings take from the called process's variables.
"""

from dujiang.engine.events import CalledProcessCancelled, ProcessCalled
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import CallNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import checked_value, context_of
from dujiang.kernel.values import NO_VARIABLES, Variables


def execute(node: CallNode, run: Run, key: int) -> None:
    """Wait for `CompleteCall`, `ThrowError` or `CancelInstance`."""
    scope_key = run.inner_scope(key)
    process_key = checked_value(run, node.process_key, scope_key)
    if not isinstance(process_key, str) or not process_key:
        raise Stuck("engine.call.no_process", value=process_key)
    scope = run.draft.find(key) if node.inputs else None
    if scope is not None:
        variables = Variables(scope.variables)
    elif node.passes_all:
        variables = Variables(dict(context_of(run, scope_key)))
    else:
        variables = NO_VARIABLES
    run.emit(ProcessCalled(key, node.id, process_key, node.binding, node.version_tag, variables))


def withdraw(node: CallNode, run: Run, key: int) -> None:
    """The called instance is not needed any more."""
    run.emit(CalledProcessCancelled(key, node.id))


BEHAVIOR = Behavior(execute, withdraw=withdraw)
