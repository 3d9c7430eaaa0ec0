"""Parallel gateway."""

from tests.build import process
from tests.engine.world import World, completed, has_ended, waiting


def fork_join():
    """legal and finance side by side, then sign."""
    build = process().start().all_("fork").user("legal").all_("join").user("sign").end()
    build.at("fork").user("finance").to("join")
    return World(build.program())


def test_join_waits_for_every_incoming_flow() -> None:
    world = fork_join()
    instance = world.start("process")

    world.complete(instance, "legal")

    assert waiting(instance) == ["finance"]


def test_join_goes_on_when_the_last_token_has_come() -> None:
    world = fork_join()
    instance = world.start("process")
    world.complete(instance, "legal")

    world.complete(instance, "finance")

    assert waiting(instance) == ["sign"]
    assert completed(instance).count("join") == 1


def test_surplus_tokens_wait_for_the_next_round() -> None:
    build = process().start().all_("fork").xor("merge").all_("join").task("after").end()
    build.at("fork").to("merge")
    build.at("fork").user("late").to("join")
    world = World(build.program())

    instance = world.start("process")
    world.complete(instance, "late")

    assert completed(instance).count("after") == 1
    assert not has_ended(instance)


def test_lineage_names_both_branches() -> None:
    world = fork_join()
    instance = world.start("process")
    keys = {world.key_of(instance, "legal"), world.key_of(instance, "finance")}
    world.complete(instance, "legal")
    world.complete(instance, "finance")

    join = next(f for f in instance.facts if getattr(f, "element_id", "") == "join")

    assert set(join.from_keys) == keys
