"""Entering, completing and terminating element instances: what all elements have in common."""

from dujiang.engine import triggers
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import (
    CompensationRecorded,
    ElementCompleted,
    ElementTerminated,
    InstanceCancelled,
    InstanceCompleted,
)
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import MAX_FACTS_PER_STEP, Flow, Node
from dujiang.engine.run import Run
from dujiang.engine.state import NOBODY, ROOT
from dujiang.engine.variables import holds, propagate, set_here, value_of
from dujiang.kernel.values import Variables

SLEEPING = frozenset({"items", "result", "done"})
"""Kinds of scopes in which nothing is active."""


def arrive(run: Run, scope_key: int, flow: Flow) -> None:
    """A token has come to the end of a flow, if nobody took it away meanwhile."""
    scope = run.draft.find(scope_key)
    if scope is None or flow.id not in scope.tokens:
        return
    node = run.program.nodes[flow.target]
    if len(run.facts) > MAX_FACTS_PER_STEP + run.loop_allowance:
        key = run.activate(
            node, scope_key, from_keys=origins(run, scope_key, (flow.id,)), flows=(flow.id,)
        )
        run.fail(key, node.id, Stuck("engine.step.endless", limit=MAX_FACTS_PER_STEP), "enter")
    elif node.joins:
        behavior = run.wiring.behaviors[type(node)]
        if behavior.arrive is not None:
            behavior.arrive(node, run, scope_key, flow)
        else:
            _enter_with_quantity(run, node, scope_key)
    else:
        enter(run, node, scope_key, (flow.id,))


def _enter_with_quantity(run: Run, node: Node, scope_key: int) -> None:
    """startQuantity: enter once per so many tokens, oldest flows first."""
    scope = run.draft.find(scope_key)
    if scope is None:
        return
    waiting = [f for f in node.incoming for _ in scope.tokens.get(f, ())]
    if len(waiting) >= node.start_quantity:
        enter(run, node, scope_key, tuple(waiting[: node.start_quantity]))


def origins(run: Run, scope_key: int, flows: tuple[str, ...]) -> tuple[int, ...]:
    """Whose tokens are the next ones on these flows, each instance once."""
    scope = run.draft.find(scope_key)
    if scope is None:
        return ()
    if len(flows) == 1:
        return scope.tokens[flows[0]][:1]
    taken: dict[str, int] = {}
    found: dict[int, None] = {}
    for flow in flows:
        index = taken.get(flow, 0)
        found[scope.tokens[flow][index]] = None
        taken[flow] = index + 1
    return tuple(found)


def enter(
    run: Run,
    node: Node,
    scope_key: int,
    flows: tuple[str, ...] = (),
    *,
    from_keys: tuple[int, ...] | None = None,
    compensates: int = NOBODY,
) -> int:
    """A new instance of `node`, or of the loop around it; returns its key."""
    if from_keys is None:
        from_keys = origins(run, scope_key, flows)
    kind = "body" if node.loop is not None else run.wiring.behaviors[type(node)].kind
    if kind is None and node.is_local:
        kind = "activity"
    key = run.activate(
        node, scope_key, from_keys=from_keys, flows=flows, kind=kind, compensates=compensates
    )
    begin(run, node, key)
    return key


def begin(run: Run, node: Node, key: int) -> None:
    """Set inputs, arm boundary events, do what the element does. Also the retry of `enter`."""
    scope = run.draft.find(key) if node.loop is not None else None
    is_turn = scope is not None and scope.kind == "inner"
    is_body = scope is not None and scope.kind == "body"
    try:
        if node.inputs and not is_body:
            set_inputs(run, node, key)
        if node.boundary and not is_turn:
            triggers.arm_boundary(run, node, key)
            if not run.exists(key):
                return
        if is_body:
            run.wiring.enter_loop(node, run, key)
        else:
            run.wiring.behaviors[type(node)].execute(node, run, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "enter")


