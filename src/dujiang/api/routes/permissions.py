"""Roles: what they may do, who has them, and why somebody may something."""

from collections import defaultdict
from typing import Any, Final, cast

from dujiang.api.desk import Call, required_id
from dujiang.api.mentions import who_names
from dujiang.api.rendering import category_name, department_name, local, person
from dujiang.api.routes.staff import person_in_path
from dujiang.api.schemas import permissions as doc
from dujiang.api.schemas.common import Named, Nothing
from dujiang.identity import (
    ACTIONS,
    EVERYONE,
    SCOPES_OF,
    Because,
    DeleteRole,
    Effect,
    GiveRole,
    Grant,
    Role,
    SaveRole,
    SetGrants,
    TakeRole,
    effects_of,
    holders_of,
    may_code,
    reasons_of,
)
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_text

MAX_NAMED: Final = 6
"""Departments and people that a sentence names; of more it says the number."""


def list_roles(call: Call[None, None]) -> doc.RoleChoices:
    """The roles, for choosing one."""
    roles = sorted(call.desk.directory().rows.roles, key=lambda role: role.key)
    return doc.RoleChoices(
        items=[
            doc.RoleChoice(
                key=role.key,
                name=local(role.name, role.name_en, call.language),
                is_built_in=role.is_built_in,
            )
            for role in roles
        ]
    )


def read_permissions(call: Call[None, None]) -> doc.Permissions:
    """What there is to permit, and the roles: the built-in ones first."""
    desk, language = call.desk, call.language
    directory = desk.directory()
    roles = sorted(directory.rows.roles, key=lambda r: (not r.is_built_in, r.key))
    return doc.Permissions(
        actions=[
            doc.Action(
                permission=key,
                name=call.say(may_code(key)),
                group=cast("Any", group),
                scopes=cast("Any", list(SCOPES_OF.get(key, ()))),
            )
            for group, keys in ACTIONS.items()
            for key in keys
        ],
        roles=[_role(call, role) for role in roles],
        processes=[
            doc.ProcessChoice(
                key=process.key,
                name=local(process.name, process.name_en, language),
                category=process.category,
                category_name=category_name(desk.deployments, process, language),
            )
            for process in sorted(desk.deployments.processes().values(), key=lambda p: p.key)
        ],
        departments=[
            Named(id=id_text(one.id), name=department_name(one, language) or one.code)
            for one in sorted(directory.rows.departments, key=lambda d: d.code)
            if one.is_open
        ],
        may_change=call.actor.may("permission.manage"),
    )


def read_role(call: Call[None, None]) -> doc.RoleDetail:
    """A role with everything that hangs on it."""
    role, directory = _in_path(call), call.desk.directory()
    holders = () if role.key == EVERYONE else directory.holders(role.key)
    return doc.RoleDetail(
        role=_role(call, role),
        grants=[_grant(call, grant) for grant in directory.grants(role.key)],
        members=[
            doc.Member(
                person=person(found, directory, call.language),
                skills=sorted(directory.skills(role.key, found.id)),
            )
            for i in holders
            if (found := directory.person(i))
        ],
        uses=[
            doc.RoleUse(
                key=one.process.key,
                name=local(one.process.name, one.process.name_en, call.language),
                steps=[local(name, name_en, call.language) for name, name_en in one.steps],
            )
            for one in who_names(call.desk.deployments, "role", role.key)
        ],
    )


async def save_role(call: Call[None, doc.RoleFields]) -> Nothing:
    """Add a role, or rename it."""
    body = call.body
    await call.submit(
        SaveRole(key=call.path["role_key"], name=body.name.strip(), name_en=body.name_en.strip())
    )
    return Nothing()


async def delete_role(call: Call[None, None]) -> Nothing:
    """Remove a role."""
    await call.submit(DeleteRole(key=call.path["role_key"]))
    return Nothing()


async def save_grants(call: Call[None, doc.NewGrants]) -> Nothing:
    """Replace what a role may do."""
    role = _in_path(call)
    await call.submit(SetGrants(role=role.key, grants=_grants(call, role)))
    return Nothing()


def try_grants(call: Call[None, doc.NewGrants]) -> doc.Effects:
    """What saving would do to real people."""
    role = _in_path(call)
    found = effects_of(call.desk.directory(), role.key, _grants(call, role))
    return doc.Effects(items=[_effect(call, effect) for effect in found])


async def give_role(call: Call[None, doc.Skills]) -> Nothing:
    """Give a role with skills."""
    found = person_in_path(call)
    skills = " ".join(call.body.skills)
    await call.submit(GiveRole(role=call.path["role_key"], person=found.no, skills=skills))
    return Nothing()


async def take_role(call: Call[None, None]) -> Nothing:
    """Take a role away."""
    await call.submit(TakeRole(role=call.path["role_key"], person=person_in_path(call).no))
    return Nothing()


def read_person_access(call: Call[None, None]) -> doc.PersonAccess:
    """Everything that a person may, and why."""
    found, directory = person_in_path(call), call.desk.directory()
    reasons: dict[str, list[Because]] = defaultdict(list)
    for because in reasons_of(directory, found.id):
        reasons[because.permission].append(because)
    return doc.PersonAccess(
        person=person(found, directory, call.language),
        items=[
            doc.WhyAction(
                permission=key,
                name=call.say(may_code(key)),
                group=cast("Any", group),
                reasons=[
                    doc.WhyReason(
                        source=because.source,
                        role_key=because.role,
                        sentence=_why(call, because),
                    )
                    for because in reasons[key]
                ],
            )
            for group, keys in ACTIONS.items()
            for key in keys
            if key in reasons
        ],
    )


