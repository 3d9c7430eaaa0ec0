"""The control-flow workflow patterns (Russell and others, 2006), by number and name.

Not expressible in BPMN 2.0, hence without a test: 39 Critical Section (no lock that two regions of
a process share; a ledger row with a limit does it across processes).
"""

from datetime import timedelta

from lxml import etree

from dujiang.bpmn.names import bpmn
from dujiang.engine import commands as c
from dujiang.engine import events as ev
from dujiang.kernel.values import Variables
from tests.build import Build, condition, error, message, process, signal, terminate, timer
from tests.engine.world import Instance, World, completed, facts_of, has_ended, waiting


def run(build: Build, **variables: object) -> tuple[World, Instance]:
    """A world with one instance."""
    world = World(build.program())
    return world, world.start("process", variables)


def fork(*names: str) -> Build:
    """User tasks side by side."""
    build = process().start().all_("fork")
    for name in names:
        build.at("fork").user(name)
    return build


def test_wcp01_sequence() -> None:
    _world, instance = run(process().start().task("a").task("b").end())

    assert completed(instance) == ["start", "a", "b", "end"]


def test_wcp02_parallel_split() -> None:
    _world, instance = run(fork("a", "b"))

    assert waiting(instance) == ["a", "b"]


def test_wcp03_synchronization() -> None:
    build = fork("a", "b").at("a").all_("join").task("after").end().at("b").to("join")
    world, instance = run(build)
    world.complete(instance, "a")
    assert "after" not in completed(instance)

    world.complete(instance, "b")

    assert completed(instance).count("after") == 1


def test_wcp04_exclusive_choice() -> None:
    build = process().start().xor("x").when("n > 1").task("a").end("end")
    _world, instance = run(build.at("x").otherwise().task("b").to("end"), n=2)

    assert "a" in completed(instance)
    assert "b" not in completed(instance)


def test_wcp05_simple_merge() -> None:
    build = process().start().xor("x").when("n > 1").task("a").xor("m").task("after").end("end")
    _world, instance = run(build.at("x").otherwise().task("b").to("m"), n=1)

    assert completed(instance).count("after") == 1


def test_wcp06_multi_choice() -> None:
    build = process().start().some("x").when("n > 1").task("a").end("e1")
    build.at("x").when("n > 2").task("b").end("e2").at("x").when("n > 9").task("c").end("e3")
    _world, instance = run(build, n=5)

    assert {"a", "b"} <= set(completed(instance))
    assert "c" not in completed(instance)


def test_wcp07_structured_synchronizing_merge() -> None:
    build = process().start().some("x").when("n > 1").user("a").some("m").task("after").end()
    build.at("x").when("n > 2").user("b").to("m").at("x").when("n > 9").user("c").to("m")
    world, instance = run(build, n=5)
    world.complete(instance, "a")
    assert "after" not in completed(instance)

    world.complete(instance, "b")

    assert completed(instance).count("after") == 1


def test_wcp08_multi_merge() -> None:
    build = process().start().all_("fork").task("a").xor("m").task("after").end()
    _world, instance = run(build.at("fork").task("b").to("m"))

    assert completed(instance).count("after") == 2


def discriminator(activation: str) -> Build:
    build = fork("a", "b", "c").at("a").complex_("d", activation).user("after").end()
    return build.at("b").to("d").at("c").to("d")


def test_wcp09_structured_discriminator() -> None:
    world, instance = run(discriminator("activationCount >= 1"))

    for name in ("b", "a", "c"):
        world.complete(instance, name)

    assert waiting(instance) == ["after"]


def test_wcp10_arbitrary_cycles() -> None:
    build = process().start().xor("m1").script("a", "n + 1", "n").xor("m2").task("b").xor("x")
    build.when("n < 3").to("m1").at("x").when("n < 5").script("c", "n + 1", "n").to("m2")
    _world, instance = run(build.at("x").otherwise().end(), n=0)

    assert [completed(instance).count(name) for name in "abc"] == [3, 5, 2]


def test_wcp11_implicit_termination() -> None:
    world, instance = run(fork("a", "b"))
    world.complete(instance, "a")
    assert not has_ended(instance)

    world.complete(instance, "b")

    assert has_ended(instance)


