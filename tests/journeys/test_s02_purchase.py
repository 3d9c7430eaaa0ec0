"""S2 采购: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.journeys.harness import World
from tests.peers.erp import ErpPeer

pytestmark = [pytest.mark.spec("S2")]

MANY_AT_ONCE = 50


class Purchases:
    """Purchases of a world: what people type, and what the ERP says."""

    def __init__(self, world: World, erp: ErpPeer) -> None:
        self.world = world
        self.erp = erp
        self._secret = ""

    def values(self, login: str, total: str, *, quotes: int | None = None) -> dict[str, Any]:
        """A request for equipment, by itself with as many quotes as it needs."""
        amount = float(total)
        needed = 3 if amount >= 100_000 else 1 if amount >= 10_000 else 0
        count = needed if quotes is None else quotes
        return {
            "title": "数控刀具",
            "category": "EQUIP",
            "lines": [{"name": "刀具", "qty": 1, "unit": "套", "price": total}],
            "need_by": "2026-03-20",
            "quotes": [
                self.world.upload(login, f"报价{number}.pdf", b"%PDF-1.7 a quote")
                for number in range(count)
            ],
            "reason": "产线更换",
        }

    def submit(self, login: str, total: str, **given: Any) -> dict[str, Any]:
        """Hand a purchase in."""
        return self.world.submit(login, "purchase", self.values(login, total) | given)

    def check(self, asked: Mapping[str, Any], login: str = "songjia") -> None:
        """Finance has checked the budget."""
        answer = self.try_check(asked, login)
        assert answer.status_code == 200, answer.text

    def try_check(self, asked: Mapping[str, Any], login: str = "songjia") -> Any:
        """Finance approves; the raw response."""
        if self.world.item(login, asked)["isClaimable"]:
            self.world.decide(login, asked, "claim")
        return self.world.try_decide(login, asked, "approve")

    def confirm(self, asked: Mapping[str, Any]) -> None:
        """Department and finance approve."""
        self.world.decide("chengang", asked, "approve")
        self.check(asked)

    def review(self, asked: Mapping[str, Any]) -> None:
        """All three reviewers approve."""
        for login in ("zhoumin", "wufeng", "gumingyuan"):
            self.world.decide(login, asked, "approve")

    def try_order(self, asked: Mapping[str, Any], total: str, **given: Any) -> Any:
        """The buyer orders; the raw response."""
        values = {"supplier": "S002", "order_total": total, "promised_on": "2026-03-18", **given}
        return self.world.try_decide(self.buyer(asked), asked, "complete", values=values)

    def order(self, asked: Mapping[str, Any], total: str, **given: Any) -> None:
        """The buyer orders, and the ERP answers."""
        answer = self.try_order(asked, total, **given)
        assert answer.status_code == 200, answer.text
        self.erp.now = self.world.clock.now()
        self.world.drain()

    def buyer(self, asked: Mapping[str, Any]) -> str:
        """Login of the buyer who has it."""
        (name,) = self.world.waiting_for(asked, seen_by="liuyang")
        return {"何莉": "heli", "高翔": "gaoxiang", "马骏": "majun"}[name]

    def ordered(self, total: str = "100000", order_total: str = "98000") -> dict[str, Any]:
        """A purchase whose order is made."""
        asked = self.submit("liuyang", total)
        self.confirm(asked)
        if float(total) >= 100_000:
            self.review(asked)
        self.order(asked, order_total)
        return asked

    def po(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The order in the ledger."""
        (row,) = self.world.rows("purchase_order", cg_no=asked["number"])
        return row

    def tell(self, news: Mapping[str, Any], *, delivery: str = "") -> Any:
        """The ERP's webhook; the raw response."""
        self._secret = self._secret or self.world.open_hook("erp")
        content = {"event": "order.status", **news}
        answer = self.world.hook("erp", self._secret, content, delivery=delivery)
        self.world.drain()
        return answer

    def move(self, asked: Mapping[str, Any], status: str) -> dict[str, Any]:
        """Somebody in the ERP moves the order on, and nobody is told yet."""
        self.erp.now = self.world.clock.now()
        return self.erp.move(self.po(asked)["po_no"], status)

    def budget(self, cost_centre: str = "CC1400", account: str = "EQUIP") -> tuple[Decimal, ...]:
        """Reserved, consumed, available."""
        (row,) = self.world.rows("budget", year=2026, cost_centre=cost_centre, account=account)
        granted, reserved, consumed = (
            Decimal(str(row[name] or 0)) for name in ("granted", "reserved", "consumed")
        )
        return reserved, consumed, granted - reserved - consumed


