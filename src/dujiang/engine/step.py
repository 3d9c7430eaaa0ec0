"""The only door: `step(program, state, command)` decides; it never raises for a command.

A command that has no sense any more is `Rejected` and has changed nothing. What fails inside an
element becomes an incident of that element, as a fact.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import msgspec

from dujiang.engine import commands as c
from dujiang.engine import (
    compensation,
    conditions,
    joins,
    lifecycle,
    loops,
    migrate,
    modify,
    operations,
    repair,
    start,
)
from dujiang.engine.behaviors import (
    ad_hoc,
    business_rule_task,
    call_activity,
    catch_event,
    complex_gateway,
    event_based_gateway,
    exclusive_gateway,
    inclusive_gateway,
    job_task,
    parallel_gateway,
    pass_through,
    script_task,
    send_task,
    subprocess,
    throw_event,
    user_task,
)
from dujiang.engine.events import Fact
from dujiang.engine.program import (
    AdHocNode,
    BoundaryNode,
    CallNode,
    CatchNode,
    ComplexNode,
    DecisionNode,
    EventGatewayNode,
    ExclusiveNode,
    InclusiveNode,
    JobNode,
    ParallelNode,
    PassNode,
    Program,
    ScriptNode,
    SendNode,
    StartNode,
    SubProcessNode,
    ThrowNode,
    UserTaskNode,
)
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Behavior, Run, Wiring
from dujiang.engine.state import State


class Accepted(msgspec.Struct, frozen=True):
    """The command was carried out: the new state, and the facts that lead to it."""

    state: State
    facts: tuple[Fact, ...]


Outcome: TypeAlias = Accepted | Rejected

BEHAVIORS: Final[dict[type, Behavior]] = {
    PassNode: pass_through.BEHAVIOR,
    StartNode: pass_through.BEHAVIOR,
    BoundaryNode: pass_through.BEHAVIOR,
    UserTaskNode: user_task.BEHAVIOR,
    JobNode: job_task.BEHAVIOR,
    ScriptNode: script_task.BEHAVIOR,
    DecisionNode: business_rule_task.BEHAVIOR,
    SendNode: send_task.BEHAVIOR,
    CatchNode: catch_event.BEHAVIOR,
    ThrowNode: throw_event.BEHAVIOR,
    CallNode: call_activity.BEHAVIOR,
    SubProcessNode: subprocess.BEHAVIOR,
    AdHocNode: ad_hoc.BEHAVIOR,
    ExclusiveNode: exclusive_gateway.BEHAVIOR,
    ParallelNode: parallel_gateway.BEHAVIOR,
    InclusiveNode: inclusive_gateway.BEHAVIOR,
    EventGatewayNode: event_based_gateway.BEHAVIOR,
    ComplexNode: complex_gateway.BEHAVIOR,
}
"""One behaviour per node type; a test checks that the family is covered."""

WIRING: Final = Wiring(
    behaviors=BEHAVIORS,
    arrive=lifecycle.arrive,
    enter_loop=loops.enter_loop,
    turn_done=loops.turn_done,
    finish_loop=loops.finish_loop,
    handler_done=compensation.handler_done,
    look=conditions.look,
    reset_complex=complex_gateway.reset,
)

HANDLERS: Final[dict[type, Callable[[Run, Any], Rejected | None]]] = {
    c.CompleteUserTask: operations.complete_user_task,
    c.CompleteJob: operations.complete_job,
    c.FailJob: operations.fail_job,
    c.ThrowError: operations.throw_error,
    c.ThrowEscalation: operations.throw_escalation,
    c.CompleteCall: operations.complete_call,
    c.TriggerTimer: operations.trigger_timer,
    c.DeliverMessage: operations.deliver_message,
    c.DeliverSignal: operations.deliver_signal,
    c.SetVariables: operations.set_variables,
    c.ResolveIncident: repair.resolve_incident,
    c.Skip: repair.skip,
    c.StartActivity: operations.start_activity,
    c.CompleteAdHoc: operations.complete_ad_hoc,
    c.CancelInstance: operations.cancel_instance,
    c.Suspend: operations.suspend,
    c.Resume: operations.resume,
    c.Move: modify.move,
    c.Modify: modify.modify,
    c.Migrate: migrate.migrate,
}
"""One function per command but `StartInstance`; a test checks that the family is covered."""

WHILE_SUSPENDED: Final = (c.Resume, c.CancelInstance, c.SetVariables, c.Migrate)
"""What an operator may do to a held instance; nothing of it lets a token go on."""


def step(program: Program, state: State | None, command: c.Command) -> Outcome:
    """Carry out one command. Pure: same program, state and command give the same facts."""
    run = Run(program, WIRING, state, command.at)
    if isinstance(command, c.StartInstance):
        if state is not None:
            return Rejected("engine.instance.started_already")
        rejected = start.start_instance(run, command)
    elif state is None:
        return Rejected("engine.instance.not_started")
    elif state.is_ended:
        return Rejected("engine.instance.ended")
    elif state.status == "suspended" and not isinstance(command, WHILE_SUSPENDED):
        return Rejected("engine.instance.suspended")
    else:
        rejected = HANDLERS[type(command)](run, command)
    if rejected is not None:
        return rejected
    settle(run)
    return Accepted(run.draft.frozen(), tuple(run.facts))


def settle(run: Run) -> None:
    """Work off the agenda until everything has come to rest."""
    agenda = run.agenda
    watches = run.program.has_conditions and run.draft.status != "suspended"
    while True:
        while agenda:
            action, args = agenda.popleft()
            action(*args)
            if watches and run.is_dirty:
                conditions.look(run)
        if watches and run.is_dirty:
            conditions.look(run)
            if agenda:
                continue
        if run.calm:
            action, args = run.calm.popleft()
            action(*args)
        elif not joins.open_one(run):
            return