def test_wcp12_multiple_instances_without_synchronization() -> None:
    build = process().start().task("spawn").user("next").end()
    build.each("spawn", count="3")
    loop = build.element("spawn").find(bpmn("multiInstanceLoopCharacteristics"))
    assert loop is not None
    loop.set("behavior", "None")
    loop.set("noneBehaviorEventRef", "done")
    build.root.insert(0, etree.Element(bpmn("signalEventDefinition"), id="done", signalRef="s"))
    build.root.insert(0, etree.Element(bpmn("signal"), id="s", name="s"))
    build.boundary("each", "spawn", signal("s"), interrupts=False).user("child").end("e2")
    build.element("each").find(bpmn("signalEventDefinition")).set("signalRef", "s")  # type: ignore[union-attr]
    _world, instance = run(build)

    assert waiting(instance) == ["child", "child", "child", "next"]


def test_wcp13_multiple_instances_with_a_priori_design_time_knowledge() -> None:
    _world, instance = run(process().start().user("a").task("after").end().each("a", count="3"))

    assert len(facts_of(instance, ev.UserTaskCreated)) == 3


def test_wcp14_multiple_instances_with_a_priori_run_time_knowledge() -> None:
    build = process().start().user("a").task("after").end().each("a", "= people")
    _world, instance = run(build, people=["x", "y"])

    assert len(facts_of(instance, ev.UserTaskCreated)) == 2


def test_wcp15_multiple_instances_without_a_priori_run_time_knowledge() -> None:
    build = process().start().user("a").task("after").end().each("a", count="1")
    world, instance = run(build)
    body = world.key_of(instance, "a")

    for _ in range(2):
        more = c.Activation(element_id="a", scope_key=body)
        world.submit(instance, c.Modify(activate=(more,), at=world.now))
    finish_turns(world, instance)

    assert completed(instance).count("after") == 1
    assert len(facts_of(instance, ev.UserTaskCreated)) == 3


def finish_turns(world: World, instance: Instance, count: int = 99) -> None:
    """Complete the newest open turns."""
    for _ in range(count):
        assert instance.state is not None
        turns = [k for k, s in instance.state.scopes.items() if s.kind == "inner"]
        if not turns:
            return
        world.submit(instance, c.CompleteUserTask(max(turns), at=world.now))


def test_wcp16_deferred_choice() -> None:
    build = process().start().first("w").catch("m", message("go")).task("a").end("end")
    world, instance = run(build.at("w").catch("t", timer("PT1H")).task("b").to("end"))

    world.throw_message("go")

    assert "a" in completed(instance)
    assert "b" not in completed(instance)


def ad_hoc(ordering: str) -> Build:
    def inside(b: Build) -> None:
        for name in ("a", "b", "c"):
            b.add("userTask", name, connect=False)

    build = process().start()
    return build.sub("free", inside, kind="adHocSubProcess", ordering=ordering).task("after").end()


def test_wcp17_interleaved_parallel_routing() -> None:
    world, instance = run(ad_hoc("Sequential"))

    for name in ("a", "b", "c"):
        assert waiting(instance) == sorted(["free", name])
        world.complete(instance, name)

    assert "after" in completed(instance)


def test_wcp18_milestone() -> None:
    build = process().start().first("w").catch("reached", condition("open = true")).task("a")
    build.end("end").at("w").catch("gone", signal("closed")).task("b").to("end")
    world, instance = run(build, open=False)

    world.submit(instance, c.SetVariables(0, Variables({"open": True}), at=world.now))

    assert "a" in completed(instance)


def test_wcp19_cancel_task() -> None:
    build = process().start().user("a").end("end")
    build.boundary("stop", "a", message("stop")).task("b").to("end")
    world, instance = run(build)

    world.throw_message("stop")

    assert has_ended(instance)
    assert "a" not in completed(instance)


def test_wcp20_cancel_case() -> None:
    world, instance = run(fork("a", "b"))

    world.submit(instance, c.CancelInstance("cancelled", at=world.now))

    assert instance.state is not None
    assert instance.state.status == "cancelled"


def test_wcp21_structured_loop() -> None:
    build = process().start().script("a", "n + 1", "n").end().loop("a", "n < 4")
    _world, instance = run(build, n=0)

    assert instance.state.variables["n"] == 4


