"""Fixtures of the scenario tests."""

from collections.abc import Iterator

import pytest

from tests.scenarios.house import House, opened


@pytest.fixture
def house() -> Iterator[House]:
    """The demo company with every scenario installed, on SQLite."""
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def shared() -> Iterator[House]:
    """The same for tests that only look."""
    with opened() as found:
        yield found
