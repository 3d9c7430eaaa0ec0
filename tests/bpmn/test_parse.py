"""Reading and writing files, sound and hostile ones."""

import json
from pathlib import Path

import pytest
from lxml import etree

from dujiang.bpmn import extensions as x
from dujiang.bpmn import lint, parse, walk, write
from dujiang.bpmn.names import DJ
from dujiang.bpmn.parse import MAX_BPMN_BYTES
from tests.build import process

DESCRIPTOR = Path(x.__file__).with_name("dujiang-moddle.json")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "kernel.xml.not_well_formed"),
        (b"<a", "kernel.xml.not_well_formed"),
        (b"<html/>", "bpmn.document.not_bpmn"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "kernel.xml.doctype_refused"),
        (b" " * (MAX_BPMN_BYTES + 1), "kernel.xml.too_large"),
        (
            b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
            + b"<process/>" * 50_001
            + b"</definitions>",
            "bpmn.document.too_many_elements",
        ),
        (b"<a>" * 100_000, "kernel.xml.not_well_formed"),
    ],
    ids=["empty", "cut", "html", "doctype", "large", "elements", "deep"],
)
def test_a_file_that_cannot_be_read_is_a_problem_not_an_exception(source: bytes, code: str) -> None:
    parsed = parse(source)

    assert parsed.definitions is None
    assert [problem.code for problem in parsed.problems] in ([code], ["bpmn.document.not_bpmn"])


def test_entity_bombs_are_refused() -> None:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    bomb = f"<!DOCTYPE b [{''.join(lines)}]><b>&a9;</b>".encode()

    assert parse(bomb).definitions is None


@pytest.mark.parametrize("prefix", ["", "bpmn", "semantic", "x"])
def test_any_prefix_is_understood(prefix: str) -> None:
    tag = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    text = f"""<{tag}definitions {name}="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
    <{tag}process id="p"><{tag}task id="t" name="请假"/></{tag}process></{tag}definitions>"""

    parsed = parse(text.encode())

    assert parsed.definitions is not None
    assert parsed.definitions.processes[0].body.nodes[0].name == "请假"


def test_unknown_extension_elements_survive_a_round_trip() -> None:
    build = process().start().user("a").end()
    holder = etree.SubElement(
        build.element("a"), "{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements"
    )
    etree.SubElement(holder, "{urn:other}thing", {"{urn:other}x": "1"}).text = "kept"

    text = write(build.definitions()).decode()

    assert "urn:other" in text
    assert ">kept<" in text


def test_our_elements_are_typed_with_their_children() -> None:
    build = process().start().user("a").end()
    build.extend("a", "step", kind="approval", mode="vote", votes="2")
    step = build.element("a")[0][0]
    etree.SubElement(step, "{" + DJ + "}assignee", source="role", value="hr", claim="true")
    etree.SubElement(step, "{" + DJ + "}deadline", duration="PT48H", action="escalate")

    node = next(n for n, _ in walk(build.definitions().processes[0].body) if n.id == "a")

    found = node.extensions.find(x.Step)
    assert found is not None
    assert (found.mode, found.votes) == ("vote", 2)
    assert found.assignees == (x.Assignee(source="role", value="hr", claim=True),)
    assert found.deadlines[0].duration == "PT48H"


def test_a_wrong_setting_is_a_problem_at_its_element() -> None:
    build = process().start().user("a").end()
    build.extend("a", "step", votes="many").extend("a", "unheard_of")

    parsed = parse(build.xml())

    assert [(p.code, p.path, p.severity) for p in parsed.problems] == [
        ("bpmn.extension.invalid", "a", "error"),
        ("bpmn.extension.unknown", "a", "warning"),
    ]


def test_typed_twins_and_moddle_descriptor_name_the_same_attributes() -> None:
    types = {t["name"]: t for t in json.loads(DESCRIPTOR.read_text("utf-8"))["types"]}
    twins = {
        name: kind
        for name, kind in vars(x).items()
        if isinstance(kind, type)
        and kind.__module__ == x.__name__
        and name[0] != "_"
        and hasattr(kind, "__struct_fields__")
    }
    elements = {name for name, t in types.items() if "superClass" in t}

    assert set(twins) == elements
    for name, kind in twins.items():
        assert set(kind.__struct_encode_fields__) == {p["name"] for p in types[name]["properties"]}


def test_lint_tells_a_deadlock_and_a_missing_synchronisation() -> None:
    deadlock = process().start().xor("choice").when("a").task("x").all_("join").end()
    deadlock.at("choice").otherwise().task("y").to("join")
    doubled = process().start().all_("fork").task("x").xor("merge").task("after").end()
    doubled.at("fork").task("y").to("merge")

    codes = [{(p.code, p.path) for p in lint(b.definitions())} for b in (deadlock, doubled)]

    assert ("bpmn.join.deadlock", "join") in codes[0]
    assert ("bpmn.join.not_synchronised", "merge") in codes[1]


def test_lint_finds_nothing_in_a_sound_model() -> None:
    build = process().start().some("split").when("a").task("x").some("join").end("end")
    build.at("split").otherwise().task("y").to("join")

    assert lint(build.definitions()) == ()
