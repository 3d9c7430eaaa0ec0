"""Runs the validity suite (`bpmn-validity/`): which problems the linter reports for a file."""

import json
from pathlib import Path

from dujiang.bpmn import parse
from dujiang.bpmn.lint import lint
from dujiang.kernel.errors import Problem


def findings(path: Path) -> list[Problem]:
    """Errors and warnings of one file."""
    parsed = parse(path.read_bytes())
    if parsed.definitions is None:
        return list(parsed.problems)
    problems = [*parsed.problems, *lint(parsed.definitions)]
    return [problem for problem in problems if problem.severity != "hint"]


def files(folder: Path) -> list[tuple[str, str | None]]:
    """(file, rule that it breaks, None for a valid one) of the catalogue."""
    catalogue = json.loads((folder / "catalogue.json").read_text("utf-8"))
    return [(each["file"], each["rule"]) for each in catalogue["files"]]
