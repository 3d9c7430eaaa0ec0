"""The door that people and programs come in by: checks passwords, codes, cookies and tokens.

Everything slow or random happens here, outside the transaction; what follows from it is written by
the commands of `dujiang.identity.accounts`. Secrets leave once, at creation; what is stored is
their SHA-256 (they are 256 random bits, so nothing slower is needed).
"""

import re
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final, Protocol

import msgspec
import pyotp

from dujiang.identity.commands import (
    CreateToken,
    DisableTotp,
    EnableTotp,
    RecordSignIn,
    RenewRecoveryCodes,
    SetPassword,
)
from dujiang.identity.directory import Directory
from dujiang.identity.model import ApiToken, Credential, Person, Session
from dujiang.identity.passwords import Passwords
from dujiang.identity.second_factor import (
    SecondFactor,
    is_app_code,
    new_recovery_codes,
    recovery_digest,
)
from dujiang.identity.tries import LOCK_S, Tries
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import (
    DujiangError,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    Unauthenticated,
)
from dujiang.runtime import SYSTEM, Actor, Answer, Request

SESSION_S: Final = 12 * 3600
SECRET_BYTES: Final = 32
TOTP_SECRET_BYTES: Final = 20
"""As RFC 4226 recommends: 32 letters and digits in an app."""
TOKEN_PREFIX: Final = "djt_"  # noqa: S105 - a prefix, not a secret


_SECRET: Final = re.compile("[A-Z2-7]{32}")


class Asks(Protocol):
    """The part of the dispatcher that is needed here."""

    def ask(self, request: Request) -> Answer:
        """Take a command and wait for its answer."""
        ...


class Credentials(Protocol):
    """What is stored about proving who one is."""

    def find_credential(self, person_id: int) -> Credential | None:
        """The person's credential."""
        ...

    def find_session(self, session_id: bytes) -> Session | None:
        """The session with this hash."""
        ...

    def find_token(self, digest: bytes) -> ApiToken | None:
        """The API token with this digest."""
        ...


