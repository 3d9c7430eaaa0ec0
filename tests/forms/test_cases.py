"""The cases that browser and server share, and those of the server alone."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dujiang.feel import Environment
from dujiang.forms import (
    Form,
    Situation,
    access_at,
    check_submission,
    evaluate,
    read_form,
    visible_values,
)
from dujiang.forms.entering import Entered
from dujiang.kernel.errors import Problem

FOLDER = Path(__file__).parents[2] / "cases" / "forms"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = "2026-03-02T09:00:00+08:00"


def _cases(folder: Path) -> list[Any]:
    found = []
    for file in sorted(folder.glob("*.json")):
        table = json.loads(file.read_text("utf-8"))
        for case in table["cases"]:
            schema = case.get("schema", table["schema"])
            found.append(pytest.param(schema, case, id=f"{file.stem}: {case['name']}"))
    return found


def _form(schema: dict[str, Any]) -> Form:
    read = read_form(schema)
    assert read.form is not None, read.problems
    return read.form


def _situation(case: dict[str, Any]) -> Situation:
    now = datetime.fromisoformat(case.get("now", NOW)).astimezone(SHANGHAI)
    return Situation(variables=case.get("context", {}), environment=Environment(now=now))


def _plain(value: Any) -> Any:
    """Numbers compared as numbers, whether they came as numbers or as text."""
    match value:
        case bool() | None:
            return value
        case int() | float() | Decimal():
            return Decimal(str(value)).normalize()
        case str() if value.replace(".", "", 1).isdigit():
            return Decimal(value).normalize()
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items() if item is not None}
        case _:
            return value


def _places(problems: Any) -> list[tuple[str, ...]]:
    return sorted((p["path"], p["code"], p.get("rule", "")) for p in problems)


def _told(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"path": p.path, "code": p.code, "rule": p.params.get("rule", "")} for p in problems]


@pytest.mark.spec("F2")
@pytest.mark.parametrize(("schema", "case"), _cases(FOLDER))
def test_browser_and_server_give_the_same_answers(
    schema: dict[str, Any], case: dict[str, Any]
) -> None:
    form, expected = _form(schema), case["expect"]
    access = access_at(form, case.get("access", {}), is_start=True)

    checked = check_submission(form, access, _entered_only(form, access, case), _frozen(form, case))
    asked = evaluate(form, access, _entered_only(form, access, case), _frozen(form, case))

    shown = visible_values(form, access, checked.values, reveal=True)
    for key, value in expected.get("values", {}).items():
        assert _plain(shown.get(key)) == _plain(value), key
    if "required" in expected:
        assert sorted(asked.required) == sorted(expected["required"])
    if "hidden" in expected:
        unseen = {key for key in access if access[key] == "hidden" and "." not in key}
        fields = {field.key for field in form.fields}
        hidden = {path.removeprefix("/") for path in asked.hidden} | unseen
        assert hidden == set(expected["hidden"]) & fields
    if "problems" in expected:
        assert _places(_told(checked.problems)) == _places(expected["problems"])


def _entered_only(form: Form, access: Any, case: dict[str, Any]) -> dict[str, Any]:
    """In these cases `values` is everything there is; what a step only reads was there before."""
    return {key: value for key, value in case["values"].items() if access[key] == "edit"}


def _frozen(form: Form, case: dict[str, Any]) -> Situation:
    everything = access_at(form, {}, is_start=True)
    before = Entered(form, dict.fromkeys(everything, "edit"), _situation(case))
    before.take(case["values"])
    computed = {
        field.key: case["values"].get(field.key)
        for field in form.fields
        if field.is_computed and field.key in case["values"]
    }
    situation = _situation(case)
    return Situation(situation.variables, {**before.values, **computed}, situation.environment)


@pytest.mark.spec("F2")
@pytest.mark.spec("A8")
@pytest.mark.parametrize(("schema", "case"), _cases(FOLDER / "server"))
def test_the_server_checks_what_the_browser_cannot(
    schema: dict[str, Any], case: dict[str, Any]
) -> None:
    form = _form(schema)
    access = access_at(form, case.get("step", {}), is_start=case.get("start", True))
    situation = _situation(case)
    if "current" in case:
        before = Entered(form, dict.fromkeys(access, "edit"), situation)
        before.take(case["current"])
        computed = {f.key: case["current"].get(f.key) for f in form.fields if f.is_computed}
        current = {**before.values, **computed}
        situation = Situation(situation.variables, current, situation.environment)

    is_complete = case.get("complete", True)
    checked = check_submission(form, access, case["values"], situation, is_complete=is_complete)

    shown = visible_values(form, dict.fromkeys(access, "edit"), checked.values)
    for key, value in case.get("computed", {}).items():
        assert _plain(shown[key]) == _plain(value), key
    if "hidden" in case:
        assert sorted(case["hidden"]) == sorted(
            evaluate(form, access, case["values"], situation).hidden
        )
    assert _places(_told(checked.problems)) == _places(case["problems"])
    for wanted in case["problems"]:
        _assert_words(wanted, checked.problems)


def _assert_words(wanted: dict[str, Any], problems: tuple[Problem, ...]) -> None:
    found = next(
        p
        for p in problems
        if (p.path, p.code, p.params.get("rule", ""))
        == (wanted["path"], wanted["code"], wanted.get("rule", ""))
    )
    if "severity" in wanted:
        assert found.severity == wanted["severity"]
    for short, language in (("zh", "zh-CN"), ("en", "en-US")):
        if short in wanted:
            assert found.params["sentence"][language] == wanted[short]
