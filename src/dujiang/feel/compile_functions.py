"""Calls and function definitions as closures."""

from collections.abc import Callable
from typing import Any, Final

from dujiang.feel.ast import Call, ContextOf, Expr, FunctionOf, Name, NamedCall, Text
from dujiang.feel.compile_names import compile_callee
from dujiang.feel.errors import Fault
from dujiang.feel.functions import (
    AnyValue,
    Closure,
    Code,
    ForeignFunction,
    Frame,
    RefusedFunction,
    as_function,
    is_function,
)
from dujiang.feel.scope import Compiler, Scope, Term, value_of, warn
from dujiang.feel.tree import steps_of
from dujiang.feel.types import ANY, Type, resolve


def compile_call(node: Call, scope: Scope | None, compiler: Compiler) -> Term:
    """`f(a, b)`."""
    function = _callee(node.function, scope, compiler)
    terms = [compiler.compile(argument, scope) for argument in node.arguments]
    arguments = tuple(term.code for term in terms)
    at = node.at
    if function.constant and is_function(value_of(function)):
        known = value_of(function)
        is_pure = getattr(known, "is_pure", False)
        code = _call_of_known(known.call, arguments, at)
        return Term(code, is_pure and all(term.constant for term in terms))
    callee = function.code

    def call(frame: Frame) -> AnyValue:
        found = callee(frame)
        given = [argument(frame) for argument in arguments]
        try:
            return as_function(found).call(frame[0], given)
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(call)


def _callee(node: Expr, scope: Scope | None, compiler: Compiler) -> Term:
    if isinstance(node, Name):
        return compile_callee(node, scope, compiler)
    return compiler.compile(node, scope)


def _call_of_known(
    known: Callable[..., Any], arguments: tuple[Code, ...], at: tuple[int, int]
) -> Code:
    if len(arguments) == 1:
        only = arguments[0]

        def call_with_one(frame: Frame) -> AnyValue:
            try:
                return known(frame[0], (only(frame),))
            except Fault as fault:
                return warn(frame, fault, at)

        return call_with_one

    def call(frame: Frame) -> AnyValue:
        try:
            return known(frame[0], [argument(frame) for argument in arguments])
        except Fault as fault:
            return warn(frame, fault, at)

    return call


def compile_named_call(node: NamedCall, scope: Scope | None, compiler: Compiler) -> Term:
    """`f(x: a)`."""
    callee = _callee(node.function, scope, compiler).code
    names = [name for name, _ in node.arguments]
    arguments = tuple((name, compiler.compile(value, scope).code) for name, value in node.arguments)
    at = node.at
    if len(set(names)) < len(names):
        twice = Fault("feel.function.named_arguments", function="", names=names)
        return Term(lambda frame: warn(frame, twice, at))

    def call(frame: Frame) -> AnyValue:
        found = callee(frame)
        given = {name: argument(frame) for name, argument in arguments}
        try:
            return as_function(found).call_named(frame[0], given)
        except Fault as fault:
            return warn(frame, fault, at)

    return Term(call)


# -- definitions


def compile_function(node: FunctionOf, scope: Scope | None, compiler: Compiler) -> Term:
    """`function(a, b) body`: a closure over what it can see."""
    names = tuple(parameter.name for parameter in node.parameters)
    if node.external:
        return _external(node, names)
    binding = compiler.bind(names, scope)
    body = compiler.compile(node.body, binding).code
    try:
        types = [
            ANY if parameter.type is None else resolve(parameter.type, compiler.types)
            for parameter in node.parameters
        ]
    except Fault as unknown:
        fault, at = unknown, node.at
        return Term(lambda frame: warn(frame, fault, at))
    parameters = tuple(
        (name, binding.names[name], type_) for name, type_ in zip(names, types, strict=True)
    )
    return Term(closing_over(parameters, body, steps_of(node.body)))


def closing_over(parameters: tuple[tuple[str, int, Type], ...], body: Code, steps: int) -> Code:
    """The code that makes a function value out of the frame it stands in."""
    return lambda frame: Closure("function", parameters, body, frame.copy(), steps=steps)


def _external(node: FunctionOf, parameters: tuple[str, ...]) -> Term:
    """`external {java: {...}}` is refused when called; `{python: "name"}` asks the environment."""
    entries = dict(node.body.entries) if isinstance(node.body, ContextOf) else {}
    python = entries.get("python")
    if isinstance(python, Text | Name):
        name = python.value if isinstance(python, Text) else python.name
        return Term(_registered(name, parameters, node.at))
    language = next(iter(entries), "external")
    return Term(lambda frame: RefusedFunction("external", language, parameters))


def _registered(name: str, parameters: tuple[str, ...], at: tuple[int, int]) -> Code:
    def find(frame: Frame) -> AnyValue:
        function = frame[0].environment.functions.get(name)
        if function is None:
            return warn(frame, Fault("feel.function.not_registered", name=name), at)
        return ForeignFunction(name, function, parameters)

    return find


HANDLERS: Final[dict[type, Callable[..., Term]]] = {
    Call: compile_call,
    NamedCall: compile_named_call,
    FunctionOf: compile_function,
}
