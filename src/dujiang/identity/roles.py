"""Positions, grades, roles with their grants and holders, and groups."""

from typing import Final

import msgspec

from dujiang.identity.commands import (
    DeleteGrade,
    DeleteGroup,
    DeletePosition,
    DeleteRole,
    GiveRole,
    InstallBuiltIns,
    SaveGrade,
    SaveGroup,
    SavePosition,
    SaveRole,
    SetGrants,
    TakeRole,
)
from dujiang.identity.events import (
    GradeDeleted,
    GradeSaved,
    GrantsSet,
    GroupDeleted,
    GroupSaved,
    PositionDeleted,
    PositionSaved,
    RoleDeleted,
    RoleGiven,
    RoleSaved,
    RoleTaken,
)
from dujiang.identity.lookups import Expires, count_up, find_person, unknown_person
from dujiang.identity.model import (
    Grade,
    Group,
    GroupMember,
    Position,
    Role,
    RoleHolder,
)
from dujiang.identity.permissions import ADMINISTRATOR, BUILT_IN_ROLES, CATALOGUE, DEFAULT_GRANTS
from dujiang.identity.tables import (
    GRADE,
    GRANT,
    GROUP,
    GROUP_MEMBER,
    MEMBERSHIP,
    PERSON,
    POSITION,
    ROLE,
    ROLE_HOLDER,
)
from dujiang.runtime import Handled, Outcome, Refused, Work
from dujiang.store import Row, Table

_SCOPES = frozenset({"own", "department", "department_below", "chosen", "all"})


NEEDED: Final = ("organisation.manage", "permission.manage", "permission.read")
"""What administrators keep, so that somebody can always put permissions right."""


def is_last_administrator(work: Work, person_id: int) -> bool:
    """Whether nobody else who works here is an administrator."""
    holders = work.find(ROLE_HOLDER, "by_role", ADMINISTRATOR)
    if all(holder.person_id != person_id for holder in holders):
        return False
    others = (work.get(PERSON, h.person_id) for h in holders if h.person_id != person_id)
    return not any(other is not None and other.is_active for other in others)


