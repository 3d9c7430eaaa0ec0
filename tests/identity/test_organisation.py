"""The organisation: its tree, its heads, who is found by role, what changes and what is refused."""

import json
from datetime import date, timedelta

import pytest

from dujiang.identity import (
    ApplyPlannedChange,
    AppointHeads,
    ChangeOrganisation,
    CloseDepartment,
    DeactivatePerson,
    DeleteGrade,
    DeletePosition,
    DropPlannedChange,
    FurtherDepartment,
    GiveRole,
    MoveDepartment,
    PlanChange,
    ReactivatePerson,
    SaveDepartment,
    SaveGrade,
    SavePerson,
    SavePosition,
    TransferPerson,
)
from dujiang.scenarios.company import company_commands
from tests.identity.house import House, house_of


def names(house: House, ids: tuple[int, ...]) -> list[str]:
    return [found.name for i in ids if (found := house.directory.person(i))]


@pytest.mark.spec("A1")
def test_demo_company_has_forty_people_in_eight_departments(house: House) -> None:
    people = list(house.directory.people())

    assert len(people) == 40
    assert house.person("任杰").no == "E040"
    top = house.directory.children(None)
    assert [d.name for d in top] == ["总经办"]
    assert [d.code for d in house.directory.children(top[0].id)] == [
        "D10", "D20", "D30", "D40", "D50", "D60",
    ]  # fmt: skip


@pytest.mark.spec("A1")
def test_line_of_heads_goes_from_the_department_to_the_top(house: House) -> None:
    after_sales = house.directory.department_by_code("D51")
    assert after_sales

    assert names(house, house.directory.heads_up(after_sales.id)) == ["冯涛", "赵磊", "沈江河"]


@pytest.mark.parametrize(
    ("person", "superior"),
    [("李明", "陈刚"), ("陈刚", "沈江河"), ("冯涛", "赵磊"), ("沈江河", None)],
)
def test_superior_is_the_next_head_up(house: House, person: str, superior: str | None) -> None:
    found = house.directory.superior(house.person(person).id)

    assert (house.directory.person(found).name if found else None) == superior  # type: ignore[union-attr]


def test_named_superior_wins_over_the_head(house: House) -> None:
    liu = house.person("刘洋")

    house.done(SavePerson(no=liu.no, name=liu.name, department="D40", superior="E015"))

    assert house.directory.superior(liu.id) == house.person("谢婷").id


def test_holders_of_a_role_come_in_the_order_of_their_numbers(house: House) -> None:
    assert names(house, house.directory.holders("hr")) == ["林静", "韩雪", "彭丽"]
    assert house.directory.skills("agent", house.person("余浩").id) == {"MECH", "ELEC"}


def test_loading_the_company_again_changes_nothing(house: House) -> None:
    before = {person.id: person for person in house.directory.people()}

    for command in company_commands():
        house.done(command)

    assert {person.id: person for person in house.directory.people()} == before


def test_department_cannot_hang_below_itself(house: House) -> None:
    answer = house.ask(MoveDepartment(code="D50", parent="D51"))

    assert (answer.status, answer.code) == (422, "identity.department.in_itself")
    assert house.directory.department_by_code("D50").parent_id is not None  # type: ignore[union-attr]


def test_department_with_people_cannot_be_closed(house: House) -> None:
    answer = house.ask(CloseDepartment(code="D51"))

    assert answer.code == "identity.department.not_empty"
    assert answer.params["people"] == 5


def test_login_belongs_to_one_person(house: House) -> None:
    answer = house.ask(SavePerson(no="E999", name="李明", login="liming", department="D40"))

    assert (answer.status, answer.code) == (422, "identity.person.login_taken")


def test_person_in_several_departments_is_a_member_of_each(house: House) -> None:
    wang = house.person("王芳")

    further = (FurtherDepartment(department="D51", position="客服"),)
    house.done(SavePerson(no=wang.no, name="王芳", department="D40", further=further))

    after_sales = house.directory.department_by_code("D51")
    assert after_sales
    assert wang.id in house.directory.members(after_sales.id)
    assert "王芳" in names(house, house.directory.holders_of_position("客服"))


def test_who_leaves_is_nobodys_head_and_holds_no_role(house: House) -> None:
    chen = house.person("陈刚")

    house.done(DeactivatePerson(no=chen.no, left_on=date(2026, 3, 31)))

    production = house.directory.department_by_code("D40")
    assert production
    assert house.directory.head(production.id) is None
    assert house.directory.superior(house.person("李明").id) == house.person("沈江河").id
    house.done(ReactivatePerson(no=chen.no))
    assert house.directory.head(production.id) == chen.id


def test_transfer_empties_the_seat_of_the_head_who_moves(house: House) -> None:
    chen = house.person("陈刚")

    house.done(TransferPerson(no=chen.no, department="D60", position="经理"))

    assert house.person("陈刚").department_id == house.directory.department_by_code("D60").id  # type: ignore[union-attr]
    assert house.directory.department_by_code("D40").head_id is None  # type: ignore[union-attr]


def test_planned_change_waits_for_its_day(house: House) -> None:
    li = house.person("李明")
    monday = house.clock.now() + timedelta(days=7)

    answer = house.done(
        PlanChange(change=TransferPerson(no=li.no, department="D60"), effective_at=monday)
    )

    assert house.person("李明").department_id == li.department_id
    planned = house.reader.list_planned_changes()
    assert [(p.id, p.kind, p.effective_at) for p in planned] == [
        (answer["plannedChangeId"], "TransferPerson", monday)
    ]


