"""S9 付款: the acceptance walks of SCENARIOS, through the public API."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pyotp
import pytest

from dujiang.kernel.ids import id_from_text
from dujiang.ledgers import ChangeRow
from dujiang.runtime import Actor
from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave
from tests.peers.bank import BankPeer
from tests.peers.fin import FinPeer

pytestmark = [pytest.mark.spec("S9")]

ACCOUNT = "6222024402000022002"
"""Of S002 天府电气."""
NEW_ACCOUNT = "6222999999999999999"


class Payments:
    """Payments in a world: what people type, and what their authenticators show."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._secrets: dict[str, str] = {}
        self._invoices = 0

    def values(self, login: str, amount: float | str = 40_000, **given: Any) -> dict[str, Any]:
        """A payment of the purchase order, with a fresh invoice."""
        self._invoices += 1
        document = self.world.upload(login, "发票.pdf", b"%PDF-1.7 an invoice")
        return {
            "kind": "PO",
            "supplier": "S002",
            "po_no": "PO-2026-0007",
            "amount": amount,
            "invoice_nos": [{"no": f"2614{self._invoices:04}"}],
            "invoice_total": amount,
            "purpose": "设备尾款",
            "due_on": "2026-03-20",
            "documents": [document],
            **given,
        }

    def submit(self, login: str, amount: float | str = 40_000, **given: Any) -> dict[str, Any]:
        """Hand a payment in."""
        return self.world.submit(login, "payment", self.values(login, amount, **given))

    def try_submit(self, login: str, amount: float | str = 40_000, **given: Any) -> Any:
        """Hand a payment in; the raw response."""
        return self.world.try_submit(login, "payment", self.values(login, amount, **given))

    def verify(self, asked: Mapping[str, Any], login: str = "liangchen") -> None:
        """Finance has checked the documents."""
        answer = self.try_verify(asked, login)
        assert answer.status_code == 200, answer.text

    def try_verify(self, asked: Mapping[str, Any], login: str = "liangchen", **given: Any) -> Any:
        """Finance wants to have checked the documents; the raw response."""
        if self.world.item(login, asked)["isClaimable"]:
            self.world.decide(login, asked, "claim")
        values = {"checklist": ["PO", "RECEIPT", "INVOICE"], **given}
        return self.world.try_decide(login, asked, "approve", values=values)

    def approve(
        self, asked: Mapping[str, Any], login: str = "shenjianghe", name: str = "沈江河"
    ) -> None:
        """The general manager signs."""
        self.world.decide(login, asked, "approve", signature=name)

    def code(self, login: str) -> str:
        """What the authenticator of somebody shows now; enrolled at the first question."""
        if login not in self._secrets:
            self._secrets[login] = enrol(self.world, login)
        return pyotp.TOTP(self._secrets[login]).at(self.world.clock.now())

    def try_pay(self, asked: Mapping[str, Any], login: str = "xieting", **given: Any) -> Any:
        """The cashier pays; the raw response."""
        receipt = self.world.upload(login, "回单.pdf", b"%PDF-1.7 a receipt")
        body = {"values": {"bank_receipt": [receipt]}, "code": self.code(login), **given}
        return self.world.try_decide(login, asked, "complete", **body)

    def pay(self, asked: Mapping[str, Any], login: str = "xieting") -> None:
        """The cashier pays, and bank and finance system do their work."""
        answer = self.try_pay(asked, login)
        assert answer.status_code == 200, answer.text
        self.world.drain()

    def order(self) -> dict[str, float]:
        """What the purchase order says."""
        (row,) = self.world.rows("purchase_order", po_no="PO-2026-0007")
        return {name: float(row[name]) for name in ("total", "paid", "pay_reserved")}

    def state(self, asked: Mapping[str, Any]) -> str:
        """The state of a payment in its ledger."""
        (row,) = self.world.rows("payment", fk_no=asked["number"])
        return str(row["state"])


def enrol(world: World, login: str) -> str:
    """Turn the second factor of somebody on; the secret. A step later its codes count."""
    app = world.app
    person = app.directory.current().person_by_login(login)
    assert person is not None
    secret, _ = app.authenticator.propose_totp(person)
    code = pyotp.TOTP(secret).at(world.clock.now())
    app.authenticator.enable_totp(Actor(person_id=person.id), secret, code)
    world.travel(timedelta(seconds=30))
    return secret


@pytest.fixture
def payments(world: World) -> Payments:
    return Payments(world)


