"""Loops around an activity: multi-instance, parallel and sequential, and the standard loop.

BPMN 2.0.2, 10.3.8 and 13.3.6. The *body* is the activity as drawn, boundary events are attached to
it; each *turn* is a scope of its own inside the body, with `loopCounter` and its item.
"""

from collections import ChainMap
from decimal import Decimal
from typing import Any

from dujiang.engine import lifecycle, throws, triggers
from dujiang.engine.draft import ScopeDraft
from dujiang.engine.events import (
    CompensationRecorded,
    ElementActivated,
    ElementCompleted,
    LoopResultKept,
    LoopStarted,
)
from dujiang.engine.expressions import Stuck, is_true
from dujiang.engine.program import MAX_LOOP_TURNS, LoopSpec, Node
from dujiang.engine.run import Run
from dujiang.engine.state import NOBODY, Loop
from dujiang.engine.variables import checked_value, context_of, propagate, set_here, value_of
from dujiang.kernel.values import Variables

FACTS_PER_VISIT = 10
"""Facts that one visit of one element may add, roughly."""


def enter_loop(node: Node, run: Run, key: int) -> None:
    """Begin the body: find out how often, and start the first turn or all of them."""
    spec = _spec(node)
    if spec.kind == "standard":
        goes_on = not spec.test_before or _once_more(run, spec, key, Loop(), {})
        run.emit(LoopStarted(key))
        if goes_on:
            run.later(_start_turn, run, node, key, 1)
        else:
            finish_loop(node, run, key)
        return
    items = _items(run, spec, key)
    if spec.kind == "sequential":
        run.emit(LoopStarted(key, len(items), run.draft.next_key, Variables({"items": items})))
        if items:
            run.later(_start_turn, run, node, key, 1)
    else:
        run.emit(LoopStarted(key, len(items)))
        run.loop_allowance += _facts_per_turn(run) * len(items)
        for counter, item in enumerate(items, 1):
            run.later(_start_turn, run, node, key, counter, item)
    if not items:
        finish_loop(node, run, key)


def _facts_per_turn(run: Run) -> int:
    """How many facts a turn may add before the step counts as endless."""
    return FACTS_PER_VISIT * (len(run.program.nodes) + 1)


def _spec(node: Node) -> LoopSpec:
    if node.loop is None:
        raise AssertionError(f"{node.id} is no loop")
    return node.loop


def _items(run: Run, spec: LoopSpec, key: int) -> list[Any]:
    """The items of the turns; numbers without a collection give as many nulls."""
    if spec.collection is not None:
        found = checked_value(run, spec.collection, key)
        if not isinstance(found, list):
            raise Stuck("engine.loop.not_a_list", expression=spec.collection.text, value=found)
        count = len(found)
    else:
        number = None if spec.cardinality is None else checked_value(run, spec.cardinality, key)
        if isinstance(number, str):
            number = Decimal(number) if number.strip().isdigit() else number
        if not isinstance(number, Decimal) or number < 0 or number != int(number):
            raise Stuck("engine.loop.not_a_count", value=number)
        count = int(number)
        found = None
    if count > MAX_LOOP_TURNS:
        raise Stuck("engine.loop.too_many", count=count, limit=MAX_LOOP_TURNS)
    return found if found is not None else [None] * count


def _start_turn(run: Run, node: Node, body_key: int, counter: int, item: Any = None) -> None:  # noqa: ANN401 - a Value
    body = run.draft.find(body_key)
    if body is None or body.loop is None or body.incident is not None:
        return
    spec = _spec(node)
    if spec.kind == "sequential":
        run.loop_allowance += _facts_per_turn(run)
        item = _stored_items(run, body_key)[counter - 1]
    variables: dict[str, Any] = {"loopCounter": Decimal(counter)}
    if spec.element:
        variables[spec.element] = item
    start_turn(run, node, body_key, counter, variables)


def start_turn(run: Run, node: Node, body_key: int, counter: int, variables: dict[str, Any]) -> int:
    """One more turn of a body, with these variables; returns its key."""
    key = run.draft.next_key
    run.emit(
        ElementActivated(key, node.id, body_key, (body_key,), kind="inner", loop_counter=counter)
    )
    set_here(run, key, variables)
    lifecycle.begin(run, node, key)
    return key


def _stored_items(run: Run, body_key: int) -> list[Any]:
    for child in run.draft.iter_children(body_key):
        scope = run.draft.find(child)
        if scope is not None and scope.kind == "items":
            stored: list[Any] = scope.variables["items"]
            return stored
    return []


