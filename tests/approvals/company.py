"""都江精工 as a directory in memory, people by their names; ids are employee numbers."""

from datetime import UTC, datetime
from functools import cache

from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.identity import (
    Department,
    Directory,
    Group,
    GroupMember,
    OrganisationRows,
    Person,
    RoleHolder,
)
from dujiang.scenarios.company import load_company

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""2026-03-02 09:00 in Chengdu."""


@cache
def company_rows() -> OrganisationRows:
    data = load_company()
    codes = {code: 1000 + number for number, code in enumerate(data["departments"])}
    people, holders, seats = [], [], {code: {} for code in codes}
    for number, person in enumerate(data["people"], start=1):
        people.append(
            Person(
                id=number,
                no=f"E{number:03}",
                login=person["login"],
                name=person["name"],
                department_id=codes[person["department"]],
                position=person["position"],
                grade=person["grade"],
            )
        )
        for role in person.get("roles", ()):
            holders.append(RoleHolder(role=role, person_id=number, skills=person.get("skills", "")))
        for seat in ("heads", "deputy"):
            if person.get(seat):
                seats[person["department"]][seat] = number
    departments = [
        Department(
            id=codes[code],
            code=code,
            name=found["name"],
            parent_id=codes.get(found.get("parent", "")),
            head_id=seats[code].get("heads"),
            deputy_head_id=seats[code].get("deputy"),
        )
        for code, found in data["departments"].items()
    ]
    return OrganisationRows(
        departments=tuple(departments),
        people=tuple(people),
        role_holders=tuple(holders),
        groups=(Group(key="board", name="评审组"),),
        group_members=tuple(GroupMember(group="board", person_id=i) for i in (2, 11, 16)),
    )


@cache
def company() -> Directory:
    return Directory(company_rows())


@cache
def view() -> DirectoryView:
    return DirectoryView(company())


def person_id(name: str) -> int:
    return next(person.id for person in company().people() if person.name == name)


def name_of(identifier: int | None) -> str:
    person = company().person(identifier)
    return person.name if person else "?"