def test_walk_9_1_four_people_pay_a_received_order(
    world: World, payments: Payments, bank: BankPeer, fin: FinPeer
) -> None:
    asked = payments.submit("liuyang")
    assert payments.order() == {"total": 60_000, "paid": 20_000, "pay_reserved": 40_000}
    assert payments.state(asked) == "RESERVED"

    payments.verify(asked)
    payments.approve(asked)
    payments.pay(asked)

    assert payments.order() == {"total": 60_000, "paid": 60_000, "pay_reserved": 0}
    assert payments.state(asked) == "PAID"
    (transfer,) = bank.transfers.values()
    assert (transfer.account, transfer.payee, transfer.amount) == (ACCOUNT, "天府电气", 40_000)
    (voucher,) = fin.vouchers.values()
    assert (voucher.debits, voucher.credits) == ({"2202": 40_000}, {"1002": 40_000})
    assert world.instance("liuyang", asked["id"])["outcome"] == "approved"
    timeline = world.as_("liuyang").get(f"/instances/{asked['id']}/timeline")["entries"]
    acted = {e["actor"]["name"] for e in timeline if e["actor"]}
    assert acted == {"刘洋", "梁晨", "沈江河", "谢婷"}
    (posted,) = world.rows("voucher", ref=asked["number"])
    assert (posted["state"], posted["fin_no"]) == ("POSTED", voucher.fin_no)


