"""Exclusive gateway."""

from tests.build import process
from tests.engine.world import World, completed, has_ended, incidents, waiting

LIMIT = (
    process("limit")
    .start()
    .xor("choice")
    .when("days > 3")
    .user("manager")
    .end("end")
    .at("choice")
    .when("days > 1")
    .user("head")
    .to("end")
)


def test_first_true_condition_wins() -> None:
    world = World(LIMIT.program())

    instance = world.start("limit", {"days": 5})

    assert waiting(instance) == ["manager"]


def test_no_true_condition_and_no_default_is_an_incident() -> None:
    world = World(LIMIT.program())

    instance = world.start("limit", {"days": 1})

    assert waiting(instance) == ["choice"]
    assert incidents(instance) == ["engine.flow.none_true"]


def test_default_is_taken_when_no_condition_is_true() -> None:
    build = process().start().xor("choice").when("days > 3").user("manager").end("end")
    build.at("choice").otherwise().to("end")
    world = World(build.program())

    instance = world.start("process", {"days": 2})

    assert has_ended(instance)
    assert "manager" not in completed(instance)


def test_condition_without_truth_value_is_an_incident_even_beside_a_default() -> None:
    build = process().start().xor("choice").when("days > 3").user("manager").end("end")
    build.at("choice").otherwise().to("end")
    world = World(build.program())

    instance = world.start("process", {"days": "many"})

    assert incidents(instance)[0] in ("engine.expression.failed", "engine.condition.not_boolean")


def test_every_token_passes_a_merge_by_itself() -> None:
    build = process().start().all_("fork").task("a").xor("merge").task("after").end()
    build.at("fork").task("b").to("merge")
    world = World(build.program())

    instance = world.start("process")

    assert completed(instance).count("after") == 2
    assert has_ended(instance)