def enter_surroundings(run: Run, node: Node, key: int) -> None:
    """Set inputs and arm boundary events of an element whose inside is entered elsewhere."""
    set_inputs(run, node, key)
    if node.boundary:
        triggers.arm_boundary(run, node, key)


def set_inputs(run: Run, node: Node, key: int) -> None:
    """Evaluate input mappings in order; later ones see earlier ones."""
    for mapping in node.inputs:
        set_here(run, key, {mapping.target: value_of(run, mapping.source, key)})


def accept(run: Run, node: Node, key: int, variables: Variables) -> None:
    """Take what came from outside: for the output mappings, or straight to where it belongs."""
    if not variables:
        return
    if node.outputs:
        set_here(run, key, variables)
    else:
        propagate(run, run.inner_scope(key), variables)


def leave(run: Run, node: Node, key: int) -> None:
    """The element has done its work: map outputs, choose outgoing flows, complete.

    Also the retry of `complete`.
    """
    scope = run.draft.find(key) if node.loop is not None else None
    is_turn = scope is not None and scope.kind == "inner"
    if scope is not None and scope.kind == "body":
        run.wiring.finish_loop(node, run, key)
        return
    try:
        if node.outputs:
            _map_outputs(run, node, key)
        flows = () if is_turn else outgoing(run, node, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "complete")
        return
    complete(run, node, key, flows)


def _map_outputs(run: Run, node: Node, key: int) -> None:
    for mapping in node.outputs:
        value = value_of(run, mapping.source, key)
        if value is not None or not mapping.optional:
            propagate(run, run.scope_of(key), {mapping.target: value})


def outgoing(run: Run, node: Node, key: int) -> tuple[Flow, ...]:
    """The flows that an activity or event takes: all without condition, those whose condition is
    true, and the default if no condition was (BPMN 2.0.2, 13.3.2)."""
    if not node.has_conditions:
        return node.outgoing
    context_key = run.scope_of(key)
    chosen: list[Flow] = []
    has_true = False
    for flow in node.outgoing:
        if flow.is_default:
            continue
        if flow.condition is None:
            chosen.append(flow)
        elif holds(run, flow.condition, context_key):
            chosen.append(flow)
            has_true = True
    if not has_true:
        chosen.extend(flow for flow in node.outgoing if flow.is_default)
    if not chosen:
        raise Stuck("engine.flow.none_true", element=node.id)
    return tuple(chosen)


def complete(run: Run, node: Node, key: int, flows: tuple[Flow, ...]) -> None:
    """The element instance is over; its tokens go on by `flows`."""
    scope_key = run.draft.holder(key)
    if scope_key == NOBODY:
        scope = run.draft.find(key)
        if scope is None:
            return
        if scope.kind == "inner":
            run.wiring.turn_done(node, run, key)
            return
        scope_key, compensates = scope.parent_key, scope.compensates
    else:
        scope = None
        compensates = _compensates(run, scope_key, key)
    if node.owns_triggers:
        triggers.close_all(run, key)
    is_kept = False
    if scope is not None or node.handler:
        is_kept = record_compensation(run, node, key, scope)
    run.emit(ElementCompleted(key, node.id, is_kept))
    if compensates != NOBODY:
        run.wiring.handler_done(run, compensates)
        return
    for _ in range(node.completion_quantity):
        for flow in flows:
            run.take(flow, scope_key, key)
    if not flows:
        run.later(finish_scope, run, scope_key)


def _compensates(run: Run, scope_key: int, key: int) -> int:
    holder = run.draft.find(scope_key)
    return NOBODY if holder is None else holder.visits[key].compensates


def record_compensation(run: Run, node: Node, key: int, scope: ScopeDraft | None) -> bool:
    """Remember that it can be undone; returns whether its scope sleeps on for that."""
    has_records = scope is not None and (bool(scope.compensables) or node.is_undone_inside)
    is_kept = scope is not None and (has_records or bool(node.handler and scope.kind != "body"))
    if has_records or node.handler:
        handler = "" if scope is not None and scope.kind == "body" else node.handler
        run.emit(CompensationRecorded(run.scope_of(key), key, node.id, handler, is_kept=is_kept))
    return is_kept


