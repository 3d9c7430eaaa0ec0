"""The open part of the DMN Technology Compatibility Kit, every case."""

import json
from pathlib import Path

import pytest
from tests.conformance import dmn
from tests.conformance.folder import suite

FOLDER = suite(dmn.SUITE)
RESULTS = Path(__file__).parents[2] / "build" / "conformance.json"


@pytest.fixture(scope="module")
def report() -> dmn.Report:
    assert FOLDER is not None
    found = dmn.run(FOLDER.parent)
    RESULTS.parent.mkdir(exist_ok=True)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    results[dmn.SUITE] = found.as_json()
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2), "utf-8")
    return found


@pytest.mark.spec("R1")
def test_every_case_gives_what_the_kit_expects(report: dmn.Report) -> None:
    assert report.failed == {}


def test_only_calls_of_java_classes_are_excluded(report: dmn.Report) -> None:
    directories = {case.split("/")[0] for case in report.excluded}

    assert directories <= {dmn.NEEDS_JAVA}
