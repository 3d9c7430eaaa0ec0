"""What a single value must keep to: length, size, pattern, number of rows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dujiang.forms.model import Field
from dujiang.forms.patterns import EMAIL, PHONE, matches_somewhere, matches_whole
from dujiang.kernel.errors import Problem


def is_missing(field: Field, value: Any) -> bool:  # noqa: ANN401 - a Value
    """Whether a required field still lacks its value; a required yes/no wants a yes."""
    if field.type == "checkbox":
        return value is not True
    return value is None or value in ("", [])


def limit_problems(field: Field, value: Any, path: str) -> Iterator[Problem]:  # noqa: ANN401
    """Everything about one value that its field forbids."""
    match value:
        case Decimal():
            yield from _number_problems(field, value, path)
        case str():
            yield from _text_problems(field, value, path)
        case list():
            yield from _count_problems(field, len(value), path)
        case _:
            return


def _number_problems(field: Field, value: Decimal, path: str) -> Iterator[Problem]:
    limits = field.limits
    if limits.low is not None and value < limits.low:
        yield _problem("forms.value.too_small", path, limit=limits.low)
    if limits.high is not None and value > limits.high:
        yield _problem("forms.value.too_large", path, limit=limits.high)
    if limits.decimals is not None and value != round(value, limits.decimals):
        yield _problem("forms.value.too_many_decimals", path, limit=limits.decimals)


def _text_problems(field: Field, value: str, path: str) -> Iterator[Problem]:
    limits = field.limits
    if limits.min_length is not None and len(value) < limits.min_length:
        yield _problem("forms.value.too_short", path, limit=limits.min_length, length=len(value))
    if limits.max_length is not None and len(value) > limits.max_length:
        yield _problem("forms.value.too_long", path, limit=limits.max_length, length=len(value))
    if limits.pattern is not None and not matches_somewhere(limits.pattern, value):
        words = limits.pattern_words
        params = {"sentence": dict(words)} if any(words.values()) else {}
        yield _problem("forms.value.pattern", path, **params)
    if limits.kind == "email" and not matches_whole(EMAIL, value):
        yield _problem("forms.value.not_an_email", path)
    if limits.kind == "phone" and not matches_whole(PHONE, value):
        yield _problem("forms.value.not_a_phone", path)


def _count_problems(field: Field, count: int, path: str) -> Iterator[Problem]:
    limits = field.limits
    if limits.min_rows is not None and count < limits.min_rows:
        yield _problem("forms.value.too_few_rows", path, limit=limits.min_rows)
    if limits.max_rows is not None and count > limits.max_rows:
        yield _problem("forms.value.too_many_rows", path, limit=limits.max_rows)


def _problem(code: str, path: str, **params: object) -> Problem:
    return Problem(code=code, path=path, params=params)
