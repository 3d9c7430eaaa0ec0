"""S1 请假: the acceptance walks of SCENARIOS, through the public API."""

from typing import Any

import msgspec
import pytest

from dujiang.deployments import PublishYear, SaveCalendar
from tests.journeys.harness import World, day
from tests.peers.hr import HrPeer

pytestmark = [pytest.mark.spec("S1")]


def leave(start: str, end: str, kind: str = "ANNUAL", **given: Any) -> dict[str, Any]:
    """Values of a leave request: `leave("2026-03-10 AM", "2026-03-12 PM")`."""
    (start_on, start_half), (end_on, end_half) = start.split(), end.split()
    return {
        "type": kind,
        "start_on": start_on,
        "start_half": start_half,
        "end_on": end_on,
        "end_half": end_half,
        "reason": "家中有事",
        **given,
    }


def balance(world: World, login: str, year: int = 2026, kind: str = "ANNUAL") -> dict[str, float]:
    """Granted, reserved and used days of a person's leave."""
    no = world.as_(login).session["person"]["employeeNo"]
    (row,) = world.rows("leave_balance", employee=no, type=kind, year=year)
    return {name: float(row[name]) for name in ("granted", "reserved", "used")}


def available(world: World, login: str, year: int = 2026, kind: str = "ANNUAL") -> float:
    """Days that a person may still take."""
    row = balance(world, login, year, kind)
    return row["granted"] - row["reserved"] - row["used"]


def test_walk_1_1_three_days_need_the_department_alone(world: World, hr: HrPeer) -> None:
    assert available(world, "liming") == 8.0

    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    assert (asked["values"]["days"], asked["values"]["available"]) == (3, 8)
    assert available(world, "liming") == 5.0
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]

    world.decide("chengang", asked, "approve", comment="同意")

    assert "shenjianghe" not in world.waiting_for(asked, seen_by="liming")
    world.decide("pengli", asked, "claim")
    world.decide("pengli", asked, "complete")

    assert balance(world, "liming") == {"granted": 10, "reserved": 0, "used": 5}
    world.drain()
    assert [(told["number"], told["employee"], told["days"]) for told in hr.leaves.values()] == [
        (asked["number"], "E022", 3)
    ]
    done = world.instance("liming", asked["id"])
    assert (done["state"], done["outcome"]) == ("ended", "approved")


