"""The five-minute tour of the README runs as it is written."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import httpx2
import pytest

from tests.architecture.source import ROOT

TOUR = re.compile(r"```bash tour\n(.*?)```", re.DOTALL)
START_TRIES = 300
PAUSE_S = 0.2


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The server with the demo company, as `make run` starts it; the environment of a visitor."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DUJIANG_DATA": str(tmp_path),
        "DUJIANG_PORT": str(port),
        "SERVER_URL": f"http://127.0.0.1:{port}",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "dujiang", "serve", "--demo"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(environment["SERVER_URL"], server)
        yield environment
    finally:
        server.terminate()
        server.wait(30)


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    pause = Event()
    for _ in range(START_TRIES):
        assert server.poll() is None, "the server ended"
        try:
            if httpx2.get(f"{url}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        pause.wait(PAUSE_S)
    raise AssertionError("the server did not become ready")


def test_the_tour_of_the_readme_works_as_written(running: dict[str, str]) -> None:
    (script,) = TOUR.findall((ROOT / "README.md").read_text("utf-8"))

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=running,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"processKey":"leave"' in done.stdout or '"key":"leave"' in done.stdout