class SignedInSession(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser gets: the cookie's text and the CSRF token."""

    secret: str
    csrf_token: str
    person_id: int
    expires_at: datetime
    must_change_password: bool = False


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """A new API token; `text` is shown this once."""

    id: int
    text: str


def digest_of(secret: str) -> bytes:
    """What is stored of a cookie or token."""
    return sha256(secret.encode()).digest()


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """Signs people in and recognises them again. Thread-safe; may block for a second."""

    directory: Callable[[], Directory]
    credentials: Credentials
    passwords: Passwords
    dispatcher: Asks
    clock: Clock
    random_bytes: Callable[[int], bytes]
    second_factor: SecondFactor
    session_s: int = SESSION_S
    """How long a session lasts, in seconds, from signing in."""
    strangers: Tries = field(default_factory=Tries)
    """Failures of logins that nobody has: answered like those of real ones, so that nobody can
    find out by trying which logins exist."""

    # People

    def sign_in(
        self, login: str, password: str, *, code: str | None = None, address: str, agent: str = ""
    ) -> SignedInSession:
        """Open a session.

        Raises `Unauthenticated` with `identity.sign_in.wrong_password` (`left` tries),
        `.code_needed` or `.wrong_code`, and `LimitExceeded` while the account is locked. An unknown
        login takes as long as a wrong password and answers the same.
        """
        person = self.directory().person_by_login(login.strip().lower())
        active = person if person and person.is_active else None
        credential = self.credentials.find_credential(active.id) if active else None
        is_right = self.passwords.verify(password, credential.password if credential else None)
        if active is None or credential is None:
            raise self._stranger(login)
        secret, csrf = self._secret(), self._secret()
        now = self.clock.now()
        expires_at = now + timedelta(seconds=self.session_s)
        given = (code or "").strip() if is_right else ""
        is_recovery = bool(given) and not is_app_code(given)
        step = None if is_recovery else self._step(credential, given, now)
        answer = self._ask(
            RecordSignIn(
                person_id=active.id,
                is_password_right=is_right,
                session_id=digest_of(secret),
                csrf_token=csrf,
                expires_at=expires_at,
                address=address,
                agent=agent[:200],
                totp_code_step=step,
                recovery=recovery_digest(given) if is_recovery else None,
            ),
            arriving(active.id, address),
        )
        _raise_unless_signed_in(answer)
        return SignedInSession(
            secret=secret,
            csrf_token=csrf,
            person_id=active.id,
            expires_at=expires_at,
            must_change_password=bool(answer.get("mustChange")),
        )

    def find_session(self, secret: str) -> Session | None:
        """The session behind a cookie, unless it is over or its person has left."""
        session = self.credentials.find_session(digest_of(secret))
        if session is None or session.expires_at <= self.clock.now():
            return None
        return session if self.directory().is_active(session.person_id) else None

    def change_password(self, person_id: int, old: str, new: str) -> None:
        """Replace one's own password; other sessions of the person end."""
        self.prove(person_id, old)
        self.set_password(person_id, new)

    def prove(self, person_id: int, password: str) -> None:
        """Raise `InvalidInput` unless this is the person's password: before what matters."""
        credential = self.credentials.find_credential(person_id)
        if not self.passwords.verify(password, credential.password if credential else None):
            raise InvalidInput("identity.password.old_is_wrong")

    def set_password(self, person_id: int, new: str, *, must_change: bool = False) -> None:
        """Give somebody a password (an administrator, the command line, the demo)."""
        self._ask(
            SetPassword(
                person_id=person_id,
                password_hash=self.passwords.hash(new),
                must_change=must_change,
            )
        )

    # Programs

    def create_token(
        self, actor: Actor, name: str, scopes: tuple[str, ...], expires_at: datetime | None
    ) -> NewToken:
        """Make an API token of the actor's own; its text is not stored."""
        text = TOKEN_PREFIX + self._secret()
        command = CreateToken(
            name=name, digest=digest_of(text), scopes=scopes, expires_at=expires_at
        )
        request = Request(command, actor, None, self.clock.now())
        answer = self.dispatcher.ask(request).expect()
        return NewToken(id=answer["tokenId"], text=text)

    def find_token(self, text: str) -> ApiToken | None:
        """The token in force behind a bearer text."""
        if not text.startswith(TOKEN_PREFIX):
            return None
        token = self.credentials.find_token(digest_of(text))
        if token is None or token.revoked_at is not None:
            return None
        if token.expires_at is not None and token.expires_at <= self.clock.now():
            return None
        return token if self.directory().is_active(token.person_id) else None

    # Second factor

    def propose_totp(self, person: Person) -> tuple[str, str]:
        """A new secret and the address that an authenticator app scans; nothing is stored yet."""
        secret = b32encode(self.random_bytes(TOTP_SECRET_BYTES)).decode()
        uri = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name="都江 Dujiang")
        return secret, uri

    def enable_totp(self, actor: Actor, secret: str, code: str) -> tuple[str, ...]:
        """Turn the second factor on, when the code shows that the app has the secret.

        Answers the recovery codes, which are shown this once.
        """
        if not _SECRET.fullmatch(secret):
            raise InvalidInput("identity.totp.wrong_code")
        codes = new_recovery_codes(self.random_bytes)
        digests = tuple(map(recovery_digest, codes))
        sealed = self.second_factor.seal(secret)
        self._ask(EnableTotp(secret=sealed, code=code, recovery=digests), actor)
        return codes

    def renew_recovery_codes(self, actor: Actor, code: str) -> tuple[str, ...]:
        """New recovery codes, shown this once; the old ones are worth nothing any more."""
        codes = new_recovery_codes(self.random_bytes)
        self._ask(RenewRecoveryCodes(code=code, digests=tuple(map(recovery_digest, codes))), actor)
        return codes

    def disable_totp(self, actor: Actor, person_id: int, code: str = "") -> None:
        """Turn the second factor off: one's own by a code, that of others as administrator."""
        self._ask(DisableTotp(person_id=person_id, code=code), actor)

    def _step(self, credential: Credential, code: str, at: datetime) -> int | None:
        if credential.totp_secret is None or not code:
            return None
        step = self.second_factor.step_of(credential.totp_secret, code, at)
        return -1 if step is None else step

    def _stranger(self, login: str) -> DujiangError:
        now = self.clock.now()
        minutes = self.strangers.minutes_locked(login, now)
        left = 0 if minutes else self.strangers.failed(login, now)
        if left:
            return Unauthenticated("identity.sign_in.wrong_password", left=left)
        return _locked(minutes or LOCK_S // 60)

    def _secret(self) -> str:
        return urlsafe_b64encode(self.random_bytes(SECRET_BYTES)).decode().rstrip("=")

    def _ask(self, command: msgspec.Struct, actor: Actor = SYSTEM) -> dict[str, Any]:
        request = Request(command, actor, None, self.clock.now())
        return self.dispatcher.ask(request).expect() or {}


def arriving(person_id: int, address: str) -> Actor:
    """Whom the audit trail names while they sign in: nobody has a session yet."""
    return Actor(person_id=person_id, kind="system", address=address)


def _raise_unless_signed_in(answer: dict[str, Any]) -> None:
    match answer["outcome"]:
        case "signed_in":
            return
        case "locked":
            raise _locked(answer["minutes"])
        case "code_needed":
            raise Unauthenticated("identity.sign_in.code_needed")
        case "wrong_code":
            raise Unauthenticated("identity.sign_in.wrong_code", left=answer["left"])
        case _:
            raise Unauthenticated("identity.sign_in.wrong_password", left=answer["left"])


def _locked(minutes: int) -> LimitExceeded:
    return LimitExceeded("identity.sign_in.locked", retry_after_s=minutes * 60, minutes=minutes)


def require_csrf(session: Session, sent: str | None) -> None:
    """Raise `Forbidden` unless the header carries the session's CSRF token."""
    if sent is None or not compare_digest(session.csrf_token, sent):
        raise Forbidden("identity.session.wrong_csrf_token")
