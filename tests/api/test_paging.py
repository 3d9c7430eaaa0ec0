"""Cursors come back as the place they were made from, and nothing else passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dujiang.api.paging import cursor_text, place_of
from dujiang.api.problems import Unreadable

PLACES = st.lists(
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=20)), max_size=4
).map(tuple)


@given(PLACES)
def test_cursor_leads_back_to_its_place(place: tuple[object, ...]) -> None:
    assert place_of(cursor_text(place)) == place


def test_no_cursor_is_the_first_page() -> None:
    assert place_of("") is None


@pytest.mark.parametrize("cursor", ["x", "!!!!", "中文", "gA", "AAAA"])
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Unreadable):
        place_of(cursor)
