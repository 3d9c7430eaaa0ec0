"""Who is calling: a browser by its session cookie, a program by its bearer token, or nobody."""

from typing import Final

import msgspec
from starlette.requests import Request as HttpRequest

from dujiang.api.desk import Desk
from dujiang.api.remembered import Known
from dujiang.identity import ApiToken, Session
from dujiang.kernel.errors import Forbidden, Unauthenticated
from dujiang.kernel.words import Language
from dujiang.runtime import Actor

COOKIE: Final = "dujiang_session"
CSRF_HEADER: Final = "x-csrf-token"

_PUBLIC = frozenset[str]()


class Caller(msgspec.Struct, frozen=True):
    """Who calls, and by which session."""

    actor: Actor
    session: Session | None = None
    must_change_password: bool = False
    language: Language = "zh-CN"
    job_types: tuple[str, ...] = ()
    """The only types of jobs that a worker's token is good for; empty: all."""


class Callers:
    """Recognises callers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def known(self, http: HttpRequest) -> Caller | None:
        """The caller, when that can be said without asking the database."""
        secret, is_token = _secret(http)
        if not secret:
            return Caller(Actor(kind="public", permissions=_PUBLIC, address=_address(http)))
        known = self._desk.remembered.find(secret, self._desk.clock.now())
        return None if known is None else self._caller(http, known, is_token)

    def find(self, http: HttpRequest) -> Caller:
        """The caller; blocks on the database. `Unauthenticated` for a secret that is not valid."""
        known = self.known(http)
        if known is not None:
            return known
        secret, is_token = _secret(http)
        authenticator = self._desk.authenticator
        found = authenticator.find_token(secret) if is_token else authenticator.find_session(secret)
        if found is None:
            code = "api.token.not_valid" if is_token else "api.session.over"
            raise Unauthenticated(code)
        fresh = Known(found, self._must_change(found))
        self._desk.remembered.keep(secret, fresh, self._desk.clock.now())
        return self._caller(http, fresh, is_token)

    def _must_change(self, found: Session | ApiToken) -> bool:
        if isinstance(found, ApiToken) or found.is_external:
            return False
        credential = self._desk.identity.find_credential(found.person_id)
        return credential is not None and credential.must_change

    def _caller(self, http: HttpRequest, known: Known, is_token: bool) -> Caller:
        found = known.found
        directory = self._desk.directory()
        person = directory.person(found.person_id)
        is_over = found.expires_at is not None and found.expires_at <= self._desk.clock.now()
        if person is None or not person.is_active or is_over:
            raise Unauthenticated("api.token.not_valid" if is_token else "api.session.over")
        permissions = self._desk.access(person.id).permissions
        job_types: tuple[str, ...] = ()
        if isinstance(found, ApiToken):
            scopes = [scope.partition(":") for scope in found.scopes.split()]
            permissions &= {permission for permission, _, _ in scopes}
            kinds = {kind for permission, _, kind in scopes if permission == "job.work"}
            job_types = () if "" in kinds else tuple(sorted(kinds))
        actor = Actor(
            person_id=person.id,
            kind="person",
            permissions=permissions,
            address=_address(http),
            language=person.language,
        )
        session = found if isinstance(found, Session) else None
        return Caller(
            actor,
            session,
            known.must_change_password,
            "en-US" if person.language == "en-US" else "zh-CN",
            job_types,
        )


def require_same_site(http: HttpRequest) -> None:
    """Raise `Forbidden` when another site's page sends this request.

    Guards signing in, which has no CSRF token yet.
    """
    if http.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("api.origin.foreign")
    origin = http.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != http.headers.get("host"):
        raise Forbidden("api.origin.foreign")


def session_cookie(secret: str, *, is_https: bool) -> str:
    """The `Set-Cookie` value of a new session; it ends with the browser or on the server."""
    secure = "; Secure" if is_https else ""
    return f"{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}"


def ended_cookie(*, is_https: bool) -> str:
    """The `Set-Cookie` value that removes the session."""
    secure = "; Secure" if is_https else ""
    return f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"


def chosen_language(header: str | None, preferred: Language) -> Language:
    """The language of an answer: the first that the header names and we have, else the person's."""
    for part in (header or "").split(",")[:10]:
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-CN"
        if tag.startswith("en"):
            return "en-US"
    return preferred


def _secret(http: HttpRequest) -> tuple[str, bool]:
    scheme, _, token = http.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip(), True
    return http.cookies.get(COOKIE, ""), False


def _address(http: HttpRequest) -> str:
    return http.client.host if http.client else ""
