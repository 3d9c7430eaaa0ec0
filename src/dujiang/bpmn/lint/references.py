"""References: what is referred to exists and is of the right kind (the suite's REF)."""

from collections.abc import Iterator
from typing import Final

from dujiang.bpmn.lint.document import (
    ACTIVITIES,
    ARTIFACTS,
    DEFINITIONS,
    Document,
    Element,
    Finding,
    Rule,
)
from dujiang.bpmn.names import local_name, reference
from dujiang.bpmn.read_nodes import FLOW_NODES
from dujiang.kernel.errors import Severity

ITEM_AWARE: Final = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInput",
        "dataOutput",
        "property",
        "dataStore",
        "inputDataItem",
        "outputDataItem",
    }
)
INTERACTION_NODES: Final = ACTIVITIES | frozenset(
    {
        "participant",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "conversation",
        "subConversation",
        "callConversation",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
    }
)
"""What message flows connect."""

ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "messageRef": frozenset({"message"}),
    "signalRef": frozenset({"signal"}),
    "errorRef": frozenset({"error"}),
    "escalationRef": frozenset({"escalation"}),
    "itemRef": frozenset({"itemDefinition"}),
    "itemSubjectRef": frozenset({"itemDefinition"}),
    "structureRef": frozenset(),
    "operationRef": frozenset({"operation"}),
    "dataObjectRef": frozenset({"dataObject"}),
    "dataStoreRef": frozenset({"dataStore"}),
    "attachedToRef": ACTIVITIES,
    "activityRef": ACTIVITIES,
    "default": frozenset({"sequenceFlow"}),
    "processRef": frozenset({"process"}),
    "definitionalCollaborationRef": frozenset(
        {"collaboration", "choreography", "globalConversation"}
    ),
    "correlationKeyRef": frozenset({"correlationKey"}),
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "noneBehaviorEventRef": DEFINITIONS,
    "oneBehaviorEventRef": DEFINITIONS,
    "categoryValueRef": frozenset({"categoryValue"}),
    "partitionElementRef": frozenset(),
    "parameterRef": frozenset({"resourceParameter"}),
}
"""Attribute -> names of the elements it may point to; empty: anything."""

CHILDREN: Final[dict[str, frozenset[str]]] = {
    "dataInputRefs": frozenset({"dataInput"}),
    "optionalInputRefs": frozenset({"dataInput"}),
    "whileExecutingInputRefs": frozenset({"dataInput"}),
    "dataOutputRefs": frozenset({"dataOutput"}),
    "optionalOutputRefs": frozenset({"dataOutput"}),
    "whileExecutingOutputRefs": frozenset({"dataOutput"}),
    "outputSetRefs": frozenset({"outputSet"}),
    "inputSetRefs": frozenset({"inputSet"}),
    "eventDefinitionRef": DEFINITIONS,
    "inMessageRef": frozenset({"message"}),
    "outMessageRef": frozenset({"message"}),
    "errorRef": frozenset({"error"}),
    "interfaceRef": frozenset({"interface"}),
    "supportedInterfaceRef": frozenset({"interface"}),
    "operationRef": frozenset({"operation"}),
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "flowNodeRef": FLOW_NODES,
    "incoming": frozenset({"sequenceFlow"}),
    "outgoing": frozenset({"sequenceFlow"}),
    "resourceRef": frozenset({"resource"}),
    "participantRef": frozenset({"participant"}),
    "loopDataInputRef": ITEM_AWARE,
    "loopDataOutputRef": ITEM_AWARE,
}
"""Child element with an id as text -> names of the elements it may point to."""

NOT_EXECUTED: Final = frozenset(
    {
        "categoryValueRef",
        "partitionElementRef",
        "flowNodeRef",
        "resourceRef",
        "parameterRef",
        "participantRef",
    }
)
"""References that execution never follows."""


def attributes_refer_to_the_right_kind(document: Document) -> Iterator[Finding]:
    """An attribute that ends in Ref points to an element of the right kind."""
    for elements in document.by_name.values():
        for element in elements:
            for name, allowed in ATTRIBUTES.items():
                text = element.get(name)
                if text and allowed:
                    yield from _check(document, element, name, text, allowed)


def children_refer_to_the_right_kind(document: Document) -> Iterator[Finding]:
    """A child that refers points to an element of the right kind."""
    for name, allowed in CHILDREN.items():
        for child in document.all(name):
            owner = child.getparent()
            if owner is not None and allowed and (child.text or "").strip():
                yield from _check(document, owner, name, child.text or "", allowed)


def _check(
    document: Document, element: Element, name: str, text: str, allowed: frozenset[str]
) -> Iterator[Finding]:
    target = reference(text)
    kind = document.kind(target)
    if kind in allowed or (not kind and _is_foreign(document, text)):
        return
    params = {"attribute": name, "target": target}
    code = "bpmn.reference.wrong_kind" if kind else "bpmn.reference.dangling"
    severity: Severity = "warning" if name in NOT_EXECUTED else "error"
    if name == "operationRef" and not kind:
        severity = "hint"  # interfaces often lie in other files
    yield Finding(code, element, severity, params)


def _is_foreign(document: Document, text: str) -> bool:
    """Whether a prefix says that the target lies in an imported file."""
    prefix = text.strip().rpartition(":")[0]
    if not prefix:
        return False
    target = document.root.nsmap.get(prefix)
    return target != document.root.get("targetNamespace")


def data_associations_refer_to_data(document: Document) -> Iterator[Finding]:
    """sourceRef and targetRef of a data association point to data."""
    for association in document.all("dataInputAssociation", "dataOutputAssociation"):
        for child in association:
            if local_name(child) in ("sourceRef", "targetRef") and (child.text or "").strip():
                name = local_name(child)
                yield from _check(document, association, name, child.text or "", ITEM_AWARE)


def link_ends_refer_to_links(document: Document) -> Iterator[Finding]:
    """source and target of a link event definition point to link event definitions."""
    allowed = frozenset({"linkEventDefinition"})
    for definition in document.all("linkEventDefinition"):
        for child in definition:
            name = local_name(child)
            if name in ("source", "target") and (child.text or "").strip():
                yield from _check(document, definition, name, child.text or "", allowed)


def called_elements_are_callable(document: Document) -> Iterator[Finding]:
    """A call activity that names an element of this file names a process or global task."""
    allowed = frozenset(
        {
            "process",
            "globalTask",
            "globalUserTask",
            "globalManualTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
        }
    )
    for call in document.all("callActivity"):
        target = reference(call.get("calledElement"))
        kind = document.kind(target)
        if kind and kind not in allowed:
            params = {"attribute": "calledElement", "target": target}
            yield Finding("bpmn.reference.wrong_kind", call, params=params)


def message_flows_connect_participants(document: Document) -> Iterator[Finding]:
    """A message flow connects pools, or activities and events in them."""
    for flow in document.all("messageFlow"):
        for name in ("sourceRef", "targetRef"):
            if document.kind(reference(flow.get(name))) not in ARTIFACTS:
                yield from _check(document, flow, name, flow.get(name, ""), INTERACTION_NODES)


RULES: tuple[Rule, ...] = (
    message_flows_connect_participants,
    attributes_refer_to_the_right_kind,
    children_refer_to_the_right_kind,
    data_associations_refer_to_data,
    link_ends_refer_to_links,
    called_elements_are_callable,
)
