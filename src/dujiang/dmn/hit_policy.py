"""What a table answers when several rules apply (DMN 1.5, 8.2.8, table 35).

Pure: from the outputs of the matching rules to the answer. An output is a value, or a context
where the table has several output columns.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dujiang.dmn.model import Aggregation, HitPolicy
from dujiang.feel.arithmetic import calculate
from dujiang.feel.builtins import BUILTINS
from dujiang.feel.comparison import is_equal
from dujiang.feel.environment import start
from dujiang.feel.errors import Fault

Matches = Sequence[tuple[int, tuple[Any, ...]]]
"""The number of each matching rule (from 1), in order, and its outputs by column."""
Priorities = Sequence[Sequence[Any] | None]
"""For each output column its allowed values, the most important first; None: not ordered."""

SINGLE_HIT: Final[frozenset[HitPolicy]] = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


def only_match(matches: Matches) -> tuple[Any, ...]:
    """UNIQUE: no two rules may apply. Raises `Fault`."""
    if len(matches) > 1:
        raise Fault("dmn.table.several_rules", rules=[number for number, _ in matches])
    return matches[0][1]


def any_match(matches: Matches) -> tuple[Any, ...]:
    """ANY: all that apply must say the same. Raises `Fault`."""
    first = matches[0][1]
    for _, outputs in matches[1:]:
        if not all(map(is_equal, first, outputs)):
            raise Fault("dmn.table.rules_disagree", rules=[number for number, _ in matches])
    return first


def by_priority(matches: Matches, priorities: Priorities) -> list[tuple[Any, ...]]:
    """Outputs, the most important first; the first column counts most."""

    def rank(match: tuple[int, tuple[Any, ...]]) -> tuple[int, ...]:
        return tuple(
            _rank(output, listed)
            for output, listed in zip(match[1], priorities, strict=True)
            if listed is not None
        )

    return [outputs for _, outputs in sorted(matches, key=rank)]


def _rank(output: object, listed: Sequence[Any]) -> int:
    for place, value in enumerate(listed):
        if is_equal(value, output):
            return place
    return len(listed)


def aggregated(aggregation: Aggregation, outputs: list[Any]) -> Any:  # noqa: ANN401 - a Value
    """COLLECT with an operator. Raises `Fault` when the outputs have none such."""
    return _AGGREGATIONS[aggregation](outputs)


def _sum(outputs: list[Any]) -> Any:  # noqa: ANN401 - a Value
    total = outputs[0]
    for output in outputs[1:]:
        total = calculate("+", total, output)
    return total


def _builtin(name: str) -> Callable[[list[Any]], Any]:
    return lambda outputs: BUILTINS[name].call(start(), (outputs,))


_AGGREGATIONS: Final[Mapping[Aggregation, Callable[[list[Any]], Any]]] = {
    "SUM": _sum,
    "COUNT": _builtin("count"),
    "MIN": _builtin("min"),
    "MAX": _builtin("max"),
}
