"""Multi-instance activities and loops."""

import pytest

from dujiang.engine import Accepted
from dujiang.engine import events as ev
from dujiang.engine.commands import CompleteUserTask
from dujiang.kernel.values import Variables, as_value
from tests.build import Build, error, process, signal
from tests.engine.world import World, completed, facts_of, has_ended, incidents, waiting


def reviews(**options: object) -> World:
    build = process().start().user("review").user("after").end()
    build.each("review", "= people", element="person", output="answers",
               output_element="= answer", **options)  # type: ignore[arg-type]  # fmt: skip
    return World(build.program())


def test_parallel_turns_are_open_at_the_same_time_each_with_its_item() -> None:
    world = reviews()

    instance = world.start("process", {"people": ["ann", "bob", "cy"]})

    assert instance.state is not None
    turns = [s for s in instance.state.scopes.values() if s.kind == "inner"]
    assert [turn.variables["person"] for turn in turns] == ["ann", "bob", "cy"]
    assert len(facts_of(instance, ev.UserTaskCreated)) == 3


def test_sequential_turns_follow_each_other() -> None:
    world = reviews(sequential=True)
    instance = world.start("process", {"people": ["ann", "bob"]})
    assert len(facts_of(instance, ev.UserTaskCreated)) == 1

    complete_newest(world, instance, "yes")
    complete_newest(world, instance, "no")

    assert waiting(instance) == ["after"]
    assert instance.state is not None
    assert instance.state.variables["answers"] == ["yes", "no"]


def complete_newest(world: World, instance, answer: str) -> None:
    assert instance.state is not None
    key = max(s.key for s in instance.state.scopes.values() if s.kind == "inner")
    named = Variables({"answer": as_value(answer)})
    assert isinstance(world.submit(instance, CompleteUserTask(key, named, at=world.now)), Accepted)


def test_results_keep_the_order_of_the_items() -> None:
    world = reviews()
    build_answers = {"ann": "a", "bob": "b", "cy": "c"}
    instance = world.start("process", {"people": list(build_answers), "answer": None})
    assert instance.state is not None
    turns = {
        s.variables["person"]: s.key for s in instance.state.scopes.values() if s.kind == "inner"
    }

    for person in ("cy", "ann", "bob"):
        named = Variables({"answer": build_answers[person]})
        world.submit(instance, CompleteUserTask(turns[person], named, at=world.now))

    assert instance.state.variables["answers"] == ["a", "b", "c"]


def test_completion_condition_ends_the_turns_that_are_left() -> None:
    world = reviews(until="numberOfCompletedInstances >= 2")
    instance = world.start("process", {"people": ["ann", "bob", "cy", "di"]})

    complete_newest(world, instance, "yes")
    complete_newest(world, instance, "yes")

    assert waiting(instance) == ["after"]
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 2


def test_an_empty_collection_is_passed() -> None:
    world = reviews()

    instance = world.start("process", {"people": []})

    assert waiting(instance) == ["after"]
    assert instance.state is not None
    assert instance.state.variables["answers"] == []


def test_a_collection_that_is_no_list_is_an_incident_and_can_be_retried() -> None:
    from dujiang.engine.commands import ResolveIncident, SetVariables

    world = reviews()
    instance = world.start("process", {"people": "ann"})
    assert incidents(instance) == ["engine.loop.not_a_list"]

    world.submit(instance, SetVariables(0, Variables({"people": ["ann"]}), at=world.now))
    world.submit(instance, ResolveIncident(world.key_of(instance, "review"), at=world.now))

    assert incidents(instance) == []
    assert len(facts_of(instance, ev.UserTaskCreated)) == 1


def test_boundary_event_interrupts_all_turns() -> None:
    build = process().start().user("review").user("after").end("end")
    build.each("review", count="3")
    build.boundary("stop", "review", signal("stop")).user("stopped").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.throw_signal("stop")

    assert waiting(instance) == ["stopped"]


def test_error_in_one_turn_ends_the_whole_activity() -> None:
    build = process().start()
    build.sub("each", lambda b: b.start("s").user("work").end_with("fails", error("E")))
    build.end("end")
    build.each("each", count="3")
    build.boundary("caught", "each", error("E")).user("repair").to("end")
    world = World(build.program())
    instance = world.start("process")

    world.complete(instance, "work")

    assert waiting(instance) == ["repair"]


def test_nested_multi_instance() -> None:
    def inside(b: Build) -> None:
        b.start("s").user("cell").end("e")
        b.each("cell", "= row", element="value")

    build = process().start().sub("row_loop", inside).end()
    build.each("row_loop", "= rows", element="row")
    world = World(build.program())
    instance = world.start("process", {"rows": [[1, 2], [3], []]})

    assert len(facts_of(instance, ev.UserTaskCreated)) == 3
    for _ in range(3):
        assert instance.state is not None
        key = max(k for k, s in instance.state.scopes.items() if s.kind == "inner"
                  and s.element_id == "cell")  # fmt: skip
        world.submit(instance, CompleteUserTask(key, at=world.now))

    assert has_ended(instance)


def test_standard_loop_tests_after_each_turn() -> None:
    build = process().start().script("count", "n + 1", "n").end()
    build.loop("count", "n < 5")
    world = World(build.program())

    instance = world.start("process", {"n": 0})

    assert instance.state is not None
    assert instance.state.variables["n"] == 5


def test_standard_loop_stops_at_its_maximum() -> None:
    build = process().start().script("count", "n + 1", "n").end()
    build.loop("count", "true", loopMaximum="3")
    world = World(build.program())

    instance = world.start("process", {"n": 0})

    assert instance.state is not None
    assert instance.state.variables["n"] == 3


def test_standard_loop_that_tests_before_may_do_nothing() -> None:
    build = process().start().script("count", "n + 1", "n").end()
    build.loop("count", "n < 0", testBefore="true")
    world = World(build.program())

    instance = world.start("process", {"n": 0})

    assert has_ended(instance)
    assert completed(instance).count("count") == 1


@pytest.mark.parametrize("count", ["-1", "1.5", '"x"'])
def test_a_number_of_turns_that_makes_no_sense_is_an_incident(count: str) -> None:
    build = process().start().task("work").end()
    build.each("work", count=count)

    instance = World(build.program()).start("process")

    assert incidents(instance) == ["engine.loop.not_a_count"]


def test_a_thousand_sequential_turns_do_not_nest_calls() -> None:
    build = process().start().task("work").end()
    build.each("work", count="1000", sequential=True)

    instance = World(build.program()).start("process")

    assert has_ended(instance)
