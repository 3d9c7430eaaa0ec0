"""Moving: take element instances away and activate others, for returns and for operators."""

from dujiang.engine import lifecycle, loops
from dujiang.engine.commands import Activation, Modify, Move
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import TokensDiscarded
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import BoundaryNode, Node, StartNode
from dujiang.engine.rejection import Rejected
from dujiang.engine.run import Run
from dujiang.engine.stale_tokens import discard_stale
from dujiang.engine.state import NOBODY, ROOT
from dujiang.engine.variables import set_here


def move(run: Run, command: Move) -> Rejected | None:
    """Cancel these, activate those in the nearest scope."""
    wanted = tuple(Activation(element_id=element_id) for element_id in command.activate)
    return _modify(run, command.cancel, (), wanted)


def modify(run: Run, command: Modify) -> Rejected | None:
    """Cancel, discard waiting tokens, activate in given scopes."""
    return _modify(run, command.cancel, command.discard_flows, command.activate)


def _modify(
    run: Run, cancel: tuple[int, ...], discard: tuple[str, ...], activate: tuple[Activation, ...]
) -> Rejected | None:
    rejected = _check(run, cancel, discard, activate)
    if rejected is not None:
        return rejected
    anchors = [run.scope_of(key) for key in cancel]
    targets: list[int] = []
    for activation in activate:
        target = _target(run, activation, anchors)
        if isinstance(target, Rejected):
            return target
        targets.append(target)
    _discard(run, discard)
    for key in cancel:
        lifecycle.terminate(run, key)
    for activation, target in zip(activate, targets, strict=True):
        node = run.program.nodes[activation.element_id]
        entered = [*_missing(run, target, node), node.id]
        discard_stale(run, target, entered[0])
    for activation, target in zip(activate, targets, strict=True):
        _activate(run, activation, target, cancel)
    for anchor in anchors:
        _tidy(run, anchor, goes_elsewhere=bool(activate))
    run.later(lifecycle.finish_scope, run, ROOT)
    return None


def _check(
    run: Run, cancel: tuple[int, ...], discard: tuple[str, ...], activate: tuple[Activation, ...]
) -> Rejected | None:
    for key in cancel:
        scope = run.draft.find(key)
        is_asleep = scope is not None and scope.kind in lifecycle.SLEEPING
        if key == ROOT or not run.exists(key) or is_asleep:
            return Rejected("engine.move.not_active", {"key": key})
    for flow in discard:
        if not any(flow in scope.tokens for scope in run.draft.every_scope()):
            return Rejected("engine.move.no_token", {"flow": flow})
    for activation in activate:
        node = run.program.nodes.get(activation.element_id)
        if node is None or isinstance(node, BoundaryNode) or _starts_event_subprocess(node):
            return Rejected("engine.move.cannot_activate", {"element": activation.element_id})
    return None


def _starts_event_subprocess(node: Node) -> bool:
    return isinstance(node, StartNode) and bool(node.subprocess)


def _chain(run: Run, scope_key: int) -> list[int]:
    """A scope and the scopes around it, innermost first; loop bodies are no levels."""
    found: list[int] = []
    at = scope_key
    while at != NOBODY:
        scope = run.draft.find(at)
        if scope is None:
            break
        if scope.kind not in ("body", "activity"):
            found.append(at)
        at = scope.parent_key
    return found


def _target(run: Run, activation: Activation, anchors: list[int]) -> int | Rejected:
    """The scope in which an element will be activated."""
    node = run.program.nodes[activation.element_id]
    if activation.scope_key is not None:
        return _given(run, node, activation.scope_key)
    for level_id in _levels_up(run, node.level):
        for anchor in anchors:
            for scope_key in _chain(run, anchor):
                scope = run.draft.find(scope_key)
                if scope is not None and scope.element_id == level_id:
                    return _down_possible(run, scope_key, node)
        found = [
            scope.key
            for scope in run.draft.every_scope()
            if scope.element_id == level_id and scope.kind in ("process", "subprocess", "inner")
        ]
        if len(found) > 1 and not anchors:
            return Rejected("engine.move.scope_ambiguous", {"element": node.id})
        if found and (not anchors or level_id == run.program.process_id):
            return _down_possible(run, found[0], node)
    return ROOT


