"""What can be permitted, who has it over which data, and the one place that decides.

A *permission* names an action, a *scope* how far it reaches over data: `own` (started by me or
mine to handle), `department` (of mine), `department_below` (of mine, or that I head, and below),
`chosen` departments, `all`. Deny is the default. Everybody has `EVERYONE`; heads and deputy heads
have the instances of their department and below (SCENARIOS section 0, "Scope").
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

import msgspec

from dujiang.identity.directory import Directory
from dujiang.identity.model import Grant
from dujiang.kernel.errors import Forbidden

GrantsOf: TypeAlias = Callable[[str], Iterable[Grant]]
"""The grants of a role."""

INTERNAL: Final = "internal"
"""The permission of routes that only follow-ups and the machinery may take."""

ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "work": (
        "session.use", "person.read", "process.start", "item.read", "item.decide", "file.use",
        "instance.withdraw", "instance.comment", "instance.remind", "item.handover",
        "deputy.manage",
    ),
    "data": (
        "instance.read", "instance.search", "instance.cancel", "ledger.read", "ledger.write",
        "ledger.design",
    ),
    "build": (
        "process.read", "process.design", "process.deploy", "rule.design", "connection.manage",
        "connection.networks",
    ),
    "run": (
        "instance.operate", "incident.read", "incident.repair", "message.publish", "job.work",
        "overview.read", "performance.read", "rollout.manage",
    ),
    "admin": (
        "organisation.manage", "permission.read", "permission.manage", "audit.read",
        "system.read", "system.manage",
    ),
}  # fmt: skip
"""Every permission there is, by the subject that it belongs to. Their words: `identity.may.*`."""

CATALOGUE: Final = frozenset(key for group in ACTIONS.values() for key in group)

_OVER_DEPARTMENTS: Final = ("own", "department", "department_below", "chosen", "all")
_OVER_PROCESSES: Final = ("own", "all")

SCOPES_OF: Final[dict[str, tuple[str, ...]]] = {
    "instance.read": _OVER_DEPARTMENTS,
    "instance.search": _OVER_DEPARTMENTS,
    "ledger.read": _OVER_DEPARTMENTS,
    "ledger.write": _OVER_DEPARTMENTS,
    "process.read": _OVER_PROCESSES,
    "process.design": _OVER_PROCESSES,
    "process.deploy": _OVER_PROCESSES,
    "incident.read": _OVER_PROCESSES,
    "incident.repair": _OVER_PROCESSES,
    "instance.operate": _OVER_PROCESSES,
}
"""Which scopes make a difference to a permission; all others are simply had or not."""


NARROWED: Final = frozenset({"job.work"})
"""Permissions that a token may have for one kind of thing alone: `job.work:scan-invoice`."""


def may_code(permission: str) -> str:
    """The code of the words that say what a permission lets one do."""
    return f"identity.may.{permission.replace('.', '_')}"


EVERYONE: Final = "employee"
"""The role that each active person has without being given it."""

ADMINISTRATOR: Final = "admin"
"""The role that never loses what puts permissions right, nor its last holder."""

_P: Final = "process_owner"
_I: Final = "integrator"
_X: Final = "auditor"
_E: Final = "executive"

BUILT_IN_ROLES: Final[dict[str, tuple[str, str]]] = {
    EVERYONE: ("员工", "Employee"),
    _P: ("流程负责人", "Process owner"),
    _I: ("集成人员", "Integrator"),
    ADMINISTRATOR: ("管理员", "Administrator"),
    _X: ("审计", "Auditor"),
    _E: ("高管", "Executive"),
}

_OWN: Final = (
    "session.use", "person.read", "process.start", "instance.read", "instance.search",
    "instance.withdraw", "instance.comment", "instance.remind", "item.read", "item.decide",
    "file.use",
)  # fmt: skip
_BUILD: Final = ("process.read", "process.design", "process.deploy", "rule.design")
_RUN: Final = ("incident.read", "incident.repair", "overview.read", "instance.operate")
_CONNECT: Final = (
    "connection.manage", "ledger.read", "ledger.design", "process.read", "process.design",
    "rule.design", "incident.read", "incident.repair", "overview.read", "rollout.manage",
    "system.read", "job.work",
)  # fmt: skip
_LOOK: Final = ("process.read", "overview.read", "performance.read")
_READ: Final = (*_LOOK, "ledger.read")

_SEE_ALL: Final = (*_READ, "instance.read", "instance.search")

DEFAULT_GRANTS: Final[tuple[Grant, ...]] = (
    *(Grant(role=EVERYONE, permission=p, scope="own") for p in _OWN),
    *(
        Grant(role=_P, permission=p, scope="own")
        for p in dict.fromkeys((*_BUILD, *_RUN, *_LOOK, "rollout.manage", "instance.cancel"))
    ),
    Grant(role=_P, permission="ledger.read", scope="all"),
    *(Grant(role=_I, permission=p, scope="all") for p in _CONNECT),
    *(Grant(role=ADMINISTRATOR, permission=p, scope="all") for p in sorted(CATALOGUE)),
    *(
        Grant(role=_X, permission=p, scope="all")
        for p in (*_SEE_ALL, "audit.read", "permission.read")
    ),
    *(Grant(role=_E, permission=p, scope="all") for p in (*_SEE_ALL, "rollout.manage")),
)
"""What the built-in roles may do on a new installation; changed like any other grant."""

HEADS_MAY: Final = ("instance.read", "instance.search")
"""What heads and deputy heads may over their department and below."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Over which data one permission of one person reaches; the parts add up.

    `owned_processes` matters to scope `own` of process owners: they see all of their processes.
    """

    everything: bool = False
    own: bool = False
    departments: frozenset[int] = frozenset()
    limits: tuple["LimitedReach", ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is reached."""
        return not (self.everything or self.own or self.departments or self.limits)


