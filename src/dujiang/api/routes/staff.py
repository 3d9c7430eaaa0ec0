"""People as administrators see and change them."""

from datetime import date, datetime, time
from secrets import token_urlsafe
from typing import Any, Final

from dujiang.api.desk import Call, required_id
from dujiang.api.paging import id_of_cursor, next_cursor
from dujiang.api.planning import planned_changes
from dujiang.api.rendering import (
    department_name,
    local,
    person_by_id,
    position_name,
)
from dujiang.api.schemas import organisation as org
from dujiang.api.schemas.common import Nothing
from dujiang.approvals import PresenceNow
from dujiang.identity import (
    DeactivatePerson,
    Department,
    Directory,
    FurtherDepartment,
    OrganisationCommand,
    Person,
    PlanChange,
    ReactivatePerson,
    SavePerson,
    TransferPerson,
)
from dujiang.kernel.errors import Conflict, NotFound
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.store import Reader

PASSWORD_BYTES: Final = 9
"""Random bytes of a first password: twelve letters, digits and dashes."""


def list_staff(call: Call[org.StaffQuery, None]) -> org.StaffList:
    """People of a department, or found by a search, in the order of their numbers."""
    asked, directory = call.query, call.desk.directory()
    found = [one for one in directory.people() if one.is_active != asked.left]
    if asked.department:
        top = required_id(asked.department)
        inside = directory.subtree(top) if asked.below or asked.q else frozenset((top,))
        found = [one for one in found if not inside.isdisjoint(directory.departments_of(one.id))]
    if asked.q.strip():
        found = [one for one in found if _fits(one, asked.q.strip().lower())]
    found.sort(key=lambda one: one.no)
    start = id_of_cursor(asked.cursor)
    page = found[start : start + asked.limit]
    with call.desk.read() as reader:
        items = [_staff(call, one, reader) for one in page]
    end = start + asked.limit
    cursor = next_cursor([end] * (asked.limit + 1), asked.limit, lambda at: at)
    return org.StaffList(
        items=items, total=len(found), next_cursor=cursor if end < len(found) else None
    )


def read_staff(call: Call[None, None]) -> org.StaffDetail:
    """Everything about a person."""
    directory = call.desk.directory()
    found = person_in_path(call)
    credential = call.desk.identity.find_credential(found.id)
    calendar = call.desk.deployments.calendars().get(directory.calendar_of(found.id) or "STD")
    with call.desk.read() as reader:
        staff = _staff(call, found, reader)
        open_count = call.desk.people_work.lists.count_open(reader, found.id)
    return org.StaffDetail(
        person=staff,
        name_en=found.name_en,
        position_key=found.position,
        grade_key=found.grade,
        email=found.email,
        mobile=found.mobile,
        superior=person_by_id(found.superior_id, directory, call.language),
        reports_to=person_by_id(directory.superior(found.id), directory, call.language),
        calendar=local(calendar.name, calendar.name_en, call.language) if calendar else "",
        joined_on=_day(found.joined_on),
        first_work_on=_day(found.first_work_on),
        left_on=_day(found.left_on),
        further=_further(call, found, directory),
        roles=_roles(call, found, directory),
        groups=[
            local(group.name, group.name_en, call.language)
            for group in directory.rows.groups
            if group.key in directory.groups_of(found.id)
        ],
        open_count=open_count,
        planned=[one for one in planned_changes(call) if one.person_id == id_text(found.id)],
        has_second_factor=credential is not None and credential.totp_secret is not None,
        has_password=credential is not None,
    )


async def add_staff(call: Call[None, org.StaffFields]) -> org.Saved:
    """A new person; a number that is taken is refused."""
    directory = call.desk.directory()
    if directory.person_by_no(call.body.no) is not None:
        raise Conflict("identity.person.no_taken")
    answer = await call.submit(_saving(call, call.body.no))
    return org.Saved(id=id_text(answer["personId"]), planned_id=None)


async def save_staff(call: Call[None, org.StaffFields]) -> org.Saved:
    """Change a person; who they are by number stays."""
    found = person_in_path(call)
    await call.submit(_saving(call, found.no))
    return org.Saved(id=id_text(found.id), planned_id=None)


async def transfer_staff(call: Call[None, org.Transfer]) -> org.Saved:
    """Move a person, now or on a day to come."""
    found, body = person_in_path(call), call.body
    superior = _person_no(call, body.superior_id)
    change = TransferPerson(
        no=found.no,
        department=department_by_text(call, body.department_id).code,
        position=body.position,
        grade=body.grade,
        superior=superior,
    )
    return await changed(call, found.id, change, body.effective_on)


async def deactivate_staff(call: Call[None, org.Leaving]) -> org.Saved:
    """Let a person leave, now or on a day to come."""
    found, body = person_in_path(call), call.body
    if found.id == call.person_id:
        raise Conflict("identity.person.is_oneself")
    change = DeactivatePerson(no=found.no, left_on=body.last_on)
    saved = await changed(call, found.id, change, body.effective_on)
    call.desk.remembered.forget_person(found.id)
    return saved


async def reactivate_staff(call: Call[None, None]) -> org.Saved:
    """Let a person be back."""
    found = person_in_path(call)
    await call.submit(ReactivatePerson(no=found.no))
    return org.Saved(id=id_text(found.id), planned_id=None)


