"""The second factor through the API: enrolment, signing in, recovery codes, who may change it."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from tests.installation import PASSWORD, Browser


def enrol(browser: Browser, clock: ManualClock) -> tuple[str, list[str]]:
    """Turn it on as a person would; the secret and the recovery codes."""
    proposal = browser.send("POST", "/me/second-factor/proposal", {"password": PASSWORD}).json()
    secret: str = proposal["secret"]
    code = pyotp.TOTP(secret).at(clock.now())
    body = {"password": PASSWORD, "secret": secret, "code": code}
    answer = browser.send("POST", "/me/second-factor", body)
    assert answer.status_code == 201, answer.text
    return secret, answer.json()["codes"]


def sign_in(client: TestClient, code: str | None = None) -> Any:
    client.cookies.clear()
    body = {"login": "liming", "password": PASSWORD, "code": code}
    return client.post("/api/v1/session", json=body)


@pytest.mark.spec("C4")
def test_app_scans_a_picture_and_signing_in_asks_for_its_code(
    client: TestClient, liming: Browser, clock: ManualClock
) -> None:
    proposal = liming.send("POST", "/me/second-factor/proposal", {"password": PASSWORD}).json()
    secret, codes = enrol(liming, clock)

    asked = sign_in(client)
    clock.advance(timedelta(seconds=60))
    signed_in = sign_in(client, pyotp.TOTP(secret).at(clock.now()))

    assert proposal["qr"].startswith("<svg")
    assert proposal["uri"].startswith("otpauth://totp/")
    assert (asked.status_code, asked.json()["code"]) == (401, "identity.sign_in.code_needed")
    assert signed_in.status_code == 200
    assert liming.get("/me/second-factor") == {"isOn": True, "recoveryCodesLeft": len(codes)}


def test_password_is_asked_for_again(liming: Browser) -> None:
    answer = liming.send("POST", "/me/second-factor/proposal", {"password": "guess"})

    assert (answer.status_code, answer.json()["code"]) == (422, "identity.password.old_is_wrong")


def test_token_changes_nothing_about_the_second_factor(client: TestClient, liming: Browser) -> None:
    body = {"name": "script", "scopes": ["session.use"]}
    token = liming.send("POST", "/tokens", body).json()["secret"]
    client.cookies.clear()

    answer = client.post(
        "/api/v1/me/second-factor/proposal",
        json={"password": PASSWORD},
        headers={"authorization": f"Bearer {token}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "api.session.needed")


@pytest.mark.spec("C4")
def test_recovery_code_signs_in_once(
    client: TestClient, liming: Browser, clock: ManualClock
) -> None:
    _, codes = enrol(liming, clock)

    assert sign_in(client, codes[0]).status_code == 200
    assert sign_in(client, codes[0]).status_code == 401
    assert liming.get("/me/second-factor")["recoveryCodesLeft"] == 9


def test_turning_it_off_takes_a_code(
    client: TestClient, liming: Browser, clock: ManualClock
) -> None:
    secret, _ = enrol(liming, clock)
    clock.advance(timedelta(seconds=60))

    wrong = liming.send("POST", "/me/second-factor/removal", {"code": "000000"})
    right = liming.send(
        "POST", "/me/second-factor/removal", {"code": pyotp.TOTP(secret).at(clock.now())}
    )

    assert (wrong.status_code, wrong.json()["code"]) == (422, "identity.totp.wrong")
    assert right.status_code == 200
    assert sign_in(client).status_code == 200


def test_new_recovery_codes_replace_the_old_ones(
    client: TestClient, liming: Browser, clock: ManualClock
) -> None:
    secret, old = enrol(liming, clock)
    clock.advance(timedelta(seconds=60))
    body = {"code": pyotp.TOTP(secret).at(clock.now())}

    fresh = liming.send("POST", "/me/second-factor/recovery-codes", body).json()["codes"]

    assert sign_in(client, old[0]).status_code == 401
    assert sign_in(client, fresh[0]).status_code == 200


@pytest.mark.spec("C4")
def test_administrator_resets_it_for_whoever_lost_the_phone(
    client: TestClient, admin: Browser, liming: Browser, clock: ManualClock
) -> None:
    enrol(liming, clock)
    detail = admin.get(f"/organisation/people/{liming.id}")

    assert detail["hasSecondFactor"]
    path = f"/organisation/people/{liming.id}/second-factor"
    assert admin.send("DELETE", path).status_code == 200
    assert sign_in(client).status_code == 200
