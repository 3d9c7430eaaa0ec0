"""Data that moves: types of both ends agree, inputs do not come from outputs."""

from collections import Counter
from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    Document,
    Element,
    Finding,
    Rule,
    inside,
    is_executable,
    is_true,
    texts,
)
from dujiang.bpmn.names import child, local_name, reference
from dujiang.bpmn.read_nodes import EVENTS


def item_of(document: Document, identifier: str) -> Element | None:
    """The item definition of a piece of data, a message, a signal, an error or escalation."""
    element = document.find(identifier)
    if element is None:
        return None
    if local_name(element) == "dataObjectReference":
        behind = document.find(reference(element.get("dataObjectRef")))
        element = behind if behind is not None else element
    for name in ("itemSubjectRef", "itemRef", "structureRef"):
        found = document.find(reference(element.get(name)))
        if found is not None and local_name(found) == "itemDefinition":
            return found
    return None


def is_same(one: Element | None, other: Element | None) -> bool:
    """Whether two item definitions mean the same structure; unknown ones are not judged."""
    if one is None or other is None or one is other:
        return True
    structure = one.get("structureRef")
    return bool(structure) and structure == other.get("structureRef")


def associations_connect_the_same(document: Document) -> Iterator[Finding]:
    """EXT091, EXT092: same type at both ends, or a transformation; several sources need one."""
    for association in document.all("dataInputAssociation", "dataOutputAssociation"):
        if inside(association, ["transformation"]):
            continue
        sources = texts(association, "sourceRef")
        if len(sources) > 1:
            yield Finding("bpmn.association.several_sources", association)
        for target in texts(association, "targetRef"):
            for source in sources:
                if not is_same(item_of(document, source), item_of(document, target)):
                    params = {"source": source, "target": target}
                    yield Finding("bpmn.association.other_type", association, params=params)


def inputs_come_from_inputs(document: Document) -> Iterator[Finding]:
    """EXT082: data flows neither out of a process's outputs nor into its inputs."""
    for name, ref, wrong in (
        ("dataInputAssociation", "sourceRef", "dataOutput"),
        ("dataOutputAssociation", "targetRef", "dataInput"),
    ):
        for association in document.all(name):
            for identifier in texts(association, ref):
                target = document.find(identifier)
                if target is None or local_name(target) != wrong:
                    continue
                owner = association.getparent()
                if owner is not None and owner not in set(target.iterancestors()):
                    params = {"data": identifier}
                    yield Finding("bpmn.association.wrong_way", association, params=params)


def loop_items_are_scalars(document: Document) -> Iterator[Finding]:
    """EXT069, EXT070: an item of a loop has the type of one element of its collection."""
    pairs = (("loopDataInputRef", "inputDataItem"), ("loopDataOutputRef", "outputDataItem"))
    for loop in document.all("multiInstanceLoopCharacteristics"):
        for ref, item_name in pairs:
            collection = child(loop, ref)
            item = child(loop, item_name)
            if collection is None or item is None:
                continue
            many = item_of(document, reference(collection.text))
            one = document.find(reference(item.get("itemSubjectRef")))
            if one is None or many is None:
                continue
            if is_true(one, "isCollection") or many.get("structureRef") != one.get("structureRef"):
                owner = loop.getparent()
                yield Finding("bpmn.loop.item_type", owner if owner is not None else loop)


def loop_data_is_resolved(document: Document) -> Iterator[Finding]:
    """EXT068: a task's loop reads one of its own data inputs."""
    for loop in document.all("multiInstanceLoopCharacteristics"):
        owner = loop.getparent()
        found = child(loop, "loopDataInputRef")
        if owner is None or found is None or not local_name(owner).lower().endswith("task"):
            continue
        io = child(owner, "ioSpecification")
        inputs = [] if io is None else [d.get("id") for d in inside(io, ["dataInput"])]
        known = document.kind(reference(found.text)) in ("dataObject", "dataObjectReference")
        if is_executable(owner) and reference(found.text) not in inputs and not known:
            yield Finding("bpmn.loop.data_not_found", owner)


