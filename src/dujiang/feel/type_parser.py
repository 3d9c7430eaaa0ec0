"""Type expressions: `list<number>`, `context<a: date>`, `function<T> -> V` (rules 52, 53)."""

import re
from typing import Final

from dujiang.feel.ast import (
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    TypeExpr,
)
from dujiang.feel.errors import FeelSyntaxError
from dujiang.feel.lexer import Lexer

MAX_TYPE_NESTING: Final = 30
_NAMES: Final = (
    "date and time",
    "days and time duration",
    "years and months duration",
    "day time duration",
    "year month duration",
)
_OPENING: Final = re.compile(r"\s*+<")
_PARAMETRIC: Final = frozenset({"list", "range", "context", "function"})


def read_type(lexer: Lexer, nesting: int = 0) -> TypeExpr:
    """Take the type expression that stands here. Raises `FeelSyntaxError`."""
    if nesting > MAX_TYPE_NESTING:
        raise FeelSyntaxError(
            "feel.syntax.too_deep",
            text=lexer.text,
            position=lexer.position,
            limit=MAX_TYPE_NESTING,
        )
    word = lexer.peek_word()
    if word not in _PARAMETRIC or not _OPENING.match(lexer.text, lexer.position + len(word)):
        return NamedType(_name(lexer))
    lexer.expect_word(word)
    lexer.expect("<")
    return _parametric(lexer, word, nesting + 1)


def _parametric(lexer: Lexer, word: str, nesting: int) -> TypeExpr:
    if word == "context":
        entries = [_entry(lexer, nesting)]
        while lexer.take_symbol(","):
            entries.append(_entry(lexer, nesting))
        lexer.expect(">")
        return ContextType(tuple(entries))
    if word == "function":
        return _function(lexer, nesting)
    item = read_type(lexer, nesting)
    lexer.expect(">")
    return ListType(item) if word == "list" else RangeType(item)


def _function(lexer: Lexer, nesting: int) -> TypeExpr:
    parameters: list[TypeExpr] = []
    if not lexer.take_symbol(">"):
        parameters.append(read_type(lexer, nesting))
        while lexer.take_symbol(","):
            parameters.append(read_type(lexer, nesting))
        lexer.expect(">")
    lexer.expect("->")
    return FunctionType(tuple(parameters), read_type(lexer, nesting))


def _entry(lexer: Lexer, nesting: int) -> tuple[str, TypeExpr]:
    name = lexer.key()
    lexer.expect(":")
    return name, read_type(lexer, nesting)


def _name(lexer: Lexer) -> str:
    for name in _NAMES:
        if _take_words(lexer, name.split(" ")):
            return name
    name = lexer.property_name()
    while lexer.take_symbol("."):
        name = f"{name}.{lexer.property_name()}"
    return name


def _take_words(lexer: Lexer, words: list[str]) -> bool:
    start = lexer.position
    if all(lexer.take_word(word) for word in words):
        return True
    lexer.advance_to(start)
    return False
