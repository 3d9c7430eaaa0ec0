"""Conditions, loops, quantifiers and filters as closures. Every item visited costs one step."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.ast import (
    Arithmetic,
    Between,
    Comparison,
    Expr,
    Filter,
    For,
    If,
    In,
    InstanceOf,
    Iteration,
    Logic,
    Negation,
    Number,
    Quantified,
    Span,
)
from dujiang.feel.comparison import kind_of
from dujiang.feel.errors import Fault
from dujiang.feel.functions import AnyValue, Code, Frame, Ternary
from dujiang.feel.ranges import steps_between, values_in
from dujiang.feel.scope import (
    Binding,
    Compiler,
    ItemScope,
    Scope,
    Term,
    mentions,
    value_of,
    warn,
)
from dujiang.feel.tree import steps_of
from dujiang.kernel.values import Range

PARTIAL: Final = "partial"
"""In a `for`, the list of the results so far (10.3.2.14)."""


def compile_if(node: If, scope: Scope | None, compiler: Compiler) -> Term:
    """`if`: whatever is not true takes the `else`."""
    condition = compiler.compile(node.condition, scope)
    then, otherwise = compiler.compile(node.then, scope), compiler.compile(node.otherwise, scope)
    check, at = condition.code, node.condition.at
    if then.constant and otherwise.constant:
        code = _choose_value(check, value_of(then), value_of(otherwise), at)
        return Term(code, condition.constant)
    return Term(_choose(check, then.code, otherwise.code, at))


def _choose(condition: Code, then: Code, otherwise: Code, at: Span) -> Code:
    def choose(frame: Frame) -> AnyValue:
        found = condition(frame)
        if found is True:
            return then(frame)
        if found is not False and found is not None:
            warn(frame, Fault("feel.condition.not_boolean", type=kind_of(found)), at)
        return otherwise(frame)

    return choose


def _choose_value(condition: Code, then: AnyValue, otherwise: AnyValue, at: Span) -> Code:
    def choose(frame: Frame) -> AnyValue:
        found = condition(frame)
        if found is True:
            return then
        if found is not False and found is not None:
            warn(frame, Fault("feel.condition.not_boolean", type=kind_of(found)), at)
        return otherwise

    return choose


# -- loops

Loop = tuple[int, Code]
"""The slot of the loop's variable, and the code that gives what it visits."""


def compile_iterations(
    iterations: tuple[Iteration, ...], scope: Scope | None, compiler: Compiler
) -> tuple[tuple[Loop, ...], Scope | None]:
    """The loops of a `for` or quantifier; each sees the variables of those before it."""
    loops: list[Loop] = []
    inner = scope
    for iteration in iterations:
        domain = _domain(iteration, inner, compiler)
        binding: Binding = compiler.bind((iteration.name,), inner)
        loops.append((binding.names[iteration.name], domain))
        inner = binding
    return tuple(loops), inner


def _domain(iteration: Iteration, scope: Scope | None, compiler: Compiler) -> Code:
    source = compiler.compile(iteration.source, scope).code
    if iteration.end is None:
        return lambda frame: _items(source(frame))
    end = compiler.compile(iteration.end, scope).code
    return lambda frame: steps_between(source(frame), end(frame))


def _items(value: object) -> Iterator[Any]:
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, Range):
        return values_in(value)
    if value is None:
        raise Fault("feel.iteration.over_null")
    return iter((value,))


def visit(frame: Frame, loops: tuple[Loop, ...], steps: int) -> Iterator[None]:
    """Set the loop variables to every combination in turn, the last one fastest.

    Each item costs `steps`.
    """
    (slot, domain), rest = loops[0], loops[1:]
    run = frame[0]
    for item in domain(frame):
        run.spend(steps)
        frame[slot] = item
        if rest:
            yield from visit(frame, rest, steps)
        else:
            yield None


def compile_for(node: For, scope: Scope | None, compiler: Compiler) -> Term:
    """`for ... return`; null when something that is visited is null."""
    return for_loop(node, scope, compiler, with_partial=mentions(node.result, PARTIAL))


def for_loop(node: For, scope: Scope | None, compiler: Compiler, *, with_partial: bool) -> Term:
    """A `for` whose result may or may not read `partial`."""
    loops, inner = compile_iterations(node.iterations, scope, compiler)
    at = node.at
    if with_partial:
        binding = compiler.bind((PARTIAL,), inner)
        code = compiler.compile(node.result, binding).code
        return Term(_for_with_partial(loops, binding.names[PARTIAL], code, node))
    result = compiler.compile(node.result, inner).code
    steps = steps_of(node.result)

    def loop(frame: Frame) -> AnyValue:
        try:
            return [result(frame) for _ in visit(frame, loops, steps)]
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(loop)


