"""Ad-hoc subprocess: its activities are done in any order, one at a time or in parallel.

BPMN 2.0.2, 10.3.5 "Ad-Hoc Sub-Process". Without settings every activity that no flow leads to runs
once; with `dj:adHoc` a FEEL list names the first ones, or people start them by hand. It ends
when its completion condition is true, and without one when nothing is left to do.
"""

from typing import Any

from dujiang.engine import lifecycle
from dujiang.engine.events import AdHocStopped
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import AdHocNode
from dujiang.engine.run import Behavior, Run
from dujiang.engine.variables import checked_value, holds, set_here

WAITING = "dj:waiting"
"""Internal variable of a sequential one: ids of elements that were not started yet."""


def execute(node: AdHocNode, run: Run, key: int) -> None:
    """Start what is to be started at once."""
    if not lifecycle.open_level(run, node.id, key):
        return
    first = _first(node, run, key)
    if node.is_sequential and first:
        set_here(run, key, {WAITING: list(first[1:])})
        first = first[:1]
    for element_id in first:
        run.later(lifecycle.enter_fresh, run, run.program.nodes[element_id], key)
    if not first and not node.is_manual:
        run.later(lifecycle.finish_scope, run, key)


def _first(node: AdHocNode, run: Run, key: int) -> tuple[str, ...]:
    if node.elements is not None:
        found: Any = checked_value(run, node.elements, key)
        starts = run.program.levels[node.id].starts
        if not isinstance(found, list) or any(item not in starts for item in found):
            raise Stuck("engine.ad_hoc.not_elements", value=found)
        return tuple(found)
    return () if node.is_manual else run.program.levels[node.id].starts


def finish(node: AdHocNode, run: Run, key: int) -> None:
    """Something inside has ended: complete, start the next, or wait."""
    scope = run.draft.find(key)
    if scope is None:
        return
    is_over = scope.is_stopping
    if not is_over and node.completion is not None:
        try:
            is_over = holds(run, node.completion, key)
        except Stuck as stuck:
            run.fail(key, node.id, stuck, "trigger")
            return
    if is_over:
        _stop(node, run, key)
    elif lifecycle.is_empty(run, scope):
        _go_on(node, run, key, scope.variables.get(WAITING) or [])


def _stop(node: AdHocNode, run: Run, key: int) -> None:
    if node.cancel_remaining:
        lifecycle.terminate_contents(run, key)
    else:
        scope = run.draft.find(key)
        if scope is not None and not scope.is_stopping:
            run.emit(AdHocStopped(key))
    scope = run.draft.find(key)
    if scope is not None and (node.cancel_remaining or lifecycle.is_empty(run, scope)):
        lifecycle.leave(run, node, key)


def _go_on(node: AdHocNode, run: Run, key: int, waiting: list[str]) -> None:
    if waiting:
        set_here(run, key, {WAITING: waiting[1:]})
        run.later(lifecycle.enter_fresh, run, run.program.nodes[waiting[0]], key)
    elif not node.is_manual and node.completion is None:
        lifecycle.leave(run, node, key)


BEHAVIOR = Behavior(execute, finish=finish, kind="subprocess")
