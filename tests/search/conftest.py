"""The whole product over HTTP, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import DATABASES, database_url
from tests.journeys.harness import World
from tests.peers.hr import HrPeer


@pytest.fixture(params=DATABASES)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with HrPeer() as hr, database_url(request.param) as url:
        opened = World(tmp_path, url=url, peers={"hr": hr.url})
        try:
            yield opened
        finally:
            opened.close()