def test_wcp22_recursion() -> None:
    build = process().start().script("less", "n - 1", "n").xor("x").when("n > 0")
    build.call("again", "process").end("end").at("x").otherwise().to("end")
    world, instance = run(build, n=3)

    assert len(world.instances) == 3
    assert has_ended(instance)


def test_wcp23_transient_trigger() -> None:
    world, instance = run(process().start().user("a").catch("w", signal("go")).end())
    world.throw_signal("go")

    world.complete(instance, "a")

    assert waiting(instance) == ["w"]


def test_wcp24_persistent_trigger() -> None:
    world, instance = run(process().start().user("a").catch("w", message("go")).end())
    world.throw_message("go", None, timedelta(hours=1))

    world.complete(instance, "a")

    assert has_ended(instance)


def test_wcp25_cancel_region() -> None:
    def inside(b: Build) -> None:
        b.start("s").all_("f").user("a").end("e1").at("f").user("b").end("e2")

    build = process().start().all_("fork").sub("region", inside).end("e3")
    build.at("fork").user("outside").end("e4")
    build.boundary("stop", "region", message("stop")).task("after").end("e5")
    world, instance = run(build)

    world.throw_message("stop")

    assert waiting(instance) == ["outside"]


def test_wcp26_cancel_multiple_instance_activity() -> None:
    build = process().start().user("a").end("end").each("a", count="3")
    build.boundary("stop", "a", message("stop")).task("b").to("end")
    world, instance = run(build)

    world.throw_message("stop")

    assert has_ended(instance)
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 3


def test_wcp27_complete_multiple_instance_activity() -> None:
    build = process().start().user("a").task("after").end().each("a", count="3", until="enough")
    world, instance = run(build, enough=False)

    world.submit(instance, c.SetVariables(0, Variables({"enough": True}), at=world.now))
    finish_turns(world, instance, 1)

    assert "after" in completed(instance)


def test_wcp28_blocking_discriminator() -> None:
    build = (
        process().start().xor("again").all_("fork").user("a").complex_("d", "activationCount >= 1")
    )
    build.script("n", "n - 1", "n").xor("x").when("n > 0").to("again")
    build.at("x").otherwise().end("end").at("fork").user("b").to("d")
    world, instance = run(build, n=2)

    world.complete(instance, "a")
    world.complete(instance, "a")
    assert completed(instance).count("d") == 1
    world.complete(instance, "b")

    assert completed(instance).count("d") == 2


def cancelling(activation: str) -> Build:
    def inside(b: Build) -> None:
        b.start("s").all_("fork").user("a").complex_("d", activation).end_with(
            "enough", terminate()
        )
        b.at("fork").user("b").to("d").at("fork").user("c").to("d")

    return process().start().sub("region", inside).task("after").end()


def test_wcp29_cancelling_discriminator() -> None:
    world, instance = run(cancelling("activationCount >= 1"))

    world.complete(instance, "b")

    assert has_ended(instance)
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 2


def test_wcp30_structured_partial_join() -> None:
    world, instance = run(discriminator("activationCount >= 2"))
    world.complete(instance, "a")
    assert "after" not in waiting(instance)

    world.complete(instance, "c")

    assert waiting(instance) == ["after", "b"]


def test_wcp31_blocking_partial_join() -> None:
    world, instance = run(discriminator("activationCount >= 2"))

    for name in ("a", "b", "c"):
        world.complete(instance, name)

    assert completed(instance).count("d") == 1


def test_wcp32_cancelling_partial_join() -> None:
    world, instance = run(cancelling("activationCount >= 2"))
    world.complete(instance, "b")

    world.complete(instance, "c")

    assert has_ended(instance)
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 1


def test_wcp33_generalised_and_join() -> None:
    build = process().start().all_("fork").xor("m").all_("join").task("after").end()
    build.at("fork").to("m").at("fork").user("b").xor("n").to("join").at("fork").user("c").to("n")
    world, instance = run(build)

    world.complete(instance, "b")
    world.complete(instance, "c")

    assert completed(instance).count("after") == 2


