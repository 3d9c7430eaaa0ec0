"""Arming events and closing them: timers, messages, signals and conditions that are waited for."""

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from dujiang.engine.events import (
    SignalReach,
    SubscriptionClosed,
    SubscriptionOpened,
    TimerCancelled,
    TimerScheduled,
)
from dujiang.engine.expressions import Stuck, key_text
from dujiang.engine.program import (
    BoundaryNode,
    ConditionWait,
    Level,
    MessageWait,
    Node,
    SignalWait,
    StartNode,
    TimerWait,
    Wait,
)
from dujiang.engine.run import Run
from dujiang.engine.state import Trigger, TriggerKind
from dujiang.engine.timers import Due, due_of
from dujiang.engine.variables import checked_value, context_of, value_of

Armed: TypeAlias = "tuple[str, int, Due | Subscription]"


class Subscription(msgspec.Struct, frozen=True):
    """What a subscription will be, evaluated but not opened."""

    kind: str
    name: str = ""
    correlation: str | None = None
    reach: SignalReach = "global"


def evaluate(run: Run, wait: Wait, scope_key: int) -> "Due | Subscription":
    """Evaluate what a wait needs; `Stuck` when that fails. Changes nothing."""
    match wait:
        case TimerWait():
            return due_of(wait, run.program, run.at, context_of(run, scope_key), run.env)
        case MessageWait():
            return Subscription("message", wait.name, _correlation(run, wait, scope_key))
        case SignalWait():
            return Subscription("signal", wait.name, reach=wait.reach)
        case ConditionWait():
            return Subscription("conditional")


def evaluate_kind(wait: Wait) -> TriggerKind:
    """What kind of trigger a wait becomes."""
    match wait:
        case TimerWait():
            return "timer"
        case MessageWait():
            return "message"
        case SignalWait():
            return "signal"
        case ConditionWait():
            return "conditional"


def _correlation(run: Run, wait: MessageWait, scope_key: int) -> str | None:
    if wait.key is not None:
        found = key_text(checked_value(run, wait.key, scope_key))
        if found is None:
            raise Stuck("engine.message.no_correlation", message=wait.name)
        return found
    if wait.payload_keys:
        return key_text([value_of(run, expr, scope_key) for expr in wait.payload_keys])
    return None


def arm(
    run: Run, waits: Iterable[tuple[str, Wait]], owner_key: int, scope_key: int, eval_key: int
) -> None:
    """Open all these waits, given as (element id, wait), or none when one cannot be evaluated."""
    indexes: dict[str, int] = {}
    ready: list[Armed] = []
    for element_id, wait in waits:
        index = indexes.get(element_id, 0)
        indexes[element_id] = index + 1
        ready.append((element_id, index, evaluate(run, wait, eval_key)))
    for element_id, index, what in ready:
        _open(run, element_id, index, what, owner_key, scope_key)


def _open(
    run: Run,
    element_id: str,
    index: int,
    what: "Due | Subscription",
    owner_key: int,
    scope_key: int,
) -> None:
    key = run.draft.next_key
    if isinstance(what, Due):
        run.emit(
            TimerScheduled(
                key,
                element_id,
                owner_key,
                scope_key,
                what.at,
                index,
                what.repeats,
                what.cycle,
            )
        )
        return
    kind = what.kind
    run.emit(
        SubscriptionOpened(
            key,
            element_id,
            owner_key,
            scope_key,
            "message" if kind == "message" else "signal" if kind == "signal" else "conditional",
            what.name,
            what.correlation,
            index,
            what.reach,
        )
    )
    if kind == "conditional":
        run.is_dirty = True


def arm_boundary(run: Run, node: Node, key: int) -> None:
    """Arm the events attached to an activity, as far as they wait for something."""
    waits = [(event.id, wait) for event in _boundary_events(run, node) for wait in event.waits]
    if waits:
        scope_key = run.scope_of(key)
        arm(run, waits, key, scope_key, scope_key)
        run.wiring.look(run)


def _boundary_events(run: Run, node: Node) -> list[BoundaryNode]:
    found = (run.program.nodes[event_id] for event_id in node.boundary)
    return [event for event in found if isinstance(event, BoundaryNode)]


def arm_event_starts(run: Run, level: Level, scope_key: int) -> None:
    """Arm the start events of the event subprocesses of a scope."""
    starts = (run.program.nodes[start_id] for start_id in level.event_starts)
    waits = [
        (start.id, wait) for start in starts if isinstance(start, StartNode) for wait in start.waits
    ]
    if waits:
        arm(run, waits, scope_key, scope_key, scope_key)
        run.wiring.look(run)


def owned(run: Run, owner_key: int) -> dict[int, Trigger]:
    """The open triggers of an element instance, in the order they were opened."""
    found: dict[int, Trigger] = {}
    for scope_key in (run.scope_of(owner_key), owner_key):
        scope = run.draft.find(scope_key)
        if scope is not None and scope.triggers:
            found.update((k, t) for k, t in scope.triggers.items() if t.owner_key == owner_key)
    return found


def close_all(run: Run, owner_key: int) -> None:
    """Close the triggers of an element instance."""
    for key, trigger in owned(run, owner_key).items():
        close(run, key, trigger)


def close(run: Run, key: int, trigger: Trigger) -> None:
    """It is waited for no longer."""
    if trigger.kind == "timer":
        run.emit(TimerCancelled(key, trigger.element_id))
    else:
        run.emit(SubscriptionClosed(key, trigger.element_id))


def close_all_inside(run: Run, scope_key: int) -> None:
    """Close every trigger that is kept in a scope."""
    scope = run.draft.find(scope_key)
    if scope is not None:
        for key, trigger in list(scope.triggers.items()):
            close(run, key, trigger)
