"""Webhooks: signed, lately, once each; they start processes and wake those that wait."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dujiang.connectors.connections.signing import signed_headers
from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.connectors.models import MESSAGE_START, WAIT, deploy
from tests.installation import Browser
from tests.peers.peer import signed

SUBSCRIPTIONS = [
    {
        "event": "order.placed",
        "message": "order placed",
        "variables": "={po: body.po, total: body.total}",
    },
    {"event": '=event = "order.status"', "message": "order status", "correlation": "=body.po"},
]


class Sender:
    """The other system, which knows the secret."""

    def __init__(self, client: TestClient, clock: ManualClock, admin: Browser) -> None:
        self._client = client
        self._clock = clock
        body = {"key": "erp", "name": "ERP", "subscriptions": SUBSCRIPTIONS}
        assert admin.send("POST", "/connections", body).status_code == 201
        self.secret = admin.send("POST", "/connections/erp/hook-secret").json()["secret"]

    def signed(self, content: Any, *, delivery: str = "") -> tuple[bytes, dict[str, str]]:
        return signed(self.secret, content, self._clock.now(), delivery=delivery)

    def signed_raw(self, body: bytes) -> dict[str, str]:
        return signed_headers(self.secret, body, self._clock.now())

    def post(self, body: bytes, headers: dict[str, str], to: str = "erp") -> Any:
        return self._client.post(f"/api/v1/hooks/{to}", content=body, headers=headers)

    def send(self, content: Any, *, delivery: str = "") -> Any:
        return self.post(*self.signed(content, delivery=delivery))


@pytest.fixture
def sender(app: App, client: TestClient, clock: ManualClock, admin: Browser) -> Sender:
    deploy(app, MESSAGE_START, WAIT)
    return Sender(client, clock, admin)


def instances(admin: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.get("/operations/instances")["items"]
    return found


@pytest.mark.spec("I1")
def test_event_starts_a_process_and_a_later_one_wakes_it(sender: Sender, admin: Browser) -> None:
    placed = sender.send({"event": "order.placed", "po": "PO-1", "total": 12.5})
    assert (placed.status_code, placed.json()["messages"]) == (200, ["order placed"])
    assert [one["state"] for one in instances(admin)] == ["active"]

    status = sender.send({"event": "order.status", "po": "PO-1", "status": "ORDERED"})

    assert status.status_code == 200
    assert [one["state"] for one in instances(admin)] == ["completed"]


@pytest.mark.spec("I1")
@pytest.mark.spec("E4")
def test_delivery_counts_once_and_is_answered_as_the_first_time(
    sender: Sender, admin: Browser, clock: ManualClock
) -> None:
    first = sender.send({"event": "order.placed", "po": "PO-1"}, delivery="d-1")
    clock.advance(timedelta(seconds=40))

    again = sender.send({"event": "order.placed", "po": "PO-1"}, delivery="d-1")

    assert (again.status_code, again.json()) == (200, first.json())
    assert len(instances(admin)) == 1


@pytest.mark.spec("C4")
def test_signed_request_cannot_be_sent_again_under_another_id(
    sender: Sender, admin: Browser
) -> None:
    body, headers = sender.signed({"event": "order.placed", "po": "PO-1"}, delivery="d-1")
    assert sender.post(body, headers).status_code == 200

    replayed = sender.post(body, {**headers, "idempotency-key": "d-2"})

    assert (replayed.status_code, replayed.json()["code"]) == (401, "connectors.hook.replayed")
    assert len(instances(admin)) == 1


@pytest.mark.spec("C4")
def test_wrong_missing_and_old_signatures_are_refused(sender: Sender, clock: ManualClock) -> None:
    body, headers = sender.signed({"event": "order.placed"})
    bare = {"content-type": "application/json"}
    other = {**headers, "x-dujiang-signature": "sha256=" + "0" * 64}
    later = str(int(clock.now().timestamp()) + 1)

    codes = [
        sender.post(body, bare).json()["code"],
        sender.post(body, other).json()["code"],
        sender.post(body + b" ", headers).json()["code"],
        sender.post(body, {**headers, "x-dujiang-timestamp": later}).json()["code"],
    ]
    clock.advance(timedelta(seconds=301))
    old = sender.post(body, headers)

    assert codes == [
        "connectors.hook.not_signed",
        "connectors.hook.wrong_signature",
        "connectors.hook.wrong_signature",
        "connectors.hook.wrong_signature",
    ]
    assert (old.status_code, old.json()["code"]) == (401, "connectors.hook.stale")


@pytest.mark.spec("I1")
def test_unknown_connections_large_bodies_and_other_formats_are_refused(
    sender: Sender, admin: Browser
) -> None:
    body, headers = sender.signed({})
    closed = {"key": "closed", "name": "无人开通"}
    assert admin.send("POST", "/connections", closed).status_code == 201

    assert sender.post(body, headers, to="nobody").status_code == 404
    assert sender.post(body, headers, to="closed").status_code == 404
    assert sender.post(b"x" * 1_000_001, headers).status_code == 413
    assert sender.send("").status_code == 200
    text = sender.post(b"{", sender.signed_raw(b"{"))
    assert (text.status_code, text.json()["code"]) == (422, "connectors.hook.not_json")


@pytest.mark.spec("I1")
def test_event_without_its_correlation_is_refused_whole(sender: Sender) -> None:
    refused = sender.send({"event": "order.status", "status": "ORDERED"})

    assert (refused.status_code, refused.json()["code"]) == (422, "connectors.hook.no_correlation")


@pytest.mark.spec("C4")
def test_former_secret_is_taken_for_a_day_after_a_new_one_was_made(
    sender: Sender, admin: Browser, clock: ManualClock
) -> None:
    former = sender.secret
    new = admin.send("POST", "/connections/erp/hook-secret").json()["secret"]

    assert sender.send({"event": "x"}).status_code == 200
    sender.secret = new
    assert sender.send({"event": "y"}).status_code == 200
    clock.advance(timedelta(hours=24))
    sender.secret = former
    assert sender.send({"event": "x"}).status_code == 401
