"""Compiled expressions: the room's main door. Compile once, evaluate often, from any thread."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec

from dujiang.feel import (
    compile_functions,
    compile_loops,
    compile_names,
    compile_operators,
    compile_tests,
)
from dujiang.feel.ast import Expr, UnaryTests
from dujiang.feel.builtins import BUILTINS, SPACED_NAMES
from dujiang.feel.environment import COLLECTIONS, NOTHING_SPECIAL, Environment, Run, start
from dujiang.feel.errors import BudgetSpent, FeelError, Warning_
from dujiang.feel.free_names import free_names
from dujiang.feel.functions import AnyValue, Code
from dujiang.feel.parser import parse_expression, parse_unary_tests
from dujiang.feel.scope import MISSING, Compiler, Handler
from dujiang.feel.types import Type

HANDLERS: Final[Mapping[type, Handler]] = MappingProxyType(
    {
        **compile_names.HANDLERS,
        **compile_operators.HANDLERS,
        **compile_tests.HANDLERS,
        **compile_loops.HANDLERS,
        **compile_functions.HANDLERS,
    }
)
"""How each node becomes a closure."""

NO_TYPES: Final[Mapping[str, Type]] = MappingProxyType({})

_STEPS: Final = NOTHING_SPECIAL.budget.steps
_DEPTH: Final = NOTHING_SPECIAL.budget.depth


class Evaluation(msgspec.Struct, frozen=True, gc=False):
    """What an expression gave, and why parts of it gave null."""

    value: Any
    warnings: tuple[Warning_, ...] = ()


class Expression:
    """A compiled expression. Immutable; may be shared between threads."""

    __slots__ = ("_code", "_empty_frame", "_inputs", "names", "text", "tree")

    def __init__(self, text: str, tree: Expr, code: Code, compiler: Compiler) -> None:
        self.text = text
        self.tree = tree
        self.names: frozenset[str] = free_names(tree, compiler.inputs)
        """Paths of the variables it reads, such as `order.total`."""
        self._code = code
        self._inputs = tuple((slot, name) for name, slot in compiler.inputs.items())
        self._empty_frame: list[Any] = [None] * compiler.size

    def evaluate(self, context: Mapping[str, Any], *, env: Environment | None = None) -> Evaluation:
        """Evaluate with typed values (`dujiang.kernel.values`). Never raises for a context.

        Lists and contexts of the result may be shared with the context and with other results:
        like all values they are never changed in place.
        """
        run = Run(NOTHING_SPECIAL, False, _STEPS, _DEPTH) if env is None else start(env)
        frame = self._empty_frame.copy()
        frame[0] = run
        get = context.get
        for slot, name in self._inputs:
            frame[slot] = get(name, MISSING)
        try:
            value = self._code(frame)
            if (kind := type(value)) is list or kind is dict:
                run.weigh(value)
        except (BudgetSpent, RecursionError) as stop:
            value = None
            note_stop(run, stop)
        return Evaluation(value, tuple(run.warnings)) if run.warnings else Evaluation(value)

    def evaluate_strict(
        self, context: Mapping[str, Any], *, env: Environment | None = None
    ) -> AnyValue:
        """The value, for conditions: raises `FeelError` where `evaluate` would warn."""
        run = start(env or NOTHING_SPECIAL, strict=True)
        frame = self._empty_frame.copy()
        frame[0] = run
        for slot, name in self._inputs:
            frame[slot] = context.get(name, MISSING)
        value = run_code(self._code, frame, run)
        if run.warnings:
            raise FeelError(run.warnings[0])
        return value

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def run_code(code: Code, frame: list[Any], run: Run) -> AnyValue:
    """Run code to its end; a spent budget gives null and a warning."""
    try:
        value = code(frame)
        if type(value) in COLLECTIONS:
            run.weigh(value)
    except (BudgetSpent, RecursionError) as stop:
        note_stop(run, stop)
        return None
    return value


UNKNOWN: Final = frozenset(
    {
        "feel.name.unknown",
        "feel.iteration.over_null",
        "feel.filter.no_such_position",
        "feel.list.empty",
        "feel.list.too_few_numbers",
    }
)
"""Warnings that say: there is nothing (yet)."""


def find_fault(evaluation: Evaluation) -> Warning_ | None:
    """The first warning that is a failure, not merely something unknown.

    Null stands for what is not known (yet): comparing or adding it gives null again, and that is
    no fault of the expression. Comparing a text with a number is one; so are a function that is
    not there, a division by zero and a spent budget.
    """
    for warning in evaluation.warnings:
        is_unknown = warning.code in UNKNOWN or (
            "null" in warning.params.values() and warning.code != "feel.function.not_a_function"
        )
        if not is_unknown:
            return warning
    return None


def note_stop(run: Run, stop: BudgetSpent | RecursionError) -> None:
    """Record that a run went beyond its bounds."""
    if isinstance(stop, BudgetSpent):
        run.warnings.append(Warning_(stop.code, (0, 0), {"limit": stop.limit}))
    else:
        limit = run.environment.budget.depth
        run.warnings.append(Warning_("feel.budget.depth", (0, 0), {"limit": limit}))


def compile_expression(
    text: str,
    *,
    names: frozenset[str] | None = None,
    types: Mapping[str, Type] = NO_TYPES,
) -> Expression:
    """Compile one expression.

    `names` are the variables that the context will have; they decide where a name with spaces
    ends, and they hide built-ins of the same name. Without them, words that stand together make
    one name. `types` are the named types that `instance of` may use.
    Raises `FeelSyntaxError` (codes `feel.syntax.*`).
    """
    tree = parse_expression(text, names=(*SPACED_NAMES, *(names or ())))
    return compile_tree(tree, text=text, names=names, types=types)


def compile_unary_tests(
    text: str,
    *,
    names: frozenset[str] | None = None,
    types: Mapping[str, Type] = NO_TYPES,
) -> Expression:
    """Compile an input entry of a decision table; its input is the variable `?`.

    Raises `FeelSyntaxError` (codes `feel.syntax.*`).
    """
    tree = parse_unary_tests(text, names=(*SPACED_NAMES, *(names or ())))
    return compile_tree(tree, text=text, names=names, types=types)


def compile_tree(
    tree: Expr | UnaryTests,
    *,
    text: str = "",
    names: frozenset[str] | None = None,
    types: Mapping[str, Type] = NO_TYPES,
) -> Expression:
    """Compile a tree that was parsed or built."""
    compiler = new_compiler(names, types)
    term = compiler.compile(tree, None)
    return Expression(text, tree, term.code, compiler)


def new_compiler(names: frozenset[str] | None, types: Mapping[str, Type]) -> Compiler:
    """A compiler with FEEL's handlers and built-ins."""
    return Compiler(HANDLERS, BUILTINS, types, names)
