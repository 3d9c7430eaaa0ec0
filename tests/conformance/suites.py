"""What each suite gave, in one shape: passed, total, what failed, what was left out and why."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conformance import bpmn_execution, bpmn_interchange, bpmn_validity, dmn

SUITES = ("bpmn-execution", "bpmn-validity", "bpmn-interchange", "dmn-tck")


@dataclass
class Result:
    """One suite."""

    passed: int = 0
    total: int = 0
    failed: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)

    def count(self, name: str, *, is_good: bool) -> None:
        """One more case."""
        self.total += 1
        self.passed += is_good
        if not is_good:
            self.failed.append(name)

    def as_json(self) -> dict[str, Any]:
        """The shape of `build/conformance.json`."""
        return {
            "passed": self.passed,
            "total": self.total,
            "excluded": self.excluded,
            "failed": self.failed,
        }


def run(folder: Path, suite: str) -> dict[str, Any]:
    """Run one suite below the conformance folder."""
    match suite:
        case "bpmn-execution":
            return _execution(folder / suite).as_json()
        case "bpmn-validity":
            return _validity(folder / suite).as_json()
        case "bpmn-interchange":
            return _interchange(folder / suite).as_json()
        case _:
            return dmn.run(folder).as_json()


def _execution(folder: Path) -> Result:
    result = Result()
    for process in json.loads((folder / "catalogue.json").read_text("utf-8")):
        for number, case in enumerate(process["cases"], 1):
            trace = bpmn_execution.run_case(folder, process, case, number)
            is_good = bpmn_execution.matches(process, case, trace)
            result.count(f"{process['id']}-{number}", is_good=is_good)
    return result


def _validity(folder: Path) -> Result:
    result = Result()
    for file, rule in bpmn_validity.files(folder):
        found = bpmn_validity.findings(folder / file)
        result.count(file, is_good=bool(found) == (rule is not None))
    return result


def _interchange(folder: Path) -> Result:
    result = Result()
    for path in bpmn_interchange.files(folder):
        found = bpmn_interchange.exported(path)
        is_good = found is not None and found[0] == found[1]
        result.count(str(path.relative_to(folder)), is_good=is_good)
    return result
