"""Connections: set up by those who may, secrets never shown again, changed by one at a time."""

from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from dujiang.connectors import BringConnection
from dujiang.connectors.connections.tables import CONNECTION
from dujiang.main import App
from dujiang.runtime.tables import LOG
from tests.installation import Browser

ERP: dict[str, Any] = {
    "key": "erp",
    "name": "企业资源系统",
    "nameEn": "ERP",
    "kind": "rest",
    "baseUrl": "https://erp.example",
    "authentication": {"kind": "basic", "user": "dujiang"},
    "secrets": {"secret": "a-password-nobody-sees"},
}


def created(admin: Browser, **changes: Any) -> dict[str, Any]:
    answer = admin.send("POST", "/connections", {**ERP, **changes})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def saved(admin: Browser, version: int, **changes: Any) -> Any:
    body = {**ERP, "secrets": {}, **changes}
    headers = {"if-match": f'"{version}"'}
    return admin.request("PUT", "/connections/erp", json=body, headers=headers)


@pytest.mark.spec("I1")
@pytest.mark.spec("C4")
def test_secret_is_kept_sealed_and_never_shown(app: App, admin: Browser) -> None:
    shown = created(admin)

    assert shown["secretNames"] == ["secret"]
    assert "a-password" not in admin.request("GET", "/connections/erp").text
    with app.store.read() as reader:
        row = reader.get(CONNECTION, "erp")
        logged = [bytes(body) for (body,) in reader.rows(select(LOG.c.body))]
    assert row is not None
    assert b"a-password" not in row.secrets + row.definition + b"".join(logged)
    connection = app.rooms.connections.find("erp")
    assert connection is not None
    assert connection.secret == ERP["secrets"]["secret"]
    assert "a-password" not in repr(connection)


@pytest.mark.spec("I1")
def test_secret_that_is_not_named_stays(app: App, admin: Browser) -> None:
    version = created(admin)["version"]

    assert saved(admin, version, maxRunning=2).status_code == 200

    connection = app.rooms.connections.find("erp")
    assert connection is not None
    assert (connection.secret, connection.max_running) == ("a-password-nobody-sees", 2)


@pytest.mark.spec("C4")
def test_secret_does_not_follow_to_another_address(app: App, admin: Browser) -> None:
    version = created(admin)["version"]

    refused = saved(admin, version, baseUrl="https://elsewhere.example")
    again = {"secret": "of-elsewhere"}
    taken = saved(admin, version, baseUrl="https://elsewhere.example", secrets=again)

    assert (refused.status_code, refused.json()["code"]) == (
        422, "connectors.connection.secret_again",
    )  # fmt: skip
    assert taken.status_code == 200
    connection = app.rooms.connections.find("erp")
    assert connection is not None
    assert connection.secret == again["secret"]


@pytest.mark.spec("I1")
def test_stale_change_is_refused(admin: Browser) -> None:
    version = created(admin)["version"]
    assert saved(admin, version, maxRunning=2).status_code == 200

    assert saved(admin, version, maxRunning=3).status_code == 409
    assert admin.send("POST", "/connections", ERP).status_code == 409


@pytest.mark.spec("C4")
def test_private_networks_need_a_permission_of_their_own(admin: Browser, liming: Browser) -> None:
    assert liming.send("POST", "/connections", ERP).status_code == 403
    manage = {"grants": [{"permission": "connection.manage", "scope": "all"}]}
    admin.send("PUT", "/roles/connector", {"name": "集成"})
    admin.send("PUT", "/roles/connector/grants", manage)
    admin.send("PUT", f"/roles/connector/members/{liming.id}", {})

    refused = liming.send("POST", "/connections", {**ERP, "allowedNetworks": ["10.0.0.0/8"]})

    assert refused.status_code == 403
    assert refused.json()["code"] == "connectors.connection.networks_not_allowed"
    assert liming.send("POST", "/connections", ERP).status_code == 201
    inside = {"allowedNetworks": ["10.0.0.0/8"], "secrets": {}}
    headers = {"if-match": '"1"'}
    body = {**ERP, **inside}
    assert admin.request("PUT", "/connections/erp", json=body, headers=headers).status_code == 200
    kept = {**body, "maxRunning": 1}
    headers = {"if-match": '"2"'}
    assert liming.request("PUT", "/connections/erp", json=kept, headers=headers).status_code == 200


@pytest.mark.spec("I1")
@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"key": "ERP 1"}, "connectors.definition.key_not_a_name", "/key"),
        ({"kind": "telex"}, "connectors.definition.kind_unknown", "/kind"),
        ({"baseUrl": "file:///etc/passwd"}, "connectors.definition.address", "/baseUrl"),
        (
            {"baseUrl": "https://a:b@erp.example"},
            "connectors.definition.address_says_too_much",
            "/baseUrl",
        ),
        ({"allowedNetworks": ["ten"]}, "connectors.definition.network", "/allowedNetworks/0"),
        (
            {"headers": {"Authorization": "x"}},
            "connectors.definition.header",
            "/headers/Authorization",
        ),
        (
            {"authentication": {"kind": "oauth2", "user": "a"}},
            "connectors.definition.required",
            "/authentication/tokenUrl",
        ),
        (
            {"subscriptions": [{"message": "m", "correlation": "=body.("}]},
            "connectors.definition.not_feel",
            "/subscriptions/0/correlation",
        ),
        (
            {"subscriptions": [{"message": "m", "keep": "soon"}]},
            "connectors.definition.duration",
            "/subscriptions/0/keep",
        ),
    ],
)
def test_problem_is_named_at_its_place(
    admin: Browser, changes: dict[str, Any], code: str, path: str
) -> None:
    answer = admin.send("POST", "/connections", {**ERP, **changes})

    assert answer.status_code == 422
    assert (code, path) in [(one["code"], one["path"]) for one in answer.json()["problems"]]


@pytest.mark.spec("I1")
def test_package_brings_a_connection_and_leaves_what_people_have_set(
    app: App, admin: Browser
) -> None:
    brought = {"key": "erp", "name": "ERP", "subscriptions": [{"message": "order status"}]}
    app.submit(BringConnection(definition=brought))
    assert saved(admin, 1, secrets={"secret": "kept-as-it-is"}).status_code == 200

    app.submit(BringConnection(definition=brought))

    shown = admin.get("/connections/erp")
    assert (shown["name"], shown["baseUrl"]) == ("ERP", "https://erp.example")
    assert shown["secretNames"] == ["secret"]
    assert [one["message"] for one in shown["subscriptions"]] == ["order status"]


@pytest.mark.spec("I1")
def test_forgotten_connection_is_gone(client: TestClient, admin: Browser) -> None:
    created(admin)

    assert admin.send("DELETE", "/connections/erp").status_code == 200

    assert admin.request("GET", "/connections/erp").status_code == 404
    assert admin.get("/connections")["items"] == []
