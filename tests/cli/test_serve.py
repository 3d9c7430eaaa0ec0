"""The real server in a process of its own: it starts, tells what changed, and stops well."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

PASSWORD = "dujiang-demo"  # noqa: S105 - of the demo company
STARTED_WITHIN_S = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One `dujiang serve` on loopback."""

    def __init__(self, data: Path) -> None:
        self.port = _free_port()
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("DUJIANG_")}
        environment = {**inherited, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dujiang", "serve", "--demo", "--port", str(self.port),
             "--data", str(data)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        self._wait()

    def _wait(self) -> None:
        pause = threading.Event()
        for _ in range(STARTED_WITHIN_S * 10):
            assert self.process.poll() is None, self.process.communicate()
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx2.TransportError:
                pause.wait(0.1)
        raise AssertionError("the server did not start")

    def sign_in(self, login: str) -> dict[str, str]:
        """Headers of a signed-in browser."""
        answer = self.client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        cookie = answer.cookies["dujiang_session"]
        self.client.cookies.clear()
        return {"cookie": f"dujiang_session={cookie}", "x-csrf-token": answer.json()["csrfToken"]}

    def stop(self) -> tuple[int, str]:
        """Ask to stop; exit code and what was printed."""
        self.process.send_signal(signal.SIGTERM)
        printed, _ = self.process.communicate(timeout=60)
        return self.process.returncode, printed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    started = Server(data)
    yield started
    started.client.close()
    if started.process.poll() is None:
        started.process.kill()
    started.process.communicate()


def test_server_tells_browsers_what_changed_and_stops_when_asked(server: Server) -> None:
    headers = server.sign_in("liming")
    heard: list[str] = []
    is_open, has_topics = threading.Event(), threading.Event()

    def listen() -> None:
        url = f"http://127.0.0.1:{server.port}/api/v1/events"
        with httpx2.stream("GET", url, headers=headers, timeout=60) as stream:
            for line in stream.iter_lines():
                heard.append(line)
                is_open.set()
                if "instance:" in line:
                    has_topics.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert is_open.wait(30)
    draft = server.client.put(
        "/api/v1/processes/leave/start-draft", json={"values": {"reason": "x"}}, headers=headers
    )
    comment = _any_comment(server, headers)
    if comment is not None:
        assert has_topics.wait(30)

    code, printed = server.stop()
    listener.join(30)

    assert draft.status_code == 200
    assert not listener.is_alive()
    assert code == 0
    assert f"http://127.0.0.1:{server.port}" in printed
    assert PASSWORD in printed


def _any_comment(server: Server, headers: dict[str, str]) -> Any:
    """Say something about a request of mine, if the demo has one."""
    mine = server.client.get("/api/v1/instances", headers=headers).json()["items"]
    if not mine:
        return None
    path = f"/api/v1/instances/{mine[0]['id']}/comments"
    answer = server.client.post(path, json={"text": "收到"}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_second_start_finds_everything_as_it_was(server: Server, data: Path) -> None:
    headers = server.sign_in("liming")
    saved = server.client.put(
        "/api/v1/processes/leave/start-draft", json={"values": {"reason": "记得"}}, headers=headers
    )
    assert saved.status_code == 200
    assert server.stop()[0] == 0

    again = Server(data)
    form = again.client.get("/api/v1/processes/leave/start-form", headers=headers).json()
    code, _ = again.stop()
    again.client.close()

    assert form["values"]["reason"] == "记得"
    assert code == 0
