"""The repository speaks of the product alone and carries no addresses of registries."""

import re
import subprocess

import pytest

from tests.architecture.source import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt", "web/package-lock.json")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_carry_no_registry_address(name: str) -> None:
    assert re.findall(r"https?://\S*(?:registry|pypi|npmjs)\S*", (ROOT / name).read_text()) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    listed = subprocess.run(
        ["git", "grep", "-InE", r"(^|[^a-z.])/(work|farm|root)/[a-z.]+/", "--", ".", ":!*.svg"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in listed.stdout.splitlines() if "test_repository.py" not in line] == []
