"""Calls over HTTP: guarded, authenticated, bounded in size and time."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from ipaddress import ip_network
from typing import Any, Final

import httpx2
import msgspec

from dujiang.connectors.addresses import GuardedTransport
from dujiang.connectors.base.speaking import MAX_SHOWN, Failed, Tools
from dujiang.connectors.connections import Connection
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import JobDone, JobError, JobFailed, JobOutcome

MAX_RESPONSE_BYTES: Final = 2 * 1024 * 1024
DEFAULT_TOKEN_S: Final = 300
_REFUSED: Final = frozenset((409, 422))
_TRY_AGAIN: Final = frozenset((408, 425, 429))
_UNAUTHORISED: Final = 401

_encoder = msgspec.json.Encoder(decimal_format="number")


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request's answer, read up to the limit."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def is_success(self) -> bool:
        """2xx."""
        return 200 <= self.status < 300

    @property
    def body(self) -> Any:  # noqa: ANN401 - a Value
        """JSON as typed values, else the text; None where there is nothing."""
        if not self.content:
            return None
        try:
            return as_value(json.loads(self.content, parse_float=Decimal))
        except (ValueError, RecursionError):
            return self.content.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """The content for a log."""
        return self.content.decode("utf-8", "replace")


def guarded(connection: Connection) -> httpx2.BaseTransport:
    """The line to a connection, as its networks allow."""
    return GuardedTransport([ip_network(text) for text in connection.allowed_networks])


def json_of(body: Any) -> bytes | None:  # noqa: ANN401 - plain data
    """JSON as other systems write it: dates and durations as ISO 8601 text."""
    return None if body is None else _encoder.encode(body)


def joined(base_url: str, path: str) -> str:
    """The peer's address never comes from the model: a path stays below the connection's base."""
    if not base_url:
        raise Failed("connectors.connection.no_address", may_retry=False)
    return base_url.rstrip("/") + "/" + path.lstrip("/") if path else base_url


class Web:
    """One connection's line, open for a call. Use as a context."""

    def __init__(self, connection: Connection, tools: Tools) -> None:
        self._connection = connection
        self._tools = tools
        self._tokens = tools.tokens
        self._client = httpx2.Client(
            transport=tools.transport(connection),
            timeout=connection.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> "Web":
        self._client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None
    ) -> Exchange:
        """Send, signed in as the connection says; a token that is not taken is renewed once."""
        given = {**self._connection.headers, **headers}
        answer = self._exchange(method, url, {**given, **self._signed_in(url)}, content)
        is_oauth = self._connection.authentication.kind == "oauth2"
        if answer.status == _UNAUTHORISED and is_oauth:
            self._tokens.forget(self._connection)
            answer = self._exchange(method, url, {**given, **self._signed_in(url)}, content)
        return answer

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Exchange:
        with self._client.stream(method, url, headers=headers, content=content) as response:
            return Exchange(
                status=response.status_code,
                headers={name.lower(): text for name, text in response.headers.items()},
                content=_read(response),
            )

    def _signed_in(self, url: str) -> dict[str, str]:
        given = self._connection.authentication
        secret = self._connection.secret
        match given.kind:
            case "none":
                return {}
            case "basic":
                pair = b64encode(f"{given.user}:{secret}".encode()).decode()
                self._tools.hidden(pair)
                return {"authorization": f"Basic {pair}"}
            case "bearer":
                return {"authorization": f"Bearer {secret}"}
            case "header":
                return {given.header: secret}
            case "oauth2":
                return {"authorization": f"Bearer {self._token()}"}

    def _token(self) -> str:
        now = self._tools.now()
        token = self._tokens.find(self._connection, now)
        if token is None:
            token = self._new_token(now)
        self._tools.hidden(token)
        return token

    def _new_token(self, now: datetime) -> str:
        """Client credentials (RFC 6749, 4.4), the client signed in by HTTP basic (2.3.1)."""
        given = self._connection.authentication
        pair = b64encode(f"{given.user}:{self._connection.secret}".encode()).decode()
        self._tools.hidden(pair)
        form = {"grant_type": "client_credentials"}
        form |= {"scope": given.scope} if given.scope else {}
        answer = self._exchange(
            "POST",
            given.token_url,
            {
                "authorization": f"Basic {pair}",
                "accept": "application/json",
                "content-type": "application/x-www-form-urlencoded",
            },
            str(httpx2.QueryParams(form)).encode(),
        )
        body = answer.body
        token = body.get("access_token") if isinstance(body, dict) else None
        if not answer.is_success or not isinstance(token, str):
            raise Failed(
                "connectors.http.no_token",
                may_retry=answer.status >= 500,
                status=answer.status,
                answer=answer.text[:MAX_SHOWN],
            )
        seconds = body.get("expires_in")
        length_s = int(seconds) if isinstance(seconds, Decimal) else DEFAULT_TOKEN_S
        self._tokens.keep(self._connection, token, now + timedelta(seconds=length_s))
        return token


def outcome_of(name: str, answer: Exchange, variables: Variables, refusal: str = "") -> JobOutcome:
    """What an answer means: done; tried again; a BPMN error; the caller's mistake."""
    if answer.is_success:
        return JobDone(variables)
    if refusal and answer.status in _REFUSED:
        return JobError(error_code=refusal, variables=variables)
    return JobFailed(
        code="connectors.http.answered",
        params={"name": name, "status": answer.status, "answer": answer.text[:MAX_SHOWN]},
        may_retry=answer.status >= 500 or answer.status in _TRY_AGAIN,
        retry_after_s=_retry_after_s(answer),
    )


def _read(response: httpx2.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_RESPONSE_BYTES:
            raise httpx2.DecodingError(f"more than {MAX_RESPONSE_BYTES} bytes")
    return bytes(content)


def _retry_after_s(answer: Exchange) -> int | None:
    text = answer.headers.get("retry-after", "")
    return int(text) if text.isascii() and text.isdecimal() else None
