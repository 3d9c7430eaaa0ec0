"""Rows about the organisation: departments, people, positions, grades, groups, Excel."""

from typing import Final

from dujiang.api.endpoints import FILE_BODY_BYTES, Endpoint
from dujiang.api.schemas import organisation as org
from dujiang.api.schemas.common import Nothing

_MANAGE: Final = "organisation.manage"

ROWS: Final = (
    Endpoint(
        operation="readOrganisation", method="GET", path="/organisation",
        permission=_MANAGE, tag="organisation",
        says="Departments, positions, grades, groups and planned changes.",
        answers=org.Organisation,
    ),
    Endpoint(
        operation="listStaff", method="GET", path="/organisation/people",
        permission=_MANAGE, tag="organisation",
        says="People of a department, or found by name, login, number or phone.",
        query=org.StaffQuery, answers=org.StaffList,
    ),
    Endpoint(
        operation="readStaff", method="GET", path="/organisation/people/{person_id}",
        permission=_MANAGE, tag="organisation",
        says="A person with everything that can be changed.",
        answers=org.StaffDetail,
    ),
    Endpoint(
        operation="addStaff", method="POST", path="/organisation/people",
        permission=_MANAGE, tag="organisation",
        says="A new person; without a password they cannot sign in yet.",
        takes=org.StaffFields, answers=org.Saved, status=201,
    ),
    Endpoint(
        operation="saveStaff", method="PUT", path="/organisation/people/{person_id}",
        permission=_MANAGE, tag="organisation",
        says="Change a person; number and login stay as they are.",
        takes=org.StaffFields, answers=org.Saved,
    ),
    Endpoint(
        operation="transferStaff", method="POST", path="/organisation/people/{person_id}/transfer",
        permission=_MANAGE, tag="organisation",
        says="Move a person to another department, now or on a day to come.",
        takes=org.Transfer, answers=org.Saved,
    ),
    Endpoint(
        operation="deactivateStaff", method="POST",
        path="/organisation/people/{person_id}/deactivation",
        permission=_MANAGE, tag="organisation",
        says="A person leaves, now or on a day to come: no sign-in, no new items.",
        takes=org.Leaving, answers=org.Saved,
    ),
    Endpoint(
        operation="reactivateStaff", method="POST",
        path="/organisation/people/{person_id}/reactivation",
        permission=_MANAGE, tag="organisation",
        says="A person who had left is back.",
        answers=org.Saved,
    ),
    Endpoint(
        operation="resetPassword", method="POST", path="/organisation/people/{person_id}/password",
        permission=_MANAGE, tag="organisation",
        says="A new password for a person, to be changed at the next sign-in; shown once.",
        answers=org.InitialPassword, is_slow=True,
    ),
    Endpoint(
        operation="resetSecondFactor", method="DELETE",
        path="/organisation/people/{person_id}/second-factor",
        permission=_MANAGE, tag="organisation",
        says="Turn a person's second factor off, after their phone is lost.",
        answers=Nothing,
    ),
    Endpoint(
        operation="addUnit", method="POST", path="/organisation/departments",
        permission=_MANAGE, tag="organisation",
        says="A new department.",
        takes=org.UnitFields, answers=org.Saved, status=201,
    ),
    Endpoint(
        operation="saveUnit", method="PUT", path="/organisation/departments/{department_id}",
        permission=_MANAGE, tag="organisation",
        says="Change a department with its heads; its code stays as it is.",
        takes=org.UnitFields, answers=org.Saved,
    ),
    Endpoint(
        operation="moveUnit", method="POST", path="/organisation/departments/{department_id}/move",
        permission=_MANAGE, tag="organisation",
        says="Hang a department with everything below it elsewhere, now or on a day to come.",
        takes=org.UnitMove, answers=org.Saved,
    ),
    Endpoint(
        operation="closeUnit", method="DELETE", path="/organisation/departments/{department_id}",
        permission=_MANAGE, tag="organisation",
        says="Close an empty department; history keeps its name.",
        answers=Nothing,
    ),
    Endpoint(
        operation="readUnitUses", method="GET",
        path="/organisation/departments/{department_id}/uses",
        permission=_MANAGE, tag="organisation",
        says="The processes that name this department.",
        answers=org.UnitUses,
    ),
    Endpoint(
        operation="savePosition", method="PUT", path="/organisation/positions/{position_key}",
        permission=_MANAGE, tag="organisation",
        says="Add or change a position.",
        takes=org.PostFields, answers=Nothing,
    ),
    Endpoint(
        operation="deletePosition", method="DELETE", path="/organisation/positions/{position_key}",
        permission=_MANAGE, tag="organisation",
        says="Remove a position that nobody has.",
        answers=Nothing,
    ),
    Endpoint(
        operation="saveGrade", method="PUT", path="/organisation/grades/{grade_key}",
        permission=_MANAGE, tag="organisation",
        says="Add or change a grade.",
        takes=org.PostFields, answers=Nothing,
    ),
    Endpoint(
        operation="deleteGrade", method="DELETE", path="/organisation/grades/{grade_key}",
        permission=_MANAGE, tag="organisation",
        says="Remove a grade that nobody has.",
        answers=Nothing,
    ),
    Endpoint(
        operation="saveGroup", method="PUT", path="/organisation/groups/{group_key}",
        permission=_MANAGE, tag="organisation",
        says="Add or change a group with its members.",
        takes=org.GroupFields, answers=Nothing,
    ),
    Endpoint(
        operation="deleteGroup", method="DELETE", path="/organisation/groups/{group_key}",
        permission=_MANAGE, tag="organisation",
        says="Remove a group.",
        answers=Nothing,
    ),
    Endpoint(
        operation="dropPlannedChange", method="DELETE",
        path="/organisation/planned-changes/{change_id}",
        permission=_MANAGE, tag="organisation",
        says="Forget a change that has not happened yet.",
        answers=Nothing,
    ),
    Endpoint(
        operation="exportOrganisation", method="GET", path="/organisation/export.xlsx",
        permission=_MANAGE, tag="organisation",
        says="Departments and people as an Excel file that can be imported again.",
        produces="binary", is_slow=True,
    ),
    Endpoint(
        operation="planImport", method="POST", path="/organisation/import-plans",
        permission=_MANAGE, tag="organisation",
        says="What importing an Excel file would do, every problem by row; changes nothing.",
        answers=org.ImportReport, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="importOrganisation", method="POST", path="/organisation/imports",
        permission=_MANAGE, tag="organisation",
        says="Import an Excel file, as a whole or not at all.",
        answers=org.Imported, status=201, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="readLdap", method="GET", path="/organisation/ldap",
        permission=_MANAGE, tag="organisation",
        says="The directory that people may be imported from, if one is set.",
        answers=org.LdapChoice,
    ),
    Endpoint(
        operation="planLdap", method="POST", path="/organisation/ldap/plans",
        permission=_MANAGE, tag="organisation",
        says="What importing people from the directory would do; changes nothing.",
        answers=org.ImportReport, is_slow=True,
    ),
    Endpoint(
        operation="importLdap", method="POST", path="/organisation/ldap/imports",
        permission=_MANAGE, tag="organisation",
        says="Import people from the directory, as a whole or not at all.",
        answers=org.Imported, status=201,
    ),
)  # fmt: skip
