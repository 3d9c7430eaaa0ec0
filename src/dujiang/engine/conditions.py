"""Conditional events: conditions are looked at whenever a variable has changed.

BPMN 2.0.2, 10.5.1: a condition triggers when it becomes true; it must become false before it can
trigger again.
"""

from dujiang.engine import happenings
from dujiang.engine.events import SubscriptionMet
from dujiang.engine.program import BoundaryNode, CatchNode, ConditionWait, StartNode
from dujiang.engine.run import Run
from dujiang.engine.state import Trigger
from dujiang.engine.variables import value_of

MAX_LOOKS = 1_000
"""Rounds in one step: conditions that keep making each other true end there."""


def look(run: Run) -> None:
    """Let every condition that has become true happen."""
    if not run.program.has_conditions:
        run.is_dirty = False
        return
    for _ in range(MAX_LOOKS):
        if not run.is_dirty:
            return
        run.is_dirty = False
        for scope in run.draft.every_scope():
            for key in [k for k, t in scope.triggers.items() if t.kind == "conditional"]:
                _look_at(run, key)


def _look_at(run: Run, key: int) -> None:
    scope = run.draft.find(run.draft.holder(key))
    if scope is None:
        return
    trigger = scope.triggers[key]
    is_true = _holds(run, trigger, run.inner_scope(trigger.owner_key), scope.key)
    if is_true == trigger.is_met:
        return
    run.emit(SubscriptionMet(key, trigger.element_id, is_true))
    if is_true:
        happenings.happen(run, key)


def _holds(run: Run, trigger: Trigger, owner_scope: int, scope_key: int) -> bool:
    event = run.program.nodes[trigger.element_id]
    if not isinstance(event, BoundaryNode | StartNode | CatchNode):
        return False
    wait = event.waits[trigger.definition]
    where = scope_key if isinstance(event, BoundaryNode) else owner_scope
    return isinstance(wait, ConditionWait) and value_of(run, wait.condition, where) is True
