"""A small HR system: employees, leaves and terminations, faults that can be switched on."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    key: str
    body: Any


@dataclass
class HrPeer:
    """The running peer. `fail(status)` answers that until `heal()`; a known key gets its answer."""

    seen: list[Seen] = field(default_factory=list)
    leaves: dict[str, Any] = field(default_factory=dict)
    employees: dict[str, Any] = field(default_factory=dict)
    _status: int | None = None
    _after_success: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "HrPeer":
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                peer._answer(self, "GET", lambda: peer._read(self.path))

            def do_POST(self) -> None:
                peer._answer(self, "POST", lambda: peer._write(self))

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

    def fail(self, status: int, *, after_success: bool = False) -> None:
        """Answer `status` from now on; with `after_success` only after having done the work."""
        self._status, self._after_success = status, after_success

    def heal(self) -> None:
        """Work again."""
        self._status, self._after_success = None, False

    def _answer(
        self, http: BaseHTTPRequestHandler, method: str, serve: Callable[[], tuple[int, Any]]
    ) -> None:
        size = int(http.headers.get("content-length") or 0)
        raw = http.rfile.read(size)
        body = json.loads(raw) if raw else None
        key = http.headers.get("Idempotency-Key", "")
        with self._lock:
            self.seen.append(Seen(method, http.path, key, body))
            if self._status and not self._after_success:
                status, answer = self._status, {"error": "switched on"}
            else:
                status, answer = serve()
                status = self._status or status
        content = json.dumps(answer).encode()
        http.send_response(status)
        http.send_header("content-type", "application/json")
        http.send_header("content-length", str(len(content)))
        http.end_headers()
        http.wfile.write(content)

    def _read(self, path: str) -> tuple[int, Any]:
        found = self.employees.get(path.rpartition("/")[2])
        return (200, found) if found else (404, {"error": "unknown"})

    def _write(self, http: BaseHTTPRequestHandler) -> tuple[int, Any]:
        arrived = self.seen[-1]
        if http.path != "/leaves":
            return 404, {"error": "unknown"}
        if arrived.key not in self.leaves:
            self.leaves[arrived.key] = {"id": len(self.leaves) + 1, **(arrived.body or {})}
        return 201, {"id": self.leaves[arrived.key]["id"]}
