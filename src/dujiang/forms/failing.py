"""Expressions of a form that fail: said to whoever fills it in, not taken as false or as empty.

What is merely unknown because something is empty is no failure (`dujiang.feel.find_fault`).
"""

from collections.abc import Iterator
from typing import Final

from dujiang.feel import Evaluation, find_fault
from dujiang.forms.access import live_fields
from dujiang.forms.model import AccessMap, Form
from dujiang.forms.settling import Settled, Situation
from dujiang.kernel.errors import Problem

NOT_BOOLEAN: Final = "feel.condition.not_boolean"


def reason_of(answer: Evaluation) -> str | None:
    """Code of why a condition is neither true, false nor unknown."""
    fault = find_fault(answer)
    if fault is not None:
        return fault.code
    return None if answer.value is None or isinstance(answer.value, bool) else NOT_BOOLEAN


def expression_problems(
    form: Form, access: AccessMap, settled: Settled, situation: Situation
) -> Iterator[Problem]:
    """Computed fields and conditions of fields that fail; warnings, since nobody typed them."""
    live = live_fields(form, access)
    for one in form.fields:
        path = f"/{one.key}"
        if access.get(one.key, "read") == "hidden":
            continue
        for condition in (*one.hide, *((one.required,) if one.required else ())):
            reason = reason_of(condition.answer(settled.scope, situation.environment))
            if reason:
                yield _problem("forms.condition.failed", path, reason)
        if one.compute is None or one.key not in live or path in settled.hidden:
            continue
        fault = find_fault(one.compute.answer(settled.scope, situation.environment))
        if fault is not None:
            yield _problem("forms.compute.failed", path, fault.code)


def _problem(code: str, path: str, reason: str) -> Problem:
    return Problem(code=code, path=path, params={"reason": reason}, severity="warning")
