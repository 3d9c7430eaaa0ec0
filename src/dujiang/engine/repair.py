"""Repairing what stands still: trying again, or taking the work as done."""

from typing import Final

from dujiang.engine import commands as c
from dujiang.engine import lifecycle, loops, propagation, triggers
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import IncidentResolved
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import (
    AdHocNode,
    CallNode,
    CancelThrow,
    CatchNode,
    DecisionNode,
    JobNode,
    Node,
    PassNode,
    ScriptNode,
    SendNode,
    SubProcessNode,
    ThrowNode,
    UserTaskNode,
)
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Run
from dujiang.engine.state import ROOT

SKIPPED: Final = (
    PassNode,
    UserTaskNode,
    JobNode,
    ScriptNode,
    DecisionNode,
    SendNode,
    CallNode,
    CatchNode,
    SubProcessNode,
    AdHocNode,
)
"""Elements whose work can be taken as done. Gateways decide, so they are moved past instead."""


def may_skip(node: Node) -> bool:
    """Whether an operator can take the work of an element as done."""
    return isinstance(node, SKIPPED)


def skip(run: Run, command: c.Skip) -> Rejected | None:
    """Take the work of an element instance as done."""
    key = command.key
    visit = run.visit(key) if key != ROOT else None
    node = None if visit is None else run.program.nodes.get(visit.element_id)
    is_asleep = isinstance(visit, ScopeDraft) and visit.kind in lifecycle.SLEEPING
    if visit is None or is_asleep or not isinstance(node, SKIPPED):
        return Rejected("engine.skip.not_possible", {"key": key})
    if visit.incident is not None:
        run.emit(IncidentResolved(key))
    withdraw = run.wiring.behaviors[type(node)].withdraw
    if visit.is_open and withdraw is not None:
        withdraw(node, run, key)
    if isinstance(visit, ScopeDraft):
        lifecycle.terminate_contents(run, key)
    triggers.close_all(run, key)
    if isinstance(visit, ScopeDraft) and visit.kind == "body":
        loops.finish_loop(node, run, key)
        return None
    lifecycle.accept(run, node, key, command.variables)
    lifecycle.leave(run, node, key)
    return None


def resolve_incident(run: Run, command: c.ResolveIncident) -> Rejected | None:
    """Do again what had failed."""
    key = command.key
    visit = run.visit(key)
    if visit is None or visit.incident is None:
        return Rejected("engine.incident.not_open", {"key": key})
    phase = visit.incident.phase
    run.emit(IncidentResolved(key))
    if key == ROOT:
        _arm_again(run, key)
        return None
    node = run.program.nodes[visit.element_id]
    if phase == "enter":
        triggers.close_all(run, key)
        lifecycle.begin(run, node, key)
    elif phase == "complete":
        lifecycle.leave(run, node, key)
    elif phase == "trigger":
        _arm_again(run, key)
    else:
        _wait_again(run, node, key)
    return None


def _arm_again(run: Run, key: int) -> None:
    visit = run.visit(key)
    if visit is None:
        return
    element_id = visit.element_id
    node = run.program.nodes.get(element_id)
    if isinstance(node, AdHocNode):
        lifecycle.finish_scope(run, key)
        return
    triggers.close_all(run, key)
    try:
        if node is not None:
            triggers.arm_boundary(run, node, key)
        level = run.program.levels.get(element_id)
        if level is not None and run.exists(key):
            triggers.arm_event_starts(run, level, key)
    except Stuck as stuck:
        run.fail(key, element_id, stuck, "trigger")


def _wait_again(run: Run, node: Node, key: int) -> None:
    visit = run.visit(key)
    is_cancelled = isinstance(visit, ScopeDraft) and visit.is_interrupted
    if is_cancelled and not isinstance(node, ThrowNode):
        propagation.take_cancel(run, key)
        return
    if isinstance(node, ThrowNode) and any(isinstance(t, CancelThrow) for t in node.throws):
        propagation.take_cancel(run, run.scope_of(key))
        return
    try:
        run.wiring.behaviors[type(node)].execute(node, run, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "wait")
