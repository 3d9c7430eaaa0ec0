"""Who works here: departments, people, positions, grades, roles and groups, as frozen values.

Each value is also the row that is stored. Ids are int8; codes, keys, logins and employee numbers
are what people type, unique each in their kind.
"""

from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import msgspec

Scope: TypeAlias = Literal["own", "department", "department_below", "chosen", "all"]
"""How far a permission reaches over data; see `dujiang.identity.permissions`."""

MAX_TREE_DEPTH: Final = 30
"""Departments below one another; deeper is refused."""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the organisation's tree. `sort` orders siblings; no parent means the top."""

    id: int
    code: str
    name: str
    name_en: str = ""
    parent_id: int | None = None
    head_id: int | None = None
    deputy_head_id: int | None = None
    cost_centre: str = ""
    calendar: str = ""
    """Key of the working calendar of its people; empty takes the parent's."""
    sort: int = 0
    is_open: bool = True


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a login. `superior_id` wins over the head of the department when it is set."""

    id: int
    no: str
    login: str
    name: str
    department_id: int
    name_en: str = ""
    position: str = ""
    grade: str = ""
    email: str = ""
    mobile: str = ""
    superior_id: int | None = None
    joined_on: date | None = None
    first_work_on: date | None = None
    left_on: date | None = None
    is_active: bool = True
    language: str = "zh-CN"
    theme: str = "system"


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """A further department of a person, beside the one in `Person.department_id`."""

    person_id: int
    department_id: int
    position: str = ""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A post such as 会计. People name it by its key; a key is its Chinese name in most houses."""

    key: str
    name: str
    name_en: str = ""
    sort: int = 0


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A rank such as P4; `rank` orders them, higher is more senior."""

    key: str
    name: str
    rank: int = 0


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is for, across departments. `is_built_in` roles cannot be deleted."""

    key: str
    name: str
    name_en: str = ""
    is_built_in: bool = False


class RoleHolder(msgspec.Struct, frozen=True, kw_only=True):
    """A person has a role; `skills` are words with a space between, such as `ELEC MECH`."""

    role: str
    person_id: int
    skills: str = ""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role may do something, over which data.

    `processes` limits it to process keys, `categories` to process categories, `departments` are
    the chosen ones of scope `chosen`: words with a space between; empty means no limit.
    """

    role: str
    permission: str
    scope: str
    processes: str = ""
    categories: str = ""
    departments: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A set of people by name, such as a project team."""

    key: str
    name: str
    name_en: str = ""


class GroupMember(msgspec.Struct, frozen=True, kw_only=True):
    """A person is in a group."""

    group: str
    person_id: int


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """How a person proves who they are. `password` is an argon2 hash.

    `totp_secret` is sealed by the installation's key; `totp_step` is the last time step that was
    used, so that a code works once.
    """

    person_id: int
    password: str
    changed_at: datetime
    must_change: bool = False
    failures: int = 0
    locked_until: datetime | None = None
    totp_secret: bytes | None = None
    totp_step: int = 0


class RecoveryCode(msgspec.Struct, frozen=True, kw_only=True):
    """Stands in once for the second factor; `digest` is the SHA-256 of 80 random bits."""

    person_id: int
    digest: bytes


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is signed in at one browser. `id` is a hash: the cookie's text is stored nowhere."""

    id: bytes
    person_id: int
    csrf_token: str
    opened_at: datetime
    expires_at: datetime
    address: str = ""
    agent: str = ""
    is_external: bool = False
    """Opened by a provider: a password that must be changed does not matter to it."""


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A program acts for a person within `scopes` (permissions with a space between)."""

    id: int
    person_id: int
    name: str
    digest: bytes
    scopes: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class PlannedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the organisation that takes effect later: an encoded command and its day."""

    id: int
    effective_at: datetime
    kind: str
    command: bytes
    planned_by: int | None
    planned_at: datetime
    state: str = "planned"
    """planned, applied, dropped, failed"""
    failure: str = ""


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """Whose installation this is: the one row with the name beside the mark."""

    id: int
    name: str
    name_en: str = ""


class DirectoryVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The one row that every change of the organisation counts up."""

    id: int
    version: int
