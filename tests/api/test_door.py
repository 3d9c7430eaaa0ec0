"""What every request meets: one shape of errors, languages, limits, headers, probes."""

import gzip

import pytest
from starlette.testclient import TestClient

from dujiang.api.contract import ENDPOINTS, PREFIX
from dujiang.api.endpoints import Endpoint
from dujiang.main import App
from tests.installation import Browser

PROBLEM = {"type", "title", "status", "code", "detail", "instance", "params", "problems"}


def _path(endpoint: Endpoint) -> str:
    path = endpoint.path
    for name in endpoint.parameters:
        path = path.replace("{" + name + "}", "0000000000000")
    return PREFIX + path


@pytest.mark.parametrize(
    "endpoint", [e for e in ENDPOINTS if e.permission != "public"], ids=lambda e: e.operation
)
def test_nobody_gets_in_without_signing_in(shared: TestClient, endpoint: Endpoint) -> None:
    answer = shared.request(endpoint.method, _path(endpoint))

    assert answer.status_code == 401
    assert set(answer.json()) == PROBLEM


@pytest.mark.parametrize(
    "endpoint",
    [e for e in ENDPOINTS if e.permission not in ("public", "signed_in")],
    ids=lambda e: e.operation,
)
def test_nobody_gets_in_without_the_permission(
    shared: TestClient, shared_admin: Browser, endpoint: Endpoint
) -> None:
    scope = "item.read" if endpoint.permission != "item.read" else "person.read"
    made = shared_admin.send("POST", "/tokens", {"name": "t", "scopes": [scope]}).json()

    answer = shared.request(
        endpoint.method, _path(endpoint), headers={"authorization": f"Bearer {made['secret']}"}
    )

    shared_admin.send("DELETE", f"/tokens/{made['id']}")

    assert answer.status_code == 403
    assert answer.json()["params"] == {"permission": endpoint.permission}


@pytest.mark.parametrize(
    "endpoint",
    [e for e in ENDPOINTS if e.takes and e.operation != "signIn"],
    ids=lambda e: e.operation,
)
def test_broken_body_is_told_in_one_shape(shared_admin: Browser, endpoint: Endpoint) -> None:
    path = _path(endpoint).removeprefix(PREFIX)
    headers = {"content-type": "application/json", "if-match": '"1"'}

    for content in (b"{", b"[]", b'{"nothing":1}', b"null"):
        answer = shared_admin.request(endpoint.method, path, content=content, headers=headers)
        assert answer.status_code in (400, 401, 403, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) == PROBLEM


def test_problem_is_told_in_the_language_that_is_asked_for(client: TestClient) -> None:
    chinese = client.get("/api/v1/session", headers={"accept-language": "zh-TW,zh;q=0.9,en;q=0.8"})
    english = client.get("/api/v1/session", headers={"accept-language": "en-GB"})

    assert chinese.json()["detail"] == "先登录再继续。"
    assert english.json()["detail"] == "Sign in to go on."


def test_preferred_language_counts_where_none_is_asked_for(liming: Browser) -> None:
    liming.send("PUT", "/me/preferences", {"language": "en-US", "theme": "dark"})

    answer = liming.request("GET", "/nowhere", headers={"accept-language": "*"})
    seen = liming.request("GET", "/session", headers={"accept-language": "*"}).json()

    assert answer.status_code == 404
    assert seen["person"]["name"] == "Li Ming"
    assert (seen["language"], seen["theme"]) == ("en-US", "dark")


def test_body_beyond_the_limit_is_refused_before_it_is_read(liming: Browser) -> None:
    answer = liming.request(
        "PUT", "/me/preferences", content=b" " * 1_000_001,
        headers={"content-type": "application/json"},
    )  # fmt: skip

    assert answer.status_code == 413
    assert answer.json()["params"] == {"limit_bytes": 1_000_000}


def test_body_of_unknown_length_is_cut_off_at_the_limit(liming: Browser) -> None:
    chunks = (b" " * 100_000 for _ in range(11))

    answer = liming.request(
        "PUT", "/me/preferences", content=chunks, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("key", ["", "with space", "中", "x" * 201])
def test_idempotency_key_is_short_and_printable(liming: Browser, key: str) -> None:
    headers = {"idempotency-key": key.encode()}
    body = {"language": "en-US", "theme": "dark"}

    answer = liming.request("PUT", "/me/preferences", json=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "api.header.invalid")


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/v1/session", "/healthz", "/nowhere.js"):
        answer = client.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_answer_of_the_api_is_kept_by_no_cache(liming: Browser) -> None:
    assert liming.request("GET", "/session").headers["cache-control"] == "no-store"


def test_mistake_of_ours_shows_its_number_and_nothing_else(
    liming: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(app.rooms.identity, "find_people", fail)

    answer = liming.request("GET", "/people")

    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    assert answer.json()["params"] == {"id": answer.headers["x-request-id"]}


def test_database_away_is_told_with_a_time_to_repeat(
    liming: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dujiang.store import StoreAway

    def away(*_: object, **__: object) -> None:
        raise StoreAway("gone")

    monkeypatch.setattr(app.rooms.identity, "find_people", away)

    answer = liming.request("GET", "/people")

    assert (answer.status_code, answer.json()["code"]) == (503, "api.database.away")
    assert answer.headers["retry-after"] == "5"


def test_long_answer_is_compressed_where_that_is_understood(client: TestClient) -> None:
    with client.stream("GET", "/api/v1/openapi.json", headers={"accept-encoding": "gzip"}) as raw:
        assert raw.headers["content-type"] == "application/json"

    with client.stream("GET", "/", headers={"accept-encoding": "gzip"}) as page:
        content = b"".join(page.iter_raw())
    assert page.headers.get("content-encoding") != "gzip" or gzip.decompress(content)


def test_probes_tell_that_the_program_lives_and_can_serve(
    client: TestClient, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}
    assert "dujiang_http_requests_total" in client.get("/metrics").text

    from dujiang.store import StoreAway

    def away() -> int:
        raise StoreAway("gone")

    monkeypatch.setattr(app.rooms.identity, "load_version", away)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_people_are_found_by_name_and_shown_with_their_department(liming: Browser) -> None:
    found = liming.get("/people", q="陈")

    assert [(p["name"], p["department"], p["position"]) for p in found["items"]] == [
        ("陈刚", "生产部", "经理")
    ]
    again = liming.get("/people", ids=f"{found['items'][0]['id']},nonsense")
    assert again["items"] == found["items"]


def test_departments_come_in_the_order_of_the_tree(liming: Browser) -> None:
    items = liming.get("/departments")["items"]

    assert [(d["name"], d["memberCount"]) for d in items] == [("总经办", 2), ("生产部", 2)]
    assert items[1]["parentId"] == items[0]["id"]
    assert items[1]["head"]["name"] == "陈刚"
