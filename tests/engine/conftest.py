"""Every history of every test is replayed at its end: facts folded, commands carried out again."""

from collections.abc import Iterator

import pytest

from dujiang.engine import apply_all
from tests.engine.world import World


@pytest.fixture(autouse=True)
def histories_replay() -> Iterator[None]:
    """Both ways of replaying give the state that the instance has (SPEC E2)."""
    World.made.clear()
    yield
    for world in World.made:
        for instance in world.instances:
            if instance.state is not None:
                assert apply_all(None, instance.facts) == instance.state
                assert instance.replayed() == instance.state
