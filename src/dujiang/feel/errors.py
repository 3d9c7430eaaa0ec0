"""What can go wrong with an expression: it cannot be read, or it had nothing to give.

A text that cannot be read raises `FeelSyntaxError` when it is compiled. Evaluation never raises:
inside the room a failing operation raises `Fault`, and the nearest call or operator turns it into
null and a `Warning_` (DMN 1.5, 10.3.2: semantic errors give null). `evaluate_strict` turns the
first warning into `FeelError`.
"""

from typing import Any

import msgspec

from dujiang.feel.ast import Span
from dujiang.kernel.errors import InvalidInput


class Warning_(msgspec.Struct, frozen=True):
    """Why a part of an expression gave null: a code, its values, and where in the text."""

    code: str
    at: Span
    """Start and end offset, in characters, in the expression's text."""
    params: dict[str, Any] = {}
    path: str = ""
    """Id of the element that the expression belongs to, where it belongs to a model."""


class FeelSyntaxError(InvalidInput):
    """The text is no FEEL expression. `position` is an offset; line and column count from 1."""

    def __init__(self, code: str, *, text: str, position: int, **params: Any) -> None:  # noqa: ANN401 - values for the words
        before = text[:position]
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        self.expected: tuple[str, ...] = tuple(params.get("expected", ()))
        super().__init__(code, line=self.line, column=self.column, **params)


class FeelError(InvalidInput):
    """Strict evaluation met what would have been a warning; `position` is its offset."""

    def __init__(self, warning: Warning_) -> None:
        super().__init__(warning.code, **warning.params)
        self.position = warning.at[0]
        self.warning = warning


class Fault(Exception):
    """An operation had nothing to give; caught by the operator or call that asked for it."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401 - values for the words
        super().__init__(code)
        self.code = code
        self.params = params


class BudgetSpent(Exception):
    """The evaluation used up its steps, its depth or its size."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
