"""Calls: noted and masked, repeated with their key, corrected where they failed, tried by hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from dujiang.runtime import StartProcess
from tests.connectors.models import call, deploy
from tests.installation import Browser
from tests.peers.peer import Answer, Peer, Seen

TELL = {"method": "POST", "path": "/things", "body": '={name: "x", password: "not-for-logs"}'}


class Things(Peer):
    """Keeps what it is told, once a key; says no to what has no name."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Any] = {}

    def serve(self, arrived: Seen) -> Answer:
        if arrived.method == "GET":
            return 200, {"fine": True}
        if not arrived.body.get("name"):
            return 400, {"error": "no name"}
        self.kept.setdefault(arrived.key, arrived.body)
        return 201, {"id": len(self.kept), "token": "abc"}


@pytest.fixture
def things() -> Iterator[Things]:
    with Things() as peer:
        yield peer


@pytest.fixture
def connected(client: Any, admin: Browser, things: Things) -> str:
    """A connection to the peer."""
    body = {
        "key": "things",
        "name": "物料系统",
        "baseUrl": things.url,
        "allowedNetworks": ["127.0.0.0/8"],
        "authentication": {"kind": "bearer"},
        "secrets": {"secret": "the-bearer-token"},
    }
    assert admin.send("POST", "/connections", body).status_code == 201
    return "things"


def start(app: App, count: int = 1) -> None:
    for _ in range(count):
        app.submit(StartProcess(process_key="order"))
    app.rooms.duties.drain()


def calls(admin: Browser, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.get("/calls", **query)["items"]
    return found


def state(admin: Browser) -> dict[str, Any]:
    (row,) = admin.get("/connections")["items"]
    found: dict[str, Any] = row["state"]
    return found


@pytest.mark.spec("I1")
@pytest.mark.spec("C4")
def test_each_call_is_noted_without_secrets(
    app: App, admin: Browser, things: Things, connected: str
) -> None:
    deploy(app, call(connected, **TELL))

    start(app)

    (noted,) = calls(admin)
    assert (noted["method"], noted["target"], noted["status"]) == ("POST", "/things", 201)
    assert (noted["verdict"], noted["attempt"]) == ("done", 1)
    assert "not-for-logs" in str(things.seen[0].body)
    assert noted["request"] == '{"name":"x","password":"••••"}'
    assert noted["response"] == '{"id": 1, "token": "••••"}'
    assert "the-bearer-token" not in str(noted)
    assert state(admin)["health"] == "working"


@pytest.mark.spec("I1")
def test_call_is_repeated_with_its_key(
    app: App, admin: Browser, things: Things, connected: str
) -> None:
    deploy(app, call(connected, **TELL))
    start(app)
    (noted,) = calls(admin)

    assert admin.send("POST", f"/calls/{noted['id']}/repeat").status_code == 200
    app.rooms.duties.drain()

    assert len(things.seen) == 2
    assert len(things.kept) == 1
    assert [one["idempotencyKey"] for one in calls(admin)] == [noted["idempotencyKey"]] * 2


@pytest.mark.spec("E4")
def test_failed_job_is_corrected_and_tried_again_with_its_key(
    app: App, admin: Browser, things: Things, connected: str
) -> None:
    deploy(app, call(connected, **{**TELL, "body": '={name: ""}'}))
    start(app)
    (incident,) = admin.get("/incidents")["items"]
    job = admin.get(f"/incidents/{incident['id']}/job")
    inputs = {one["name"]: one for one in job["inputs"]}
    assert inputs["body"] == {"name": "body", "text": '{"name":""}', "mayEdit": True}
    assert inputs["connection"]["mayEdit"] is False

    path = f"/incidents/{incident['id']}/job"
    silent = admin.send("POST", path, {"inputs": {"body": '{"name": "y"}'}, "reason": " "})
    fixed = admin.send("POST", path, {"inputs": {"connection": '"other"'}, "reason": "改"})
    done = admin.send("POST", path, {"inputs": {"body": '{"name": "y"}'}, "reason": "补上名称"})
    app.rooms.duties.drain()

    assert (silent.status_code, fixed.status_code, done.status_code) == (422, 422, 200)
    assert admin.get("/incidents")["items"] == []
    assert list(things.kept.values()) == [{"name": "y"}]
    assert {one["idempotencyKey"] for one in calls(admin)} == {job["idempotencyKey"]}


@pytest.mark.spec("E4")
def test_connection_that_fails_rests_and_tries_with_one_call(
    app: App, admin: Browser, things: Things, connected: str, clock: ManualClock
) -> None:
    deploy(app, call(connected, **TELL))
    things.fail(503)

    start(app, 12)

    fares = state(admin)
    assert (fares["health"], fares["waiting"]) == ("resting", 12)
    assert fares["trouble"].startswith("连接 things 返回 503")
    tried = len(things.seen)
    assert tried < 12
    clock.advance(timedelta(seconds=31))
    app.rooms.duties.drain()
    assert len(things.seen) == tried + 1

    things.heal()
    for _ in range(4):
        clock.advance(timedelta(minutes=10))
        app.rooms.duties.drain()

    assert len(things.kept) == 12
    assert state(admin)["health"] == "working"
    assert admin.get("/incidents")["items"] == []


@pytest.mark.spec("I1")
def test_trial_says_step_by_step_how_far_it_came(
    admin: Browser, things: Things, connected: str
) -> None:
    def tried() -> list[tuple[str, bool]]:
        found = admin.send("POST", "/connections/things/trial").json()
        return [(step["key"], step["isGood"]) for step in found["steps"]]

    good = [("resolved", True), ("connected", True), ("authorised", True), ("answered", True)]
    assert tried() == good
    things.fail(401)
    assert tried() == [*good[:2], ("authorised", False)]
    things.fail(502)
    assert tried() == [*good[:3], ("answered", False)]
    changed = {
        "key": "things",
        "name": "物料系统",
        "baseUrl": "http://169.254.169.254/latest",
        "allowedNetworks": [],
    }
    headers = {"if-match": '"1"'}
    gone = {**changed, "secrets": {"secret": ""}}
    answer = admin.request("PUT", "/connections/things", json=gone, headers=headers)
    assert answer.status_code == 200, answer.text
    assert tried() == [("resolved", False)]


@pytest.mark.spec("M1")
def test_overview_shows_connections_with_their_queues(
    app: App, admin: Browser, things: Things, connected: str
) -> None:
    deploy(app, call(connected, **{**TELL, "body": '={name: ""}'}))
    start(app, 2)

    seen = admin.get("/operations/overview")

    (row,) = seen["connections"]
    assert (row["key"], row["state"]["failed"]) == ("things", 2)
    assert seen["timers"] == seen["messages"] == []


@pytest.mark.spec("I1")
def test_connectors_are_offered_with_their_fields(admin: Browser, connected: str) -> None:
    offered = admin.get("/connectors")

    rest = next(one for one in offered["templates"] if one["jobType"] == "http")
    assert [field["key"] for field in rest["fields"]][:3] == ["method", "path", "body"]
    assert all("connectors." not in str(one) for one in (offered["kinds"], offered["templates"]))
    assert offered["connections"] == [{"id": "things", "name": "物料系统"}]
