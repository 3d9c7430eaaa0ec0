"""A small company behind the real door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dujiang.identity import AppointHeads, GiveRole, SaveDepartment, SavePerson, SavePosition
from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.installation import MONDAY, Browser, install, open_app, serving

COMPANY = (
    SavePosition(key="经理", name="经理"),
    SaveDepartment(code="D00", name="总经办", name_en="Management"),
    SaveDepartment(code="D40", name="生产部", name_en="Production", parent="D00"),
    SavePerson(no="E001", name="沈江河", login="shenjianghe", department="D00"),
    SavePerson(no="E002", name="陈刚", login="chengang", department="D40", position="经理"),
    SavePerson(no="E003", name="李明", name_en="Li Ming", login="liming", department="D40"),
    SavePerson(no="E004", name="许波", login="xubo", department="D00"),
    AppointHeads(department="D00", head="E001", deputy_head=None),
    AppointHeads(department="D40", head="E002", deputy_head=None),
    GiveRole(role="admin", person="E004"),
)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
def app(tmp_path: Path, clock: ManualClock) -> App:
    opened = open_app(tmp_path, clock)
    install(opened, COMPANY)
    return opened


@pytest.fixture
def client(app: App) -> Iterator[TestClient]:
    with serving(app) as running:
        yield running


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One installation for all tests that change nothing."""
    opened = open_app(
        tmp_path_factory.mktemp("shared"), ManualClock(MONDAY), requests_per_minute=1_000_000
    )
    install(opened, COMPANY)
    with serving(opened) as running:
        yield running


@pytest.fixture(scope="session")
def shared_admin(shared: TestClient) -> Browser:
    return Browser(shared, "xubo")


@pytest.fixture
def liming(client: TestClient) -> Browser:
    return Browser(client, "liming")


@pytest.fixture
def admin(client: TestClient) -> Browser:
    return Browser(client, "xubo")
