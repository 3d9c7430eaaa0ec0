"""Every journey runs on SQLite and on PostgreSQL, and on SQLite with a restart between commands.

`DUJIANG_REOPEN=postgresql` (`make reopen`) restarts on PostgreSQL instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database_url
from tests.journeys.harness import World
from tests.peers.bank import BankPeer
from tests.peers.directory import DirectoryPeer
from tests.peers.erp import ErpPeer
from tests.peers.fin import FinPeer
from tests.peers.hr import HrPeer
from tests.postgres import needs_postgres

_REOPENED = os.environ.get("DUJIANG_REOPEN", "sqlite")
_POSTGRES = pytest.param("postgresql", id="postgresql", marks=needs_postgres)
WAYS = (
    (pytest.param(f"reopened-{_REOPENED}", marks=needs_postgres),)
    if "DUJIANG_REOPEN" in os.environ
    else ("sqlite", _POSTGRES, "reopened-sqlite")
)


@pytest.fixture
def hr() -> Iterator[HrPeer]:
    with HrPeer() as peer:
        yield peer


@pytest.fixture
def fin() -> Iterator[FinPeer]:
    with FinPeer() as peer:
        yield peer


@pytest.fixture
def bank() -> Iterator[BankPeer]:
    with BankPeer() as peer:
        yield peer


@pytest.fixture
def accounts() -> Iterator[DirectoryPeer]:
    with DirectoryPeer() as peer:
        yield peer


@pytest.fixture
def erp() -> Iterator[ErpPeer]:
    with ErpPeer() as peer:
        yield peer


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_world(
    way: str,
    hr: HrPeer,
    fin: FinPeer,
    bank: BankPeer,
    accounts: DirectoryPeer,
    erp: ErpPeer,
    tmp_path: Path,
) -> Iterator[object]:
    """Opens the world at an instant; closes it at the end."""
    opened: list[World] = []
    kind = way.removeprefix("reopened-")
    with database_url(kind) as url:

        def begin(**given: object) -> World:
            peers = {
                "hr": hr.url,
                "fin": fin.url,
                "bank": bank.url,
                "dir": accounts.url,
                "erp": erp.url,
            }
            world = World(tmp_path, url=url, peers=peers, is_reopening=way != kind, **given)
            opened.append(world)
            return world

        try:
            yield begin
        finally:
            for world in opened:
                world.close()


@pytest.fixture
def world(open_world) -> World:
    return open_world()
