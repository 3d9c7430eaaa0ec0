"""Operator's commands: move, modify, incidents, suspend, cancel, variables, ad-hoc, migration."""

import pytest

from dujiang.engine import (
    Accepted,
    Program,
    Rejected,
    plan_migration,
    propose_mapping,
    renamed,
    step,
)
from dujiang.engine import commands as c
from dujiang.engine import events as ev
from dujiang.kernel.values import Variables, as_value
from tests.build import Build, process, signal, timer
from tests.engine.world import AT, World, completed, facts_of, has_ended, incidents, waiting


def leave() -> Build:
    build = process("leave").start().user("apply").user("manager").xor("many")
    return build.when("days > 3").user("boss").end("end").at("many").otherwise().to("end")


def test_return_to_the_start_step_is_a_move() -> None:
    world = World(leave().program())
    instance = world.start("leave", {"days": 5})
    world.complete(instance, "apply")
    key = world.key_of(instance, "manager")

    outcome = world.submit(instance, c.Move((key,), ("apply",), at=world.now))

    assert isinstance(outcome, Accepted)
    assert waiting(instance) == ["apply"]
    activated = facts_of(instance, ev.ElementActivated)[-1]
    assert activated.from_keys == (key,)


def test_move_of_something_that_is_gone_is_rejected_and_changes_nothing() -> None:
    world = World(leave().program())
    instance = world.start("leave", {"days": 5})
    before = instance.state

    outcome = world.submit(instance, c.Move((99,), ("manager",), at=world.now))

    assert outcome == Rejected("engine.move.not_active", {"key": 99})
    assert instance.state is before


def nested() -> Build:
    def inside(b: Build) -> None:
        b.start("s").user("one").user("two").end("e")

    build = process().start().user("first").sub("sub", inside).user("last").end()
    return build.boundary("late", "sub", timer("PT1H")).user("reminded").end("e2")


def test_move_into_a_subprocess_enters_it_with_its_boundary_events() -> None:
    world = World(nested().program())
    instance = world.start("process")

    world.submit(instance, c.Move((world.key_of(instance, "first"),), ("two",), at=world.now))

    assert waiting(instance) == ["sub", "two"]
    assert len(facts_of(instance, ev.TimerScheduled)) == 1


def test_move_inside_a_subprocess_stays_in_it() -> None:
    world = World(nested().program())
    instance = world.start("process")
    world.complete(instance, "first")
    world.complete(instance, "one")
    scope = world.key_of(instance, "sub")

    world.submit(instance, c.Move((world.key_of(instance, "two"),), ("one",), at=world.now))

    assert waiting(instance) == ["one", "sub"]
    assert world.key_of(instance, "sub") == scope


def test_move_out_of_a_subprocess_ends_it_without_going_on_behind_it() -> None:
    world = World(nested().program())
    instance = world.start("process")
    world.complete(instance, "first")

    world.submit(instance, c.Move((world.key_of(instance, "one"),), ("first",), at=world.now))

    assert waiting(instance) == ["first"]
    assert "last" not in [f.element_id for f in facts_of(instance, ev.ElementActivated)]


def loop() -> World:
    build = process().start().user("review").user("after").end()
    build.each("review", "= people", element="person")
    return World(build.program())


def test_a_turn_can_be_added_to_a_running_loop() -> None:
    world = loop()
    instance = world.start("process", {"people": ["a"]})
    body = world.key_of(instance, "review")

    more = c.Activation(element_id="review", scope_key=body, variables=Variables({"person": "b"}))
    world.submit(instance, c.Modify(activate=(more,), at=world.now))

    assert len(facts_of(instance, ev.UserTaskCreated)) == 2
    assert instance.state is not None
    assert instance.state.scopes[body].loop.total == 2  # type: ignore[union-attr]


def test_cancelling_the_last_turn_finishes_the_loop() -> None:
    world = loop()
    instance = world.start("process", {"people": ["a", "b"]})
    assert instance.state is not None
    turns = tuple(k for k, s in instance.state.scopes.items() if s.kind == "inner")

    world.submit(instance, c.Modify(turns, at=world.now))

    assert waiting(instance) == ["after"]


