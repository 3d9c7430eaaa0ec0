"""The interchange suite: every file parses, re-exports equal, and reference models compile."""

from pathlib import Path

import pytest
from tests.conformance.bpmn_interchange import compile_problems, exported, files
from tests.conformance.folder import suite

from dujiang.bpmn import parse, write
from dujiang.bpmn.layout import has_layout, lay_out

FOLDER = suite("bpmn-interchange") or Path()
FILES = files(FOLDER)
IDS = [str(path.relative_to(FOLDER)) for path in FILES]
EXECUTABLE = [path for path in FILES if path.parent.name == "Reference" and path.name[0] == "C"]

NOT_IN_THE_FILE = {"engine.decision.unknown"}
"""The decision model is a file of its own."""


@pytest.mark.spec("P8")
@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_file_is_exported_as_it_was_read(path: Path) -> None:
    found = exported(path)

    assert found is not None
    assert found[0] == found[1]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_export_is_read_again_the_same(path: Path) -> None:
    first = parse(path.read_bytes())
    assert first.definitions is not None

    again = parse(write(first.definitions))

    assert again.definitions is not None
    assert again.definitions.processes == first.definitions.processes


@pytest.mark.parametrize("path", EXECUTABLE, ids=[path.name for path in EXECUTABLE])
def test_executable_reference_model_compiles(path: Path) -> None:
    codes = {problem.code for problem in compile_problems(path)}

    assert codes <= NOT_IN_THE_FILE


@pytest.mark.parametrize("path", FILES[::7], ids=IDS[::7])
def test_model_without_its_diagram_gets_one(path: Path) -> None:
    parsed = parse(path.read_bytes())
    assert parsed.definitions is not None

    laid_out = lay_out(parsed.definitions)

    assert has_layout(laid_out)
