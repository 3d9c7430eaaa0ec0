"""The lineage of an instance from its log: which visit led to which, with moves seen as returns.

The engine says that what a move activates came from what it cancelled. For people, a step that a
return has opened again stands where it stood before: what led to its earlier visit led to it.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from dujiang.approvals.rules.returns import Lineage, Visit
from dujiang.engine import commands as engine
from dujiang.engine.events import (
    ElementActivated,
    ElementCompleted,
    ElementTerminated,
    InstanceMigrated,
)
from dujiang.runtime import Advance, LogEntry


def lineage_of(entries: Iterable[LogEntry]) -> Lineage:
    """All visits of one instance, oldest first."""
    visits: dict[int, Visit] = {}
    for entry in entries:
        moved = _moved(entry)
        for fact in entry.facts:
            match fact:
                case ElementActivated():
                    parents = fact.from_keys
                    if fact.element_id in moved and set(parents) <= moved[fact.element_id]:
                        parents = _as_before(visits, fact.element_id)
                    visits[fact.key] = Visit(
                        key=fact.key,
                        element_id=fact.element_id,
                        scope_key=fact.scope_key,
                        from_keys=parents,
                    )
                case ElementCompleted():
                    _end(visits, fact.key, "completed")
                case ElementTerminated():
                    _end(visits, fact.key, "terminated")
                case InstanceMigrated(mapping=mapping):
                    visits = {
                        key: replace(
                            visit, element_id=mapping.get(visit.element_id, visit.element_id)
                        )
                        for key, visit in visits.items()
                    }
                case _:
                    pass
    return Lineage(visits.values())


def _moved(entry: LogEntry) -> dict[str, set[int]]:
    """Elements that a move of this entry activates, with what it cancels."""
    command = entry.command.command if isinstance(entry.command, Advance) else None
    if not isinstance(command, engine.Move):
        return {}
    return {element_id: set(command.cancel) for element_id in command.activate}


def _as_before(visits: dict[int, Visit], element_id: str) -> tuple[int, ...]:
    earlier = [visit for visit in visits.values() if visit.element_id == element_id]
    return earlier[-1].from_keys if earlier else ()


def _end(visits: dict[int, Visit], key: int, state: str) -> None:
    visit = visits.get(key)
    if visit is not None:
        visits[key] = Visit(
            key=visit.key,
            element_id=visit.element_id,
            scope_key=visit.scope_key,
            from_keys=visit.from_keys,
            state="completed" if state == "completed" else "terminated",
        )
