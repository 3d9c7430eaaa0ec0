"""Calls to peers over HTTP: what is done, tried again, an incident; where a call may not go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from dujiang.connectors import Connection, GuardedTransport, HttpJobs
from dujiang.connectors.addresses import AddressRefused
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed, JobOutcome
from dujiang.store import Store
from tests.runtime.house import opened
from tests.runtime.models import job, line, user


class Peer:
    """A small HTTP server that answers as it is told."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes, dict[str, str]]] = []
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.port = 0

    def next(self) -> tuple[int, bytes, dict[str, str]]:
        return self.answers.pop(0) if self.answers else (200, b"{}", {})


@contextmanager
def listening() -> Iterator[Peer]:
    peer = Peer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            peer.seen.append((self.command, self.path, headers, body))
            status, content, more = peer.next()
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    peer.port = server.server_address[1]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def handler(peer: Peer, **options: Any) -> HttpJobs:
    base = f"http://127.0.0.1:{peer.port}/hr"
    given = {"allowed_networks": ("127.0.0.0/8",), "timeout_s": 5.0, **options}
    connection = Connection("hr", base, **given)
    return HttpJobs({"hr": connection}.get)


def asked(**inputs: Any) -> Job:
    return Job(
        id=1,
        job_type="http",
        instance_id=2,
        element_id="file",
        inputs=Variables({"connection": "hr", **inputs}),
        idempotency_key="QJ-1:file",
        attempt=1,
    )


def outcome(answer: tuple[int, bytes, dict[str, str]], **inputs: Any) -> JobOutcome:
    with listening() as peer:
        peer.answers.append(answer)
        return handler(peer)(asked(**inputs))


def test_a_call_says_everything_and_brings_the_answer_back() -> None:
    with listening() as peer:
        peer.answers.append((201, b'{"id": 7, "days": 2.50}', {}))
        body = {"no": "E021", "days": Decimal("2.5"), "from": date(2026, 3, 2), "none": None}

        result = handler(peer, headers={"authorization": "Bearer x"})(
            asked(path="/leaves", body=body)
        )

    method, path, headers, content = peer.seen[0]
    assert (method, path) == ("POST", "/hr/leaves")
    assert headers["idempotency-key"] == "QJ-1:file"
    assert headers["authorization"] == "Bearer x"
    assert content == b'{"no":"E021","days":2.5,"from":"2026-03-02","none":null}'
    assert isinstance(result, JobDone)
    assert result.variables["body"] == {"id": Decimal(7), "days": Decimal("2.50")}
    assert result.variables["status"] == Decimal(201)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 425, 429])
def test_answers_that_may_change_are_tried_again(status: int) -> None:
    result = outcome((status, b"busy", {"retry-after": "17"}))

    assert isinstance(result, JobFailed)
    assert (result.may_retry, result.retry_after_s) == (True, 17)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 422])
def test_answers_that_stay_are_incidents_at_once(status: int) -> None:
    result = outcome((status, "员工不存在".encode(), {"location": "http://elsewhere.test/"}))

    assert isinstance(result, JobFailed)
    assert result.may_retry is False
    assert result.params == {"name": "hr", "status": status, "answer": "员工不存在"}


def test_a_peer_that_is_not_there_is_tried_again() -> None:
    with listening() as peer:
        call = handler(peer)

    result = call(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.http.unreachable", True)


def test_a_peer_that_is_silent_is_tried_again() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        connection = Connection(
            "hr", f"http://127.0.0.1:{port}", allowed_networks=("127.0.0.0/8",), timeout_s=0.2
        )
        result = HttpJobs({"hr": connection}.get)(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.http.timeout", True)


def test_a_huge_answer_is_not_taken() -> None:
    result = outcome((200, b"x" * 3_000_000, {}))

    assert isinstance(result, JobFailed)
    assert result.code == "connectors.http.unreachable"


def test_an_unknown_connection_is_an_incident() -> None:
    result = HttpJobs({}.get)(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.connection.unknown", False)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.1.2.3",
        "192.168.0.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",  # noqa: S104 - to be refused
        "224.0.0.1",
    ],
)
def test_private_addresses_are_refused(host: str) -> None:
    connection = Connection("hr", f"http://{host}:9/")

    result = HttpJobs({"hr": connection}.get)(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.http.address_refused", False)


def test_a_name_that_also_points_inside_is_refused() -> None:
    import httpx2

    guard = GuardedTransport(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])

    with httpx2.Client(transport=guard) as client, pytest.raises(AddressRefused):
        client.get("http://two-faced.test/")


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    import httpx2

    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200)

    asked_names: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked_names.append(host)
        return ["93.184.216.34"]

    guard = GuardedTransport(inner=httpx2.MockTransport(answer), resolver=resolver)
    with httpx2.Client(transport=guard) as client:
        client.get("https://hr.test/x")

    assert asked_names == ["hr.test"]
    assert seen[0].url.host == "93.184.216.34"
    assert seen[0].headers["host"] == "hr.test"
    assert seen[0].extensions["sni_hostname"] == "hr.test"


def test_a_step_calls_its_peer_and_goes_on(store: Store) -> None:
    attributes = 'connection="hr" method="POST" path="/leaves" body="={days: days}"'
    models = {"leave": line("leave", job("file", "http", attributes), user("after"))}
    with listening() as peer:
        peer.answers += [(503, b"", {}), (200, b'{"id": 7}', {})]
        with opened(store, models, handlers={"http": handler(peer)}) as house:
            from datetime import timedelta

            instance_id = house.start("leave", days=3)
            house.wait(timedelta(minutes=2))

            assert house.active(instance_id) == ["after"]
    assert [seen[3] for seen in peer.seen] == [b'{"days":3}'] * 2
    assert len({seen[2]["idempotency-key"] for seen in peer.seen}) == 1
