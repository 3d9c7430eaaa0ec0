"""The validity suite: every broken file is reported, no valid one is."""

from pathlib import Path

import pytest
from tests.conformance.bpmn_validity import files, findings
from tests.conformance.folder import suite

FOLDER = suite("bpmn-validity") or Path()
BROKEN = [(file, rule) for file, rule in files(FOLDER) if rule is not None]
VALID = [file for file, rule in files(FOLDER) if rule is None]

ELEMENTS = {
    "EXT006": {"_8", "_4"},
    "EXT017": {"_3"},
    "EXT025": {"_3"},
    "EXT037": {"_3"},
    "EXT041": {"_3"},
    "EXT061": {"_3"},
    "EXT077": {"DO_PROCESS_1_1"},
    "EXT098": {"_2"},
    "EXT106": {"_5", "_13"},
    "EXT110": {"_7"},
    "EXT122": {"_3"},
    "EXT138": {"_2"},
    "EXT149": {"_3"},
}
"""Rule -> the elements at fault, read off the drawings by hand."""


@pytest.mark.spec("E1")
@pytest.mark.parametrize(("file", "rule"), BROKEN, ids=[file for file, _ in BROKEN])
def test_broken_file_is_reported_at_an_element_that_it_has(file: str, rule: str) -> None:
    found = findings(FOLDER / file)

    text = (FOLDER / file).read_text("utf-8")
    assert found
    assert all(f'id="{problem.path}"' in text for problem in found if problem.path)
    if rule in ELEMENTS:
        assert ELEMENTS[rule] & {problem.path for problem in found}


@pytest.mark.parametrize("file", VALID)
def test_valid_file_gets_no_error_and_no_warning(file: str) -> None:
    assert findings(FOLDER / file) == []
