"""The execution catalogue of the conformance material: every case, one test each."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.bpmn_execution import REFUSED, run_case
from tests.conformance.folder import suite

FOLDER = suite("bpmn-execution")

MISPRINTED = {
    "activities/AdHocSubProcess_Parallel": {"SCRIPT_task3": "SCRIPT_task1"},
    "activities/AdHocSubProcess_Sequential": {"SCRIPT_task3": "SCRIPT_task1"},
}
"""The catalogue expects a symbol that the file does not contain: the last task of both files is
labelled SCRIPT_task1. The number and order of executions is what they show."""


def cases() -> list[Any]:
    """(process, case, number from 1) of the whole catalogue."""
    if FOLDER is None:
        return []
    catalogue = json.loads((FOLDER / "catalogue.json").read_text("utf-8"))
    return [
        pytest.param(process, case, number, id=f"{process['id']}-{number}")
        for process in catalogue
        for number, case in enumerate(process["cases"], 1)
    ]


@pytest.mark.spec("E1")
@pytest.mark.parametrize(("process", "case", "number"), cases())
def test_catalogue_case_leaves_its_trace(
    process: dict[str, Any], case: dict[str, Any], number: int
) -> None:
    # given
    reprint = MISPRINTED.get(process["id"], {})
    expected = Counter(reprint.get(said, said) for said in case["trace"])

    # when
    trace = run_case(Path(FOLDER or ""), process, case, number)

    # then
    if set(expected) & REFUSED and "ERROR_RUNTIME" in trace:
        return
    assert Counter(trace) == expected
