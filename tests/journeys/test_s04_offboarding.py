"""S4 离职: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.installation import PASSWORD
from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave
from tests.journeys.test_s09_payment import Payments
from tests.peers.directory import DirectoryPeer
from tests.peers.hr import HrPeer

pytestmark = [pytest.mark.spec("S4")]

RETURNED = {"state": "FREE"}


def body(world: World, who: str, last_on: str, to: str = "liuyang", **given: Any) -> dict[str, Any]:
    """What is typed into the form."""
    return {
        "employee": world.person_id(who),
        "kind": "RESIGN",
        "last_on": last_on,
        "handover_to": world.person_id(to),
        "reason": "另有安排",
        **given,
    }


def leaving(world: World, who: str = "liming", last_on: str = "2026-04-30", **given: Any) -> Any:
    """Somebody hands their own departure in."""
    return world.submit(who, "offboarding", body(world, who, last_on, **given))


def agreed(world: World, asked: Mapping[str, Any], head: str = "chengang") -> None:
    """Department and HR agree."""
    world.decide(head, asked, "approve")
    world.decide("linjing", asked, "approve")


def handed_over(world: World, asked: Mapping[str, Any], head: str = "chengang") -> None:
    """Department and HR agree, and the work is handed over."""
    agreed(world, asked, head)
    world.decide(head, asked, "complete")


def items_of(world: World, login: str, asked: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """All open items of somebody in an instance."""
    return [item for item in world.todo(login) if item["instanceId"] == asked["id"]]


def take_back(world: World, asked: Mapping[str, Any], count: int, **last: Any) -> None:
    """The office takes assets back, one after another; `last` says how the last one ends."""
    for number in range(count):
        item = items_of(world, "yuanyuan", asked)[0]
        path = f"/items/{item['id']}/decisions"
        claim = {"action": "claim", "version": item["version"]}
        assert world.as_("yuanyuan").send("POST", path, claim, key=world.fresh_key()).is_success
        item = next(i for i in items_of(world, "yuanyuan", asked) if i["id"] == item["id"])
        values = last if last and number == count - 1 else RETURNED
        done = {"action": "complete", "version": item["version"], "values": values}
        answer = world.as_("yuanyuan").send("POST", path, done, key=world.fresh_key())
        assert answer.status_code == 200, answer.text


def check_accounts(world: World, asked: Mapping[str, Any]) -> None:
    """IT has checked that the accounts are gone."""
    world.decide("yeqing", asked, "claim")
    world.decide("yeqing", asked, "complete")


def ready_to_settle(world: World, asked: Mapping[str, Any], count: int = 3, **last: Any) -> None:
    """The last day is over, accounts are disabled, assets are back."""
    take_back(world, asked, count, **last)
    world.travel("2026-04-30 18:00")
    check_accounts(world, asked)


def state_of(world: World, ledger: str, column: str, **cells: Any) -> list[str]:
    return [str(row[column]) for row in world.rows(ledger, **cells)]


def test_walk_4_1_somebody_leaves_and_nothing_stays_behind(
    world: World, accounts: DirectoryPeer, hr: HrPeer
) -> None:
    asked = leaving(world)
    assert asked["number"] == "LZ20260302-0001"
    handed_over(world, asked)
    ready_to_settle(world, asked)

    world.drain()
    assert sorted(one["system"] for one in accounts.disabled.values()) == ["mail", "mes", "oa"]
    assert sorted(accounts.disabled) == [f"{asked['number']}:{s}" for s in ("mail", "mes", "oa")]
    assert state_of(world, "permission", "state", employee="E022") == ["DISABLED"] * 3
    assert [
        (row["code"], row["state"], row["holder"])
        for row in world.rows("asset")
        if row["code"] in ("A-1001", "A-1002", "DK-402")
    ] == [("A-1001", "FREE", None), ("A-1002", "FREE", None), ("DK-402", "FREE", None)]
    shown = world.as_("liangchen").get(f"/items/{world.item('liangchen', asked)['id']}")["values"]
    assert shown["leave_days"] == 1
    world.decide("liangchen", asked, "complete")
    world.drain()

    (told,) = hr.terminations.values()
    assert (told["employee"], told["last_on"]) == ("E022", "2026-04-30")
    assert float(told["leave_pay"]) == 1103.45
    (row,) = world.rows("employee", no="E022")
    assert (row["state"], row["left_on"]) == ("LEFT", "2026-04-30")
    credentials = {"login": "liming", "password": PASSWORD}
    assert world.client.post("/api/v1/session", json=credentials).status_code == 401
    assert world.instance("linjing", asked["id"])["outcome"] == "approved"


def test_walk_4_2_a_resignation_needs_thirty_days(world: World) -> None:
    late = world.try_submit("liming", "offboarding", body(world, "liming", "2026-03-31"))
    fine = world.try_submit("liming", "offboarding", body(world, "liming", "2026-04-01"))

    assert late.status_code == 422
    assert [p["path"] for p in late.json()["problems"]] == ["/last_on"]
    assert fine.status_code == 201


def test_walk_4_2_on_probation_three_days_are_enough(world: World) -> None:
    soon = body(world, "zhangwei", "2026-03-31")
    assert world.try_submit("zhangwei", "offboarding", soon).status_code == 422  # joined 2025-09-01
    dismissed = body(world, "zhangwei", "2026-03-02", kind="DISMISS")

    assert world.try_submit("zhangwei", "offboarding", dismissed).status_code == 201


def test_walk_4_3_the_pay_waits_for_the_last_asset(world: World) -> None:
    asked = leaving(world)
    handed_over(world, asked)
    take_back(world, asked, 2)
    world.travel("2026-04-30 18:00")
    check_accounts(world, asked)

    assert items_of(world, "liangchen", asked) == []
    assert world.waiting_for(asked, seen_by="linjing") == ["林静"]  # escalated at 18:00
    world.decide("linjing", asked, "complete", values={"state": "LOST", "deduction": 300})

    shown = world.as_("liangchen").get(f"/items/{world.item('liangchen', asked)['id']}")["values"]
    assert (shown["deduction"], shown["outstanding"]) == (300, [])
    assert sorted(state_of(world, "asset", "state", holder=None)).count("LOST") == 1
    world.decide("liangchen", asked, "complete")
    assert world.rows("employee", no="E022")[0]["state"] == "LEFT"


def test_walk_4_4_a_running_payment_keeps_the_pay_back(world: World) -> None:
    payments = Payments(world)
    paying = payments.submit("liming", 1_000)
    asked = leaving(world)
    handed_over(world, asked)
    ready_to_settle(world, asked)

    refused = world.try_decide("liangchen", asked, "complete")

    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert problem["path"] == "/outstanding"
    assert paying["number"] in problem["detail"]
    cancel = f"/instances/{paying['id']}/cancel"
    stopped = world.as_("gumingyuan").send("POST", cancel, {"reason": "离职"}, key="stop-1")
    assert stopped.is_success, stopped.text
    assert world.try_decide("liangchen", asked, "complete").status_code == 200


def test_walk_4_5_accounts_that_cannot_be_disabled_hold_the_rest_back(
    world: World, accounts: DirectoryPeer
) -> None:
    asked = leaving(world)
    handed_over(world, asked)
    take_back(world, asked, 3)
    accounts.fail(503)
    world.travel("2026-05-01 18:00")

    found = world.as_("linjing").get("/incidents")["items"]
    assert len(found) == 3
    assert items_of(world, "yeqing", asked) == []
    accounts.heal()
    for incident in found:
        path = f"/incidents/{incident['id']}/retry"
        assert world.as_("linjing").send("POST", path, {}, key=world.fresh_key()).is_success
    world.drain()
    check_accounts(world, asked)
    world.decide("liangchen", asked, "complete")

    assert sorted(accounts.disabled) == [f"{asked['number']}:{s}" for s in ("mail", "mes", "oa")]
    assert world.rows("employee", no="E022")[0]["state"] == "LEFT"


def test_walk_4_6_a_head_who_leaves_is_handled_one_level_up(world: World) -> None:
    asked = leaving(world, "chengang")
    assert world.waiting_for(asked, seen_by="chengang") == ["沈江河"]
    handed_over(world, asked, "shenjianghe")
    world.travel("2026-04-30 18:00")
    check_accounts(world, asked)
    world.decide("liangchen", asked, "complete")

    later = world.submit("liuyang", "leave", leave("2026-05-11 AM", "2026-05-11 PM", "PERSONAL"))

    assert world.waiting_for(later, seen_by="liuyang") == ["沈江河"]


def test_walk_4_7_the_work_moves_as_it_was_previewed(world: World) -> None:
    first, second = (
        world.submit(who, "leave", leave("2026-05-06 AM", "2026-05-06 PM", "PERSONAL"))
        for who in ("wangfang", "yangfan")
    )
    window = {"fromAt": "2026-03-02T00:00:00+08:00", "untilAt": "2026-06-01T00:00:00+08:00"}
    rule = {"deputyId": world.person_id("liming"), **window}
    assert world.as_("sunqiang").send("POST", "/deputies", rule).status_code == 201
    for asked in (first, second):
        given = {"people": [world.person_id("liming")], "comment": "请代看"}
        world.decide("chengang", asked, "transfer", **given)
    asked = leaving(world)
    agreed(world, asked)

    item = world.as_("chengang").get(f"/items/{world.item('chengang', asked)['id']}")
    previewed = [(move["kind"], move["number"]) for move in item["values"]["moves"]]
    world.decide("chengang", asked, "complete")

    assert previewed == [("ITEM", first["number"]), ("ITEM", second["number"]), ("DEPUTY", "")]
    assert items_of(world, "liming", first) == items_of(world, "liming", second) == []
    assert len(items_of(world, "liuyang", first)) == len(items_of(world, "liuyang", second)) == 1
    (moved,) = world.as_("sunqiang").get("/deputies")["deputies"][:1]
    assert moved["deputy"]["name"] == "刘洋"


def test_walk_4_8_a_departure_that_is_revoked_disables_nothing(
    world: World, accounts: DirectoryPeer
) -> None:
    asked = leaving(world)
    assert world.try_revoke("liming", asked).status_code == 409
    handed_over(world, asked)
    take_back(world, asked, 1)
    world.travel("2026-04-20 10:00")

    revoking = world.revoke("liming", asked)
    world.decide("linjing", revoking, "approve")
    world.travel("2026-05-01 09:00")

    assert accounts.seen == []
    seen = world.instance("liming", asked["id"])
    assert (seen["state"], seen["outcome"]) == ("ended", "revoked")
    (back,) = world.rows("asset", code="A-1001")
    assert (back["state"], back["holder"]) == ("FREE", None)
    notices = world.as_("liming").get("/notices")["items"]
    assert any("A-1001" in notice["text"] for notice in notices)
    assert world.rows("offboarding", lz_no=asked["number"])[0]["state"] == "REVOKED"
    assert world.try_revoke("liming", asked).status_code == 409


def test_walk_4_9_one_departure_a_person(world: World) -> None:
    first = leaving(world)
    second = world.try_submit("liming", "offboarding", body(world, "liming", "2026-05-15"))

    assert second.status_code == 409
    assert first["number"] in second.text
    world.withdraw("liming", first)
    assert world.instance("liming", first["id"])["state"] == "withdrawn"
    assert world.rows("offboarding", employee="E022") == []
    assert (
        world.resubmit("liming", first, body(world, "liming", "2026-04-30"))["state"] == "running"
    )


def test_walk_4_9_two_departures_at_once_are_one(world: World) -> None:
    bodies = [body(world, "liming", day) for day in ("2026-04-30", "2026-05-15")]

    answers = world.at_once(
        [lambda given=given: world.try_submit("liming", "offboarding", given) for given in bodies]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_walk_4_10_the_salary_is_for_those_who_settle_it(world: World) -> None:
    asked = leaving(world)
    handed_over(world, asked)
    ready_to_settle(world, asked)

    head = world.as_("chengang").get(f"/instances/{asked['id']}")
    shown = world.as_("liangchen").get(f"/items/{world.item('liangchen', asked)['id']}")["values"]

    assert not {"salary", "leave_pay"} & set(head["values"])
    assert {head["access"][key] for key in ("salary", "leave_pay", "reason")} == {"hidden"}
    assert "reason" not in head["values"]
    copied = world.as_("xubo").get(f"/instances/{asked['id']}")
    assert "reason" not in copied["values"]
    assert world.instance("pengli", asked["id"])["values"]["reason"] == "另有安排"
    assert shown["salary"].startswith("****")


def test_walk_4_10_looking_at_a_salary_leaves_a_line_in_the_audit_trail(world: World) -> None:
    accountant = world.as_("liangchen")
    rows = accountant.get("/ledgers/employee/rows", limit=100)["items"]
    row = next(row for row in rows if row["values"]["no"] == "E022")
    path = f"/ledgers/employee/rows/{row['id']}/reveal"

    seen = accountant.send("POST", path, {"column": "salary"}, key="look-1")
    by_head = world.as_("chengang").send("POST", path, {"column": "salary"}, key="look-2")

    assert row["values"]["salary"].startswith("****")
    assert seen.status_code == 200, seen.text
    assert float(seen.json()["value"]) == 12_000
    assert by_head.status_code in (403, 404)
    lines = world.as_("suwan").get("/audit", actor=accountant.id, action="LookAtCell")["items"]
    assert [line["verdict"] for line in lines] == ["accepted"]


def test_hr_hands_it_in_for_others_and_nobody_else_does(world: World) -> None:
    given = body(world, "liming", "2026-03-10", kind="DISMISS")

    assert world.try_submit("sunqiang", "offboarding", given).status_code == 422
    asked = world.submit("pengli", "offboarding", given)

    assert world.waiting_for(asked, seen_by="pengli") == ["陈刚"]
    assert world.as_("liming").request("GET", f"/instances/{asked['id']}").status_code == 404
