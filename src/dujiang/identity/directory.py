"""The organisation as one immutable picture in memory: what the pure rules ask.

A `Directory` is built from all rows at once and never changes; after a change a new one takes its
place (`DirectoryCache`). Every question is a dictionary look-up, so 100,000 people cost nothing
per question. Inactive people and closed departments stay known by id, but are never an answer to
"who is the head", "who has this role".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import TypeVar

import msgspec

from dujiang.identity.model import (
    Company,
    Department,
    Grade,
    Grant,
    Group,
    GroupMember,
    Membership,
    Person,
    Position,
    Role,
    RoleHolder,
)

K = TypeVar("K")


class OrganisationRows(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a directory is made of."""

    departments: tuple[Department, ...] = ()
    people: tuple[Person, ...] = ()
    memberships: tuple[Membership, ...] = ()
    positions: tuple[Position, ...] = ()
    grades: tuple[Grade, ...] = ()
    roles: tuple[Role, ...] = ()
    role_holders: tuple[RoleHolder, ...] = ()
    grants: tuple[Grant, ...] = ()
    groups: tuple[Group, ...] = ()
    group_members: tuple[GroupMember, ...] = ()
    companies: tuple[Company, ...] = ()


class Directory:
    """Answers who is who at one version of the organisation. Ids in, ids or values out."""

    def __init__(self, rows: OrganisationRows, *, version: int = 0) -> None:
        self.version = version
        self.rows = rows
        self._people = {person.id: person for person in rows.people}
        self._by_login = {person.login: person for person in rows.people}
        self._by_no = {person.no: person for person in rows.people}
        self._positions = {position.key: position for position in rows.positions}
        self._departments = {department.id: department for department in rows.departments}
        self._by_code = {department.code: department for department in rows.departments}
        self._children: dict[int | None, list[Department]] = defaultdict(list)
        for department in sorted(rows.departments, key=lambda d: (d.sort, d.code)):
            self._children[department.parent_id].append(department)
        self._others: dict[int, list[int]] = defaultdict(list)
        for membership in rows.memberships:
            self._others[membership.person_id].append(membership.department_id)
        self._members = self._index_members()
        self._of_role = self._index_people((h.role, h.person_id) for h in rows.role_holders)
        self._of_group = self._index_people((m.group, m.person_id) for m in rows.group_members)
        posts = [(p.position, p.id) for p in rows.people if p.position]
        posts += [(m.position, m.person_id) for m in rows.memberships if m.position]
        self._of_position = self._index_people(posts)
        self._skills = {
            (h.role, h.person_id): frozenset(h.skills.split()) for h in rows.role_holders
        }
        self._groups_of: dict[int, list[str]] = defaultdict(list)
        for member in rows.group_members:
            self._groups_of[member.person_id].append(member.group)
        self._posts_of: dict[int, list[str]] = defaultdict(list)
        for position, holder_id in posts:
            self._posts_of[holder_id].append(position)
        self._roles_of: dict[int, list[str]] = defaultdict(list)
        for holder in rows.role_holders:
            self._roles_of[holder.person_id].append(holder.role)
        self._grants: dict[str, list[Grant]] = defaultdict(list)
        for grant in rows.grants:
            self._grants[grant.role].append(grant)
        self._headed: dict[int, list[int]] = defaultdict(list)
        for department in rows.departments:
            for person_id in (department.head_id, department.deputy_head_id):
                if person_id is not None:
                    self._headed[person_id].append(department.id)

    def _index_members(self) -> dict[int, tuple[int, ...]]:
        pairs = [(p.department_id, p.id) for p in self.rows.people]
        pairs += [(m.department_id, m.person_id) for m in self.rows.memberships]
        return self._index_people(pairs)

    def _index_people(self, pairs: Iterable[tuple[K, int]]) -> dict[K, tuple[int, ...]]:
        found: dict[K, set[int]] = defaultdict(set)
        for key, person_id in pairs:
            found[key].add(person_id)
        return {key: self._in_order(ids) for key, ids in found.items()}

    def _in_order(self, ids: Iterable[int]) -> tuple[int, ...]:
        known = (self._people[i] for i in ids if i in self._people)
        active = [person for person in known if person.is_active]
        return tuple(person.id for person in sorted(active, key=lambda p: p.no))

    @property
    def company(self) -> Company | None:
        """Whose installation this is; None where nobody has said so."""
        return next(iter(self.rows.companies), None)

    def position(self, key: str) -> Position | None:
        """The position with this key."""
        return self._positions.get(key)

    # People

    def person(self, person_id: int | None) -> Person | None:
        """The person, active or not."""
        return self._people.get(person_id) if person_id is not None else None

    def person_by_login(self, login: str) -> Person | None:
        """The person with this login, active or not."""
        return self._by_login.get(login)

    def person_by_no(self, no: str) -> Person | None:
        """The person with this employee number, active or not."""
        return self._by_no.get(no)

    def is_active(self, person_id: int | None) -> bool:
        """Whether this is a known person who still works here."""
        person = self.person(person_id)
        return person is not None and person.is_active

    def people(self) -> Iterator[Person]:
        """Everybody, active or not."""
        return iter(self._people.values())

    # Departments

    def department(self, department_id: int | None) -> Department | None:
        """The department, open or closed."""
        return self._departments.get(department_id) if department_id is not None else None

    def department_by_code(self, code: str) -> Department | None:
        """The department with this code."""
        return self._by_code.get(code)

    def children(self, department_id: int | None) -> tuple[Department, ...]:
        """The departments directly below, in their order; None asks for the top ones."""
        return tuple(self._children.get(department_id, ()))

    def line(self, department_id: int | None) -> tuple[Department, ...]:
        """The department and those above it, the top last."""
        found: list[Department] = []
        department = self.department(department_id)
        while department is not None and department not in found:
            found.append(department)
            department = self.department(department.parent_id)
        return tuple(found)

    def subtree(self, department_id: int) -> frozenset[int]:
        """Ids of the department and everything below it."""
        found: set[int] = set()
        waiting = [department_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(child.id for child in self._children.get(current, ()))
        return frozenset(found)

    def members(self, department_id: int) -> tuple[int, ...]:
        """Active people of this department itself, by employee number."""
        return self._members.get(department_id, ())

    def departments_of(self, person_id: int) -> tuple[int, ...]:
        """The person's own department first, then the others."""
        person = self._people.get(person_id)
        if person is None:
            return ()
        return tuple(dict.fromkeys((person.department_id, *self._others.get(person_id, ()))))

    def calendar_of(self, person_id: int) -> str:
        """Key of the person's working calendar: the nearest one up the line, or empty."""
        person = self._people.get(person_id)
        line = self.line(person.department_id) if person else ()
        return next((department.calendar for department in line if department.calendar), "")

    # Heads

    def head(self, department_id: int | None) -> int | None:
        """The active head of this very department."""
        department = self.department(department_id)
        head_id = department.head_id if department else None
        return head_id if self.is_active(head_id) else None

    def deputy_head(self, department_id: int | None) -> int | None:
        """The active deputy head（副职）of this very department."""
        department = self.department(department_id)
        deputy_id = department.deputy_head_id if department else None
        return deputy_id if self.is_active(deputy_id) else None

    def heads_up(self, department_id: int | None, *, without: int | None = None) -> tuple[int, ...]:
        """Active heads from this department to the top, each once, `without` left out."""
        heads = (self.head(department.id) for department in self.line(department_id))
        return tuple(dict.fromkeys(h for h in heads if h is not None and h != without))

    def superior(self, person_id: int) -> int | None:
        """Whom the person reports to: the named superior, else the next head up the line."""
        person = self._people.get(person_id)
        if person is None:
            return None
        if person.superior_id != person_id and self.is_active(person.superior_id):
            return person.superior_id
        return next(iter(self.heads_up(person.department_id, without=person_id)), None)

    def headed(self, person_id: int) -> tuple[int, ...]:
        """Departments that the person heads, or is deputy head of."""
        return tuple(self._headed.get(person_id, ()))

    # Roles and groups

    def holders(self, role: str) -> tuple[int, ...]:
        """Active people with the role, by employee number."""
        return self._of_role.get(role, ())

    def holders_of_position(self, position: str) -> tuple[int, ...]:
        """Active people in the position, by employee number."""
        return self._of_position.get(position, ())

    def members_of_group(self, group: str) -> tuple[int, ...]:
        """Active people in the group, by employee number."""
        return self._of_group.get(group, ())

    def roles_of(self, person_id: int) -> tuple[str, ...]:
        """Keys of the person's roles."""
        return tuple(self._roles_of.get(person_id, ()))

    def groups_of(self, person_id: int) -> tuple[str, ...]:
        """Keys of the person's groups."""
        return tuple(self._groups_of.get(person_id, ()))

    def positions_of(self, person_id: int) -> tuple[str, ...]:
        """Keys of the person's positions, in all departments."""
        return tuple(self._posts_of.get(person_id, ()))

    def skills(self, role: str, person_id: int) -> frozenset[str]:
        """Skills that the person brings to the role."""
        return self._skills.get((role, person_id), frozenset())

    def grants(self, role: str) -> tuple[Grant, ...]:
        """What the role may do."""
        return tuple(self._grants.get(role, ()))


class DirectoryCache:
    """Keeps the present directory; loads a new one when it has been told that it is stale.

    `load` reads all rows and their version from the store. Thread-safe; a reader that holds an old
    picture keeps it until it asks again.
    """

    def __init__(self, load: Callable[[], Directory], load_version: Callable[[], int]) -> None:
        self._load = load
        self._load_version = load_version
        self._lock = Lock()
        self._directory: Directory | None = None
        self._is_stale = False

    def current(self) -> Directory:
        """The newest picture that is known here."""
        directory = self._directory
        if directory is not None and not self._is_stale:
            return directory
        with self._lock:
            if self._directory is None or self._is_stale:
                self._is_stale = False
                self._directory = self._load()
            return self._directory

    def expire(self) -> None:
        """Something was changed here: the next question loads anew."""
        self._is_stale = True

    def refresh(self) -> bool:
        """Ask the store whether another node changed something; true when it did."""
        directory = self._directory
        if directory is None or self._load_version() == directory.version:
            return False
        self.expire()
        return True
