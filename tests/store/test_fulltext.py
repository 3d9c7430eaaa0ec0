"""Text is found by two Han characters, or by the beginning of a word, on both databases alike."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dujiang.store import (
    Changes,
    Fulltext,
    Store,
    Table,
    folded,
    grams_of,
    text_matches,
    text_stands,
)
from tests.databases import DATABASES, fresh_store


class NoteRow(msgspec.Struct, frozen=True):
    shard: int
    id: int
    body: str
    grams: str


NOTE = Table("note", NoteRow, key=("shard", "id"), fulltext=Fulltext("body", "grams", "id"))
TEXTS = {
    1: "QJ20261124-0001 年假申请 李明 智能制造部",
    2: "采购申请：都江堰分厂 ＬＡＰＴＯＰ 12,500.00",
    3: "江都区办公用品 Annual leave report",
    4: "𬭎升科技 100% under_score",
}


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, (NOTE,)) as fresh:
        rows = [note(number, text) for number, text in TEXTS.items()]
        with fresh.write(fresh.lanes[0]) as tx:
            tx.write([Changes(NOTE, inserts=rows)])
        yield fresh


def note(number: int, text: str) -> NoteRow:
    body = folded(text)
    return NoteRow(1, number, body, grams_of(body))


def found(store: Store, text: str, *, without_index: bool = False) -> list[int]:
    condition = text_stands(NOTE, text) if without_index else text_matches(NOTE, text)
    assert condition is not None
    with store.read() as reader:
        return [
            row[0] for row in reader.rows(select(NOTE.c.id).where(condition).order_by(NOTE.c.id))
        ]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("都江", [2]),
        ("都江堰", [2]),
        ("堰", [2]),
        ("江", [2, 3]),
        ("年假", [1]),
        ("假年", []),
        ("年申", []),
        ("申请", [1, 2]),
        ("申请 李明", [1]),
        ("laptop", [2]),
        ("LAP", [2]),
        ("ptop", []),
        ("leave annual", [3]),
        ("annual reports", []),
        ("QJ20261124-0001", [1]),
        ("qj2026", [1]),
        ("qj20261124000", []),
        ("12,500", [2]),
        ("𬭎升", [4]),
        ("100%", [4]),
        ("under_score", [4]),
        ('" OR "', []),
        ("leave' --", [3]),
    ],
)
def test_a_question_finds_the_rows_that_have_all_its_pieces(
    store: Store, asked: str, wanted: list[int]
) -> None:
    assert found(store, asked) == wanted
    assert found(store, asked, without_index=True) == wanted


@pytest.mark.parametrize("asked", ["", "   ", "，。", '"', "%", "_"])
def test_a_question_without_letters_is_none(asked: str) -> None:
    assert text_matches(NOTE, asked) is None
    assert text_stands(NOTE, asked) is None


def test_the_index_follows_changes_and_deletions(store: Store) -> None:
    with store.write(store.lanes[0]) as tx:
        tx.write([Changes(NOTE, updates=[note(1, "差旅报销")], bases=[note(1, TEXTS[1])])])
        tx.write([Changes(NOTE, deletes=[(1, 2)])])

    assert found(store, "年假") == []
    assert found(store, "差旅") == [1]
    assert found(store, "都江") == []


def test_a_rolled_back_change_is_not_found(store: Store) -> None:
    def write_and_fail() -> None:
        with store.write(store.lanes[0]) as tx:
            tx.write([Changes(NOTE, inserts=[note(9, "差旅报销")])])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert found(store, "差旅") == []


WORDS = st.text(st.sampled_from("请假都江堰采购年ab1 "), min_size=2, max_size=12)


@given(WORDS)
def test_every_two_neighbouring_han_characters_of_a_text_are_grams(text: str) -> None:
    body = folded(text)
    grams = set(grams_of(body).split())
    for first, second in pairwise(body):
        if first > "z" and second > "z":
            assert first + second in grams


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
