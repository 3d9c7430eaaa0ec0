"""FEEL over rows and process variables: compiled once for each text, asked as often as needed."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from dujiang.feel import Environment, Expression, FeelSyntaxError, compile_expression
from dujiang.kernel.errors import Problem

MAX_TEXTS_KEPT: Final = 8_192


@lru_cache(maxsize=MAX_TEXTS_KEPT)
def compiled(text: str) -> Expression:
    """The expression behind a leading `=` (which may be missing). Raises `FeelSyntaxError`."""
    return compile_expression(text.removeprefix("=").strip())


def expression_problem(text: str, path: str) -> Problem | None:
    """What is wrong with a text that should be FEEL; nothing when it can be read."""
    try:
        compiled(text)
    except FeelSyntaxError as error:
        where = {"line": error.line, "column": error.column}
        params = {"text": text[:200], **where}
        return Problem(code="ledgers.expression.not_feel", path=path, params=params)
    return None


def value_of(text: str, scope: Mapping[str, Any], environment: Environment) -> Any:  # noqa: ANN401
    """The value of an attribute: FEEL with a leading `=`, else the text itself."""
    if not text.startswith("="):
        return text
    return compiled(text).evaluate(scope, env=environment).value


def is_true(text: str, scope: Mapping[str, Any], environment: Environment) -> bool:
    """Whether a condition holds; an absent one always does."""
    return not text or compiled(text).evaluate(scope, env=environment).value is True