def test_a_token_that_waits_before_a_join_can_be_discarded() -> None:
    build = process().start().all_("fork").user("a").all_("join").user("after").end()
    build.at("fork").user("b").to("join")
    world = World(build.program())
    instance = world.start("process")
    world.complete(instance, "a")

    world.submit(
        instance,
        c.Modify(
            (world.key_of(instance, "b"),),
            ("a-join",),
            (c.Activation(element_id="after"),),
            at=world.now,
        ),
    )

    assert waiting(instance) == ["after"]
    world.complete(instance, "after")
    assert has_ended(instance)


def test_failed_job_is_an_incident_and_its_retry_a_new_job() -> None:
    world = World(process().start().service("call", path="/x").end().program())
    instance = world.start("process")
    key = world.key_of(instance, "call")

    world.submit(instance, c.FailJob(key, "connectors.http.timeout", at=world.now))
    assert incidents(instance) == ["connectors.http.timeout"]
    world.submit(instance, c.ResolveIncident(key, at=world.now))

    assert incidents(instance) == []
    assert len(facts_of(instance, ev.JobCreated)) == 2
    world.submit(instance, c.CompleteJob(key, at=world.now))
    assert has_ended(instance)


def test_failing_script_is_retried_after_a_fix() -> None:
    build = process().start().script("sum", "a + b", "c").end()
    world = World(build.program())
    instance = world.start("process", {"a": 1, "b": "x"})
    assert incidents(instance) == ["engine.expression.failed"]

    world.submit(instance, c.SetVariables(0, Variables({"b": as_value(2)}), at=world.now))
    world.submit(instance, c.ResolveIncident(world.key_of(instance, "sum"), at=world.now))

    assert has_ended(instance)
    assert instance.state is not None
    assert instance.state.variables["c"] == 3


def test_failing_output_does_not_ask_people_again() -> None:
    build = process().start().user("work").xor("x").when("go > 1").end()
    world = World(build.program())
    instance = world.start("process")

    world.complete(instance, "work", go="x")

    assert waiting(instance) == ["x"]
    assert len(facts_of(instance, ev.UserTaskCreated)) == 1


def test_skipping_takes_work_as_done_and_takes_back_what_was_given_out() -> None:
    world = World(process().start().service("call", path="/x").user("after").end().program())
    instance = world.start("process")
    key = world.key_of(instance, "call")
    world.submit(instance, c.FailJob(key, "connectors.http.timeout", at=world.now))

    world.submit(instance, c.Skip(key, Variables({"order": "PO-1"}), at=world.now))

    assert waiting(instance) == ["after"]
    assert incidents(instance) == []
    assert len(facts_of(instance, ev.JobCancelled)) == 1
    assert instance.state is not None
    assert instance.state.variables["order"] == "PO-1"


def test_skipping_a_loop_ends_its_turns_and_goes_on_behind_it() -> None:
    world = loop()
    instance = world.start("process", {"people": ["a", "b"]})

    world.submit(instance, c.Skip(world.key_of(instance, "review"), at=world.now))

    assert waiting(instance) == ["after"]
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 2


def test_skipping_a_subprocess_ends_what_is_in_it() -> None:
    world = World(nested().program())
    instance = world.start("process")
    world.complete(instance, "first")

    world.submit(instance, c.Skip(world.key_of(instance, "sub"), at=world.now))

    assert waiting(instance) == ["last"]


def test_a_gateway_cannot_be_skipped() -> None:
    world = World(process().start().xor("choose").when("a > 1").user("one").end().program())
    instance = world.start("process", {"a": 0})
    key = world.key_of(instance, "choose")

    outcome = world.submit(instance, c.Skip(key, at=world.now))

    assert outcome == Rejected("engine.skip.not_possible", {"key": key})


