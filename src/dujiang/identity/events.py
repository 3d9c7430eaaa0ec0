"""What can have happened in this room. `before` and `after` name only the fields that changed."""

from datetime import date, datetime
from typing import Any

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A fact of this room."""


class CompanyNamed(Fact, frozen=True):
    """The company has a name, or another one."""

    name: str


class DepartmentSaved(Fact, frozen=True):
    """A department is new or changed."""

    code: str
    before: dict[str, Any]
    after: dict[str, Any]


class DepartmentClosed(Fact, frozen=True):
    """A department is no longer used."""

    code: str


class PersonSaved(Fact, frozen=True):
    """A person is new or changed; `before` is empty for a new one."""

    person_id: int
    no: str
    before: dict[str, Any]
    after: dict[str, Any]


class PersonTransferred(Fact, frozen=True):
    """A person moved to another department."""

    person_id: int
    no: str
    from_department: str
    to_department: str


class PersonLeft(Fact, frozen=True):
    """A person no longer works here."""

    person_id: int
    no: str
    left_on: date | None


class PersonCameBack(Fact, frozen=True):
    """A person who had left works here again."""

    person_id: int
    no: str


class PositionSaved(Fact, frozen=True):
    """A position is new or changed."""

    key: str


class GradeSaved(Fact, frozen=True):
    """A grade is new or changed."""

    key: str


class PositionDeleted(Fact, frozen=True):
    """A position is gone."""

    key: str


class GradeDeleted(Fact, frozen=True):
    """A grade is gone."""

    key: str


class RoleSaved(Fact, frozen=True):
    """A role is new or renamed."""

    key: str


class RoleDeleted(Fact, frozen=True):
    """A role is gone."""

    key: str


class GrantsSet(Fact, frozen=True):
    """What a role may do was replaced."""

    role: str
    permissions: tuple[str, ...]


class RoleGiven(Fact, frozen=True):
    """A person has a role now, or other skills in it."""

    role: str
    person_id: int
    skills: str


class RoleTaken(Fact, frozen=True):
    """A person does not have a role any more."""

    role: str
    person_id: int


class GroupSaved(Fact, frozen=True):
    """A group is new or changed."""

    key: str
    members: tuple[int, ...]


class GroupDeleted(Fact, frozen=True):
    """A group is gone."""

    key: str


class ChangePlanned(Fact, frozen=True):
    """A change of the organisation waits for its day."""

    id: int
    effective_at: datetime
    kind: str


class PlannedChangeDropped(Fact, frozen=True):
    """A planned change will not happen."""

    id: int


class PlannedChangeApplied(Fact, frozen=True):
    """A planned change happens now."""

    id: int


class PlannedChangeFailed(Fact, frozen=True):
    """A planned change was refused on its day; nothing of it happened."""

    id: int
    code: str


class SignedIn(Fact, frozen=True):
    """A person is signed in."""

    person_id: int
    address: str


class SignInFailed(Fact, frozen=True):
    """Somebody tried to sign in as this person; `failures` in a row so far."""

    person_id: int
    address: str
    failures: int
    locked_until: datetime | None


class SignedOut(Fact, frozen=True):
    """A session was ended by its owner."""

    person_id: int


class PasswordSet(Fact, frozen=True):
    """A person has a new password."""

    person_id: int


class TokenCreated(Fact, frozen=True):
    """A program may act for a person."""

    id: int
    person_id: int
    name: str
    scopes: tuple[str, ...]


class TokenRevoked(Fact, frozen=True):
    """A token is no longer valid."""

    id: int
    person_id: int


class TotpEnabled(Fact, frozen=True):
    """A person is asked for a second factor from now on."""

    person_id: int


class TotpDisabled(Fact, frozen=True):
    """A person is asked for a second factor no more; `by_other`: an administrator did it."""

    person_id: int
    by_other: bool = False


class RecoveryCodesRenewed(Fact, frozen=True):
    """A person has new recovery codes; the old ones are worth nothing."""

    person_id: int


class RecoveryCodeUsed(Fact, frozen=True):
    """A recovery code stood in for the second factor; it is used up."""

    person_id: int
    left_count: int
