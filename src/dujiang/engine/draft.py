"""The state of one step in the making: scopes are thawed when first changed, frozen at the end.

Only `dujiang.engine.apply` writes to it. What was not thawed stays the same object.
"""

from collections.abc import Iterator
from typing import Any

from dujiang.engine.state import (
    NOBODY,
    Compensable,
    Head,
    Incident,
    Loop,
    Paged,
    Scope,
    ScopeKind,
    State,
    Status,
    Trigger,
    Visit,
)
from dujiang.kernel.values import Variables

_NO_CHILDREN: Paged[bool] = Paged()


class ScopeDraft:
    """A scope that may be changed; same names as `Scope`."""

    __slots__ = (
        "compensables",
        "compensates",
        "element_id",
        "from_keys",
        "incident",
        "is_interrupted",
        "is_open",
        "is_stopping",
        "key",
        "kind",
        "loop",
        "parent_key",
        "resets",
        "tokens",
        "triggers",
        "variables",
        "visits",
    )

    def __init__(self, key: int, element_id: str, parent_key: int, kind: ScopeKind) -> None:
        self.key = key
        self.element_id = element_id
        self.parent_key = parent_key
        self.kind: ScopeKind = kind
        self.from_keys: tuple[int, ...] = ()
        self.variables: dict[str, Any] = {}
        self.visits: dict[int, Visit] = {}
        self.triggers: dict[int, Trigger] = {}
        self.tokens: dict[str, tuple[int, ...]] = {}
        self.resets: dict[str, tuple[str, ...]] = {}
        self.loop: Loop | None = None
        self.compensables: tuple[Compensable, ...] = ()
        self.incident: Incident | None = None
        self.is_open = False
        self.is_interrupted = False
        self.compensates = NOBODY
        self.is_stopping = False

    @staticmethod
    def thawed(scope: Scope) -> "ScopeDraft":
        """A draft that starts as `scope`."""
        draft = ScopeDraft(scope.key, scope.element_id, scope.parent_key, scope.kind)
        draft.from_keys = scope.from_keys
        draft.variables = scope.variables.to_dict()
        draft.visits = dict(scope.visits)
        draft.triggers = dict(scope.triggers)
        draft.tokens = dict(scope.tokens)
        draft.resets = dict(scope.resets)
        draft.loop = scope.loop
        draft.compensables = scope.compensables
        draft.incident = scope.incident
        draft.is_open = scope.is_open
        draft.is_interrupted = scope.is_interrupted
        draft.compensates = scope.compensates
        draft.is_stopping = scope.is_stopping
        return draft

    def frozen(self) -> Scope:
        """The scope as it now is."""
        return Scope(
            key=self.key,
            element_id=self.element_id,
            parent_key=self.parent_key,
            kind=self.kind,
            from_keys=self.from_keys,
            variables=Variables(self.variables),
            visits=self.visits,
            triggers=self.triggers,
            tokens=self.tokens,
            resets=self.resets,
            loop=self.loop,
            compensables=self.compensables,
            incident=self.incident,
            is_open=self.is_open,
            is_interrupted=self.is_interrupted,
            compensates=self.compensates,
            is_stopping=self.is_stopping,
        )


