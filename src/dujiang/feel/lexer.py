"""Tokens of FEEL, read on demand: which characters form a name depends on the names in scope.

DMN 1.5, 10.3.1.2 grammar rules 25-34: names may contain spaces and `. / - ' + *`. A known name
(in scope, a built-in, a declared entry) wins by length; otherwise words are joined up to the next
keyword or symbol.
"""

import re
from functools import lru_cache
from typing import Final, NoReturn

from dujiang.feel.errors import FeelSyntaxError

_SPACE: Final = (
    "\\t-\\r \\x85\\xa0\\u1680\\u180e\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
)
_START: Final = (
    "?A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c-\\u200d"
    "\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U000effff"
)
_PART: Final = _START + "0-9\\xb7\\u0300-\\u036f\\u203f-\\u2040"

SPACES: Final = re.compile(f"(?:[{_SPACE}]+|//[^\\n]*|/\\*.*?\\*/)*", re.DOTALL)
WORD: Final = re.compile(f"(?![\\u1680\\u180e\\u2000-\\u200b])[{_START}][{_PART}]*")
NUMBER: Final = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
KEY: Final = re.compile(f"[{_START}](?:[{_PART}{_SPACE}./\\-'+*])*")
NAMED_ARGUMENT: Final = re.compile(
    f"[{_START}][{_PART}{_SPACE}./\\-'+*]*+:" + r'|"(?:[^"\\]|\\.)*+"' + f"[{_SPACE}]*+:"
)
SYMBOLS: Final = re.compile(r"\*\*|\.\.|->|<=|>=|!=|==|[-+*/=<>()\[\]{},.:@]")
_NAME_PIECES: Final = re.compile(f"[{_SPACE}]+")
_PART_CHAR: Final = re.compile(f"[{_PART}]")

KEYWORDS: Final = frozenset(
    {
        "and",
        "between",
        "else",
        "every",
        "external",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "null",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    }
)
"""Words that end a name which is not known. `not` and `of` do not: they are names elsewhere."""

EXPRESSION, NAME, STRING, END = "expression", "name", "string", "end"
UNEXPECTED: Final = "feel.syntax.unexpected"
WANTS: Final = {
    EXPRESSION: "feel.syntax.expression_expected",
    NAME: "feel.syntax.name_expected",
    STRING: "feel.syntax.string_expected",
    END: "feel.syntax.already_complete",
}
"""What can be expected that is no symbol, and the code when something else is found."""

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


def normal_name(text: str) -> str:
    """The name with every run of white space as one space."""
    return _NAME_PIECES.sub(" ", text).strip()


class NameTable:
    """Known names that need care: those of more than one word, by their first word."""

    def __init__(self) -> None:
        self._by_first_word: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
        self._names: set[str] = set()

    def copy(self) -> "NameTable":
        """A table of its own with the same names."""
        other = NameTable()
        other._by_first_word = self._by_first_word.copy()
        other._names = self._names.copy()
        return other

    def add(self, name: str) -> None:
        """Make `name` known from here on."""
        if name in self._names:
            return
        self._names.add(name)
        word = WORD.match(name)
        if word is None or word.group() == name:
            return
        known = (*self._by_first_word.get(word.group(), ()), (_pattern(name), name))
        longest_first = sorted(known, key=lambda found: -len(found[1]))
        self._by_first_word[word.group()] = tuple(longest_first)

    def longest(self, text: str, position: int, word: str) -> tuple[str, int] | None:
        """The longest known name of several pieces that starts with `word` at `position`."""
        for pattern, name in self._by_first_word.get(word, ()):
            found = pattern.match(text, position)
            if found is not None and not _PART_CHAR.match(text, found.end()):
                return name, found.end()
        return None


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    """The name, with any white space where it has some."""
    pieces = [re.escape(piece) for piece in _NAME_PIECES.split(name)]
    return re.compile(f"[{_SPACE}]+".join(pieces))


@lru_cache(maxsize=1024)
def name_table(names: frozenset[str]) -> NameTable:
    """The table of these names; shared, so copy it before adding to it."""
    table = NameTable()
    for name in sorted(names):
        table.add(name)
    return table


