"""Complex gateway."""

from tests.build import process
from tests.engine.world import World, completed, has_ended, waiting


def two_of_three() -> World:
    build = process().start().all_("fork").user("a").complex_("quorum", "activationCount >= 2")
    build.user("after").end()
    build.at("fork").user("b").to("quorum")
    build.at("fork").user("c").to("quorum")
    return World(build.program())


def test_goes_on_as_soon_as_its_condition_is_true() -> None:
    world = two_of_three()
    instance = world.start("process")
    world.complete(instance, "a")
    assert "after" not in waiting(instance)

    world.complete(instance, "c")

    assert waiting(instance) == ["after", "b"]


def test_late_tokens_are_swallowed_by_the_reset() -> None:
    world = two_of_three()
    instance = world.start("process")
    for name in ("a", "c", "b", "after"):
        world.complete(instance, name)

    assert completed(instance).count("quorum") == 1
    assert has_ended(instance)


def test_is_ready_again_after_the_reset() -> None:
    build = process().start().xor("again").all_("fork").user("a")
    build.complex_("one", "activationCount >= 1").user("after").xor("more")
    build.when("rounds > 1").script("count", "rounds - 1", "rounds").to("again")
    build.at("more").otherwise().end("end")
    build.at("fork").user("b").to("one")
    world = World(build.program())
    instance = world.start("process", {"rounds": 2})

    for name in ("a", "b", "after", "b", "a", "after"):
        world.complete(instance, name)

    assert completed(instance).count("one") == 2
    assert has_ended(instance)
