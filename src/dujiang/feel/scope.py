"""Names become slots: what a name means where it stands, decided once, before anything runs.

Every name of one expression has its own slot in a flat frame (a list; slot 0 is the `Run`). A
function call copies the frame, so closures keep what they saw. Only inside a filter may a name
mean an entry of the item at hand; such names are looked up while running.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from dujiang.feel.ast import Expr, Name, Span
from dujiang.feel.environment import start
from dujiang.feel.errors import BudgetSpent, Fault
from dujiang.feel.functions import AnyValue, Code, Frame
from dujiang.feel.tree import children_of
from dujiang.feel.types import Type

MISSING: Final = object()
"""What stands in the slot of an input that the caller did not give."""

TEST_INPUT: Final = "?"
"""The name that a unary test calls its input."""


class Term(NamedTuple):
    """A compiled expression: its code, and what is known of it without running it."""

    code: Code
    constant: bool = False
    """Whether it always gives the same value."""
    slot: int | None = None
    """The slot that it does nothing but read. What stands there may be `MISSING`."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Names bound to slots here: loop variables, parameters, entries of a context."""

    names: Mapping[str, int]
    outer: "Scope | None"


@dataclass(frozen=True, slots=True)
class ItemScope:
    """Inside a filter: `item` is in `slot`, and its entries are names."""

    slot: int
    outer: "Scope | None"


Scope: TypeAlias = Binding | ItemScope


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where to look for a name: in the items at hand, innermost first, then in `slot`."""

    items: tuple[int, ...]
    slot: int | None


def resolve_name(name: str, scope: Scope | None) -> Resolved:
    """Find the slot of a name that is bound in the expression; slot None: it is free."""
    items: list[int] = []
    while scope is not None:
        if isinstance(scope, ItemScope):
            if name == "item":
                return Resolved((), scope.slot)
            items.append(scope.slot)
        elif name in scope.names:
            return Resolved(tuple(items), scope.names[name])
        scope = scope.outer
    return Resolved(tuple(items), None)


def visible_names(scope: Scope | None) -> set[str]:
    """All names bound around a place."""
    names: set[str] = set()
    while scope is not None:
        if isinstance(scope, Binding):
            names.update(scope.names)
        scope = scope.outer
    return names


Handler: TypeAlias = "Callable[[Any, Scope | None, Compiler], Term]"


@dataclass(slots=True)
class Compiler:
    """Turns nodes into terms and hands out slots. One for each expression; then it is done."""

    handlers: Mapping[type, Handler]
    builtins: Mapping[str, Any]
    types: Mapping[str, Type] = field(default_factory=dict)
    known: frozenset[str] | None = None
    """Names that inputs have; a built-in gives way to an input of its name."""
    inputs: dict[str, int] = field(default_factory=dict)
    size: int = 1

    def compile(self, node: Expr, scope: Scope | None) -> Term:
        """The term of a node; constant parts are computed now."""
        term = self.handlers[type(node)](node, scope, self)
        return fold(term) if term.constant else term

    def slot(self) -> int:
        """A slot nobody uses."""
        self.size += 1
        return self.size - 1

    def input_slot(self, name: str) -> int:
        """The slot of a free name."""
        if name not in self.inputs:
            self.inputs[name] = self.slot()
        return self.inputs[name]

    def bind(self, names: tuple[str, ...], outer: Scope | None) -> Binding:
        """Give each name a slot of its own."""
        return Binding({name: self.slot() for name in names}, outer)


def constant(value: Any) -> Term:  # noqa: ANN401 - a Value
    """The term that always gives `value`."""
    return Term(lambda frame: value, True)


def fold(term: Term) -> Term:
    """A constant term computed now; left as it is when it would warn, to warn where it stands."""
    run = start()
    try:
        value = term.code([run])
    except BudgetSpent:
        return Term(term.code)
    return Term(term.code) if run.warnings else constant(value)


def value_of(term: Term) -> AnyValue:
    """The value of a constant term."""
    return term.code([])


def warn(frame: Frame, fault: Fault, at: Span) -> AnyValue:
    """Record a fault as a warning; the expression at `at` gives the null returned here."""
    frame[0].warn(fault, at)


def mentions(node: object, name: str) -> bool:
    """Whether `name` is read anywhere below `node`."""
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, Name) and found.name == name:
            return True
        pending.extend(children_of(found))
    return False
