"""The organisation from outside: as an Excel file, and people from an LDAP directory."""

from collections.abc import Sequence
from typing import Any, Final

from starlette.responses import Response

from dujiang.api.desk import Call
from dujiang.api.problems import field_problem
from dujiang.api.routes.files import uploaded
from dujiang.api.schemas import organisation as org
from dujiang.identity import (
    AppointHeads,
    GiveRole,
    ImportOrganisation,
    ImportPlan,
    OrganisationCommand,
    SaveDepartment,
    SavePerson,
    TakeRole,
    export_organisation,
    plan_import,
)
from dujiang.identity.ldap import LdapSettings, plan_ldap
from dujiang.kernel.errors import InvalidInput, NotFound

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_SHOWN: Final = 500
"""Problems and changes that a report lists; their counts are complete."""


def export_all(call: Call[None, None]) -> Response:
    """Departments and people as a file."""
    content = export_organisation(call.desk.directory())
    on = call.at.astimezone(call.desk.zone).date().isoformat()
    headers = {
        "content-disposition": f'attachment; filename="organisation-{on}.xlsx"',
        "cache-control": "no-store",
    }
    return Response(content, media_type=XLSX, headers=headers)


async def plan(call: Call[None, None]) -> org.ImportReport:
    """What an import would do; changes nothing."""
    _, content = await uploaded(call)
    found = await call.question(lambda _: plan_import(content, call.desk.directory()))
    return _report(call, found)


def read_ldap(call: Call[None, None]) -> org.LdapChoice:
    """The directory, without its password."""
    ldap = call.desk.ldap
    if ldap is None:
        return org.LdapChoice(directory=None)
    return org.LdapChoice(
        directory=org.LdapView(
            url=ldap.url, base_dn=ldap.base_dn, filter=ldap.filter, attributes=ldap.attributes
        )
    )


def plan_from_ldap(call: Call[None, None]) -> org.ImportReport:
    """What importing people would do; changes nothing."""
    found = plan_ldap(_ldap(call), call.desk.directory())
    return _report(call, found.plan, found.missing)


async def import_from_ldap(call: Call[None, None]) -> org.Imported:
    """Carry it out, as a whole; the directory is read anew."""
    found = await call.question(lambda _: plan_ldap(_ldap(call), call.desk.directory()))
    return await _import(call, found.plan)


def _ldap(call: Call[Any, Any]) -> LdapSettings:
    if call.desk.ldap is None:
        raise NotFound("identity.ldap.not_set")
    return call.desk.ldap


def _report(
    call: Call[Any, Any], found: ImportPlan, missing: Sequence[str] = ()
) -> org.ImportReport:
    changes = [change for one in found.proposed for change in _changes(call, one)]
    return org.ImportReport(
        is_fine=found.is_fine,
        new_count=found.new_count,
        changed_count=found.changed_count,
        same_count=found.same_count,
        problems=[
            org.ImportProblem(
                sheet=one.sheet,
                row=one.row,
                column=one.column,
                entry=one.entry,
                problem=field_problem(one.problem, words=call.desk.words, language=call.language),
            )
            for one in found.problems[:MAX_SHOWN]
        ],
        problem_count=len(found.problems),
        changes=changes[:MAX_SHOWN],
        change_count=len(changes),
        missing=list(missing[:MAX_SHOWN]),
        missing_count=len(missing),
    )


async def import_all(call: Call[None, None]) -> org.Imported:
    """Carry it out, as a whole; what the organisation has become meanwhile is looked at anew."""
    _, content = await uploaded(call)
    found = await call.question(lambda _: plan_import(content, call.desk.directory()))
    return await _import(call, found)


async def _import(call: Call[Any, Any], found: ImportPlan) -> org.Imported:
    if not found.is_fine:
        problems = tuple(one.problem for one in found.problems[:MAX_SHOWN])
        raise InvalidInput(
            "identity.import.has_problems", problems=problems, count=len(found.problems)
        )
    if found.commands:
        await call.submit(ImportOrganisation(changes=found.commands))
    return org.Imported(change_count=len(found.commands))


def _changes(call: Call[Any, Any], command: OrganisationCommand) -> list[org.ImportChange]:
    directory = call.desk.directory()
    match command:
        case SaveDepartment(code=code, name=name):
            is_new = directory.department_by_code(code) is None
            which = "department_new" if is_new else "department_changed"
            said = call.say(f"api.import.{which}", code=code, name=name)
            return [org.ImportChange(kind="new" if is_new else "changed", text=said)]
        case SavePerson(no=no, name=name, department=department):
            is_new = directory.person_by_no(no) is None
            which = "person_new" if is_new else "person_changed"
            said = call.say(f"api.import.{which}", no=no, name=name, department=department)
            return [org.ImportChange(kind="new" if is_new else "changed", text=said)]
        case AppointHeads(department=code, head=head, deputy_head=deputy):
            if _has_heads(call, code, head, deputy):
                return []
            nobody = call.say("api.change.nobody")
            params = {"department": code, "head": head or nobody, "deputy": deputy or nobody}
            return [org.ImportChange(kind="head", text=call.say("api.import.heads", **params))]
        case GiveRole(role=role, person=no):
            said = call.say("api.import.role_given", role=role, no=no)
            return [org.ImportChange(kind="role", text=said)]
        case TakeRole(role=role, person=no):
            said = call.say("api.import.role_taken", role=role, no=no)
            return [org.ImportChange(kind="role", text=said)]
        case _:
            return []


def _has_heads(call: Call[Any, Any], code: str, head: str | None, deputy: str | None) -> bool:
    directory = call.desk.directory()
    known = directory.department_by_code(code)
    if known is None:
        return head is None and deputy is None
    present = directory.person(known.head_id), directory.person(known.deputy_head_id)
    return tuple(one.no if one else None for one in present) == (head, deputy)


HANDLERS: Final = {
    "exportOrganisation": export_all,
    "planImport": plan,
    "importOrganisation": import_all,
    "readLdap": read_ldap,
    "planLdap": plan_from_ldap,
    "importLdap": import_from_ldap,
}
