"""The worker library against the real server over HTTP."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event, Lock
from typing import Any

import msgspec
import pytest
from dujiang_worker import BpmnError, GiveUp, Handler, Job, NotAllowed, RetryLater, Worker, worker

from tests.architecture.source import ROOT
from tests.sdk.server import Served, running_server

pytestmark = [pytest.mark.spec("I2")]
PATIENCE_S = 30
PAUSE = Event()
"""Never set: work that takes its time."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with running_server(tmp_path) as served:
        yield served


def until(holds: Callable[[], bool]) -> None:
    """Wait for what other threads and processes bring about."""
    give_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up, "it did not happen"
        PAUSE.wait(0.02)


def working(server: Served, *handlers: Handler, **settings: Any) -> Any:
    return Worker(server.url, server.token, handlers, wait_s=1, **settings).running()


def test_inputs_come_typed_and_results_reach_the_process(server: Served) -> None:
    seen: list[Any] = []

    @worker("scan-page")
    def scan(page: Decimal, job: Job, dpi: int = 300) -> dict[str, object]:
        seen.append((page, dpi, job.attempt))
        return {"lines": page + 1, "on": date(2026, 3, 2)}

    ids = [server.start(page=Decimal("12.10")) for _ in range(20)]
    with working(server, scan):
        until(lambda: all(server.state(one) == "COMPLETED" for one in ids))

    assert seen == [(Decimal("12.10"), 300, 1)] * 20


def test_a_job_that_comes_while_the_worker_waits_is_done_at_once(server: Served) -> None:
    @worker("scan-page")
    def scan(page: int) -> None:
        return None

    with Worker(server.url, server.token, (scan,), wait_s=20).running() as one:
        until(lambda: server.app.bell.is_awaited)
        began = time.monotonic()
        instance_id = server.start(page=1)
        until(lambda: server.state(instance_id) == "COMPLETED")
        took_s = time.monotonic() - began
        one.stop()
        server.app.bell.close()

    assert took_s < 10


def test_all_inputs_come_as_one_struct(server: Served) -> None:
    class Page(msgspec.Struct):
        page: int

    class Read(msgspec.Struct):
        lines: int

    @worker("scan-page")
    def scan(given: Page) -> Read:
        return Read(lines=given.page)

    instance_id = server.start(page=3)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "COMPLETED")


def test_a_bpmn_error_takes_the_boundary_event(server: Served) -> None:
    @worker("scan-page")
    def scan(page: int) -> None:
        raise BpmnError("TORN", page=page)

    instance_id = server.start("torn", page=1)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "COMPLETED")


def test_what_raises_is_tried_again_and_then_an_incident(server: Served) -> None:
    tries: list[int] = []

    @worker("scan-page")
    def scan(page: int, job: Job) -> None:
        tries.append(job.attempt)
        raise OSError("no paper")

    instance_id = server.start(page=1)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "INCIDENT")

    assert tries == [1, 2]


def test_unusable_inputs_are_an_incident_at_once(server: Served) -> None:
    tries: list[int] = []

    @worker("scan-page")
    def scan(page: date) -> None:
        tries.append(1)

    instance_id = server.start(page=1)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "INCIDENT")

    assert tries == []


def test_later_means_later_and_costs_no_attempt(server: Served) -> None:
    tries: list[int] = []

    @worker("scan-page")
    def scan(page: int, job: Job) -> None:
        tries.append(job.attempt)
        if len(tries) < 4:
            raise RetryLater(after_s=1)

    instance_id = server.start(page=1)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "COMPLETED")

    assert len(tries) == 4


def test_giving_up_is_an_incident_at_once(server: Served) -> None:
    @worker("scan-page")
    def scan(page: int) -> None:
        raise GiveUp("page 1 does not exist")

    instance_id = server.start(page=1)
    with working(server, scan):
        until(lambda: server.state(instance_id) == "INCIDENT")


def test_heart_beats_keep_a_job_longer_than_its_lease(server: Served) -> None:
    attempts: list[int] = []

    @worker("scan-page")
    def scan(page: int, job: Job) -> None:
        attempts.append(job.attempt)
        PAUSE.wait(3.5)

    instance_id = server.start(page=1)
    with (
        working(server, scan, lease_s=1),
        working(server, scan, lease_s=1, name="other"),
    ):
        until(lambda: server.state(instance_id) == "COMPLETED")

    assert attempts == [1]


def test_a_worker_takes_no_more_than_it_can_do(server: Served) -> None:
    lock, together, most = Lock(), 0, 0

    @worker("scan-page")
    def scan(page: int) -> None:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        PAUSE.wait(0.05)
        with lock:
            together -= 1

    ids = [server.start(page=number) for number in range(30)]
    with working(server, scan, concurrency=3):
        until(lambda: all(server.state(one) == "COMPLETED" for one in ids))

    assert most == 3


def test_stopping_finishes_what_has_begun(server: Served) -> None:
    begun = Event()

    @worker("scan-page")
    def scan(page: int) -> None:
        begun.set()
        PAUSE.wait(1)

    instance_id = server.start(page=1)
    with working(server, scan) as one:
        begun.wait(PATIENCE_S)
        one.stop()

    assert server.state(instance_id) == "COMPLETED"


def test_a_token_for_other_jobs_is_said_at_once(server: Served) -> None:
    @worker("read-stamp")
    def read() -> None:
        return None

    with pytest.raises(NotAllowed, match=r"runtime\.job\.not_yours"):
        Worker(server.url, server.token, (read,)).run()


def test_a_killed_worker_loses_its_job_to_another_and_sigterm_ends_one(
    server: Served, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import time\n"
        "from dujiang_worker import run, worker\n"
        "@worker('scan-page')\n"
        "def scan(page: int) -> None:\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(600 if page == 1 else 0)\n"
        "run(scan, lease_s=2, wait_s=1)\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "sdk" / "python" / "src"),
        "DUJIANG_URL": server.url,
        "DUJIANG_TOKEN": server.token,
    }

    def begin() -> "subprocess.Popen[str]":
        command = [sys.executable, str(program)]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    instance_id = server.start(page=1)
    with begin() as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "begun\n"
        first.kill()
        first.communicate()

    attempts: list[int] = []

    @worker("scan-page")
    def scan(page: int, job: Job) -> None:
        attempts.append(job.attempt)

    with working(server, scan):
        until(lambda: server.state(instance_id) == "COMPLETED")
    assert attempts == [2]

    second_id = server.start(page=2)
    with begin() as second:
        until(lambda: server.state(second_id) == "COMPLETED")
        second.send_signal(signal.SIGTERM)
        _, logged = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 0
    events = [msgspec.json.decode(line)["message"] for line in logged.splitlines()]
    assert events == ["worker started", "job begun", "job reported", "worker stopped"]


def test_the_server_may_be_away_for_a_while(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "dujiang_worker")

    @worker("scan-page")
    def scan(page: int) -> None:
        return None

    one = Worker("http://127.0.0.1:9", "none", (scan,), wait_s=1)
    with one.running():
        until(lambda: "server away" in caplog.text)
