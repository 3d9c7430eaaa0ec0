"""Ids: everything that takes part in the flow has one, of its own."""

from collections.abc import Iterator
from typing import Final

from dujiang.bpmn.lint.document import Document, Finding, Rule
from dujiang.bpmn.names import local_name
from dujiang.bpmn.read_nodes import FLOW_NODES

NEED_ID: Final = FLOW_NODES | {
    "process",
    "sequenceFlow",
    "message",
    "signal",
    "error",
    "escalation",
    "messageFlow",
    "participant",
    "dataObject",
    "dataObjectReference",
    "dataStore",
    "itemDefinition",
}


def ids_are_present(document: Document) -> Iterator[Finding]:
    """EXT003: what others refer to has an id."""
    for element in document.all(*sorted(NEED_ID)):
        if not element.get("id"):
            line = element.sourceline or 0
            params = {"element": local_name(element), "line": str(line)}
            yield Finding("bpmn.element.no_id", element, params=params)


def ids_are_unique(document: Document) -> Iterator[Finding]:
    """EXT002: an id occurs once."""
    for elements in document.by_name.values():
        for element in elements:
            identifier = element.get("id")
            if identifier and document.by_id[identifier] is not element:
                yield Finding("bpmn.document.duplicate_id", element)


RULES: tuple[Rule, ...] = (ids_are_present, ids_are_unique)
