"""The sentence of a notice in a reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from dujiang.kernel.words import Language, Words

_CODE: Final = "_code"
_WORDS: Final = "_words"


def say_notice(words: Words, code: str, values: Mapping[str, Any], language: Language) -> str:
    """The words of `code`; a value named `<name>_code` is said first and stands for `<name>`, and
    one named `<name>_words` holds a text for each language."""
    shown = dict(values)
    for name, value in values.items():
        if name.endswith(_CODE):
            shown[name.removesuffix(_CODE)] = words.say(str(value), values, language)
        elif name.endswith(_WORDS) and isinstance(value, Mapping):
            shown[name.removesuffix(_WORDS)] = value.get(language, "")
    return words.say(code, shown, language)
