"""Ids carry their slot, grow with time and never repeat."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dujiang.kernel.clock import ManualClock
from dujiang.kernel.ids import (
    SHARDS,
    SLOT_COUNT,
    TimeOrderedIds,
    id_from_text,
    id_text,
    shard_of,
    slot_of,
    slot_of_key,
)

START = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_every_slot_has_a_shard_value_of_its_own() -> None:
    assert len(set(SHARDS)) == SLOT_COUNT
    assert max(SHARDS) == 1512


@given(st.integers(0, 2**63 - 1))
def test_the_text_of_an_id_names_it_alone(identifier) -> None:
    assert id_from_text(id_text(identifier)) == identifier


@given(st.text(max_size=20))
def test_a_text_that_is_no_id_is_found_to_be_none(text) -> None:
    found = id_from_text(text)

    assert found is None or id_text(found) == text.lower()


def test_ids_carry_their_slot() -> None:
    identifier = TimeOrderedIds(ManualClock(START)).next_id(200)

    assert slot_of(identifier) == 200
    assert shard_of(identifier) == SHARDS[200]


def test_ids_grow_and_never_repeat_while_the_clock_stands_still() -> None:
    ids = TimeOrderedIds(ManualClock(START))

    given_out = [ids.next_id(7) for _ in range(2_000)]

    assert given_out == sorted(set(given_out))


def test_a_restart_goes_on_behind_the_mark() -> None:
    clock = ManualClock(START)
    first = TimeOrderedIds(clock)
    before = [first.next_id(0) for _ in range(500)]

    second = TimeOrderedIds(clock, not_before_ms=first.mark_ms + 1)

    assert second.next_id(0) > max(before)


def test_two_nodes_never_give_the_same_id() -> None:
    clock = ManualClock(START)
    nodes = [TimeOrderedIds(clock, node=node) for node in (0, 1, 63)]

    given_out = Counter(node.next_id(9) for node in nodes for _ in range(300))

    assert max(given_out.values()) == 1


def test_later_ids_are_larger() -> None:
    clock = ManualClock(START)
    ids = TimeOrderedIds(clock)
    earlier = ids.next_id(255)

    clock.advance(timedelta(milliseconds=1))

    assert ids.next_id(0) > earlier


@given(st.text())
def test_a_key_always_falls_into_the_same_slot(key) -> None:
    assert 0 <= slot_of_key(key) < SLOT_COUNT
    assert slot_of_key(key) == slot_of_key(key)
