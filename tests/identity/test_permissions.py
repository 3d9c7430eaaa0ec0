"""Who may what, over which data; what the sidebar shows."""

import pytest

from dujiang.identity import Grant, Reach, SetGrants, access_of, navigation, require
from dujiang.kernel.errors import Forbidden
from tests.identity.house import House


def reach(house: House, name: str, permission: str) -> Reach:
    return access_of(house.directory, house.person(name).id).reach(permission)


@pytest.mark.spec("C1")
def test_employee_sees_their_own_instances_only(house: House) -> None:
    found = reach(house, "李明", "instance.read")

    assert (found.own, found.everything, found.departments, found.limits) == (
        True, False, frozenset(), (),
    )  # fmt: skip


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    ("name", "codes"), [("赵磊", ["D50", "D51"]), ("钱芳", ["D50", "D51"]), ("陈刚", ["D40"])]
)
def test_head_and_deputy_see_their_department_and_below(
    house: House, name: str, codes: list[str]
) -> None:
    found = reach(house, name, "instance.read")

    seen = {house.directory.department(d).code for d in found.departments}  # type: ignore[union-attr]
    assert sorted(seen) == codes


@pytest.mark.spec("C1")
def test_hr_sees_its_own_processes_everywhere(house: House) -> None:
    (limit, *_) = reach(house, "彭丽", "instance.read").limits

    assert limit.everything
    assert limit.covers("leave", "")
    assert not limit.covers("payment", "")


@pytest.mark.spec("C1")
def test_auditor_reads_everything_and_changes_nothing(house: House) -> None:
    access = access_of(house.directory, house.person("苏婉").id)

    assert access.reach("instance.read").everything
    assert "audit.read" in access.permissions
    assert not access.permissions & {"organisation.manage", "process.deploy", "incident.repair"}


def test_chosen_departments_are_those_of_the_grant(house: House) -> None:
    grant = Grant(role="buyer", permission="ledger.read", scope="chosen", departments="D30 D40")
    house.done(SetGrants(role="buyer", grants=(grant,)))

    found = reach(house, "高翔", "ledger.read")

    assert {house.directory.department(d).code for d in found.departments} == {"D30", "D40"}  # type: ignore[union-attr]


def test_unknown_permission_cannot_be_granted(house: House) -> None:
    grant = Grant(role="buyer", permission="fly", scope="all")

    answer = house.ask(SetGrants(role="buyer", grants=(grant,)))

    assert (answer.status, answer.code) == (422, "identity.permission.unknown")


def test_without_the_permission_it_is_forbidden() -> None:
    with pytest.raises(Forbidden) as raised:
        require(frozenset({"item.read"}), "item.decide")

    assert raised.value.code == "identity.permission.missing"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("李明", ["todo", "start", "mine", "done", "cc", "search", "handbook"]),
        (
            "林静",
            ["todo", "start", "mine", "done", "cc", "search", "ledgers", "handbook", "processes",
             "rules", "overview", "instances", "incidents", "performance", "rollout"],
        ),
        (
            "苏婉",
            ["todo", "start", "mine", "done", "cc", "search", "ledgers", "handbook", "overview",
             "performance", "permissions", "audit"],
        ),
    ],
)  # fmt: skip
def test_sidebar_has_only_what_one_may_open(house: House, name: str, keys: list[str]) -> None:
    access = access_of(house.directory, house.person(name).id)

    groups = navigation(access.permissions)

    assert [item.key for group in groups for item in group.items] == keys