def finish_scope(run: Run, scope_key: int) -> None:
    """End a scope in which nothing is active and no token waits."""
    scope = run.draft.find(scope_key)
    if scope is None or scope.kind in SLEEPING or scope.incident is not None:
        return
    node = run.program.nodes.get(scope.element_id) if scope_key != ROOT else None
    finish = None if node is None else run.wiring.behaviors[type(node)].finish
    if node is not None and finish is not None and scope.kind != "body":
        finish(node, run, scope_key)
        return
    if not is_empty(run, scope):
        return
    if node is None:
        triggers.close_all(run, ROOT)
        run.emit(InstanceCompleted(Variables(scope.variables)))
    elif scope.kind != "body":
        leave(run, node, scope_key)


def is_empty(run: Run, scope: ScopeDraft) -> bool:
    """Whether nothing is active in a scope and no token waits."""
    return not scope.visits and not scope.tokens and not has_active_child(run, scope.key)


def has_active_child(run: Run, scope_key: int) -> bool:
    """Whether a scope directly inside is active."""
    for child in run.draft.iter_children(scope_key):
        scope = run.draft.find(child)
        if scope is not None and scope.kind not in SLEEPING:
            return True
    return False


def terminate(run: Run, key: int) -> None:
    """End an element instance from outside, with everything in it."""
    visit = run.visit(key)
    if visit is None:
        return
    node = run.program.nodes[visit.element_id]
    is_open = visit.is_open
    if isinstance(visit, ScopeDraft):
        terminate_contents(run, key)
    withdraw = run.wiring.behaviors[type(node)].withdraw
    if is_open and withdraw is not None:
        withdraw(node, run, key)
    triggers.close_all(run, key)
    run.emit(ElementTerminated(key, node.id))


def terminate_contents(run: Run, scope_key: int, keep: frozenset[int] = frozenset()) -> None:
    """End everything in a scope but what is in `keep`."""
    scope = run.draft.find(scope_key)
    if scope is None:
        return
    for key in list(scope.visits):
        if key not in keep:
            terminate(run, key)
    for child in run.draft.children(scope_key):
        inner = run.draft.find(child)
        if inner is None or child in keep:
            continue
        if inner.kind == "done":
            terminate_contents(run, child)
        elif inner.kind not in SLEEPING:
            terminate(run, child)


def cancel_instance(run: Run, outcome: str, reason: str) -> None:
    """End everything, before its time and with this outcome."""
    terminate_contents(run, ROOT)
    triggers.close_all_inside(run, ROOT)
    run.emit(InstanceCancelled(outcome, reason))
    run.agenda.clear()


def open_level(run: Run, level_id: str, scope_key: int) -> bool:
    """Give a new scope its variables and arm its event subprocesses.

    Returns False when one of them has taken the scope over at once.
    """
    level = run.program.levels[level_id]
    scope = run.draft.find(scope_key)
    if level.variables and scope is not None:
        missing = {name: None for name in level.variables if name not in scope.variables}
        set_here(run, scope_key, missing)
    if level.event_starts:
        triggers.arm_event_starts(run, level, scope_key)
        scope = run.draft.find(scope_key)
        return scope is not None and not scope.is_interrupted
    return True


def start_level(run: Run, level_id: str, scope_key: int) -> None:
    """Begin at the none start events, or where no flow leads to."""
    level = run.program.levels[level_id]
    for element_id in level.starts:
        run.later(enter_fresh, run, run.program.nodes[element_id], scope_key)
    if not level.starts:
        run.later(finish_scope, run, scope_key)


def enter_fresh(run: Run, node: Node, scope_key: int) -> None:
    """Enter an element that no token leads to, unless its scope is gone or taken over."""
    scope = run.draft.find(scope_key)
    if scope is not None and not scope.is_interrupted and scope.kind not in SLEEPING:
        from_keys = () if scope_key == ROOT else (scope_key,)
        enter(run, node, scope_key, from_keys=from_keys)
