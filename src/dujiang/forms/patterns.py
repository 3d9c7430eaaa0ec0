"""Patterns of text fields: matched in linear time, so that no text and no pattern can stop us."""

from functools import lru_cache
from typing import Any, Final

import re2

MAX_PATTERN_CHARS: Final = 500

EMAIL: Final = r"[^\s@]+@[^\s@]+\.[^\s@]+"
PHONE: Final = r"\+?[0-9][0-9\s-]{4,18}[0-9]"


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Any:  # noqa: ANN401 - the library has no types
    """The compiled pattern, or None when it cannot be read."""
    if len(pattern) > MAX_PATTERN_CHARS:
        return None
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def matches_whole(pattern: str, text: str) -> bool:
    """Whether the whole text fits."""
    compiled = compile_pattern(pattern)
    return compiled is not None and compiled.fullmatch(text) is not None


def matches_somewhere(pattern: str, text: str) -> bool:
    """Whether a part of the text fits: what form-js and JavaScript mean by a pattern."""
    compiled = compile_pattern(pattern)
    return compiled is not None and compiled.search(text) is not None
