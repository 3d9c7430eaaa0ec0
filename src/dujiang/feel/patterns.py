"""Regular expressions of XPath, run by RE2: in time linear in the text, whatever the pattern.

XQuery and XPath Functions 3.1, section 5.6. What RE2 cannot do in linear time (references back
to a group) is refused with a warning.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import re2

from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault
from dujiang.feel.unicode_blocks import BLOCKS

MAX_PATTERN_CHARS: Final = 10_000
_FLAGS: Final = frozenset("smixq")
_NAME_START: Final = r"_:A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"  # noqa: E501
_NAME: Final = _NAME_START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}"
_MULTI: Final[dict[str, str]] = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r"\t\n\r ",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "W": r"\p{P}\p{Z}\p{C}",
    "i": _NAME_START,
    "c": _NAME,
}
"""Escapes for sets of characters, as they stand inside a class."""
_NEGATED: Final[dict[str, str]] = {"S": r"\t\n\r ", "I": _NAME_START, "C": _NAME}
_SINGLE: Final = frozenset("\\|.-^?*+{}()[]$")
_IGNORED: Final = frozenset(" \t\n\r")
_CONTROL: Final = frozenset("nrt")
_CATEGORY: Final = re.compile(r"\{(?:Is([A-Za-z0-9\-]+)|([A-Z][a-z]?))\}")
_POSSESSIVE: Final = re.compile(r"\((?!\?:)\?")
_REFERENCE: Final = re.compile(r"\\([\\$])|\$(\d+)|([\\$])")


def is_match(text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether the pattern is found anywhere in the text. Raises `Fault` for a bad pattern."""
    return compile_pattern(pattern, flags or "").search(text) is not None


def split_text(text: str, pattern: str) -> list[str]:
    """The pieces between matches. Raises `Fault` for a pattern that matches an empty text."""
    compiled = _for_pieces(pattern, "")
    pieces: list[str] = []
    position = 0
    for found in compiled.finditer(text):
        pieces.append(text[position : found.start()])
        position = found.end()
    return [*pieces, text[position:]]


def replace_all(
    run: Run, text: str, pattern: str, replacement: str, flags: str | None = None
) -> str:
    """The text with every match replaced; `$1` is a group, `$0` the match. Raises `Fault`."""
    compiled = _for_pieces(pattern, flags or "")
    template = (
        [replacement] if "q" in (flags or "") else list(_template(replacement, compiled.groups))
    )
    pieces: list[str] = []
    length = position = 0
    for found in compiled.finditer(text):
        piece = text[position : found.start()] + "".join(
            part if isinstance(part, str) else found.group(part) or "" for part in template
        )
        pieces.append(piece)
        length += len(piece)
        run.check_text(length)
        position = found.end()
    return "".join([*pieces, text[position:]])


def _for_pieces(pattern: str, flags: str) -> Any:  # noqa: ANN401 - re2 has no types
    compiled = compile_pattern(pattern, flags)
    if compiled.fullmatch("") is not None:
        raise Fault("feel.pattern.matches_empty", pattern=pattern[:50])
    return compiled


def _template(replacement: str, groups: int) -> Iterator[str | int]:
    """Literal pieces and group numbers; `$12` is group 1 and "2" where there are fewer than 12."""
    position = 0
    for found in _REFERENCE.finditer(replacement):
        yield replacement[position : found.start()]
        position = found.end()
        escaped, digits, stray = found.groups()
        if stray:
            raise Fault("feel.pattern.bad_replacement", replacement=replacement[:50])
        if escaped:
            yield escaped
            continue
        number, rest = digits, ""
        while len(number) > 1 and int(number) > groups:
            number, rest = number[:-1], number[-1] + rest
        if int(number) <= groups:
            yield int(number)
        yield rest
    yield replacement[position:]


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str, flags: str) -> Any:  # noqa: ANN401 - re2 has no types
    """The compiled pattern. Raises `Fault` for a pattern or flags that are not XPath's."""
    if not set(flags) <= _FLAGS:
        raise Fault("feel.pattern.bad_flags", flags=flags[:50])
    if len(pattern) > MAX_PATTERN_CHARS:
        raise Fault("feel.pattern.too_long", limit=MAX_PATTERN_CHARS)
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    options.literal = "q" in flags
    options.max_mem = 8 * 1024 * 1024
    translated = pattern
    if "q" not in flags:
        translated = _Translator(pattern, ignores_space="x" in flags).translated()
        if "m" in flags:
            translated = f"(?m:{translated})"
    try:
        return re2.compile(translated, options)
    except re2.error as error:
        raise Fault("feel.pattern.not_a_pattern", pattern=pattern[:50]) from error


