"""The demo company 都江精工（成都）: its organisation as data, loaded through commands."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from dujiang.identity import (
    AppointHeads,
    GiveRole,
    Grant,
    InstallBuiltIns,
    NameCompany,
    SaveDepartment,
    SaveGrade,
    SavePerson,
    SavePosition,
    SaveRole,
    SetGrants,
)
from dujiang.identity.commands import Command

_SEES: Final = ("instance.read", "instance.search")


def load_company() -> dict[str, Any]:
    """The company's data as `company.toml` has them."""
    return tomllib.loads(files(__package__).joinpath("company.toml").read_text("utf-8"))


def company_commands() -> Iterator[Command]:
    """The commands that build the organisation, in an order in which each one is accepted.

    Running them again changes nothing.
    """
    data = load_company()
    yield InstallBuiltIns()
    yield NameCompany(name=data["name"], name_en=data["name_en"])
    for rank, key in enumerate(data["grades"], start=1):
        yield SaveGrade(key=key, name=key, rank=rank)
    for sort, (key, name_en) in enumerate(data["positions"].items(), start=1):
        yield SavePosition(key=key, name=key, name_en=name_en, sort=sort)
    for sort, (code, department) in enumerate(data["departments"].items(), start=1):
        yield SaveDepartment(code=code, sort=sort, **department)
    yield from _roles(data["roles"])
    yield from _people(data)
    yield from _heads(data)


def _roles(roles: dict[str, dict[str, Any]]) -> Iterator[Command]:
    for key, role in roles.items():
        yield SaveRole(key=key, name=role["name"], name_en=role["name_en"])
        if "sees" in role:
            processes = " ".join(role["sees"])
            grants = tuple(
                Grant(role=key, permission=permission, scope="all", processes=processes)
                for permission in _SEES
            )
            yield SetGrants(role=key, grants=grants)


def _people(data: dict[str, Any]) -> Iterator[Command]:
    for no, person in _numbered(data):
        yield SavePerson(
            no=no,
            name=person["name"],
            name_en=person["name_en"],
            login=person["login"],
            department=person["department"],
            position=person["position"],
            grade=person["grade"],
            email=f"{person['login']}@dujiang.example",
            joined_on=person.get("joined_on", data["joined_on"]),
            first_work_on=person["first_work_on"],
        )
        for role in person.get("roles", ()):
            skills = person.get("skills", "") if role == "agent" else ""
            yield GiveRole(role=role, person=no, skills=skills)


def _heads(data: dict[str, Any]) -> Iterator[Command]:
    seats: dict[str, dict[str, str]] = {code: {} for code in data["departments"]}
    for no, person in _numbered(data):
        for seat in ("heads", "deputy"):
            if person.get(seat):
                seats[person["department"]][seat] = no
    for code, found in seats.items():
        yield AppointHeads(
            department=code, head=found.get("heads"), deputy_head=found.get("deputy")
        )


def _numbered(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((f"E{number:03}", person) for number, person in enumerate(data["people"], start=1))
