"""The batch and its overlays behave like one dictionary that commands change one after another."""

from collections.abc import Iterator
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from dujiang.store import Batch, Store
from tests.databases import DATABASES, fresh_store
from tests.store.things import TABLES, THING, ThingRow

Step: TypeAlias = tuple[str, int, int]
Command: TypeAlias = tuple[bool, list[Step]]

STEPS = st.tuples(
    st.sampled_from(["put", "delete", "remove"]), st.integers(0, 5), st.integers(0, 3)
)
COMMANDS = st.lists(st.tuples(st.booleans(), st.lists(STEPS, max_size=6)), min_size=1, max_size=6)
BATCHES = st.lists(COMMANDS, min_size=1, max_size=3)


@pytest.fixture(scope="module", params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, TABLES) as fresh:
        yield fresh


def emptied(store: Store) -> None:
    with store.ddl() as connection:
        connection.execute(delete(THING.sql))


def wanted(number: int, value: int) -> ThingRow:
    return ThingRow(id=number, name=f"n{number}", tries=value, colour=("RED", "BLUE")[value % 2])


def without_revision(rows: dict[int, ThingRow]) -> dict[int, ThingRow]:
    return {n: msgspec.structs.replace(row, revision=0) for n, row in rows.items()}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(BATCHES)
def test_batches_store_what_their_accepted_commands_did(
    store: Store, batches: list[list[Command]]
) -> None:
    emptied(store)
    model: dict[int, ThingRow] = {}
    for commands in batches:
        with store.write("all") as tx:
            batch = Batch(tx, is_shared=store.is_shared)
            for is_accepted, steps in commands:
                overlay = batch.begin()
                own = dict(model)
                for kind, number, value in steps:
                    if kind == "put":
                        overlay.put(THING, wanted(number, value))
                        own[number] = wanted(number, value)
                    elif kind == "delete":
                        overlay.delete(THING, (1, number))
                        own.pop(number, None)
                    else:
                        overlay.remove(THING, (1, number))
                        own.pop(number, None)
                    seen = overlay.get(THING, (1, number))
                    assert (seen is None) == (number not in own)
                    red = {row.id: row for row in overlay.find(THING, "by_colour", (1, "RED"))}
                    assert without_revision(red) == {
                        n: row for n, row in own.items() if row.colour == "RED"
                    }
                if is_accepted:
                    batch.merge(overlay)
                    model = own
            batch.flush()
        with store.read() as reader:
            found = {row.id: row for colour in ("RED", "BLUE")
                     for row in reader.find(THING, "by_colour", 1, colour)}  # fmt: skip
        assert without_revision(found) == model


def test_the_revision_rises_with_every_put(store: Store) -> None:
    emptied(store)
    with store.write("all") as tx:
        batch = Batch(tx, is_shared=store.is_shared)
        overlay = batch.begin()
        overlay.put(THING, wanted(1, 0))
        batch.merge(overlay)
        batch.flush()
    with store.write("all") as tx:
        batch = Batch(tx, is_shared=store.is_shared)
        for value in (1, 2):
            overlay = batch.begin()
            assert overlay.put(THING, wanted(1, value)).revision == value
            batch.merge(overlay)
        batch.flush()

    with store.read() as reader:
        row = reader.get(THING, 1, 1)
    assert row is not None
    assert (row.revision, row.tries) == (2, 2)


def test_what_was_made_in_the_batch_is_not_asked_of_the_database(store: Store) -> None:
    emptied(store)
    with store.write("all") as tx:
        batch = Batch(tx, is_shared=store.is_shared)
        overlay = batch.begin()
        overlay.made(77)
        overlay.insert(THING, wanted(77, 0))
        batch.merge(overlay)

        assert batch.is_fresh(77)
        assert batch.begin().get(THING, (1, 77)) == wanted(77, 0)
