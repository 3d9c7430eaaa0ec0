"""Inclusive gateway."""

import pytest

from tests.build import process
from tests.engine.world import World, completed, has_ended, incidents, waiting


def review() -> World:
    """Up to three reviews, joined."""
    build = process().start().some("split")
    for name in ("tax", "legal", "risk"):
        build.at("split").when(f"{name} = true").user(name)
        build.to("join") if name != "tax" else build.some("join")
    build.at("join").user("after").end()
    return World(build.program())


@pytest.mark.parametrize("chosen", [["tax"], ["tax", "risk"], ["tax", "legal", "risk"]])
def test_join_waits_for_the_chosen_branches_only(chosen: list[str]) -> None:
    world = review()
    instance = world.start("process", {n: n in chosen for n in ("tax", "legal", "risk")})

    for name in chosen:
        assert "after" not in waiting(instance)
        world.complete(instance, name)

    assert waiting(instance) == ["after"]
    assert completed(instance).count("join") == 1


def test_no_true_condition_and_no_default_is_an_incident() -> None:
    world = review()

    instance = world.start("process", {"tax": False, "legal": False, "risk": False})

    assert incidents(instance) == ["engine.flow.none_true"]


def test_join_goes_on_when_a_branch_ends_elsewhere() -> None:
    build = process().start().some("split").when("true").user("a").some("join").task("after").end()
    build.at("split").when("true").user("b").xor("drop").when("stop = true").end("dropped")
    build.at("drop").otherwise().to("join")
    world = World(build.program())
    instance = world.start("process", {"stop": True})
    world.complete(instance, "a")
    assert "after" not in completed(instance)

    world.complete(instance, "b")

    assert completed(instance).count("after") == 1
    assert has_ended(instance)


def test_join_inside_a_loop_waits_for_the_branch_that_goes_round() -> None:
    build = process().start().xor("again").some("split").when("true").user("a").some("join")
    build.xor("more").when("rounds > 1").script("count", "rounds - 1", "rounds").to("again")
    build.at("more").otherwise().end("end")
    build.at("split").when("rounds > 1").user("b").to("join")
    world = World(build.program())
    instance = world.start("process", {"rounds": 2})

    world.complete(instance, "a")
    assert waiting(instance) == ["b"]
    world.complete(instance, "b")
    world.complete(instance, "a")

    assert has_ended(instance)
    assert completed(instance).count("join") == 2
