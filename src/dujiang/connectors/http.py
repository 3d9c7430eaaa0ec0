"""Jobs of type `http`: one call to a peer by the name of its connection.

Inputs: `connection`, `method` (POST; GET where `query` is true), `path`, `body`, `headers`.
Results: `status` and `body` of the answer. 2xx is done; 408, 425, 429, 5xx and silence are tried
again with the same `Idempotency-Key`. With `ask` (a path) the receiver is asked by GET before a
repeat: 2xx says that an earlier attempt has done the work, 404 that it has not. With `refusal` (an
error code) 409 and 422 throw that BPMN error, with `status` and `body`; any other answer is the
caller's mistake and becomes an incident at once.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from ipaddress import ip_network
from typing import Any, Final

import httpx2
import msgspec

from dujiang.connectors.addresses import AddressRefused, GuardedTransport, Network
from dujiang.connectors.connections import Connection
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Months, Variables, as_value
from dujiang.runtime import Job, JobDone, JobError, JobFailed, JobOutcome

MAX_RESPONSE_BYTES: Final = 2 * 1024 * 1024
MAX_SHOWN: Final = 500
"""Characters of a peer's answer that an incident shows."""
_METHODS: Final = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
_NOT_FOUND: Final = 404
_REFUSED: Final = frozenset((409, 422))
_TRY_AGAIN: Final = frozenset((408, 425, 429))

_encoder = msgspec.json.Encoder(decimal_format="number")


OpenSealed = Callable[[Sealed], Any]


class HttpJobs:
    """Handler of the job type."""

    def __init__(
        self,
        connections: Callable[[str], Connection | None],
        *,
        transport: Callable[[Connection], httpx2.BaseTransport] | None = None,
        open_sealed: OpenSealed | None = None,
    ) -> None:
        self._open_sealed = open_sealed
        self._connections = connections
        self._transport = transport or _guarded

    def __call__(self, job: Job) -> JobOutcome:
        """Make the call."""
        name = str(job.inputs.get("connection") or "")
        connection = self._connections(name)
        if connection is None:
            return JobFailed(
                code="connectors.connection.unknown", params={"name": name}, may_retry=False
            )
        method = str(
            job.inputs.get("method") or ("GET" if job.inputs.get("query") else "POST")
        ).upper()
        if method not in _METHODS:
            return JobFailed(
                code="connectors.http.method_unknown", params={"method": method}, may_retry=False
            )
        if connection.is_practice:
            return JobDone(Variables({"status": Decimal(200), "body": None}))
        try:
            done = self._done_before(connection, job)
            return self._call(connection, method, job) if done is None else done
        except AddressRefused as refused:
            return JobFailed(
                code="connectors.http.address_refused",
                params={"name": name, "host": refused.host},
                may_retry=False,
            )
        except httpx2.TimeoutException:
            return JobFailed(
                code="connectors.http.timeout",
                params={"name": name, "seconds": int(connection.timeout_s)},
            )
        except httpx2.HTTPError as error:
            return JobFailed(
                code="connectors.http.unreachable",
                params={"name": name, "reason": str(error)[:MAX_SHOWN] or type(error).__name__},
            )

    def _done_before(self, connection: Connection, job: Job) -> JobOutcome | None:
        """What the receiver says of earlier attempts; None when the work is still to be done."""
        path = str(job.inputs.get("ask") or "")
        if not path or job.attempt <= 1:
            return None
        asking = Variables({"path": path, "headers": job.inputs.get("headers")})
        found = self._call(connection, "GET", msgspec.structs.replace(job, inputs=asking))
        is_unknown = isinstance(found, JobFailed) and found.params.get("status") == _NOT_FOUND
        return None if is_unknown else found

    def _call(self, connection: Connection, method: str, job: Job) -> JobOutcome:
        client = httpx2.Client(
            transport=self._transport(connection),
            timeout=connection.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )
        url = _joined(connection.base_url, str(job.inputs.get("path") or ""))
        content = _content(job.inputs.get("body"), self._open_sealed)
        headers = {
            "accept": "application/json",
            **({"content-type": "application/json"} if content is not None else {}),
            **connection.headers,
            **_texts(job.inputs.get("headers")),
            "idempotency-key": job.idempotency_key,
        }
        with (
            client,
            client.stream(method, url, headers=headers, content=content) as response,
        ):
            refusal = str(job.inputs.get("refusal") or "")
            return _outcome(connection.key, response, _read(response), refusal)


def _guarded(connection: Connection) -> httpx2.BaseTransport:
    allowed: list[Network] = [ip_network(text) for text in connection.allowed_networks]
    return GuardedTransport(allowed)


def _joined(base_url: str, path: str) -> str:
    """The peer's address never comes from the model: a path stays below the connection's base."""
    return base_url.rstrip("/") + "/" + path.lstrip("/") if path else base_url


def _content(body: Any, open_sealed: OpenSealed | None) -> bytes | None:  # noqa: ANN401 - a Value
    return None if body is None else _encoder.encode(_for_peers(body, open_sealed))


def _for_peers(value: Any, open_sealed: OpenSealed | None) -> Any:  # noqa: ANN401 - a Value
    """Plain JSON as other systems write it: dates and durations as ISO 8601 text.

    Sealed values are opened here, on their way out, and nowhere before.
    """
    match value:
        case Mapping():
            return {str(name): _for_peers(item, open_sealed) for name, item in value.items()}
        case list() | tuple():
            return [_for_peers(item, open_sealed) for item in value]
        case Months(months=months):
            return f"P{months}M" if months >= 0 else f"-P{-months}M"
        case Sealed():
            if open_sealed is None:
                raise TypeError("a sealed value does not leave by this way")
            return _for_peers(open_sealed(value), None)
        case _:
            return value


def _texts(value: Any) -> dict[str, str]:  # noqa: ANN401 - a Value
    if not isinstance(value, Mapping):
        return {}
    return {str(name): str(item) for name, item in value.items() if item is not None}


def _read(response: httpx2.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_RESPONSE_BYTES:
            raise httpx2.DecodingError(f"more than {MAX_RESPONSE_BYTES} bytes")
    return bytes(content)


def _outcome(name: str, response: httpx2.Response, content: bytes, refusal: str = "") -> JobOutcome:
    status = response.status_code
    said = Variables({"status": Decimal(status), "body": _parsed(content)})
    if 200 <= status < 300:
        return JobDone(said)
    if refusal and status in _REFUSED:
        return JobError(error_code=refusal, variables=said)
    return JobFailed(
        code="connectors.http.answered",
        params={
            "name": name,
            "status": status,
            "answer": content.decode("utf-8", "replace")[:MAX_SHOWN],
        },
        may_retry=status >= 500 or status in _TRY_AGAIN,
        retry_after_s=_retry_after_s(response),
    )


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - a Value
    if not content:
        return None
    try:
        return as_value(json.loads(content, parse_float=Decimal))
    except ValueError:
        return content.decode("utf-8", "replace")


def _retry_after_s(response: httpx2.Response) -> int | None:
    text = response.headers.get("retry-after", "")
    return int(text) if text.isdecimal() else None
