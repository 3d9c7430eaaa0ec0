"""Tests as closures: `a in (...)`, and the input entries of decision tables.

DMN 1.5, 10.3.2.8 and table 55: a test is a comparison with the input, a range that must contain
it, a list that must, a value that must equal it, or, where it speaks of `?`, a condition.
"""

from collections.abc import Callable
from typing import Any, Final

from dujiang.feel.ast import Expr, In, Interval, Name, Null, UnaryComparison, UnaryTests
from dujiang.feel.comparison import KINDS, SAME_IS_EQUAL, equal, is_equal
from dujiang.feel.compile_operators import comparison
from dujiang.feel.environment import COLLECTIONS
from dujiang.feel.errors import Fault
from dujiang.feel.functions import Code, Frame, Ternary
from dujiang.feel.ranges import contains
from dujiang.feel.scope import (
    TEST_INPUT,
    Compiler,
    Scope,
    Term,
    constant,
    mentions,
    resolve_name,
    value_of,
    warn,
)
from dujiang.kernel.values import Range


def compile_in(node: In, scope: Scope | None, compiler: Compiler) -> Term:
    """`value in (tests)`: `?` is the value there."""
    value = compiler.compile(node.value, scope)
    binding = compiler.bind((TEST_INPUT,), scope)
    slot = binding.names[TEST_INPUT]
    tests = [compile_test(test, slot, binding, compiler) for test in node.tests]
    code = any_of(tuple(term.code for term in tests))
    read = value.code

    def is_in(frame: Frame) -> Ternary:
        frame[slot] = read(frame)
        return code(frame)

    return Term(is_in)


def compile_unary_tests(node: UnaryTests, scope: Scope | None, compiler: Compiler) -> Term:
    """The whole entry; gives true, false or null."""
    if not node.tests:
        return constant(True)
    slot = input_slot(scope, compiler)
    code = any_of(tuple(compile_test(test, slot, scope, compiler).code for test in node.tests))
    if not node.negated:
        return Term(code)

    def negated(frame: Frame) -> Ternary:
        found = code(frame)
        return None if found is None else not found

    return Term(negated)


def input_slot(scope: Scope | None, compiler: Compiler) -> int:
    """The slot of `?`, which is an input of the expression unless it is bound."""
    bound = resolve_name(TEST_INPUT, scope).slot
    return bound if bound is not None else compiler.input_slot(TEST_INPUT)


def any_of(tests: tuple[Code, ...]) -> Code:
    """Disjunction in three values."""
    if len(tests) == 1:
        return tests[0]

    def disjunction(frame: Frame) -> Ternary:
        result: bool | None = False
        for test in tests:
            found = test(frame)
            if found is True:
                return True
            if found is None:
                result = None
        return result

    return disjunction


def compile_test(test: Expr, slot: int, scope: Scope | None, compiler: Compiler) -> Term:
    """One test of the value in `slot`."""
    value = Term(lambda frame: frame[slot], slot=slot)
    if isinstance(test, UnaryComparison):
        operand = compiler.compile(test.operand, scope)
        return Term(comparison(test.operator, value, operand, test.at))
    if isinstance(test, Null):
        return Term(lambda frame: frame[slot] is None)
    term = compiler.compile(test, scope)
    if isinstance(test, Name) and test.name == TEST_INPUT:
        return Term(_condition(term.code, test))
    if term.constant:
        return Term(_constant_test(slot, value_of(term), test))
    if not isinstance(test, Interval) and mentions(test, TEST_INPUT):
        return Term(_condition_or_match(slot, term.code, test))
    return Term(_match(slot, term.code, test))


def _condition(code: Code, test: Expr) -> Code:
    at = test.at

    def condition(frame: Frame) -> Ternary:
        found = code(frame)
        if isinstance(found, bool) or found is None:
            return found
        return warn(frame, Fault("feel.test.not_boolean"), at)

    return condition


def _condition_or_match(slot: int, code: Code, test: Expr) -> Code:
    match = _matching(test)

    def condition(frame: Frame) -> Ternary:
        found = code(frame)
        return found if isinstance(found, bool) else match(frame, frame[slot], found)

    return condition


def _constant_test(slot: int, fixed: object, test: Expr) -> Code:
    kind = type(fixed)
    match = _matching(test)
    if kind in SAME_IS_EQUAL:

        def equals(frame: Frame) -> Ternary:
            value = frame[slot]
            if type(value) is kind:
                return bool(value == fixed)
            return match(frame, value, fixed)

        return equals
    return lambda frame: match(frame, frame[slot], fixed)


def _match(slot: int, code: Code, test: Expr) -> Code:
    match = _matching(test)
    return lambda frame: match(frame, frame[slot], code(frame))


def _matching(test: Expr) -> Callable[[Frame, Any, Any], bool | None]:
    at = test.at

    def match(frame: Frame, value: Any, wanted: Any) -> Ternary:  # noqa: ANN401 - Values
        if type(wanted) in COLLECTIONS:
            frame[0].weigh(wanted)
        try:
            return matches(value, wanted)
        except Fault as fault:
            return warn(frame, fault, at)

    return match


def matches(value: object, wanted: object) -> bool:
    """Whether `value` passes the test that `wanted` is. Raises `Fault` when it cannot be told."""
    if isinstance(wanted, Range):
        if isinstance(value, Range):
            return is_equal(value, wanted)
        return contains(wanted, value)
    if isinstance(wanted, list) and not _equal_lists(value, wanted):
        return any(_item_matches(value, item) for item in wanted)
    return isinstance(wanted, list) or equal(value, wanted)


def _equal_lists(value: object, wanted: list[Any]) -> bool:
    return type(value) in {list, tuple} and is_equal(value, wanted)


def _item_matches(value: object, item: object) -> bool:
    if isinstance(item, Range) and KINDS.get(type(value)) != "range":
        try:
            return contains(item, value)
        except Fault:
            return False
    return is_equal(value, item)


HANDLERS: Final[dict[type, Callable[..., Term]]] = {
    In: compile_in,
    UnaryTests: compile_unary_tests,
}
