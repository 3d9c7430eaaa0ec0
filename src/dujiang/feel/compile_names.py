"""Literals, names, paths, lists, contexts and ranges as closures."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from dujiang.feel.arithmetic import NO_NUMBER, NUMBERS
from dujiang.feel.ast import (
    AtLiteral,
    Boolean,
    ContextOf,
    FunctionOf,
    Interval,
    ListOf,
    Name,
    Null,
    Number,
    Path,
    Text,
    UnaryComparison,
)
from dujiang.feel.errors import Fault
from dujiang.feel.functions import AnyValue, Closure, Code, ForeignFunction, Frame
from dujiang.feel.properties import property_of, property_or_null
from dujiang.feel.ranges import make_range, unary_range
from dujiang.feel.scope import (
    MISSING,
    Binding,
    Compiler,
    Scope,
    Term,
    constant,
    resolve_name,
    warn,
)
from dujiang.feel.temporal_text import parse_at_literal


def compile_literal(node: Number | Text | Boolean, scope: Scope | None, compiler: Compiler) -> Term:
    """A number (rounded to 34 digits), a string, a boolean."""
    if isinstance(node, Number):
        try:
            return constant(NUMBERS.plus(node.value))
        except NO_NUMBER:
            return _always_warning(Fault("feel.number.not_a_number", text=str(node.value)), node.at)
    return constant(node.value)


def compile_null(node: Null, scope: Scope | None, compiler: Compiler) -> Term:
    """`null`."""
    return constant(None)


def compile_at_literal(node: AtLiteral, scope: Scope | None, compiler: Compiler) -> Term:
    """A date, time or duration; null and a warning when the text is none."""
    try:
        return constant(parse_at_literal(node.text))
    except Fault as fault:
        return _always_warning(fault, node.at)


def _always_warning(fault: Fault, at: tuple[int, int]) -> Term:
    def warning(frame: Frame) -> None:
        warn(frame, fault, at)

    return Term(warning)


# -- names


def compile_name(node: Name, scope: Scope | None, compiler: Compiler) -> Term:
    """A bound name, an entry of the item at hand, an input, or a built-in."""
    return _compile_name(node, scope, compiler, is_called=False)


def compile_callee(node: Name, scope: Scope | None, compiler: Compiler) -> Term:
    """A name that is called: there a built-in wins over an input of its name."""
    return _compile_name(node, scope, compiler, is_called=True)


def _compile_name(node: Name, scope: Scope | None, compiler: Compiler, *, is_called: bool) -> Term:
    found = resolve_name(node.name, scope)
    if found.slot is not None:
        outer = Term(_slot_reader(found.slot), slot=found.slot)
    elif node.name in compiler.builtins and is_called:
        outer = constant(compiler.builtins[node.name])
    elif node.name not in compiler.builtins or _is_input(node.name, compiler):
        slot = compiler.input_slot(node.name)
        outer = Term(_input_reader(node, slot), slot=slot)
    else:
        builtin = compiler.builtins[node.name]
        outer = Term(_hiding_reader(compiler.input_slot(node.name), builtin))
    return Term(_item_reader(node.name, found.items, outer.code)) if found.items else outer


def _hiding_reader(slot: int, builtin: AnyValue) -> Code:
    """An input hides the built-in of its name: `number` may be the number of a request."""

    def read(frame: Frame) -> AnyValue:
        value = frame[slot]
        return builtin if value is MISSING else value

    return read


def _is_input(name: str, compiler: Compiler) -> bool:
    return compiler.known is not None and name in compiler.known


def _slot_reader(slot: int) -> Code:
    return lambda frame: frame[slot]


def _input_reader(node: Name, slot: int) -> Code:
    name, at = node.name, node.at

    def read(frame: Frame) -> AnyValue:
        value = frame[slot]
        return value if value is not MISSING else _foreign(frame, name, at)

    return read


def _foreign(frame: Frame, name: str, at: tuple[int, int]) -> AnyValue:
    function = frame[0].environment.functions.get(name)
    if function is not None:
        return ForeignFunction(name, function, ())
    return warn(frame, Fault("feel.name.unknown", name=name), at)


def _item_reader(name: str, items: tuple[int, ...], outer: Code) -> Code:
    """An entry of the innermost item that has it, else what the name means outside."""
    slot, rest = items[0], items[1:]
    otherwise = _item_reader(name, rest, outer) if rest else outer

    def read(frame: Frame) -> AnyValue:
        item = frame[slot]
        if type(item) is dict and name in item:
            return item[name]
        return otherwise(frame)

    return read


def compile_path(node: Path, scope: Scope | None, compiler: Compiler) -> Term:
    """`source.name`: an entry, a property, or both of every item of a list."""
    source, is_constant, _ = compiler.compile(node.source, scope)
    name, at = node.name, node.at

    def path(frame: Frame) -> AnyValue:
        value = source(frame)
        if type(value) is dict and name in value:
            return value[name]
        if type(value) is list:
            return _of_items(frame, value, name)
        try:
            return property_of(value, name)
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(path, is_constant)


def _of_items(frame: Frame, items: list[Any], name: str) -> list[Any]:
    """A path over a list: of each item; null where it has no such entry or property."""
    frame[0].spend(len(items))
    return [item.get(name) if type(item) is dict else _of_item(frame, item, name) for item in items]


def _of_item(frame: Frame, item: object, name: str) -> AnyValue:
    if type(item) is list:
        frame[0].weigh(item)
        return [property_or_null(inner, name) for inner in item]
    return property_or_null(item, name)


# -- lists and contexts


def compile_list(node: ListOf, scope: Scope | None, compiler: Compiler) -> Term:
    """`[a, b]`."""
    terms = [compiler.compile(item, scope) for item in node.items]
    codes = tuple(term.code for term in terms)
    return Term(lambda frame: [code(frame) for code in codes], all(t.constant for t in terms))


def compile_context(node: ContextOf, scope: Scope | None, compiler: Compiler) -> Term:
    """`{a: 1, b: a}`: entries in order, each sees those before it; no key twice."""
    names = [name for name, _ in node.entries]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return _always_warning(Fault("feel.context.key_twice", key=twice), node.at)
    entries: list[Entry] = []
    is_constant = True
    visible: Scope | None = scope
    for name, expression in node.entries:
        slot = compiler.slot()
        with_itself = Binding({name: slot}, visible)
        is_function = isinstance(expression, FunctionOf)
        term = compiler.compile(expression, with_itself if is_function else visible)
        is_constant = is_constant and term.constant
        entries.append(Entry(name, slot, term.code, is_function))
        visible = with_itself
    if is_constant:
        return Term(_plain_context(tuple((entry.name, entry.code) for entry in entries)), True)
    return Term(context_of(tuple(entries)))


class Entry(NamedTuple):
    """One entry of a context, compiled."""

    name: str
    slot: int
    code: Code
    defines_function: bool
    """Whether it is a function definition: such a function may call itself by its name."""


def _plain_context(entries: tuple[tuple[str, Code], ...]) -> Code:
    return lambda frame: {name: code(frame) for name, code in entries}


def context_of(entries: tuple[Entry, ...]) -> Code:
    """The code that makes a context, each entry in its slot for those after it."""

    def context(frame: Frame) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, slot, code, defines_function in entries:
            values[name] = frame[slot] = value = code(frame)
            if defines_function and type(value) is Closure:
                value.name = name
                value.frame[slot] = value
        return values

    return context


# -- ranges


def compile_interval(node: Interval, scope: Scope | None, compiler: Compiler) -> Term:
    """`[a..b]`."""
    start, start_is_constant, _ = compiler.compile(node.start, scope)
    end, end_is_constant, _ = compiler.compile(node.end, scope)
    start_included, end_included, at = node.start_included, node.end_included, node.at

    def interval(frame: Frame) -> AnyValue:
        try:
            return make_range(
                start(frame), end(frame), start_included=start_included, end_included=end_included
            )
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(interval, start_is_constant and end_is_constant)


def compile_unary_comparison(
    node: UnaryComparison, scope: Scope | None, compiler: Compiler
) -> Term:
    """`(< 5)` as a value."""
    operand, is_constant, _ = compiler.compile(node.operand, scope)
    operator, at = node.operator, node.at

    def unary(frame: Frame) -> AnyValue:
        try:
            return unary_range(operator, operand(frame))
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(unary, is_constant)


HANDLERS: Final[dict[type, Callable[..., Term]]] = {
    Number: compile_literal,
    Text: compile_literal,
    Boolean: compile_literal,
    Null: compile_null,
    AtLiteral: compile_at_literal,
    Name: compile_name,
    Path: compile_path,
    ListOf: compile_list,
    ContextOf: compile_context,
    Interval: compile_interval,
    UnaryComparison: compile_unary_comparison,
}
