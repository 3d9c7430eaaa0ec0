"""What can be asked of this room. People and departments are named by employee number and code:
commands, logs and spreadsheets then read the same."""

from datetime import date, datetime
from typing import TypeAlias

import msgspec

from dujiang.identity.model import Grant


class Command(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A command of this room."""


# The organisation


class SaveDepartment(Command, frozen=True):
    """Add a department, or change the one with this code. None leaves a value as it is."""

    code: str
    name: str
    name_en: str | None = None
    parent: str | None = None
    cost_centre: str | None = None
    calendar: str | None = None
    sort: int | None = None


class MoveDepartment(Command, frozen=True):
    """Hang a department with everything below it under another one (None: to the top)."""

    code: str
    parent: str | None
    sort: int | None = None


class AppointHeads(Command, frozen=True):
    """Set head and deputy head, by employee number; None empties the seat."""

    department: str
    head: str | None
    deputy_head: str | None


class CloseDepartment(Command, frozen=True):
    """Close a department that has no active people and no open departments below it."""

    code: str


class FurtherDepartment(msgspec.Struct, frozen=True, kw_only=True):
    """Another department of a person, with the position there."""

    department: str
    position: str = ""


class SavePerson(Command, frozen=True):
    """Add a person, or change the one with this number. None leaves a value as it is."""

    no: str
    name: str
    department: str
    login: str | None = None
    name_en: str | None = None
    position: str | None = None
    grade: str | None = None
    email: str | None = None
    mobile: str | None = None
    superior: str | None = None
    """Employee number; an empty text removes the named superior."""
    joined_on: date | None = None
    first_work_on: date | None = None
    further: tuple[FurtherDepartment, ...] | None = None


class TransferPerson(Command, frozen=True):
    """Somebody moves to another department; headships of the old one end."""

    no: str
    department: str
    position: str | None = None
    grade: str | None = None
    superior: str | None = None


class DeactivatePerson(Command, frozen=True):
    """Somebody leaves: no sign-in, no new items; sessions and tokens end."""

    no: str
    left_on: date | None = None


class ReactivatePerson(Command, frozen=True):
    """Somebody who had left is back."""

    no: str


class NameCompany(Command, frozen=True):
    """Say whose installation this is."""

    name: str
    name_en: str = ""


class SavePosition(Command, frozen=True):
    """Add or change a position."""

    key: str
    name: str
    name_en: str = ""
    sort: int = 0


class SaveGrade(Command, frozen=True):
    """Add or change a grade; a higher rank is more senior."""

    key: str
    name: str
    rank: int


class DeletePosition(Command, frozen=True):
    """Remove a position that nobody has."""

    key: str


class DeleteGrade(Command, frozen=True):
    """Remove a grade that nobody has."""

    key: str


class SaveRole(Command, frozen=True):
    """Add a role, or rename it."""

    key: str
    name: str
    name_en: str = ""


class DeleteRole(Command, frozen=True):
    """Remove a role, its grants and its holders. Built-in roles stay."""

    key: str


class SetGrants(Command, frozen=True):
    """Replace what a role may do; the grants' own `role` must be this one."""

    role: str
    grants: tuple[Grant, ...]


class GiveRole(Command, frozen=True):
    """Give a person a role, or change the skills they bring to it."""

    role: str
    person: str
    skills: str = ""


class TakeRole(Command, frozen=True):
    """Take a role from a person."""

    role: str
    person: str


class SaveGroup(Command, frozen=True):
    """Add or change a group; `members` (employee numbers) replace the present ones."""

    key: str
    name: str
    name_en: str = ""
    members: tuple[str, ...] = ()


class DeleteGroup(Command, frozen=True):
    """Remove a group."""

    key: str


class InstallBuiltIns(Command, frozen=True):
    """Make sure that the built-in roles and their default grants exist (first start)."""


OrganisationCommand: TypeAlias = (
    SaveDepartment
    | MoveDepartment
    | AppointHeads
    | CloseDepartment
    | SavePerson
    | TransferPerson
    | DeactivatePerson
    | ReactivatePerson
    | SavePosition
    | SaveGrade
    | DeletePosition
    | DeleteGrade
    | SaveRole
    | DeleteRole
    | SetGrants
    | GiveRole
    | TakeRole
    | SaveGroup
    | DeleteGroup
)


class ImportOrganisation(Command, frozen=True):
    """Carry a planned import out, as a whole or not at all."""

    changes: tuple[OrganisationCommand, ...]


class ChangeOrganisation(Command, frozen=True):
    """Several changes that belong together, such as a department and its heads: all or none."""

    changes: tuple[OrganisationCommand, ...]


class PlanChange(Command, frozen=True):
    """Let a change of the organisation happen later."""

    change: OrganisationCommand
    effective_at: datetime


class DropPlannedChange(Command, frozen=True):
    """Forget a planned change that has not happened yet."""

    id: int


class ApplyPlannedChange(Command, frozen=True):
    """The moment of a planned change has come (a timer asks)."""

    id: int


# Who is it


class SetPassword(Command, frozen=True):
    """Store a new password's hash; `must_change` makes the next sign-in ask for another one."""

    person_id: int
    password_hash: str
    must_change: bool = False
    end_sessions: bool = True


class RecordSignIn(Command, frozen=True):
    """Somebody tried to sign in; the password was checked outside the transaction.

    With `totp_code_step` the second factor's code was right and belongs to that time step; -1: a
    code was given and is wrong; None: none was given. `recovery` is the digest of a recovery code
    that was given instead.
    """

    person_id: int
    is_password_right: bool
    session_id: bytes
    csrf_token: str
    expires_at: datetime
    address: str = ""
    agent: str = ""
    totp_code_step: int | None = None
    recovery: bytes | None = None


class EndSession(Command, frozen=True):
    """Sign out at one browser."""

    session_id: bytes


class SetPreferences(Command, frozen=True):
    """Language and theme of the person who asks."""

    language: str | None = None
    theme: str | None = None


class CreateToken(Command, frozen=True):
    """Keep an API token's digest; its text is shown once by whoever made it."""

    name: str
    digest: bytes
    scopes: tuple[str, ...]
    expires_at: datetime | None = None


class RevokeToken(Command, frozen=True):
    """End a token of the person who asks."""

    id: int


class EnableTotp(Command, frozen=True):
    """Ask for a second factor from now on; `code` shows that the app has the secret."""

    secret: bytes
    """Sealed by the installation's key."""
    code: str
    recovery: tuple[bytes, ...]
    """Digests of the recovery codes."""


class DisableTotp(Command, frozen=True):
    """Ask for no second factor any more: one's own by a code, that of others as administrator."""

    person_id: int
    code: str = ""


class RenewRecoveryCodes(Command, frozen=True):
    """Replace one's recovery codes, proven by a code of the app."""

    code: str
    digests: tuple[bytes, ...]
