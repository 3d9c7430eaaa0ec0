"""A small OpenID provider that can be told to lie."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

_FIRST = RSAKey.generate_key(2048, {"kid": "first"})
CLIENT = "dujiang"
SECRET = "a secret of nobody"  # noqa: S105 - of nobody


class OpenIdPeer:
    """Answers the code flow for one account. `claims` and `key` may be bent to lie."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.key = _FIRST
        self.signs_with = self.key
        self.account: dict[str, Any] = {
            "sub": "84",
            "preferred_username": "liming",
            "email": "liming@dujiang.example",
            "email_verified": True,
        }
        self.claims: dict[str, Any] = {}
        self.is_down = False
        self.seen: list[dict[str, str]] = []
        self.nonce = ""

    @property
    def issuer(self) -> str:
        """The address that is configured."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def token(self) -> str:
        """An ID token for the account, with the lies."""
        at = int(self._now().timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": self.nonce,
            **self.account, **self.claims,
        }  # fmt: skip
        header = {"alg": "RS256", "kid": self.signs_with.kid}
        return jwt.encode(header, claims, self.signs_with)

    def answer(self, method: str, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """What a request gets."""
        if self.is_down:
            return 503, {}
        match method, path:
            case "GET", "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/auth",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/jwks",
                }
            case "GET", "/jwks":
                return 200, KeySet([self.key]).as_dict(private=False)
            case "POST", "/token":
                self.seen.append(form)
                is_ours = form.get("client_secret") == SECRET and form.get("code") == "good"
                return (200, {"id_token": self.token()}) if is_ours else (400, {"error": "no"})
            case _:
                return 404, {}

    def __enter__(self) -> Self:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                raw = self.rfile.read(length).decode()
                form = {name: values[0] for name, values in parse_qs(raw).items()}
                status, body = peer.answer(self.command, urlsplit(self.path).path, form)
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
