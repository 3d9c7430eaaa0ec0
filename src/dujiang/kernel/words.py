"""Words of codes: `messages.toml` of every room, zh-CN and en-US side by side.

```toml
["ledgers.balance.insufficient"]
zh-CN = "余额不足：需要 {asked} 天，剩余 {available} 天。"
en-US = "Not enough balance: {asked} days needed, {available} left."
```
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal

Language = Literal["zh-CN", "en-US"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh-CN", "en-US")


class Words:
    """The wording of every code in both languages."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table

    @property
    def codes(self) -> frozenset[str]:
        """All codes that have words."""
        return frozenset(self._table)

    def template(self, code: str, language: Language) -> str:
        """The wording before its values are put in; the code itself when it has none."""
        return self._table.get(code, {}).get(language, code)

    def say(self, code: str, params: Mapping[str, Any], language: Language) -> str:
        """The sentence for a reader. A value the code did not bring stays visible as its name."""
        shown = {name: _shown(value) for name, value in params.items()}
        return self.template(code, language).format_map(_Kept(shown))


class _Kept(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _shown(value: object) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case list() | tuple():
            return "、".join(_shown(item) for item in value)
        case _:
            return str(value)


def load_words(package: str = "dujiang") -> Words:
    """Read `messages.toml` of every room below `package`."""
    table: dict[str, Mapping[str, str]] = {}
    for found in _message_files(files(package)):
        table.update(tomllib.loads(found.read_text("utf-8")))
    return Words(table)


def _message_files(folder: Traversable) -> list[Traversable]:
    rooms = sorted((room for room in folder.iterdir() if room.is_dir()), key=lambda r: r.name)
    candidates = [room.joinpath("messages.toml") for room in rooms]
    return [candidate for candidate in candidates if candidate.is_file()]
