"""Which command is served by whom, and who may ask for it."""

from typing import Any

import msgspec

from dujiang.identity import commands as c
from dujiang.identity.accounts import Accounts
from dujiang.identity.departments import Departments
from dujiang.identity.lookups import Expires, lock_organisation
from dujiang.identity.people import People
from dujiang.identity.planned import Planned, drop_planned_change
from dujiang.identity.roles import Roles
from dujiang.identity.second_factor import SecondFactor
from dujiang.runtime import INTERNAL, SIGNED_IN, AnyRoute, Outcome, Route, Work

_ORGANISATION = "organisation.manage"
_PERMISSIONS = "permission.manage"


def identity_routes(
    directory: Expires, second_factor: SecondFactor
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room; `directory` is told when the organisation has changed."""
    departments, people, roles = Departments(directory), People(directory), Roles(directory)
    accounts = Accounts(directory)
    organisation: dict[type[msgspec.Struct], AnyRoute] = {
        c.NameCompany: Route(_ORGANISATION, departments.name_company),
        c.SaveDepartment: Route(_ORGANISATION, departments.save),
        c.MoveDepartment: Route(_ORGANISATION, departments.move),
        c.AppointHeads: Route(_ORGANISATION, departments.appoint),
        c.CloseDepartment: Route(_ORGANISATION, departments.close),
        c.SavePerson: Route(_ORGANISATION, people.save),
        c.TransferPerson: Route(_ORGANISATION, people.transfer),
        c.DeactivatePerson: Route(_ORGANISATION, people.deactivate),
        c.ReactivatePerson: Route(_ORGANISATION, people.reactivate),
        c.SavePosition: Route(_ORGANISATION, roles.save_position),
        c.SaveGrade: Route(_ORGANISATION, roles.save_grade),
        c.DeletePosition: Route(_ORGANISATION, roles.delete_position),
        c.DeleteGrade: Route(_ORGANISATION, roles.delete_grade),
        c.SaveGroup: Route(_ORGANISATION, roles.save_group),
        c.DeleteGroup: Route(_ORGANISATION, roles.delete_group),
        c.SaveRole: Route(_PERMISSIONS, roles.save_role),
        c.DeleteRole: Route(_PERMISSIONS, roles.delete_role),
        c.SetGrants: Route(_PERMISSIONS, roles.set_grants),
        c.GiveRole: Route(_PERMISSIONS, roles.give),
        c.TakeRole: Route(_PERMISSIONS, roles.take),
        c.InstallBuiltIns: Route(INTERNAL, roles.install),
    }
    changes = {command: _in_turn(route) for command, route in organisation.items()}
    planned = Planned(changes)
    return {
        **changes,
        c.ImportOrganisation: Route(_ORGANISATION, planned.together),
        c.ChangeOrganisation: Route(_ORGANISATION, planned.together),
        c.PlanChange: Route(_ORGANISATION, planned.plan),
        c.DropPlannedChange: Route(_ORGANISATION, drop_planned_change),
        c.ApplyPlannedChange: Route(INTERNAL, planned.apply),
        c.SetPassword: Route(INTERNAL, accounts.set_password),
        c.RecordSignIn: Route(INTERNAL, accounts.record_sign_in),
        c.EndSession: Route(SIGNED_IN, accounts.end_session),
        c.SetPreferences: Route(SIGNED_IN, accounts.set_preferences),
        c.CreateToken: Route(SIGNED_IN, accounts.create_token),
        c.RevokeToken: Route(SIGNED_IN, accounts.revoke_token),
        c.EnableTotp: Route(SIGNED_IN, second_factor.enable),
        c.DisableTotp: Route(SIGNED_IN, second_factor.disable),
        c.RenewRecoveryCodes: Route(SIGNED_IN, second_factor.renew_recovery_codes),
    }


def _in_turn(route: AnyRoute) -> AnyRoute:
    """Changes of the organisation are made one after the other, on all nodes."""

    def handle(command: Any, work: Work) -> Outcome:  # noqa: ANN401 - any of our commands
        lock_organisation(work)
        outcome: Outcome = route.handle(command, work)
        return outcome

    return Route(route.permission, handle)