def turn_done(node: Node, run: Run, key: int) -> None:
    """A turn has done its work: keep its output, and see whether the loop goes on."""
    turn = run.draft.find(key)
    body = None if turn is None else run.draft.find(turn.parent_key)
    if turn is None or body is None or body.loop is None or turn.loop is None:
        return
    spec = _spec(node)
    counter = turn.loop.counter
    ahead = Loop(
        total=body.loop.total,
        started=body.loop.started,
        active=body.loop.active - 1,
        completed=body.loop.completed + 1,
        terminated=body.loop.terminated,
    )
    inside = dict(turn.variables)
    try:
        output = _output(run, spec, key)
        is_over = _is_over(run, spec, body.key, ahead, inside)
        events = _events(run, spec, body.key, ahead, inside)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "complete")
        return
    if spec.output:
        value = Variables({"value": output})
        run.emit(LoopResultKept(run.draft.next_key, body.key, counter, node.id, value))
    triggers.close_all(run, key)
    _complete_turn(run, node, key)
    was_caught = False
    for event in events:
        was_caught = throws.throw_from_loop(run, event, body.key, node) or was_caught
    if not run.exists(body.key):
        return
    if is_over or (was_caught and spec.behavior == "complex"):
        end_turns(run, body.key)
        finish_loop(node, run, body.key)
    else:
        go_on(run, node, body.key)


def _complete_turn(run: Run, node: Node, key: int) -> None:
    turn = run.draft.find(key)
    if turn is None:
        return
    is_kept = bool(node.handler or turn.compensables or node.is_undone_inside)
    if is_kept:
        record = CompensationRecorded(turn.parent_key, key, node.id, node.handler, is_kept=True)
        run.emit(record)
    run.emit(ElementCompleted(key, node.id, is_kept))


def _output(run: Run, spec: LoopSpec, key: int) -> Any:  # noqa: ANN401 - a Value
    return None if spec.output_element is None else value_of(run, spec.output_element, key)


def _is_over(run: Run, spec: LoopSpec, body_key: int, loop: Loop, inside: dict[str, Any]) -> bool:
    if spec.kind == "standard":
        return not _once_more(run, spec, body_key, loop, inside)
    if spec.condition is None:
        return False
    return is_true(spec.condition, _context(run, body_key, loop, inside), run.env)


def _once_more(run: Run, spec: LoopSpec, body_key: int, loop: Loop, inside: dict[str, Any]) -> bool:
    """Whether a standard loop runs again."""
    limit = MAX_LOOP_TURNS if spec.maximum is None else spec.maximum
    if loop.completed >= limit:
        if spec.maximum is None:
            raise Stuck("engine.loop.too_many", count=loop.completed, limit=limit)
        return False
    if spec.condition is None:
        return True
    return is_true(spec.condition, _context(run, body_key, loop, inside), run.env)


def _context(run: Run, body_key: int, loop: Loop, inside: dict[str, Any]) -> "ChainMap[str, Any]":
    counters = {
        "loopCounter": Decimal(loop.completed),
        "numberOfInstances": Decimal(max(loop.total, 0)),
        "numberOfActiveInstances": Decimal(loop.active),
        "numberOfCompletedInstances": Decimal(loop.completed),
        "numberOfTerminatedInstances": Decimal(loop.terminated),
    }
    return ChainMap(counters, inside, dict(context_of(run, body_key)))


def _events(
    run: Run, spec: LoopSpec, body_key: int, loop: Loop, inside: dict[str, Any]
) -> list[Any]:
    """What the loop's behaviour throws now that one more turn has completed."""
    if spec.behavior == "all" or (spec.behavior == "one" and loop.completed != 1):
        return []
    context = _context(run, body_key, loop, inside)
    return [
        event
        for condition, event in spec.events
        if condition is None or is_true(condition, context, run.env)
    ]


def go_on(run: Run, node: Node, body_key: int) -> None:
    """After a turn has ended: start the next one, wait for the others, or finish."""
    body = run.draft.find(body_key)
    if body is None or body.loop is None:
        return
    loop = body.loop
    spec = _spec(node)
    is_all_over = loop.completed + loop.terminated >= loop.total
    if spec.kind == "standard":
        run.later(_start_turn, run, node, body_key, loop.started + 1)
    elif is_all_over:
        if loop.active == 0:
            finish_loop(node, run, body_key)
    elif spec.kind == "sequential" and loop.active == 0:
        run.later(_start_turn, run, node, body_key, loop.started + 1)


def end_turns(run: Run, body_key: int) -> None:
    """Terminate the turns that are left."""
    for child in run.draft.children(body_key):
        scope = run.draft.find(child)
        if scope is not None and scope.kind == "inner":
            lifecycle.terminate(run, child)


def finish_loop(node: Node, run: Run, key: int) -> None:
    """The body is over: hand out the collected results and go on behind it."""
    body = run.draft.find(key)
    spec = _spec(node)
    if body is None:
        return
    if spec.output:
        propagate(run, run.scope_of(key), {spec.output: _results(run, body)})
    try:
        flows = lifecycle.outgoing(run, node, key)
    except Stuck as stuck:
        run.fail(key, node.id, stuck, "complete")
        return
    lifecycle.complete(run, node, key, flows)


def _results(run: Run, body: ScopeDraft) -> list[Any]:
    """One result per turn, in the order of the items; null for turns that did not complete."""
    found: dict[int, Any] = {}
    for child in run.draft.iter_children(body.key):
        scope = run.draft.find(child)
        if scope is not None and scope.kind == "result" and scope.loop is not None:
            found[scope.loop.counter] = scope.variables.get("value")
    total = body.loop.total if body.loop is not None else NOBODY
    count = total if total >= 0 else max(found, default=0)
    return [found.get(counter) for counter in range(1, count + 1)]