def _given(run: Run, node: Node, scope_key: int) -> int | Rejected:
    scope = run.draft.find(scope_key)
    if scope is None or scope.kind in lifecycle.SLEEPING:
        return Rejected("engine.scope.not_active", {"key": scope_key})
    is_own_loop = scope.kind == "body" and scope.element_id == node.id
    if is_own_loop and (node.loop is None or node.loop.kind != "parallel"):
        return Rejected("engine.move.loop_in_turn", {"element": node.id})
    if not is_own_loop and (scope.element_id != node.level or scope.kind == "body"):
        return Rejected("engine.move.wrong_scope", {"element": node.id, "key": scope_key})
    return scope_key


def _levels_up(run: Run, level_id: str) -> list[str]:
    found: list[str] = []
    while level_id:
        found.append(level_id)
        level_id = run.program.levels[level_id].parent
    return found


def _missing(run: Run, scope_key: int, node: Node) -> list[str]:
    """Levels that must be entered between a scope and an element, outermost first."""
    scope = run.draft.find(scope_key)
    found: list[str] = []
    for level_id in _levels_up(run, node.level):
        if scope is None or level_id == scope.element_id:
            break
        found.append(level_id)
    return list(reversed(found))


def _down_possible(run: Run, scope_key: int, node: Node) -> int | Rejected:
    for level_id in _missing(run, scope_key, node):
        if run.program.nodes[level_id].loop is not None:
            return Rejected("engine.move.into_loop", {"element": node.id, "loop": level_id})
    return scope_key


def _discard(run: Run, discard: tuple[str, ...]) -> None:
    for flow in discard:
        for seen in run.draft.every_scope():
            if flow in seen.tokens:
                run.emit(TokensDiscarded(seen.key, flow, len(seen.tokens[flow])))


def _activate(run: Run, activation: Activation, scope_key: int, from_keys: tuple[int, ...]) -> None:
    node = run.program.nodes[activation.element_id]
    scope = run.draft.find(scope_key)
    if scope is not None and scope.kind == "body" and scope.element_id == node.id:
        counter = max(scope.loop.total, scope.loop.started) + 1 if scope.loop else 1
        loops.start_turn(run, node, scope_key, counter, activation.variables.to_dict())
        return
    for level_id in _missing(run, scope_key, node):
        scope_key = _enter_empty(run, run.program.nodes[level_id], scope_key, from_keys)
    set_here(run, scope_key, activation.variables)
    lifecycle.enter(run, node, scope_key, from_keys=from_keys)


def _enter_empty(run: Run, node: Node, scope_key: int, from_keys: tuple[int, ...]) -> int:
    """Enter a subprocess without beginning at its start."""
    key = run.activate(node, scope_key, from_keys=from_keys, kind="subprocess")
    try:
        lifecycle.enter_surroundings(run, node, key)
        lifecycle.open_level(run, node.id, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "trigger")
    return key


def _tidy(run: Run, scope_key: int, *, goes_elsewhere: bool) -> None:
    """End scopes that the move has emptied, without going on behind them.

    A loop whose last turn was cancelled is finished, unless the move goes on elsewhere.
    """
    scope = run.draft.find(scope_key)
    while scope is not None and scope.key != ROOT:
        node = run.program.nodes[scope.element_id]
        if scope.kind == "body" and not (goes_elsewhere and _has_no_turn(run, scope)):
            loops.go_on(run, node, scope.key)
            return
        if not lifecycle.is_empty(run, scope):
            return
        parent = scope.parent_key
        lifecycle.terminate(run, scope.key)
        scope = run.draft.find(parent)


def _has_no_turn(run: Run, body: ScopeDraft) -> bool:
    return not lifecycle.has_active_child(run, body.key)