def reset_password(call: Call[None, None]) -> org.InitialPassword:
    """A password that works once: the next sign-in asks for another one."""
    found = person_in_path(call)
    if not found.is_active:
        raise Conflict("identity.person.has_left", name=found.name)
    password = token_urlsafe(PASSWORD_BYTES)
    call.desk.authenticator.set_password(found.id, password, must_change=True)
    call.desk.remembered.forget_person(found.id)
    return org.InitialPassword(login=found.login, password=password)


def reset_second_factor(call: Call[None, None]) -> Nothing:
    """Turn it off for somebody whose phone is lost; one's own is turned off by a code."""
    call.desk.authenticator.disable_totp(call.actor, person_in_path(call).id)
    return Nothing()


# For the other files about the organisation


def person_in_path(call: Call[Any, Any]) -> Person:
    """The person that the path names."""
    found = call.desk.directory().person(call.id("person_id"))
    if found is None:
        raise NotFound("api.id.unknown", id=call.path["person_id"])
    return found


def department_by_text(call: Call[Any, Any], text: str) -> Department:
    """The department behind an id."""
    found = call.desk.directory().department(required_id(text))
    if found is None:
        raise NotFound("api.id.unknown", id=text)
    return found


async def changed(
    call: Call[Any, Any], identifier: int, change: OrganisationCommand, on: date | None
) -> org.Saved:
    """Make a change now, or plan it for the beginning of a day to come."""
    if on is None or on <= call.at.astimezone(call.desk.zone).date():
        await call.submit(change)
        return org.Saved(id=id_text(identifier), planned_id=None)
    at = datetime.combine(on, time(), tzinfo=call.desk.zone).astimezone(call.at.tzinfo)
    answer = await call.submit(PlanChange(change=change, effective_at=at))
    return org.Saved(id=id_text(identifier), planned_id=id_text(answer["plannedChangeId"]))


def _saving(call: Call[None, org.StaffFields], no: str) -> SavePerson:
    body = call.body
    return SavePerson(
        no=no,
        name=body.name.strip(),
        department=department_by_text(call, body.department_id).code,
        login=body.login.lower(),
        name_en=body.name_en.strip(),
        position=body.position,
        grade=body.grade,
        email=body.email.strip(),
        mobile=body.mobile.strip(),
        superior=_person_no(call, body.superior_id) or "",
        joined_on=body.joined_on,
        first_work_on=body.first_work_on,
        further=tuple(
            FurtherDepartment(
                department=department_by_text(call, one.department_id).code, position=one.position
            )
            for one in body.further
        ),
    )


def _person_no(call: Call[Any, Any], text: str | None) -> str | None:
    if not text:
        return None
    identifier = id_from_text(text)
    found = call.desk.directory().person(identifier)
    if found is None:
        raise NotFound("api.id.unknown", id=text)
    return found.no


def _fits(one: Person, text: str) -> bool:
    fields = (one.name, one.name_en, one.login, one.no, one.mobile, one.email)
    return any(text in field.lower() for field in fields)


def _staff(call: Call[Any, Any], found: Person, reader: Reader) -> org.Staff:
    directory, language = call.desk.directory(), call.language
    departments = [directory.department(i) for i in directory.departments_of(found.id)]
    headed = [directory.department(i) for i in directory.headed(found.id)]
    return org.Staff(
        id=id_text(found.id),
        no=found.no,
        login=found.login,
        name=local(found.name, found.name_en, language),
        name_zh=found.name,
        department_id=id_text(found.department_id),
        departments=[name for one in departments if (name := department_name(one, language))],
        position=position_name(found, directory, language),
        grade=found.grade,
        head_of=_named([d for d in headed if d and d.head_id == found.id], language),
        deputy_head_of=_named([d for d in headed if d and d.deputy_head_id == found.id], language),
        away_until=PresenceNow(reader, call.at).away_until(found.id),
        is_active=found.is_active,
    )


def _named(departments: list[Department], language: Any) -> list[str]:  # noqa: ANN401 - a Language
    return [name for one in departments if (name := department_name(one, language))]


def _further(call: Call[Any, Any], found: Person, directory: Directory) -> list[org.Further]:
    return [
        org.Further(
            department_id=id_text(one.department_id),
            name=department_name(directory.department(one.department_id), call.language) or "",
            position=one.position,
        )
        for one in directory.rows.memberships
        if one.person_id == found.id
    ]


def _roles(call: Call[Any, Any], found: Person, directory: Directory) -> list[org.RoleHeld]:
    mine = set(directory.roles_of(found.id))
    return [
        org.RoleHeld(
            key=role.key,
            name=local(role.name, role.name_en, call.language),
            skills=sorted(directory.skills(role.key, found.id)),
        )
        for role in directory.rows.roles
        if role.key in mine
    ]


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


HANDLERS: Final = {
    "listStaff": list_staff,
    "readStaff": read_staff,
    "addStaff": add_staff,
    "saveStaff": save_staff,
    "transferStaff": transfer_staff,
    "deactivateStaff": deactivate_staff,
    "reactivateStaff": reactivate_staff,
    "resetPassword": reset_password,
    "resetSecondFactor": reset_second_factor,
}
