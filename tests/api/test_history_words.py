"""Every kind of entry in the history of a request has words."""

import re
from pathlib import Path

from dujiang import approvals
from dujiang.kernel.words import load_words

_KIND = re.compile(r'Entry\(\s*kind="(\w+)"')
_ACTED = re.compile(r'"\w+": "(\w+)"')
_ENDED = ("ended_approved", "ended_rejected")


def test_every_kind_of_entry_has_words() -> None:
    (folder,) = (Path(path) for path in approvals.__path__)
    text = "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.py")))
    acted = text.partition("_HISTORY: Final = {")[2].partition("}")[0]
    kinds = {*_KIND.findall(text), *_ACTED.findall(acted), *_ENDED}

    assert {"approved", "escalated", "taken_over"} <= kinds
    assert sorted(kind for kind in kinds if f"api.history.{kind}" not in load_words().codes) == []
