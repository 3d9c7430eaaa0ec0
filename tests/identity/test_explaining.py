"""Why somebody may something, and what a change of grants would do to real people."""

import pytest

from dujiang.identity import (
    BUILT_IN_ROLES,
    CATALOGUE,
    SCOPES_OF,
    Grant,
    SetGrants,
    access_of,
    effects_of,
    may_code,
    reasons_of,
)
from dujiang.kernel.words import load_words
from tests.identity.house import House


@pytest.mark.spec("C1")
def test_reasons_name_role_headship_and_everybody(house: House) -> None:
    chen = house.person("陈刚")

    found = [b for b in reasons_of(house.directory, chen.id) if b.permission == "instance.read"]

    below = house.directory.department_by_code("D40")
    assert below is not None
    assert [(b.source, b.scope) for b in found] == [
        ("everyone", "own"),
        ("head", "department_below"),
    ]
    assert found[1].departments == frozenset({below.id})


@pytest.mark.spec("C1")
def test_reasons_cover_exactly_what_is_permitted(house: House) -> None:
    for person in house.directory.people():
        reasons = reasons_of(house.directory, person.id)
        access = access_of(house.directory, person.id)

        assert {because.permission for because in reasons} == access.permissions


def test_reason_limited_to_processes_covers_no_other(house: House) -> None:
    peng = house.person("彭丽")
    found = [b for b in reasons_of(house.directory, peng.id) if b.processes]

    assert found[0].covers(department=None, process="leave", category="")
    assert not found[0].covers(department=None, process="payment", category="")


def test_effects_name_who_sees_more_departments(house: House) -> None:
    grants = (
        Grant(role="buyer", permission="instance.read", scope="department"),
        Grant(role="buyer", permission="ledger.read", scope="all"),
    )

    found = {effect.permission: effect for effect in effects_of(house.directory, "buyer", grants)}

    holders = house.directory.holders("buyer")
    assert found["ledger.read"].kind == "gained"
    assert found["ledger.read"].is_everything
    assert found["ledger.read"].people == holders
    assert {e.kind for e in effects_of(house.directory, "buyer", ())} <= {"lost", "narrower"}


def test_the_same_grants_have_no_effect(house: House) -> None:
    for role in BUILT_IN_ROLES:
        assert effects_of(house.directory, role, house.directory.grants(role)) == ()


def test_effects_come_true_when_the_grants_are_saved(house: House) -> None:
    grants = (Grant(role="buyer", permission="ledger.write", scope="all"),)
    gained = [e for e in effects_of(house.directory, "buyer", grants) if e.kind == "gained"]

    house.done(SetGrants(role="buyer", grants=grants))

    assert [e.permission for e in gained] == ["ledger.write"]
    for person_id in gained[0].people:
        assert "ledger.write" in access_of(house.directory, person_id).permissions


def test_effect_of_everybody_s_role_leaves_out_those_who_may_anyway(house: House) -> None:
    present = house.directory.grants("employee")
    grants = (*present, Grant(role="employee", permission="process.read", scope="all"))

    (gained, *_) = [
        e for e in effects_of(house.directory, "employee", grants) if e.kind == "gained"
    ]

    assert house.person("许波").id not in gained.people
    assert house.person("李明").id in gained.people


def test_every_permission_has_words_and_sensible_scopes() -> None:
    words = load_words()

    assert {may_code(key) for key in CATALOGUE} <= set(words.codes)
    assert set(SCOPES_OF) <= CATALOGUE
