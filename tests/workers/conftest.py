"""An installation with a process whose work an external worker does."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dujiang.deployments import DeployPackage
from dujiang.identity import GiveRole, SaveDepartment, SavePerson
from dujiang.kernel.clock import ManualClock
from dujiang.kernel.values import Variables, as_value
from dujiang.main import App
from dujiang.runtime import StartProcess
from tests.databases import DATABASES, database_url
from tests.installation import MONDAY, Browser, install, open_app, serving
from tests.runtime.models import flow, job, line, model, user

COMPANY = (
    SaveDepartment(code="D00", name="总经办"),
    SavePerson(no="E001", name="许波", login="xubo", department="D00"),
    SavePerson(no="E002", name="李明", login="liming", department="D00"),
    GiveRole(role="admin", person="E001"),
)
MAPPED = (
    '<dj:input source="=page" target="page"/>'
    '<dj:input source="=date(&quot;2026-03-09&quot;)" target="due"/>'
)
SCAN = line("scan", job("read", "scan-page", 'retries="PT1M,PT5M"', MAPPED), user("check"))
CAUGHT = model(
    "caught",
    '<startEvent id="start"/>' + job("read", "scan-page")
    + '<boundaryEvent id="torn" attachedToRef="read"><errorEventDefinition errorRef="torn_error"/>'
    + "</boundaryEvent>" + user("check") + user("again") + '<endEvent id="end"/>'
    + flow("start", "read") + flow("read", "check") + flow("torn", "again")
    + flow("check", "end") + flow("again", "end"),
    globals_='<error id="torn_error" errorCode="TORN"/>',
)  # fmt: skip


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[App]:
    with database_url(request.param) as url:
        opened = open_app(tmp_path, clock, url="" if url.startswith("sqlite") else url)
        install(opened, COMPANY)
        for xml in (SCAN, CAUGHT):
            opened.submit(DeployPackage(xml=xml))
        yield opened
        opened.close()


@pytest.fixture
def client(app: App) -> Iterator[TestClient]:
    with serving(app) as running:
        yield running


@pytest.fixture
def admin(client: TestClient) -> Browser:
    return Browser(client, "xubo")


@pytest.fixture
def start(app: App) -> Callable[..., int]:
    def begin(process: str = "scan", **variables: Any) -> int:
        values = Variables(as_value(variables))
        started: int = app.submit(StartProcess(process_key=process, variables=values))[
            "instance_id"
        ]
        return started

    return begin
