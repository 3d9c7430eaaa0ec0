"""Values of forms as people read them in a list or a sheet: labels and names, not keys and ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from dujiang.forms import Field
from dujiang.identity import Directory
from dujiang.kernel.ids import id_from_text
from dujiang.kernel.words import Language, Words


class Shown:
    """Shows values to one reader."""

    def __init__(self, words: Words, directory: Directory, language: Language) -> None:
        self._words = words
        self._directory = directory
        self._language: Language = language

    def cell(self, field: Field | None, value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
        """A field's JSON value: a number stays one, everything else becomes a text."""
        if field is None or value is None:
            return None
        if isinstance(value, list):
            return self.listed([str(self.cell(field, one)) for one in value])
        option = None if isinstance(value, bool | Mapping) else field.option(value)
        if option is not None:
            return option.label.get(self._language) or str(value)
        if field.type in ("user", "department"):
            return self._by_id(field.type, str(value))
        if isinstance(value, bool):
            code = "approvals.export.yes" if value else "approvals.export.no"
            return self._words.say(code, {}, self._language)
        if isinstance(value, Mapping):
            return self.listed([str(part) for part in value.values() if part is not None])
        return value

    def named(self, found: Any) -> str:  # noqa: ANN401 - whatever has a name in both languages
        """The name of a person, department or process; nothing for none."""
        if found is None:
            return ""
        return (found.name_en if self._language == "en-US" else "") or str(found.name)

    def label(self, field: Field) -> str:
        """What a field is called."""
        return field.label.get(self._language) or field.label.get("zh-CN") or field.key

    def listed(self, parts: Sequence[str]) -> str:
        """Several in one cell."""
        return ("、" if self._language == "zh-CN" else ", ").join(parts)

    def _by_id(self, kind: str, text: str) -> str:
        identifier = id_from_text(text)
        if kind == "department":
            return self.named(self._directory.department(identifier)) or text
        return self.named(self._directory.person(identifier)) or text
