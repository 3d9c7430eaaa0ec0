"""Fixtures of the deployment tests."""

from collections.abc import Iterator

import pytest

from tests.deployments.house import Shop, opened


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Nothing deployed, on SQLite."""
    with opened() as found:
        yield found
