"""Variables live in scopes; what an expression sees, and where a value that is set goes.

Inner variables hide outer ones. A value goes to the nearest scope that has the variable already,
else to the process.
"""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from dujiang.engine.events import VariablesSet
from dujiang.engine.expressions import Expr, is_true
from dujiang.engine.run import Run
from dujiang.engine.state import NOBODY, ROOT
from dujiang.kernel.values import Variables


def context_of(run: Run, scope_key: int) -> Mapping[str, Any]:
    """Variables that are visible in a scope."""
    find = run.draft.find
    scope = find(scope_key)
    maps: list[dict[str, Any]] = []
    while scope is not None:
        if scope.variables or scope.key == ROOT:
            maps.append(scope.variables)
        scope = find(scope.parent_key) if scope.parent_key != NOBODY else None
    return maps[0] if len(maps) == 1 else ChainMap(*maps)


def value_of(run: Run, expr: Expr, scope_key: int) -> Any:  # noqa: ANN401 - a Value
    """The value of an expression in a scope; null where FEEL gives null."""
    return expr.value(context_of(run, scope_key), run.env)


def checked_value(run: Run, expr: Expr, scope_key: int) -> Any:  # noqa: ANN401 - a Value
    """The value of an expression; `Stuck` when it is null because something was wrong."""
    return expr.checked(context_of(run, scope_key), run.env)


def holds(run: Run, condition: Expr, scope_key: int) -> bool:
    """Whether a condition is true in a scope; `Stuck` when it has no truth value."""
    return is_true(condition, context_of(run, scope_key), run.env)


def set_here(run: Run, scope_key: int, values: Mapping[str, Any]) -> None:
    """Set variables in exactly this scope."""
    if values:
        named = values if isinstance(values, Variables) else Variables(values)
        run.emit(VariablesSet(scope_key, named))
        run.is_dirty = True


def propagate(run: Run, scope_key: int, values: Mapping[str, Any]) -> None:
    """Set each variable in the nearest scope that has it, else in the process."""
    if not values:
        return
    scope = run.draft.find(scope_key)
    if scope is not None and scope.parent_key == NOBODY:
        set_here(run, scope_key, values)
        return
    homes: dict[int, dict[str, Any]] = {}
    for name, value in values.items():
        homes.setdefault(_home_of(run, name, scope_key), {})[name] = value
    for home, named in homes.items():
        set_here(run, home, named)


def _home_of(run: Run, name: str, scope_key: int) -> int:
    scope = run.draft.find(scope_key)
    while scope is not None:
        if scope.parent_key == NOBODY or name in scope.variables:
            return scope.key
        scope = run.draft.find(scope.parent_key)
    return ROOT
