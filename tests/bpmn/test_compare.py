"""The difference between two versions."""

from dujiang.bpmn import compare, lay_out
from tests.build import Build, process


def version(limit: int, *, extra: bool = False) -> Build:
    build = process("leave").start().user("apply").xor("many").when(f"days > {limit}")
    build.user("boss").end("end").at("many").otherwise().to("end")
    if extra:
        build.boundary("stop", "boss").to("end")
    return build


def test_a_changed_condition_is_told_with_both_texts() -> None:
    difference = compare(version(3).definitions(), version(5).definitions())

    (change,) = difference.changed
    assert change.element_id == "many-boss"
    assert change.aspects[0].name == "condition"
    assert change.aspects[0].before["text"] == "days > 3"
    assert change.aspects[0].after["text"] == "days > 5"


def test_added_and_removed_elements_are_told_with_their_flows() -> None:
    plain, more = version(3).definitions(), version(3, extra=True).definitions()

    assert compare(plain, more).added == ("stop", "stop-end")
    assert compare(more, plain).removed == ("stop", "stop-end")


def test_changed_settings_are_plain_data() -> None:
    other = version(3).extend("apply", "step", kind="start")

    (change,) = compare(version(3).definitions(), other.definitions()).changed

    assert change.element_id == "apply"
    assert change.aspects[0].after[0]["kind"] == "start"


def test_moving_a_shape_changes_nothing_but_the_drawing() -> None:
    before = lay_out(version(3).definitions())
    after = lay_out(version(3).definitions())
    shape = next(s for s in after.document.iter() if s.get("bpmnElement") == "apply")
    shape[0].set("x", "999")

    difference = compare(before, after)

    assert difference.is_empty
    assert difference.moved == ("apply",)


def test_equal_versions_do_not_differ() -> None:
    assert compare(version(3).definitions(), version(3).definitions()).is_empty
