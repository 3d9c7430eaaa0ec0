"""Workers over HTTP: they lease jobs, prolong leases, and say what came of them, once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from dujiang.kernel.ids import id_text
from dujiang.main import App
from dujiang.runtime import IncidentFilter, list_incidents
from tests.installation import Browser

Start = Callable[..., int]
pytestmark = pytest.mark.spec("I2")


def fetch(caller: Any, **given: Any) -> list[dict[str, Any]]:
    answer = caller.send(
        "POST", "/workers/fetch-and-lock", {"worker": "w1", "jobTypes": ["scan-page"], **given}
    )
    assert answer.is_success, answer.text
    jobs: list[dict[str, Any]] = answer.json()["jobs"]
    return jobs


def say(caller: Any, job: dict[str, Any], what: str, **body: Any) -> Any:
    path = f"/workers/jobs/{job['id']}/{what}"
    return caller.send("POST", path, {"attempt": job["attempt"], **body})


def standing(admin: Browser, instance_id: int) -> list[str]:
    seen = admin.get(f"/instances/{id_text(instance_id)}/operations")
    return [one["element"]["id"] for one in seen["standing"]]


def incidents(app: App) -> list[str]:
    with app.store.read() as reader:
        return [view.incident.code for view in list_incidents(reader, IncidentFilter(), limit=10)]


def test_a_worker_gets_the_inputs_as_json_and_its_results_reach_the_process(
    app: App, admin: Browser, start: Start
) -> None:
    assert fetch(admin) == []
    instance_id = start(page=12.5)

    (job,) = fetch(admin)

    assert job["jobType"] == "scan-page"
    assert job["inputs"] == {"page": 12.5, "due": "2026-03-09"}
    assert (job["attempt"], job["elementId"]) == (1, "read")
    assert fetch(admin) == []
    assert say(admin, job, "complete", variables={"lines": 3}).is_success
    assert standing(admin, instance_id) == ["check"]
    again = say(admin, job, "complete", variables={"lines": 3})
    assert (again.status_code, again.json()["code"]) == (409, "runtime.job.not_waiting")


def test_a_lease_that_runs_out_gives_the_job_to_another_and_the_first_comes_too_late(
    admin: Browser, start: Start, clock: ManualClock
) -> None:
    start()
    (first,) = fetch(admin, leaseS=30)

    clock.advance(timedelta(seconds=31))
    (second,) = fetch(admin, worker="w2", leaseS=30)

    assert second["attempt"] == 2
    assert second["idempotencyKey"] == first["idempotencyKey"]
    assert say(admin, first, "complete").status_code == 409
    assert say(admin, second, "complete").is_success


def test_a_heart_beat_keeps_the_job(admin: Browser, start: Start, clock: ManualClock) -> None:
    start()
    (job,) = fetch(admin, leaseS=30)
    clock.advance(timedelta(seconds=20))

    extended = say(admin, job, "extend", leaseS=30)

    assert extended.json()["leaseUntil"] > job["leaseUntil"]
    clock.advance(timedelta(seconds=20))
    assert fetch(admin, worker="w2") == []
    assert say(admin, job, "complete").is_success


def test_failures_are_tried_again_and_the_last_is_an_incident_that_can_be_retried(
    app: App, admin: Browser, start: Start, clock: ManualClock
) -> None:
    start()
    for _ in range(3):
        (job,) = fetch(admin)
        assert say(admin, job, "fail", message="扫描仪没纸").is_success
        assert fetch(admin) == []
        clock.advance(timedelta(minutes=10))

    assert fetch(admin) == []
    assert incidents(app) == ["runtime.job.worker_failed"]
    (shown,) = admin.get("/incidents")["items"]
    assert shown["detail"] == "执行器没有做成：扫描仪没纸"
    assert admin.send("POST", f"/incidents/{shown['id']}/retry", None).is_success
    (again,) = fetch(admin)
    assert again["idempotencyKey"] == job["idempotencyKey"]


def test_a_failure_that_repeating_cannot_help_is_an_incident_at_once(
    app: App, admin: Browser, start: Start
) -> None:
    start()
    (job,) = fetch(admin)

    say(admin, job, "fail", message="页码不存在", mayRetry=False)

    assert incidents(app) == ["runtime.job.worker_failed"]


def test_a_bpmn_error_takes_the_boundary_event(app: App, admin: Browser, start: Start) -> None:
    instance_id = start("caught")
    (job,) = fetch(admin)

    assert say(admin, job, "error", errorCode="TORN", variables={"where": "页脚"}).is_success

    assert standing(admin, instance_id) == ["again"]


def test_a_job_given_back_does_not_cost_an_attempt(
    app: App, admin: Browser, start: Start, clock: ManualClock
) -> None:
    start()
    for _ in range(9):
        (job,) = fetch(admin)
        assert say(admin, job, "return", afterS=5).is_success
        assert fetch(admin) == []
        clock.advance(timedelta(seconds=6))

    assert incidents(app) == []
    (job,) = fetch(admin)
    assert say(admin, job, "complete").is_success


def test_a_job_that_kills_its_workers_ends_as_an_incident(
    app: App, admin: Browser, start: Start, clock: ManualClock
) -> None:
    start()
    for _ in range(3):
        assert len(fetch(admin, leaseS=10)) == 1
        clock.advance(timedelta(seconds=11))

    assert fetch(admin, leaseS=10) == []
    assert incidents(app) == ["runtime.job.workers_lost"]


def test_a_waiting_worker_is_woken_by_the_job(app: App, admin: Browser, start: Start) -> None:
    got: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: got.extend(fetch(admin, waitS=30)))
    began = monotonic()
    waiting.start()

    while not app.bell.is_awaited:
        threading.Event().wait(0.01)
    start()
    waiting.join(20)

    assert len(got) == 1
    assert monotonic() - began < 20


def test_a_type_that_a_worker_has_asked_for_waits_and_is_no_incident(
    app: App, admin: Browser, start: Start
) -> None:
    fetch(admin)
    start()
    app.rooms.duties.drain()

    assert incidents(app) == []
    (state,) = admin.get("/workers")["items"]
    assert (state["jobType"], state["waiting"], state["held"]) == ("scan-page", 1, 0)
    assert [(one["name"], one["person"]) for one in state["workers"]] == [("w1", "许波")]


def test_a_type_that_nobody_has_ever_asked_for_is_an_incident(app: App, start: Start) -> None:
    start()
    app.rooms.duties.drain()

    assert incidents(app) == ["runtime.job.no_handler"]


def test_what_connectors_of_ours_do_is_not_given_to_workers(admin: Browser) -> None:
    refused = admin.send("POST", "/workers/fetch-and-lock", {"worker": "w", "jobTypes": ["http"]})

    assert (refused.status_code, refused.json()["code"]) == (422, "runtime.job.type_is_ours")


def test_a_token_is_good_for_its_own_job_types_alone(
    client: TestClient, admin: Browser, start: Start
) -> None:
    made = admin.send("POST", "/tokens", {"name": "OCR", "scopes": ["job.work:read-stamp"]})
    worker = Program(client, made.json()["secret"])
    start()
    (job,) = fetch(admin)

    assert fetch(worker, jobTypes=["read-stamp"]) == []
    barred = worker.send(
        "POST", "/workers/fetch-and-lock", {"worker": "w", "jobTypes": ["scan-page"]}
    )
    assert (barred.status_code, barred.json()["code"]) == (403, "runtime.job.not_yours")
    assert say(worker, job, "complete").status_code == 403
    assert worker.send("GET", "/workers", None).status_code == 403


def test_who_may_not_do_jobs_gets_none(client: TestClient) -> None:
    refused = Browser(client, "liming").send(
        "POST", "/workers/fetch-and-lock", {"worker": "w", "jobTypes": ["scan-page"]}
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "identity.permission.missing")


class Program:
    """A program with a token."""

    def __init__(self, client: TestClient, secret: str) -> None:
        self._client = client
        self._headers = {"authorization": f"Bearer {secret}"}

    def send(self, method: str, path: str, body: Any) -> Any:
        return self._client.request(method, f"/api/v1{path}", json=body, headers=self._headers)
