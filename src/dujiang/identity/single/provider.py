"""One OpenID provider: discovery, the code flow with PKCE, and what its tokens say.

OpenID Connect Core 1.0 (3.1), Discovery 1.0; PKCE is RFC 7636. The algorithm of a signature is
never taken from the token.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal, TypeVar
from urllib.parse import urlencode

import httpx2
import msgspec
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import Unauthenticated, Unavailable

ALGORITHMS: Final = ("RS256", "ES256", "PS256")
LEEWAY_S: Final = 60
"""How far the provider's clock may be from ours."""
KEPT_FOR: Final = timedelta(hours=1)
"""How long what discovery and keys said is believed."""
DISCOVERY: Final = "/.well-known/openid-configuration"
MAX_BYTES: Final = 1_000_000
SCOPE: Final = "openid profile email"

T = TypeVar("T")
_log = structlog.get_logger("dujiang.identity")


class OpenIdSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How we are known to the provider, and by what its accounts find their people."""

    issuer: str
    client_id: str
    client_secret: str
    label: str
    """What the provider is called on the sign-in page."""
    link_by: Literal["email", "login", "none"] = "email"
    """How an account finds its person the first time: by an address that the provider has verified,
    by the login, or not at all."""


class OpenIdIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who the provider says is there."""

    subject: str
    login: str = ""
    email: str = ""
    is_email_verified: bool = False


class _Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""


class _Tokens(msgspec.Struct, frozen=True, kw_only=True):
    id_token: str
    access_token: str = ""


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    sub: str
    preferred_username: str = ""
    email: str = ""
    email_verified: bool | str = False


class OpenIdProvider:
    """Talks to the provider; thread-safe, and blocks while it does."""

    def __init__(
        self, settings: OpenIdSettings, *, http: Callable[[], httpx2.Client], clock: Clock
    ) -> None:
        self.settings = settings
        self._http = http
        self._clock = clock
        self._endpoints: tuple[datetime, _Endpoints] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def address(self, redirect_uri: str, *, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent. Raises `Unavailable` when the provider cannot be reached."""
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        base = self._discovered().authorization_endpoint
        return f"{base}{'&' if '?' in base else '?'}{urlencode(asked)}"

    def identify(
        self, code: str, redirect_uri: str, *, nonce: str, verifier: str
    ) -> OpenIdIdentity:
        """Who comes back with this code.

        Raises `Unauthenticated` when the provider's answer does not hold, `Unavailable` when there
        is none.
        """
        endpoints = self._discovered()
        tokens = self._exchanged(endpoints, code, redirect_uri, verifier)
        claims = self._verified(tokens.id_token, nonce)
        if not (claims.email or claims.preferred_username) and endpoints.userinfo_endpoint:
            claims = self._asked(endpoints, tokens, claims)
        return OpenIdIdentity(
            subject=claims.sub,
            login=claims.preferred_username,
            email=claims.email,
            is_email_verified=claims.email_verified in (True, "true"),
        )

    def _discovered(self) -> _Endpoints:
        known, now = self._endpoints, self._clock.now()
        if known is not None and now - known[0] < KEPT_FOR:
            return known[1]
        found = self._ask("GET", self.settings.issuer.rstrip("/") + DISCOVERY, _Endpoints)
        if found.issuer != self.settings.issuer:
            _log.error("openid_issuer_differs", said=found.issuer, set=self.settings.issuer)
            raise Unavailable("identity.openid.misconfigured")
        self._endpoints = (now, found)
        return found

    def _exchanged(
        self, endpoints: _Endpoints, code: str, redirect_uri: str, verifier: str
    ) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret,
            "code_verifier": verifier,
        }
        return self._ask("POST", endpoints.token_endpoint, _Tokens, data=form)

    def _verified(self, id_token: str, nonce: str) -> _Claims:
        try:
            token = self._decoded(id_token)
            registry = jwt.JWTClaimsRegistry(
                now=lambda: int(self._clock.now().timestamp()),
                leeway=LEEWAY_S,
                iss={"essential": True, "value": self.settings.issuer},
                aud={"essential": True, "value": self.settings.client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(token.claims)
            audience = token.claims["aud"]
            if isinstance(audience, list) and len(audience) > 1:
                jwt.JWTClaimsRegistry(
                    azp={"essential": True, "value": self.settings.client_id}
                ).validate(token.claims)
            return msgspec.convert(token.claims, _Claims)
        except (JoseError, ValueError, msgspec.ValidationError) as error:
            _log.warning("openid_token_refused", reason=type(error).__name__)
            raise Unauthenticated("identity.openid.token_not_valid") from error

    def _decoded(self, id_token: str) -> jwt.Token:
        keys, are_fresh = self._key_set(must_be_fresh=False)
        try:
            return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            if are_fresh:
                raise
        keys, _ = self._key_set(must_be_fresh=True)  # the provider may have changed its keys
        return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))

    def _key_set(self, *, must_be_fresh: bool) -> tuple[KeySet, bool]:
        known, now = self._keys, self._clock.now()
        if known is not None and not must_be_fresh and now - known[0] < KEPT_FOR:
            return known[1], False
        found = KeySet.import_key_set(
            self._ask("GET", self._discovered().jwks_uri, KeySetSerialization)
        )
        self._keys = (now, found)
        return found, True

    def _asked(self, endpoints: _Endpoints, tokens: _Tokens, claims: _Claims) -> _Claims:
        headers = {"authorization": f"Bearer {tokens.access_token}"}
        said = self._ask("GET", endpoints.userinfo_endpoint, _Claims, headers=headers)
        if said.sub != claims.sub:
            raise Unauthenticated("identity.openid.token_not_valid")
        return said

    def _ask(self, method: str, url: str, kind: type[T], **given: Any) -> T:  # noqa: ANN401 - the client's
        try:
            with self._http() as client:
                response = client.request(method, url, **given)
        except httpx2.HTTPError as error:
            _log.warning("openid_unreachable", url=url, reason=str(error))
            raise Unavailable("identity.openid.unreachable") from error
        if response.status_code >= 500:
            raise Unavailable("identity.openid.unreachable")
        if response.status_code >= 400 or len(response.content) > MAX_BYTES:
            _log.warning("openid_refused", url=url, status=response.status_code)
            raise Unauthenticated("identity.openid.refused")
        try:
            return msgspec.json.decode(response.content, type=kind)
        except msgspec.MsgspecError as error:
            _log.warning("openid_unreadable", url=url, reason=str(error))
            raise Unauthenticated("identity.openid.refused") from error
