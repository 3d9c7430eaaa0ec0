"""Tree -> text that reads back as the same tree.

Brackets appear only where the text would otherwise mean another tree. Names are printed as they
are: whoever reads the text back must know the names that have spaces or symbols in them.
"""

from collections.abc import Callable
from typing import Any, Final

from dujiang.feel.ast import (
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Call,
    Comparison,
    ContextOf,
    ContextType,
    Expr,
    Filter,
    For,
    FunctionOf,
    FunctionType,
    If,
    In,
    InstanceOf,
    Interval,
    Iteration,
    ListOf,
    ListType,
    Logic,
    Name,
    NamedCall,
    NamedType,
    Negation,
    Null,
    Number,
    Parameter,
    Path,
    Quantified,
    RangeType,
    Text,
    TypeExpr,
    UnaryComparison,
    UnaryTests,
)
from dujiang.feel.text import format_key, quoted

_OPEN, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _INSTANCE, _UNARY, _POSTFIX = range(10)
_STRENGTH: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def format_expression(tree: Expr) -> str:
    """The text of an expression or of unary tests."""
    return _text(tree, _OPEN)


def format_type(tree: TypeExpr) -> str:
    """The text of a type."""
    match tree:
        case NamedType(name=name):
            return name
        case ListType(item=item):
            return f"list<{format_type(item)}>"
        case RangeType(item=item):
            return f"range<{format_type(item)}>"
        case ContextType(entries=entries):
            return f"context<{', '.join(f'{k}: {format_type(t)}' for k, t in entries)}>"
        case FunctionType(parameters=parameters, result=result):
            return f"function<{', '.join(map(format_type, parameters))}> -> {format_type(result)}"


def _text(node: Expr, least: int) -> str:
    """The text of a node where something at least as strong as `least` is wanted."""
    strength, write = _WRITERS[type(node)]
    actual = _STRENGTH[node.operator] if isinstance(node, Arithmetic) else strength
    if isinstance(node, Logic):
        actual = _OR if node.operator == "or" else _AND
    text = write(node)
    return f"({text})" if actual < least else text


def _number(node: Number) -> str:
    text = str(node.value)
    return text.replace("E+", "e").replace("E", "e")


def _items(items: tuple[Expr, ...]) -> str:
    return ", ".join(_text(item, _OPEN) for item in items)


def _interval(node: Interval) -> str:
    opening = "[" if node.start_included else "("
    closing = "]" if node.end_included else ")"
    return f"{opening}{_text(node.start, _SUM)}..{_text(node.end, _SUM)}{closing}"


def _in(node: In) -> str:
    value = _text(node.value, _COMPARISON)
    if len(node.tests) > 1:
        return f"{value} in ({_items(node.tests)})"
    test = node.tests[0]
    least = _COMPARISON if isinstance(test, UnaryComparison) else _SUM
    return f"{value} in {_text(test, least)}"


def _iteration(node: Iteration) -> str:
    source = _text(node.source, _OR)
    return f"{node.name} in {source}" + (f"..{_text(node.end, _OR)}" if node.end else "")


def _iterations(nodes: tuple[Iteration, ...]) -> str:
    return ", ".join(map(_iteration, nodes))


def _parameter(node: Parameter) -> str:
    return node.name if node.type is None else f"{node.name}: {format_type(node.type)}"


def _function(node: FunctionOf) -> str:
    parameters = ", ".join(map(_parameter, node.parameters))
    external = " external" if node.external else ""
    return f"function({parameters}){external} {_text(node.body, _OPEN)}"


def _context(node: ContextOf) -> str:
    entries = (f"{format_key(name)}: {_text(value, _OPEN)}" for name, value in node.entries)
    return f"{{{', '.join(entries)}}}"


def _named_call(node: NamedCall) -> str:
    arguments = (f"{format_key(name)}: {_text(value, _OPEN)}" for name, value in node.arguments)
    return f"{_text(node.function, _POSTFIX)}({', '.join(arguments)})"


def _unary_tests(node: UnaryTests) -> str:
    if not node.tests:
        return "-"
    text = _items(node.tests)
    if node.negated:
        return f"not({text})"
    return f"({text})" if len(node.tests) == 1 and text.startswith("not(") else text


def _arithmetic(node: Arithmetic) -> str:
    strength = _STRENGTH[node.operator]
    left, right = _text(node.left, strength), _text(node.right, strength + 1)
    return f"{left} {node.operator} {right}"


def _logic(node: Logic) -> str:
    strength = _OR if node.operator == "or" else _AND
    return f"{_text(node.left, strength)} {node.operator} {_text(node.right, strength + 1)}"


def _comparison(node: Comparison) -> str:
    return f"{_text(node.left, _COMPARISON + 1)} {node.operator} {_text(node.right, _SUM)}"


def _between(node: Between) -> str:
    low, high = _text(node.low, _SUM), _text(node.high, _SUM)
    return f"{_text(node.value, _COMPARISON + 1)} between {low} and {high}"


def _if(node: If) -> str:
    condition, then = _text(node.condition, _OPEN), _text(node.then, _OPEN)
    return f"if {condition} then {then} else {_text(node.otherwise, _OPEN)}"


def _for(node: For) -> str:
    return f"for {_iterations(node.iterations)} return {_text(node.result, _OPEN)}"


def _quantified(node: Quantified) -> str:
    condition = _text(node.condition, _OPEN)
    return f"{node.kind} {_iterations(node.iterations)} satisfies {condition}"


_WRITERS: Final[dict[type, tuple[int, Callable[[Any], str]]]] = {
    Number: (_POSTFIX, _number),
    Text: (_POSTFIX, lambda node: quoted(node.value)),
    Boolean: (_POSTFIX, lambda node: "true" if node.value else "false"),
    Null: (_POSTFIX, lambda node: "null"),
    AtLiteral: (_POSTFIX, lambda node: f"@{quoted(node.text)}"),
    Name: (_POSTFIX, lambda node: node.name),
    Path: (_POSTFIX, lambda node: f"{_text(node.source, _POSTFIX)}.{node.name}"),
    ListOf: (_POSTFIX, lambda node: f"[{_items(node.items)}]"),
    ContextOf: (_POSTFIX, _context),
    Interval: (_POSTFIX, _interval),
    UnaryComparison: (_OPEN, lambda node: f"{node.operator} {_text(node.operand, _SUM)}"),
    Negation: (_UNARY, lambda node: f"-{_text(node.operand, _UNARY)}"),
    Arithmetic: (_SUM, _arithmetic),
    Comparison: (_COMPARISON, _comparison),
    Logic: (_AND, _logic),
    Between: (_COMPARISON, _between),
    In: (_COMPARISON, _in),
    InstanceOf: (
        _INSTANCE,
        lambda node: f"{_text(node.value, _INSTANCE)} instance of {format_type(node.type)}",
    ),
    If: (_OPEN, _if),
    For: (_OPEN, _for),
    Quantified: (_OPEN, _quantified),
    Filter: (
        _POSTFIX,
        lambda node: f"{_text(node.source, _POSTFIX)}[{_text(node.condition, _OPEN)}]",
    ),
    Call: (
        _POSTFIX,
        lambda node: f"{_text(node.function, _POSTFIX)}({_items(node.arguments)})",
    ),
    NamedCall: (_POSTFIX, _named_call),
    FunctionOf: (_OPEN, _function),
    UnaryTests: (_OPEN, _unary_tests),
}
