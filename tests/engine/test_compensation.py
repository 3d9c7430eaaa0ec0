"""Compensation and transactions."""

from tests.build import Build, cancel, compensate, error, process
from tests.engine.world import World, completed, has_ended, incidents, waiting


def booked() -> Build:
    """flight, hotel, both can be undone."""
    build = process().start().task("flight").task("hotel")
    return build.handler("flight", "undo_flight").handler("hotel", "undo_hotel")


def test_completed_activities_are_undone_newest_first_one_after_another() -> None:
    world = World(booked().at("hotel").throw("undo", compensate()).end().program())
    instance = world.start("process")

    assert waiting(instance) == ["undo", "undo_hotel"]
    world.complete(instance, "undo_hotel")
    assert waiting(instance) == ["undo", "undo_flight"]
    world.complete(instance, "undo_flight")

    assert has_ended(instance)


def test_one_activity_can_be_undone_alone() -> None:
    world = World(booked().at("hotel").throw("undo", compensate("flight")).end().program())
    instance = world.start("process")

    assert waiting(instance) == ["undo", "undo_flight"]


def test_an_activity_that_did_not_complete_is_not_undone() -> None:
    build = process().start().all_("fork").user("slow").end("e1").handler("slow", "undo_slow")
    build.at("fork").throw("undo", compensate()).end("e2")
    world = World(build.program())

    instance = world.start("process")

    assert waiting(instance) == ["slow"]


def test_what_was_undone_is_not_undone_again() -> None:
    build = process().start().task("flight").handler("flight", "undo_flight", kind="task")
    build.throw("once", compensate()).throw("twice", compensate()).end()
    world = World(build.program())

    instance = world.start("process")

    assert completed(instance).count("undo_flight") == 1
    assert has_ended(instance)


def test_handler_sees_the_variables_of_the_subprocess_as_they_were() -> None:
    def inside(b: Build) -> None:
        b.start("s").task("flight").end("e")
        b.handler("flight", "undo_flight")

    build = process().start().sub("trip", inside).throw("undo", compensate()).end()
    build.input("trip", "seat", "= 'x'".replace("'", '"'))
    world = World(build.program())
    instance = world.start("process")

    world.complete(instance, "undo_flight", seat="free")

    assert instance.state is not None
    assert "seat" not in instance.state.variables
    assert has_ended(instance)


def test_every_turn_of_a_loop_is_undone_with_its_own_item() -> None:
    build = process().start().task("book").handler("book", "undo_book")
    build.each("book", "= trips", element="trip")
    build.throw("undo", compensate()).end()
    world = World(build.program())
    instance = world.start("process", {"trips": ["a", "b"]})

    seen = []
    for _ in range(2):
        key = world.key_of(instance, "undo_book")
        assert instance.state is not None
        seen.append(instance.state.scopes[instance.state.where[key]].variables["trip"])
        world.complete(instance, "undo_book")

    assert seen == ["b", "a"]
    assert has_ended(instance)


def test_event_subprocess_compensates_its_subprocess() -> None:
    def inside(b: Build) -> None:
        b.start("s").task("flight").end("e")
        b.event_sub("undoing", lambda c: c.start_with("on", compensate()).user("call").end("x"))

    world = World(process().start().sub("trip", inside).throw("undo", compensate()).end().program())
    instance = world.start("process")

    assert "call" in waiting(instance)
    world.complete(instance, "call")

    assert has_ended(instance)


def transaction() -> World:
    def inside(b: Build) -> None:
        b.start("s").task("flight").handler("flight", "undo_flight").user("check")
        b.xor("fine").when("ok = true").end("kept")
        b.at("fine").otherwise().end_with("cancelled", cancel())

    build = process().start().sub("trip", inside, kind="transaction").user("travel").end("end")
    build.boundary("called_off", "trip", cancel()).user("stay_home").to("end")
    return World(build.program())


def test_cancelled_transaction_undoes_everything_and_leaves_by_its_cancel_event() -> None:
    world = transaction()
    instance = world.start("process")

    world.complete(instance, "check", ok=False)
    assert "undo_flight" in waiting(instance)
    world.complete(instance, "undo_flight")

    assert waiting(instance) == ["stay_home"]


def test_transaction_that_is_not_cancelled_goes_on() -> None:
    world = transaction()
    instance = world.start("process")

    world.complete(instance, "check", ok=True)

    assert waiting(instance) == ["travel"]


def test_transaction_without_cancel_event_ends_in_an_incident() -> None:
    def inside(b: Build) -> None:
        b.start("s").task("t").end_with("cancelled", cancel())

    world = World(process().start().sub("trip", inside, kind="transaction").end().program())

    instance = world.start("process")

    assert incidents(instance) == ["engine.cancel.not_caught"]


def test_error_handler_in_an_event_subprocess_may_undo_its_scope() -> None:
    def inside(b: Build) -> None:
        b.start("s").task("flight").handler("flight", "undo_flight", kind="task")
        b.task("t").end_with("fails", error("E"))
        b.event_sub(
            "repair",
            lambda c: c.start_with("on", error("E")).throw("undo", compensate()).end("x"),
        )

    world = World(process().start().sub("trip", inside).end().program())

    instance = world.start("process")

    assert "undo_flight" in completed(instance)
    assert has_ended(instance)