class Roles:
    """Handlers for everything that people are, beside their department."""

    def __init__(self, directory: Expires) -> None:
        self._directory = directory

    def save_position(self, command: SavePosition, work: Work) -> Outcome:
        """Add or change a position."""
        row = Position(
            key=command.key, name=command.name, name_en=command.name_en, sort=command.sort
        )
        _save(work, POSITION, row, command.key)
        return self._done(work, PositionSaved(key=command.key))

    def save_grade(self, command: SaveGrade, work: Work) -> Outcome:
        """Add or change a grade."""
        _save(
            work, GRADE, Grade(key=command.key, name=command.name, rank=command.rank), command.key
        )
        return self._done(work, GradeSaved(key=command.key))

    def delete_position(self, command: DeletePosition, work: Work) -> Outcome:
        """Remove a position; one that somebody has stays."""
        known = work.get(POSITION, command.key)
        if known is None:
            return Handled()
        posts = [*work.find(PERSON, "by_position", command.key)]
        further = work.find(MEMBERSHIP, "by_position", command.key)
        if posts or further:
            params = {"name": known.name, "people": len(posts) + len(further)}
            return Refused("identity.position.in_use", 409, params)
        work.delete(POSITION, command.key)
        return self._done(work, PositionDeleted(key=command.key))

    def delete_grade(self, command: DeleteGrade, work: Work) -> Outcome:
        """Remove a grade; one that somebody has stays."""
        known = work.get(GRADE, command.key)
        if known is None:
            return Handled()
        people = work.find(PERSON, "by_grade", command.key)
        if people:
            params = {"name": known.name, "people": len(people)}
            return Refused("identity.grade.in_use", 409, params)
        work.delete(GRADE, command.key)
        return self._done(work, GradeDeleted(key=command.key))

    def save_role(self, command: SaveRole, work: Work) -> Outcome:
        """Add or rename a role."""
        known = work.get(ROLE, command.key)
        is_built_in = known.is_built_in if known else False
        row = Role(
            key=command.key, name=command.name, name_en=command.name_en, is_built_in=is_built_in
        )
        _save(work, ROLE, row, command.key)
        return self._done(work, RoleSaved(key=command.key))

    def delete_role(self, command: DeleteRole, work: Work) -> Outcome:
        """Remove a role with all that hangs on it."""
        known = work.get(ROLE, command.key)
        if known is None:
            return _unknown_role(command.key)
        if known.is_built_in:
            return Refused("identity.role.built_in", 409, {"role": known.name})
        for holder in work.find(ROLE_HOLDER, "by_role", command.key):
            work.delete(ROLE_HOLDER, holder.role, holder.person_id)
        _drop_grants(work, command.key)
        work.delete(ROLE, command.key)
        return self._done(work, RoleDeleted(key=command.key))

    def set_grants(self, command: SetGrants, work: Work) -> Outcome:
        """Replace what a role may do; unknown permissions and scopes are refused."""
        if work.get(ROLE, command.role) is None:
            return _unknown_role(command.role)
        for grant in command.grants:
            if grant.role != command.role or grant.permission not in CATALOGUE:
                return Refused("identity.permission.unknown", 422, {"permission": grant.permission})
            if grant.scope not in _SCOPES:
                return Refused("identity.permission.unknown_scope", 422, {"scope": grant.scope})
        kept = {(grant.permission, grant.scope) for grant in command.grants}
        if command.role == ADMINISTRATOR and not kept >= {(p, "all") for p in NEEDED}:
            return Refused("identity.role.admin_needs", 409, {})
        _drop_grants(work, command.role)
        for grant in dict.fromkeys(command.grants):
            work.insert(GRANT, grant)
        permissions = tuple(sorted({grant.permission for grant in command.grants}))
        return self._done(work, GrantsSet(role=command.role, permissions=permissions))

    def give(self, command: GiveRole, work: Work) -> Outcome:
        """Give a role, or change its skills."""
        if work.get(ROLE, command.role) is None:
            return _unknown_role(command.role)
        person = find_person(work, command.person)
        if person is None:
            return unknown_person(command.person)
        row = RoleHolder(role=command.role, person_id=person.id, skills=command.skills)
        _save(work, ROLE_HOLDER, row, command.role, person.id)
        event = RoleGiven(role=command.role, person_id=person.id, skills=command.skills)
        return self._done(work, event)

    def take(self, command: TakeRole, work: Work) -> Outcome:
        """Take a role away."""
        person = find_person(work, command.person)
        if person is None:
            return unknown_person(command.person)
        if work.get(ROLE_HOLDER, command.role, person.id) is None:
            return Handled()
        if command.role == ADMINISTRATOR and is_last_administrator(work, person.id):
            return Refused("identity.role.last_admin", 409, {"name": person.name})
        work.delete(ROLE_HOLDER, command.role, person.id)
        return self._done(work, RoleTaken(role=command.role, person_id=person.id))

    def save_group(self, command: SaveGroup, work: Work) -> Outcome:
        """Add or change a group and its members."""
        wanted: dict[int, None] = {}
        for no in command.members:
            person = find_person(work, no)
            if person is None:
                return unknown_person(no)
            wanted[person.id] = None
        row = Group(key=command.key, name=command.name, name_en=command.name_en)
        _save(work, GROUP, row, command.key)
        present = {m.person_id for m in work.find(GROUP_MEMBER, "by_group", command.key)}
        for person_id in sorted(present - wanted.keys()):
            work.delete(GROUP_MEMBER, command.key, person_id)
        for person_id in wanted.keys() - present:
            work.insert(GROUP_MEMBER, GroupMember(group=command.key, person_id=person_id))
        return self._done(work, GroupSaved(key=command.key, members=tuple(wanted)))

    def delete_group(self, command: DeleteGroup, work: Work) -> Outcome:
        """Remove a group."""
        if work.get(GROUP, command.key) is None:
            return Refused("identity.group.unknown", 422, {"key": command.key})
        for member in work.find(GROUP_MEMBER, "by_group", command.key):
            work.delete(GROUP_MEMBER, member.group, member.person_id)
        work.delete(GROUP, command.key)
        return self._done(work, GroupDeleted(key=command.key))

    def install(self, command: InstallBuiltIns, work: Work) -> Outcome:
        """Add the built-in roles that are missing, each with its default grants."""
        added = False
        for key, (name, name_en) in BUILT_IN_ROLES.items():
            if work.get(ROLE, key) is not None:
                continue
            added = True
            work.insert(ROLE, Role(key=key, name=name, name_en=name_en, is_built_in=True))
            for grant in DEFAULT_GRANTS:
                if grant.role == key:
                    work.insert(GRANT, grant)
        return self._done(work) if added else Handled()

    def _done(self, work: Work, *events: msgspec.Struct) -> Handled:
        count_up(work, self._directory)
        return Handled(events=events)


def _save(work: Work, table: Table[Row], row: Row, *key: object) -> None:
    known = work.get(table, *key)
    if known is None:
        work.insert(table, row)
    elif known != row:
        work.put(table, row)


def _drop_grants(work: Work, role: str) -> None:
    for grant in work.find(GRANT, "by_role", role):
        work.delete(
            GRANT, grant.role, grant.permission, grant.scope, grant.processes, grant.categories
        )


def _unknown_role(key: str) -> Refused:
    return Refused("identity.role.unknown", 422, {"role": key})