def ask_may(call: Call[doc.MayQuery, None]) -> doc.MayAnswer:
    """Yes or no, and why."""
    found, asked = person_in_path(call), call.query
    directory, deployments = call.desk.directory(), call.desk.deployments
    department = directory.department(required_id(asked.department)) if asked.department else None
    process = deployments.processes().get(asked.process)
    reasons = [b for b in reasons_of(directory, found.id) if b.permission == asked.permission]
    covering = [
        because
        for because in reasons
        if because.covers(
            department=department.id if department else None,
            process=process.key if process else "",
            category=process.category if process else "",
        )
    ]
    which = "yes" if covering else ("elsewhere" if reasons else "no")
    params = {
        "person": local(found.name, found.name_en, call.language),
        "action": call.say(may_code(asked.permission)),
    }
    return doc.MayAnswer(
        is_allowed=bool(covering),
        sentence=call.say(f"api.may.{which}", **params),
        reasons=[_why(call, because) for because in covering or reasons],
    )


def _in_path(call: Call[Any, Any]) -> Role:
    key = call.path["role_key"]
    found = next((one for one in call.desk.directory().rows.roles if one.key == key), None)
    if found is None:
        raise NotFound("identity.role.unknown", role=key)
    return found


def _role(call: Call[Any, Any], role: Role) -> doc.RoleRow:
    return doc.RoleRow(
        key=role.key,
        name=local(role.name, role.name_en, call.language),
        name_zh=role.name,
        name_en=role.name_en,
        is_built_in=role.is_built_in,
        member_count=len(holders_of(call.desk.directory(), role.key)),
    )


def _grant(call: Call[Any, Any], grant: Grant) -> doc.GrantView:
    directory = call.desk.directory()
    chosen = (directory.department_by_code(code) for code in grant.departments.split())
    return doc.GrantView(
        permission=grant.permission,
        scope=cast("doc.Scope", grant.scope),
        processes=grant.processes.split(),
        categories=grant.categories.split(),
        department_ids=[id_text(one.id) for one in chosen if one],
    )


def _grants(call: Call[None, doc.NewGrants], role: Role) -> tuple[Grant, ...]:
    directory = call.desk.directory()
    found = []
    for grant in call.body.grants:
        chosen = [directory.department(required_id(text)) for text in grant.department_ids]
        found.append(
            Grant(
                role=role.key,
                permission=grant.permission,
                scope=grant.scope,
                processes=" ".join(sorted(grant.processes)),
                categories=" ".join(sorted(grant.categories)),
                departments=" ".join(sorted(one.code for one in chosen if one)),
            )
        )
    return tuple(dict.fromkeys(found))


def _effect(call: Call[Any, Any], effect: Effect) -> doc.Effect:
    directory = call.desk.directory()
    departments = _names(call, effect.departments)
    params = {
        "count": len(effect.people),
        "action": call.say(may_code(effect.permission)),
    }
    people = (directory.person(i) for i in effect.people[:MAX_NAMED])
    return doc.Effect(
        kind=effect.kind,
        permission=effect.permission,
        sentence=call.say(f"api.effect.{effect.kind}", **params),
        departments=departments,
        people=[person(found, directory, call.language) for found in people if found],
        people_count=len(effect.people),
    )


def _why(call: Call[Any, Any], because: Because) -> str:
    """Such as: 角色“财务审核”：本部门及下级（成本组、资金组），只限 费用报销."""
    directory = call.desk.directory()
    role = next((one for one in directory.rows.roles if one.key == because.role), None)
    name = local(role.name, role.name_en, call.language) if role else because.role
    source = call.say(f"api.because.{because.source}", role=name)
    if because.permission not in SCOPES_OF:
        return source
    scope = call.say(f"api.scope.{because.scope}")
    if because.departments:
        named = call.say("api.scope.named", scope=scope, departments=_list(call, because))
        scope = named
    if because.processes or because.categories:
        processes = call.desk.deployments.processes()
        named_processes = [
            local(processes[key].name, processes[key].name_en, call.language)
            if key in processes
            else key
            for key in because.processes
        ]
        between = "、" if call.language == "zh-CN" else ", "
        limit = between.join((*named_processes, *because.categories))
        scope = call.say("api.scope.limited", scope=scope, processes=limit)
    return call.say("api.because.scoped", source=source, scope=scope)


def _list(call: Call[Any, Any], because: Because) -> str:
    names = _names(call, because.departments)
    between = "、" if call.language == "zh-CN" else ", "
    shown = between.join(names[:MAX_NAMED])
    if len(names) <= MAX_NAMED:
        return shown
    return call.say("api.scope.and_more", names=shown, count=len(names))


def _names(call: Call[Any, Any], departments: frozenset[int]) -> list[str]:
    directory = call.desk.directory()
    found = [one for i in departments if (one := directory.department(i)) and one.is_open]
    found.sort(key=lambda one: one.code)
    return [name for one in found if (name := department_name(one, call.language))]


HANDLERS: Final = {
    "listRoles": list_roles,
    "readPermissions": read_permissions,
    "readRole": read_role,
    "saveRole": save_role,
    "deleteRole": delete_role,
    "saveGrants": save_grants,
    "tryGrants": try_grants,
    "giveRole": give_role,
    "takeRole": take_role,
    "readPersonAccess": read_person_access,
    "askMay": ask_may,
}