def services_pass_the_right_data(document: Document) -> Iterator[Finding]:
    """EXT044, EXT045, EXT048, EXT052: data of a task has the type of its messages."""
    for task in document.all("serviceTask", "sendTask", "receiveTask"):
        io = child(task, "ioSpecification")
        if io is None:
            continue
        for name, message in _messages(document, task):
            wanted = item_of(document, message)
            for data in inside(io, [name]):
                found = item_of(document, data.get("id", ""))
                if (found is None and wanted is not None) or not is_same(found, wanted):
                    yield Finding("bpmn.operation.other_type", task, params={"data": name})


def _messages(document: Document, task: Element) -> list[tuple[str, str]]:
    operation = document.find(reference(task.get("operationRef")))
    found: list[tuple[str, str]] = []
    if local_name(task) == "serviceTask" and operation is not None:
        found.extend(("dataInput", ref) for ref in texts(operation, "inMessageRef"))
        found.extend(("dataOutput", ref) for ref in texts(operation, "outMessageRef"))
    message = reference(task.get("messageRef"))
    if local_name(task) == "sendTask" and message:
        found.append(("dataInput", message))
    if local_name(task) == "receiveTask" and message:
        found.append(("dataOutput", message))
    return found


def events_carry_data_for_each_definition(document: Document) -> Iterator[Finding]:
    """EXT093, EXT094: one piece of data per event definition, of its type."""
    for event in document.all(*sorted(EVENTS)):
        data = inside(event, ["dataInput", "dataOutput"])
        carrying = [d for d in document.definitions(event) if _carried(document, d) is not None]
        if not data or not carrying:
            continue
        if len(data) < len(carrying):
            yield Finding("bpmn.event.data_missing", event)
            continue
        items = [item_of(document, each.get("id", "")) for each in data]
        for definition in carrying:
            carried = _carried(document, definition)
            if not any(item is not None and is_same(item, carried) for item in items):
                yield Finding("bpmn.event.other_type", event)


def _carried(document: Document, definition: Element) -> Element | None:
    for name in ("messageRef", "signalRef", "errorRef", "escalationRef"):
        ref = reference(definition.get(name))
        if ref:
            return item_of(document, ref)
    return None


def calls_pass_what_is_asked(document: Document) -> Iterator[Finding]:
    """EXT063: a call activity gives and takes exactly what the called element declares."""
    for call in document.all("callActivity"):
        called = document.find(reference(call.get("calledElement")))
        mine = child(call, "ioSpecification")
        theirs = None if called is None else child(called, "ioSpecification")
        if mine is None or theirs is None:
            continue
        for name in ("dataInput", "dataOutput"):
            if _types(document, mine, name) != _types(document, theirs, name):
                yield Finding("bpmn.call.other_data", call, params={"data": name})


def _types(document: Document, io: Element, name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for data in inside(io, [name]):
        item = item_of(document, data.get("id", ""))
        structure = "" if item is None else item.get("structureRef") or item.get("id", "")
        found[structure or ""] += 1
    return found


def bindings_fit_operations(document: Document) -> Iterator[Finding]:
    """EXT064, EXT065: an exposed element binds its data to an operation, type by type."""
    for callable_ in document.all("process", "globalTask", "globalUserTask", "globalScriptTask"):
        bindings = inside(callable_, ["ioBinding"])
        if inside(callable_, ["supportedInterfaceRef"]) and not bindings:
            yield Finding("bpmn.binding.missing", callable_, "warning")
        for binding in bindings:
            operation = document.find(reference(binding.get("operationRef")))
            if operation is None:
                continue
            for data, message in (("inputDataRef", "inMessageRef"),
                                  ("outputDataRef", "outMessageRef")):  # fmt: skip
                mine = item_of(document, reference(binding.get(data)))
                for ref in texts(operation, message):
                    if not is_same(mine, item_of(document, ref)):
                        params = {"operation": operation.get("id", "")}
                        yield Finding("bpmn.binding.other_type", callable_, "warning", params)


RULES: tuple[Rule, ...] = (
    associations_connect_the_same,
    inputs_come_from_inputs,
    loop_items_are_scalars,
    loop_data_is_resolved,
    services_pass_the_right_data,
    events_carry_data_for_each_definition,
    calls_pass_what_is_asked,
    bindings_fit_operations,
)
