"""Runs the cases of the DMN Technology Compatibility Kit against `dujiang.dmn`.

`run(folder)` gives the report that `make conformance` prints and writes; the tests look at the
same report.
"""

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from dujiang.dmn import DecisionModel, Outcome, compile_model, parse
from dujiang.feel import Environment
from dujiang.feel.comparison import is_equal
from dujiang.feel.temporal_text import parse_at_literal, parse_date, parse_datetime, parse_time

SUITE = "dmn-tck"
NEEDS_JAVA = "0076-feel-external-java"
"""Directory whose cases call Java classes; those that expect an error must give one."""
ENVIRONMENT = Environment(now=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@dataclass
class Report:
    """What a suite gave: passed and total per directory, ids of the rest."""

    total: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    failed: dict[str, list[str]] = field(default_factory=dict)
    excluded: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The shape of `build/conformance.json`."""
        return {
            "passed": sum(self.passed.values()),
            "total": sum(self.total.values()),
            "excluded": self.excluded,
            "failed": sorted(self.failed),
        }


def run(folder: Path) -> Report:
    """Run every case below `folder`/dmn-tck."""
    report = Report()
    for case in all_cases(folder):
        report.total[case.directory] += 1
        if is_excluded(case):
            report.excluded.append(case.id)
            continue
        try:
            wrong = failures(case)
        except Exception as error:  # noqa: BLE001 - a crash fails this case, not the whole run
            wrong = [f"{type(error).__name__}: {error}"]
        if wrong:
            report.failed[case.id] = wrong
        else:
            report.passed[case.directory] += 1
    return report


def load_reader(folder: Path) -> Any:
    """The kit's own reader of test cases, which lies beside the kit."""
    spec = importlib.util.spec_from_file_location("dmn_tck_cases", folder / "dmn_tck_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["dmn_tck_cases"] = module
    spec.loader.exec_module(module)
    return module


def all_cases(folder: Path) -> Iterator[Any]:
    """Every case of the kit, in order."""
    reader = load_reader(folder)
    for file in reader.find_case_files(folder / SUITE):
        yield from reader.read_cases(file)


@cache
def model_at(path: Path) -> DecisionModel:
    """The compiled model of a file, with the models beside it to import from."""
    others = [
        parse(other.read_bytes()).model for other in path.parent.glob("*.dmn") if other != path
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


def is_excluded(case: Any) -> bool:
    """Whether the case needs Java classes to give a value."""
    return case.directory == NEEDS_JAVA and not all(e.error for e in case.expectations)


def failures(case: Any) -> list[str]:
    """What a case got wrong; empty when it passes."""
    inputs = {name: as_typed(value) for name, value in case.inputs.items()}
    model = model_at(case.model)
    found: list[str] = []
    for expectation in case.expectations:
        outcome = _outcome(model, case, expectation, inputs)
        wanted = as_typed(expectation.value)
        value = outcome.value
        if case.kind == "decisionService" and len(case.expectations) > 1:
            value = value.get(expectation.name)
        if expectation.error and not outcome.warnings:
            found.append(f"{expectation.name}: null without a warning")
        if not is_same(value, wanted):
            found.append(f"{expectation.name}: {value!r} instead of {wanted!r}")
    return found


def _outcome(model: DecisionModel, case: Any, expectation: Any, inputs: dict[str, Any]) -> Outcome:
    if case.kind == "bkm":
        return model.call(case.invocable, inputs, ENVIRONMENT)
    return model.evaluate(case.invocable or expectation.name, inputs, ENVIRONMENT)


def is_same(value: Any, wanted: Any) -> bool:
    """Equality as the kit's runners have it: numbers after rounding to 8 decimals."""
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return round(value, 8) == round(wanted, 8)
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(is_same, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(is_same(value[k], wanted[k]) for k in wanted)
    return is_equal(value, wanted)
