"""Signing in: passwords, lock-out, sessions, tokens, the second factor."""

from datetime import timedelta

import pytest

from dujiang.identity import DeactivatePerson, EndSession, RevokeToken, digest_of, require_csrf
from dujiang.kernel.errors import Forbidden, InvalidInput, LimitExceeded, Unauthenticated
from tests.identity.house import House

WORD = "correct horse"


@pytest.fixture
def ming(house: House) -> House:
    house.authenticator.set_password(house.person("李明").id, WORD)
    return house


def sign_in(house: House, password: str = WORD, code: str | None = None) -> str:
    session = house.authenticator.sign_in("liming", password, code=code, address="10.0.0.7")
    return session.secret


@pytest.mark.spec("C4")
def test_right_password_opens_a_session(ming: House) -> None:
    session = ming.authenticator.sign_in("LiMing ", WORD, address="10.0.0.7")

    found = ming.authenticator.find_session(session.secret)
    assert found is not None
    assert found.person_id == ming.person("李明").id
    require_csrf(found, session.csrf_token)
    with pytest.raises(Forbidden):
        require_csrf(found, "guess")


@pytest.mark.spec("C4")
def test_cookie_text_is_stored_nowhere(ming: House) -> None:
    secret = sign_in(ming)

    (session,) = ming.reader.list_sessions(ming.person("李明").id)
    assert session.id == digest_of(secret)
    assert secret.encode() not in session.id


@pytest.mark.spec("C4")
def test_wrong_password_says_how_many_tries_are_left(ming: House) -> None:
    left = []
    for _ in range(4):
        with pytest.raises(Unauthenticated) as raised:
            sign_in(ming, "wrong one")
        left.append(raised.value.params["left"])

    assert left == [4, 3, 2, 1]


@pytest.mark.spec("C4")
def test_fifth_wrong_password_locks_for_fifteen_minutes(ming: House) -> None:
    for _ in range(4):
        with pytest.raises(Unauthenticated):
            sign_in(ming, "wrong one")
    with pytest.raises(LimitExceeded) as raised:
        sign_in(ming, "wrong one")
    assert raised.value.params["minutes"] == 15

    ming.clock.advance(timedelta(minutes=14))
    with pytest.raises(LimitExceeded):
        sign_in(ming)

    ming.clock.advance(timedelta(minutes=1))
    assert sign_in(ming)


def test_right_password_forgets_earlier_failures(ming: House) -> None:
    for _ in range(4):
        with pytest.raises(Unauthenticated):
            sign_in(ming, "wrong one")
    sign_in(ming)

    with pytest.raises(Unauthenticated) as raised:
        sign_in(ming, "wrong one")

    assert raised.value.params["left"] == 4


def test_unknown_login_answers_like_a_wrong_password(ming: House) -> None:
    with pytest.raises(Unauthenticated) as raised:
        ming.authenticator.sign_in("nobody", WORD, address="10.0.0.7")

    assert raised.value.code == "identity.sign_in.wrong_password"


def test_login_that_nobody_has_counts_down_and_locks_like_a_real_one(ming: House) -> None:
    left = []
    for _ in range(4):
        with pytest.raises(Unauthenticated) as raised:
            ming.authenticator.sign_in("nobody", WORD, address="10.0.0.7")
        left.append(raised.value.params["left"])
    with pytest.raises(LimitExceeded) as locked:
        ming.authenticator.sign_in("nobody", WORD, address="10.0.0.7")

    assert left == [4, 3, 2, 1]
    assert locked.value.params["minutes"] == 15


def test_session_ends_after_twelve_hours(ming: House) -> None:
    secret = sign_in(ming)

    ming.clock.advance(timedelta(hours=12))

    assert ming.authenticator.find_session(secret) is None


def test_signing_out_ends_the_session(ming: House) -> None:
    secret = sign_in(ming)

    ming.done(EndSession(session_id=digest_of(secret)), ming.actor("李明"))

    assert ming.authenticator.find_session(secret) is None


def test_sessions_end_when_a_person_leaves(ming: House) -> None:
    secret = sign_in(ming)

    ming.done(DeactivatePerson(no=ming.person("李明").no))

    assert ming.authenticator.find_session(secret) is None
    with pytest.raises(Unauthenticated):
        sign_in(ming)


def test_new_password_ends_the_sessions(ming: House) -> None:
    secret = sign_in(ming)

    ming.authenticator.change_password(ming.person("李明").id, WORD, "battery staple")

    assert ming.authenticator.find_session(secret) is None
    assert sign_in(ming, "battery staple")


def test_old_password_is_asked_for(ming: House) -> None:
    with pytest.raises(InvalidInput) as raised:
        ming.authenticator.change_password(ming.person("李明").id, "wrong one", "battery staple")

    assert raised.value.code == "identity.password.old_is_wrong"


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_password_has_a_sensible_length(ming: House, password: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        ming.authenticator.set_password(ming.person("李明").id, password)

    assert raised.value.code == "identity.password.wrong_length"


@pytest.mark.spec("I6")
def test_token_acts_until_it_is_revoked(ming: House) -> None:
    actor = ming.actor("李明")
    token = ming.authenticator.create_token(actor, "report", ("instance.read",), None)

    found = ming.authenticator.find_token(token.text)
    assert found is not None
    assert (found.person_id, found.scopes) == (actor.person_id, "instance.read")
    assert ming.ask(RevokeToken(id=token.id), ming.actor("王芳")).status == 404
    ming.done(RevokeToken(id=token.id), actor)

    assert ming.authenticator.find_token(token.text) is None


def test_token_ends_at_its_time(ming: House) -> None:
    until = ming.clock.now() + timedelta(days=1)
    token = ming.authenticator.create_token(ming.actor("李明"), "t", ("item.read",), until)

    ming.clock.advance(timedelta(days=1))

    assert ming.authenticator.find_token(token.text) is None
