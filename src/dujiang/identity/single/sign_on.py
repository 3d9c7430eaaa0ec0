"""To the provider and back: what waits in the browser meanwhile, and whose session opens."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final, Protocol

import msgspec

from dujiang.identity.directory import Directory
from dujiang.identity.model import Person
from dujiang.identity.sign_in import (
    SECRET_BYTES,
    SESSION_S,
    Asks,
    SignedInSession,
    arriving,
    digest_of,
)
from dujiang.identity.single.handlers import RecordOpenIdSignIn
from dujiang.identity.single.provider import OpenIdIdentity, OpenIdProvider
from dujiang.identity.single.tables import OpenIdAccount
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import Unauthenticated
from dujiang.kernel.sealed import CannotOpen
from dujiang.runtime import Request

PATIENCE: Final = timedelta(minutes=10)
"""How long somebody may take at the provider."""
_PLACE: Final = "openid.begun"


class Seals(Protocol):
    """The installation's key."""

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt."""
        ...

    def open(self, box: bytes, place: str) -> bytes:
        """Decrypt, or raise `CannotOpen`."""
        ...


class FindsAccounts(Protocol):
    """Who is linked to an account at a provider."""

    def find_openid_account(self, issuer: str, subject: str) -> OpenIdAccount | None:
        """The link, if there is one."""
        ...


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is at the provider; it waits in the browser, sealed."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    return_to: str
    """The page that was asked for, below our own address."""
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SingleSignOn:
    """Signs people in by the provider. Thread-safe; blocks while the provider is asked."""

    provider: OpenIdProvider
    key: Seals
    accounts: FindsAccounts
    directory: Callable[[], Directory]
    dispatcher: Asks
    clock: Clock
    random_bytes: Callable[[int], bytes]
    session_s: int = SESSION_S

    def begin(self, redirect_uri: str, return_to: str) -> tuple[str, str]:
        """Where the browser is sent, and the text that it keeps meanwhile."""
        begun = Begun(
            state=self._random(),
            nonce=self._random(),
            verifier=self._random(),
            redirect_uri=redirect_uri,
            return_to=return_to if _is_ours(return_to) else "/",
            until=self.clock.now() + PATIENCE,
        )
        address = self.provider.address(
            redirect_uri, state=begun.state, nonce=begun.nonce, verifier=begun.verifier
        )
        box = self.key.seal(msgspec.msgpack.encode(begun), _PLACE)
        return address, urlsafe_b64encode(box).decode().rstrip("=")

    def finish(
        self, kept: str, *, state: str, code: str, address: str, agent: str
    ) -> tuple[SignedInSession, str]:
        """The session of whoever comes back, and the page to go to. Raises `Unauthenticated`."""
        begun = self._opened(kept)
        if not compare_digest(begun.state.encode(), state.encode()):
            raise Unauthenticated("identity.openid.state_differs")
        found = self.provider.identify(
            code, begun.redirect_uri, nonce=begun.nonce, verifier=begun.verifier
        )
        person = self._person(found)
        secret, csrf = self._random(), self._random()
        expires_at = self.clock.now() + timedelta(seconds=self.session_s)
        command = RecordOpenIdSignIn(
            issuer=self.provider.settings.issuer,
            subject=found.subject,
            person_id=person.id,
            session_id=digest_of(secret),
            csrf_token=csrf,
            expires_at=expires_at,
            address=address,
            agent=agent[:200],
        )
        actor = arriving(person.id, address)
        self.dispatcher.ask(Request(command, actor, None, self.clock.now())).expect()
        opened = SignedInSession(
            secret=secret, csrf_token=csrf, person_id=person.id, expires_at=expires_at
        )
        return opened, begun.return_to

    def _person(self, found: OpenIdIdentity) -> Person:
        issuer, link_by = self.provider.settings.issuer, self.provider.settings.link_by
        linked = self.accounts.find_openid_account(issuer, found.subject)
        directory = self.directory()
        if linked is not None:
            people = [directory.person(linked.person_id)]
        elif link_by == "login" and found.login:
            people = [directory.person_by_login(found.login.strip().lower())]
        elif link_by == "email" and found.email and found.is_email_verified:
            wanted = found.email.casefold()
            people = [one for one in directory.people() if one.email.casefold() == wanted]
        else:
            people = []
        active = [one for one in people if one is not None and one.is_active]
        if len(active) != 1:
            raise Unauthenticated("identity.openid.nobody")
        return active[0]

    def _opened(self, kept: str) -> Begun:
        try:
            box = urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
            begun = msgspec.msgpack.decode(self.key.open(box, _PLACE), type=Begun)
        except (CannotOpen, ValueError, msgspec.MsgspecError) as error:
            raise Unauthenticated("identity.openid.not_begun") from error
        if begun.until <= self.clock.now():
            raise Unauthenticated("identity.openid.not_begun")
        return begun

    def _random(self) -> str:
        return urlsafe_b64encode(self.random_bytes(SECRET_BYTES)).decode().rstrip("=")


def _is_ours(page: str) -> bool:
    """A path on our own site: never another host, however it is written."""
    return page.startswith("/") and not page.startswith(("//", "/\\"))
