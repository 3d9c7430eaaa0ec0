"""S11 出差: the acceptance walks of SCENARIOS, through the public API."""

from typing import Any

import pytest

from dujiang.identity import SavePerson
from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave
from tests.peers.hr import HrPeer

pytestmark = [pytest.mark.spec("S11")]


def leg(city: str, start: str, end: str, fare: float = 1100, transport: str = "RAIL") -> Any:
    """One leg: `leg("上海", "2026-03-09 14:00", "2026-03-12 11:00")`."""
    return {
        "city": city,
        "from_at": start.replace(" ", "T"),
        "to_at": end.replace(" ", "T"),
        "transport": transport,
        "fare": fare,
    }


def body(*legs: Any) -> dict[str, Any]:
    return {"purpose": "客户现场安装", "legs": list(legs)}


def travel(world: World, login: str, *legs: Any) -> dict[str, Any]:
    return world.submit(login, "trip", body(*legs))


THREE_NIGHTS = leg("上海", "2026-03-09 14:00", "2026-03-12 11:00")


def approved(world: World, *legs: Any) -> dict[str, Any]:
    asked = travel(world, "liming", *(legs or (THREE_NIGHTS,)))
    world.decide("chengang", asked, "approve")
    return asked


def test_walk_11_1_the_limit_follows_from_grade_and_city(world: World) -> None:
    asked = travel(world, "liming", THREE_NIGHTS)

    (first,) = asked["values"]["legs"]
    assert (first["tier"], first["nights"], first["hotel_limit"]) == ("T1", 3, 450)
    assert asked["values"]["est_cost"] == 2450
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]
    world.decide("chengang", asked, "approve")

    assert world.instance("liming", asked["id"])["outcome"] == "approved"
    (row,) = world.rows("trip", cc_no=asked["number"])
    assert (row["state"], row["hotel_limit"]) == ("APPROVED", 450)


def test_walk_11_2_a_heads_trip_goes_up_by_his_grade(world: World) -> None:
    asked = travel(world, "chengang", leg("杭州", "2026-03-09 09:00", "2026-03-11 18:00"))

    assert asked["values"]["legs"][0]["hotel_limit"] == 550
    assert world.waiting_for(asked, seen_by="chengang") == ["沈江河"]


@pytest.mark.parametrize(("fare", "next_up"), [(8649.99, []), (8650, ["沈江河"])])
def test_walk_11_3_from_ten_thousand_the_general_manager_decides(
    world: World, fare: float, next_up: list[str]
) -> None:
    asked = travel(world, "liming", {**THREE_NIGHTS, "fare": fare})
    assert asked["values"]["est_cost"] == 1350 + fare

    world.decide("chengang", asked, "approve")

    assert world.waiting_for(asked, seen_by="liming") == next_up


def test_walk_11_4_abroad_is_its_own_tier_and_small_cities_are_the_third(world: World) -> None:
    abroad = travel(world, "liming", leg("Tokyo", "2026-03-09 09:00", "2026-03-10 18:00"))
    assert (abroad["values"]["legs"][0]["tier"], abroad["values"]["legs"][0]["hotel_limit"]) == (
        "T0",
        1000,
    )
    world.decide("chengang", abroad, "approve")
    assert world.waiting_for(abroad, seen_by="liming") == ["沈江河"]

    near = travel(world, "liming", leg("绵阳", "2026-03-16 09:00", "2026-03-17 18:00"))
    assert near["values"]["legs"][0]["hotel_limit"] == 280


def test_walk_11_5_a_leave_on_these_days_is_named(world: World) -> None:
    resting = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    refused = world.try_submit(
        "liming", "trip", body(leg("上海", "2026-03-09 14:00", "2026-03-11 11:00"))
    )

    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert problem["detail"] == f"这几天有请假 {resting['number']}"


def test_walk_11_6_a_promotion_after_the_approval_leaves_the_limit(world: World) -> None:
    asked = approved(world)
    world.app.submit(SavePerson(no="E022", name="李明", department="D40", grade="P7"))

    (row,) = world.rows("trip", cc_no=asked["number"])
    assert row["hotel_limit"] == 450
    assert world.instance("liming", asked["id"])["values"]["legs"][0]["hotel_limit"] == 450
    later = travel(world, "liming", leg("上海", "2026-03-16 09:00", "2026-03-17 18:00"))
    assert later["values"]["legs"][0]["hotel_limit"] == 550


def test_walk_11_8_a_trip_is_revoked_until_it_begins(world: World) -> None:
    asked = approved(world)

    revocation = world.revoke("liming", asked)
    assert world.waiting_for(revocation, seen_by="liming") == ["陈刚"]
    world.decide("chengang", revocation, "approve")

    assert [row["state"] for row in world.rows("trip", cc_no=asked["number"])] == ["CANCELLED"]
    again = approved(world)
    world.travel("2026-03-09 00:00")
    assert world.try_revoke("liming", again).status_code == 409


def test_walk_11_9_whoever_decides_twice_in_a_row_is_asked_once(world: World) -> None:
    asked = travel(world, "liming", {**THREE_NIGHTS, "fare": 10650})
    assert asked["values"]["est_cost"] == 12000
    world.travel("2026-03-04 09:01")
    assert world.waiting_for(asked, seen_by="liming") == ["沈江河"]

    world.decide("shenjianghe", asked, "approve")

    assert world.instance("liming", asked["id"])["outcome"] == "approved"
    skipped = [
        entry
        for entry in world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
        if entry["kind"] == "skipped"
    ]
    assert [entry["reason"] for entry in skipped] == ["沈江河刚审批过同样的内容，自动跳过"]


def test_walk_11_9_a_withdrawn_trip_frees_its_days(world: World) -> None:
    asked = travel(world, "liming", THREE_NIGHTS)

    world.withdraw("liming", asked)

    resting = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    assert resting["values"]["days"] == 1


def test_walk_11_10_nobody_elses_system_is_needed(world: World, hr: HrPeer) -> None:
    hr.fail(503)

    asked = approved(world, leg("上海", "2026-12-30 09:00", "2027-01-05 18:00"))

    assert world.instance("liming", asked["id"])["outcome"] == "approved"


def reminders(world: World, login: str = "liming") -> list[str]:
    items = world.as_(login).get("/notices")["items"]
    return [one["text"] for one in items if "请尽快报销" in one["text"]]


def test_walk_11_7_an_unclaimed_trip_is_reminded_of_once(world: World) -> None:
    asked = approved(world, leg("上海", "2026-03-11 09:00", "2026-03-13 18:00"))

    world.travel("2026-03-18 08:59")
    assert reminders(world) == []
    world.travel("2026-03-18 09:00")
    assert [asked["number"] in text for text in reminders(world)] == [True]
    world.travel("2026-03-20 09:00")

    assert len(reminders(world)) == 1
    assert all(row["reminded"] for row in world.rows("trip", cc_no=asked["number"]))
