"""Fixtures of the ledger tests."""

from collections.abc import Iterator

import pytest

from tests.databases import DATABASES
from tests.ledgers.books import Books, opened


@pytest.fixture
def books() -> Iterator[Books]:
    """Empty ledgers on SQLite."""
    with opened() as found:
        yield found


@pytest.fixture(params=DATABASES)
def any_books(request: pytest.FixtureRequest) -> Iterator[Books]:
    """Empty ledgers on each database."""
    with opened(request.param) as found:
        yield found
