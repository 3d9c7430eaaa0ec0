"""What a command would do to an instance, without doing it: for previews before operators act."""

from collections import Counter
from typing import Any, Final, Literal, TypeAlias

import msgspec

from dujiang.engine import Program, Rejected, State, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts

EffectKind: TypeAlias = Literal[
    "removed",
    "opened",
    "kept",
    "task_withdrawn",
    "task_opened",
    "job_withdrawn",
    "job_opened",
    "call_ended",
    "call_began",
    "timer_stopped",
    "timer_started",
    "wait_ended",
    "wait_began",
    "token_discarded",
    "stuck",
    "completed",
    "cancelled",
]

_EFFECTS: Final[dict[type, EffectKind]] = {
    facts.UserTaskCancelled: "task_withdrawn",
    facts.UserTaskCreated: "task_opened",
    facts.JobCancelled: "job_withdrawn",
    facts.JobCreated: "job_opened",
    facts.CalledProcessCancelled: "call_ended",
    facts.ProcessCalled: "call_began",
    facts.TimerCancelled: "timer_stopped",
    facts.TimerScheduled: "timer_started",
    facts.SubscriptionClosed: "wait_ended",
    facts.SubscriptionOpened: "wait_began",
    facts.IncidentRaised: "stuck",
}


class Effect(msgspec.Struct, frozen=True):
    """Something that would happen at an element, so many times."""

    kind: EffectKind
    element_id: str = ""
    count: int = 1


def foresee(
    program: Program, state: State, command: engine.Command
) -> tuple[Effect, ...] | Rejected:
    """What the command would do; called instances and other rooms follow from it."""
    outcome = step(program, state, command)
    if isinstance(outcome, Rejected):
        return outcome
    before, after = Counter(_standing(state)), Counter(_standing(outcome.state))
    found = [
        *_effects("removed", before - after),
        *_effects("opened", after - before),
        *_told(outcome.facts),
    ]
    if outcome.state.is_ended:
        found.append(Effect("cancelled" if outcome.state.status == "cancelled" else "completed"))
    return (*found, *_effects("kept", before & after))


def _standing(state: State) -> list[str]:
    """Elements that the instance stands on, each as often as it does; loop bodies once a turn."""
    if state.is_ended:
        return []
    bodies = {key for key, scope in state.scopes.items() if scope.kind == "body"}
    return [element_id for key, element_id in state.active().items() if key not in bodies]


def _effects(kind: EffectKind, counts: "Counter[str]") -> list[Effect]:
    return [Effect(kind, element_id, count) for element_id, count in counts.items()]


def _told(happened: tuple[Any, ...]) -> list[Effect]:
    counts: Counter[tuple[EffectKind, str]] = Counter()
    for fact in happened:
        kind = _EFFECTS.get(type(fact))
        if kind is not None:
            counts[(kind, fact.element_id)] += 1
        elif isinstance(fact, facts.TokensDiscarded):
            counts[("token_discarded", fact.flow_id)] += fact.count
    return [Effect(kind, element_id, count) for (kind, element_id), count in counts.items()]
