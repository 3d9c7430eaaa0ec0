"""The second factor: an app's codes, each once; recovery codes; turning it on and off."""

from datetime import timedelta

import pyotp
import pytest

from dujiang.identity import DisableTotp
from dujiang.kernel.errors import Conflict, Forbidden, InvalidInput, LimitExceeded, Unauthenticated
from dujiang.runtime import Answer
from tests.identity.house import House, Pay

WORD = "correct horse"


class Enrolled:
    """李明 with an app and recovery codes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.person = house.person("李明")
        self.actor = house.actor("李明")
        house.authenticator.set_password(self.person.id, WORD)
        self.secret, self.uri = house.authenticator.propose_totp(self.person)
        self.first = self.code()
        self.recovery = house.authenticator.enable_totp(self.actor, self.secret, self.first)

    def code(self) -> str:
        """What the app shows now."""
        return pyotp.TOTP(self.secret).at(self.house.clock.now())

    def later(self) -> str:
        """What the app shows a minute on."""
        self.house.clock.advance(timedelta(seconds=60))
        return self.code()

    def sign_in(self, code: str | None = None) -> None:
        self.house.authenticator.sign_in("liming", WORD, code=code, address="10.0.0.7")

    def pay(self, code: str) -> Answer:
        return self.house.ask(Pay(code=code), self.actor)


@pytest.fixture
def ming(house: House) -> Enrolled:
    return Enrolled(house)


@pytest.mark.spec("C4")
def test_signing_in_asks_for_a_code_that_works_once(ming: Enrolled) -> None:
    with pytest.raises(Unauthenticated) as asked:
        ming.sign_in()
    with pytest.raises(Unauthenticated) as used:
        ming.sign_in(ming.first)  # it was used to turn the factor on
    ming.sign_in(ming.later())

    assert asked.value.code == "identity.sign_in.code_needed"
    assert used.value.code == "identity.sign_in.wrong_code"
    assert "liming" in ming.uri


def test_secret_is_stored_sealed(ming: Enrolled) -> None:
    credential = ming.house.reader.find_credential(ming.person.id)

    assert credential is not None
    assert credential.totp_secret is not None
    assert ming.secret.encode() not in credential.totp_secret


@pytest.mark.parametrize("seconds", [-30, 30])
def test_clock_of_the_app_may_be_a_step_off(ming: Enrolled, seconds: int) -> None:
    ming.house.clock.advance(timedelta(seconds=90))

    ming.sign_in(pyotp.TOTP(ming.secret).at(ming.house.clock.now() + timedelta(seconds=seconds)))


def test_code_is_spent_at_whichever_door_it_was_asked(ming: Enrolled) -> None:
    code = ming.later()

    assert ming.pay(code).is_accepted
    with pytest.raises(Unauthenticated):
        ming.sign_in(code)
    again = ming.pay(code)

    assert (again.status, again.code, again.params) == (422, "identity.totp.wrong", {"left": 4})


def test_refused_payment_changes_nothing_but_the_count_of_tries(ming: Enrolled) -> None:
    code = ming.later()
    left = [ming.pay("000000").params["left"] for _ in range(3)]

    assert left == [4, 3, 2]
    assert ming.pay(code).is_accepted
    assert ming.pay("000000").params["left"] == 4


def test_fifth_wrong_code_closes_the_door_for_fifteen_minutes(ming: Enrolled) -> None:
    for _ in range(5):
        ming.pay("000000")

    locked = ming.pay(ming.later())
    ming.house.clock.advance(timedelta(minutes=15))

    assert (locked.status, locked.code) == (429, "identity.totp.locked")
    assert locked.params["minutes"] == 14
    assert ming.pay(ming.code()).is_accepted


def test_paying_without_a_code_says_what_is_missing(ming: Enrolled) -> None:
    assert ming.pay(" ").code == "identity.totp.needed"
    assert ming.house.ask(Pay(code="123456"), ming.house.actor("王芳")).code == (
        "identity.totp.not_enrolled"
    )


def test_code_of_somebody_else_is_wrong(ming: Enrolled) -> None:
    other = ming.house.actor("王芳")
    assert other.person_id is not None
    ming.house.authenticator.set_password(other.person_id, WORD)
    secret, _ = ming.house.authenticator.propose_totp(ming.house.person("王芳"))
    code = pyotp.TOTP(secret).at(ming.house.clock.now())
    ming.house.authenticator.enable_totp(other, secret, code)

    assert ming.house.ask(Pay(code=ming.later()), other).code == "identity.totp.wrong"


def test_recovery_code_signs_in_once(ming: Enrolled) -> None:
    code = ming.recovery[3]

    ming.sign_in(code.lower().replace("-", " "))
    with pytest.raises(Unauthenticated) as raised:
        ming.sign_in(code)

    assert raised.value.code == "identity.sign_in.wrong_code"
    assert len(ming.recovery) == 10
    assert ming.house.reader.count_recovery_codes(ming.person.id) == 9


def test_recovery_code_pays_nothing(ming: Enrolled) -> None:
    assert ming.pay(ming.recovery[0]).code == "identity.totp.wrong"


def test_new_recovery_codes_replace_the_old_ones(ming: Enrolled) -> None:
    fresh = ming.house.authenticator.renew_recovery_codes(ming.actor, ming.later())

    with pytest.raises(Unauthenticated):
        ming.sign_in(ming.recovery[0])
    ming.sign_in(fresh[0])


def test_turning_it_off_takes_a_code(ming: Enrolled) -> None:
    with pytest.raises(InvalidInput) as raised:
        ming.house.authenticator.disable_totp(ming.actor, ming.person.id)
    ming.house.authenticator.disable_totp(ming.actor, ming.person.id, ming.later())

    assert raised.value.code == "identity.totp.needed"
    ming.sign_in()


def test_whoever_lost_the_phone_turns_it_off_by_a_recovery_code(ming: Enrolled) -> None:
    ming.house.authenticator.disable_totp(ming.actor, ming.person.id, ming.recovery[9])

    ming.sign_in()
    assert ming.house.reader.count_recovery_codes(ming.person.id) == 0


def test_administrator_resets_it_for_others_and_nobody_else_does(ming: Enrolled) -> None:
    with pytest.raises(Forbidden):
        ming.house.authenticator.disable_totp(ming.house.actor("王芳"), ming.person.id)
    ming.house.done(DisableTotp(person_id=ming.person.id), ming.house.actor("许波"))

    ming.sign_in()


def test_second_app_is_not_enrolled_over_the_first(ming: Enrolled) -> None:
    with pytest.raises(Conflict) as raised:
        ming.house.authenticator.enable_totp(ming.actor, ming.secret, ming.later())

    assert raised.value.code == "identity.totp.already_on"


def test_app_that_does_not_have_the_secret_is_not_enrolled(house: House) -> None:
    house.authenticator.set_password(house.person("李明").id, WORD)
    secret, _ = house.authenticator.propose_totp(house.person("李明"))

    for bad_secret, code in ((secret, "000000"), ("short", "000000")):
        with pytest.raises(InvalidInput) as raised:
            house.authenticator.enable_totp(house.actor("李明"), bad_secret, code)
        assert raised.value.code == "identity.totp.wrong_code"


def test_locked_account_stays_locked_for_the_right_code(ming: Enrolled) -> None:
    for _ in range(4):
        with pytest.raises(Unauthenticated):
            ming.sign_in("000000")
    with pytest.raises(LimitExceeded):
        ming.sign_in("000000")
    with pytest.raises(LimitExceeded):
        ming.sign_in(ming.later())
