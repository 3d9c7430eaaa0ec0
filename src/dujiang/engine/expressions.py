"""Expressions of a model: parsed once at compile time, evaluated without ever raising outwards.

Inside a step a failing expression is `Stuck`; the step turns it into an incident of the element.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from dujiang.feel import Environment, FeelSyntaxError, compile_expression, find_fault
from dujiang.kernel.errors import Problem
from dujiang.kernel.values import as_value


class Stuck(Exception):
    """The element cannot go on; becomes an `IncidentRaised`, never leaves the engine."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: _shown(value) for name, value in params.items()}


def _shown(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class Expr(Protocol):
    """Something that has a value in a context."""

    text: str

    def value(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value; null where FEEL gives null."""
        ...

    def checked(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value; `Stuck` when it is null because something was wrong."""
        ...

    def faultless(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value, for conditions; `Stuck` when any part of it failed, whatever it gave."""
        ...


class Literal:
    """Text that means itself."""

    __slots__ = ("_value", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._value = as_value(text)

    def value(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The text."""
        return self._value

    checked = value
    faultless = value


class Feel:
    """A FEEL expression."""

    __slots__ = ("_expression", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._expression = compile_expression(text)

    def value(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value; null where FEEL gives null."""
        return self._expression.evaluate(context, env=env).value

    def checked(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value; `Stuck` when it is null because something was wrong."""
        result = self._expression.evaluate(context, env=env)
        if result.value is None and result.warnings:
            raise Stuck(
                "engine.expression.failed", expression=self.text, reason=result.warnings[0].code
            )
        return result.value

    def faultless(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value, for conditions; `Stuck` when any part of it failed, whatever it gave."""
        result = self._expression.evaluate(context, env=env)
        fault = find_fault(result)
        if fault is None and result.value is None and result.warnings:
            fault = result.warnings[0]
        if fault is not None:
            raise Stuck("engine.expression.failed", expression=self.text, reason=fault.code)
        return result.value


ALWAYS: Final = "true"


def compile_text(text: str, path: str, problems: list[Problem], *, is_feel: bool) -> Expr | None:
    """The expression that `text` is; None, and a problem at `path`, when it does not parse.

    With a leading `=` it is FEEL; without, FEEL only where the place allows nothing else.
    """
    stripped = text.strip()
    if stripped.startswith("="):
        stripped = stripped[1:].strip()
    elif not is_feel:
        return Literal(text)
    try:
        return Feel(stripped)
    except FeelSyntaxError as error:
        problems.append(
            Problem(
                code="engine.expression.does_not_parse",
                path=path,
                params={"expression": stripped, "reason": str(error)},
            )
        )
        return None


def is_true(expr: Expr, context: Mapping[str, Any], env: Environment) -> bool:
    """Whether a condition holds; `Stuck` when it has no truth value."""
    value = expr.faultless(context, env)
    if value is True or value is False:
        return bool(value)
    raise Stuck("engine.condition.not_boolean", expression=expr.text, value=value)


def key_text(value: object) -> str | None:
    """A correlation value as text: equal values give equal texts."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value.normalize(), "f")
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return str(value.total_seconds())
        case list():
            return "|".join(key_text(item) or "" for item in value)
        case str():
            return value
        case _:
            return None
