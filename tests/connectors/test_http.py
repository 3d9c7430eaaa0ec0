"""Calls to peers over HTTP: what is done, tried again, an incident; where a call may not go."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx2
import pytest

from dujiang.connectors import Connection, ConnectorJobs, GuardedTransport, http
from dujiang.connectors.addresses import AddressRefused
from dujiang.connectors.connections import Authentication
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed, JobOutcome
from dujiang.store import Store
from tests.connectors.tools import tools
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


def jobs(connection: Connection | None = None) -> ConnectorJobs:
    known = {connection.key: connection} if connection else {}
    return ConnectorJobs(http.CONNECTOR, known.get, tools())


def handler(peer: Peer, **options: Any) -> ConnectorJobs:
    base = f"http://127.0.0.1:{peer.port}/hr"
    given = {"allowed_networks": ("127.0.0.0/8",), "timeout_s": 5.0, **options}
    connection = Connection("hr", base, **given)
    return jobs(connection)


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
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        connection = Connection(
            "hr", f"http://127.0.0.1:{port}", allowed_networks=("127.0.0.0/8",), timeout_s=0.2
        )
        result = jobs(connection)(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.http.timeout", True)


def test_a_huge_answer_is_not_taken() -> None:
    result = outcome((200, b"x" * 3_000_000, {}))

    assert isinstance(result, JobFailed)
    assert result.code == "connectors.http.unreachable"


def test_an_unknown_connection_is_an_incident() -> None:
    result = jobs()(asked())

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

    result = jobs(connection)(asked())

    assert isinstance(result, JobFailed)
    assert (result.code, result.may_retry) == ("connectors.http.address_refused", False)


def test_a_name_that_also_points_inside_is_refused() -> None:
    guard = GuardedTransport(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])

    with httpx2.Client(transport=guard) as client, pytest.raises(AddressRefused):
        client.get("http://two-faced.test/")


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
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
            instance_id = house.start("leave", days=3)
            house.wait(timedelta(minutes=2))

            assert house.active(instance_id) == ["after"]
    assert [seen[3] for seen in peer.seen] == [b'{"days":3}'] * 2
    assert len({seen[2]["idempotency-key"] for seen in peer.seen}) == 1


# Proving who we are


@pytest.mark.parametrize(
    ("given", "name", "sent"),
    [
        (Authentication(kind="basic", user="u"), "authorization", "Basic dTpzZWNyZXQ="),
        (Authentication(kind="bearer"), "authorization", "Bearer secret"),
        (Authentication(kind="header", header="x-api-key"), "x-api-key", "secret"),
    ],
)
def test_connection_proves_who_we_are(given: Authentication, name: str, sent: str) -> None:
    with listening() as peer:
        handler(peer, authentication=given, secrets={"secret": "secret"})(asked())

    assert peer.seen[0][2][name] == sent


def test_token_is_fetched_once_and_again_when_it_is_not_taken() -> None:
    token = b'{"access_token": "%s", "expires_in": 3600}'
    with listening() as peer:
        given = Authentication(
            kind="oauth2", user="us", token_url=f"http://127.0.0.1:{peer.port}/token", scope="hr"
        )
        call = handler(peer, authentication=given, secrets={"secret": "client-secret"})
        peer.answers += [(200, token % b"first", {}), (200, b"{}", {}), (200, b"{}", {})]
        assert isinstance(call(asked()), JobDone)
        assert isinstance(call(asked()), JobDone)

        peer.answers += [(401, b"", {}), (200, token % b"second", {}), (200, b"{}", {})]
        assert isinstance(call(asked()), JobDone)

    sent = [(path, headers["authorization"]) for _, path, headers, _ in peer.seen]
    basic = "Basic dXM6Y2xpZW50LXNlY3JldA=="
    assert sent == [
        ("/token", basic),
        ("/hr", "Bearer first"),
        ("/hr", "Bearer first"),
        ("/hr", "Bearer first"),
        ("/token", basic),
        ("/hr", "Bearer second"),
    ]
    assert peer.seen[0][3] == b"grant_type=client_credentials&scope=hr"


def test_secret_that_the_peer_repeats_is_not_in_the_incident() -> None:
    with listening() as peer:
        peer.answers.append((400, b"bad token: a-long-secret", {}))
        given = Authentication(kind="bearer")
        result = handler(peer, authentication=given, secrets={"secret": "a-long-secret"})(asked())

    assert isinstance(result, JobFailed)
    assert result.params["answer"] == "bad token: ••••"


# Pages


def paged(*pages: tuple[bytes, dict[str, str]], **inputs: Any) -> tuple[JobOutcome, list[str]]:
    with listening() as peer:
        peer.answers += [(200, content, headers) for content, headers in pages]
        result = handler(peer)(asked(method="GET", path="/list", **inputs))
    return result, [path for _, path, _, _ in peer.seen]


@pytest.mark.parametrize(
    ("pages", "inputs", "asked_for"),
    [
        (
            [(b"[1, 2]", {"link": '</hr/list?after=2>; rel="next"'}), (b"[3]", {})],
            {"paging": "link"},
            ["/hr/list", "/hr/list?after=2"],
        ),
        (
            [(b'{"rows": [1, 2], "next": "c2"}', {}), (b'{"rows": [3], "next": null}', {})],
            {"paging": "cursor", "items": "body.rows"},
            ["/hr/list", "/hr/list?cursor=c2"],
        ),
        (
            [(b'{"rows": [1, 2]}', {}), (b'{"rows": [3]}', {}), (b'{"rows": []}', {})],
            {"paging": "page", "items": "body.rows", "page_parameter": "p"},
            ["/hr/list?p=1", "/hr/list?p=2", "/hr/list?p=3"],
        ),
    ],
)
def test_pages_become_one_list(
    pages: list[tuple[bytes, dict[str, str]]], inputs: dict[str, str], asked_for: list[str]
) -> None:
    result, seen = paged(*pages, **inputs)

    assert isinstance(result, JobDone)
    assert result.variables["items"] == [Decimal(1), Decimal(2), Decimal(3)]
    assert seen == asked_for


def test_next_page_at_another_host_is_not_fetched() -> None:
    result, seen = paged(
        (b"[1]", {"link": '<http://169.254.169.254/latest>; rel="next"'}), paging="link"
    )

    assert isinstance(result, JobFailed)
    assert (result.code, len(seen)) == ("connectors.http.page_elsewhere", 1)


def test_pages_without_end_are_an_incident() -> None:
    page = (b'{"rows": [1], "next": "more"}', {})
    result, seen = paged(*[page] * 101, paging="cursor", items="body.rows")

    assert isinstance(result, JobFailed)
    assert (result.code, len(seen)) == ("connectors.http.too_many_pages", 100)
