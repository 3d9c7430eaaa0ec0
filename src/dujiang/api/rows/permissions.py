"""Rows about roles and permissions."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import permissions
from dujiang.api.schemas.common import Nothing

_READ: Final = "permission.read"
_MANAGE: Final = "permission.manage"

ROWS: Final = (
    Endpoint(
        operation="listRoles", method="GET", path="/roles",
        permission="person.read", tag="permissions",
        says="The roles, for choosing one.",
        answers=permissions.RoleChoices,
    ),
    Endpoint(
        operation="readPermissions", method="GET", path="/permissions",
        permission=_READ, tag="permissions",
        says="What there is to permit, and the roles.",
        answers=permissions.Permissions,
    ),
    Endpoint(
        operation="readRole", method="GET", path="/roles/{role_key}",
        permission=_READ, tag="permissions",
        says="A role: what it may do, who has it, which processes name it.",
        answers=permissions.RoleDetail,
    ),
    Endpoint(
        operation="saveRole", method="PUT", path="/roles/{role_key}",
        permission=_MANAGE, tag="permissions",
        says="Add a role, or rename it.",
        takes=permissions.RoleFields, answers=Nothing,
    ),
    Endpoint(
        operation="deleteRole", method="DELETE", path="/roles/{role_key}",
        permission=_MANAGE, tag="permissions",
        says="Remove a role; built-in ones stay.",
        answers=Nothing,
    ),
    Endpoint(
        operation="saveGrants", method="PUT", path="/roles/{role_key}/grants",
        permission=_MANAGE, tag="permissions",
        says="Replace what a role may do.",
        takes=permissions.NewGrants, answers=Nothing,
    ),
    Endpoint(
        operation="tryGrants", method="POST", path="/roles/{role_key}/effects",
        permission=_READ, tag="permissions",
        says="What saving these grants would do to real people; changes nothing.",
        takes=permissions.NewGrants, answers=permissions.Effects,
    ),
    Endpoint(
        operation="giveRole", method="PUT", path="/roles/{role_key}/members/{person_id}",
        permission=_MANAGE, tag="permissions",
        says="Give a person a role, or change the skills they bring to it.",
        takes=permissions.Skills, answers=Nothing,
    ),
    Endpoint(
        operation="takeRole", method="DELETE", path="/roles/{role_key}/members/{person_id}",
        permission=_MANAGE, tag="permissions",
        says="Take a role from a person.",
        answers=Nothing,
    ),
    Endpoint(
        operation="readPersonAccess", method="GET", path="/people/{person_id}/access",
        permission=_READ, tag="permissions",
        says="Everything that a person may, and why.",
        answers=permissions.PersonAccess,
    ),
    Endpoint(
        operation="askMay", method="GET", path="/people/{person_id}/may",
        permission=_READ, tag="permissions",
        says="Whether a person may something with certain data, and why.",
        query=permissions.MayQuery, answers=permissions.MayAnswer,
    ),
)  # fmt: skip
