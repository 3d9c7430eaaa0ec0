"""One step under way: collects facts, keeps the draft in step with them, works off an agenda."""

from collections import ChainMap, deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from dujiang.engine.apply import APPLY
from dujiang.engine.draft import Draft, ScopeDraft
from dujiang.engine.events import (
    ElementActivated,
    Fact,
    IncidentRaised,
    SequenceFlowTaken,
    VariablesSet,
)
from dujiang.engine.expressions import Expr, Stuck, is_true
from dujiang.engine.program import Flow, Level, Node, Program
from dujiang.engine.state import NOBODY, ROOT, Incident, Phase, ScopeKind, State, Visit
from dujiang.feel import Environment
from dujiang.kernel.values import Variables


class Behavior(NamedTuple):
    """What is special about one kind of element. Behaviours do not know each other."""

    execute: Callable[[Any, "Run", int], None]
    """(node, run, key): it is entered, its inputs are set, its boundary events are armed."""
    arrive: Callable[[Any, "Run", int, Flow], None] | None = None
    """(node, run, scope key, flow): a token has come, where tokens may have to wait."""
    withdraw: Callable[[Any, "Run", int], None] | None = None
    """(node, run, key): what was given out is taken back, because the instance is terminated."""
    finish: Callable[[Any, "Run", int], None] | None = None
    """(node, run, key): something in its scope has ended; None: it ends when it is empty."""
    kind: ScopeKind | None = None
    """The kind of scope that an instance is, whatever its mappings."""


class Wiring(NamedTuple):
    """Who does what; put together once by `step`, so that subjects need not import each other."""

    behaviors: Mapping[type, Behavior]
    arrive: Callable[["Run", int, Flow], None]
    enter_loop: Callable[..., None]
    turn_done: Callable[[Any, "Run", int], None]
    finish_loop: Callable[[Any, "Run", int], None]
    handler_done: Callable[["Run", int], None]
    look: Callable[["Run"], None]
    """Look at the conditions that are waited for."""
    reset_complex: Callable[[Any, "Run", int], bool]
    """(node, run, scope key): reset a complex gateway that has fired, if nothing more can come."""


