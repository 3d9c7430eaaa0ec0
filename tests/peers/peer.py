"""What every small peer shares: it listens, remembers what arrived, and can be made to fail."""

import hmac
import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any]


@dataclass(frozen=True)
class Seen:
    """One request as it arrived; `path` with its query."""

    method: str
    path: str
    key: str
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    """By their names in lower case."""

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, each once."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


class Peer:
    """A running peer. Subclasses say in `serve` what a request does.

    `fail(status)` answers that until `heal()`: at once, or `after_success` when the work is done;
    `silent_s` lets the caller wait so long before that.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._status: int | None = None
        self._after_success = False
        self._silent_s = 0.0
        self._healed = threading.Event()
        self._lock = threading.Lock()

    def serve(self, arrived: Seen) -> Answer:
        """Do what was asked: status and JSON of the answer. Called by one thread at a time."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                peer._answer(self)

            do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def fail(self, status: int, *, after_success: bool = False, silent_s: float = 0.0) -> None:
        """Answer `status` from now on; with `after_success` only after having done the work."""
        self._status, self._after_success, self._silent_s = status, after_success, silent_s
        self._healed.clear()

    def heal(self) -> None:
        """Work again."""
        self._status, self._after_success, self._silent_s = None, False, 0.0
        self._healed.set()

    def calls(self, method: str, path: str) -> list[Seen]:
        """The requests that arrived with this method at this path, whatever their query."""
        return [one for one in self.seen if one.method == method and _path(one) == path]

    def _answer(self, http: BaseHTTPRequestHandler) -> None:
        size = int(http.headers.get("content-length") or 0)
        raw = http.rfile.read(size)
        arrived = Seen(
            method=http.command,
            path=http.path,
            key=http.headers.get("Idempotency-Key", ""),
            body=json.loads(raw) if raw else None,
            headers={name.lower(): text for name, text in http.headers.items()},
        )
        with self._lock:
            self.seen.append(arrived)
            status, answer = self._decide(arrived)
            silent_s = self._silent_s
        if silent_s:
            self._healed.wait(silent_s)
        content = json.dumps(answer).encode()
        try:
            http.send_response(status)
            http.send_header("content-type", "application/json")
            http.send_header("content-length", str(len(content)))
            http.end_headers()
            http.wfile.write(content)
        except ConnectionError:
            pass  # the caller has given up waiting, as it was meant to

    def _decide(self, arrived: Seen) -> Answer:
        if self._status and not self._after_success:
            return self._status, {"error": "switched on"}
        status, answer = self.serve(arrived)
        return self._status or status, answer


def _path(arrived: Seen) -> str:
    return urlsplit(arrived.path).path


def signed(
    secret: str, content: Any, at: datetime, *, delivery: str = ""
) -> tuple[bytes, dict[str, str]]:
    """A webhook as a peer sends it to us: the JSON of its body, and its headers.

    The signature is the HMAC-SHA256 of `<unix seconds>.<body>`; `delivery` is the id under which
    the peer would send it again.
    """
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    headers = {
        "content-type": "application/json",
        "x-dujiang-timestamp": timestamp,
        "x-dujiang-signature": f"sha256={digest}",
    }
    return body, {**headers, "idempotency-key": delivery} if delivery else headers
