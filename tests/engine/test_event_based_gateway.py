"""Event-based gateway."""

from datetime import timedelta

from dujiang.engine import events as ev
from tests.build import message, process, timer
from tests.engine.world import World, completed, facts_of, has_ended, waiting


def answer_or_deadline() -> World:
    build = process().start().first("wait").catch("answer", message("answer", "number"))
    build.task("answered").end("end")
    build.at("wait").catch("deadline", timer("PT48H")).task("too_late").to("end")
    return World(build.program())


def test_first_event_decides_and_the_others_are_closed() -> None:
    world = answer_or_deadline()
    instance = world.start("process", {"number": "7"})

    world.throw_message("answer", "7")

    assert "answered" in completed(instance)
    assert "too_late" not in completed(instance)
    assert has_ended(instance)
    assert facts_of(instance, ev.TimerCancelled)


def test_deadline_decides_when_nothing_comes() -> None:
    world = answer_or_deadline()
    instance = world.start("process", {"number": "7"})

    world.advance(timedelta(hours=47))
    assert waiting(instance) == ["wait"]
    world.advance(timedelta(hours=2))

    assert "too_late" in completed(instance)
    assert has_ended(instance)


def test_a_message_for_another_key_is_not_for_us() -> None:
    world = answer_or_deadline()
    instance = world.start("process", {"number": "7"})

    world.throw_message("answer", "8")

    assert waiting(instance) == ["wait"]


def instantiating(kind: str) -> World:
    build = process().add("eventBasedGateway", "begin", instantiate="true", eventGatewayType=kind)
    build.catch("order", message("order")).task("ordered").all_("both").end("end")
    build.at("begin").catch("payment", message("payment")).task("paid").to("both")
    return World(build.program())


def test_parallel_instantiating_gateway_waits_for_all_its_events() -> None:
    world = instantiating("Parallel")

    world.throw_message("payment")
    (instance,) = world.instances
    assert waiting(instance) == ["begin"]
    world.throw_message("order")

    assert len(world.instances) == 1
    assert has_ended(instance)


def test_exclusive_instantiating_gateway_starts_an_instance_per_event() -> None:
    world = instantiating("Exclusive")

    world.throw_message("payment")
    world.throw_message("order")

    assert len(world.instances) == 2
