"""Element instances that have ended in this request, with the variables of their own.

Their scopes are gone from the state when rooms hear of it, and yet what a step posts or tells is
said in the words of the step: the item of a turn, the inputs of a job.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from dujiang.engine import ROOT, State
from dujiang.engine.events import ElementActivated, ElementCompleted, Fact, VariablesSet


class Departure(msgspec.Struct, frozen=True):
    """What an element instance that has ended had of its own, and the scope around it."""

    variables: Mapping[str, Any]
    scope_key: int


def has_scopes(before: State, facts: Iterable[Fact]) -> bool:
    """Whether variables may have lain elsewhere than in the process itself."""
    return len(before.scopes) > 1 or any(
        type(fact) is ElementActivated and fact.kind for fact in facts
    )


def departures(before: State, facts: Iterable[Fact]) -> dict[int, Departure]:
    """The element instances that a step has completed, by their keys."""
    own: dict[int, dict[str, Any]] = {}
    around: dict[int, int] = {}
    found: dict[int, Departure] = {}
    for fact in facts:
        match fact:
            case ElementActivated():
                around[fact.key] = fact.scope_key
            case VariablesSet():
                known = own.get(fact.scope_key)
                if known is None:
                    scope = before.scopes.get(fact.scope_key)
                    known = own[fact.scope_key] = dict(scope.variables) if scope else {}
                known.update(fact.variables)
            case ElementCompleted():
                scope = before.scopes.get(fact.key)
                variables = own.get(fact.key) or (scope.variables if scope else {})
                parent = scope.parent_key if scope else before.where.get(fact.key, ROOT)
                found[fact.key] = Departure(variables, around.get(fact.key, parent))
            case _:
                pass
    return found


def variables_at(
    state: State, departed: Mapping[int, Departure], element_key: int
) -> dict[str, Any]:
    """What an element instance sees, or saw until it ended: its own and those around it."""
    seen: list[Mapping[str, Any]] = []
    key = element_key
    while True:
        scope, gone = state.scopes.get(key), departed.get(key)
        if scope is not None:
            seen.append(scope.variables)
            if key == ROOT:
                break
            key = scope.parent_key
        elif gone is not None:
            seen.append(gone.variables)
            key = gone.scope_key
        else:
            key = state.where.get(key, ROOT)
    found: dict[str, Any] = {}
    for variables in reversed(seen):
        found.update(variables)
    return found
