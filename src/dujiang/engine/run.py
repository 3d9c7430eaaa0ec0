"""One step under way: collects facts, keeps the draft in step with them, works off an agenda."""

from collections import deque
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
)
from dujiang.engine.expressions import Stuck
from dujiang.engine.program import Flow, Node, Program
from dujiang.engine.state import NOBODY, Phase, ScopeKind, State, Visit
from dujiang.feel import Environment


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

    # --- elements

    def activate(
        self,
        node: Node,
        scope_key: int,
        *,
        from_keys: tuple[int, ...] = (),
        flows: tuple[str, ...] = (),
        kind: ScopeKind | None = None,
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
                compensates=compensates,
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

    def exists(self, key: int) -> bool:
        """Whether an element instance is still there."""
        return self.visit(key) is not None

    def inner_scope(self, key: int) -> int:
        """The scope whose variables an element instance sees first."""
        holder = self.draft.holder(key)
        return key if holder == NOBODY else holder

    @property
    def env(self) -> Environment:
        """What expressions may use besides variables."""
        if self._env is None:
            self._env = Environment(now=self.at, functions=self.program.functions)
        return self._env
