"""What can be permitted, who has it over which data, and the one place that decides.

A *permission* names an action, a *scope* how far it reaches over data: `own` (started by me or
mine to handle), `department` (of mine), `department_below` (of mine, or that I head, and below),
`chosen` departments, `all`. Deny is the default. Everybody has `EVERYONE`; heads and deputy heads
have the instances of their department and below (SCENARIOS section 0, "Scope").
"""

from typing import Final

import msgspec

from dujiang.identity.directory import Directory
from dujiang.identity.model import Grant
from dujiang.kernel.errors import Forbidden

INTERNAL: Final = "internal"
"""The permission of routes that only follow-ups and the machinery may take."""

CATALOGUE: Final[dict[str, str]] = {
    "session.use": "Sign out, choose language and theme, keep own tokens and deputies",
    "person.read": "Look people and departments up",
    "process.start": "Start the processes that are open to oneself",
    "instance.read": "See instances",
    "instance.search": "Search all instances that one may see",
    "instance.withdraw": "Take back what one started",
    "instance.cancel": "End instances with a reason",
    "instance.comment": "Discuss instances",
    "instance.remind": "Remind those who are awaited",
    "instance.operate": "Suspend, move, edit, migrate running instances",
    "item.read": "See one's own to-do list",
    "item.decide": "Act on one's own items",
    "item.handover": "Move a person's work to others",
    "deputy.manage": "Set deputies and absences of others",
    "file.use": "Upload and read files of what one may see",
    "process.read": "See process definitions",
    "process.design": "Draw processes and forms",
    "process.deploy": "Put a version into force",
    "rule.design": "Edit decision tables",
    "connection.manage": "Edit connections",
    "message.publish": "Send messages and signals to processes",
    "ledger.read": "See ledgers",
    "ledger.write": "Change ledger rows by hand",
    "ledger.design": "Define ledgers",
    "incident.read": "See incidents",
    "incident.repair": "Retry and resolve incidents",
    "overview.read": "See the live overview",
    "performance.read": "See the efficiency board",
    "rollout.manage": "Run the implementation project",
    "organisation.manage": "Change departments, people, roles and groups",
    "permission.manage": "Change what roles may do",
    "audit.read": "Read the audit trail",
    "system.manage": "Calendars, channels, backups, settings",
    "system.read": "See the system's settings",
}
"""Every permission there is, and what it lets one do."""

EVERYONE: Final = "employee"
"""The role that each active person has without being given it."""

_P: Final = "process_owner"
_I: Final = "integrator"
_D: Final = "admin"
_X: Final = "auditor"
_E: Final = "executive"

BUILT_IN_ROLES: Final[dict[str, tuple[str, str]]] = {
    EVERYONE: ("员工", "Employee"),
    _P: ("流程负责人", "Process owner"),
    _I: ("集成人员", "Integrator"),
    _D: ("管理员", "Administrator"),
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
    "system.read",
)  # fmt: skip
_READ: Final = ("process.read", "overview.read", "performance.read", "ledger.read")

DEFAULT_GRANTS: Final[tuple[Grant, ...]] = (
    *(Grant(role=EVERYONE, permission=p, scope="own") for p in _OWN),
    *(
        Grant(role=_P, permission=p, scope="own")
        for p in dict.fromkeys((*_BUILD, *_RUN, *_READ, "rollout.manage", "instance.cancel"))
    ),
    *(Grant(role=_I, permission=p, scope="all") for p in _CONNECT),
    *(Grant(role=_D, permission=p, scope="all") for p in CATALOGUE),
    *(
        Grant(role=role, permission=p, scope="all")
        for role in (_X, _E)
        for p in (*_READ, "instance.read", "instance.search", "audit.read", "rollout.manage")
        if (role, p) not in {(_X, "rollout.manage"), (_E, "audit.read")}
    ),
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


def access_of(directory: Directory, person_id: int) -> Access:
    """What the person may: everybody's role, their roles, and what heads may."""
    if not directory.is_active(person_id):
        return Access(person_id=person_id, permissions=frozenset(), reaches={})
    reaches: dict[str, Reach] = {}
    for role in (EVERYONE, *directory.roles_of(person_id)):
        for grant in directory.grants(role):
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
    departments = _departments(grant, directory, person_id)
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


def _departments(grant: Grant, directory: Directory, person_id: int) -> frozenset[int]:
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
