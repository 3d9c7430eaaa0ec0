"""Fixtures of the identity tests."""

from collections.abc import Iterator

import pytest

from tests.identity.house import House, house_of


@pytest.fixture
def house() -> Iterator[House]:
    """都江精工 on an empty SQLite database."""
    with house_of() as found:
        yield found
