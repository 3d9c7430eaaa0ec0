"""Why somebody may something: which role, which headship, over which data; and what a change of a
role's grants would do to real people, before it is saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.identity.directory import Directory
from dujiang.identity.model import Grant
from dujiang.identity.permissions import (
    EVERYONE,
    HEADS_MAY,
    Access,
    Reach,
    access_of,
    departments_reached,
)

MAX_TRIED: Final = 2_000
"""People for whom a change of grants is tried out; of more, these stand for all."""

Source: TypeAlias = Literal["everyone", "role", "head"]
EffectKind: TypeAlias = Literal["gained", "lost", "wider", "narrower"]


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for a permission. `role` is empty for what heads may by their office."""

    permission: str
    source: Source
    role: str = ""
    scope: str = "department_below"
    departments: frozenset[int] = frozenset()
    processes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def covers(self, *, department: int | None, process: str, category: str) -> bool:
        """Whether this reason reaches the data of a department and a process (empty: any)."""
        is_limited = bool(process and (self.processes or self.categories))
        if is_limited and process not in self.processes and category not in self.categories:
            return False
        if department is None or self.scope == "all":
            return True
        return department in self.departments


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What changes for people when grants change. `departments` are those that come or go."""

    permission: str
    kind: EffectKind
    people: tuple[int, ...]
    departments: frozenset[int] = frozenset()
    is_everything: bool = False


def reasons_of(directory: Directory, person_id: int) -> tuple[Because, ...]:
    """Every reason for everything that a person may, in the order of permissions."""
    if not directory.is_active(person_id):
        return ()
    found = [*_by_roles(directory, person_id), *_by_headship(directory, person_id)]
    return tuple(sorted(found, key=lambda because: (because.permission, because.source)))


def _by_roles(directory: Directory, person_id: int) -> Iterator[Because]:
    for role in (EVERYONE, *directory.roles_of(person_id)):
        for grant in directory.grants(role):
            yield Because(
                permission=grant.permission,
                source="everyone" if role == EVERYONE else "role",
                role=role,
                scope=grant.scope,
                departments=departments_reached(grant, directory, person_id),
                processes=tuple(grant.processes.split()),
                categories=tuple(grant.categories.split()),
            )


def _by_headship(directory: Directory, person_id: int) -> Iterator[Because]:
    below: set[int] = set()
    for department in directory.headed(person_id):
        below |= directory.subtree(department)
    if below:
        for permission in HEADS_MAY:
            yield Because(permission=permission, source="head", departments=frozenset(below))


def effects_of(directory: Directory, role: str, grants: Iterable[Grant]) -> tuple[Effect, ...]:
    """What the holders of a role would gain and lose by these grants in place of the present."""
    fresh = tuple(grants)

    def tried(key: str) -> Iterable[Grant]:
        return fresh if key == role else directory.grants(key)

    found: dict[tuple[str, EffectKind, frozenset[int], bool], list[int]] = defaultdict(list)
    for person_id in holders_of(directory, role)[:MAX_TRIED]:
        before, after = access_of(directory, person_id), access_of(directory, person_id, tried)
        for effect in _differences(before, after):
            found[effect].append(person_id)
    return tuple(
        Effect(
            permission=permission,
            kind=kind,
            people=tuple(people),
            departments=departments,
            is_everything=is_everything,
        )
        for (permission, kind, departments, is_everything), people in sorted(
            found.items(), key=lambda one: (one[0][0], one[0][1], -len(one[1]))
        )
    )


def holders_of(directory: Directory, role: str) -> tuple[int, ...]:
    """Active people with a role; everybody has `EVERYONE`."""
    if role != EVERYONE:
        return directory.holders(role)
    return tuple(person.id for person in directory.people() if person.is_active)


def _differences(
    before: Access, after: Access
) -> Iterator[tuple[str, EffectKind, frozenset[int], bool]]:
    for permission in sorted(before.permissions | after.permissions):
        old, new = before.reach(permission), after.reach(permission)
        if old == new:
            continue
        if old.is_nothing:
            yield permission, "gained", _departments(new), _is_everything(new)
        elif new.is_nothing:
            yield permission, "lost", _departments(old), _is_everything(old)
        else:
            more = _departments(new) - _departments(old)
            less = _departments(old) - _departments(new)
            if more or (_is_everything(new) and not _is_everything(old)):
                yield permission, "wider", more, _is_everything(new)
            if less or (_is_everything(old) and not _is_everything(new)):
                yield permission, "narrower", less, _is_everything(old)


def _departments(reach: Reach) -> frozenset[int]:
    return reach.departments.union(*(part.departments for part in reach.limits))


def _is_everything(reach: Reach) -> bool:
    return reach.everything or any(part.everything for part in reach.limits)
