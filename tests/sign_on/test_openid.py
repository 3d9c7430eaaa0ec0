"""Signing in by an OpenID provider, honest and lying."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from dujiang.identity import DeactivatePerson, SaveDepartment, SavePerson
from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from dujiang.settings import Secret
from tests.installation import MONDAY, install, open_app, serving
from tests.peers.openid import CLIENT, SECRET, OpenIdPeer

COMPANY = (
    SaveDepartment(code="D00", name="总经办"),
    SavePerson(no="E001", name="李明", login="liming", department="D00",
               email="Liming@dujiang.example"),
    SavePerson(no="E002", name="王芳", login="wangfang", department="D00"),
)  # fmt: skip
BACK = "/api/v1/session/openid/callback"
pytestmark = pytest.mark.spec("A1", "C4")


class House:
    """An installation that knows a provider, and one browser in front of it."""

    def __init__(self, app: App, client: TestClient, peer: OpenIdPeer, clock: ManualClock) -> None:
        self.app, self.client, self.peer, self.clock = app, client, peer, clock
        self.state = ""

    def begin(self, to: str = "/todo") -> Any:
        """Go to the provider; the browser keeps its cookie."""
        sent = self.client.get("/api/v1/session/openid", params={"to": to}, follow_redirects=False)
        assert sent.status_code == 303, sent.text
        asked = {k: v[0] for k, v in parse_qs(urlsplit(sent.headers["location"]).query).items()}
        self.state, self.peer.nonce = asked.get("state", ""), asked.get("nonce", "")
        return asked

    def come_back(self, **given: str) -> str:
        """Come back from it; where the browser is sent."""
        asked = {"state": self.state, "code": "good", "session_state": "theirs", **given}
        answer = self.client.get(BACK, params=asked, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def who(self) -> str | None:
        """The login of who is signed in."""
        answer = self.client.get("/api/v1/session")
        return answer.json()["person"]["login"] if answer.is_success else None


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
def peer(clock: ManualClock) -> Iterator[OpenIdPeer]:
    with OpenIdPeer(clock.now) as running:
        yield running


@pytest.fixture
def link_by() -> str:
    return "email"


@pytest.fixture
def house(tmp_path: Path, clock: ManualClock, peer: OpenIdPeer, link_by: str) -> Iterator[House]:
    app = open_app(
        tmp_path,
        clock,
        openid_issuer=peer.issuer,
        openid_client_id=CLIENT,
        openid_client_secret=Secret(SECRET),
        openid_label="都江通行证",
        openid_link_by=link_by,
        openid_networks="127.0.0.0/8",
        sign_ins_per_minute=1_000,
    )
    install(app, COMPANY)
    with serving(app) as client:
        yield House(app, client, peer, clock)


def test_who_comes_back_from_the_provider_is_signed_in(house: House) -> None:
    welcome = house.client.get("/api/v1/welcome").json()
    assert welcome["singleSignOn"] == "都江通行证"

    asked = house.begin("/mine")

    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
    assert asked["code_challenge_method"] == "S256"
    assert house.come_back() == "/mine"
    assert house.who() == "liming"
    assert len(house.peer.seen[0]["code_verifier"]) >= 43


def test_the_account_stays_linked_when_its_address_changes(house: House) -> None:
    house.begin()
    house.come_back()
    house.peer.account |= {"email": "other@dujiang.example", "email_verified": False}
    house.client.cookies.clear()

    house.begin()

    assert house.come_back() == "/todo"
    assert house.who() == "liming"


@pytest.mark.parametrize("link_by", ["login"])
def test_an_account_may_find_its_person_by_the_login(house: House) -> None:
    house.peer.account |= {"email": "", "preferred_username": "WangFang"}
    house.begin()
    house.come_back()

    assert house.who() == "wangfang"


@pytest.mark.parametrize("link_by", ["none"])
def test_an_account_that_is_not_linked_opens_nothing_where_none_are_to_be_found(
    house: House,
) -> None:
    house.begin()

    assert house.come_back() == "/?problem=identity.openid.nobody"


LIES = {
    "another nonce": {"nonce": "stale"},
    "another audience": {"aud": "somebody else"},
    "several audiences without saying for whom": {"aud": [CLIENT, "else"]},
    "another issuer": {"iss": "https://evil.example"},
    "expired": {"exp": int(MONDAY.timestamp()) - 120},
    "without an end": {"exp": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_does_not_hold_opens_nothing(house: House, lie: dict[str, Any]) -> None:
    house.peer.claims = lie
    house.begin()

    assert house.come_back() == "/?problem=identity.openid.token_not_valid"
    assert house.who() is None


def test_a_token_signed_by_somebody_else_opens_nothing(house: House) -> None:
    house.peer.signs_with = RSAKey.generate_key(2048, {"kid": "first"})
    house.begin()

    assert house.come_back() == "/?problem=identity.openid.token_not_valid"


def test_the_provider_may_change_its_keys(house: House) -> None:
    house.begin()
    house.come_back()
    house.peer.key = house.peer.signs_with = RSAKey.generate_key(2048, {"kid": "second"})
    house.client.cookies.clear()

    house.begin()

    assert house.come_back() == "/todo"


def test_another_state_or_none_opens_nothing(house: House) -> None:
    house.begin()

    assert house.come_back(state="forged") == "/?problem=identity.openid.state_differs"
    house.client.cookies.clear()
    assert house.come_back() == "/?problem=identity.openid.not_begun"


def test_who_takes_too_long_begins_again(house: House) -> None:
    house.begin()
    house.clock.advance(timedelta(minutes=11))

    assert house.come_back() == "/?problem=identity.openid.not_begun"


def test_an_address_that_is_not_verified_finds_nobody(house: House) -> None:
    house.peer.account["email_verified"] = False
    house.begin()

    assert house.come_back() == "/?problem=identity.openid.nobody"


def test_who_has_left_does_not_come_in_by_the_provider(house: House) -> None:
    house.begin()
    house.come_back()
    house.app.submit(DeactivatePerson(no="E001"))
    house.client.cookies.clear()

    house.begin()

    assert house.come_back() == "/?problem=identity.openid.nobody"


def test_refusing_at_the_provider_comes_back_to_signing_in(house: House) -> None:
    house.begin()

    assert house.come_back(error="access_denied") == "/?problem=identity.openid.refused"
    shown = house.client.get(
        "/api/v1/welcome", params={"problem": "identity.openid.refused"}
    ).json()
    assert shown["problem"] == "单点登录没有完成。再试一次，或用密码登录。"


def test_words_that_are_not_of_signing_in_are_not_shown(house: House) -> None:
    shown = house.client.get("/api/v1/welcome", params={"problem": "api.session.over"}).json()

    assert shown["problem"] is None


def test_a_provider_that_is_away_is_said(house: House) -> None:
    house.peer.is_down = True

    sent = house.client.get("/api/v1/session/openid", follow_redirects=False)

    assert sent.headers["location"] == "/?problem=identity.openid.unreachable"


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(house: House, page: str) -> None:
    house.begin(page)

    assert house.come_back() == "/"


def test_without_a_provider_there_is_no_such_way_in(tmp_path: Path, clock: ManualClock) -> None:
    app = open_app(tmp_path, clock)
    with serving(app) as client:
        answer = client.get("/api/v1/session/openid", follow_redirects=False)
        welcome = client.get("/api/v1/welcome").json()

    assert answer.status_code == 404
    assert welcome["singleSignOn"] is None