def test_suspended_instance_rejects_everything_until_it_is_resumed() -> None:
    world = World(leave().program())
    instance = world.start("leave")
    world.submit(instance, c.Suspend(at=world.now))
    key = world.key_of(instance, "apply")

    outcome = world.submit(instance, c.CompleteUserTask(key, at=world.now))
    assert outcome == Rejected("engine.instance.suspended")
    world.submit(instance, c.Resume(at=world.now))
    world.complete(instance, "apply")

    assert waiting(instance) == ["manager"]


def test_cancelling_ends_everything_and_keeps_the_variables() -> None:
    world = World(leave().program())
    instance = world.start("leave", {"days": 5})

    world.submit(instance, c.CancelInstance("withdrawn", "ill", at=world.now))

    assert instance.state is not None
    assert instance.state.status == "cancelled"
    assert instance.state.variables["days"] == 5
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 1


@pytest.mark.parametrize(
    "command",
    [
        c.CompleteUserTask(99, at=AT),
        c.CompleteJob(99, at=AT),
        c.FailJob(99, "x", at=AT),
        c.ThrowError(99, "x", at=AT),
        c.ThrowEscalation(99, "x", at=AT),
        c.CompleteCall(99, at=AT),
        c.TriggerTimer(99, at=AT),
        c.DeliverMessage(99, at=AT),
        c.DeliverSignal(99, at=AT),
        c.SetVariables(99, at=AT),
        c.ResolveIncident(99, at=AT),
        c.StartActivity(99, "x", at=AT),
        c.CompleteAdHoc(99, at=AT),
        c.Resume(at=AT),
        c.StartInstance(at=AT),
        c.Migrate("other", at=AT),
    ],
    ids=lambda command: type(command).__name__,
)
def test_command_for_something_that_is_not_there_is_rejected(command: c.Command) -> None:
    program = leave().program()
    started = step(program, None, c.StartInstance(at=AT))
    assert isinstance(started, Accepted)

    outcome = step(program, started.state, command)

    assert isinstance(outcome, Rejected)


def test_a_model_that_loops_without_waiting_is_an_incident() -> None:
    build = process().start().xor("again").task("spin").to("again")
    world = World(build.program())

    instance = world.start("process")

    assert incidents(instance) == ["engine.step.endless"]


def test_ad_hoc_activities_are_started_by_hand_in_any_order() -> None:
    def inside(b: Build) -> None:
        b.add("userTask", "a", connect=False).add("userTask", "b", connect=False)

    build = process().start().sub("free", inside, kind="adHocSubProcess").user("after").end()
    build.extend("free", "adHoc", manual="true")
    world = World(build.program())
    instance = world.start("process")
    key = world.key_of(instance, "free")
    assert waiting(instance) == ["free"]

    world.submit(instance, c.StartActivity(key, "b", at=world.now))
    world.submit(instance, c.StartActivity(key, "b", at=world.now))
    assert waiting(instance) == ["b", "b", "free"]
    world.complete(instance, "b")
    world.complete(instance, "b")
    world.submit(instance, c.CompleteAdHoc(key, at=world.now))

    assert waiting(instance) == ["after"]


def test_ad_hoc_ends_when_its_completion_condition_is_true() -> None:
    from lxml import etree

    from dujiang.bpmn.names import bpmn

    def inside(b: Build) -> None:
        b.add("userTask", "a", connect=False).add("userTask", "b", connect=False)

    build = process().start().sub("free", inside, kind="adHocSubProcess").user("after").end()
    etree.SubElement(build.element("free"), bpmn("completionCondition")).text = "enough = true"
    world = World(build.program())
    instance = world.start("process", {"enough": False})

    world.complete(instance, "a", enough=True)

    assert waiting(instance) == ["after"]
    assert "b" not in completed(instance)


# --- migration


