"""Where the conformance material lies: `DUJIANG_CONFORMANCE`, else beside the repository."""

import os
from pathlib import Path

import pytest

DEFAULT = Path(__file__).parents[3] / "shared" / "conformance"


def suite(name: str) -> Path | None:
    """The folder of one suite; None, and a skipped module, where the material is absent.

    In CI (`CI` is set) an absent folder is a failure.
    """
    folder = Path(os.environ.get("DUJIANG_CONFORMANCE", str(DEFAULT))) / name
    if folder.is_dir():
        return folder
    if os.environ.get("CI"):
        raise FileNotFoundError(folder)
    return pytest.skip(f"no conformance material at {folder}", allow_module_level=True)
