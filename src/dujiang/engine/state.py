"""What is true of one instance: a head and a tree of scopes (ADR 0003).

Everything here is frozen. `dujiang.engine.apply` makes the next state; scopes that a step did not
touch are the same objects in both, so a store writes only what `changed_scopes` names.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables

T = TypeVar("T")

ROOT: Final = 0
"""Key of the scope of the process itself."""

NOBODY: Final = -1
"""The parent of the root scope."""

Status: TypeAlias = Literal["active", "suspended", "completed", "cancelled"]

ScopeKind: TypeAlias = Literal[
    "process", "subprocess", "activity", "body", "inner", "items", "result", "done"
]
"""process: the root. subprocess: embedded, event, transaction, ad-hoc. activity: a task with
variables of its own. body: a loop as a whole. inner: one turn of a loop. items: the collection of a
sequential loop. result: what one finished turn left. done: completed, kept for compensation."""

TriggerKind: TypeAlias = Literal["timer", "message", "signal", "conditional"]

Phase: TypeAlias = Literal["enter", "wait", "complete", "trigger"]
"""What failed and is done again: entering, the work itself, completing, arming an event."""


class Incident(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an element instance stands still until somebody repairs it."""

    code: str
    params: dict[str, Any] = {}
    phase: Phase = "enter"


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element instance that has no variables of its own."""

    element_id: str
    from_keys: tuple[int, ...] = ()
    is_open: bool = False
    """Whether a task, a job or a called process was given out and has not come back."""
    incident: Incident | None = None
    compensates: int = NOBODY
    """The throw event whose compensation this handler belongs to."""
    to_compensate: tuple[tuple[int, int], ...] = ()
    """Of a compensation throw event: (scope, record) still to do, next one first."""


class Trigger(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is waited for: a timer, a message, a signal or a condition."""

    element_id: str
    """The event: boundary event, start event of an event subprocess, catch event, receive task."""
    owner_key: int
    """Element instance that it belongs to and ends with."""
    kind: TriggerKind
    definition: int = 0
    """Index of the event definition inside the event."""
    name: str = ""
    correlation: str | None = None
    due_at: datetime | None = None
    repeats: int = 0
    """How often a cycle will still run after this time; -1 for ever."""
    cycle: str = ""
    """ISO 8601 interval or cron text of a timer that repeats."""
    is_met: bool = False
    """Of a condition: it was true at the last look, so it must become false before it counts."""


class Loop(msgspec.Struct, frozen=True, omit_defaults=True):
    """Counters of a loop body; of an inner scope only `counter` is set."""

    total: int = -1
    """-1 while unknown (standard loop)."""
    started: int = 0
    active: int = 0
    completed: int = 0
    terminated: int = 0
    counter: int = 0
    """Number of this turn, from 1."""


class Compensable(msgspec.Struct, frozen=True, omit_defaults=True):
    """A completed activity that can be undone."""

    key: int
    element_id: str
    handler_id: str = ""
    """The activity that undoes it; empty for a kept scope whose own records are used."""
    is_kept: bool = False
    """Whether a `done` scope of this key exists."""


