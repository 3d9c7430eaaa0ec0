"""Every code that the source raises or returns has words in both languages (HOUSE 6)."""

import ast
import re
import tomllib
from string import Formatter

import pytest

from dujiang.kernel.words import LANGUAGES, load_words
from tests.architecture.source import SOURCE, place, python_files

ROOMS = sorted(path.name for path in SOURCE.iterdir() if path.is_dir())
CODE = re.compile(rf"^({'|'.join(ROOMS)})\.[a-z0-9_]+(\.[a-z0-9_]+)+$")
TABLES = sorted(SOURCE.glob("*/messages.toml"))


def _codes_in_source() -> dict[str, str]:
    found = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CODE.match(node.value)
            ):
                found.setdefault(node.value, f"{place(path)}:{node.lineno}")
    return found


def test_every_code_in_the_source_has_words() -> None:
    known = load_words().codes
    assert {code: at for code, at in _codes_in_source().items() if code not in known} == {}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_every_wording_stands_in_both_languages_with_the_same_values(path) -> None:
    unequal = {}
    for code, wording in tomllib.loads(path.read_text("utf-8")).items():
        values = {language: _values(wording.get(language, "")) for language in LANGUAGES}
        if set(wording) != set(LANGUAGES) or values["zh-CN"] != values["en-US"]:
            unequal[code] = wording
    assert unequal == {}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_no_wording_is_orphaned(path) -> None:
    text = "\n".join(file.read_text("utf-8") for file in [*python_files(), *SOURCE.rglob("*.json")])
    codes = tomllib.loads(path.read_text("utf-8"))
    assert [code for code in codes if not _mentioned(code, text)] == []


def _values(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


def _mentioned(code: str, text: str) -> bool:
    """Whether the code, or the prefix that a family of codes is built from, is in the source."""
    return f'"{code}"' in text or f'"{code.rpartition(".")[0]}.' in text
