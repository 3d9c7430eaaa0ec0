"""Returns: where a case can go back to, and what that undoes (APPROVALS.md, "Return").

Everything is computed from the lineage: which element instance led to which. A target is offered
when every way from the start to the returner leads through it; so a target in another branch of a
split that has joined is not, and neither is one inside a subprocess that has been left. What
descends from the target is removed; branches that began before it stay.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

VisitState: TypeAlias = Literal["active", "completed", "terminated"]
ROOT = 0


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of one element, as the facts tell it."""

    key: int
    element_id: str
    scope_key: int = ROOT
    from_keys: tuple[int, ...] = ()
    state: VisitState = "active"


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What a return does, by keys of visits; for the sentences beforehand and for `Move`."""

    target: Visit
    cancelled: tuple[Visit, ...]
    """Active now, removed with their tasks, timers and subscriptions; the outermost of each."""
    undone: tuple[Visit, ...]
    """Completed, the target's own visit included: postings get counter-postings."""
    kept: tuple[Visit, ...]
    """Active now and untouched: branches that began before the target."""


class Lineage:
    """The visits of one instance and how they led to each other."""

    def __init__(self, visits: Iterable[Visit]) -> None:
        self.visits: Mapping[int, Visit] = {visit.key: visit for visit in visits}

    def parents(self, visit: Visit) -> tuple[int, ...]:
        """What led here; the first element of a subprocess came from the subprocess."""
        if visit.from_keys:
            return tuple(key for key in visit.from_keys if key in self.visits)
        return (visit.scope_key,) if visit.scope_key in self.visits else ()

    def ancestors(self, key: int, *, avoiding: int | None = None) -> frozenset[int]:
        """Everything that led here, without going through `avoiding`."""
        found: set[int] = set()
        waiting = [key]
        while waiting:
            for parent in self.parents(self.visits[waiting.pop()]):
                if parent not in found and parent != avoiding:
                    found.add(parent)
                    waiting.append(parent)
        return frozenset(found)

    def descends(self, key: int, target: int) -> bool:
        """Whether the visit came about through the target."""
        return key == target or target in self.ancestors(key)

    def is_bound_to_pass(self, key: int, target: int) -> bool:
        """Whether every way from the start to `key` leads through `target`."""
        if target not in self.ancestors(key):
            return False
        around = (key, *self.ancestors(key, avoiding=target))
        return all(self.parents(self.visits[other]) for other in around)

    def targets(self, key: int, steps: Collection[str]) -> tuple[Visit, ...]:
        """Steps that `key` may return to: the latest completed visit of each, in order."""
        found: dict[str, Visit] = {}
        for visit in sorted(self.visits.values(), key=lambda v: v.key):
            is_step = visit.element_id in steps and visit.state == "completed"
            if is_step and self._is_outside(visit, key) and self.is_bound_to_pass(key, visit.key):
                found[visit.element_id] = visit
        return tuple(sorted(found.values(), key=lambda visit: visit.key))

    def _is_outside(self, target: Visit, key: int) -> bool:
        """Whether the target's scope is the returner's, or one around it."""
        visit = self.visits[key]
        scopes = {ROOT, visit.scope_key}
        while visit.scope_key in self.visits:
            visit = self.visits[visit.scope_key]
            scopes.add(visit.scope_key)
        return target.scope_key in scopes

    def undo(self, target: Visit) -> Undone:
        """What going back to this visit removes, undoes and keeps."""
        below = [v for v in self.visits.values() if self.descends(v.key, target.key)]
        active = {v.key: v for v in below if v.state == "active"}
        outermost = [v for v in active.values() if v.scope_key not in active]
        kept = [
            visit
            for visit in self.visits.values()
            if visit.state == "active"
            and visit.key not in active
            and visit.key not in self._scopes_of(target)
        ]
        return Undone(
            target=target,
            cancelled=tuple(sorted(outermost, key=lambda v: v.key)),
            undone=tuple(v for v in below if v.state == "completed"),
            kept=tuple(kept),
        )

    def _scopes_of(self, visit: Visit) -> frozenset[int]:
        found: set[int] = set()
        while visit.scope_key in self.visits:
            visit = self.visits[visit.scope_key]
            found.add(visit.key)
        return frozenset(found)


def may_resume(undone: Undone, from_key: int, lineage: Lineage, steps: Collection[str]) -> bool:
    """Whether `resume` is offered: only steps lie between the target and the returner."""
    between = lineage.ancestors(from_key) - lineage.ancestors(undone.target.key)
    between -= {undone.target.key}
    return all(lineage.visits[key].element_id in steps for key in between)
