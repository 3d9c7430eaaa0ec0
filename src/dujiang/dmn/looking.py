"""Why a table answered as it did: for each rule, which of its cells said no to the inputs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from dujiang.dmn.model import DecisionTable, Rule
from dujiang.feel import Environment, Expression, FeelSyntaxError, compile_unary_tests

MAX_LOOKED_AT: Final = 1_000
"""Rules that are explained; whoever reads about more reads none."""
INPUT: Final = "?"


class RuleLook(msgspec.Struct, frozen=True):
    """One rule and the inputs at hand; `misses` are the places of columns that did not match."""

    number: int
    """From 1."""
    rule_id: str
    misses: tuple[int, ...]
    tests: tuple[str, ...] = ()
    """The cells that did not match, as they are written."""


def look_at_rules(
    table: DecisionTable,
    values: Sequence[Any],
    scope: Mapping[str, Any],
    env: Environment | None = None,
) -> tuple[RuleLook, ...]:
    """Every rule of a table beside the values of its columns, in order.

    `scope` holds what cells may name besides the column's own value: the decision's requirements.
    A cell that cannot be read, or has no answer, does not match.
    """
    known: dict[str, Expression | None] = {}

    def look(number: int, rule: Rule) -> RuleLook:
        misses = tuple(_misses(rule, values, scope, env, known))
        return RuleLook(number, rule.id, misses, tuple(rule.inputs[n].text for n in misses))

    return tuple(look(number, rule) for number, rule in enumerate(table.rules[:MAX_LOOKED_AT], 1))


def _misses(
    rule: Rule,
    values: Sequence[Any],
    scope: Mapping[str, Any],
    env: Environment | None,
    known: dict[str, Expression | None],
) -> Iterator[int]:
    for place, (cell, value) in enumerate(zip(rule.inputs, values, strict=False)):
        text = cell.text.strip() or "-"
        if text not in known:
            known[text] = _compiled(text)
        test = known[text]
        if test is None or test.evaluate({**scope, INPUT: value}, env=env).value is not True:
            yield place


def _compiled(text: str) -> Expression | None:
    try:
        return compile_unary_tests(text)
    except FeelSyntaxError:
        return None