def test_walk_9_1_the_account_leaves_the_house_for_the_bank_alone(
    world: World, payments: Payments, bank: BankPeer, fin: FinPeer
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    payments.approve(asked)
    payments.pay(asked)

    seen = world.as_("liuyang").request("GET", f"/instances/{asked['id']}").text
    log = world.as_("gumingyuan").request("GET", f"/instances/{asked['id']}/events").text
    rows = world.as_("zhoumin").request("GET", "/ledgers/payment/rows").text

    assert world.instance("liuyang", asked["id"])["values"]["account"] == "****2002"
    assert all(ACCOUNT not in text for text in (seen, log, rows))
    assert all(ACCOUNT not in str(one.body) for one in fin.seen)
    assert [one.body["account"] for one in bank.seen if one.body] == [ACCOUNT]


def test_walk_9_2_no_more_than_the_order_has_open(payments: Payments) -> None:
    refused = payments.try_submit("liuyang", "40000.01")

    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert problem["code"] == "ledgers.balance.insufficient"
    assert float(problem["params"]["available"]) == 40_000
    assert payments.order()["pay_reserved"] == 0


def test_walk_9_3_two_payments_at_once_share_what_is_open(world: World, payments: Payments) -> None:
    bodies = [payments.values("liuyang", amount) for amount in (25_000, 20_000)]

    answers = world.at_once(
        [lambda body=body: world.try_submit("liuyang", "payment", body) for body in bodies]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert payments.order()["pay_reserved"] in (25_000, 20_000)


def test_walk_9_4_nobody_handles_their_own_payment(world: World, payments: Payments) -> None:
    of_manager = payments.submit("shenjianghe", 10_000)
    payments.verify(of_manager)
    of_cashier = payments.submit("xieting", 10_000)
    payments.verify(of_cashier)
    payments.approve(of_cashier)

    assert world.waiting_for(of_manager, seen_by="shenjianghe") == ["顾明远"]
    assert world.waiting_for(of_cashier, seen_by="xieting") == ["周敏"]


def test_walk_9_5_who_acted_before_is_no_deputy_later(world: World, payments: Payments) -> None:
    away = world.submit(
        "xieting",
        "leave",
        leave("2026-03-03 AM", "2026-03-05 PM", deputy=world.person_id("liangchen")),
    )
    world.decide("zhoumin", away, "approve")
    world.decide("pengli", away, "claim")
    world.decide("pengli", away, "complete")
    world.travel("2026-03-03 10:00")
    asked = payments.submit("liuyang")
    payments.verify(asked)
    payments.approve(asked)

    assert world.waiting_for(asked, seen_by="liuyang") == ["周敏"]
    refused = world.try_decide(
        "zhoumin", asked, "transfer", people=[world.person_id("liuyang")], comment="你来"
    )
    assert refused.status_code == 422
    barred = world.try_decide(
        "zhoumin", asked, "transfer", people=[world.person_id("liangchen")], comment="你来"
    )
    assert barred.status_code == 422


def test_walk_9_6_a_transfer_whose_answer_was_lost_is_asked_for_not_repeated(
    world: World, payments: Payments, bank: BankPeer
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    payments.approve(asked)
    bank.fail(503, after_success=True)

    payments.pay(asked)

    assert payments.state(asked) == "PAYING"
    bank.heal()
    world.travel("2026-03-02 09:10")
    assert payments.state(asked) == "PAID"
    assert len(bank.transfers) == 1
    assert [one.method for one in bank.seen] == ["POST", "GET"]


def test_walk_9_6_a_refused_transfer_goes_back_to_the_verification(
    world: World, payments: Payments, bank: BankPeer
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    payments.approve(asked)
    bank.is_refusing = True

    payments.pay(asked)

    assert payments.state(asked) == "FAILED"
    assert payments.order() == {"total": 60_000, "paid": 20_000, "pay_reserved": 40_000}
    bank.is_refusing = False
    payments.verify(asked)
    payments.approve(asked)
    world.travel("2026-03-02 09:30")
    payments.pay(asked)
    assert payments.state(asked) == "PAID"
    assert [key.rpartition(":")[2] for key in bank.transfers] == ["2"]


def test_walk_9_7_an_invoice_is_paid_once(world: World, payments: Payments) -> None:
    paid = payments.submit("liuyang", 10_000, invoice_nos=[{"no": "26147777"}])
    payments.verify(paid)
    payments.approve(paid)
    payments.pay(paid)

    again = payments.try_submit("liuyang", 10_000, invoice_nos=[{"no": "26147777"}])
    blocked = payments.try_submit("liuyang", 10_000, kind="OTHER", supplier="S004", po_no=None)

    assert again.status_code == 422
    assert paid["number"] in again.text
    assert blocked.status_code == 422
    assert blocked.json()["problems"][0]["path"] == "/supplier"


@pytest.mark.parametrize("way_back", ["reject", "withdraw"])
def test_walk_9_8_what_is_not_paid_is_not_held(
    world: World, payments: Payments, way_back: str
) -> None:
    asked = payments.submit("liuyang", 10_000, invoice_nos=[{"no": "26148888"}])
    assert payments.order()["pay_reserved"] == 10_000

    if way_back == "withdraw":
        world.withdraw("liuyang", asked)
    else:
        payments.verify(asked)
        world.decide("shenjianghe", asked, "reject", reasonCategory="NEED", comment="先不付")

    assert payments.order()["pay_reserved"] == 0
    assert world.rows("payment_invoice", no="26148888") == []


def change_account(world: World, on: str) -> None:
    """The supplier's account changes by hand in its ledger."""
    rows = world.as_("xubo").get("/ledgers/supplier/rows")["items"]
    row = next(one for one in rows if one["values"]["code"] == "S002")
    values = {"bank_account": NEW_ACCOUNT, "bank_changed_on": on}
    change = ChangeRow(
        ledger="supplier",
        row_id=id_from_text(row["id"]) or 0,
        version=row["version"],
        values=values,
    )
    world.app.submit(change)


def test_walk_9_9_a_new_account_is_confirmed_by_calling_back(
    world: World, payments: Payments, bank: BankPeer
) -> None:
    change_account(world, "2026-03-01")
    asked = payments.submit("liuyang")

    refused = payments.try_verify(asked)

    assert refused.status_code == 422
    assert "回拨" in refused.text
    assert payments.try_verify(asked, called_back=True).status_code == 200


def test_walk_9_9_an_account_that_changed_after_the_verification_is_not_paid(
    world: World, payments: Payments, bank: BankPeer
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    payments.approve(asked)
    change_account(world, "2026-03-02")

    refused = payments.try_pay(asked)

    assert refused.status_code == 422
    assert bank.transfers == {}
    world.decide("xieting", asked, "return", returnTo="verify", comment="账号变了")
    assert payments.try_verify(asked, called_back=True).status_code == 200
    payments.approve(asked)
    world.travel("2026-03-02 09:30")
    payments.pay(asked)
    assert [one.account for one in bank.transfers.values()] == [NEW_ACCOUNT]


def test_walk_9_10_an_idle_general_manager_is_stood_in_for_by_the_owner(
    world: World, payments: Payments
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    world.travel("2026-03-04 08:59")
    assert world.waiting_for(asked, seen_by="liuyang") == ["沈江河"]

    world.travel("2026-03-04 09:00")

    assert world.waiting_for(asked, seen_by="liuyang") == ["顾明远"]


def test_paying_needs_a_fresh_code_and_a_signature_in_ones_own_name(
    world: World, payments: Payments
) -> None:
    asked = payments.submit("liuyang")
    payments.verify(asked)
    unsigned = world.try_decide("shenjianghe", asked, "approve")
    foreign = world.try_decide("shenjianghe", asked, "approve", signature="顾明远")
    assert (unsigned.status_code, foreign.status_code) == (422, 422)
    payments.approve(asked)
    assert world.as_("xieting").get(f"/items/{world.item('xieting', asked)['id']}")["item"][
        "needsCode"
    ]

    wrong = payments.try_pay(asked, code="000000")
    none = payments.try_pay(asked, code="")

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert payments.try_pay(asked).status_code == 200