class Draft:
    """A state in the making."""

    __slots__ = ("_base", "_kids", "_read", "next_key", "process_id", "scopes", "status", "where")

    def __init__(self, base: State | None) -> None:
        self._base = base
        self.scopes: dict[int, ScopeDraft | None] = {}
        """Thawed scopes; None: gone."""
        self._read: dict[int, ScopeDraft] = {}
        self.where: dict[int, int | None] = {}
        self._kids: dict[int, dict[int, bool | None]] = {}
        self.next_key = 1 if base is None else base.head.next_key
        self.status: Status = "active" if base is None else base.head.status
        self.process_id = "" if base is None else base.head.process_id

    # --- reading

    def find(self, key: int) -> ScopeDraft | None:
        """The scope with this key, for reading only."""
        if key in self.scopes:
            return self.scopes[key]
        found = self._read.get(key)
        if found is not None:
            return found
        if self._base is None:
            return None
        scope = self._base.scopes.get(key)
        if scope is None:
            return None
        view = self._view(scope)
        self._read[key] = view
        return view

    @staticmethod
    def _view(scope: Scope) -> ScopeDraft:
        view = ScopeDraft(scope.key, scope.element_id, scope.parent_key, scope.kind)
        view.from_keys = scope.from_keys
        view.variables = scope.variables.to_dict()
        view.visits = scope.visits
        view.triggers = scope.triggers
        view.tokens = scope.tokens
        view.resets = scope.resets
        view.loop = scope.loop
        view.compensables = scope.compensables
        view.incident = scope.incident
        view.is_open = scope.is_open
        view.is_interrupted = scope.is_interrupted
        view.compensates = scope.compensates
        view.is_stopping = scope.is_stopping
        return view

    def holder(self, key: int) -> int:
        """Key of the scope that has this visit or trigger; `NOBODY` when there is none."""
        if key in self.where:
            found = self.where[key]
            return NOBODY if found is None else found
        return NOBODY if self._base is None else int(self._base.where.get(key, NOBODY))

    def children(self, key: int) -> list[int]:
        """Keys of the scopes directly inside, oldest first."""
        return list(self.iter_children(key))

    def iter_children(self, key: int) -> Iterator[int]:
        """Keys of the scopes directly inside, oldest first; do not change scopes meanwhile."""
        base = _NO_CHILDREN if self._base is None else self._base.children.get(key, _NO_CHILDREN)
        changes = self._kids.get(key)
        if not changes:
            yield from base
            return
        for child in base:
            if changes.get(child, True):
                yield child
        for child, is_there in changes.items():
            if is_there and child not in base:
                yield child

    def every_scope(self) -> list[ScopeDraft]:
        """All scopes, oldest first, for reading only."""
        keys = set(self.scopes) if self._base is None else set(self._base.scopes) | set(self.scopes)
        found = (self.find(key) for key in sorted(keys))
        return [scope for scope in found if scope is not None]

    # --- writing, for apply

    def thaw(self, key: int) -> ScopeDraft:
        """The scope with this key, for changing. It must exist."""
        draft = self.scopes.get(key)
        if draft is None:
            if key in self.scopes or self._base is None:
                raise AssertionError(f"no scope {key}")
            draft = self.scopes[key] = ScopeDraft.thawed(self._base.scopes[key])
            self._read.pop(key, None)
        return draft

    def add(self, scope: ScopeDraft) -> None:
        """A new scope."""
        self.scopes[scope.key] = scope
        if scope.parent_key != NOBODY:
            self._kids.setdefault(scope.parent_key, {})[scope.key] = True

    def remove(self, key: int) -> None:
        """Take a scope away, with what sleeps in it (items, results, kept scopes)."""
        for child in self.children(key):
            self.remove(child)
        scope = self.find(key)
        if scope is None:
            return
        for inside in (*scope.visits, *scope.triggers):
            self.forget(inside)
        if self._base is not None and key in self._base.scopes:
            self.scopes[key] = None
        else:
            self.scopes.pop(key, None)
        self._read.pop(key, None)
        siblings = self._kids.setdefault(scope.parent_key, {})
        if self._base is not None and key in self._base.children.get(
            scope.parent_key, _NO_CHILDREN
        ):
            siblings[key] = None
        else:
            siblings.pop(key, None)
        self._kids.pop(key, None)

    def place(self, key: int, scope_key: int) -> None:
        """A visit or trigger is in this scope."""
        self.where[key] = scope_key

    def forget(self, key: int) -> None:
        """A visit or trigger is gone."""
        if self._base is not None and key in self._base.where:
            self.where[key] = None
        else:
            self.where.pop(key, None)

    # --- the end

    def frozen(self) -> State:
        """The state that this draft has become."""
        head = Head(process_id=self.process_id, next_key=self.next_key, status=self.status)
        scopes = {k: None if d is None else d.frozen() for k, d in self.scopes.items()}
        base = self._base
        if base is None:
            no_rows: Paged[Scope] = Paged()
            nowhere: Paged[int] = Paged()
            rows = no_rows.changed(scopes)
            where = nowhere.changed(self.where)
            children: Paged[Paged[bool]] = Paged()
        else:
            rows = base.scopes.changed(scopes)
            where = base.where.changed(self.where)
            children = base.children
        if self._kids:
            children = self._grown(children)
        return State(head, rows, where, children)

    def _grown(self, children: Paged[Paged[bool]]) -> Paged[Paged[bool]]:
        changes: dict[int, Paged[bool] | None] = {}
        for parent, inside in self._kids.items():
            if inside:
                old: Paged[bool] = children.get(parent, _NO_CHILDREN)
                new = old.changed(inside)
                changes[parent] = new if len(new) else None
        gone = (key for key, draft in self.scopes.items() if draft is None)
        changes.update((key, None) for key in gone if key in children)
        return children.changed(changes)
