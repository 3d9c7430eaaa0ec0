"""Who may see and write which rows and columns: the one place that decides.

Lists, sums, exports, histories and commands alike ask here. Three things open rows, and what they
open adds up: a role that the ledger names, the general permission (`ledger.read`, `ledger.write`)
over the data that its scope reaches, and being the person in the ledger's own column. A scope
reaches rows by the ledger's department column, or without one by the department of its person.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

import msgspec

from dujiang.identity import Access, Directory, Reach
from dujiang.ledgers.model import Column, LedgerDefinition
from dujiang.runtime import Actor

READ: Final = "ledger.read"
WRITE: Final = "ledger.write"
MAX_REACHES_KEPT: Final = 500


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """How far something reaches over rows: all of them, or those of departments or people."""

    everything: bool = False
    departments: frozenset[str] = frozenset()
    """Codes of departments."""
    people: frozenset[str] = frozenset()
    """Numbers of employees."""
    own: bool = False

    def __or__(self, other: "Span") -> "Span":
        return Span(
            everything=self.everything or other.everything,
            departments=self.departments | other.departments,
            people=self.people | other.people,
            own=self.own or other.own,
        )


NOTHING: Final = Span()
EVERYTHING: Final = Span(everything=True)


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: employee number, roles, and how far the general permissions reach."""

    no: str
    roles: frozenset[str] = frozenset()
    reads: Span = NOTHING
    writes: Span = NOTHING


EVERYBODY: Final = Viewer(no="", reads=EVERYTHING, writes=EVERYTHING)
"""The system itself, which no role limits."""

Standing: TypeAlias = Callable[[Actor], Viewer]
"""Who an actor is to ledgers; `main` looks them up in the present organisation."""


def viewer_of(directory: Directory, access: Access, actor: Actor) -> Viewer:
    """Who a person is to ledgers. What a token leaves out of the permissions is not there."""
    person = directory.person(access.person_id)
    if person is None or not person.is_active:
        return Viewer(no="")
    spans = {
        permission: _span(directory, access.reach(permission), access.person_id)
        if actor.may(permission)
        else NOTHING
        for permission in (READ, WRITE)
    }
    return Viewer(
        no=person.no,
        roles=frozenset(directory.roles_of(person.id)),
        reads=spans[READ],
        writes=spans[WRITE],
    )


@lru_cache(MAX_REACHES_KEPT)
def _span(directory: Directory, reach: Reach, person_id: int) -> Span:
    if reach.everything:
        return EVERYTHING
    departments = (directory.department(one) for one in reach.departments)
    members = {one for id_ in reach.departments for one in directory.members(id_)}
    people = (directory.person(one) for one in members)
    return Span(
        departments=frozenset(one.code for one in departments if one),
        people=frozenset(one.no for one in people if one),
        own=reach.own,
    )


def readable(definition: LedgerDefinition, viewer: Viewer) -> Span:
    """The rows that a viewer sees. Who writes by a role sees what they write."""
    if viewer.roles & {*definition.readers, *definition.writers}:
        return EVERYTHING
    own = Span(own=True) if definition.own else NOTHING
    return viewer.reads | own


def writable(definition: LedgerDefinition, viewer: Viewer) -> Span:
    """The rows that a viewer may write."""
    if viewer.roles & frozenset(definition.writers):
        return EVERYTHING
    return viewer.writes


def is_open(definition: LedgerDefinition, span: Span) -> bool:
    """Whether a span can reach any row of the ledger at all."""
    if span.everything:
        return True
    by_person = span.own or span.people
    return bool((definition.own and by_person) or (definition.department and span.departments))


def covers(
    definition: LedgerDefinition, span: Span, viewer: Viewer, values: Mapping[str, Any]
) -> bool:
    """Whether a span reaches a row with these values."""
    if span.everything:
        return True
    person = values.get(definition.own) if definition.own else None
    if person is not None and span.own and person == viewer.no:
        return True
    if definition.department:
        return values.get(definition.department) in span.departments
    return person is not None and person in span.people


def seen_columns(definition: LedgerDefinition, viewer: Viewer) -> tuple[Column, ...]:
    """The columns that a viewer sees; a sensitive one is seen by all, masked."""
    return tuple(column for column in definition.columns if sees_column(column, viewer))


def sees_column(column: Column, viewer: Viewer) -> bool:
    """Whether the column is there for this viewer."""
    if not column.readers or column.sensitive or viewer.reads.everything:
        return True
    return bool(viewer.roles & {*column.readers, *column.writers})


def may_reveal(column: Column, viewer: Viewer) -> bool:
    """Whether a sensitive column may be seen in clear: by roles that it names, by nobody else."""
    return not column.sensitive or bool(viewer.roles & frozenset(column.readers))


def may_fill(column: Column, viewer: Viewer) -> bool:
    """Whether a viewer who may write the row may write this column."""
    if column.compute or not sees_column(column, viewer):
        return False
    named = not column.writers or viewer.roles & frozenset(column.writers)
    return bool(named) or viewer is EVERYBODY


def unfillable(
    definition: LedgerDefinition, viewer: Viewer, columns: Iterable[str]
) -> tuple[Column, ...]:
    """Those of the named columns that a viewer may not write."""
    named = (definition.find(key) for key in columns)
    return tuple(one for one in named if one is not None and not may_fill(one, viewer))
