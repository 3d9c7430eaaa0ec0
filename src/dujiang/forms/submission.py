"""Checking a form: on submission everything, while it is being filled in what is known so far.

The same reading, settling and rules serve both, and the browser runs the same cases
(`cases/forms`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from dujiang.forms.access import (
    column_access,
    live_fields,
    may_enter,
    may_enter_column,
)
from dujiang.forms.checks import is_missing, limit_problems
from dujiang.forms.entering import Entered
from dujiang.forms.failing import expression_problems
from dujiang.forms.model import AccessMap, Field, Form, Option, RuleStatus
from dujiang.forms.rules import rule_problems
from dujiang.forms.settling import Settled, Situation, default_values, is_required, settle
from dujiang.forms.typed import choice_problem, masked, plain_json, write_value
from dujiang.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """A submission: the typed values of all fields, which of them changed, what is wrong."""

    values: Mapping[str, Any]
    changed: Mapping[str, Any]
    problems: tuple[Problem, ...]
    status: RuleStatus = 422
    """HTTP status of the refusal: the first that applies of 404, 409, 422."""

    @property
    def is_fine(self) -> bool:
        """Whether it may be accepted; warnings do not stop it."""
        return all(problem.severity != "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the browser asks for while somebody types, as JSON."""

    computed: Mapping[str, Any]
    problems: tuple[Problem, ...]
    hidden: tuple[str, ...]
    required: tuple[str, ...]
    options: Mapping[str, Sequence[Mapping[str, Any]]]


def check_submission(
    form: Form,
    access: AccessMap,
    found: Mapping[str, Any],
    situation: Situation,
    *,
    is_complete: bool = True,
) -> Checked:
    """Check what was sent (JSON) against the whole form; problems carry JSON pointers.

    Without `is_complete` (saving a draft, rejecting) nothing is required and rules are not asked:
    only types and permissions count.
    """
    entered, settled = _entered(form, access, found, situation)
    problems = list(entered.problems)
    if is_complete:
        problems += _problems(form, access, settled, situation, {p.path for p in problems})
    changed = {
        one.key: settled.values[one.key]
        for one in form.fields
        if _is_news(one, settled.values[one.key], situation, is_complete=is_complete)
    }
    told = tuple(_discreet(form, problem) for problem in problems)
    return Checked(settled.values, changed, told, _status(form, problems))


def _discreet(form: Form, problem: Problem) -> Problem:
    """The problem without what was typed into a sensitive field: receipts keep what we answer."""
    key, _, rest = problem.path.removeprefix("/").partition("/")
    field = form.sensitive.get(key)
    if field is None or "found" not in problem.params:
        return problem
    column = rest.rpartition("/")[2]
    is_told = field.is_table and not any(c.is_sensitive and c.key == column for c in field.columns)
    if is_told and not field.is_sensitive:
        return problem
    return msgspec.structs.replace(problem, params={**problem.params, "found": masked("")})


def _is_news(
    one: Field,
    value: Any,  # noqa: ANN401 - a Value
    situation: Situation,
    *,
    is_complete: bool,
) -> bool:
    """Whether the process does not know the value. What is handed in leaves no list and no yes/no
    unset: an empty one is the empty list, a no is false, never null."""
    if one.key not in situation.current and is_complete:
        return value is not None
    return bool(value != situation.current.get(one.key, one.empty()))


def _status(form: Form, problems: Sequence[Problem]) -> RuleStatus:
    of_rules = {rule.id: rule.status for rule in form.rules}
    found: set[RuleStatus] = {422}
    for problem in problems:
        if problem.code == "forms.value.not_found":
            found.add(404)
        elif problem.severity == "error":
            found.add(of_rules.get(problem.params.get("rule", ""), 422))
    return min(found)


def evaluate(
    form: Form, access: AccessMap, found: Mapping[str, Any], situation: Situation
) -> Evaluation:
    """Computed values, choices, conditions and broken rules of a form that is being filled in.

    Missing values are named in `required`, not as problems: the browser says so when it submits.
    """
    entered, settled = _entered(form, access, found, situation)
    broken = {problem.path for problem in entered.problems}
    rest = _problems(form, access, settled, situation, broken)
    problems = [*entered.problems, *rest]
    return Evaluation(
        computed=_computed(form, access, settled),
        problems=tuple(p for p in problems if p.code != "forms.field.required"),
        hidden=tuple(sorted(settled.hidden)),
        required=tuple(_required(form, access, settled, situation)),
        options=_asked_options(form, access, settled, situation),
    )


def initial_values(form: Form, access: AccessMap, situation: Situation) -> dict[str, Any]:
    """The JSON of a fresh form, defaults and first computed values included."""
    return visible_values(form, access, default_values(form, access, situation))


def present_values(form: Form, access: AccessMap, situation: Situation) -> dict[str, Any]:
    """The JSON of a form that somebody opens to fill in: what their step computes is of now."""
    settled = settle(form, access, situation.current, situation)
    return visible_values(form, access, settled.values)


