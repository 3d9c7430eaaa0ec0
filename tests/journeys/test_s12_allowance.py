"""S12 差旅补贴: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from dujiang.ledgers import FillLedger
from tests.journeys.harness import World
from tests.peers.fin import FinPeer

pytestmark = [pytest.mark.spec("S12")]

SHANGHAI = "CC20260112-0001"
"""The trip of 李明 that the base date knows: 2026-01-19 14:00 .. 01-22 11:00, tier T1."""


def trip(world: World, no: str, start: str, end: str, tier: str, login: str = "liming") -> None:
    """An ended trip of one leg: `trip(world, "CC1", "2026-02-02 09:00", ..., "T2")`."""
    person = world.as_(login).session["person"]["employeeNo"]
    instants = ", ".join(
        f'{name}: date and time("{text.replace(" ", "T")}:00@Asia/Shanghai")'
        for name, text in (("start_at", start), ("end_at", end))
    )
    row = (
        f'cc_no: "{no}", person: "{person}", leg: 1, city: "某地", tier: "{tier}", '
        f'{instants}, nights: 1, hotel_limit: 280, state: "DONE"'
    )
    world.app.submit(FillLedger(ledger="trip", rows=f"=[{{{row}}}]"))


def claim(world: World, number: str = SHANGHAI, login: str = "liming", **given: Any) -> Any:
    return world.submit(login, "allowance", {"trip": number, **given})


def approved_by_finance(world: World, asked: Any, login: str = "liangchen") -> None:
    world.decide(login, asked, "claim")
    world.decide(login, asked, "approve")


def voucher(world: World, asked: Any) -> dict[str, Any]:
    (row,) = world.rows("voucher", ref=asked["number"])
    return row


def test_walk_12_1_the_days_are_counted_and_finance_reviews_from_500(
    world: World, fin: FinPeer
) -> None:
    asked = claim(world)

    assert [day["amount"] for day in asked["values"]["days"]] == [90, 180, 180, 90]
    assert asked["values"]["total"] == 540
    world.decide("chengang", asked, "approve")
    assert world.rows("voucher", ref=asked["number"]) == []
    approved_by_finance(world, asked)

    assert voucher(world, asked)["state"] == "PENDING"
    world.drain()
    row = voucher(world, asked)
    (posted,) = fin.vouchers.values()
    assert (row["state"], row["fin_no"]) == ("POSTED", posted.fin_no)
    assert posted.debits == {"5101.01": Decimal(540)}
    assert posted.credits == {"2241": Decimal(540)}
    assert world.instance("liming", asked["id"])["outcome"] == "approved"


def test_walk_12_2_meals_that_were_provided_are_taken_off(world: World) -> None:
    lunch = {"on": "2026-01-20", "lunch": True}
    asked = claim(world, meals=[lunch])
    assert asked["values"]["total"] == 500
    world.decide("chengang", asked, "approve")
    assert world.waiting_for(asked, seen_by="liming") == ["财务复核"]
    world.decide("liangchen", asked, "claim")
    world.decide("liangchen", asked, "reject", comment="重填", reasonCategory="OTHER")

    asked = claim(world, meals=[{**lunch, "dinner": True}])
    assert asked["values"]["total"] == 460
    world.decide("chengang", asked, "approve")
    world.drain()
    assert world.instance("liming", asked["id"])["outcome"] == "approved"


def test_walk_12_3_a_trip_is_claimed_once(world: World) -> None:
    first = claim(world)

    again = world.try_submit("liming", "allowance", {"trip": SHANGHAI})

    assert again.status_code == 422
    assert first["number"] in again.text
    world.decide("chengang", first, "reject", comment="不需要", reasonCategory="NEED")
    assert claim(world)["number"] != first["number"]


def test_walk_12_3_two_claims_at_one_moment_give_one(world: World) -> None:
    answers = world.at_once(
        [lambda: world.try_submit("liming", "allowance", {"trip": SHANGHAI})] * 2
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert len(world.rows("allowance", cc_no=SHANGHAI)) == 1


def test_walk_12_4_the_trip_must_have_ended_and_be_ones_own(world: World) -> None:
    trip(world, "CC-AHEAD", "2026-03-02 08:00", "2026-03-04 18:00", "T2")

    ahead = world.try_submit("liming", "allowance", {"trip": "CC-AHEAD"})
    anothers = world.try_submit("wangfang", "allowance", {"trip": SHANGHAI})

    assert (ahead.status_code, anothers.status_code) == (422, 404)
    assert "出差结束后才能申请补贴" in ahead.text
    assert "上海" not in anothers.text


def test_walk_12_5_full_days_and_holidays_count(world: World) -> None:
    trip(world, "CC-T2", "2026-02-03 09:00", "2026-02-04 18:00", "T2")
    assert claim(world, "CC-T2")["values"]["total"] == 280

    world.travel("2026-10-08 09:00")
    trip(world, "CC-T3", "2026-10-01 08:00", "2026-10-03 20:00", "T3")
    assert claim(world, "CC-T3")["values"]["total"] == 300


def test_walk_12_6_a_heads_own_goes_up_and_a_silent_fin_is_an_incident(
    world: World, fin: FinPeer
) -> None:
    trip(world, "CC-HEAD", "2026-02-03 09:00", "2026-02-04 18:00", "T2", login="chengang")
    asked = claim(world, "CC-HEAD", login="chengang")
    assert world.waiting_for(asked, seen_by="chengang") == ["沈江河"]

    fin.fail(503)
    world.decide("shenjianghe", asked, "approve")
    world.travel("2026-03-03 09:00")

    assert voucher(world, asked)["state"] == "PENDING"
    (incident,) = world.as_("zhoumin").get("/incidents")["items"]
    fin.heal()
    retried = world.as_("zhoumin").send("POST", f"/incidents/{incident['id']}/retry", {})
    assert retried.status_code == 200, retried.text
    world.drain()
    assert voucher(world, asked)["state"] == "POSTED"
    assert len(fin.vouchers) == 1


def raise_rates(world: World, effective_on: str) -> None:
    """Twice the rates of the second tier, set in force from a day on by the analyst."""
    analyst = world.as_("linjing")
    draft = analyst.request("GET", "/decisions/allowance_rules/draft")
    xml = draft.json()["xml"].replace("<text>80</text>", "<text>160</text>")
    saved = analyst.request(
        "PUT",
        "/decisions/allowance_rules/draft",
        json={"xml": xml},
        headers={"if-match": draft.headers["etag"]},
    )
    body = {
        "revision": saved.json()["revision"],
        "effectiveOn": effective_on,
        "note": "二季度起提高标准",
    }
    deployed = analyst.send("POST", "/decisions/allowance_rules/deployments", body)
    assert deployed.status_code == 201, deployed.text


def test_walk_12_7_the_rates_of_the_day_of_travel_count(world: World) -> None:
    raise_rates(world, "2026-04-01")
    world.travel("2026-04-06 09:00")
    trip(world, "CC-MARCH", "2026-03-24 08:00", "2026-03-25 18:00", "T2")
    trip(world, "CC-BOTH", "2026-03-31 08:00", "2026-04-01 18:00", "T2")
    trip(world, "CC-APRIL", "2026-04-02 08:00", "2026-04-03 18:00", "T2")

    march, both, april = (claim(world, no) for no in ("CC-MARCH", "CC-BOTH", "CC-APRIL"))

    assert march["values"]["total"] == 2 * (80 + 60)
    assert [day["amount"] for day in both["values"]["days"]] == [80 + 60, 160 + 60]
    assert april["values"]["total"] == 2 * (160 + 60)
    world.decide("chengang", march, "approve")
    assert voucher(world, march)["total"] == 280


def test_walk_12_8_a_revocation_writes_a_red_voucher_and_frees_the_trip(
    world: World, fin: FinPeer
) -> None:
    asked = claim(world)
    world.decide("chengang", asked, "approve")
    approved_by_finance(world, asked)
    world.drain()

    revocation = world.revoke("liming", asked)
    approved_by_finance(world, revocation, "zhengkai")
    world.drain()

    first, red = world.rows("voucher", ref=asked["number"])
    assert (first["state"], red["total"], red["state"]) == ("REVERSED", -540, "POSTED")
    (reversal,) = (one for one in fin.vouchers.values() if one.reverses)
    assert (reversal.reverses, red["fin_no"]) == (first["fin_no"], reversal.fin_no)
    assert world.instance("liming", asked["id"])["outcome"] == "revoked"
    assert claim(world)["values"]["total"] == 540


def test_walk_12_8_a_revocation_that_finance_refuses_ends_in_its_words_and_changes_nothing(
    world: World, fin: FinPeer
) -> None:
    asked = claim(world)
    world.decide("chengang", asked, "approve")
    approved_by_finance(world, asked)
    world.drain()
    (booked,) = world.rows("voucher", ref=asked["number"])
    fin.paid.add(booked["fin_no"])

    revocation = world.revoke("liming", asked)
    approved_by_finance(world, revocation, "zhengkai")
    world.drain()

    refused = world.instance("liming", revocation["id"])
    assert (refused["state"], refused["outcome"], refused["incidents"]) == ("ended", "rejected", [])
    told = world.as_("liming").get(f"/instances/{revocation['id']}/timeline")["entries"]
    assert "外部系统不同意撤销：paid" in [entry["reason"] for entry in told]
    original = world.instance("liming", asked["id"])
    assert (original["outcome"], original["revokedBy"]) == ("approved", None)
    kinds = [e["kind"] for e in _timeline(world, asked)]
    assert kinds[:2] == ["revoke_refused", "revoke_asked"]
    assert [row["state"] for row in world.rows("voucher", ref=asked["number"])] == ["POSTED"]

    fin.paid.clear()
    approved_by_finance(world, world.revoke("liming", asked), "zhengkai")
    world.drain()
    assert world.instance("liming", asked["id"])["outcome"] == "revoked"


def _timeline(world: World, instance: Mapping[str, Any]) -> list[dict[str, Any]]:
    path = f"/instances/{instance['id']}/timeline"
    entries: list[dict[str, Any]] = world.as_("liming").get(path)["entries"]
    return entries


def test_walk_12_9_finance_is_overdue_after_twelve_hours_and_the_head_has_it_after_48(
    world: World,
) -> None:
    asked = claim(world)
    world.decide("chengang", asked, "approve")

    world.travel("2026-03-02 21:01")
    (waiting,) = world.instance("liming", asked["id"])["waiting"]
    assert waiting["dueAt"] == "2026-03-02T13:00:00Z"
    world.travel("2026-03-04 09:01")

    assert world.waiting_for(asked, seen_by="liming") == ["周敏"]
