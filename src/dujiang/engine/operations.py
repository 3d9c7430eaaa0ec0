"""What a command does to a running instance: one function per command."""

from dujiang.engine import commands as c
from dujiang.engine import happenings, lifecycle, propagation
from dujiang.engine.events import InstanceResumed, InstanceSuspended
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import (
    AdHocNode,
    CallNode,
    JobNode,
    Node,
    UserTaskNode,
)
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Run
from dujiang.engine.state import ROOT, Trigger
from dujiang.engine.variables import set_here
from dujiang.kernel.values import Variables


def _open_node(run: Run, key: int, *kinds: type[Node]) -> Node | None:
    """The node whose work is given out under this key, if it is one of these kinds."""
    visit = run.visit(key) if key != ROOT else None
    if visit is None or not visit.is_open or visit.incident is not None:
        return None
    node = run.program.nodes.get(visit.element_id)
    return node if isinstance(node, kinds) else None


def complete_user_task(run: Run, command: c.CompleteUserTask) -> Rejected | None:
    """The people's work is done."""
    node = _open_node(run, command.key, UserTaskNode)
    if node is None:
        return Rejected("engine.user_task.not_active", {"key": command.key})
    _done(run, node, command.key, command.variables)
    return None


def complete_job(run: Run, command: c.CompleteJob) -> Rejected | None:
    """The job is done."""
    node = _open_node(run, command.key, JobNode)
    if node is None:
        return Rejected("engine.job.not_active", {"key": command.key})
    _done(run, node, command.key, command.variables)
    return None


def complete_call(run: Run, command: c.CompleteCall) -> Rejected | None:
    """The called process has completed."""
    node = _open_node(run, command.key, CallNode)
    if node is None:
        return Rejected("engine.call.not_active", {"key": command.key})
    _done(run, node, command.key, command.variables)
    return None


def _done(run: Run, node: Node, key: int, variables: Variables) -> None:
    lifecycle.accept(run, node, key, variables)
    lifecycle.leave(run, node, key)


def fail_job(run: Run, command: c.FailJob) -> Rejected | None:
    """The work cannot be done: a job has failed for good, nobody can do a task. An incident."""
    node = _open_node(run, command.key, JobNode, CallNode, UserTaskNode)
    if node is None:
        return Rejected("engine.job.not_active", {"key": command.key})
    stuck = Stuck(command.code)
    stuck.params = dict(command.params)
    run.fail(command.key, node.id, stuck, "wait")
    return None


def throw_error(run: Run, command: c.ThrowError) -> Rejected | None:
    """A BPMN error from outside, caught where the model says."""
    if _open_node(run, command.key, JobNode, CallNode, UserTaskNode) is None:
        return Rejected("engine.job.not_active", {"key": command.key})
    propagation.throw_error(run, command.key, command.error_code, command.variables)
    return None


def throw_escalation(run: Run, command: c.ThrowEscalation) -> Rejected | None:
    """An escalation from outside; the element stays active unless it is interrupted."""
    if _open_node(run, command.key, JobNode, CallNode, UserTaskNode) is None:
        return Rejected("engine.job.not_active", {"key": command.key})
    code, variables = command.escalation_code, command.variables
    propagation.throw_escalation(run, command.key, code, variables)
    return None


# --- what was waited for


def _trigger(run: Run, key: int, kind: str) -> Trigger | None:
    scope = run.draft.find(run.draft.holder(key))
    found = None if scope is None else scope.triggers.get(key)
    return found if found is not None and found.kind == kind else None


def trigger_timer(run: Run, command: c.TriggerTimer) -> Rejected | None:
    """A timer is due."""
    if _trigger(run, command.key, "timer") is None:
        return Rejected("engine.timer.not_active", {"key": command.key})
    happenings.happen(run, command.key)
    return None


def deliver_message(run: Run, command: c.DeliverMessage) -> Rejected | None:
    """A message has come for an open subscription."""
    if _trigger(run, command.key, "message") is None:
        return Rejected("engine.message.not_awaited", {"key": command.key})
    happenings.happen(run, command.key, command.variables)
    return None


def deliver_signal(run: Run, command: c.DeliverSignal) -> Rejected | None:
    """A signal has come for an open subscription."""
    if _trigger(run, command.key, "signal") is None:
        return Rejected("engine.signal.not_awaited", {"key": command.key})
    happenings.happen(run, command.key, command.variables)
    return None


# --- the operator


def set_variables(run: Run, command: c.SetVariables) -> Rejected | None:
    """Correct variables of one scope."""
    scope = run.draft.find(command.scope_key)
    if scope is None or scope.kind in lifecycle.SLEEPING:
        return Rejected("engine.scope.not_active", {"key": command.scope_key})
    set_here(run, command.scope_key, command.variables)
    return None


def start_activity(run: Run, command: c.StartActivity) -> Rejected | None:
    """Somebody starts an activity of an ad-hoc subprocess."""
    scope = run.draft.find(command.key)
    node = None if scope is None else run.program.nodes.get(scope.element_id)
    if scope is None or not isinstance(node, AdHocNode) or scope.is_stopping:
        return Rejected("engine.ad_hoc.not_active", {"key": command.key})
    level = run.program.levels[node.id]
    if command.element_id not in level.starts:
        return Rejected("engine.ad_hoc.unknown_activity", {"element": command.element_id})
    if node.is_sequential and not lifecycle.is_empty(run, scope):
        return Rejected("engine.ad_hoc.one_at_a_time", {"key": command.key})
    set_here(run, command.key, command.variables)
    lifecycle.enter_fresh(run, run.program.nodes[command.element_id], command.key)
    return None


def complete_ad_hoc(run: Run, command: c.CompleteAdHoc) -> Rejected | None:
    """Somebody says that an ad-hoc subprocess is finished."""
    scope = run.draft.find(command.key)
    node = None if scope is None else run.program.nodes.get(scope.element_id)
    if scope is None or not isinstance(node, AdHocNode):
        return Rejected("engine.ad_hoc.not_active", {"key": command.key})
    if not lifecycle.is_empty(run, scope):
        return Rejected("engine.ad_hoc.still_busy", {"key": command.key})
    lifecycle.leave(run, node, command.key)
    return None


def cancel_instance(run: Run, command: c.CancelInstance) -> None:
    """End everything."""
    lifecycle.cancel_instance(run, command.outcome, command.reason)


def suspend(run: Run, _: c.Suspend) -> None:
    """Hold the instance."""
    run.emit(InstanceSuspended())


def resume(run: Run, _: c.Resume) -> Rejected | None:
    """Let the instance go on."""
    if run.draft.status != "suspended":
        return Rejected("engine.instance.not_suspended")
    run.emit(InstanceResumed())
    run.is_dirty = True  # what was set meanwhile may make conditions true
    return None
