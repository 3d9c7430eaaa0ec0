"""The tables that `main` plugs together: command type -> route, fact type -> reactors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from dujiang.runtime.deciding.work import FactContext, Programs, Seals, Work
from dujiang.runtime.requests import Known, Needs, Outcome

C = TypeVar("C", bound=msgspec.Struct)


class Route(Generic[C]):
    """How one command type is served. A route without a permission cannot be made.

    `needs` yields in rounds: each round is loaded for the whole batch, and the next round may look
    at it (an item first, then the instance it belongs to). A tuple of one `Needs` is one round.
    """

    __slots__ = ("handle", "needs", "permission")

    def __init__(
        self,
        permission: str,
        handle: Callable[[C, Work], Outcome],
        needs: Callable[[C, Known], Iterable[Needs]] | None = None,
    ) -> None:
        assert permission, "a route needs a permission"
        self.permission = permission
        self.handle = handle
        self.needs = needs


AnyRoute: TypeAlias = Route[Any]
Routes: TypeAlias = Mapping[type[msgspec.Struct], AnyRoute]
Reactors: TypeAlias = Mapping[
    type[msgspec.Struct],
    Sequence[Callable[[Any, FactContext, Work], Iterable[msgspec.Struct]]],
]


class Plugged(msgspec.Struct, frozen=True):
    """What the rooms have plugged into the door."""

    routes: Routes
    reactors: Reactors
    programs: Programs
    seals: Seals | None = None


def merge_routes(*tables: Routes) -> dict[type[msgspec.Struct], AnyRoute]:
    """One table of the rooms' tables; two routes for one command are a mistake of ours."""
    merged: dict[type[msgspec.Struct], AnyRoute] = {}
    names: set[str] = set()
    for table in tables:
        for command, route in table.items():
            assert command.__name__ not in names, f"two routes for {command.__name__}"
            names.add(command.__name__)
            merged[command] = route
    return merged


def merge_reactors(*tables: Reactors) -> Reactors:
    """One table of the rooms' tables; the reactors of a fact run in the order of the rooms."""
    merged: dict[type[msgspec.Struct], list[Any]] = {}
    for table in tables:
        for fact, reactors in table.items():
            merged.setdefault(fact, []).extend(reactors)
    return {fact: tuple(reactors) for fact, reactors in merged.items()}