def test_walk_1_2_more_than_three_days_also_need_the_general_manager(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-13 AM"))
    assert asked["values"]["days"] == 3.5

    world.decide("chengang", asked, "approve")
    assert world.waiting_for(asked, seen_by="liming") == ["沈江河"]
    world.decide("shenjianghe", asked, "approve")
    world.decide("pengli", asked, "claim")
    world.decide("pengli", asked, "complete")
    world.drain()

    assert world.instance("liming", asked["id"])["outcome"] == "approved"
    assert balance(world, "liming")["used"] == 5.5


def test_walk_1_3_holidays_do_not_count_and_make_up_days_do(world: World) -> None:
    over_may = world.submit("liming", "leave", leave("2026-04-30 AM", "2026-05-06 PM"))
    assert over_may["values"]["days"] == 2

    working_saturday = world.submit("liming", "leave", leave("2026-05-08 PM", "2026-05-09 AM"))
    assert working_saturday["values"]["days"] == 1

    refused = world.try_submit("liming", "leave", leave("2026-05-02 AM", "2026-05-04 PM"))
    assert refused.status_code == 422
    assert "所选日期没有工作日" in refused.text


def test_walk_1_4_the_balance_that_expires_first_is_used_first(world: World) -> None:
    refused = world.try_submit("wangfang", "leave", leave("2026-04-01 AM", "2026-04-09 PM"))

    assert refused.status_code == 422
    assert "年假余额不足：申请 6 天，可用 5 天" in refused.text
    assert balance(world, "wangfang", 2025)["reserved"] == 0
    assert world.as_("wangfang").get("/instances")["items"] == []

    asked = world.submit("wangfang", "leave", leave("2026-03-30 AM", "2026-04-07 PM"))

    assert asked["values"]["days"] == 6
    assert balance(world, "wangfang", 2025)["reserved"] == 1
    assert balance(world, "wangfang", 2026)["reserved"] == 5


def test_walk_1_5_withdrawing_gives_the_days_back_while_it_is_untouched(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    world.withdraw("liming", asked)

    assert available(world, "liming") == 8.0
    back = world.instance("liming", asked["id"])
    assert (back["number"], back["state"]) == (asked["number"], "withdrawn")

    again = world.resubmit("liming", back, leave("2026-03-10 AM", "2026-03-12 PM"))
    assert again["number"] == asked["number"]
    assert available(world, "liming") == 5.0
    world.decide("chengang", again, "approve")

    late = world.try_withdraw("liming", again)
    assert late.status_code == 409
    assert available(world, "liming") == 5.0


def test_walk_1_6_two_requests_at_one_moment_share_the_balance_once(world: World) -> None:
    bodies = [leave("2026-03-09 AM", "2026-03-13 PM"), leave("2026-03-16 AM", "2026-03-19 PM")]

    answers = world.at_once(
        [lambda body=body: world.try_submit("liming", "leave", body) for body in bodies]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert available(world, "liming") in (3.0, 4.0)


def test_walk_1_6_double_click_starts_one_instance(world: World) -> None:
    values = leave("2026-03-10 AM", "2026-03-10 PM")
    body = world.start_body("liming", "leave", values)

    first, second = (
        world.as_("liming").send("POST", "/instances", body, key="one-form") for _ in range(2)
    )

    assert first.json() == second.json()
    assert len(world.as_("liming").get("/instances")["items"]) == 1
    assert available(world, "liming") == 7.0


def test_walk_1_7_head_of_the_department_is_decided_by_the_next_one_up(world: World) -> None:
    asked = world.submit(
        "chengang",
        "leave",
        leave("2026-03-10 AM", "2026-03-13 PM", deputy=world.person_id("sunqiang")),
    )
    assert asked["values"]["days"] == 4
    assert world.waiting_for(asked, seen_by="chengang") == ["沈江河"]

    world.decide("shenjianghe", asked, "approve")

    assert world.waiting_for(asked, seen_by="chengang") == ["人事"]
    timeline = world.as_("chengang").get(f"/instances/{asked['id']}/timeline")["entries"]
    skipped = [e for e in timeline if e["kind"] == "skipped"]
    assert [e["step"]["name"] for e in skipped] == ["总经理审批"]
    assert skipped[0]["reason"]


def test_walk_1_7_head_without_a_deputy_is_refused(world: World) -> None:
    refused = world.try_submit("chengang", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))

    assert refused.status_code == 422
    assert any("deputy" in problem["path"] for problem in refused.json()["problems"])


def test_walk_1_8_idle_approval_escalates_after_two_working_days(world: World) -> None:
    world.travel("2026-03-06 15:00")
    asked = world.submit("liming", "leave", leave("2026-03-16 AM", "2026-03-16 PM"))

    world.travel("2026-03-10 14:59")
    assert world.waiting_for(asked, seen_by="liming") == ["陈刚"]
    world.travel("2026-03-10 15:00")

    assert world.waiting_for(asked, seen_by="liming") == ["沈江河"]
    told = world.as_("chengang").get("/notices")["items"]
    assert any(notice["instanceId"] == asked["id"] for notice in told)
    timeline = world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
    escalated = next(e for e in timeline if e["kind"] == "escalated")
    assert (escalated["actor"], escalated["isSystem"]) == (None, True)

    world.travel("2026-03-12 15:00")
    assert world.waiting_for(asked, seen_by="liming") == ["林静"]


def test_walk_1_9_leave_over_new_year_uses_the_year_of_each_day(open_world: Any) -> None:
    world: World = open_world(now=World.at("2025-12-29 09:00"))
    proof = world.upload("wangfang", "诊断证明.pdf", b"%PDF-1.7 a doctor's note")
    values = leave("2025-12-31 AM", "2026-01-05 PM", "SICK", proof=[proof])

    without = world.try_submit("wangfang", "leave", {**values, "proof": []})
    assert without.status_code == 422
    asked = world.submit("wangfang", "leave", values)

    assert asked["values"]["days"] == 3
    assert balance(world, "wangfang", 2025, "SICK")["reserved"] == 1
    assert balance(world, "wangfang", 2026, "SICK")["reserved"] == 2
    world.decide("chengang", asked, "approve")
    assert world.waiting_for(asked, seen_by="wangfang") == ["人事"]


def filed(world: World, asked: dict[str, Any]) -> None:
    """The head approves a leave of up to three days' way, and HR files it."""
    world.decide("chengang", asked, "approve")
    if "沈江河" in world.waiting_for(asked, seen_by="liming"):
        world.decide("shenjianghe", asked, "approve")
    world.decide("pengli", asked, "claim")
    world.decide("pengli", asked, "complete")
    world.drain()


def test_walk_1_10_a_revoked_leave_gives_back_what_has_not_begun(world: World, hr: HrPeer) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-09 AM", "2026-03-13 PM"))
    filed(world, asked)
    assert balance(world, "liming")["used"] == 7
    world.travel("2026-03-11 10:00")

    revocation = world.revoke("liming", asked)

    assert world.waiting_for(revocation, seen_by="liming") == ["陈刚"]
    assert (revocation["revokes"]["number"], revocation["number"][:2]) == (asked["number"], "CX")
    world.travel("2026-03-11 12:30")
    world.decide("chengang", revocation, "approve", comment="同意")
    world.drain()

    assert balance(world, "liming") == {"granted": 10, "reserved": 0, "used": 4.5}
    states = {
        (row["on"], row["half"]): row["state"]
        for row in world.rows("leave_record", qj_no=asked["number"])
    }
    assert [day for day, state in sorted(states.items()) if state == "CANCELLED"] == [
        ("2026-03-11", "PM"),
        ("2026-03-12", "AM"),
        ("2026-03-12", "PM"),
        ("2026-03-13", "AM"),
        ("2026-03-13", "PM"),
    ]
    original = world.instance("liming", asked["id"])
    assert (original["outcome"], original["revokedBy"]["number"]) == (
        "revoked",
        revocation["number"],
    )
    assert world.instance("liming", revocation["id"])["outcome"] == "approved"
    assert [told["days"] for told in hr.leaves.values()] == [5, -2.5]
    again = world.try_revoke("liming", original)
    assert again.status_code == 409


def test_walk_1_10_revoking_is_offered_to_the_initiator_until_the_leave_is_over(
    world: World,
) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-09 AM", "2026-03-10 AM"))
    running = world.instance("liming", asked["id"])
    assert "revoke" not in {action["action"] for action in running["actions"]}
    filed(world, asked)

    offered = world.instance("liming", asked["id"])["actions"]
    others = world.instance("pengli", asked["id"])["actions"]

    assert [a["enabled"] for a in offered if a["action"] == "revoke"] == [True]
    assert "revoke" not in {action["action"] for action in others}
    assert world.try_revoke("pengli", asked).status_code == 403
    world.travel("2026-03-10 12:00")
    late = next(
        a for a in world.instance("liming", asked["id"])["actions"] if a["action"] == "revoke"
    )
    assert (late["enabled"], "2026-03-10 12:00" in late["reason"]) == (False, True)
    assert world.try_revoke("liming", asked).status_code == 409


def test_walk_1_10_a_rejected_revocation_leaves_everything_as_it_was(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-09 AM", "2026-03-10 PM"))
    filed(world, asked)
    revocation = world.revoke("liming", asked)
    assert world.try_revoke("liming", asked).status_code == 409

    world.decide("chengang", revocation, "reject", reasonCategory="NEED", comment="照休")

    assert balance(world, "liming")["used"] == 4
    original = world.instance("liming", asked["id"])
    assert (original["outcome"], original["revokedBy"]) == ("approved", None)
    assert world.try_revoke("liming", asked).status_code == 201


def test_walk_1_11_returned_and_changed_it_goes_the_whole_way_again(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-11 PM"))
    assert balance(world, "liming")["reserved"] == 2

    world.decide("chengang", asked, "return", returnTo="apply", comment="再多休两天吧")

    assert balance(world, "liming")["reserved"] == 0
    back = world.instance("liming", asked["id"])
    assert back["state"] == "returned"
    again = world.resubmit("liming", back, leave("2026-03-10 AM", "2026-03-13 PM"))
    assert again["values"]["days"] == 4
    assert balance(world, "liming")["reserved"] == 4
    world.decide("chengang", again, "approve")
    assert world.waiting_for(again, seen_by="liming") == ["沈江河"]


def test_walk_1_11_hr_system_down_does_not_hold_the_filing_up(world: World, hr: HrPeer) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
    world.decide("chengang", asked, "approve")
    hr.fail(503)

    world.decide("pengli", asked, "claim")
    world.decide("pengli", asked, "complete")

    assert balance(world, "liming")["used"] == 3
    world.travel("2026-03-03 09:00")
    calls = [seen for seen in hr.seen if seen.path == "/leaves"]
    assert len(calls) == 6
    assert len({call.key for call in calls}) == 1
    incidents = world.as_("linjing").get("/incidents")["items"]
    assert [incident["instanceId"] for incident in incidents] == [asked["id"]]

    hr.heal()
    retried = world.as_("linjing").send("POST", f"/incidents/{incidents[0]['id']}/retry")
    assert retried.status_code == 200, retried.text
    world.drain()

    assert list(hr.leaves) == [calls[0].key]
    assert world.as_("linjing").get("/incidents")["items"] == []
    assert world.instance("liming", asked["id"])["state"] == "ended"


def test_walk_1_11_leave_beyond_the_published_calendar_is_provisional(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-12-30 AM", "2027-01-05 PM"))

    assert asked["values"]["days"] == 5
    assert balance(world, "liming")["reserved"] == 5


@pytest.mark.parametrize("is_filed", [False, True])
def test_walk_1_11_published_holidays_change_days_and_balance_and_the_employee_is_told(
    world: World, is_filed: bool
) -> None:
    asked = world.submit("liming", "leave", leave("2026-12-30 AM", "2027-01-05 PM"))
    if is_filed:
        filed(world, asked)
    assert balance(world, "liming")["used" if is_filed else "reserved"] == (7 if is_filed else 5)

    days_off = tuple(day(f"2027-01-0{n}") for n in (1, 2, 3))
    world.app.submit(PublishYear(year=2027, days_off=days_off, make_up_days=()))
    world.drain()

    held = balance(world, "liming")
    assert (held["reserved"], held["used"]) == ((0, 6) if is_filed else (4, 2))
    assert world.instance("liming", asked["id"])["title"].endswith("4 天")
    rows = world.rows("leave_record", qj_no=asked["number"])
    live = [row for row in rows if row["state"] != "CANCELLED"]
    assert sorted({row["on"] for row in live}) == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-04",
        "2027-01-05",
    ]
    assert {row["state"] for row in live} == {"TAKEN" if is_filed else "RESERVED"}
    timeline = world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
    recounted = next(entry for entry in timeline if entry["kind"] == "recounted")
    assert [(c["field"], c["old"], c["new"]) for c in recounted["changes"]] == [("days", 5, 4)]
    told = [n for n in world.as_("liming").get("/notices")["items"] if "日历" in n["text"]]
    assert [n["instanceId"] for n in told] == [asked["id"]]

    world.app.submit(PublishYear(year=2027, days_off=days_off, make_up_days=(day("2027-03-06"),)))
    world.drain()
    assert balance(world, "liming") == held


def test_deadlines_follow_a_calendar_that_changes(world: World) -> None:
    world.travel("2026-03-06 15:00")
    asked = world.submit("liming", "leave", leave("2026-03-16 AM", "2026-03-16 PM"))
    before = world.instance("liming", asked["id"])["waiting"][0]["dueAt"]

    calendar = world.app.rooms.deployments.calendars()["DAY24"]
    closed = msgspec.structs.replace(calendar, days_off=calendar.days_off | {day("2026-03-09")})
    world.app.submit(SaveCalendar(calendar=closed))
    world.drain()

    after = world.instance("liming", asked["id"])["waiting"][0]["dueAt"]
    assert (before[:10], after[:10]) == ("2026-03-10", "2026-03-11")
    world.travel("2026-03-11 15:00")
    assert world.waiting_for(asked, seen_by="liming") == ["沈江河"]


def test_walk_1_7_while_the_head_is_away_the_deputy_acts_for_them(world: World) -> None:
    deputy = world.person_id("sunqiang")
    away = world.submit("chengang", "leave", leave("2026-03-10 AM", "2026-03-13 PM", deputy=deputy))
    world.decide("shenjianghe", away, "approve")
    world.decide("pengli", away, "claim")
    world.decide("pengli", away, "complete")
    world.travel("2026-03-10 10:00")

    asked = world.submit("liming", "leave", leave("2026-03-17 AM", "2026-03-17 PM"))
    own = world.submit(
        "sunqiang",
        "leave",
        leave("2026-03-17 AM", "2026-03-17 PM", deputy=world.person_id("liming")),
    )

    item = world.item("sunqiang", asked)
    assert item["onBehalfOf"]["name"] == "陈刚"
    assert world.waiting_for(own, seen_by="sunqiang") == ["沈江河"]
    world.decide("sunqiang", asked, "approve")
    timeline = world.as_("liming").get(f"/instances/{asked['id']}/timeline")["entries"]
    approved = next(entry for entry in timeline if entry["kind"] == "approved")
    assert (approved["actor"]["name"], approved["onBehalfOf"]["name"]) == ("孙强", "陈刚")
    world.travel("2026-03-16 10:00")
    back = world.submit("liming", "leave", leave("2026-03-18 AM", "2026-03-18 PM"))
    assert world.waiting_for(back, seen_by="liming") == ["陈刚"]


def test_rejection_gives_the_days_back_and_ends_the_request(world: World) -> None:
    asked = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-12 PM"))

    world.decide("chengang", asked, "reject", reasonCategory="NEED", comment="那周要盘点")

    ended = world.instance("liming", asked["id"])
    assert (ended["state"], ended["outcome"]) == ("ended", "rejected")
    assert available(world, "liming") == 8.0
    assert world.todo("chengang") == []
