"""Text -> tree, by the grammar of DMN 1.5 (10.3.1.2), one method for one construct.

Two things are decided by what is known rather than by the grammar: where a name with spaces ends
(`lexer`), and that an unknown name is read as the words up to the next keyword or symbol.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar, cast

from dujiang.feel.ast import (
    Arithmetic,
    ArithmeticOperator,
    AtLiteral,
    Between,
    Boolean,
    Call,
    Comparison,
    ComparisonOperator,
    ContextOf,
    Expr,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    Interval,
    Iteration,
    ListOf,
    Logic,
    Name,
    NamedCall,
    Negation,
    Null,
    Number,
    Parameter,
    Path,
    Quantified,
    Span,
    Text,
    TypeExpr,
    UnaryComparison,
    UnaryTests,
)
from dujiang.feel.errors import FeelSyntaxError
from dujiang.feel.lexer import (
    END,
    EXPRESSION,
    KEYWORDS,
    NAME,
    NAMED_ARGUMENT,
    STRING,
    Lexer,
    NameTable,
    name_table,
)
from dujiang.feel.tree import depth_of
from dujiang.feel.type_parser import read_type

MAX_TEXT_CHARS: Final = 200_000
MAX_NESTING: Final = 60
"""Brackets, conditions and loops inside one another."""
MAX_DEPTH: Final = 200
"""Height of the tree, chains of operators included."""
MAX_READS_PER_CHAR: Final = 4
"""Reading twice is needed in few places; text that makes it happen all over is refused."""

COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_COMPARISON, _SUM, _PRODUCT, _POWER = 3, 4, 5, 6
_BINARY: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_LITERAL_WORDS: Final[dict[str, Callable[[Span], Expr]]] = {
    "true": lambda at: Boolean(True, at=at),
    "false": lambda at: Boolean(False, at=at),
    "null": lambda at: Null(at=at),
}
_STOP_AT_IN: Final = frozenset({"in"})

T = TypeVar("T")


def parse_expression(text: str, *, names: Iterable[str] = ()) -> Expr:
    """Parse one expression. `names` are the names in scope that tokens may be.

    Raises `FeelSyntaxError` (codes `feel.syntax.*`).
    """
    return _complete(text, names, _Parser.expression)


def parse_unary_tests(text: str, *, names: Iterable[str] = ()) -> UnaryTests:
    """Parse an input entry of a decision table: `-`, tests, or `not(tests)` (rules 7-10).

    Raises `FeelSyntaxError` (codes `feel.syntax.*`).
    """
    return _complete(text, names, _Parser.unary_tests)


def parse_type(text: str, *, names: Iterable[str] = ()) -> TypeExpr:
    """Parse a type such as `list<number>`. Raises `FeelSyntaxError`."""
    return _complete(text, names, lambda parser: read_type(parser.lexer))


def _complete(text: str, names: Iterable[str], read: "Callable[[_Parser], T]") -> T:
    if len(text) > MAX_TEXT_CHARS:
        raise FeelSyntaxError("feel.syntax.too_long", text="", position=0, limit=MAX_TEXT_CHARS)
    parser = _Parser(text, name_table(frozenset(names)).copy())
    tree = read(parser)
    if not parser.lexer.at_end():
        parser.lexer.fail(END)
    if depth_of(tree) > MAX_DEPTH:
        raise FeelSyntaxError("feel.syntax.too_deep", text=text, position=0, limit=MAX_DEPTH)
    return tree


class _Parser:
    def __init__(self, text: str, names: NameTable) -> None:
        self.lexer = Lexer(text, names)
        self.nesting = 0
        self.reads_left = len(text) * MAX_READS_PER_CHAR + 1_000

    # -- ground

    def too_complex(self, limit: int) -> FeelSyntaxError:
        return FeelSyntaxError(
            "feel.syntax.too_deep", text=self.lexer.text, position=self.lexer.position, limit=limit
        )

    # -- expressions

    def expression(self) -> Expr:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.too_complex(MAX_NESTING)
        tree = self.disjunction()
        self.nesting -= 1
        return tree

    def disjunction(self) -> Expr:
        start = self.lexer.position
        tree = self.conjunction()
        while self.lexer.take_word("or"):
            right = self.conjunction()
            tree = Logic("or", tree, right, at=(start, self.lexer.end))
        return tree

    def conjunction(self) -> Expr:
        start = self.lexer.position
        tree = self.comparison()
        while self.lexer.take_word("and"):
            right = self.comparison()
            tree = Logic("and", tree, right, at=(start, self.lexer.end))
        return tree

    def comparison(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        symbol = lexer.peek_symbol()
        if symbol in COMPARISONS:
            return self.unary_comparison()
        tree = self.arithmetic(_SUM)
        while True:
            symbol = lexer.peek_symbol()
            if symbol == "==":
                self.lexer.fail("=")
            if symbol in COMPARISONS:
                lexer.take_symbol(symbol)
                right = self.arithmetic(_SUM)
                operator = cast("ComparisonOperator", symbol)
                tree = Comparison(operator, tree, right, at=(start, lexer.end))
            elif lexer.take_word("between"):
                low = self.arithmetic(_SUM)
                self.lexer.expect_word("and")
                high = self.arithmetic(_SUM)
                tree = Between(tree, low, high, at=(start, lexer.end))
            elif lexer.take_word("in"):
                tests = self.tests_after_in()
                tree = In(tree, tests, at=(start, lexer.end))
            else:
                return tree

    def unary_comparison(self) -> Expr:
        start = self.lexer.position
        operator = cast("ComparisonOperator", self.lexer.peek_symbol())
        self.lexer.take_symbol(operator)
        operand = self.arithmetic(_SUM)
        return UnaryComparison(operator, operand, at=(start, self.lexer.end))

    def tests_after_in(self) -> tuple[Expr, ...]:
        if self.lexer.peek_symbol() in COMPARISONS:
            return (self.unary_comparison(),)
        start = self.lexer.position
        if self.lexer.peek_symbol() != "(":
            return (self.arithmetic(_SUM),)
        found = self.parenthesis(many=True)
        if isinstance(found, tuple):
            return found
        left = self.instance_of(self.postfix(found, start), start)
        return (self.arithmetic(_SUM, left=left),)

    def arithmetic(self, minimum: int, left: Expr | None = None) -> Expr:
        lexer = self.lexer
        start = lexer.position
        tree = left if left is not None else self.unary()
        while True:
            symbol = lexer.peek_symbol()
            strength = _BINARY.get(symbol, 0)
            if strength < minimum or not strength:
                return tree
            lexer.take_symbol(symbol)
            right = self.arithmetic(strength + 1)
            operator = cast("ArithmeticOperator", symbol)
            tree = Arithmetic(operator, tree, right, at=(start, lexer.end))

    def unary(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        self.reads_left -= 1
        if self.reads_left < 0:
            raise self.too_complex(MAX_NESTING)
        return self.instance_of(self.negation(), start)

    def instance_of(self, tree: Expr, start: int) -> Expr:
        lexer = self.lexer
        while lexer.take_word("instance"):
            lexer.expect_word("of")
            tree = InstanceOf(tree, read_type(lexer), at=(start, lexer.end))
        return tree

    def negation(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        if not lexer.take_symbol("-"):
            return self.postfix(self.primary(), start)
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.too_complex(MAX_NESTING)
        operand = self.negation()
        self.nesting -= 1
        return Negation(operand, at=(start, lexer.end))

    def postfix(self, tree: Expr, start: int) -> Expr:
        lexer = self.lexer
        while True:
            symbol = lexer.peek_symbol()
            if symbol == ".":
                lexer.take_symbol(".")
                name = self.lexer.property_name()
                tree = Path(tree, name, at=(start, lexer.end))
            elif symbol == "[":
                condition = self.filter_or_open_end(tree)
                if condition is None:
                    return tree
                tree = Filter(tree, condition, at=(start, lexer.end))
            elif symbol == "(":
                tree = self.call(tree, start)
            else:
                return tree

    def filter_or_open_end(self, tree: Expr) -> Expr | None:
        """`[` after an operand: a filter, or the open end of an interval such as `]1..x[`."""
        lexer = self.lexer
        opening, nesting = lexer.position, self.nesting
        try:
            lexer.take_symbol("[")
            condition = self.expression()
            self.lexer.expect("]")
        except FeelSyntaxError:
            if not self.in_interval:
                raise
            lexer.position, self.nesting = opening, nesting
            return None
        return condition

    in_interval = False

    def call(self, function: Expr, start: int) -> Expr:
        lexer = self.lexer
        self.lexer.expect("(")
        if lexer.take_symbol(")"):
            return Call(function, (), at=(start, lexer.end))
        if NAMED_ARGUMENT.match(lexer.text, lexer.position):
            named = self.listed(self.named_argument, ")")
            return NamedCall(function, named, at=(start, lexer.end))
        arguments = self.listed(self.expression, ")")
        return Call(function, arguments, at=(start, lexer.end))

    def named_argument(self) -> tuple[str, Expr]:
        name = self.lexer.key()
        self.lexer.expect(":")
        return name, self.expression()

    def listed(self, read: Callable[[], T], closing: str) -> tuple[T, ...]:
        """At least one item, separated by commas, up to `closing`."""
        outer, self.in_interval = self.in_interval, False
        items = [read()]
        while self.lexer.take_symbol(","):
            items.append(read())
        self.in_interval = outer
        if not self.lexer.take_symbol(closing):
            self.lexer.fail(",", closing)
        return tuple(items)

    # -- operands

    def primary(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        symbol = lexer.peek_symbol()
        reader = _BY_SYMBOL.get(symbol)
        if reader is not None:
            return reader(self)
        if symbol in COMPARISONS:
            return self.unary_comparison()
        number = lexer.number()
        if number is not None:
            return Number(self.number(number, start), at=(start, lexer.end))
        text = lexer.string()
        if text is not None:
            return Text(text, at=(start, lexer.end))
        return self.word(start)

    def number(self, text: str, start: int) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise FeelSyntaxError(
                "feel.syntax.number_too_long", text=self.lexer.text, position=start
            ) from None

    def word(self, start: int) -> Expr:
        lexer = self.lexer
        known = lexer.known_name()
        if known is not None:
            return Name(known, at=(start, lexer.end))
        word = lexer.peek_word()
        if not word:
            self.lexer.fail(EXPRESSION)
        literal = _LITERAL_WORDS.get(word)
        if literal is not None:
            lexer.take_word(word)
            return literal((start, lexer.end))
        reader = _BY_WORD.get(word)
        if reader is not None:
            return reader(self)
        if word in KEYWORDS:
            self.lexer.fail(EXPRESSION)
        name = lexer.joined_name() or word
        if lexer.position == start:
            lexer.take_word(word)
        return Name(name, at=(start, lexer.end))

    def at_literal(self) -> Expr:
        start = self.lexer.position
        self.lexer.expect("@")
        text = self.lexer.string()
        if text is None:
            self.lexer.fail(STRING)
        return AtLiteral(text, at=(start, self.lexer.end))

    def open_interval(self) -> Expr:
        """`]a..b]`."""
        start = self.lexer.position
        self.lexer.expect("]")
        first = self.expression()
        return self.rest_of_interval(first, start, start_included=False)

    def brackets(self) -> Expr:
        """`[a, b]` or `[a..b]`."""
        lexer = self.lexer
        start = lexer.position
        self.lexer.expect("[")
        if lexer.take_symbol("]"):
            return ListOf((), at=(start, lexer.end))
        outer, self.in_interval = self.in_interval, False
        first = self.expression()
        self.in_interval = outer
        if lexer.peek_symbol() == "..":
            return self.rest_of_interval(first, start, start_included=True)
        items = [first]
        if lexer.take_symbol(","):
            items.extend(self.listed(self.expression, "]"))
        elif not lexer.take_symbol("]"):
            self.lexer.fail(",", "]", "..")
        return ListOf(tuple(items), at=(start, lexer.end))

    def rest_of_interval(self, first: Expr, start: int, *, start_included: bool) -> Expr:
        lexer = self.lexer
        self.lexer.expect("..")
        outer, self.in_interval = self.in_interval, True
        last = self.expression()
        self.in_interval = outer
        for closing, included in (("]", True), (")", False), ("[", False)):
            if lexer.take_symbol(closing):
                return Interval(first, last, start_included, included, at=(start, lexer.end))
        return self.lexer.fail("]", ")", "[")

    def parenthesised(self) -> Expr:
        found = self.parenthesis(many=False)
        assert not isinstance(found, tuple)
        return found

    def parenthesis(self, *, many: bool) -> Expr | tuple[Expr, ...]:
        """`(a)`, `(a..b]`, and with `many` a list of tests as a tuple."""
        lexer = self.lexer
        start = lexer.position
        self.lexer.expect("(")
        outer, self.in_interval = self.in_interval, False
        first = self.expression()
        self.in_interval = outer
        if lexer.peek_symbol() == "..":
            return self.rest_of_interval(first, start, start_included=False)
        if many and lexer.take_symbol(","):
            return (first, *self.listed(self.expression, ")"))
        if not lexer.take_symbol(")"):
            self.lexer.fail(")")
        return first

    def context(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        self.lexer.expect("{")
        if lexer.take_symbol("}"):
            return ContextOf((), at=(start, lexer.end))
        entries = self.listed(self.entry, "}")
        return ContextOf(entries, at=(start, lexer.end))

    def entry(self) -> tuple[str, Expr]:
        name = self.lexer.key()
        self.lexer.expect(":")
        value = self.expression()
        self.lexer.names.add(name)
        return name, value

    # -- control

    def if_(self) -> Expr:
        start = self.lexer.position
        self.lexer.expect_word("if")
        condition = self.expression()
        self.lexer.expect_word("then")
        then = self.expression()
        self.lexer.expect_word("else")
        otherwise = self.expression()
        return If(condition, then, otherwise, at=(start, self.lexer.end))

    def for_(self) -> Expr:
        start = self.lexer.position
        self.lexer.expect_word("for")
        iterations = self.iterations()
        self.lexer.expect_word("return")
        result = self.expression()
        return For(iterations, result, at=(start, self.lexer.end))

    def quantified(self) -> Expr:
        start = self.lexer.position
        kind = self.lexer.peek_word()
        self.lexer.expect_word(kind)
        iterations = self.iterations()
        self.lexer.expect_word("satisfies")
        condition = self.expression()
        at = (start, self.lexer.end)
        return Quantified("some" if kind == "some" else "every", iterations, condition, at=at)

    def iterations(self) -> tuple[Iteration, ...]:
        found = [self.iteration()]
        while self.lexer.take_symbol(","):
            found.append(self.iteration())
        return tuple(found)

    def iteration(self) -> Iteration:
        name = self.lexer.joined_name(_STOP_AT_IN) or ""
        if not name:
            self.lexer.fail(NAME)
        while not self.lexer.take_word("in"):
            more = self.lexer.joined_name(_STOP_AT_IN)
            if not more:
                self.lexer.fail("in")
            name = f"{name} {more}"
        self.lexer.names.add(name)
        source = self.expression()
        end = self.expression() if self.lexer.take_symbol("..") else None
        return Iteration(name, source, end)

    def function(self) -> Expr:
        lexer = self.lexer
        start = lexer.position
        self.lexer.expect_word("function")
        self.lexer.expect("(")
        parameters: tuple[Parameter, ...] = ()
        if not lexer.take_symbol(")"):
            parameters = self.listed(self.parameter, ")")
        external = lexer.take_word("external")
        body = self.expression()
        return FunctionOf(parameters, body, external, at=(start, lexer.end))

    def parameter(self) -> Parameter:
        name = self.lexer.key()
        self.lexer.names.add(name)
        kind = read_type(self.lexer) if self.lexer.take_symbol(":") else None
        return Parameter(name, kind)

    # -- unary tests

    def unary_tests(self) -> UnaryTests:
        lexer = self.lexer
        start = lexer.position
        if lexer.take_symbol("-"):
            if lexer.at_end():
                return UnaryTests((), at=(start, lexer.end))
            lexer.advance_to(start)
        negated = self.negated_tests()
        if negated is not None:
            return UnaryTests(negated, negated=True, at=(start, lexer.end))
        tests = [self.expression()]
        while lexer.take_symbol(","):
            tests.append(self.expression())
        return UnaryTests(tuple(tests), at=(start, lexer.end))

    def negated_tests(self) -> tuple[Expr, ...] | None:
        """The tests of `not(...)`, when that is the whole text."""
        lexer = self.lexer
        start = lexer.position
        try:
            if lexer.take_word("not") and lexer.take_symbol("("):
                tests = self.listed(self.expression, ")")
                if lexer.at_end():
                    return tests
        except FeelSyntaxError:
            self.nesting = 0
        lexer.advance_to(start)
        return None


_BY_SYMBOL: Final[dict[str, Callable[[_Parser], Expr]]] = {
    "(": _Parser.parenthesised,
    "[": _Parser.brackets,
    "]": _Parser.open_interval,
    "{": _Parser.context,
    "@": _Parser.at_literal,
}
_BY_WORD: Final[dict[str, Callable[[_Parser], Expr]]] = {
    "if": _Parser.if_,
    "for": _Parser.for_,
    "some": _Parser.quantified,
    "every": _Parser.quantified,
    "function": _Parser.function,
}
