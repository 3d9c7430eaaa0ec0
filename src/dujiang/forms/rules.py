"""Cross-field rules: FEEL over the whole form, with a message at the field they name.

A rule counts at a step that can change something it reads and sees the field that it names. True
is fine; everything else, null too, shows the message; an expression that fails is said as such.
While a field it reads is missing or broken it is not asked: the reader is told one thing at a time.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from dujiang.forms.expressions import Expression
from dujiang.forms.failing import reason_of
from dujiang.forms.model import Field, Form, Rule
from dujiang.forms.settling import Settled, Situation
from dujiang.forms.typed import masked, plain_json
from dujiang.kernel.errors import Problem
from dujiang.kernel.words import Language

_PLACE: Final = re.compile(r"\{(\w+)\}")


def rule_problems(
    form: Form,
    live: Collection[str],
    doubtful: Collection[str],
    settled: Settled,
    situation: Situation,
) -> list[Problem]:
    """The messages of all broken rules but those that read a `doubtful` field."""
    fields = {field.key: field for field in form.fields}
    asked = [rule for rule in form.rules if _counts(rule, fields, live, doubtful, settled)]
    found = (_verdict(rule, fields, settled, situation) for rule in asked)
    return [problem for problem in found if problem is not None]


def _counts(
    rule: Rule,
    fields: Mapping[str, Field],
    live: Collection[str],
    doubtful: Collection[str],
    settled: Settled,
) -> bool:
    read = _read_by(rule) & fields.keys()
    if not read & set(live) or (rule.field and f"/{rule.field}" in settled.hidden):
        return False
    return not _with_sources(read, fields) & set(doubtful)


def _read_by(rule: Rule) -> set[str]:
    names = set(rule.check.names)
    if rule.when is not None:
        names |= rule.when.names
    return names | {rule.field.partition(".")[0]} if rule.field else names


def _with_sources(read: set[str], fields: Mapping[str, Field]) -> set[str]:
    """The fields that are read, and all that their computed values come from."""
    found: set[str] = set()
    waiting = list(read)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        compute = fields[key].compute
        if compute is not None:
            waiting += compute.names & fields.keys()
    return found


def _verdict(
    rule: Rule, fields: Mapping[str, Field], settled: Settled, situation: Situation
) -> Problem | None:
    """What is to be said of a rule: nothing, its message, or that it cannot be told."""
    for expression in (rule.when, rule.check):
        if expression is None:
            continue
        answer = expression.answer(settled.scope, situation.environment)
        reason = reason_of(answer)
        if reason is not None:
            return _failed(rule, reason)
        if answer.value is not True:
            is_asked = expression is rule.check
            return _problem(rule, fields, settled, situation) if is_asked else None
    return None


def _failed(rule: Rule, reason: str) -> Problem:
    return Problem(
        code="forms.rule.failed",
        path=_path(rule),
        params={"rule": rule.id, "reason": reason},
        severity=rule.severity,
    )


def _path(rule: Rule) -> str:
    return "/" + rule.field.replace(".", "/") if rule.field else ""


def _problem(
    rule: Rule, fields: Mapping[str, Field], settled: Settled, situation: Situation
) -> Problem:
    params: dict[str, Any] = {
        name: _told(expression, fields, expression.evaluate(settled.scope, situation.environment))
        for name, expression in rule.params.items()
    }
    sentence = {
        language: _filled(text, dict(_shown(language, params, fields, settled)))
        for language, text in rule.message.items()
    }
    return Problem(
        code=rule.code,
        path=_path(rule),
        params={**params, "rule": rule.id, "sentence": sentence},
        severity=rule.severity,
    )


def _told(expression: Expression, fields: Mapping[str, Field], value: Any) -> Any:  # noqa: ANN401
    """A figure for the message; masked when it comes from something sensitive."""
    is_covered = any(fields[key].holds_sensitive for key in expression.names & fields.keys())
    return masked(value) if is_covered else value


def _filled(text: str, shown: Mapping[str, str]) -> str:
    """Put values into `{name}`; a name without value stays visible.

    Not Python's format language: authors of forms write these texts.
    """
    return _PLACE.sub(lambda place: shown.get(place[1], place[0]), text)


def _shown(
    language: Language, params: Mapping[str, Any], fields: Mapping[str, Field], settled: Settled
) -> Iterator[tuple[str, str]]:
    for name, value in (*settled.scope.items(), *params.items()):
        field = fields.get(name)
        label = _option_label(field, value, language) if field else None
        shown = masked(value) if field is not None and field.is_sensitive else None
        yield name, shown or label or text_of(value)


def _option_label(field: Field, value: Any, language: Language) -> str | None:  # noqa: ANN401
    option = field.option(value)
    return None if option is None else option.label[language]


def text_of(value: Any) -> str:  # noqa: ANN401 - a Value
    """A value inside a sentence: numbers without trailing zeros, dates as written."""
    match value:
        case Decimal():
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case list():
            return "、".join(text_of(item) for item in value)
        case _:
            return "" if value is None else str(plain_json(value))