def test_migration_keeps_open_tasks_and_renames_elements() -> None:
    old = leave().program()
    new_build = process("leave").start().user("apply").user("head").xor("many")
    new_build.when("days > 5").user("boss").end("end").at("many").otherwise().to("end")
    new = new_build.program()
    world = World(old)
    instance = world.start("leave", {"days": 4})
    world.complete(instance, "apply")
    key = world.key_of(instance, "manager")
    mapping = {"manager": "head"}
    assert instance.state is not None
    assert plan_migration(old, new, instance.state, mapping) == ()

    instance.program = new
    world.submit(instance, c.Migrate("leave", mapping, at=world.now))

    assert world.key_of(instance, "head") == key
    world.complete(instance, "head")
    assert has_ended(instance)


def test_a_mapping_is_proposed_by_id_then_by_name_then_by_place() -> None:
    old = process("leave").start("begin").user("apply").user("m1").user("x").end("end")
    new = process("leave").start("begin").user("apply").user("m2").user("y").end("end")
    for build, element in ((old, "m1"), (new, "m2")):
        build.element(element).set("name", "经理审批")

    pairs = {pair.before: pair for pair in propose_mapping(old.program(), new.program())}

    assert (pairs["apply"].after, pairs["apply"].found_by) == ("apply", "id")
    assert (pairs["m1"].after, pairs["m1"].found_by) == ("m2", "name")
    assert (pairs["x"].after, pairs["x"].found_by) == ("y", "place")
    assert renamed(pairs.values())["m1-x"] == "m2-y"


def test_an_element_without_a_counterpart_is_left_open() -> None:
    old = process("leave").start("begin").user("apply").user("gone").end("end")
    new = process("leave").start("begin").user("apply").end("end")

    pairs = {pair.before: pair.after for pair in propose_mapping(old.program(), new.program())}

    assert pairs["gone"] == ""


def test_migration_is_refused_where_the_loop_works_in_another_way() -> None:
    def version(*, in_turn: bool) -> Build:
        build = process("p").start().user("review").end()
        return build.each("review", "= people", element="person", sequential=in_turn)

    old, new = version(in_turn=False).program(), version(in_turn=True).program()
    instance = World(old).start("p", {"people": ["a", "b"]})
    assert instance.state is not None

    assert [p.code for p in plan_migration(old, new, instance.state, {})] == [
        "engine.migrate.other_loop"
    ]


def test_migration_warns_that_a_running_call_goes_on_with_what_was_called() -> None:
    def caller(called: str) -> Program:
        return process().start().call("call", called).end().program()

    old, new = caller("order"), caller("order_2")
    instance = World(old).start("process")
    assert instance.state is not None

    (problem,) = plan_migration(old, new, instance.state, {})

    assert (problem.code, problem.severity) == ("engine.migrate.other_called", "warning")
    assert problem.params == {"before": "order", "after": "order_2"}


def test_migration_that_leaves_a_task_without_a_place_is_rejected() -> None:
    new = process("leave").start().user("apply").end().program()
    world = World(leave().program())
    instance = world.start("leave")
    world.complete(instance, "apply")

    instance.program = new
    outcome = world.submit(instance, c.Migrate("leave", at=world.now))

    assert isinstance(outcome, Rejected)
    assert [p.path for p in outcome.problems] == ["manager"]


def test_migration_closes_and_opens_boundary_events() -> None:
    def version(second: bool) -> Build:
        build = process("leave").start().user("apply").end("end")
        if second:
            return build.boundary("new", "apply", signal("stop")).user("stopped").to("end")
        return build.boundary("old", "apply", timer("PT1H")).user("late").to("end")

    world = World(version(False).program())
    instance = world.start("leave")

    instance.program = version(True).program()
    world.submit(instance, c.Migrate("leave", at=world.now))
    world.throw_signal("stop")

    assert waiting(instance) == ["stopped"]
    assert len(facts_of(instance, ev.TimerCancelled)) == 1


def test_migration_of_a_running_loop_keeps_its_turns() -> None:
    def version(name: str) -> Build:
        build = process("leave").start().user(name).user("after").end()
        return build.each(name, "= people", element="person")

    world = World(version("review").program())
    instance = world.start("leave", {"people": ["a", "b"]})

    instance.program = version("check").program()
    world.submit(instance, c.Migrate("leave", {"review": "check"}, at=world.now))
    assert instance.state is not None
    for key in [k for k, s in instance.state.scopes.items() if s.kind == "inner"]:
        world.submit(instance, c.CompleteUserTask(key, at=world.now))

    assert waiting(instance) == ["after"]


