"""Errors, escalations and cancellations look for their catcher: outwards, level by level.

BPMN 2.0.2, 13.5.1: the innermost matching event catches. At one level a matching code goes before
an event that catches every code.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from dujiang.engine import happenings
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import ErrorThrown, EscalationThrown, IncidentRaised
from dujiang.engine.program import BoundaryNode, Catch, StartNode
from dujiang.engine.run import Run
from dujiang.engine.state import NOBODY, ROOT
from dujiang.kernel.values import NO_VARIABLES, Variables


class Catcher(msgspec.Struct, frozen=True):
    """Who catches, and what it is attached to."""

    event: BoundaryNode | StartNode
    owner_key: int


def find_catcher(
    run: Run, key: int, kind: Literal["error", "escalation", "cancel"], code: str | None
) -> Catcher | None:
    """The innermost event that catches what is thrown in the element instance `key`."""
    for owner_key, event_ids in _levels(run, key):
        nodes = [run.program.nodes[event_id] for event_id in event_ids]
        events = [node for node in nodes if isinstance(node, BoundaryNode | StartNode)]
        for wanted in (code, None):
            for event in events:
                if any(_catches(catch, kind, wanted) for catch in event.catches):
                    return Catcher(event, owner_key)
    return None


def _catches(catch: Catch, kind: str, code: str | None) -> bool:
    return catch.kind == kind and catch.code == code


def _levels(run: Run, key: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(owner key, events), from the element instance outwards to the process."""
    at = key
    while at != NOBODY:
        visit = run.visit(at)
        scope = run.draft.find(at)
        level = None if scope is None else run.program.levels.get(scope.element_id)
        if scope is not None and level is not None and _may_catch(scope):
            yield at, level.event_starts
        is_turn = scope is not None and scope.kind == "inner"
        if visit is not None and at != ROOT and not is_turn:
            yield at, run.program.nodes[visit.element_id].boundary
        at = run.scope_of(at)


def _may_catch(scope: ScopeDraft) -> bool:
    return scope.kind != "body" and not scope.is_interrupted


def throw_error(run: Run, key: int, code: str, variables: Variables = NO_VARIABLES) -> None:
    """Throw a BPMN error in an element instance; an incident there when nobody catches it."""
    visit = run.visit(key)
    if visit is None:
        return
    element_id = visit.element_id
    catcher = find_catcher(run, key, "error", code)
    if catcher is None:
        run.emit(ErrorThrown(key, element_id, code, "", variables))
        run.emit(IncidentRaised(key, element_id, "engine.error.not_caught", {"code": code}, "wait"))
        return
    run.emit(ErrorThrown(key, element_id, code, catcher.event.id, variables))
    _give(run, catcher, variables)


def throw_escalation(run: Run, key: int, code: str, variables: Variables = NO_VARIABLES) -> None:
    """Throw an escalation in an element instance; without a catcher the caller may take it."""
    visit = run.visit(key)
    if visit is None:
        return
    catcher = find_catcher(run, key, "escalation", code)
    caught_by = "" if catcher is None else catcher.event.id
    run.emit(EscalationThrown(key, visit.element_id, code, caught_by, variables))
    if catcher is not None:
        _give(run, catcher, variables)


def take_cancel(run: Run, transaction_key: int) -> None:
    """The transaction is compensated: leave it by its cancel boundary event."""
    catcher = find_catcher(run, transaction_key, "cancel", None)
    if catcher is None:
        visit = run.visit(transaction_key)
        if visit is not None:
            run.emit(
                IncidentRaised(
                    transaction_key, visit.element_id, "engine.cancel.not_caught", {}, "wait"
                )
            )
        return
    _give(run, catcher, NO_VARIABLES)


def _give(run: Run, catcher: Catcher, variables: Variables) -> None:
    match catcher.event:
        case BoundaryNode():
            happenings.at_boundary(run, catcher.event, catcher.owner_key, variables)
        case StartNode():
            happenings.in_scope(run, catcher.event, catcher.owner_key, variables)