def visible_values(
    form: Form, access: AccessMap, values: Mapping[str, Any], *, reveal: bool = False
) -> dict[str, Any]:
    """The JSON of what this step may see: hidden fields and columns are not even named.

    Sensitive values show their last four characters, unless the step edits them or they are
    revealed to somebody who may (which the caller audits).
    """
    shown: dict[str, Any] = {}
    for one in form.fields:
        if access.get(one.key, "read") == "hidden":
            continue
        value = values.get(one.key, one.empty())
        if one.is_table:
            shown[one.key] = [_visible_row(one, row, access, reveal=reveal) for row in value or []]
        else:
            is_typed = access.get(one.key) == "edit" and not one.is_computed
            is_open = reveal or not one.is_sensitive or is_typed
            shown[one.key] = write_value(one, value) if is_open else masked(value)
    return shown


def _visible_row(
    table: Field, row: Mapping[str, Any], access: AccessMap, *, reveal: bool
) -> dict[str, Any]:
    shown = {}
    for column in table.columns:
        allowed = column_access(table, column, access)
        if allowed == "hidden":
            continue
        value = row.get(column.key, column.empty())
        is_typed = allowed == "edit" and not column.is_computed
        is_open = reveal or not column.is_sensitive or is_typed
        shown[column.key] = write_value(column, value) if is_open else masked(value)
    return shown


def _entered(
    form: Form, access: AccessMap, found: Mapping[str, Any], situation: Situation
) -> tuple[Entered, Settled]:
    entered = Entered(form, access, situation)
    entered.take(found)
    return entered, settle(form, access, entered.values, situation)


def _problems(
    form: Form,
    access: AccessMap,
    settled: Settled,
    situation: Situation,
    broken: set[str],
) -> list[Problem]:
    """Problems of single fields, then of rules whose fields are all there."""
    problems: list[Problem] = []
    for one in form.fields:
        if may_enter(one, access) and f"/{one.key}" not in settled.hidden:
            problems += _field_problems(one, access, settled, situation)
    problems = [problem for problem in problems if problem.path not in broken]
    doubtful = {path.split("/")[1] for path in broken if path}
    doubtful |= {p.path.split("/")[1] for p in problems if p.severity == "error"}
    live = live_fields(form, access)
    unseen = {f"/{key}" for key, allowed in access.items() if allowed == "hidden"}
    seen = replace(settled, hidden=settled.hidden | unseen)
    problems += expression_problems(form, access, seen, situation)
    return problems + rule_problems(form, live, doubtful, seen, situation)


def _field_problems(
    one: Field, access: AccessMap, settled: Settled, situation: Situation
) -> Iterator[Problem]:
    value, path = settled.values[one.key], f"/{one.key}"
    if access.get(one.key, "read") == "edit":
        yield from _single_problems(one, value, path, settled.scope, situation)
    if not one.is_table:
        return
    for index, row in enumerate(value):
        scope = {**settled.scope, **row}
        for column in one.columns:
            here = f"{path}/{index}/{column.key}"
            if may_enter_column(one, column, access) and here not in settled.hidden:
                yield from _single_problems(column, row[column.key], here, scope, situation)


def _single_problems(
    one: Field,
    value: Any,  # noqa: ANN401 - a Value
    path: str,
    scope: Mapping[str, Any],
    situation: Situation,
) -> Iterator[Problem]:
    if is_missing(one, value):
        if is_required(one, scope, situation):
            yield Problem(code="forms.field.required", path=path)
        return
    yield from limit_problems(one, value, path)
    wrong = choice_problem(one, value, _options_now(one, scope, situation))
    if wrong is not None:
        code = "forms.value.not_found" if one.is_reference else wrong.code
        yield Problem(code=code, path=path, params=wrong.params)


def _options_now(one: Field, scope: Mapping[str, Any], situation: Situation) -> tuple[Option, ...]:
    if one.options_from is None:
        return one.options
    found = one.options_from.evaluate(scope, situation.environment)
    return tuple(_option(item) for item in found) if isinstance(found, list) else ()


def _option(item: Any) -> Option:  # noqa: ANN401 - a Value
    if isinstance(item, dict):
        text = str(item.get("label", item.get("value", "")))
        english = str(item.get("labelEn", text))
        return Option(item.get("value"), {"zh-CN": text, "en-US": english})
    text = str(plain_json(item))
    return Option(item, {"zh-CN": text, "en-US": text})


def _computed(form: Form, access: AccessMap, settled: Settled) -> dict[str, Any]:
    """Computed fields, and tables whose rows hold computed columns."""
    visible = visible_values(form, access, settled.values)
    return {
        one.key: visible[one.key]
        for one in form.fields
        if one.key in visible
        and (one.is_computed or any(column.is_computed for column in one.columns))
    }


def _required(
    form: Form, access: AccessMap, settled: Settled, situation: Situation
) -> Iterator[str]:
    for one in form.fields:
        is_open = access.get(one.key, "read") == "edit" and f"/{one.key}" not in settled.hidden
        if is_open and is_required(one, settled.scope, situation):
            yield one.key


def _asked_options(
    form: Form, access: AccessMap, settled: Settled, situation: Situation
) -> dict[str, Sequence[Mapping[str, Any]]]:
    return {
        one.key: [
            {"value": plain_json(option.value), "label": dict(option.label)}
            for option in _options_now(one, settled.scope, situation)
        ]
        for one in form.fields
        if one.options_from is not None and access.get(one.key, "read") == "edit"
    }