def test_return_out_of_a_loop_does_not_finish_the_loop() -> None:
    build = process().start().user("apply").user("review").user("after").end()
    build.each("review", "= people", element="person")
    world = World(build.program())
    instance = world.start("process", {"people": ["a", "b"]})
    world.complete(instance, "apply")
    assert instance.state is not None
    turns = tuple(k for k, s in instance.state.scopes.items() if s.kind == "inner")

    world.submit(instance, c.Move(turns, ("apply",), at=world.now))

    assert waiting(instance) == ["apply"]


def test_large_loops_are_not_taken_for_endless_ones() -> None:
    def inside(b: Build) -> None:
        b.start("s")
        for number in range(20):
            b.task(f"t{number}")
        b.end("e")

    build = process().start().sub("work", inside).end()
    build.each("work", count="500")

    instance = World(build.program()).start("process")

    assert has_ended(instance)


def test_migration_waits_again_for_what_the_new_version_waits_for() -> None:
    def version(second: bool) -> Build:
        definition = signal("go") if second else timer("PT1H")
        return process("leave").start().catch("wait", definition).user("after").end()

    world = World(version(False).program())
    instance = world.start("leave")

    instance.program = version(True).program()
    world.submit(instance, c.Migrate("leave", at=world.now))
    world.throw_signal("go")

    assert waiting(instance) == ["after"]


def test_failing_timer_of_an_event_subprocess_is_an_incident_of_its_scope() -> None:
    def inside(b: Build) -> None:
        b.start_with("on", signal("go")).user("handle").end("x")
        b.event_sub("late", lambda d: d.start_with("t", timer("= wait")).user("tell").end("y"))

    build = process().start().user("work").end()
    build.event_sub("handler", inside)
    world = World(build.program())
    instance = world.start("process")

    world.throw_signal("go")

    assert waiting(instance) == ["handle", "handler"]
    assert incidents(instance) == ["engine.expression.failed"]


def test_a_node_knows_the_lane_it_lies_in() -> None:
    from lxml import etree

    from dujiang.bpmn.names import bpmn

    build = process().start().user("a").end()
    lanes = etree.SubElement(build.process, bpmn("laneSet"), id="lanes")
    lane = etree.SubElement(lanes, bpmn("lane"), id="lane1", name="财务部")
    etree.SubElement(lane, bpmn("flowNodeRef")).text = "a"

    assert build.program().nodes["a"].lane == "财务部"


def parallel_reviews() -> World:
    """apply, then legal and finance side by side (finance in two steps), then sign."""
    build = process().start().user("apply").all_("fork").user("legal").all_("join").user("sign")
    build.end().at("fork").user("finance").user("budget").to("join")
    return World(build.program())


def test_return_before_a_fork_takes_away_what_a_finished_branch_had_left() -> None:
    world = parallel_reviews()
    instance = world.start("process")
    world.complete(instance, "apply")
    world.complete(instance, "legal")

    world.submit(instance, c.Move((world.key_of(instance, "finance"),), ("apply",), at=world.now))
    for name in ("apply", "finance", "budget"):
        world.complete(instance, name)
    assert waiting(instance) == ["legal"]
    world.complete(instance, "legal")
    world.complete(instance, "sign")

    assert has_ended(instance)


def test_return_inside_a_branch_keeps_what_the_other_branch_has_done() -> None:
    world = parallel_reviews()
    instance = world.start("process")
    world.complete(instance, "apply")
    world.complete(instance, "legal")
    world.complete(instance, "finance")

    world.submit(instance, c.Move((world.key_of(instance, "budget"),), ("finance",), at=world.now))
    for name in ("finance", "budget"):
        world.complete(instance, name)

    assert waiting(instance) == ["sign"]
