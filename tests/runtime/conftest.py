from collections.abc import Iterator

import pytest

from dujiang.store import Store
from tests.databases import DATABASES, fresh_store
from tests.runtime.house import ALL_TABLES


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, ALL_TABLES) as fresh:
        yield fresh
