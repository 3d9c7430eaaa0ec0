"""Roles, what they may do over which data, and why somebody may something."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import In, Line, Named, Out, Person

Scope = Literal["own", "department", "department_below", "chosen", "all"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^\S+$")]


class RoleChoice(Out, frozen=True):
    """A role to choose."""

    key: str
    name: str
    is_built_in: bool


class RoleChoices(Out, frozen=True):
    """All roles."""

    items: list[RoleChoice]


class Action(Out, frozen=True):
    """Something that can be permitted. With no scopes it is simply had or not."""

    permission: str
    name: str
    group: Literal["work", "data", "build", "run", "admin"]
    scopes: list[Scope]


class RoleRow(Out, frozen=True):
    """A role in the list."""

    key: str
    name: str
    name_zh: str
    name_en: str
    is_built_in: bool
    member_count: int


class ProcessChoice(Out, frozen=True):
    """A process that a grant may be limited to."""

    key: str
    name: str
    category: str
    category_name: str


class Permissions(Out, frozen=True):
    """What there is to permit, and the roles."""

    actions: list[Action]
    roles: list[RoleRow]
    processes: list[ProcessChoice]
    departments: list[Named]
    may_change: bool


class GrantView(Out, frozen=True):
    """A role may do something. Departments by id; no processes and categories: all of them."""

    permission: str
    scope: Scope
    processes: list[str]
    categories: list[str]
    department_ids: list[str]


class Member(Out, frozen=True):
    """A person who has the role."""

    person: Person
    skills: list[str]


class RoleUse(Out, frozen=True):
    """A process whose model names the role."""

    key: str
    name: str
    steps: list[str]


class RoleDetail(Out, frozen=True):
    """A role with everything that hangs on it. Of everybody's role no members are listed."""

    role: RoleRow
    grants: list[GrantView]
    members: list[Member]
    uses: list[RoleUse]


class RoleFields(In, frozen=True):
    """A role's names."""

    name: Name
    name_en: Line = ""


class NewGrant(In, frozen=True):
    """A grant as it shall be."""

    permission: Line
    scope: Scope
    processes: Annotated[list[Word], msgspec.Meta(max_length=200)] = msgspec.field(
        default_factory=list
    )
    categories: Annotated[list[Word], msgspec.Meta(max_length=50)] = msgspec.field(
        default_factory=list
    )
    department_ids: Annotated[list[str], msgspec.Meta(max_length=500)] = msgspec.field(
        default_factory=list
    )


class NewGrants(In, frozen=True):
    """Everything that the role may do from now on."""

    grants: Annotated[list[NewGrant], msgspec.Meta(max_length=500)]


class Effect(Out, frozen=True):
    """What a change does to real people, as a sentence with some of them."""

    kind: Literal["gained", "lost", "wider", "narrower"]
    permission: str
    sentence: str
    departments: list[str]
    people: list[Person]
    people_count: int


class Effects(Out, frozen=True):
    """What saving would do; nothing for no one when it is empty."""

    items: list[Effect]


class Skills(In, frozen=True):
    """What a person brings to the role."""

    skills: Annotated[list[Word], msgspec.Meta(max_length=30)] = msgspec.field(default_factory=list)


class WhyReason(Out, frozen=True):
    """One reason for a permission."""

    source: Literal["everyone", "role", "head"]
    role_key: str
    sentence: str


class WhyAction(Out, frozen=True):
    """Something that a person may do, and why."""

    permission: str
    name: str
    group: Literal["work", "data", "build", "run", "admin"]
    reasons: list[WhyReason]


class PersonAccess(Out, frozen=True):
    """Everything that a person may."""

    person: Person
    items: list[WhyAction]


class MayQuery(In, frozen=True):
    """May the person do this with the data of that department and process?"""

    permission: Line
    department: Line = ""
    process: Line = ""


class MayAnswer(Out, frozen=True):
    """Yes or no, and why."""

    is_allowed: bool
    sentence: str
    reasons: list[str]
