"""Operators as closures. The common case (two numbers) is answered in place; the rest by tables."""

import operator as python
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.arithmetic import NO_NUMBER, NUMBERS, calculate, negate
from dujiang.feel.ast import (
    Arithmetic,
    Between,
    Comparison,
    InstanceOf,
    Logic,
    Negation,
)
from dujiang.feel.comparison import ORDERED, SAME_IS_EQUAL, equal, kind_of, less, less_or_equal
from dujiang.feel.environment import COLLECTIONS
from dujiang.feel.errors import Fault
from dujiang.feel.functions import AnyValue, Code, Frame, Ternary
from dujiang.feel.scope import Compiler, Scope, Term, value_of, warn
from dujiang.feel.types import is_instance, resolve

_ON_NUMBERS: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def compile_arithmetic(node: Arithmetic, scope: Scope | None, compiler: Compiler) -> Term:
    """`a + b` and its sisters."""
    left, right = compiler.compile(node.left, scope), compiler.compile(node.right, scope)
    code = _arithmetic(left.code, right.code, node)
    if left.constant and right.constant:
        return Term(code, constant=True)
    on_numbers = _ON_NUMBERS[node.operator]
    if left.slot is not None and right.slot is not None:
        return Term(_of_slots(left.slot, right.slot, on_numbers, code))
    if right.constant and type(fixed := value_of(right)) is Decimal:
        if left.slot is not None:
            return Term(_of_slot_and_number(left.slot, fixed, on_numbers, code))
        return Term(_with_number(left.code, fixed, node))
    return Term(code)


def _arithmetic(left: Code, right: Code, node: Arithmetic) -> Code:
    operator, at = node.operator, node.at
    on_numbers = _ON_NUMBERS[operator]

    def arithmetic(frame: Frame) -> AnyValue:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return on_numbers(a, b)
            except NO_NUMBER:
                pass
        try:
            return calculate(operator, a, b, frame[0])
        except Fault as fault:
            return warn(frame, fault, at)

    return arithmetic


Numeric = Callable[[Decimal, Decimal], Decimal]


def _of_slots(left: int, right: int, on_numbers: Numeric, otherwise: Code) -> Code:
    def arithmetic(frame: Frame) -> AnyValue:
        a, b = frame[left], frame[right]
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return on_numbers(a, b)
            except NO_NUMBER:
                pass
        return otherwise(frame)

    return arithmetic


def _of_slot_and_number(slot: int, fixed: Decimal, on_numbers: Numeric, otherwise: Code) -> Code:
    def arithmetic(frame: Frame) -> AnyValue:
        a = frame[slot]
        if type(a) is Decimal:
            try:
                return on_numbers(a, fixed)
            except NO_NUMBER:
                pass
        return otherwise(frame)

    return arithmetic


def _with_number(left: Code, fixed: Decimal, node: Arithmetic) -> Code:
    operator, at = node.operator, node.at
    on_numbers = _ON_NUMBERS[operator]

    def arithmetic(frame: Frame) -> AnyValue:
        a = left(frame)
        if type(a) is Decimal:
            try:
                return on_numbers(a, fixed)
            except NO_NUMBER:
                pass
        try:
            return calculate(operator, a, fixed, frame[0])
        except Fault as fault:
            return warn(frame, fault, at)

    return arithmetic


def compile_negation(node: Negation, scope: Scope | None, compiler: Compiler) -> Term:
    """`-a`."""
    operand, is_constant, _ = compiler.compile(node.operand, scope)
    at = node.at

    def negation(frame: Frame) -> AnyValue:
        try:
            return negate(operand(frame))
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(negation, is_constant)


# -- comparison

_FAST: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": python.eq,
    "!=": python.ne,
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
SLOW: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    "<=": less_or_equal,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: less_or_equal(right, left),
}


def compile_comparison(node: Comparison, scope: Scope | None, compiler: Compiler) -> Term:
    """`a < b` and its sisters."""
    left = compiler.compile(node.left, scope)
    right = compiler.compile(node.right, scope)
    code = comparison(node.operator, left, right, node.at)
    return Term(code, left.constant and right.constant)


