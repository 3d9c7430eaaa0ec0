"""Compensation: completed activities are undone, newest first, each in the variables of then.

BPMN 2.0.2, 13.5.5 and 10.7 (transactions). A throw event waits until the last handler is done.
"""

from dujiang.engine import happenings, lifecycle, propagation, triggers
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import CompensationDone, CompensationStarted, ScopeInterrupted
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import (
    CancelThrow,
    Node,
    StartNode,
    SubProcessNode,
    ThrowNode,
)
from dujiang.engine.run import Run
from dujiang.engine.state import ROOT, Compensable
from dujiang.kernel.values import NO_VARIABLES


def start(run: Run, node: Node, key: int, activity_id: str) -> bool:
    """Undo one activity, or all of the scope; returns whether there is something to wait for."""
    records = _records(run, run.scope_of(key), activity_id)
    if not records:
        return False
    run.emit(CompensationStarted(key, node.id, tuple(records)))
    _next(run, key)
    return True


def _records(run: Run, scope_key: int, activity_id: str) -> list[tuple[int, int]]:
    """(scope, record) to undo, newest first, seen from a scope.

    From inside an event subprocess the scope around it is meant as well.
    """
    found: list[tuple[int, int]] = []
    scope = run.draft.find(scope_key)
    while scope is not None:
        found.extend(_inside(run, scope, activity_id))
        node = run.program.nodes.get(scope.element_id)
        is_event = isinstance(node, SubProcessNode) and node.is_event and scope.key != ROOT
        if not is_event or (found and activity_id):
            break
        scope = run.draft.find(scope.parent_key)
    return found


def _inside(run: Run, scope: ScopeDraft, activity_id: str = "") -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for record in reversed(scope.compensables):
        if activity_id and record.element_id != activity_id:
            continue
        kept = run.draft.find(record.key) if record.is_kept else None
        if record.handler_id or (kept is not None and _undoing_start(run, kept) is not None):
            found.append((scope.key, record.key))
        elif kept is not None:
            found.extend(_inside(run, kept))
    return found


def _undoing_start(run: Run, scope: ScopeDraft) -> StartNode | None:
    """The start event of the event subprocess that compensates a kept scope."""
    level = run.program.levels.get(scope.element_id)
    is_body = scope.loop is not None and scope.loop.counter == 0
    if level is None or is_body:
        return None
    for start_id in level.event_starts:
        start_node = run.program.nodes[start_id]
        if isinstance(start_node, StartNode) and any(
            catch.kind == "compensation" for catch in start_node.catches
        ):
            return start_node
    return None


def _next(run: Run, thrower_key: int) -> None:
    """Begin the next handler, or go on behind the throw event."""
    visit = run.visit(thrower_key)
    if visit is None or isinstance(visit, ScopeDraft):
        return
    node = run.program.nodes[visit.element_id]
    if not visit.to_compensate:
        if isinstance(node, ThrowNode) and any(isinstance(t, CancelThrow) for t in node.throws):
            _end_transaction(run, node, thrower_key)
        else:
            lifecycle.leave(run, node, thrower_key)
        return
    scope_key, record_key = visit.to_compensate[0]
    scope = run.draft.find(scope_key)
    record = None if scope is None else _record(scope, record_key)
    if record is None:
        run.emit(CompensationDone(thrower_key, record_key, scope_key))
        run.later(_next, run, thrower_key)
        return
    _undo(run, record, scope_key, thrower_key)


def _record(scope: ScopeDraft, key: int) -> Compensable | None:
    return next((record for record in scope.compensables if record.key == key), None)


def _undo(run: Run, record: Compensable, scope_key: int, thrower_key: int) -> None:
    where = record.key if record.is_kept else scope_key
    if record.handler_id:
        handler = run.program.nodes[record.handler_id]
        lifecycle.enter(run, handler, where, from_keys=(thrower_key,), compensates=thrower_key)
        return
    kept = run.draft.find(record.key)
    start_node = None if kept is None else _undoing_start(run, kept)
    if start_node is None:
        return
    node = run.program.nodes[start_node.subprocess]
    key = run.activate(
        node, where, from_keys=(thrower_key,), kind="subprocess", compensates=thrower_key
    )
    try:
        is_free = lifecycle.open_level(run, node.id, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "trigger")
        is_free = True
    if is_free:
        happenings.after_event(run, start_node, key, (key,), NO_VARIABLES)


def handler_done(run: Run, thrower_key: int) -> None:
    """A handler has completed: its record is used up, the next one is done."""
    visit = run.visit(thrower_key)
    if visit is None or isinstance(visit, ScopeDraft) or not visit.to_compensate:
        return
    scope_key, record_key = visit.to_compensate[0]
    run.emit(CompensationDone(thrower_key, record_key, scope_key))
    run.later(_next, run, thrower_key)


def start_cancel(run: Run, node: Node, key: int) -> None:
    """Cancel the transaction around: end what is active, undo what is complete, then leave it."""
    scope_key = run.scope_of(key)
    lifecycle.terminate_contents(run, scope_key, keep=frozenset({key}))
    triggers.close_all_inside(run, scope_key)
    run.emit(ScopeInterrupted(scope_key, node.id))
    if not start(run, node, key, ""):
        _end_transaction(run, node, key)


def _end_transaction(run: Run, node: Node, key: int) -> None:
    scope_key = run.scope_of(key)
    lifecycle.complete(run, node, key, ())
    propagation.take_cancel(run, scope_key)
