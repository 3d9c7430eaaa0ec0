"""Data: where it may be declared, and which sets list it."""

from collections.abc import Iterator
from typing import Final

from dujiang.bpmn.lint.document import (
    ACTIVITIES,
    Document,
    Element,
    Finding,
    Rule,
    inside,
    is_true,
    texts,
)
from dujiang.bpmn.names import child, local_name, reference
from dujiang.bpmn.read_nodes import EVENTS, SUBPROCESSES

COLLECTIONS: Final = ("dataObject", "dataInput", "dataOutput", "dataStore")
PROPERTY_OWNERS: Final = ACTIVITIES | EVENTS | {"process"}
SETS: Final = (
    ("inputSet", "dataInputRefs", "optionalInputRefs"),
    ("inputSet", "dataInputRefs", "whileExecutingInputRefs"),
    ("outputSet", "dataOutputRefs", "optionalOutputRefs"),
    ("outputSet", "dataOutputRefs", "whileExecutingOutputRefs"),
)


def collections_agree(document: Document) -> Iterator[Finding]:
    """EXT020, EXT077, EXT081, EXT083: a collection of what is a collection."""
    for element in document.all(*COLLECTIONS):
        item = document.find(reference(element.get("itemSubjectRef")))
        if item is None or local_name(item) != "itemDefinition":
            continue
        if "isCollection" not in element.attrib and "isCollection" not in item.attrib:
            continue
        if is_true(element, "isCollection") != is_true(item, "isCollection"):
            params = {"item": item.get("id", "")}
            yield Finding("bpmn.data.collection_differs", element, "warning", params)


def subprocesses_have_no_io(document: Document) -> Iterator[Finding]:
    """EXT079."""
    for level in document.all(*sorted(SUBPROCESSES)):
        if child(level, "ioSpecification") is not None:
            yield Finding("bpmn.data.io_in_subprocess", level)


def properties_have_an_owner(document: Document) -> Iterator[Finding]:
    """EXT078: properties belong to processes, activities and events."""
    for element in document.all("property"):
        owner = element.getparent()
        if owner is None or local_name(owner) not in PROPERTY_OWNERS:
            yield Finding("bpmn.data.property_without_owner", element)


def inputs_are_listed(document: Document) -> Iterator[Finding]:
    """EXT084, EXT088: every data input and output is in a set."""
    for name, sets, refs in (
        ("dataInput", "inputSet", "dataInputRefs"),
        ("dataOutput", "outputSet", "dataOutputRefs"),
    ):
        for element in document.all(name):
            owner = element.getparent()
            if owner is None:
                continue
            listed = {ref for found in inside(owner, [sets]) for ref in texts(found, refs)}
            if element.get("id") not in listed:
                yield Finding("bpmn.data.in_no_set", element, "warning")


def special_inputs_are_inputs(document: Document) -> Iterator[Finding]:
    """EXT085, EXT086, EXT089, EXT090: optional and while-executing data is in its set too."""
    for set_name, all_refs, some_refs in SETS:
        for found in document.all(set_name):
            for ref in texts(found, some_refs):
                if ref not in texts(found, all_refs):
                    params = {"data": ref, "attribute": some_refs}
                    yield Finding("bpmn.data.not_in_set", found, params=params)


def sets_refer_to_each_other(document: Document) -> Iterator[Finding]:
    """EXT087: what an input set says about output sets, these say as well."""
    pairs = (("inputSet", "outputSetRefs", "inputSetRefs"),
             ("outputSet", "inputSetRefs", "outputSetRefs"))  # fmt: skip
    for name, refs, back in pairs:
        for found in document.all(name):
            for ref in texts(found, refs):
                other = document.find(ref)
                if other is not None and found.get("id") not in texts(other, back):
                    yield Finding("bpmn.data.sets_one_sided", found, params={"set": ref})


def io_has_both_sets(document: Document) -> Iterator[Finding]:
    """An input-output specification has an input set and an output set."""
    for element in document.all("ioSpecification"):
        for name in ("inputSet", "outputSet"):
            if not inside(element, [name]):
                yield Finding("bpmn.data.no_set", element, "hint", {"set": name})


def operations_bind_one_set(document: Document) -> Iterator[Finding]:
    """EXT042, EXT043, EXT046, EXT047, EXT050, EXT051: sets and data of tasks with messages."""
    for task in document.all("serviceTask", "sendTask", "receiveTask"):
        kind = local_name(task)
        io = child(task, "ioSpecification")
        bound = task.get("operationRef") if kind == "serviceTask" else task.get("messageRef")
        if bound and (io is not None or kind == "serviceTask"):
            yield from _counts(task, kind, io)


def _counts(task: Element, kind: str, io: Element | None) -> Iterator[Finding]:
    count = {
        name: 0 if io is None else len(inside(io, [name]))
        for name in ("inputSet", "outputSet", "dataInput", "dataOutput")
    }
    limits: dict[str, tuple[tuple[str, int, int], ...]] = {
        "serviceTask": (("inputSet", 1, 1), ("outputSet", 0, 1)),
        "sendTask": (("inputSet", 0, 1), ("dataInput", 0, 1)),
        "receiveTask": (("outputSet", 0, 1), ("dataOutput", 0, 1)),
    }
    for name, least, most in limits[kind]:
        if not least <= count[name] <= most:
            yield Finding("bpmn.data.too_many_sets", task, params={"set": name})


def artifacts_have_known_formats(document: Document) -> Iterator[Finding]:
    """EXT010: the format of a text annotation is a MIME type."""
    for element in document.all("textAnnotation"):
        text = element.get("textFormat", "text/plain")
        if "/" not in text:
            yield Finding("bpmn.annotation.format", element, "warning", {"format": text})


def performers_are_assigned_one_way(document: Document) -> Iterator[Finding]:
    """EXT039: a resource reference or an assignment expression, not both."""
    for name in ("resourceRole", "performer", "humanPerformer", "potentialOwner"):
        for element in document.all(name):
            has_both = all(
                child(element, part) is not None
                for part in ("resourceRef", "resourceAssignmentExpression")
            )
            if has_both:
                yield Finding("bpmn.performer.two_ways", element, "warning")


def state_names_follow_the_convention(document: Document) -> Iterator[Finding]:
    """EXT076: a data object reference with a state is named `object [state]`."""
    for element in document.all("dataObjectReference"):
        state = child(element, "dataState")
        name = element.get("name", "")
        if state is not None and state.get("name") and f"[{state.get('name')}]" not in name:
            yield Finding("bpmn.data.state_name", element, "warning")


RULES: tuple[Rule, ...] = (
    collections_agree,
    subprocesses_have_no_io,
    properties_have_an_owner,
    inputs_are_listed,
    special_inputs_are_inputs,
    sets_refer_to_each_other,
    io_has_both_sets,
    operations_bind_one_set,
    artifacts_have_known_formats,
    performers_are_assigned_one_way,
    state_names_follow_the_convention,
)