class Run:
    """What behaviours may do: look, emit facts, take flows, put work on the agenda."""

    __slots__ = (
        "_env",
        "agenda",
        "at",
        "calm",
        "draft",
        "facts",
        "is_dirty",
        "loop_allowance",
        "program",
        "wiring",
    )

    def __init__(
        self, program: Program, wiring: "Wiring", state: State | None, at: datetime
    ) -> None:
        self.program = program
        self.wiring = wiring
        self.draft = Draft(state)
        self.at = at
        self.facts: list[Fact] = []
        self.agenda: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self.calm: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        """What waits until everything else has come to rest, such as throwing a signal."""
        self.is_dirty = False
        """A variable changed, or a condition began to be waited for, since the last look."""
        self.loop_allowance = 0
        """Facts that started loop turns: a large loop is not an endless one."""
        self._env: Environment | None = None

    # --- facts

    def emit(self, fact: Fact) -> None:
        """Something happened: record it and make it true."""
        self.facts.append(fact)
        APPLY[type(fact)](self.draft, fact)

    def later(self, action: Callable[..., None], *args: Any) -> None:  # noqa: ANN401
        """Do this when everything before it on the agenda is done."""
        self.agenda.append((action, args))

    def when_calm(self, action: Callable[..., None], *args: Any) -> None:  # noqa: ANN401
        """Do this when everything else has come to rest."""
        self.calm.append((action, args))

    def new_key(self) -> int:
        """The next key; it is used up by the fact that carries it."""
        return self.draft.next_key

    # --- elements

    def node(self, element_id: str) -> Node:
        """The node of an element."""
        return self.program.nodes[element_id]

    def level_of(self, scope: ScopeDraft) -> Level:
        """The model level that a scope is an instance of."""
        return self.program.levels[scope.element_id]

    def activate(
        self,
        node: Node,
        scope_key: int,
        *,
        from_keys: tuple[int, ...] = (),
        flows: tuple[str, ...] = (),
        kind: ScopeKind | None = None,
        loop_counter: int = 0,
        compensates: int = NOBODY,
    ) -> int:
        """A new element instance of `node`; returns its key."""
        key = self.draft.next_key
        self.emit(
            ElementActivated(
                key,
                node.id,
                scope_key,
                from_keys,
                flows,
                kind or "",
                loop_counter,
                compensates,
            )
        )
        return key

    def take(self, flow: Flow, scope_key: int, from_key: int) -> None:
        """Put a token on a flow, and let it arrive later."""
        self.emit(SequenceFlowTaken(flow.id, from_key, scope_key))
        self.agenda.append((self.wiring.arrive, (self, scope_key, flow)))

    def take_silently(self, flow: Flow, scope_key: int, from_key: int) -> None:
        """Put a token on a flow whose end the caller enters itself."""
        self.emit(SequenceFlowTaken(flow.id, from_key, scope_key))

    def fail(self, key: int, element_id: str, stuck: Stuck, phase: Phase) -> None:
        """The element instance stands still with an incident."""
        self.emit(IncidentRaised(key, element_id, stuck.code, stuck.params, phase))

    def scope_of(self, key: int) -> int:
        """Key of the scope that an element instance lies in (its own does not count)."""
        holder = self.draft.holder(key)
        if holder != NOBODY:
            return holder
        scope = self.draft.find(key)
        return NOBODY if scope is None else scope.parent_key

    def visit(self, key: int) -> Visit | ScopeDraft | None:
        """The element instance with this key, however it is kept."""
        holder = self.draft.holder(key)
        if holder != NOBODY:
            scope = self.draft.find(holder)
            return None if scope is None else scope.visits.get(key)
        return self.draft.find(key)

    def incident_of(self, key: int) -> Incident | None:
        """The incident of an element instance, if it has one."""
        found = self.visit(key)
        return None if found is None else found.incident

    def exists(self, key: int) -> bool:
        """Whether an element instance is still there."""
        return self.visit(key) is not None

    def inner_scope(self, key: int) -> int:
        """The scope whose variables an element instance sees first."""
        holder = self.draft.holder(key)
        return key if holder == NOBODY else holder

    # --- variables

    @property
    def env(self) -> Environment:
        """What expressions may use besides variables."""
        if self._env is None:
            self._env = Environment(now=self.at, functions=self.program.functions)
        return self._env

    def context(self, scope_key: int) -> Mapping[str, Any]:
        """Variables that are visible in a scope; inner ones hide outer ones."""
        find = self.draft.find
        scope = find(scope_key)
        maps: list[dict[str, Any]] = []
        while scope is not None:
            if scope.variables or scope.key == ROOT:
                maps.append(scope.variables)
            scope = find(scope.parent_key) if scope.parent_key != NOBODY else None
        return maps[0] if len(maps) == 1 else ChainMap(*maps)

    def value(self, expr: Expr, scope_key: int) -> Any:  # noqa: ANN401 - a Value
        """The value of an expression in a scope; null where FEEL gives null."""
        return expr.value(self.context(scope_key), self.env)

    def checked(self, expr: Expr, scope_key: int) -> Any:  # noqa: ANN401 - a Value
        """The value of an expression; `Stuck` when it is null because something was wrong."""
        return expr.checked(self.context(scope_key), self.env)

    def holds(self, condition: Expr, scope_key: int) -> bool:
        """Whether a condition is true in a scope; `Stuck` when it has no truth value."""
        return is_true(condition, self.context(scope_key), self.env)

    def set_here(self, scope_key: int, values: Mapping[str, Any]) -> None:
        """Set variables in exactly this scope."""
        if values:
            named = values if isinstance(values, Variables) else Variables(values)
            self.emit(VariablesSet(scope_key, named))
            self.is_dirty = True

    def propagate(self, scope_key: int, values: Mapping[str, Any]) -> None:
        """Set each variable in the nearest scope that has it, else in the process."""
        if not values:
            return
        scope = self.draft.find(scope_key)
        if scope is not None and scope.parent_key == NOBODY:
            self.set_here(scope_key, values)
            return
        homes: dict[int, dict[str, Any]] = {}
        for name, value in values.items():
            homes.setdefault(self._home_of(name, scope_key), {})[name] = value
        for home, named in homes.items():
            self.set_here(home, named)

    def _home_of(self, name: str, scope_key: int) -> int:
        scope = self.draft.find(scope_key)
        while scope is not None:
            if scope.parent_key == NOBODY or name in scope.variables:
                return scope.key
            scope = self.draft.find(scope.parent_key)
        return ROOT
