"""Boundary events."""

from datetime import timedelta

from dujiang.engine import events as ev
from dujiang.engine.commands import SetVariables, ThrowError
from dujiang.kernel.values import Variables, as_value
from tests.build import condition, error, escalation, message, process, signal, timer
from tests.engine.world import World, completed, facts_of, has_ended, incidents, waiting


def test_interrupting_timer_takes_the_task_away() -> None:
    build = process().start().user("approve").end("end")
    build.boundary("late", "approve", timer("PT48H")).user("superior").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.advance(timedelta(hours=48))

    assert waiting(instance) == ["superior"]
    assert [f.element_id for f in facts_of(instance, ev.UserTaskCancelled)] == ["approve"]


def test_timer_is_cancelled_with_its_task() -> None:
    build = process().start().user("approve").end("end")
    build.boundary("late", "approve", timer("PT48H")).user("superior").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.complete(instance, "approve")
    world.advance(timedelta(days=9))

    assert has_ended(instance)
    assert len(facts_of(instance, ev.TimerCancelled)) == 1


def test_non_interrupting_cycle_fires_beside_the_task_as_often_as_it_says() -> None:
    build = process().start().user("approve").end("end")
    build.boundary("remind", "approve", timer(cycle="R3/PT1H"), interrupts=False)
    build.task("reminded").end("told")
    world = World(build.program())
    instance = world.start("process")

    world.advance(timedelta(days=1))

    assert completed(instance).count("reminded") == 3
    assert waiting(instance) == ["approve"]


def test_error_goes_to_the_event_with_its_code() -> None:
    build = process().start().service("call").end("end")
    build.boundary("any", "call", error()).user("whatever").to("end")
    build.boundary("budget", "call", error("BUDGET")).user("ask_more").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.submit(instance, ThrowError(world.key_of(instance, "call"), "BUDGET", at=world.now))

    assert waiting(instance) == ["ask_more"]


def test_error_in_a_subprocess_is_caught_at_its_border() -> None:
    build = process().start()
    build.sub("inside", lambda b: b.start("s").task("t").end_with("fails", error("E1")))
    build.end("end")
    build.boundary("caught", "inside", error("E1")).user("repair").to("end")
    world = World(build.program())

    instance = world.start("process")

    assert waiting(instance) == ["repair"]
    assert "inside" not in completed(instance)


def test_error_that_nobody_catches_is_an_incident() -> None:
    build = process().start().end_with("fails", error("E1"))
    world = World(build.program())

    instance = world.start("process")

    assert incidents(instance) == ["engine.error.not_caught"]


def test_escalation_does_not_interrupt_unless_the_event_says_so() -> None:
    build = process().start()
    build.sub(
        "inside", lambda b: b.start("s").throw("tells", escalation("UP")).user("goes_on").end("e")
    )
    build.end("end")
    build.boundary("told", "inside", escalation("UP"), interrupts=False).user("boss").to("end")
    world = World(build.program())

    instance = world.start("process")

    assert waiting(instance) == ["boss", "goes_on", "inside"]


def test_condition_that_is_true_at_once_interrupts_before_the_work_begins() -> None:
    build = process().start().user("work").end("end")
    build.boundary("changed", "work", condition("urgent")).task("hurry").to("end")
    world = World(build.program())

    instance = world.start("process", {"urgent": True})

    assert "hurry" in completed(instance)
    assert facts_of(instance, ev.UserTaskCreated) == []


def test_condition_triggers_when_a_variable_makes_it_true() -> None:
    build = process().start().user("work").end("end")
    build.boundary("changed", "work", condition("urgent"), interrupts=False).task("hurry").end("e2")
    world = World(build.program())
    instance = world.start("process", {"urgent": False})

    for urgent in (True, True, False, True):
        named = Variables({"urgent": as_value(urgent)})
        world.submit(instance, SetVariables(0, named, at=world.now))

    assert completed(instance).count("hurry") == 2


def test_message_brings_its_payload_to_the_process() -> None:
    build = process().start().user("work").end("end")
    build.boundary("news", "work", message("news", "number")).user("read").to("end")
    world = World(build.program())
    instance = world.start("process", {"number": 7})

    world.throw_message("news", "7", text="hello")

    assert instance.state is not None
    assert instance.state.variables["text"] == "hello"
    assert waiting(instance) == ["read"]


def test_signal_is_heard_by_every_instance() -> None:
    build = process().start().user("work").end("end")
    build.boundary("stop", "work", signal("stop")).user("stopped").to("end")
    world = World(build.program())
    first, second = world.start("process"), world.start("process")

    world.throw_signal("stop")

    assert waiting(first) == waiting(second) == ["stopped"]


def test_parallel_multiple_event_waits_for_all_its_definitions() -> None:
    build = process().start().user("work").end("end")
    build.boundary("both", "work", signal("one"), timer("PT1H"), parallelMultiple="true")
    build.user("after").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.throw_signal("one")
    assert waiting(instance) == ["work"]
    world.advance(timedelta(hours=1))

    assert waiting(instance) == ["after"]
