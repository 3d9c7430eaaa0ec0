"""Nodes tell each other what has changed: hints that arrive soon, or not at all."""

from collections.abc import Iterator, Sequence
from threading import Event

import pytest

from dujiang.store import EVERYTHING, Notices, Store
from tests.databases import DATABASES, fresh_store

PATIENCE_S = 20


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with fresh_store(request.param, ()) as fresh:
        yield fresh


class Ear:
    """Remembers what was heard."""

    def __init__(self) -> None:
        self.topics: set[str] = set()
        self._changed = Event()

    def hear(self, topics: Sequence[str]) -> None:
        self.topics.update(topics)
        self._changed.set()

    def wait_for(self, topic: str) -> bool:
        for _ in range(PATIENCE_S * 10):
            if topic in self.topics:
                return True
            self._changed.wait(0.1)
            self._changed.clear()
        return False


@pytest.fixture
def nodes(store: Store) -> Iterator[tuple[Notices, Ear, Notices, Ear]]:
    if not store.is_shared:
        pytest.skip("SQLite has one process: nobody to tell")
    ears = Ear(), Ear()
    one, two = store.notices("one"), store.notices("two")
    one.start(ears[0].hear)
    two.start(ears[1].hear)
    assert ears[0].wait_for(EVERYTHING)
    assert ears[1].wait_for(EVERYTHING)
    yield one, ears[0], two, ears[1]
    one.stop()
    two.stop()


def test_other_nodes_hear_what_one_tells(nodes: tuple[Notices, Ear, Notices, Ear]) -> None:
    one, own_ear, _, other_ear = nodes

    one.tell(["items:7", "instance:9"])

    assert other_ear.wait_for("items:7")
    assert other_ear.wait_for("instance:9")
    assert "items:7" not in own_ear.topics


def test_too_much_at_once_is_told_as_everything(
    nodes: tuple[Notices, Ear, Notices, Ear],
) -> None:
    one, _, _, ear = nodes
    ear.topics.clear()

    one.tell([f"instance:{number}" for number in range(2_000)])

    assert ear.wait_for(EVERYTHING)


def test_telling_never_fails_without_a_listener(store: Store) -> None:
    notices = store.notices("alone")

    notices.tell(["items:7"])
    notices.start(lambda topics: None)
    notices.stop()