@pytest.fixture
def purchases(world: World, erp: ErpPeer) -> Purchases:
    return Purchases(world, erp)


def waiting(world: World, asked: Mapping[str, Any], *, seen_by: str = "liuyang") -> list[str]:
    return world.waiting_for(asked, seen_by=seen_by)


def test_walk_2_1_below_100000_nobody_reviews(world: World, purchases: Purchases) -> None:
    asked = purchases.submit("liuyang", "99999.99")
    assert waiting(world, asked) == ["陈刚"]
    world.decide("chengang", asked, "approve")
    assert waiting(world, asked) == ["预算专员"]
    assert purchases.budget() == (0, 120_000, 180_000)

    purchases.check(asked)

    assert purchases.budget() == (Decimal("99999.99"), 120_000, Decimal("80000.01"))
    assert waiting(world, asked) == ["何莉"]
    next_one = purchases.submit("liuyang", "9000")
    purchases.check(next_one)
    assert waiting(world, next_one) == ["高翔"], "whoever has least to do"


def test_walk_2_2_from_100000_it_needs_three_quotes(purchases: Purchases) -> None:
    values = purchases.values("liuyang", "100000.00", quotes=2)

    refused = purchases.world.try_submit("liuyang", "purchase", values)

    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert problem["path"] == "/quotes"
    assert problem["detail"] == "总额 100000 至少要 3 份报价单，现有 2 份"


def test_walk_2_2_three_people_review(world: World, purchases: Purchases) -> None:
    asked = purchases.submit("liuyang", "100000")
    purchases.confirm(asked)
    assert waiting(world, asked) == ["周敏", "吴峰", "顾明远"]

    world.decide("wufeng", asked, "approve")
    world.decide("zhoumin", asked, "approve")
    assert waiting(world, asked) == ["顾明远"]
    world.decide("gumingyuan", asked, "approve")

    assert purchases.buyer(asked) == "heli"
    assert purchases.budget() == (100_000, 120_000, 80_000)


def test_walk_2_2_one_no_rejects_and_frees_the_budget(world: World, purchases: Purchases) -> None:
    asked = purchases.submit("liuyang", "100000")
    purchases.confirm(asked)
    world.decide("wufeng", asked, "approve")

    world.decide("zhoumin", asked, "reject", reasonCategory="NEED", comment="先不买")

    assert world.instance("liuyang", asked["id"])["outcome"] == "rejected"
    assert world.todo("gumingyuan") == []
    assert purchases.budget() == (0, 120_000, 180_000)


