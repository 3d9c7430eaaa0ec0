"""Messages, signals, links and terminate."""

from datetime import timedelta

import pytest

from dujiang.engine import events as ev
from dujiang.kernel.errors import InvalidInput
from tests.build import Build, link, message, process, signal, terminate
from tests.engine.world import World, completed, facts_of, has_ended, waiting


def test_thrown_message_finds_the_instance_with_its_key() -> None:
    sender = process("sender").start().throw("send", message("paid", "order")).end()
    receiver = (
        sender.another("receiver").start("begin").catch("wait", message("paid", "number")).end("e")
    )
    world = World(sender.program(), receiver.program())
    first = world.start("receiver", {"number": 1})
    second = world.start("receiver", {"number": 2})

    world.start("sender", {"order": 2})

    assert has_ended(second)
    assert waiting(first) == ["wait"]


def test_early_message_is_kept_for_its_time_to_live() -> None:
    build = process().start().user("work").catch("wait", message("paid", "number")).end()
    world = World(build.program())
    instance = world.start("process", {"number": 1})

    world.throw_message("paid", "1", timedelta(hours=1))
    world.complete(instance, "work")

    assert has_ended(instance)


def test_message_that_came_too_early_is_gone() -> None:
    build = process().start().user("work").catch("wait", message("paid", "number")).end()
    world = World(build.program())
    instance = world.start("process", {"number": 1})

    world.throw_message("paid", "1", timedelta(hours=1))
    world.advance(timedelta(hours=2))
    world.complete(instance, "work")

    assert waiting(instance) == ["wait"]


def test_message_starts_an_instance_with_its_payload() -> None:
    world = World(process().start_with("on", message("order")).user("pack").end().program())

    world.throw_message("order", item="book")

    (instance,) = world.instances
    assert instance.state is not None
    assert instance.state.variables["item"] == "book"
    assert waiting(instance) == ["pack"]


def test_several_start_events_begin_at_their_own_place() -> None:
    build = process().start().task("plain").xor("merge").user("work").end()
    build.start_with("by_message", message("order")).task("ordered").to("merge")
    world = World(build.program())

    world.start("process")
    world.throw_message("order")

    assert "plain" in completed(world.instances[0])
    assert "ordered" in completed(world.instances[1])


def test_message_without_a_key_is_an_incident() -> None:
    build = process().start().catch("wait", message("paid", "order_no")).end()

    instance = World(build.program()).start("process")

    assert instance.state is not None
    assert [i.code for i in instance.state.incidents().values()] in (
        ["engine.message.no_correlation"],
        ["engine.expression.failed"],
    )


def test_signal_is_heard_by_branches_that_run_at_the_same_time() -> None:
    build = process().start().all_("fork").throw("shout", signal("go")).end("e1")
    build.at("fork").task("t").catch("hear", signal("go")).task("after").end("e2")

    instance = World(build.program()).start("process")

    assert "after" in completed(instance)
    assert has_ended(instance)


def test_signal_is_not_heard_by_what_comes_after_it() -> None:
    build = process().start().throw("shout", signal("go")).catch("hear", signal("go")).end()

    instance = World(build.program()).start("process")

    assert waiting(instance) == ["hear"]


def test_link_jumps_to_its_target() -> None:
    build = process().start().throw("from", link("A"))
    build.last = None
    build.catch("into", link("A")).task("after").end()

    instance = World(build.program()).start("process")

    assert completed(instance) == ["start", "from", "into", "after", "end"]
    assert has_ended(instance)


def test_an_end_with_an_outcome_ends_the_whole_instance_from_any_level() -> None:
    def inside(b: Build) -> None:
        b.start("s").all_("fork").user("slow").end("e1")
        b.at("fork").task("quick").end_with("stop", terminate())

    build = process().start().all_("split").sub("level", inside).end()
    build.at("split").user("beside").end("other")
    build.extend("stop", "ending", outcome="rejected", reason="no")
    instance = World(build.program()).start("process")

    assert waiting(instance) == []
    assert facts_of(instance, ev.InstanceCancelled) == [ev.InstanceCancelled("rejected", "no")]
    assert not facts_of(instance, ev.InstanceCompleted)


def test_an_end_with_an_outcome_says_why_by_an_expression() -> None:
    build = process().start().end_with("stop", terminate())
    build.extend("stop", "ending", outcome="rejected", reason='="too " + word')
    plain = process().start().end_with("stop", terminate())
    plain.extend("stop", "ending", outcome="cancelled")

    said = World(build.program()).start("process", {"word": "late"})
    silent = World(plain.program()).start("process")

    assert facts_of(said, ev.InstanceCancelled) == [ev.InstanceCancelled("rejected", "too late")]
    assert facts_of(silent, ev.InstanceCancelled) == [ev.InstanceCancelled("cancelled", "stop")]


def test_an_end_with_an_unknown_outcome_does_not_compile() -> None:
    build = process().start().end_with("stop", terminate())
    build.extend("stop", "ending", outcome="approved")

    with pytest.raises(InvalidInput) as refused:
        build.program()

    assert [p.code for p in refused.value.problems] == ["engine.ending.unknown_outcome"]


def test_terminate_ends_its_own_level_only() -> None:
    def inside(b: Build) -> None:
        b.start("s").all_("fork").user("slow").end("e1")
        b.at("fork").task("quick").end_with("stop", terminate())

    instance = World(process().start().sub("sub", inside).user("after").end().program()).start(
        "process"
    )

    assert waiting(instance) == ["after"]
    assert len(facts_of(instance, ev.UserTaskCancelled)) == 1


def test_correlation_properties_of_the_standard_find_the_instance() -> None:
    from lxml import etree

    from dujiang.bpmn.names import bpmn

    sender = process("sender").start().throw("send", message("paid")).end()
    sender.input("send", "nr", "= order")
    receiver = sender.another("receiver").start("begin").catch("wait", message("paid")).end("e")
    root = sender.root
    prop = etree.SubElement(root, bpmn("correlationProperty"), id="number")
    found = etree.SubElement(
        prop, bpmn("correlationPropertyRetrievalExpression"), messageRef="message-paid"
    )
    etree.SubElement(found, bpmn("messagePath")).text = "nr"
    holder = etree.SubElement(root, bpmn("collaboration"), id="c")
    key = etree.SubElement(holder, bpmn("correlationKey"), id="key")
    etree.SubElement(key, bpmn("correlationPropertyRef")).text = "number"
    subscription = etree.SubElement(
        receiver.process, bpmn("correlationSubscription"), correlationKeyRef="key"
    )
    binding = etree.SubElement(
        subscription, bpmn("correlationPropertyBinding"), correlationPropertyRef="number"
    )
    etree.SubElement(binding, bpmn("dataPath")).text = "my_number"
    world = World(sender.program(), receiver.program())
    first = world.start("receiver", {"my_number": 1})
    second = world.start("receiver", {"my_number": 2})

    world.start("sender", {"order": 2})

    assert has_ended(second)
    assert not has_ended(first)