class Scope(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of state."""

    key: int
    element_id: str
    parent_key: int = NOBODY
    kind: ScopeKind = "process"
    from_keys: tuple[int, ...] = ()
    variables: Variables = NO_VARIABLES
    visits: dict[int, Visit] = {}
    triggers: dict[int, Trigger] = {}
    tokens: dict[str, tuple[int, ...]] = {}
    """Sequence flow -> keys of the element instances whose tokens wait on it, oldest first."""
    resets: dict[str, tuple[str, ...]] = {}
    """Complex gateway that has fired and waits for its reset -> flows that had arrived."""
    loop: Loop | None = None
    compensables: tuple[Compensable, ...] = ()
    """Oldest first."""
    incident: Incident | None = None
    is_open: bool = False
    is_interrupted: bool = False
    """An interrupting event subprocess has taken over."""
    compensates: int = NOBODY
    is_stopping: bool = False
    """Of an ad-hoc subprocess: its completion condition has become true, nothing more starts."""


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an instance has once; stored with the instance."""

    process_id: str
    next_key: int = 1
    status: Status = "active"
    shape: int = 1
    """Version of this shape, for upcasts."""


class Paged(Mapping[int, T], Generic[T]):
    """A map from int that never changes; a changed copy shares all pages that were not touched.

    Copying costs one page and a list of pages, not the size of the map.
    """

    __slots__ = ("_count", "_pages")
    _BITS = 6

    def __init__(self, pages: dict[int, dict[int, T]] | None = None, count: int = 0) -> None:
        self._pages: dict[int, dict[int, T]] = pages if pages is not None else {}
        self._count = count

    @staticmethod
    def of(items: Iterable[tuple[int, T]]) -> "Paged[T]":
        """A map of these items."""
        pages: dict[int, dict[int, T]] = {}
        for key, value in items:
            pages.setdefault(key >> Paged._BITS, {})[key] = value
        return Paged(pages, sum(map(len, pages.values())))

    def __getitem__(self, key: int) -> T:
        return self._pages[key >> 6][key]

    def get(self, key: int, default: Any = None) -> Any:  # noqa: ANN401 - as Mapping.get
        """The value, or `default`."""
        page = self._pages.get(key >> 6)
        return default if page is None else page.get(key, default)

    def __contains__(self, key: object) -> bool:
        page = self._pages.get(key >> 6) if isinstance(key, int) else None
        return page is not None and key in page

    def __iter__(self) -> Iterator[int]:
        for number in sorted(self._pages):
            yield from sorted(self._pages[number])

    def __len__(self) -> int:
        return self._count

    def changed(self, changes: Mapping[int, T | None]) -> "Paged[T]":
        """A copy with these values; None takes a key away."""
        if not changes:
            return self
        pages = dict(self._pages)
        fresh: set[int] = set()
        count = self._count
        for key, value in changes.items():
            number = key >> 6
            if number not in fresh:
                pages[number] = dict(pages.get(number, ()))
                fresh.add(number)
            page = pages[number]
            if value is None:
                count -= key in page
                page.pop(key, None)
            else:
                count += key not in page
                page[key] = value
        for number in fresh:
            if not pages[number]:
                del pages[number]
        return Paged(pages, count)

    def different_from(self, before: "Paged[T]") -> dict[int, T | None]:
        """Changes that lead from `before` to this map, found by identity; None = gone."""
        changes: dict[int, T | None] = {}
        mine, theirs = self._pages, before._pages
        for number, page in mine.items():
            old = theirs.get(number)
            if old is page:
                continue
            old = old or {}
            changes.update((k, v) for k, v in page.items() if old.get(k) is not v)
            changes.update((k, None) for k in old if k not in page)
        for number, page in theirs.items():
            if number not in mine:
                changes.update(dict.fromkeys(page))
        return changes


class State:
    """One instance. Made by `State.load` or by the engine; never changed."""

    __slots__ = ("children", "head", "scopes", "where")

    def __init__(
        self,
        head: Head,
        scopes: Paged[Scope],
        where: Paged[int],
        children: Paged[Paged[bool]],
    ) -> None:
        self.head = head
        self.scopes: Paged[Scope] = scopes
        self.where = where
        """Derived: key of a visit or trigger -> key of the scope that has it."""
        self.children = children
        """Derived: key of a scope -> keys of the scopes directly inside."""

    @staticmethod
    def load(head: Head, scopes: Iterable[Scope]) -> "State":
        """The state whose head and rows these are."""
        rows: dict[int, dict[int, Scope]] = {}
        where: dict[int, dict[int, int]] = {}
        children: dict[int, list[tuple[int, bool]]] = {}
        count = inside_count = 0
        for scope in scopes:
            key = scope.key
            rows.setdefault(key >> 6, {})[key] = scope
            count += 1
            for inside in (scope.visits, scope.triggers):
                inside_count += len(inside)
                for one in inside:
                    where.setdefault(one >> 6, {})[one] = key
            if scope.parent_key != NOBODY:
                children.setdefault(scope.parent_key, []).append((key, True))
        nested: Paged[Paged[bool]] = Paged()
        if children:
            nested = Paged.of((parent, Paged.of(inner)) for parent, inner in children.items())
        return State(head, Paged(rows, count), Paged(where, inside_count), nested)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State)
            and self.head == other.head
            and dict(self.scopes) == dict(other.scopes)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"State({self.head!r}, {list(self.scopes.values())!r})"

    @property
    def status(self) -> Status:
        """active, suspended, completed or cancelled."""
        return self.head.status

    @property
    def next_key(self) -> int:
        """The key that the next element instance or trigger gets."""
        return self.head.next_key

    @property
    def is_ended(self) -> bool:
        """Whether nothing will ever happen again."""
        return self.head.status in ("completed", "cancelled")

    @property
    def variables(self) -> Variables:
        """The variables of the process itself."""
        return self.scopes[ROOT].variables

    def element_of(self, key: int) -> str | None:
        """Element id of an active element instance or open trigger; None when there is none."""
        scope = self.scopes.get(key)
        if scope is not None:
            return str(scope.element_id)
        holder = self.scopes.get(self.where.get(key, NOBODY))
        if holder is None:
            return None
        found = holder.visits.get(key) or holder.triggers.get(key)
        return None if found is None else str(found.element_id)

    def active(self) -> dict[int, str]:
        """Key -> element id of every active element instance, nested ones included."""
        found: dict[int, str] = {}
        for scope in self.scopes.values():
            if scope.key != ROOT and scope.kind not in ("items", "result", "done"):
                found[scope.key] = scope.element_id
            found.update((key, visit.element_id) for key, visit in scope.visits.items())
        return found

    def incidents(self) -> dict[int, Incident]:
        """Key of the element instance -> its incident."""
        found: dict[int, Incident] = {}
        for scope in self.scopes.values():
            if scope.incident is not None:
                found[scope.key] = scope.incident
            found.update((k, v.incident) for k, v in scope.visits.items() if v.incident)
        return found


def changed_scopes(before: State | None, after: State) -> dict[int, Scope | None]:
    """Rows to write (a scope) and to delete (None) to get from `before` to `after`."""
    return after.scopes.different_from(Paged() if before is None else before.scopes)
