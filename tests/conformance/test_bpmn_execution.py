"""The execution catalogue of the conformance material: every case, one test each."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.bpmn_execution import matches, run_case
from tests.conformance.folder import suite

FOLDER = suite("bpmn-execution")


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
    trace = run_case(Path(FOLDER or ""), process, case, number)

    assert matches(process, case, trace), trace
