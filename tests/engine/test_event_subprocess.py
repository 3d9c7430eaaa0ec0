"""Event subprocesses."""

from datetime import timedelta

from tests.build import error, message, process, signal, timer
from tests.engine.world import World, completed, has_ended, waiting


def test_interrupting_one_ends_the_rest_of_its_scope() -> None:
    build = process().start().user("work").end()
    build.event_sub("stop", lambda b: b.start_with("on", message("stop")).user("clean_up").end("e"))
    world = World(build.program())
    instance = world.start("process")

    world.throw_message("stop")

    assert waiting(instance) == ["clean_up", "stop"]
    world.complete(instance, "clean_up")
    assert has_ended(instance)


def test_non_interrupting_one_runs_beside_and_can_run_again() -> None:
    build = process().start().user("work").end()
    build.event_sub(
        "note",
        lambda b: b.start_with("on", message("note"), isInterrupting="false").user("read").end("e"),
    )
    world = World(build.program())
    instance = world.start("process")

    world.throw_message("note")
    world.throw_message("note")

    assert waiting(instance) == ["note", "note", "read", "read", "work"]


def test_scope_ends_only_when_its_event_subprocess_has_ended() -> None:
    build = process().start().user("work").end()
    build.event_sub(
        "note",
        lambda b: b.start_with("on", message("note"), isInterrupting="false").user("read").end("e"),
    )
    world = World(build.program())
    instance = world.start("process")
    world.throw_message("note")

    world.complete(instance, "work")
    assert not has_ended(instance)
    world.complete(instance, "read")

    assert has_ended(instance)


def test_error_in_the_scope_starts_the_handler_and_the_outer_flow_goes_on() -> None:
    def inside(b):
        b.start("s").task("t").end_with("fails", error("E1"))
        b.event_sub("handler", lambda c: c.start_with("on", error("E1")).task("repair").end("h"))

    build = process().start().sub("scope", inside).task("after").end()
    world = World(build.program())

    instance = world.start("process")

    assert has_ended(instance)
    assert completed(instance)[-4:] == ["handler", "scope", "after", "end"]


def test_timer_of_a_subprocess_ends_with_it() -> None:
    def inside(b):
        b.start("s").user("work").end("e")
        b.event_sub("late", lambda c: c.start_with("on", timer("PT1H")).task("tell").end("h"))

    world = World(process().start().sub("scope", inside).user("after").end().program())
    instance = world.start("process")

    world.complete(instance, "work")
    world.advance(timedelta(hours=2))

    assert waiting(instance) == ["after"]
    assert "tell" not in completed(instance)


def test_nested_event_subprocess_catches_first() -> None:
    def inside(b):
        b.start("s").user("work").end("e")
        b.event_sub("inner", lambda c: c.start_with("on", signal("x")).task("near").end("h"))

    build = process().start().sub("scope", inside).end()
    build.event_sub(
        "outer",
        lambda c: c.start_with("o", signal("x"), isInterrupting="false").task("far").end("f"),
    )
    world = World(build.program())
    instance = world.start("process")

    world.throw_signal("x")

    assert {"near", "far"} <= set(completed(instance))
    assert has_ended(instance)