class Cursor:
    """A place in the text, always at the start of a token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.end = 0
        """Where the last token ended; `position` is past the white space behind it."""
        self._skip_space()

    def _skip_space(self) -> None:
        """Go past white space and comments."""
        found = SPACES.match(self.text, self.position)
        assert found is not None
        self.position = found.end()

    def peek_symbol(self) -> str:
        """The symbol here, or an empty text."""
        found = SYMBOLS.match(self.text, self.position)
        return found.group() if found else ""

    def take_symbol(self, symbol: str) -> bool:
        """Go past `symbol` if it stands here."""
        if self.peek_symbol() != symbol:
            return False
        self.advance_to(self.position + len(symbol))
        return True

    def peek_word(self) -> str:
        """The word here, keyword or not, or an empty text."""
        found = WORD.match(self.text, self.position)
        return found.group() if found else ""

    def take_word(self, word: str) -> bool:
        """Go past the keyword `word` if it stands here."""
        if self.peek_word() != word:
            return False
        self.advance_to(self.position + len(word))
        return True

    def advance_to(self, position: int) -> None:
        """Move to `position` and past the white space there."""
        self.position = self.end = position
        self._skip_space()

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.text)

    def fail(self, *expected: str) -> NoReturn:
        """Refuse what stands here; `expected` could have: symbols, keywords, or one of `WANTS`."""
        code = "feel.syntax.unfinished" if self.at_end() else WANTS.get(expected[0], UNEXPECTED)
        found = self.text[self.position : self.position + 20]
        raise FeelSyntaxError(
            code, text=self.text, position=self.position, found=found, expected=expected
        )

    def expect(self, symbol: str) -> None:
        """Go past `symbol`, which must stand here."""
        if not self.take_symbol(symbol):
            self.fail(symbol)

    def expect_word(self, word: str) -> None:
        """Go past the keyword `word`, which must stand here."""
        if not self.take_word(word):
            self.fail(word)


class Lexer(Cursor):
    """Reads tokens. The parser says whether it wants an operand or an operator."""

    def __init__(self, text: str, names: NameTable) -> None:
        super().__init__(text)
        self.names = names

    def property_name(self) -> str:
        """Take the name behind a dot, which must stand here."""
        name = self.known_name() or self.joined_name()
        return name or self.fail(NAME)

    def key(self) -> str:
        """Take the name of an entry or argument: text in quotes, or a name with its symbols."""
        text = self.string()
        if text is not None:
            return text
        found = KEY.match(self.text, self.position)
        if found is None:
            self.fail(NAME)
        self.advance_to(found.end())
        return normal_name(found.group())

    def known_name(self) -> str | None:
        """Take a known name of several pieces that stands here, if any."""
        word = self.peek_word()
        found = self.names.longest(self.text, self.position, word) if word else None
        if found is None:
            return None
        name, end = found
        self.advance_to(end)
        return name

    def joined_name(self, stop: frozenset[str] = KEYWORDS) -> str:
        """Take words up to the next keyword or symbol: a name that nobody declared.

        Two words side by side are never two operands, so they can only be one name.
        """
        words: list[str] = []
        while True:
            word = self.peek_word()
            if not word or word in stop:
                break
            words.append(word)
            end = self.position + len(word)
            self.advance_to(end)
            if self.position == end:
                break
        return " ".join(words)

    def number(self) -> str | None:
        """Take a number, as text."""
        found = NUMBER.match(self.text, self.position)
        if found is None:
            return None
        self.advance_to(found.end())
        return found.group()

    def string(self) -> str | None:
        """Take a string literal and give its value."""
        if not self.text.startswith('"', self.position):
            return None
        found = _STRING.match(self.text, self.position)
        if found is None:
            raise FeelSyntaxError(
                "feel.syntax.unclosed_string", text=self.text, position=self.position
            )
        self.advance_to(found.end())
        return unescape(found.group(1))


def unescape(text: str) -> str:
    """Replace escapes (rule 33); a backslash before any other character stays, as in patterns."""
    if "\\" not in text:
        return text
    replaced = _ESCAPE.sub(_unescaped, text)
    if any("\ud800" <= character <= "\udfff" for character in replaced):
        return replaced.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return replaced


def _unescaped(found: "re.Match[str]") -> str:
    escape = found.group(1)
    if len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else found.group()
    return _ESCAPED.get(escape, found.group())
