"""FEEL inside a form: compiled once when the schema is read, asked as often as needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dujiang.feel import Environment, Evaluation, FeelSyntaxError, compile_expression
from dujiang.feel import Expression as Compiled
from dujiang.kernel.errors import Problem

MAX_EXPRESSION_CHARS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and the names it reads."""

    text: str
    names: frozenset[str]
    compiled: Compiled

    def answer(self, scope: Mapping[str, Any], environment: Environment) -> Evaluation:
        """Its value, and why parts of it had nothing to give."""
        return self.compiled.evaluate(scope, env=environment)

    def evaluate(self, scope: Mapping[str, Any], environment: Environment) -> Any:  # noqa: ANN401
        """Its value; what had nothing to give is null."""
        return self.compiled.evaluate(scope, env=environment).value


def read_expression(text: str, path: str) -> Expression | Problem:
    """Compile the text behind a leading `=` (which may be missing), or say what is wrong."""
    body = text.removeprefix("=").strip()
    if len(body) > MAX_EXPRESSION_CHARS:
        limit = {"limit": MAX_EXPRESSION_CHARS}
        return Problem(code="forms.expression.too_long", path=path, params=limit)
    try:
        compiled = compile_expression(body)
    except FeelSyntaxError as error:
        where = {"line": error.line, "column": error.column}
        params = {"text": body[:200], **where}
        return Problem(code="forms.expression.not_feel", path=path, params=params)
    names = frozenset(name.partition(".")[0] for name in compiled.names)
    return Expression(body, names, compiled)
