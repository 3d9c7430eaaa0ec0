"""The tree of a FEEL expression (DMN 1.5, 10.3.1.2): one frozen node for one construct.

Two trees are equal when they mean the same text: `at` (start and end offset in the source) does
not count. `dujiang.feel.printer` turns a tree back into text, `dujiang.feel.compiler` into
closures.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
NOWHERE: Span = (0, 0)

ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/", "**"]
ComparisonOperator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(_Node):
    """A numeric literal; never negative (that is `Negation`)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text(_Node):
    """A string literal, escapes already replaced."""

    value: str


@dataclass(frozen=True, slots=True)
class Boolean(_Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Null(_Node):
    """`null`."""


@dataclass(frozen=True, slots=True)
class AtLiteral(_Node):
    """`@"2026-03-02"`: a date, time, date and time or duration by its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(_Node):
    """A variable, a built-in, or `?` (the input of a unary test)."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(_Node):
    """`source.name`."""

    source: "Expr"
    name: str


@dataclass(frozen=True, slots=True)
class ListOf(_Node):
    """`[a, b]`."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class ContextOf(_Node):
    """`{key: value}`; later entries see earlier ones."""

    entries: tuple[tuple[str, "Expr"], ...]


@dataclass(frozen=True, slots=True)
class Interval(_Node):
    """`[a..b]`, `(a..b)` and their mixtures; `null` as an end means unbounded."""

    start: "Expr"
    end: "Expr"
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(_Node):
    """`< 5` as a test or as a range."""

    operator: ComparisonOperator
    operand: "Expr"


@dataclass(frozen=True, slots=True)
class Negation(_Node):
    """`-a`."""

    operand: "Expr"


@dataclass(frozen=True, slots=True)
class Arithmetic(_Node):
    """`a + b` and the other four operators."""

    operator: ArithmeticOperator
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class Comparison(_Node):
    """`a < b` and the other five operators."""

    operator: ComparisonOperator
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class Logic(_Node):
    """`a and b`, `a or b`, three-valued."""

    operator: Literal["and", "or"]
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class Between(_Node):
    """`a between b and c`; both ends belong to it."""

    value: "Expr"
    low: "Expr"
    high: "Expr"


@dataclass(frozen=True, slots=True)
class In(_Node):
    """`a in b`, `a in (b, < c)`."""

    value: "Expr"
    tests: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(_Node):
    """`a instance of type`."""

    value: "Expr"
    type: "TypeExpr"


@dataclass(frozen=True, slots=True)
class If(_Node):
    """`if c then a else b`."""

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"


@dataclass(frozen=True, slots=True)
class Iteration:
    """`name in source`, or `name in source..end`."""

    name: str
    source: "Expr"
    end: "Expr | None" = None


@dataclass(frozen=True, slots=True)
class For(_Node):
    """`for x in a, y in b return c`; `partial` is the list of results so far."""

    iterations: tuple[Iteration, ...]
    result: "Expr"


@dataclass(frozen=True, slots=True)
class Quantified(_Node):
    """`some x in a satisfies b`, `every x in a satisfies b`."""

    kind: Literal["some", "every"]
    iterations: tuple[Iteration, ...]
    condition: "Expr"


@dataclass(frozen=True, slots=True)
class Filter(_Node):
    """`source[condition]`: by position or by condition (`item` and the item's entries)."""

    source: "Expr"
    condition: "Expr"


@dataclass(frozen=True, slots=True)
class Call(_Node):
    """`f(a, b)`."""

    function: "Expr"
    arguments: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class NamedCall(_Node):
    """`f(x: a, y: b)`."""

    function: "Expr"
    arguments: tuple[tuple[str, "Expr"], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter with its type, if given."""

    name: str
    type: "TypeExpr | None" = None


@dataclass(frozen=True, slots=True)
class FunctionOf(_Node):
    """`function(x: number, y) body`; `external` says that the body names a foreign function."""

    parameters: tuple[Parameter, ...]
    body: "Expr"
    external: bool = False


@dataclass(frozen=True, slots=True)
class UnaryTests(_Node):
    """The whole of an input entry: any of `tests`, or none of them; without tests it is `-`."""

    tests: tuple["Expr", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class NamedType:
    """`number`, `date and time`, `tOrder`, `list` without element type."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType:
    """`list<T>`."""

    item: "TypeExpr"


@dataclass(frozen=True, slots=True)
class RangeType:
    """`range<T>`."""

    item: "TypeExpr"


@dataclass(frozen=True, slots=True)
class ContextType:
    """`context<a: T, b: U>`."""

    entries: tuple[tuple[str, "TypeExpr"], ...]


@dataclass(frozen=True, slots=True)
class FunctionType:
    """`function<T, U> -> V`."""

    parameters: tuple["TypeExpr", ...]
    result: "TypeExpr"


TypeExpr: TypeAlias = NamedType | ListType | RangeType | ContextType | FunctionType

Literal_: TypeAlias = Number | Text | Boolean | Null | AtLiteral
Operation: TypeAlias = Negation | Arithmetic | Comparison | Logic | Between | In | InstanceOf
Collection: TypeAlias = ListOf | ContextOf | Interval | UnaryComparison
Control: TypeAlias = If | For | Quantified | Filter
Function: TypeAlias = Call | NamedCall | FunctionOf

Expr: TypeAlias = Literal_ | Name | Path | Operation | Collection | Control | Function | UnaryTests
