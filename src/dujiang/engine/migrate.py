"""Migration: a running instance goes on by another version of its process.

Keys stay, so open tasks, jobs, timers and called processes stay. Events that the new version does
not have are closed, those that only it has are opened.
"""

from collections.abc import Iterable

from dujiang.engine import lifecycle, triggers
from dujiang.engine.commands import Migrate
from dujiang.engine.draft import Draft, ScopeDraft
from dujiang.engine.events import InstanceMigrated
from dujiang.engine.expressions import Stuck
from dujiang.engine.lifecycle import SLEEPING
from dujiang.engine.program import (
    BoundaryNode,
    CallNode,
    CatchNode,
    EventGatewayNode,
    JobNode,
    Node,
    Program,
    StartNode,
    Wait,
)
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Run
from dujiang.engine.state import ROOT, State, Trigger
from dujiang.engine.triggers import evaluate_kind
from dujiang.kernel.errors import Problem


def plan_migration(
    old: Program, new: Program, state: State, mapping: dict[str, str]
) -> tuple[Problem, ...]:
    """Everything that stands in the way of migrating this instance; empty when it will go.

    Also the preview: nothing is changed.
    """
    problems = list(_problems(new, Draft(state), mapping))
    for element_id in sorted(set(state.active().values())):
        target = mapping.get(element_id, element_id)
        before, after = old.nodes.get(element_id), new.nodes.get(target)
        if before is not None and after is not None:
            problems.extend(_unlike(before, after))
    return tuple(problem for at, problem in enumerate(problems) if problem not in problems[:at])


def _unlike(before: Node, after: Node) -> Iterable[Problem]:
    """Why what is active at one element cannot go on at the other."""
    if type(before) is not type(after):
        kinds = {"element": after.id, "before": before.kind, "after": after.kind}
        yield Problem(code="engine.migrate.other_kind", path=before.id, params=kinds)
        return
    if before.loop is not None and after.loop is not None and before.loop.kind != after.loop.kind:
        yield Problem(code="engine.migrate.other_loop", path=before.id)
    given_out = None
    if isinstance(before, JobNode) and isinstance(after, JobNode):
        given_out = ("engine.migrate.other_job", before.job_type, after.job_type)
    elif isinstance(before, CallNode) and isinstance(after, CallNode):
        given_out = ("engine.migrate.other_called", before.process_key.text, after.process_key.text)
    if given_out is not None and given_out[1] != given_out[2]:
        code, *ends = given_out
        told = dict(zip(("before", "after"), ends, strict=True))
        yield Problem(code=code, path=before.id, params=told, severity="warning")


def migrate(run: Run, command: Migrate) -> Rejected | None:
    """Rename, then close and open events."""
    if command.process_id != run.program.process_id:
        return Rejected("engine.migrate.other_program", {"process": command.process_id})
    problems = tuple(_problems(run.program, run.draft, command.mapping))
    if problems:
        return Rejected("engine.migrate.not_possible", problems=problems)
    run.emit(InstanceMigrated(command.process_id, command.mapping))
    for seen in run.draft.every_scope():
        _close_what_is_gone(run, seen)
    for seen in run.draft.every_scope():
        if seen.kind not in SLEEPING:
            _open_what_is_new(run, seen)
    run.is_dirty = True
    return None


def _problems(program: Program, draft: Draft, mapping: dict[str, str]) -> Iterable[Problem]:
    for scope in draft.every_scope():
        here = program.process_id if scope.key == ROOT else _new(scope.element_id, mapping)
        if scope.kind not in SLEEPING:
            yield from _scope_problems(program, draft, scope, mapping)
        for visit in scope.visits.values():
            node = program.nodes.get(_new(visit.element_id, mapping))
            if node is None:
                yield _problem("engine.migrate.no_such_element", visit.element_id)
            elif node.level != here and scope.kind != "done":
                yield _problem("engine.migrate.other_level", visit.element_id, level=node.level)
        for flow in scope.tokens:
            if _new(flow, mapping) not in program.flows:
                yield _problem("engine.migrate.no_such_flow", flow)


def _scope_problems(
    program: Program, draft: Draft, scope: ScopeDraft, mapping: dict[str, str]
) -> Iterable[Problem]:
    if scope.key == ROOT:
        return
    node = program.nodes.get(_new(scope.element_id, mapping))
    if node is None:
        yield _problem("engine.migrate.no_such_element", scope.element_id)
        return
    if scope.kind in ("body", "inner") and node.loop is None:
        yield _problem("engine.migrate.no_loop", scope.element_id)
    if scope.kind in ("subprocess", "activity") and node.loop is not None:
        yield _problem("engine.migrate.loop", scope.element_id)
    parent = draft.find(scope.parent_key)
    if parent is None or parent.kind == "body":
        return
    level = program.process_id if parent.key == ROOT else _new(parent.element_id, mapping)
    if node.level != level:
        yield _problem("engine.migrate.other_level", scope.element_id, level=node.level)


def _new(element_id: str, mapping: dict[str, str]) -> str:
    return mapping.get(element_id, element_id)


def _problem(code: str, path: str, **params: str) -> Problem:
    return Problem(code=code, path=path, params=params)


def _close_what_is_gone(run: Run, scope: ScopeDraft) -> None:
    for key, trigger in list(scope.triggers.items()):
        if not _still_waits(run, trigger):
            triggers.close(run, key, trigger)


def _still_waits(run: Run, trigger: Trigger) -> bool:
    owner = run.visit(trigger.owner_key)
    event = run.program.nodes.get(trigger.element_id)
    waits: tuple[Wait, ...] = getattr(event, "waits", ())
    if event is None or owner is None or trigger.definition >= len(waits):
        return False
    if isinstance(event, BoundaryNode) and event.attached_to != owner.element_id:
        return False
    return evaluate_kind(waits[trigger.definition]) == trigger.kind


def _open_what_is_new(run: Run, scope: ScopeDraft) -> None:
    owners: list[tuple[int, str]] = [(k, v.element_id) for k, v in scope.visits.items()]
    if scope.key != ROOT and scope.kind != "inner":
        owners.append((scope.key, scope.element_id))
    for key, element_id in owners:
        node = run.program.nodes[element_id]
        events = [run.program.nodes[event_id] for event_id in node.boundary]
        _arm_missing(run, events, key, run.scope_of(key))
        _wait_again(run, node, key)
    level = run.program.levels.get(scope.element_id)
    if level is not None and scope.kind != "body" and not scope.is_interrupted:
        starts = [run.program.nodes[start_id] for start_id in level.event_starts]
        _arm_missing(run, starts, scope.key, scope.key)


def _wait_again(run: Run, node: Node, key: int) -> None:
    """A catch event that waits for something else now, or an event-based gateway."""
    visit = run.visit(key)
    waits_for_events = isinstance(node, CatchNode | EventGatewayNode)
    if visit is None or visit.incident is not None or not waits_for_events:
        return
    if not triggers.owned(run, key):
        run.later(lifecycle.begin, run, node, key)


def _arm_missing(run: Run, events: list[Node], owner_key: int, scope_key: int) -> None:
    armed = {trigger.element_id for trigger in triggers.owned(run, owner_key).values()}
    waits = [
        (event.id, wait)
        for event in events
        if isinstance(event, BoundaryNode | StartNode) and event.id not in armed
        for wait in event.waits
    ]
    owner = run.visit(owner_key)
    try:
        triggers.arm(run, waits, owner_key, scope_key, scope_key)
    except Stuck as stuck:
        if owner is not None and owner.incident is None:
            run.fail(owner_key, owner.element_id, stuck, "trigger")
