"""What an evaluation may use besides its variables: the present, foreign functions, a budget.

The room has no clock: `now()` and `today()` are what the caller says they are.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import msgspec

from dujiang.feel.ast import Span
from dujiang.feel.errors import BudgetSpent, Fault, FeelError, Warning_

ExternalFunction = Callable[..., Any]
"""Takes typed values, returns a typed value (numbers as `Decimal`); raises `Fault` to give null."""

COLLECTIONS: Final = frozenset({list, dict})
TEXT_CHARS_PER_STEP: Final = 256
MAX_WARNINGS: Final = 100
"""Warnings kept of one evaluation; the rest would say the same again."""


class Budget(msgspec.Struct, frozen=True):
    """Bounds of one evaluation. Reaching one gives null and a warning `feel.budget.*`."""

    steps: int = 1_000_000
    """Items visited by loops, filters and list functions, and functions called."""
    depth: int = 64
    """Functions of the model calling one another."""
    text_chars: int = 1_000_000
    """Length of one text that the evaluation makes."""
    value_depth: int = 100
    """Lists and contexts inside one another, in a value that is made or compared."""


NO_FUNCTIONS: Final[Mapping[str, ExternalFunction]] = MappingProxyType({})


class Environment(msgspec.Struct, frozen=True):
    """`now` is an aware instant in the zone that `today()` and `now()` speak; None: no present.

    `functions` are Python functions that expressions may call by name, such as `working days`.
    """

    now: datetime | None = None
    functions: Mapping[str, ExternalFunction] = NO_FUNCTIONS
    budget: Budget = Budget()


NOTHING_SPECIAL: Final = Environment()


class Run(msgspec.Struct, gc=False):
    """One evaluation under way: its warnings and what is left of its budget. See `start`."""

    environment: Environment
    strict: bool
    steps_left: int
    depth_left: int
    warnings: list[Warning_] = []
    trace: list[Any] | None = None
    """Where whoever runs tables notes which rules matched; None when nobody asked."""

    def spend(self, steps: int) -> None:
        """Use up `steps`; raises `BudgetSpent` when none are left."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise BudgetSpent("feel.budget.steps", self.environment.budget.steps)

    def weigh(self, value: object) -> None:
        """Use up a step for everything in a list or context; raises `BudgetSpent`.

        Lists can share their items so that a short expression makes a value that would take for
        ever to look through (`for i in 1..100 return partial`): whoever is about to weighs it.
        """
        pending = [(value, 0)]
        while pending:
            found, depth = pending.pop()
            if type(found) is list:
                items: Iterable[object] = found
                self.spend(len(found))
            elif type(found) is dict:
                items = found.values()
                self.spend(len(found))
            else:
                continue
            if depth == self.environment.budget.value_depth:
                raise BudgetSpent("feel.budget.value_depth", depth)
            pending.extend((item, depth + 1) for item in items if type(item) in COLLECTIONS)

    def check_text(self, length: int) -> None:
        """Refuse to make a text longer than the budget allows; long ones cost steps too."""
        self.spend(length // TEXT_CHARS_PER_STEP)
        if length > self.environment.budget.text_chars:
            raise BudgetSpent("feel.budget.text_chars", self.environment.budget.text_chars)

    def warn(self, fault: Fault, at: Span) -> None:
        """Record why the part of the expression at `at` gives null; strict runs end here."""
        self.note(Warning_(fault.code, at, fault.params))

    def note(self, warning: Warning_) -> None:
        """Record a warning; strict runs end here."""
        if self.strict:
            raise FeelError(warning)
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(warning)

    def mark_warnings(self, path: str) -> None:
        """Say of the latest warnings that do not know yet that they come from element `path`."""
        for index in range(len(self.warnings) - 1, -1, -1):
            warning = self.warnings[index]
            if warning.path:
                return
            self.warnings[index] = msgspec.structs.replace(warning, path=path)


def start(environment: Environment = NOTHING_SPECIAL, *, strict: bool = False) -> Run:
    """A run with its whole budget before it."""
    budget = environment.budget
    return Run(environment, strict, budget.steps, budget.depth)
