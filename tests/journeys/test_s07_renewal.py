"""S7 合同续签: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dujiang.identity import DeactivatePerson
from tests.journeys.harness import World

pytestmark = [pytest.mark.spec("S7")]

BEFORE = "2026-03-02 07:00"


@pytest.fixture
def world(open_world: Callable[..., World]) -> World:
    """The company an hour before the first scan."""
    return open_world(now=World.at(BEFORE))


def contract(world: World, no: str, version: int = 1) -> dict[str, Any]:
    (row,) = world.rows("contract", contract_no=no, version=version)
    return row


def runs(world: World) -> dict[str, dict[str, Any]]:
    """The runs that there are, by contract, as the process owner sees them."""
    found = world.as_("gumingyuan").get("/instances", scope="visible", process="renewal")["items"]
    seen = [world.instance("gumingyuan", one["id"]) for one in found]
    by_contract = {one["values"]["contract_no"]: one for one in seen}
    assert len(by_contract) == len(seen), "no contract runs twice"
    return by_contract


def scanned(world: World, no: str, at: str = "2026-03-02 08:00") -> dict[str, Any]:
    """The run of a contract after the scan."""
    world.travel(at)
    return runs(world)[no]


def renew(world: World, login: str, asked: dict[str, Any], **given: Any) -> Any:
    """The owner wants to renew; by itself for another year at the same amount."""
    draft = world.upload(login, "合同草稿.pdf", b"%PDF-1.7 a draft")
    values = {
        "decision": "RENEW",
        "new_amount": asked["values"]["amount"],
        "new_to": "2027-04-02",
        "draft": [draft],
        **given,
    }
    return world.try_decide(login, asked, "complete", values=values)


def renewed(world: World, login: str, asked: dict[str, Any], **given: Any) -> None:
    answer = renew(world, login, asked, **given)
    assert answer.status_code == 200, answer.text


def test_walk_7_1_contracts_that_expire_within_thirty_days_begin(world: World) -> None:
    world.travel("2026-03-02 07:59")
    assert runs(world) == {}

    world.travel("2026-03-02 08:00")

    found = runs(world)
    assert sorted(found) == ["HT-2025-009", "HT-2025-017"]
    assert {one["number"] for one in found.values()} == {"XQ20260302-0001", "XQ20260302-0002"}
    assert found["HT-2025-017"]["initiator"]["name"] == "黄蓉"
    row = contract(world, "HT-2025-017")
    assert (row["state"], row["renewal_no"]) == ("RENEWING", found["HT-2025-017"]["number"])
    assert contract(world, "HT-2025-018")["state"] == "ACTIVE"
    world.travel("2026-03-03 08:00")
    assert sorted(runs(world)) == ["HT-2025-009", "HT-2025-017", "HT-2025-018"]


def test_walk_7_1_the_owner_is_told_and_has_the_decision(world: World) -> None:
    asked = scanned(world, "HT-2025-009")

    assert world.waiting_for(asked, seen_by="hujing") == ["胡静"]
    texts = [one["text"] for one in world.as_("hujing").get("/notices")["items"]]
    assert "合同 HT-2025-009（绵阳精密）将于 2026-03-20 到期，请决定是否续签。" in texts
    assert asked["title"] == "绵阳精密 续签 HT-2025-009"


def test_walk_7_2_nothing_begins_twice(world: World) -> None:
    world.travel("2026-03-02 08:00")
    before = sorted(runs(world))

    world.reopen(force=True)
    world.drain()
    world.travel("2026-03-02 09:00")

    assert sorted(runs(world)) == before


def test_walk_7_2_two_nodes_that_scan_at_once_begin_each_run_once(world: World, way: str) -> None:
    if way != "postgresql":
        pytest.skip("an embedded database has one node")
    with world.another_node() as second:
        world.clock.set(World.at("2026-03-02 08:00"))
        nodes = (world.app, second)
        with ThreadPoolExecutor(len(nodes)) as pool:
            list(pool.map(lambda node: node.rooms.duties.drain(), nodes))

        assert sorted(runs(world)) == ["HT-2025-009", "HT-2025-017"]
        world.travel("2026-03-02 09:00")
        second.rooms.duties.drain()
        assert sorted(runs(world)) == ["HT-2025-009", "HT-2025-017"]


def test_walk_7_3_an_unchanged_contract_needs_legal_alone(world: World) -> None:
    asked = scanned(world, "HT-2025-017")
    renewed(world, "huangrong", asked)
    assert sorted(world.waiting_for(asked, seen_by="huangrong")) == ["唐可", "罗一鸣"]

    world.decide("tangke", asked, "approve", values={"legal_note": "条款不变"})

    assert world.instance("huangrong", asked["id"])["outcome"] == "approved"
    assert world.todo("luoyiming") == []
    old, new = contract(world, "HT-2025-017"), contract(world, "HT-2025-017", 2)
    assert old["state"] == "RENEWED"
    assert (new["state"], new["starts_on"], new["expires_on"]) == (
        "ACTIVE",
        "2026-04-02",
        "2027-04-02",
    )
    acted = {
        entry["step"]["id"]
        for entry in world.as_("huangrong").get(f"/instances/{asked['id']}/timeline")["entries"]
        if entry["step"]
    }
    assert acted.isdisjoint({"sales", "gm"})
    copied = world.as_("zhoumin").get("/items", box="cc")["items"]
    assert [one["number"] for one in copied] == [asked["number"]]


def test_walk_7_4_a_large_contract_goes_to_the_general_manager(world: World) -> None:
    asked = scanned(world, "HT-2025-018", at="2026-03-03 08:00")
    renewed(world, "xuliang", asked)

    world.decide("tangke", asked, "approve")
    assert world.waiting_for(asked, seen_by="xuliang") == ["沈江河"]
    world.decide("shenjianghe", asked, "approve")

    assert contract(world, "HT-2025-018", 2)["amount"] == 260_000


def test_walk_7_4_changed_terms_go_to_sales_first(world: World) -> None:
    asked = scanned(world, "HT-2025-018", at="2026-03-03 08:00")
    assert renew(world, "xuliang", asked, terms_changed=True).status_code == 422
    renewed(world, "xuliang", asked, terms_changed=True, changes="交期改为 20 天")

    assert world.waiting_for(asked, seen_by="xuliang") == ["赵磊"]
    world.decide("zhaolei", asked, "approve")
    assert sorted(world.waiting_for(asked, seen_by="xuliang")) == ["唐可", "罗一鸣"]
    world.decide("luoyiming", asked, "approve")
    assert world.waiting_for(asked, seen_by="xuliang") == ["沈江河"]


def test_walk_7_5_not_renewing_says_why_and_asks_nobody(world: World) -> None:
    asked = scanned(world, "HT-2025-009")

    silent = world.try_decide("hujing", asked, "complete", values={"decision": "NOT_RENEW"})
    assert silent.status_code == 422
    assert [p["path"] for p in silent.json()["problems"]] == ["/loss_reason"]
    values = {"decision": "NOT_RENEW", "loss_reason": "客户改用进口件"}
    world.decide("hujing", asked, "complete", values=values)

    assert contract(world, "HT-2025-009")["state"] == "NOT_RENEW"
    assert world.instance("hujing", asked["id"])["endedAt"] is not None
    assert world.todo("tangke") == []
    world.travel("2026-03-22 08:00")
    assert contract(world, "HT-2025-009")["state"] == "NOT_RENEW"


def test_walk_7_6_scans_that_were_missed_begin_once(world: World) -> None:
    world.travel("2026-03-02 12:00")

    world.clock.set(World.at("2026-03-06 08:30"))
    world.drain()

    assert sorted(runs(world)) == ["HT-2025-009", "HT-2025-017", "HT-2025-018"]
    assert runs(world)["HT-2025-018"]["number"] == "XQ20260306-0001"


def test_walk_7_7_the_contract_of_somebody_who_left_is_their_heads(world: World) -> None:
    world.app.submit(DeactivatePerson(no="E030"))
    asked = scanned(world, "HT-2025-018", at="2026-03-03 08:00")
    assert world.waiting_for(asked, seen_by="zhaolei") == ["赵磊"]

    renewed(world, "zhaolei", asked, new_amount=270_000)

    assert world.waiting_for(asked, seen_by="zhaolei") == ["沈江河"]


def test_walk_7_8_after_a_rejection_it_begins_by_hand_alone(world: World) -> None:
    asked = scanned(world, "HT-2025-009")
    early = world.try_submit("huangrong", "renewal", {"contract_no": "HT-2025-018"})
    assert early.status_code == 422
    renewed(world, "hujing", asked)
    world.decide("luoyiming", asked, "reject", reasonCategory="RULE", comment="资质过期")
    row = contract(world, "HT-2025-009")
    assert (row["state"], row["renewal_no"]) == ("ACTIVE", None)

    world.travel("2026-03-03 08:00")
    assert world.todo("hujing") == []
    assert contract(world, "HT-2025-009")["state"] == "ACTIVE"

    foreign = world.try_submit("huangrong", "renewal", {"contract_no": "HT-2025-009"})
    assert foreign.status_code == 422
    again = world.submit("hujing", "renewal", {"contract_no": "HT-2025-009"})
    assert (again["values"]["customer"], again["values"]["amount"]) == ("绵阳精密", 45_000)
    assert world.waiting_for(again, seen_by="hujing") == ["胡静"]
    assert contract(world, "HT-2025-009")["renewal_no"] == again["number"]
    renewed(world, "hujing", again)
    world.decide("tangke", again, "approve")
    assert contract(world, "HT-2025-009", 2)["starts_on"] == "2026-03-21"


def test_walk_7_9_a_contract_expires_while_its_renewal_goes_on(world: World) -> None:
    asked = scanned(world, "HT-2025-009")

    world.travel("2026-03-21 00:09")
    assert contract(world, "HT-2025-009")["state"] == "RENEWING"
    world.travel("2026-03-21 00:10")

    assert contract(world, "HT-2025-009")["state"] == "EXPIRED"
    texts = [one["text"] for one in world.as_("zhaolei").get("/notices")["items"]]
    assert any(f"续签 {asked['number']} 还在办理" in text for text in texts)
    seen = world.instance("gumingyuan", asked["id"])
    assert seen["endedAt"] is None
    (person,) = world.waiting_for(asked, seen_by="gumingyuan")
    login = {"沈江河": "shenjianghe", "赵磊": "zhaolei", "顾明远": "gumingyuan"}[person]
    renewed(world, login, asked)
    world.decide("tangke", asked, "approve")
    assert contract(world, "HT-2025-009")["state"] == "RENEWED"
    assert contract(world, "HT-2025-009", 2)["starts_on"] == "2026-03-21"


def test_walk_7_10_legal_that_is_idle_climbs(world: World) -> None:
    asked = scanned(world, "HT-2025-017")
    world.travel("2026-03-02 09:00")
    renewed(world, "huangrong", asked)

    world.travel("2026-03-03 09:01")
    overdue = [one for one in world.todo("tangke") if one["instanceId"] == asked["id"]]
    assert [one["isOverdue"] for one in overdue] == [True]
    world.travel("2026-03-04 09:01")

    assert world.waiting_for(asked, seen_by="huangrong") == ["沈江河", "顾明远"]


def test_walk_7_10_a_mail_server_that_is_down_keeps_nothing_back(
    open_world: Callable[..., World],
) -> None:
    settings = {"smtp_host": "127.0.0.1", "smtp_port": 1, "smtp_from": "bpms@dujiang.example"}
    world = open_world(now=World.at(BEFORE), settings=settings)

    asked = scanned(world, "HT-2025-009")

    assert world.waiting_for(asked, seen_by="hujing") == ["胡静"]
    world.travel("2026-03-02 16:00")
    assert world.waiting_for(asked, seen_by="hujing") == ["胡静"]
    assert any("邮件" in one["text"] for one in world.as_("xubo").get("/notices")["items"])


def test_a_renewal_is_revoked_within_ten_days(world: World) -> None:
    asked = scanned(world, "HT-2025-017")
    renewed(world, "huangrong", asked)
    world.decide("tangke", asked, "approve")

    revocation = world.revoke("huangrong", asked)
    assert world.waiting_for(revocation, seen_by="huangrong") == ["赵磊"]
    world.decide("zhaolei", revocation, "approve")

    row = contract(world, "HT-2025-017")
    assert (row["state"], row["renewal_no"]) == ("ACTIVE", None)
    assert contract(world, "HT-2025-017", 2)["state"] == "VOID"
    world.travel("2026-03-05 08:00")
    assert world.todo("huangrong") == []


def test_a_renewal_is_not_taken_back(world: World) -> None:
    asked = scanned(world, "HT-2025-017")
    renewed(world, "huangrong", asked)

    assert world.try_withdraw("huangrong", asked).status_code == 409