def test_walk_2_3_the_order_confirms_the_budget_and_is_followed(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.ordered("100000", "98000")

    row = purchases.po(asked)
    assert (row["po_no"], row["status"], row["supplier"]) == ("PO-2026-0008", "CREATED", "S002")
    assert float(row["total"]) == 98_000
    assert purchases.budget() == (0, 218_000, 82_000)
    (order,) = erp.orders.values()
    assert (order.key, order.total) == (asked["number"], 98_000)
    assert [line["name"] for line in order.lines] == ["刀具"]
    seen = world.instance("liuyang", asked["id"])
    assert (seen["values"]["po_no"], seen["values"]["order_status"]) == ("PO-2026-0008", "CREATED")

    assert purchases.tell(purchases.move(asked, "ORDERED")).status_code == 200
    assert world.instance("liuyang", asked["id"])["values"]["order_status"] == "ORDERED"
    assert world.instance("liuyang", asked["id"])["endedAt"] is None
    purchases.tell(purchases.move(asked, "RECEIVED"))

    seen = world.instance("liuyang", asked["id"])
    assert (seen["outcome"], seen["values"]["order_status"]) == ("approved", "RECEIVED")
    assert purchases.po(asked)["status"] == "RECEIVED"
    copied = world.as_("songjia").get("/items", box="cc")["items"]
    assert [one["number"] for one in copied] == [asked["number"]]


def test_walk_2_3_the_status_is_asked_for_every_quarter_of_an_hour(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.ordered("20000", "20000")
    world.travel("2026-03-02 09:20")
    purchases.move(asked, "ORDERED")

    world.travel("2026-03-02 09:29")
    assert purchases.po(asked)["status"] == "CREATED"
    world.travel("2026-03-02 09:31")

    assert purchases.po(asked)["status"] == "ORDERED"
    erp.fail(503)
    world.travel("2026-03-02 11:00")
    purchases.move(asked, "RECEIVED")
    erp.heal()
    world.travel("2026-03-02 13:00")
    assert purchases.po(asked)["status"] == "RECEIVED"
    assert world.instance("liuyang", asked["id"])["outcome"] == "approved"


def test_walk_2_4_the_budget_is_held_once(world: World, purchases: Purchases) -> None:
    asked = [purchases.submit("liuyang", total) for total in ("100000", "90000")]
    for one in asked:
        world.decide("chengang", one, "approve")
    for one, login in zip(asked, ("songjia", "zhengkai"), strict=True):
        world.decide(login, one, "claim")

    answers = world.at_once(
        [
            lambda one=one, login=login: world.try_decide(login, one, "approve")
            for one, login in zip(asked, ("songjia", "zhengkai"), strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 422]
    lost = next(answer for answer in answers if answer.status_code == 422).json()
    assert lost["code"] == "ledgers.balance.insufficient"
    assert purchases.budget()[0] in (100_000, 90_000)
    loser = 0 if answers[0].status_code == 422 else 1
    login = ("songjia", "zhengkai")[loser]
    assert world.item(login, asked[loser])["state"] == "open"


def test_walk_2_4_after_an_increase_it_passes(world: World, purchases: Purchases) -> None:
    asked = purchases.submit("liuyang", "180000.01")
    world.decide("chengang", asked, "approve")
    refused = purchases.try_check(asked)
    assert refused.status_code == 422
    assert "预算不足：申请 180000.01，可用 180000" in refused.json()["detail"]

    rows = world.as_("songjia").get("/ledgers/budget/rows", limit=100)["items"]
    row = next(
        one
        for one in rows
        if (one["values"]["cost_centre"], one["values"]["account"]) == ("CC1400", "EQUIP")
    )
    changed = world.as_("songjia").request(
        "PUT",
        f"/ledgers/budget/rows/{row['id']}",
        json={"values": {"granted": 400_000}},
        headers={"if-match": f'"{row["version"]}"'},
    )
    assert changed.status_code == 200, changed.text

    assert purchases.try_check(asked).status_code == 200


def test_walk_2_4_fifty_at_once_never_hold_more_than_there_is(
    world: World, purchases: Purchases
) -> None:
    lines = {"lines": [{"name": "刀片", "qty": 1, "unit": "盒", "price": "7000"}]}
    asked = [purchases.submit("liuyang", "7000", **lines) for _ in range(MANY_AT_ONCE)]
    items = world.as_("songjia").get("/items", box="todo", limit=100)["items"]
    assert {item["instanceId"] for item in items} == {one["id"] for one in asked}

    def decide(item: Mapping[str, Any], action: str, version: int) -> Any:
        body = {"action": action, "version": version}
        path = f"/items/{item['id']}/decisions"
        return world.as_("songjia").send("POST", path, body, key=world.fresh_key())

    for item in items:
        assert decide(item, "claim", item["version"]).status_code == 200
    claimed = world.as_("songjia").get("/items", box="todo", limit=100)["items"]

    answers = world.at_once(
        [lambda one=one: decide(one, "approve", one["version"]) for one in claimed]
    )

    held = [answer.status_code for answer in answers]
    assert held.count(200) == 25
    assert held.count(422) == 25
    assert purchases.budget() == (175_000, 120_000, 5_000)


def test_walk_2_5_from_10000_the_department_confirms_first(
    world: World, purchases: Purchases
) -> None:
    small = purchases.submit("liuyang", "9999.99")
    large = purchases.submit("liuyang", "10000")

    assert waiting(world, small) == ["预算专员"]
    assert waiting(world, large) == ["陈刚"]


def test_walk_2_6_a_head_who_asks_is_confirmed_and_reviewed_by_others(
    world: World, purchases: Purchases
) -> None:
    asked = purchases.submit("wufeng", "120000")
    assert waiting(world, asked, seen_by="wufeng") == ["沈江河"]
    world.decide("shenjianghe", asked, "approve")
    purchases.check(asked)

    assert waiting(world, asked, seen_by="wufeng") == ["周敏", "沈江河", "顾明远"]
    assert purchases.budget("CC1300") == (120_000, 0, 280_000)


def test_walk_2_7_a_deputy_does_not_review_what_they_ask_for(
    world: World, purchases: Purchases
) -> None:
    rule = {
        "deputyId": world.person_id("heli"),
        "fromAt": "2026-03-02T00:00:00+08:00",
        "untilAt": "2026-03-30T00:00:00+08:00",
    }
    answer = world.as_("wufeng").send("POST", "/deputies", rule, key=world.fresh_key())
    assert answer.status_code in (200, 201), answer.text

    asked = purchases.submit("heli", "150000")

    assert waiting(world, asked, seen_by="heli") == ["沈江河"]
    world.decide("shenjianghe", asked, "approve")
    purchases.check(asked)
    assert sorted(waiting(world, asked, seen_by="heli")) == sorted(["周敏", "沈江河", "顾明远"])


def test_walk_2_8_an_erp_that_answers_too_late_makes_one_order(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.submit("liuyang", "20000")
    purchases.confirm(asked)
    erp.fail(504, after_success=True)
    purchases.order(asked, "20000")
    assert len(erp.orders) == 1
    assert purchases.budget() == (20_000, 120_000, 160_000)

    erp.heal()
    world.travel("2026-03-02 09:10")

    assert len(erp.orders) == 1
    assert len(erp.calls("POST", "/purchases")) == 2
    assert purchases.budget() == (0, 140_000, 160_000)
    assert purchases.po(asked)["po_no"] == "PO-2026-0008"


def test_walk_2_9_what_comes_out_of_order_is_ignored(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.ordered("20000", "20000")
    partly, received = purchases.move(asked, "PARTLY"), purchases.move(asked, "RECEIVED")

    assert purchases.tell(received).status_code == 200
    assert purchases.tell(partly).status_code == 200

    row = purchases.po(asked)
    assert (row["status"], row["status_version"]) == ("RECEIVED", 3)


def test_walk_2_9_the_same_delivery_counts_once(purchases: Purchases) -> None:
    asked = purchases.ordered("20000", "20000")
    news = purchases.move(asked, "ORDERED")

    answers = [purchases.tell(news, delivery="d-1") for _ in range(2)]

    assert [answer.json() for answer in answers] == [{"messages": ["order.status"]}] * 2
    assert purchases.po(asked)["status_version"] == 2


def test_walk_2_9_a_bad_signature_changes_nothing(world: World, purchases: Purchases) -> None:
    asked = purchases.ordered("20000", "20000")
    world.open_hook("erp")

    answer = world.hook("erp", "another secret", purchases.move(asked, "RECEIVED"))

    assert answer.status_code == 401
    assert purchases.po(asked)["status"] == "CREATED"


def test_walk_2_9_an_unknown_order_is_an_incident(world: World, purchases: Purchases) -> None:
    answer = purchases.tell({"po": "PO-2026-9999", "status": "RECEIVED", "version": 2})

    assert answer.status_code == 200
    (incident,) = world.as_("gumingyuan").get("/incidents")["items"]
    assert incident["processKey"] == "order_status"
    assert world.as_("gumingyuan").get("/notices")["items"]


def test_walk_2_9_an_order_without_request_is_followed_too(
    world: World, purchases: Purchases
) -> None:
    purchases.tell({"po": "PO-2026-0007", "status": "CANCELLED", "version": 4})

    (row,) = world.rows("purchase_order", po_no="PO-2026-0007")
    assert (row["status"], row["status_version"]) == ("CANCELLED", 4)


def test_walk_2_10_a_return_frees_the_budget_and_asks_everybody_anew(
    world: World, purchases: Purchases
) -> None:
    asked = purchases.submit("liuyang", "100000")
    purchases.confirm(asked)
    world.decide("zhoumin", asked, "approve")
    world.decide("wufeng", asked, "approve")

    world.decide("gumingyuan", asked, "return", returnTo="apply", comment="要加一台")
    assert purchases.budget() == (0, 120_000, 180_000)
    lines = [{"name": "刀具", "qty": 1, "unit": "套", "price": "130000"}]
    world.resubmit("liuyang", asked, {"lines": lines})
    purchases.confirm(asked)

    assert purchases.budget() == (130_000, 120_000, 50_000)
    assert waiting(world, asked) == ["周敏", "吴峰", "顾明远"]
    entries = world.as_("liuyang").get(f"/instances/{asked['id']}/timeline")["entries"]
    approvers = [e["actor"]["name"] for e in entries if e["kind"] == "approved"]
    assert {"周敏", "吴峰"} <= set(approvers)


def test_walk_2_11_an_order_that_the_erp_cancels_frees_the_budget(
    world: World, purchases: Purchases
) -> None:
    asked = purchases.ordered("20000", "20000")
    purchases.tell(purchases.move(asked, "ORDERED"))
    assert purchases.budget() == (0, 140_000, 160_000)

    purchases.tell(purchases.move(asked, "CANCELLED"))

    assert purchases.budget() == (0, 120_000, 180_000)
    texts = [one["text"] for one in world.as_("liuyang").get("/notices")["items"]]
    assert "订单 PO-2026-0008 已被 ERP 取消，预算已退回。" in texts
    assert world.instance("liuyang", asked["id"])["values"]["order_status"] == "CANCELLED"


def test_walk_2_11_a_blocked_supplier_gets_no_order(purchases: Purchases) -> None:
    asked = purchases.submit("liuyang", "20000")
    purchases.confirm(asked)

    blocked = purchases.try_order(asked, "20000", supplier="S004")
    dear = purchases.try_order(asked, "20000.01")

    assert (blocked.status_code, dear.status_code) == (422, 422)
    assert [p["path"] for p in blocked.json()["problems"]] == ["/supplier"]
    assert [p["path"] for p in dear.json()["problems"]] == ["/order_total"]


def test_a_purchase_is_revoked_until_the_goods_come(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.ordered("20000", "20000")
    purchases.tell(purchases.move(asked, "ORDERED"))

    revocation = world.revoke("liuyang", asked)
    assert waiting(world, revocation) == ["周敏"]
    world.decide("zhoumin", revocation, "approve")
    assert purchases.budget() == (0, 140_000, 160_000), "the ERP has not said yes"
    world.drain()

    assert [one.status for one in erp.orders.values()] == ["CANCELLED"]
    assert purchases.budget() == (0, 120_000, 180_000)
    row = purchases.po(asked)
    assert (row["status"], row["status_version"]) == ("CANCELLED", 3)
    assert world.instance("liuyang", asked["id"])["outcome"] == "revoked"
    late = purchases.tell({"po": row["po_no"], "status": "CANCELLED", "version": 3})
    assert late.status_code == 200
    assert purchases.budget() == (0, 120_000, 180_000)


def test_a_cancellation_that_is_told_twice_frees_the_budget_once(
    world: World, purchases: Purchases, erp: ErpPeer
) -> None:
    asked = purchases.ordered("20000", "20000")
    revocation = world.revoke("liuyang", asked)
    erp.fail(504, after_success=True)
    world.decide("zhoumin", revocation, "approve")
    world.drain()
    (order,) = erp.orders.values()
    assert order.status == "CANCELLED"

    purchases.tell(order.news)
    assert purchases.budget() == (0, 120_000, 180_000)
    erp.heal()
    world.travel("2026-03-02 09:10")

    assert purchases.budget() == (0, 120_000, 180_000)
    assert world.instance("liuyang", revocation["id"])["outcome"] == "approved"
    assert world.instance("liuyang", asked["id"])["outcome"] == "revoked"
    assert world.as_("gumingyuan").get("/incidents")["items"] == []


def test_a_purchase_whose_goods_came_is_not_revoked(world: World, purchases: Purchases) -> None:
    asked = purchases.ordered("20000", "20000")
    purchases.tell(purchases.move(asked, "PARTLY"))

    assert world.try_revoke("liuyang", asked).status_code == 409


def test_a_split_purchase_is_a_warning_to_finance_alone(world: World, purchases: Purchases) -> None:
    purchases.submit("liuyang", "60000")
    world.travel("2026-03-05 09:00")
    asked = purchases.submit("yangfan", "50000", need_by="2026-03-30")
    world.decide("chengang", asked, "approve")
    world.decide("songjia", asked, "claim")

    seen = world.as_("songjia").get(f"/items/{world.item('songjia', asked)['id']}")
    body = {"values": {}, "itemId": seen["item"]["id"]}
    evaluated = world.as_("songjia").send("POST", "/processes/purchase/evaluate", body)

    texts = [p["detail"] for p in evaluated.json()["problems"]]
    assert texts == ["疑似拆单：同一成本中心和品类 7 天内合计 110000"]
    assert "budget_available" in seen["values"]
    assert "budget_available" not in world.instance("yangfan", asked["id"])["values"]
    assert world.try_decide("songjia", asked, "approve").status_code == 200


def test_the_initiator_reads_what_others_filled_in_but_not_the_budget(
    world: World, purchases: Purchases
) -> None:
    form = world.as_("liuyang").get("/processes/purchase/start-form")
    assert {"supplier", "po_no", "budget_note", "budget_available"}.isdisjoint(form["values"])

    asked = purchases.ordered("20000", "20000")

    seen = world.instance("liuyang", asked["id"])["values"]
    assert (seen["supplier"], seen["po_no"]) == ("S002", "PO-2026-0008")
    assert "budget_available" not in seen