def test_planned_change_of_the_past_happens_now(house: House) -> None:
    li = house.person("李明")

    house.done(
        PlanChange(
            change=TransferPerson(no=li.no, department="D60"),
            effective_at=house.clock.now() - timedelta(days=1),
        )
    )

    assert house.person("李明").department_id == house.directory.department_by_code("D60").id  # type: ignore[union-attr]


def test_planned_change_happens_on_its_day(house: House) -> None:
    change = TransferPerson(no=house.person("李明").no, department="D60")
    planned = PlanChange(change=change, effective_at=house.clock.now() + timedelta(days=7))
    planned_id = house.done(planned)["plannedChangeId"]

    house.clock.advance(timedelta(days=7))
    house.done(ApplyPlannedChange(id=planned_id))

    assert house.person("李明").department_id == house.directory.department_by_code("D60").id  # type: ignore[union-attr]
    assert house.reader.list_planned_changes() == []


def test_dropped_change_never_happens(house: House) -> None:
    li = house.person("李明")
    planned = PlanChange(
        change=TransferPerson(no=li.no, department="D60"),
        effective_at=house.clock.now() + timedelta(days=7),
    )
    planned_id = house.done(planned)["plannedChangeId"]

    house.done(DropPlannedChange(id=planned_id))
    house.done(ApplyPlannedChange(id=planned_id))

    assert house.person("李明").department_id == li.department_id
    assert house.ask(DropPlannedChange(id=planned_id)).status == 409


def test_change_that_is_refused_on_its_day_says_why_and_changes_nothing(house: House) -> None:
    li = house.person("李明")
    house.done(SaveDepartment(code="D99", name="新部门"))
    planned = PlanChange(
        change=TransferPerson(no=li.no, department="D99"),
        effective_at=house.clock.now() + timedelta(days=7),
    )
    planned_id = house.done(planned)["plannedChangeId"]

    house.done(CloseDepartment(code="D99"))
    house.done(ApplyPlannedChange(id=planned_id))

    (row,) = house.reader.list_planned_changes()
    assert (row.state, house.person("李明").department_id) == ("failed", li.department_id)
    assert json.loads(row.failure) == {
        "code": "identity.department.unknown", "params": {"code": "D99"},
    }  # fmt: skip


def test_changes_that_belong_together_happen_together_or_not_at_all(house: House) -> None:
    department = SaveDepartment(code="D99", name="新部门", parent="D00")

    refused = house.ask(
        ChangeOrganisation(
            changes=(department, AppointHeads(department="D99", head="E999", deputy_head=None))
        )
    )
    assert refused.code == "identity.person.unknown"
    assert house.directory.department_by_code("D99") is None

    house.done(
        ChangeOrganisation(
            changes=(department, AppointHeads(department="D99", head="E020", deputy_head=None))
        )
    )
    assert house.directory.department_by_code("D99").head_id is not None  # type: ignore[union-attr]


def test_person_with_an_unknown_further_department_is_not_saved_halfway(house: House) -> None:
    li = house.person("李明")
    further = (FurtherDepartment(department="D77"),)

    answer = house.ask(SavePerson(no=li.no, name="李小明", department="D60", further=further))

    assert answer.code == "identity.department.unknown"
    assert house.directory.person(li.id) == li


def test_position_and_grade_in_use_stay(house: House) -> None:
    house.done(SavePosition(key="巡检", name="巡检员"))
    house.done(SaveGrade(key="P0", name="P0", rank=0))

    assert house.ask(DeletePosition(key="会计")).code == "identity.position.in_use"
    assert house.ask(DeleteGrade(key="M1")).code == "identity.grade.in_use"
    house.done(DeletePosition(key="巡检"))
    house.done(DeleteGrade(key="P0"))

    assert house.directory.position("巡检") is None


def test_head_and_deputy_are_two_people(house: House) -> None:
    answer = house.ask(AppointHeads(department="D40", head="E020", deputy_head="E020"))

    assert answer.code == "identity.department.head_is_deputy"


def test_employee_may_not_change_the_organisation(house: House) -> None:
    answer = house.ask(SaveDepartment(code="D99", name="新部门"), house.actor("李明"))

    assert answer.status == 403


def test_administrator_may_change_the_organisation(house: House) -> None:
    command = SaveDepartment(code="D99", name="新部门", parent="D00")

    assert house.ask(command, house.actor("许波")).is_accepted


def test_unknown_role_is_refused(house: House) -> None:
    answer = house.ask(GiveRole(role="wizard", person="E001"))

    assert (answer.status, answer.code) == (422, "identity.role.unknown")


def test_directory_of_another_node_is_refreshed(house: House) -> None:
    other = House(house.store)
    assert other.directory.department_by_code("D99") is None

    house.done(SaveDepartment(code="D99", name="新部门"))

    assert other.cache.refresh()
    assert other.directory.department_by_code("D99") is not None
    assert not other.cache.refresh()


def test_search_finds_people_by_name_login_and_number(house: House) -> None:
    assert [p.name for p in house.reader.find_people("李")] == ["李明"]
    assert [p.name for p in house.reader.find_people("chen")] == ["梁晨", "陈刚"]
    assert [p.name for p in house.reader.find_people("e040")] == ["任杰"]
    assert house.reader.find_people("100%") == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_empty_installation_has_nobody(kind: str) -> None:
    with house_of(kind, with_company=False) as house:
        assert list(house.directory.people()) == []
