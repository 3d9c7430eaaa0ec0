"""Call activities."""

from lxml import etree

from dujiang.bpmn.names import bpmn, dj
from dujiang.engine import events as ev
from dujiang.engine.commands import CancelInstance, FailJob, ResolveIncident
from tests.build import Build, error, escalation, process, signal
from tests.engine.world import World, completed, facts_of, has_ended, incidents, waiting


def caller() -> Build:
    """call, then a task."""
    return process("caller").start().call("call", "called").user("after").end("end")


def test_caller_waits_for_the_called_process_and_takes_its_variables() -> None:
    called = process("called").start().user("work").end()
    world = World(caller().program(), called.program())
    instance = world.start("caller", {"amount": 5})
    child = world.instances[1]
    assert child.state is not None
    assert child.state.variables["amount"] == 5

    world.complete(child, "work", result="done")

    assert waiting(instance) == ["after"]
    assert instance.state is not None
    assert instance.state.variables["result"] == "done"


def test_mappings_decide_what_goes_in_and_comes_out() -> None:
    build = caller().input("call", "sum", "= amount * 2").output("call", "answer", "= result")
    called = process("called").start().script("s", "sum + 1", "result").end()
    world = World(build.program(), called.program())

    instance = world.start("caller", {"amount": 5, "secret": "x"})

    assert instance.state is not None
    assert instance.state.variables["answer"] == 11
    assert "result" not in instance.state.variables
    child = world.instances[1]
    assert child.state is not None
    assert "secret" not in child.state.variables


def test_error_that_the_called_process_does_not_catch_reaches_the_caller() -> None:
    build = caller().boundary("caught", "call", error("NO")).user("repair").to("end")
    called = process("called").start().end_with("fails", error("NO"))
    world = World(build.program(), called.program())

    instance = world.start("caller")

    assert waiting(instance) == ["repair"]


def test_escalation_of_the_called_process_reaches_the_caller() -> None:
    build = caller().boundary("told", "call", escalation("UP"), interrupts=False)
    build.task("note").end("noted")
    called = process("called").start().throw("tells", escalation("UP")).user("work").end()
    world = World(build.program(), called.program())

    instance = world.start("caller")

    assert "note" in completed(instance)
    assert waiting(instance) == ["call"]


def test_interrupted_call_cancels_the_called_instance() -> None:
    build = caller().boundary("stop", "call", signal("stop")).user("stopped").to("end")
    called = process("called").start().user("work").end()
    world = World(build.program(), called.program())
    instance = world.start("caller")

    world.throw_signal("stop")

    assert waiting(instance) == ["stopped"]
    child = world.instances[1]
    assert child.state is not None
    assert child.state.status == "cancelled"


def test_cancelling_the_caller_cancels_what_it_called() -> None:
    called = process("called").start().user("work").end()
    world = World(caller().program(), called.program())
    instance = world.start("caller")

    world.submit(instance, CancelInstance("cancelled", at=world.now))

    assert len(facts_of(instance, ev.CalledProcessCancelled)) == 1


def test_a_process_that_does_not_exist_is_an_incident_and_can_be_tried_again() -> None:
    world = World(caller().program())
    instance = world.start("caller")
    assert incidents(instance) == ["runtime.process.unknown"]

    called = process("called").start().task("work").end()
    world.programs["called"] = called.program()
    world.submit(instance, ResolveIncident(world.key_of(instance, "call"), at=world.now))

    assert waiting(instance) == ["after"]


def test_recursion_has_as_many_instances_as_turns() -> None:
    build = process("called").start().script("less", "n - 1", "n").xor("more")
    build.when("n > 0").call("again", "called").end("end")
    build.at("more").otherwise().to("end")
    world = World(build.program())

    instance = world.start("called", {"n": 5})

    assert has_ended(instance)
    assert len(world.instances) == 5


def test_late_failure_of_a_call_is_rejected() -> None:
    called = process("called").start().task("work").end()
    world = World(caller().program(), called.program())
    instance = world.start("caller")

    world.submit(instance, FailJob(2, "late", at=world.now))

    assert world.rejections[-1].code == "engine.job.not_active"


def test_global_task_is_done_in_place() -> None:
    build = process().start().call("call", "shared").end()
    task = etree.SubElement(build.root, bpmn("globalScriptTask"), id="shared")
    etree.SubElement(task, bpmn("script")).text = "n + 1"
    task.set(dj("result"), "n")
    world = World(build.program())

    instance = world.start("process", {"n": 1})

    assert instance.state is not None
    assert instance.state.variables["n"] == 2
    assert has_ended(instance)