class LimitedReach(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a reach that counts only for some processes or categories."""

    processes: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    everything: bool = False
    departments: frozenset[int] = frozenset()

    def covers(self, process_key: str, category: str) -> bool:
        """Whether this part speaks of the process."""
        return process_key in self.processes or category in self.categories


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one person may, at one version of the organisation."""

    person_id: int
    permissions: frozenset[str]
    reaches: dict[str, Reach]

    def reach(self, permission: str) -> Reach:
        """Over which data the permission reaches; nothing without the permission."""
        return self.reaches.get(permission, Reach())


def access_of(directory: Directory, person_id: int, grants_of: GrantsOf | None = None) -> Access:
    """What the person may: everybody's role, their roles, and what heads may.

    With `grants_of` another table of grants is tried out in place of the one in force.
    """
    if not directory.is_active(person_id):
        return Access(person_id=person_id, permissions=frozenset(), reaches={})
    reaches: dict[str, Reach] = {}
    for role in (EVERYONE, *directory.roles_of(person_id)):
        for grant in (grants_of or directory.grants)(role):
            known = reaches.get(grant.permission, Reach())
            reaches[grant.permission] = _widened(known, grant, directory, person_id)
    headed = _below(directory, directory.headed(person_id))
    if headed:
        for permission in HEADS_MAY:
            known = reaches.get(permission, Reach())
            reaches[permission] = msgspec.structs.replace(
                known, departments=known.departments | headed
            )
    return Access(person_id=person_id, permissions=frozenset(reaches), reaches=reaches)


def _widened(known: Reach, grant: Grant, directory: Directory, person_id: int) -> Reach:
    departments = departments_reached(grant, directory, person_id)
    processes = frozenset(grant.processes.split())
    categories = frozenset(grant.categories.split())
    if processes or categories:
        limit = LimitedReach(
            processes=processes,
            categories=categories,
            everything=grant.scope == "all",
            departments=departments,
        )
        return msgspec.structs.replace(known, limits=(*known.limits, limit))
    return msgspec.structs.replace(
        known,
        everything=known.everything or grant.scope == "all",
        own=known.own or grant.scope == "own",
        departments=known.departments | departments,
    )


def departments_reached(grant: Grant, directory: Directory, person_id: int) -> frozenset[int]:
    """The departments that a grant means for this very person."""
    mine = directory.departments_of(person_id)
    match grant.scope:
        case "department":
            return frozenset((*mine, *directory.headed(person_id)))
        case "department_below":
            return _below(directory, (*mine, *directory.headed(person_id)))
        case "chosen":
            chosen = (directory.department_by_code(code) for code in grant.departments.split())
            return frozenset(department.id for department in chosen if department)
        case _:
            return frozenset()


def _below(directory: Directory, departments: tuple[int, ...]) -> frozenset[int]:
    return frozenset().union(*(directory.subtree(department) for department in departments))


def require(permissions: frozenset[str], permission: str) -> None:
    """Raise `Forbidden` unless the permission is among those that the actor has.

    `internal` is never among them: routes with it are reached by follow-ups alone.
    """
    if permission not in permissions:
        raise Forbidden("identity.permission.missing", permission=permission)
