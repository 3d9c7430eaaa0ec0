"""The door that people and programs come in by: checks passwords, codes, cookies and tokens.

Everything slow or random happens here, outside the transaction; what follows from it is written by
the commands of `dujiang.identity.accounts`. Secrets leave once, at creation; what is stored is
their SHA-256 (they are 256 random bits, so nothing slower is needed).
"""

from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from threading import Lock
from typing import Any, Final, Protocol

import msgspec
import pyotp

from dujiang.identity.accounts import LOCK_S, MAX_FAILURES, locked_answer
from dujiang.identity.commands import (
    CreateToken,
    DisableTotp,
    EnableTotp,
    RecordSignIn,
    SetPassword,
)
from dujiang.identity.directory import Directory
from dujiang.identity.model import ApiToken, Credential, Person, Session
from dujiang.identity.passwords import Passwords
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import Forbidden, InvalidInput, LimitExceeded, Unauthenticated
from dujiang.runtime import SYSTEM, Actor, Answer, Request

SESSION_S: Final = 12 * 3600
"""How long a session lasts, in seconds, from signing in."""
SECRET_BYTES: Final = 32
TOTP_STEP_S: Final = 30
MAX_STRANGERS: Final = 10_000
"""Logins that nobody has whose failures are remembered."""
TOKEN_PREFIX: Final = "djt_"  # noqa: S105 - a prefix, not a secret


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


class SecretBox(Protocol):
    """Seals and opens second-factor secrets with the installation's key."""

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt."""
        ...

    def open(self, box: bytes, place: str) -> bytes:
        """Decrypt."""
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


class Strangers:
    """Failures of logins that nobody has: answered like those of real ones, so that nobody can
    find out by trying which logins exist. Kept in memory, the oldest forgotten. Thread-safe."""

    def __init__(self) -> None:
        self._tried: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()
        self._lock = Lock()

    def failed(self, login: str, at: datetime) -> dict[str, Any]:
        """The answer that a real account would give to one more wrong password."""
        with self._lock:
            failures, until = self._tried.pop(login, (0, None))
            if until is not None and until > at:
                self._tried[login] = failures, until
                return locked_answer(until, at)
            failures = 1 if until is not None else failures + 1
            until = at + timedelta(seconds=LOCK_S) if failures >= MAX_FAILURES else None
            self._tried[login] = failures, until
            while len(self._tried) > MAX_STRANGERS:
                self._tried.popitem(last=False)
        if until is not None:
            return locked_answer(until, at)
        return {"outcome": "wrong_password", "left": MAX_FAILURES - failures}


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """Signs people in and recognises them again. Thread-safe; may block for a second."""

    directory: Callable[[], Directory]
    credentials: Credentials
    passwords: Passwords
    dispatcher: Asks
    clock: Clock
    random_bytes: Callable[[int], bytes]
    box: SecretBox | None = None
    strangers: "Strangers" = field(default_factory=lambda: Strangers())

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
            _raise_unless_signed_in(self.strangers.failed(login, self.clock.now()))
            raise AssertionError("a stranger never signs in")
        secret, csrf = self._secret(), self._secret()
        now = self.clock.now()
        expires_at = now + timedelta(seconds=SESSION_S)
        step = self._checked_code(credential, code) if is_right else None
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
            )
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
        credential = self.credentials.find_credential(person_id)
        if not self.passwords.verify(old, credential.password if credential else None):
            raise InvalidInput("identity.password.old_is_wrong")
        self.set_password(person_id, new)

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
        secret = pyotp.random_base32()
        uri = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name="都江 Dujiang")
        return secret, uri

    def enable_totp(self, actor: Actor, secret: str, code: str) -> None:
        """Turn the second factor on, when the code shows that the app has the secret."""
        assert self.box is not None, "the installation has no key for second-factor secrets"
        step = self._step_of(secret, code)
        if step is None:
            raise InvalidInput("identity.totp.wrong_code")
        sealed = self.box.seal(secret.encode(), _TOTP_PLACE)
        request = Request(EnableTotp(secret=sealed, step=step), actor, None, self.clock.now())
        self.dispatcher.ask(request).expect()

    def disable_totp(self, actor: Actor, person_id: int) -> None:
        """Turn the second factor off."""
        request = Request(DisableTotp(person_id=person_id), actor, None, self.clock.now())
        self.dispatcher.ask(request).expect()

    def is_code_right(self, person_id: int, code: str) -> bool:
        """Whether a code fits now (a step that asks for it again, such as a payment)."""
        credential = self.credentials.find_credential(person_id)
        return credential is not None and (self._checked_code(credential, code) or -1) > 0

    def _checked_code(self, credential: Credential, code: str | None) -> int | None:
        if credential.totp_secret is None or code is None or self.box is None:
            return None
        secret = self.box.open(credential.totp_secret, _TOTP_PLACE).decode()
        step = self._step_of(secret, code)
        return -1 if step is None else step

    def _step_of(self, secret: str, code: str) -> int | None:
        present = int(self.clock.now().timestamp()) // TOTP_STEP_S
        totp = pyotp.TOTP(secret, interval=TOTP_STEP_S)
        near = (present, present - 1, present + 1)
        return next((step for step in near if compare_digest(totp.generate_otp(step), code)), None)

    def _secret(self) -> str:
        return urlsafe_b64encode(self.random_bytes(SECRET_BYTES)).decode().rstrip("=")

    def _ask(self, command: msgspec.Struct) -> dict[str, Any]:
        request = Request(command, SYSTEM, None, self.clock.now())
        return self.dispatcher.ask(request).expect() or {}


_TOTP_PLACE: Final = "credential.totp_secret"


def _raise_unless_signed_in(answer: dict[str, Any]) -> None:
    match answer["outcome"]:
        case "signed_in":
            return
        case "locked":
            minutes = answer["minutes"]
            raise LimitExceeded(
                "identity.sign_in.locked", retry_after_s=minutes * 60, minutes=minutes
            )
        case "code_needed":
            raise Unauthenticated("identity.sign_in.code_needed")
        case "wrong_code":
            raise Unauthenticated("identity.sign_in.wrong_code", left=answer["left"])
        case _:
            raise Unauthenticated("identity.sign_in.wrong_password", left=answer["left"])


def require_csrf(session: Session, sent: str | None) -> None:
    """Raise `Forbidden` unless the header carries the session's CSRF token."""
    if sent is None or not compare_digest(session.csrf_token, sent):
        raise Forbidden("identity.session.wrong_csrf_token")
