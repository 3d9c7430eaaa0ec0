"""A number of many, on both databases alike."""

import pytest
from sqlalchemy import select

from dujiang.store import Store, one_of
from dujiang.store.members import FEW
from tests.store.test_fulltext import NOTE, store

__all__ = ["store"]


@pytest.mark.parametrize("others", [0, FEW, 5_000])
def test_rows_are_found_by_few_and_by_many_numbers(store: Store, others: int) -> None:
    numbers = [1, 3, *range(1_000, 1_000 + others)]

    with store.read() as reader:
        statement = select(NOTE.c.id).where(one_of(NOTE.c.id, numbers)).order_by(NOTE.c.id)
        found = [row[0] for row in reader.rows(statement)]

    assert found == [1, 3]


def test_of_no_numbers_there_is_none(store: Store) -> None:
    with store.read() as reader:
        assert reader.rows(select(NOTE.c.id).where(one_of(NOTE.c.id, []))) == []
