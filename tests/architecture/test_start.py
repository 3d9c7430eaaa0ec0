"""A start imports what it needs: people wait for it, and 0.5 s of imports is easily added."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

NOT_FOR_A_START = ("alembic", "mako", "psycopg", "xlsxwriter")
"""Migrating, the other database, writing spreadsheets."""

_START = """
import sys
from pathlib import Path
from dujiang.__main__ import House
with House().opened(House().settings(None, data=Path(sys.argv[1]))) as opened:
    opened.has_people()
print(*sys.modules)
"""


def start(data: Path) -> set[str]:
    """The modules that a start in a process of its own has imported."""
    run = [sys.executable, "-c", _START, str(data)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_second_start_imports_only_what_serving_needs(tmp_path: Path) -> None:
    assert "alembic" in start(tmp_path)

    assert start(tmp_path).isdisjoint(NOT_FOR_A_START)