def _for_with_partial(loops: tuple[Loop, ...], partial_slot: int, result: Code, node: For) -> Code:
    steps, at = steps_of(node.result), node.at

    def loop(frame: Frame) -> AnyValue:
        partial: list[Any] = []
        frame[partial_slot] = partial
        try:
            for _ in visit(frame, loops, steps):
                frame[0].spend(len(partial))
                frame[partial_slot] = partial = [*partial, result(frame)]
        except Fault as fault:
            return warn(frame, fault, at)
        return partial

    return loop


def compile_quantified(node: Quantified, scope: Scope | None, compiler: Compiler) -> Term:
    """`some`, `every` in three values; they stop as soon as the answer is certain."""
    loops, inner = compile_iterations(node.iterations, scope, compiler)
    condition = compiler.compile(node.condition, inner).code
    decided = node.kind == "some"
    steps, at = steps_of(node.condition), node.at

    def quantified(frame: Frame) -> Ternary:
        result: bool | None = not decided
        try:
            for _ in visit(frame, loops, steps):
                found = condition(frame)
                if found is decided:
                    return decided
                if found is None:
                    result = None
                elif not isinstance(found, bool):
                    fault = Fault("feel.condition.not_boolean", type=kind_of(found))
                    return warn(frame, fault, at)
        except Fault as fault:
            return warn(frame, fault, at)
        return result

    return Term(quantified)


# -- filters

_CONDITIONS: Final = (Comparison, Logic, Between, In, InstanceOf, Quantified)
_POSITIONS: Final = (Number, Negation, Arithmetic)


def compile_filter(node: Filter, scope: Scope | None, compiler: Compiler) -> Term:
    """`list[2]`, `list[-1]`, `list[item > 1]`; what is no list counts as one of one item."""
    source, source_is_constant, _ = compiler.compile(node.source, scope)
    if isinstance(node.condition, _POSITIONS):
        position = compiler.compile(node.condition, scope)
        if position.constant and type(value_of(position)) is Decimal:
            code = _at_position(source, position.code, node.at)
            return Term(code, source_is_constant)
    inner = ItemScope(compiler.slot(), scope)
    condition = compiler.compile(node.condition, inner).code
    select = _selecting(inner.slot, condition, steps_of(node.condition), node.at)
    if isinstance(node.condition, _CONDITIONS) or mentions(node.condition, "item"):
        return Term(lambda frame: select(frame, source(frame)))
    return Term(_by_position_or_condition(source, condition, inner.slot, select, node.at))


def selection(
    source: Code, condition: Expr, scope: Scope | None, compiler: Compiler, at: tuple[int, int]
) -> Code:
    """The items for which a condition is true; never by position."""
    inner = ItemScope(compiler.slot(), scope)
    code = compiler.compile(condition, inner).code
    select = _selecting(inner.slot, code, steps_of(condition), at)
    return lambda frame: select(frame, source(frame))


def _by_position_or_condition(
    source: Code,
    condition: Code,
    slot: int,
    select: Callable[[Frame, Any], Any],
    at: tuple[int, int],
) -> Code:
    """The condition decides by its value outside the items: a number is a position."""

    def filtered(frame: Frame) -> AnyValue:
        value = source(frame)
        run = frame[0]
        warnings, strict = run.warnings, run.strict
        run.warnings, run.strict = [], False
        frame[slot] = None
        found = condition(frame)
        run.warnings, run.strict = warnings, strict
        if type(found) is Decimal:
            return _item_at(frame, value, found, at)
        return select(frame, value)

    return filtered


def _selecting(
    slot: int, condition: Code, steps: int, at: tuple[int, int]
) -> Callable[[Frame, Any], list[Any] | None]:
    def select(frame: Frame, value: Any) -> AnyValue:  # noqa: ANN401 - a Value
        items = _filtered_items(value)
        frame[0].spend(len(items) * steps)
        kept: list[Any] = []
        for item in items:
            frame[slot] = item
            found = condition(frame)
            if found is True:
                kept.append(item)
            elif found is not False and found is not None:
                fault = Fault("feel.filter.not_boolean", type=kind_of(found))
                return warn(frame, fault, at)
        return kept

    return select


def _filtered_items(value: Any) -> list[Any]:  # noqa: ANN401 - a Value
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _at_position(source: Code, position: Code, at: tuple[int, int]) -> Code:
    return lambda frame: _item_at(frame, source(frame), position(frame), at)


def _item_at(frame: Frame, value: Any, position: Decimal, at: tuple[int, int]) -> Any:  # noqa: ANN401 - Values
    items = _filtered_items(value)
    index = int(position)
    if index != 0 and -len(items) <= index <= len(items):
        return items[index - 1 if index > 0 else index]
    fault = Fault("feel.filter.no_such_position", position=position, count=len(items))
    return warn(frame, fault, at)


HANDLERS: Final[dict[type, Callable[..., Term]]] = {
    If: compile_if,
    For: compile_for,
    Quantified: compile_quantified,
    Filter: compile_filter,
}
