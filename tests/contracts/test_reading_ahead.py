"""Reading ahead answers what the database would, on both, in one statement a table."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from dujiang.store import Changes, ReadAhead, Store
from tests.databases import DATABASES, fresh_store
from tests.store.things import TABLES, THING, ThingRow

THINGS = [
    ThingRow(id=1, name="a"),
    ThingRow(id=2, name="b", colour="BLUE"),
    ThingRow(id=3, name="c", shard=2),
    ThingRow(id=4, name="d", shard=2, colour="BLUE"),
]


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, TABLES) as fresh:
        with fresh.write("all") as tx:
            tx.write([Changes(THING, inserts=THINGS)])
        yield fresh


@pytest.fixture
def statements() -> Iterator[list[str]]:
    told: list[str] = []

    def tell(connection: object, cursor: object, text: str, *_: object) -> None:
        told.append(text)

    event.listen(Engine, "before_cursor_execute", tell)
    yield told
    event.remove(Engine, "before_cursor_execute", tell)


def test_what_was_read_ahead_is_not_asked_again(store: Store, statements: list[str]) -> None:
    with store.read() as reader:
        ahead = ReadAhead(reader)
        ahead.gather(THING, [(1, 1), (2, 3), (2, 99)])
        ahead.gather(THING, [(1, "BLUE"), (2, "RED")], index="by_colour")
        before = len(statements)

        assert [ahead.get(THING, 1, 1), ahead.get(THING, 2, 3)] == [THINGS[0], THINGS[2]]
        assert ahead.get(THING, 2, 99) is None
        assert ahead.find(THING, "by_colour", 1, "BLUE") == [THINGS[1]]
        assert ahead.find(THING, "by_colour", 2, "RED") == [THINGS[2]]

    assert len(statements) == before


def test_what_was_not_read_ahead_is_asked_as_ever(store: Store) -> None:
    with store.read() as reader:
        ahead = ReadAhead(reader)
        assert ahead.gather(THING, []) == []
        ahead.gather(THING, [(1, 1), (2, 3)])

        assert ahead.gathered(THING, "", 1, 2) is None
        assert ahead.get(THING, 1, 2) == THINGS[1]
        assert ahead.find(THING, "by_colour", 2, "BLUE") == [THINGS[3]]
