"""Rows of the organisation, of permissions, and of how people prove who they are.

The organisation is small beside the running data and read everywhere: its keys carry no shard (on
Citus these are reference tables).
"""

from typing import Final

from dujiang.identity.model import (
    ApiToken,
    Company,
    Credential,
    Department,
    DirectoryVersion,
    Grade,
    Grant,
    Group,
    GroupMember,
    Membership,
    Person,
    PlannedChange,
    Position,
    RecoveryCode,
    Role,
    RoleHolder,
    Session,
)
from dujiang.store import AnyTable, Table, Unique

DEPARTMENT: Final = Table(
    "department",
    Department,
    key=("id",),
    indexes={"by_code": ("code",), "by_parent": ("parent_id",)},
    unique=(Unique("code_once", ("code",), "identity.department.code_taken"),),
)
PERSON: Final = Table(
    "person",
    Person,
    key=("id",),
    indexes={
        "by_no": ("no",),
        "by_login": ("login",),
        "by_department": ("department_id",),
        "by_position": ("position",),
        "by_grade": ("grade",),
    },
    unique=(
        Unique("no_once", ("no",), "identity.person.no_taken"),
        Unique("login_once", ("login",), "identity.person.login_taken"),
    ),
)
MEMBERSHIP: Final = Table(
    "membership",
    Membership,
    key=("person_id", "department_id"),
    indexes={
        "by_person": ("person_id",),
        "by_department": ("department_id",),
        "by_position": ("position",),
    },
)
POSITION: Final = Table("position", Position, key=("key",))
GRADE: Final = Table("grade", Grade, key=("key",))
ROLE: Final = Table("role", Role, key=("key",))
ROLE_HOLDER: Final = Table(
    "role_holder",
    RoleHolder,
    key=("role", "person_id"),
    indexes={"by_role": ("role",), "by_person": ("person_id",)},
)
GRANT: Final = Table(
    "role_grant",
    Grant,
    key=("role", "permission", "scope", "processes", "categories"),
    indexes={"by_role": ("role",)},
)
GROUP: Final = Table("people_group", Group, key=("key",))
GROUP_MEMBER: Final = Table(
    "people_group_member",
    GroupMember,
    key=("group", "person_id"),
    indexes={"by_group": ("group",), "by_person": ("person_id",)},
)
CREDENTIAL: Final = Table("credential", Credential, key=("person_id",))
RECOVERY_CODE: Final = Table(
    "recovery_code",
    RecoveryCode,
    key=("person_id", "digest"),
    indexes={"by_person": ("person_id",)},
)
SESSION: Final = Table(
    "session",
    Session,
    key=("id",),
    indexes={"by_person": ("person_id",)},
    secondary={"by_end": ("expires_at",)},
)
API_TOKEN: Final = Table(
    "api_token",
    ApiToken,
    key=("id",),
    indexes={"by_person": ("person_id",), "by_digest": ("digest",)},
    unique=(Unique("digest_once", ("digest",)),),
)
PLANNED_CHANGE: Final = Table(
    "planned_change",
    PlannedChange,
    key=("id",),
    secondary={"by_time": ("state", "effective_at")},
)
COMPANY: Final = Table("company", Company, key=("id",))
DIRECTORY_VERSION: Final = Table("directory_version", DirectoryVersion, key=("id",))

TABLES: Final[tuple[AnyTable, ...]] = (
    DEPARTMENT,
    PERSON,
    MEMBERSHIP,
    POSITION,
    GRADE,
    ROLE,
    ROLE_HOLDER,
    GRANT,
    GROUP,
    GROUP_MEMBER,
    CREDENTIAL,
    RECOVERY_CODE,
    SESSION,
    API_TOKEN,
    PLANNED_CHANGE,
    COMPANY,
    DIRECTORY_VERSION,
)
