"""Runs the cases of the DMN Technology Compatibility Kit against `dujiang.dmn`."""

import importlib.util
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from dujiang.dmn import DecisionModel, compile_model, parse
from dujiang.feel import Environment
from dujiang.feel.comparison import equal
from dujiang.feel.errors import Fault
from dujiang.feel.temporal_text import parse_at_literal, parse_date, parse_datetime, parse_time

PERMITTED_EXCLUSIONS = "0076-feel-external-java"
"""Directory whose cases need Java classes, but for those that expect an error."""
ENVIRONMENT = Environment(now=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def load_reader(folder: Path) -> Any:
    """The kit's own reader of test cases, which lies beside the kit."""
    spec = importlib.util.spec_from_file_location("dmn_tck_cases", folder / "dmn_tck_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["dmn_tck_cases"] = module
    spec.loader.exec_module(module)
    return module


def all_cases(folder: Path) -> Iterator[Any]:
    """Every case below `folder`/dmn-tck."""
    reader = load_reader(folder)
    for file in reader.find_case_files(folder / "dmn-tck"):
        yield from reader.read_cases(file)


@cache
def model_at(path: Path) -> DecisionModel:
    """The compiled model of a file, with the models beside it to import from."""
    others = [
        parse(other.read_bytes()).model
        for other in sorted(path.parent.glob("*.dmn"))
        if other != path
    ]
    return compile_model(parse(path.read_bytes()).model, imported=others)


def as_typed(value: Any) -> Any:
    """A plain value of the kit as a typed value."""
    if isinstance(value, list):
        return [as_typed(item) for item in value]
    if isinstance(value, dict):
        return {name: as_typed(item) for name, item in value.items()}
    if not hasattr(value, "text"):
        return value
    readers = {"date": parse_date, "time": parse_time, "dateTime": parse_datetime}
    return readers.get(value.type, parse_at_literal)(value.text)


def is_excluded(case: Any, expectation: Any) -> bool:
    """Whether the case needs Java."""
    return case.directory == PERMITTED_EXCLUSIONS and not expectation.error


def failures(case: Any) -> list[str]:
    """What a case got wrong; empty when it passes. Excluded expectations are not looked at."""
    inputs = {name: as_typed(value) for name, value in case.inputs.items()}
    model = model_at(case.model)
    found: list[str] = []
    for expectation in case.expectations:
        if is_excluded(case, expectation):
            continue
        outcome = _outcome(model, case, expectation, inputs)
        wanted = as_typed(expectation.value)
        value = outcome.value
        if case.kind != "decision" and len(case.expectations) > 1 and isinstance(value, dict):
            value = value.get(expectation.name)
        if expectation.error and not outcome.warnings:
            found.append(f"{expectation.name}: no warning")
        if not same(value, wanted):
            found.append(
                f"{expectation.name}: {value!r}, expected {wanted!r} {outcome.warnings[:2]}"
            )
    return found


def _outcome(model: DecisionModel, case: Any, expectation: Any, inputs: dict[str, Any]) -> Any:
    if case.kind == "decision":
        return model.evaluate(expectation.name, inputs, ENVIRONMENT)
    if case.kind == "decisionService":
        return model.evaluate(case.invocable, inputs, ENVIRONMENT)
    return model.call(case.invocable, inputs, ENVIRONMENT)


def same(value: Any, wanted: Any) -> bool:
    """Equality as the kit's runners have it: numbers after rounding to 8 decimals."""
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return abs(value - wanted) < Decimal("1e-8")
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(same, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(same(value[k], wanted[k]) for k in wanted)
    try:
        return equal(value, wanted)
    except Fault:
        return False