class _Translator:
    """XPath's pattern language in RE2's words."""

    def __init__(self, pattern: str, *, ignores_space: bool) -> None:
        self.pattern = pattern
        self.ignores_space = ignores_space
        self.position = 0

    def fail(self) -> Fault:
        return Fault("feel.pattern.not_a_pattern", pattern=self.pattern[:50])

    def translated(self) -> str:
        pieces: list[str] = []
        while self.position < len(self.pattern):
            character = self.pattern[self.position]
            if character == "\\":
                pieces.append(self.escape(in_class=False))
            elif character == "[":
                pieces.append(self.character_class())
            elif character == "(" and _POSSESSIVE.match(self.pattern, self.position):
                raise self.fail()
            else:
                self.position += 1
                if not (self.ignores_space and character in _IGNORED):
                    pieces.append(character)
        return "".join(pieces)

    def escape(self, *, in_class: bool) -> str:
        self.position += 1
        if self.ignores_space and not in_class:
            while self.pattern[self.position : self.position + 1] in _IGNORED:
                self.position += 1
        if self.position >= len(self.pattern):
            raise self.fail()
        character = self.pattern[self.position]
        self.position += 1
        if character in _SINGLE or character in _CONTROL:
            return "\\" + character
        if character in "pP":
            return self.category(character, in_class=in_class)
        if character in _MULTI:
            return _MULTI[character] if in_class else f"[{_MULTI[character]}]"
        if character in _NEGATED:
            if in_class:
                raise self.fail()
            return f"[^{_NEGATED[character]}]"
        if character.isdigit() and character != "0" and not in_class:
            raise Fault("feel.pattern.back_reference", pattern=self.pattern[:50])
        raise self.fail()

    def category(self, letter: str, *, in_class: bool) -> str:
        found = _CATEGORY.match(self.pattern, self.position)
        if found is None:
            raise self.fail()
        self.position = found.end()
        block, category = found.groups()
        if category:
            return f"\\{letter}{{{category}}}"
        if block not in BLOCKS:
            raise self.fail()
        first, last = BLOCKS[block]
        span = f"\\x{{{first:X}}}-\\x{{{last:X}}}"
        if in_class:
            if letter == "P":
                return f"\\x{{0}}-\\x{{{max(first - 1, 0):X}}}\\x{{{last + 1:X}}}-\\x{{10FFFF}}"
            return span
        return f"[^{span}]" if letter == "P" else f"[{span}]"

    def character_class(self) -> str:
        """`[...]`; with `-[...]` at its end, what is left after taking those away."""
        start = self.position
        self.position += 1
        negated = self.pattern.startswith("^", self.position)
        self.position += negated
        pieces: list[str] = []
        while True:
            if self.position >= len(self.pattern):
                raise self.fail()
            character = self.pattern[self.position]
            if character == "]" and pieces:
                self.position += 1
                return f"[{'^' if negated else ''}{''.join(pieces)}]"
            if character == "]":
                raise self.fail()
            if self.pattern.startswith("-[", self.position) and pieces:
                return self.subtraction(start)
            if character == "[":
                raise self.fail()
            if character == "\\":
                pieces.append(self.escape(in_class=True))
                continue
            self.position += 1
            pieces.append("\\^" if character == "^" else character)

    def subtraction(self, start: int) -> str:
        opening = self.position + 1
        negated = self.pattern[start + 1] == "^"
        base = _code_points(self.pattern[start + 1 + negated : self.position])
        self.position = opening
        self.character_class()
        taken = _code_points(self.pattern[opening + 1 : self.position - 1])
        if base is None or taken is None or not self.pattern.startswith("]", self.position):
            raise self.fail()
        self.position += 1
        left = sorted(base | taken if negated else base - taken)
        if not left:
            raise self.fail()
        spelled = "".join(f"\\x{{{point:X}}}" for point in left)
        return f"[{'^' if negated else ''}{spelled}]"


_SIMPLE_CLASS: Final = re.compile(r"(\\?[^\\\[\]])(?:-(\\?[^\\\[\]]))?")
MAX_CLASS_POINTS: Final = 10_000


def _code_points(content: str) -> frozenset[int] | None:
    """The characters of a class made of single characters and spans; None for any other."""
    points: set[int] = set()
    position = 0
    while position < len(content):
        found = _SIMPLE_CLASS.match(content, position)
        if found is None or content[position] in "^\\":
            return None
        first = ord(found.group(1))
        last = ord(found.group(2)[-1]) if found.group(2) else first
        if last - first > MAX_CLASS_POINTS or last < first:
            return None
        points.update(range(first, last + 1))
        position = found.end()
    return frozenset(points)
