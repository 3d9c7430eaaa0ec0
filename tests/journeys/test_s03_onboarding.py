"""S3 入职: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Mapping
from typing import Any

import pytest

from dujiang.connectors import MakeHookSecret
from tests.journeys.harness import World
from tests.peers.directory import DirectoryPeer
from tests.peers.hr import HrPeer
from tests.peers.peer import signed

pytestmark = [pytest.mark.spec("S3")]

CANDIDATE = {
    "candidate_id": "CAND-0088",
    "name": "何苗",
    "id_no": "510105199803124567",
    "mobile": "13800138000",
    "bank_account": "6222024402000099009",
    "salary": 8000,
    "dept": "D60",
    "position": "支持",
    "grade": "P3",
    "start_on": "2026-03-16",
    "employment": "FULL",
}
SENSITIVE = ("id_no", "mobile", "bank_account", "salary")


class Onboarding:
    """Candidates of the HR system, and what they lead to here."""

    def __init__(self, world: World, hr: HrPeer) -> None:
        self.world, self.hr = world, hr
        self._secret = "of the HR system"  # noqa: S105 - of nobody
        world.app.submit(MakeHookSecret(key="hr", secret=self._secret))
        self.knows("CAND-0088")

    def knows(self, candidate_id: str, **given: Any) -> None:
        """The HR system knows a candidate."""
        found = {**CANDIDATE, "candidate_id": candidate_id, **given}
        self.hr.candidates[candidate_id] = found

    def tell(self, event: str, candidate_id: str = "CAND-0088", delivery: str = "d-1") -> Any:
        """The HR system tells of an event; the raw response."""
        content = {"event": event, "candidate_id": candidate_id}
        body, headers = signed(self._secret, content, self.world.clock.now(), delivery=delivery)
        self.world.reopen()
        return self.world.client.post("/api/v1/hooks/hr", content=body, headers=headers)

    def accepted(self, candidate_id: str = "CAND-0088") -> dict[str, Any]:
        """A candidate has accepted; the instance that begins, as HR sees it."""
        answer = self.tell("offer.accepted", candidate_id, f"accepted-{candidate_id}")
        assert answer.status_code == 200, answer.text
        return self.of(candidate_id)

    def of(self, candidate_id: str = "CAND-0088") -> dict[str, Any]:
        """The instance of a candidate, as the owner sees it."""
        (row,) = self.world.rows("onboarding", candidate_id=candidate_id)
        return self.world.instance("linjing", row["run"])

    def check(self, asked: Mapping[str, Any], result: str = "PASS") -> None:
        """The background has been looked into."""
        report = self.world.upload("caoyang", "报告.pdf", b"%PDF-1.7 a report")
        values = {"bg_result": result, "bg_report": [report]}
        self.world.decide("caoyang", asked, "complete", values=values)

    def try_place(self, asked: Mapping[str, Any], desk: str = "DK-401", *assets: str) -> Any:
        """Desk and equipment are chosen; the raw response."""
        if self.world.item("yuanyuan", asked)["isClaimable"]:
            self.world.decide("yuanyuan", asked, "claim")
        values = {"desk": desk, "assets": list(assets)}
        return self.world.try_decide("yuanyuan", asked, "complete", values=values)

    def place(self, asked: Mapping[str, Any], desk: str = "DK-401", *assets: str) -> None:
        """Desk and equipment are chosen."""
        answer = self.try_place(asked, desk, *assets)
        assert answer.status_code == 200, answer.text

    def confirm(self, asked: Mapping[str, Any]) -> None:
        """IT has looked at the accounts."""
        self.world.decide("yeqing", asked, "claim")
        self.world.decide("yeqing", asked, "complete")

    def asset(self, code: str) -> tuple[str, str | None]:
        """State and holder of an asset."""
        (row,) = self.world.rows("asset", code=code)
        return row["state"], row["holder"]


@pytest.fixture
def onboarding(world: World, hr: HrPeer) -> Onboarding:
    return Onboarding(world, hr)


def test_walk_3_1_everything_is_ready_on_the_first_day(
    world: World, onboarding: Onboarding, hr: HrPeer, accounts: DirectoryPeer
) -> None:
    asked = onboarding.accepted()
    assert asked["number"] == "RZ20260302-0001"
    assert asked["title"] == "何苗 入职 2026-03-16"
    onboarding.check(asked)
    world.drain()
    onboarding.place(asked, "DK-401", "A-1003")
    assert onboarding.asset("DK-401") == ("RESERVED", asked["number"])
    onboarding.confirm(asked)
    world.drain()

    assert sorted(one["system"] for one in accounts.opened.values()) == ["mail", "oa", "vpn"]
    assert onboarding.asset("DK-401") == onboarding.asset("A-1003") == ("IN_USE", "E041")
    (row,) = world.rows("employee", no="E041")
    assert (row["name"], row["dept"], row["state"]) == ("何苗", "D60", "ACTIVE")
    held = world.rows("permission", employee="E041")
    assert sorted((p["system"], p["state"]) for p in held) == [
        ("mail", "ACTIVE"), ("oa", "ACTIVE"), ("vpn", "ACTIVE"),
    ]  # fmt: skip
    (told,) = hr.recorded.values()
    assert (told["no"], told["candidate_id"]) == ("E041", "CAND-0088")
    world.travel("2026-03-16 09:00")
    assert onboarding.of()["outcome"] == "approved"


def test_walk_3_2_a_candidate_starts_once(world: World, onboarding: Onboarding) -> None:
    first = onboarding.tell("offer.accepted", delivery="d-7")
    again = onboarding.tell("offer.accepted", delivery="d-7")
    by_hand = world.try_submit("pengli", "onboarding", {"candidate_id": "CAND-0088"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert by_hand.status_code == 409
    assert onboarding.of()["number"] in by_hand.text
    assert onboarding.tell("offer.accepted", delivery="d-8").status_code == 409


def test_walk_3_3_who_fails_the_check_leaves_nothing(
    world: World, onboarding: Onboarding, hr: HrPeer, accounts: DirectoryPeer
) -> None:
    asked = onboarding.accepted()
    onboarding.check(asked, "FAIL")
    world.drain()

    ended = world.instance("linjing", asked["id"])
    assert (ended["state"], ended["outcome"]) == ("ended", "rejected")
    assert onboarding.asset("DK-401") == ("FREE", None)
    assert (accounts.seen, hr.recorded) == ([], {})
    assert world.rows("employee", no="E041") == []
    notices = world.as_("linjing").get("/notices")["items"]
    assert any("背景调查未通过" in notice["text"] for notice in notices)


def test_walk_3_4_accounts_that_cannot_be_opened_wait(
    world: World, onboarding: Onboarding, accounts: DirectoryPeer
) -> None:
    asked = onboarding.accepted()
    accounts.fail(503)
    onboarding.check(asked)
    onboarding.place(asked, "DK-401", "A-1003")
    world.travel("2026-03-02 16:00")
    found = world.as_("linjing").get("/incidents")["items"]
    assert len(found) == 3

    accounts.heal()
    for incident in found:
        path = f"/incidents/{incident['id']}/retry"
        assert world.as_("linjing").send("POST", path, {}, key=world.fresh_key()).is_success
    world.drain()
    onboarding.confirm(asked)
    world.drain()

    assert sorted(one["system"] for one in accounts.opened.values()) == ["mail", "oa", "vpn"]
    assert len(world.rows("employee", no="E041")) == 1


def test_walk_3_5_who_declines_gives_everything_back(
    world: World, onboarding: Onboarding, accounts: DirectoryPeer, hr: HrPeer
) -> None:
    asked = onboarding.accepted()
    onboarding.check(asked)
    world.drain()
    onboarding.place(asked, "DK-401", "A-1003")

    assert onboarding.tell("offer.declined", delivery="d-9").status_code == 200
    for _ in range(4):
        world.drain()

    assert len(accounts.disabled) == 3
    assert onboarding.asset("DK-401") == onboarding.asset("A-1003") == ("FREE", None)
    assert (world.rows("employee", no="E041"), hr.recorded) == ([], {})
    ended = world.instance("linjing", asked["id"])
    assert (ended["state"], ended["outcome"]) == ("ended", "cancelled")


def test_walk_3_5_cancelling_by_hand_goes_the_same_way(
    world: World, onboarding: Onboarding, accounts: DirectoryPeer
) -> None:
    asked = onboarding.accepted()
    onboarding.check(asked)
    world.drain()
    path = f"/instances/{asked['id']}/cancel"
    answer = world.as_("linjing").send("POST", path, {"reason": "岗位取消"}, key="cancel-1")
    assert answer.is_success, answer.text
    for _ in range(4):
        world.drain()

    assert len(accounts.disabled) == 3
    assert world.instance("linjing", asked["id"])["outcome"] == "cancelled"


def test_walk_3_6_nothing_begins_while_hr_is_away(
    world: World, onboarding: Onboarding, hr: HrPeer
) -> None:
    body = world.start_body("pengli", "onboarding", {"candidate_id": "CAND-0088"})
    hr.fail(503)

    by_hand = world.as_("pengli").send("POST", "/instances", body, key="hr-away")
    by_hook = onboarding.tell("offer.accepted", delivery="d-2")

    assert (by_hand.status_code, by_hook.status_code) == (503, 503)
    assert by_hand.json()["detail"].startswith("HR系统暂不可用")
    assert world.rows("onboarding") == []
    hr.heal()
    assert onboarding.tell("offer.accepted", delivery="d-2").status_code == 200


def test_walk_3_6_the_record_does_not_wait_for_hr(
    world: World, onboarding: Onboarding, hr: HrPeer
) -> None:
    asked = onboarding.accepted()
    onboarding.check(asked)
    world.drain()
    onboarding.place(asked, "DK-401", "A-1003")
    hr.fail(503)
    onboarding.confirm(asked)
    world.drain()

    assert world.rows("employee", no="E041")[0]["state"] == "ACTIVE"
    assert hr.recorded == {}
    hr.heal()
    world.travel("2026-03-02 10:00")
    assert len(hr.recorded) == 1


def test_walk_3_7_an_intern_needs_no_background_check(world: World, onboarding: Onboarding) -> None:
    onboarding.knows("CAND-0101", employment="INTERN")
    asked = onboarding.accepted("CAND-0101")
    world.drain()

    assert world.todo("caoyang") == []
    assert len([i for i in world.todo("yuanyuan") if i["instanceId"] == asked["id"]]) == 1


def test_walk_3_8_the_office_never_sees_what_is_private(
    world: World, onboarding: Onboarding
) -> None:
    asked = onboarding.accepted()
    onboarding.check(asked)
    world.drain()
    item = world.item("yuanyuan", asked)

    seen = world.as_("yuanyuan").get(f"/items/{item['id']}")

    assert not set(SENSITIVE) & set(seen["values"])
    text = world.as_("yuanyuan").request("GET", f"/instances/{asked['id']}").text
    for secret in (CANDIDATE["id_no"], CANDIDATE["mobile"], CANDIDATE["bank_account"]):
        assert str(secret) not in text
    of_hr = world.instance("pengli", asked["id"])["values"]
    assert of_hr["id_no"].startswith("****")


def test_walk_3_9_what_is_still_open_is_reminded_of(world: World, onboarding: Onboarding) -> None:
    asked = onboarding.accepted()
    world.travel("2026-03-11 09:00")
    world.reopen(force=True)
    world.drain()

    def told(login: str) -> list[str]:
        items = world.as_(login).get("/notices")["items"]
        return [n["text"] for n in items if "还没有办完" in n["text"]]

    assert len(told("linjing")) == 1
    assert asked["number"] in told("linjing")[0]


def test_walk_3_10_a_desk_is_given_out_once(world: World, onboarding: Onboarding) -> None:
    onboarding.knows("CAND-0102", employment="INTERN")
    onboarding.knows("CAND-0103", employment="INTERN")
    both = [onboarding.accepted(one) for one in ("CAND-0102", "CAND-0103")]
    for asked in both:
        world.decide("yuanyuan", asked, "claim")

    answers = world.at_once([lambda a=asked: onboarding.try_place(a) for asked in both])

    assert sorted(answer.status_code for answer in answers) == [200, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert [p["path"] for p in refused.json()["problems"]] == ["/desk"]


def test_an_onboarding_is_revoked_before_its_first_day(
    world: World, onboarding: Onboarding, accounts: DirectoryPeer
) -> None:
    asked = world.submit("pengli", "onboarding", {"candidate_id": "CAND-0088"})
    onboarding.check(asked)
    world.drain()
    onboarding.place(asked, "DK-401", "A-1003")
    onboarding.confirm(asked)
    world.drain()

    world.decide("linjing", world.revoke("pengli", asked), "approve")
    for _ in range(4):
        world.drain()

    assert world.instance("pengli", asked["id"])["outcome"] == "revoked"
    assert len(accounts.disabled) == 3
    assert onboarding.asset("DK-401") == ("FREE", None)
    person = world.app.directory.current().person_by_no("E041")
    assert person is not None
    assert not person.is_active