def comparison(operator: str, left_term: Term, right_term: Term, at: tuple[int, int]) -> Code:
    """The code of a comparison between two terms."""
    simple = SAME_IS_EQUAL if operator in {"=", "!="} else ORDERED
    fast, slow = _FAST[operator], SLOW[operator]
    left, right = left_term.code, right_term.code
    if right_term.constant and not left_term.constant:
        fixed = value_of(right_term)
        if type(fixed) in simple:
            code = _comparison_with(left, fixed, operator, at)
            slot = left_term.slot
            return code if slot is None else _comparison_of_slot(slot, fixed, fast, code)

    def compare(frame: Frame) -> Ternary:
        a, b = left(frame), right(frame)
        if type(a) is type(b) and type(a) in simple:
            return fast(a, b)
        if type(a) in COLLECTIONS:
            frame[0].weigh(a)
        try:
            return slow(a, b)
        except Fault as fault:
            return warn(frame, fault, at)

    return compare


def _comparison_with(left: Code, fixed: object, operator: str, at: tuple[int, int]) -> Code:
    kind = type(fixed)
    fast, slow = _FAST[operator], SLOW[operator]

    def compare(frame: Frame) -> Ternary:
        a = left(frame)
        if type(a) is kind:
            return fast(a, fixed)
        try:
            return slow(a, fixed)
        except Fault as fault:
            return warn(frame, fault, at)

    return compare


def _comparison_of_slot(
    slot: int, fixed: object, fast: Callable[[Any, Any], bool], otherwise: Code
) -> Code:
    kind = type(fixed)

    def compare(frame: Frame) -> Ternary:
        a = frame[slot]
        return fast(a, fixed) if type(a) is kind else otherwise(frame)

    return compare


def compile_between(node: Between, scope: Scope | None, compiler: Compiler) -> Term:
    """`a between b and c`."""
    terms = [compiler.compile(part, scope) for part in (node.value, node.low, node.high)]
    value, low, high = (term.code for term in terms)
    at = node.at

    def between(frame: Frame) -> Ternary:
        try:
            return _is_between(value(frame), low(frame), high(frame))
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(between, all(term.constant for term in terms))


def _is_between(value: object, low: object, high: object) -> bool:
    for end in (low, high):
        if value is None or end is None:
            raise Fault("feel.comparison.no_order", left=kind_of(value), right=kind_of(end))
    return less_or_equal(low, value) and less_or_equal(value, high)


# -- logic


def compile_logic(node: Logic, scope: Scope | None, compiler: Compiler) -> Term:
    """`and`, `or` in three values (10.3.2.13.2): what is no boolean counts as null."""
    left, left_is_constant, _ = compiler.compile(node.left, scope)
    right, right_is_constant, _ = compiler.compile(node.right, scope)
    decided, neutral = (False, True) if node.operator == "and" else (True, False)
    operator, at = node.operator, node.at

    def logic(frame: Frame) -> Ternary:
        a = left(frame)
        if a is decided:
            return decided
        b = right(frame)
        if b is decided:
            return decided
        if a is neutral and b is neutral:
            return neutral
        for value in (a, b):
            if value is not None and value is not neutral:
                fault = Fault("feel.logic.not_boolean", operator=operator, type=kind_of(value))
                warn(frame, fault, at)
        return None

    return Term(logic, left_is_constant and right_is_constant)


def compile_instance_of(node: InstanceOf, scope: Scope | None, compiler: Compiler) -> Term:
    """`a instance of T`."""
    value, is_constant, _ = compiler.compile(node.value, scope)
    at = node.at
    try:
        type_ = resolve(node.type, compiler.types)
    except Fault as unknown:
        fault = unknown

        def refuse(frame: Frame) -> None:
            warn(frame, fault, at)

        return Term(refuse)

    def instance_of(frame: Frame) -> bool:
        found = value(frame)
        if type(found) in COLLECTIONS:
            frame[0].weigh(found)
        return is_instance(found, type_)

    return Term(instance_of, is_constant)


HANDLERS: Final[dict[type, Callable[..., Term]]] = {
    Arithmetic: compile_arithmetic,
    Negation: compile_negation,
    Comparison: compile_comparison,
    Between: compile_between,
    Logic: compile_logic,
    InstanceOf: compile_instance_of,
}
