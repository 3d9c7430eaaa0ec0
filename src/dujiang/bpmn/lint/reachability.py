"""What no token ever reaches, and where tokens are left standing."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    Document,
    Element,
    Finding,
    Rule,
    ends,
    is_event_subprocess,
    is_true,
    level_of,
)
from dujiang.bpmn.names import local_name
from dujiang.bpmn.read_nodes import FLOW_NODES


def nodes_have_a_way_in(document: Document) -> Iterator[Finding]:
    """EXT150: on a level with a start event every node has an incoming flow."""
    for node in document.flow_nodes():
        level = level_of(node)
        if level is None or document.into(node) or not _has(document, level, "startEvent"):
            continue
        if not _begins(document, node):
            yield Finding("bpmn.node.no_way_in", node, "warning")


def _has(document: Document, level: Element, name: str) -> bool:
    return local_name(level) != "adHocSubProcess" and document.has_inside(level, name)


def _begins(document: Document, node: Element) -> bool:
    """Nodes that no flow needs to lead to."""
    kind = local_name(node)
    return (
        kind in ("startEvent", "boundaryEvent")
        or is_event_subprocess(node)
        or is_true(node, "isForCompensation")
        or is_true(node, "instantiate")
        or (kind == "intermediateCatchEvent" and "link" in document.triggers(node))
        or (kind == "endEvent")
        or (kind in ("intermediateCatchEvent", "intermediateThrowEvent"))
    )


def nodes_have_a_way_out(document: Document) -> Iterator[Finding]:
    """EXT151: on a level with an end event every node has an outgoing flow."""
    for node in document.flow_nodes():
        level = level_of(node)
        if level is None or document.out_of(node) or not _has(document, level, "endEvent"):
            continue
        if not _ends(document, node):
            yield Finding("bpmn.node.no_way_out", node, "warning")


def _ends(document: Document, node: Element) -> bool:
    kind = local_name(node)
    return (
        kind in ("endEvent", "boundaryEvent", "startEvent")
        or is_event_subprocess(node)
        or is_true(node, "isForCompensation")
        or (kind == "intermediateThrowEvent" and "link" in document.triggers(node))
        or (kind in ("intermediateCatchEvent", "intermediateThrowEvent"))
    )


def nodes_are_reached(document: Document) -> Iterator[Finding]:
    """A node that only nodes which are never reached lead to is never reached."""
    for level in document.all("process", "subProcess", "transaction"):
        nodes = [inner for inner in level if local_name(inner) in FLOW_NODES]
        reached = _reached(document, nodes)
        for node in nodes:
            if node.get("id", "") not in reached and document.into(node):
                yield Finding("bpmn.node.unreachable", node, "warning")


def _reached(document: Document, nodes: list[Element]) -> set[str]:
    by_id = {node.get("id", ""): node for node in nodes}
    todo = [
        identifier
        for identifier, node in by_id.items()
        if not document.into(node) and local_name(node) != "boundaryEvent"
    ]
    reached: set[str] = set()
    while todo:
        identifier = todo.pop()
        if identifier in reached or identifier not in by_id:
            continue
        reached.add(identifier)
        node = by_id[identifier]
        todo.extend(ends(flow)[1] for flow in document.out_of(node))
        todo.extend(event.get("id", "") for event in document.attached(node))
    return reached


RULES: tuple[Rule, ...] = (nodes_have_a_way_in, nodes_have_a_way_out, nodes_are_reached)