def test_wcp34_static_partial_join_for_multiple_instances() -> None:
    build = process().start().user("a").task("after").end("end")
    build.each("a", count="3")
    loop = build.element("a").find(bpmn("multiInstanceLoopCharacteristics"))
    assert loop is not None
    loop.set("behavior", "Complex")
    behavior = etree.SubElement(loop, bpmn("complexBehaviorDefinition"))
    etree.SubElement(behavior, bpmn("condition")).text = "numberOfCompletedInstances = 2"
    event = etree.SubElement(behavior, bpmn("event"))
    etree.SubElement(event, bpmn("signalEventDefinition"), signalRef="signal-two")
    build.boundary("two", "a", signal("two"), interrupts=False).task("go_on").end("e2")
    world, instance = run(build)

    finish_turns(world, instance, 2)
    assert completed(instance).count("go_on") == 1
    finish_turns(world, instance)

    assert completed(instance).count("go_on") == 1
    assert has_ended(instance)


def test_wcp35_cancelling_partial_join_for_multiple_instances() -> None:
    build = process().start().user("a").task("after").end()
    build.each("a", count="3", until="numberOfCompletedInstances >= 2")
    world, instance = run(build)

    finish_turns(world, instance, 2)

    assert "after" in completed(instance)
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 1


def test_wcp36_dynamic_partial_join_for_multiple_instances() -> None:
    build = process().start().user("a").task("after").end()
    build.each("a", count="2", until="numberOfCompletedInstances >= 2")
    world, instance = run(build)
    more = c.Activation(element_id="a", scope_key=world.key_of(instance, "a"))
    world.submit(instance, c.Modify(activate=(more,), at=world.now))

    finish_turns(world, instance, 2)

    assert "after" in completed(instance)


def test_wcp37_local_synchronizing_merge() -> None:
    build = process().start().some("x").when("true").user("a").some("m").task("after").end("end")
    build.at("x").when("true").user("b").xor("leave").when("away").end("gone")
    world, instance = run(build.at("leave").otherwise().to("m"), away=True)
    world.complete(instance, "b")

    world.complete(instance, "a")

    assert completed(instance).count("after") == 1


def test_wcp38_general_synchronizing_merge() -> None:
    build = process().start().some("x").when("true").user("a").some("m").task("after").end("end")
    build.at("x").when("true").xor("again").user("b").xor("more").when("n > 1")
    build.script("less", "n - 1", "n").to("again").at("more").otherwise().to("m")
    world, instance = run(build, n=2)
    world.complete(instance, "a")
    world.complete(instance, "b")
    assert "after" not in completed(instance)

    world.complete(instance, "b")

    assert completed(instance).count("after") == 1


def test_wcp40_interleaved_routing() -> None:
    build = ad_hoc("Sequential").extend("free", "adHoc", manual="true")
    world, instance = run(build)
    key = world.key_of(instance, "free")

    world.submit(instance, c.StartActivity(key, "b", at=world.now))
    refused = world.submit(instance, c.StartActivity(key, "a", at=world.now))

    assert refused.code == "engine.ad_hoc.one_at_a_time"  # type: ignore[union-attr]


def test_wcp41_thread_merge() -> None:
    build = process().start().all_("fork").task("a").user("merged").end()
    build.at("fork").task("b").to("merged")
    build.element("merged").set("startQuantity", "2")
    _world, instance = run(build)

    assert waiting(instance) == ["merged"]


def test_wcp42_thread_split() -> None:
    build = process().start().task("split").user("after").end()
    build.element("split").set("completionQuantity", "3")
    _world, instance = run(build)

    assert waiting(instance) == ["after", "after", "after"]


def test_wcp43_explicit_termination() -> None:
    build = fork("a").at("fork").user("b").end_with("stop", terminate())
    world, instance = run(build)

    world.complete(instance, "b")

    assert has_ended(instance)
    assert "a" not in completed(instance)


def test_error_ends_a_region_and_goes_on_elsewhere() -> None:
    def inside(b: Build) -> None:
        b.start("s").all_("f").user("slow").end("e1").at("f").end_with("fails", error("E"))

    build = process().start().sub("region", inside).end("end")
    build.boundary("caught", "region", error("E")).user("repair").to("end")
    _world, instance = run(build)

    assert waiting(instance) == ["repair"]
