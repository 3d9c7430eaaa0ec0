"""The sentence of a notice in a reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from dujiang.kernel.words import Language, Words

_CODE: Final = "_code"


def say_notice(words: Words, code: str, values: Mapping[str, Any], language: Language) -> str:
    """The words of `code`; a value named `<name>_code` is said first and stands for `<name>`."""
    shown = dict(values)
    for name, value in values.items():
        if name.endswith(_CODE):
            shown[name.removesuffix(_CODE)] = words.say(str(value), values, language)
    return words.say(code, shown, language)
