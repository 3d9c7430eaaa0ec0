"""Who gets in, for how long, and what a session protects against."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.installation import PASSWORD, Browser

GOOD = {"login": "liming", "password": PASSWORD}


def test_session_says_who_and_what_they_may_open(client: TestClient) -> None:
    answer = client.post("/api/v1/session", json=GOOD)

    seen = answer.json()
    assert seen["person"]["name"] == "李明"
    assert seen["person"]["department"]["name"] == "生产部"
    assert [group["key"] for group in seen["navigation"]] == ["work", "business"]
    assert "item.decide" in seen["permissions"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_cookie_is_secure_where_the_site_is(tmp_path, clock: ManualClock) -> None:
    from tests.api.conftest import COMPANY
    from tests.installation import install, open_app, serving

    app = open_app(tmp_path, clock, public_url="https://bpm.example")
    install(app, COMPANY)
    with serving(app) as client:
        answer = client.post("/api/v1/session", json=GOOD)

    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_wrong_password_and_unknown_login_answer_alike(client: TestClient) -> None:
    wrong = client.post("/api/v1/session", json={**GOOD, "password": "no"})
    unknown = client.post("/api/v1/session", json={"login": "nobody", "password": "no"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(
    client: TestClient, clock: ManualClock
) -> None:
    for _ in range(5):
        answer = client.post("/api/v1/session", json={**GOOD, "password": "no"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"

    assert client.post("/api/v1/session", json=GOOD).status_code == 429
    clock.advance(timedelta(minutes=15))
    assert client.post("/api/v1/session", json=GOOD).status_code == 200


def test_attempts_from_one_address_are_limited(client: TestClient) -> None:
    answers = [
        client.post("/api/v1/session", json={"login": f"u{n}", "password": "no"}).status_code
        for n in range(31)
    ]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {401}


def test_other_site_cannot_sign_somebody_in(client: TestClient) -> None:
    by_origin = client.post(
        "/api/v1/session", json=GOOD, headers={"origin": "https://evil.example"}
    )
    by_fetch = client.post("/api/v1/session", json=GOOD, headers={"sec-fetch-site": "cross-site"})

    assert by_origin.status_code == by_fetch.status_code == 403


def test_form_post_is_no_sign_in(client: TestClient) -> None:
    assert client.post("/api/v1/session", data=GOOD).status_code == 415


def test_unsafe_request_without_the_csrf_token_is_refused(liming: Browser) -> None:
    body = {"language": "en-US", "theme": "dark"}

    refused = liming.request("PUT", "/me/preferences", json=body, headers={"x-csrf-token": "x"})

    assert refused.status_code == 403
    assert refused.json()["code"] == "identity.session.wrong_csrf_token"
    assert liming.get("/session")["theme"] == "system"


def test_expired_session_is_told_as_such(liming: Browser, clock: ManualClock) -> None:
    clock.advance(timedelta(hours=12, seconds=1))

    answer = liming.request("GET", "/session")

    assert (answer.status_code, answer.json()["code"]) == (401, "api.session.over")


def test_signing_out_ends_the_session_at_once(liming: Browser) -> None:
    assert liming.send("DELETE", "/session").status_code == 200

    assert liming.request("GET", "/session").status_code == 401


def test_person_who_left_is_out_at_once(liming: Browser, app: App) -> None:
    from dujiang.identity import DeactivatePerson

    app.submit(DeactivatePerson(no="E003"))

    assert liming.request("GET", "/session").status_code == 401


def test_new_password_ends_every_session(liming: Browser, client: TestClient) -> None:
    other = Browser(client, "liming")

    changed = liming.send("PUT", "/me/password", {"current": PASSWORD, "new": "something better"})

    assert changed.status_code == 200
    assert other.request("GET", "/session").status_code == 401
    again = client.post("/api/v1/session", json={"login": "liming", "password": "something better"})
    assert again.status_code == 200


def test_wrong_present_password_changes_nothing(liming: Browser, client: TestClient) -> None:
    answer = liming.send("PUT", "/me/password", {"current": "no", "new": "something better"})

    assert (answer.status_code, answer.json()["code"]) == (422, "identity.password.old_is_wrong")
    assert client.post("/api/v1/session", json=GOOD).status_code == 200


def test_token_works_without_cookie_and_csrf_and_only_in_its_scopes(
    liming: Browser, client: TestClient
) -> None:
    made = liming.send("POST", "/tokens", {"name": "reader", "scopes": ["person.read"]}).json()
    bearer = {"authorization": f"Bearer {made['secret']}"}

    assert client.get("/api/v1/people", headers=bearer).status_code == 200
    beyond = client.get("/api/v1/items/counts", headers=bearer)
    assert beyond.status_code in (403, 404)
    assert "secret" not in liming.request("GET", "/tokens").text


def test_token_cannot_have_more_than_its_maker(liming: Browser) -> None:
    refused = liming.send("POST", "/tokens", {"name": "x", "scopes": ["system.manage"]})

    assert refused.status_code == 403


def test_revoked_token_is_out_at_once(liming: Browser, client: TestClient) -> None:
    made = liming.send("POST", "/tokens", {"name": "reader", "scopes": ["person.read"]}).json()
    bearer = {"authorization": f"Bearer {made['secret']}"}
    assert client.get("/api/v1/people", headers=bearer).status_code == 200

    assert liming.send("DELETE", f"/tokens/{made['id']}").status_code == 200

    assert client.get("/api/v1/people", headers=bearer).status_code == 401


def test_token_of_somebody_else_is_not_found(liming: Browser, admin: Browser) -> None:
    made = admin.send("POST", "/tokens", {"name": "mine", "scopes": ["person.read"]}).json()

    assert liming.send("DELETE", f"/tokens/{made['id']}").status_code == 404


@pytest.mark.parametrize("secret", ["", "djt_nothing", "x" * 5000, "中文"])
def test_foreign_secret_is_nobody(client: TestClient, secret: str) -> None:
    headers = {"authorization": b"Bearer " + secret.encode()}

    assert client.get("/api/v1/session", headers=headers).status_code == 401


def test_who_must_change_the_password_can_do_nothing_else_until_then(
    app: App, client: TestClient
) -> None:
    person = app.directory.current().person_by_login("liming")
    assert person is not None
    app.authenticator.set_password(person.id, PASSWORD, must_change=True)
    liming = Browser(client, "liming")

    assert liming.session["mustChangePassword"] is True
    refused = liming.request("GET", "/items")
    assert (refused.status_code, refused.json()["code"]) == (403, "api.password.must_change")
    assert liming.request("GET", "/session").status_code == 200
    body = {"current": PASSWORD, "new": "another horse battery"}
    assert liming.send("PUT", "/me/password", body).status_code == 200

    answer = client.post(
        "/api/v1/session", json={"login": "liming", "password": "another horse battery"}
    )
    assert answer.json()["mustChangePassword"] is False
