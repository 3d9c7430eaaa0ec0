"""Pools and message flows; choreographies and conversations are not executed, only checked."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    ARTIFACTS,
    Document,
    Finding,
    Rule,
    ends,
    inside,
    process_of,
    texts,
)
from dujiang.bpmn.names import local_name, reference

NOT_IN_GLOBAL = (
    "conversation",
    "subConversation",
    "callConversation",
    "participantAssociation",
    "messageFlowAssociation",
    "conversationAssociation",
    *sorted(ARTIFACTS),
)


def message_flows_do_not_touch_artifacts(document: Document) -> Iterator[Finding]:
    """EXT008, EXT009."""
    for flow in document.all("messageFlow"):
        source, target = ends(flow)
        if document.kind(source) in ARTIFACTS:
            yield Finding("bpmn.message_flow.from_artifact", flow, "warning")
        if document.kind(target) in ARTIFACTS:
            yield Finding("bpmn.message_flow.to_artifact", flow, "warning")


def message_flows_connect_pools(document: Document) -> Iterator[Finding]:
    """EXT031: both ends lie in different pools."""
    for flow in document.all("messageFlow"):
        source, target = ends(flow)
        pools = _pool(document, source), _pool(document, target)
        if pools[0] and pools[0] == pools[1]:
            yield Finding("bpmn.message_flow.same_pool", flow, "warning")


def _pool(document: Document, identifier: str) -> str:
    """What tells one pool from another: the process, or a pool without one."""
    element = document.find(identifier)
    if element is None:
        return ""
    if local_name(element) == "participant":
        return reference(element.get("processRef")) or identifier
    process = process_of(element)
    return "" if process is None else process.get("id", "")


def message_flows_fit_events(document: Document) -> Iterator[Finding]:
    """EXT102, EXT103, EXT108, EXT109, EXT119: messages come in and go out where events say so."""
    for flow in document.all("messageFlow"):
        source, target = ends(flow)
        yield from _leaves(document, flow.get("id", ""), source)
        yield from _arrives(document, flow.get("id", ""), target)


def _leaves(document: Document, flow: str, source: str) -> Iterator[Finding]:
    event = document.find(source)
    if event is None:
        return
    triggers = document.triggers(event)
    match local_name(event):
        case "startEvent" | "intermediateCatchEvent" | "boundaryEvent":
            yield Finding("bpmn.message_flow.from_catch", event, "warning", {"flow": flow})
        case "endEvent" | "intermediateThrowEvent" if "message" not in triggers:
            yield Finding("bpmn.message_flow.no_message", event, "warning", {"flow": flow})
        case _:
            pass


def _arrives(document: Document, flow: str, target: str) -> Iterator[Finding]:
    event = document.find(target)
    if event is None:
        return
    triggers = document.triggers(event)
    match local_name(event):
        case "endEvent" | "intermediateThrowEvent":
            yield Finding("bpmn.message_flow.into_throw", event, "warning", {"flow": flow})
        case "startEvent" | "intermediateCatchEvent" | "boundaryEvent" if "message" not in triggers:
            yield Finding("bpmn.message_flow.no_message", event, "warning", {"flow": flow})
        case _:
            pass


def multiplicities_make_sense(document: Document) -> Iterator[Finding]:
    """EXT029, EXT030."""
    for element in document.all("participantMultiplicity"):
        least, most = element.get("minimum", "0"), element.get("maximum", "1")
        if least.startswith("-") or not (
            most.isdigit() and least.isdigit() and int(most) >= max(1, int(least))
        ):
            yield Finding("bpmn.participant.multiplicity", element, "warning")


def closed_collaborations_agree(document: Document) -> Iterator[Finding]:
    """EXT033: isClosed of a collaboration and of its choreography are equal."""
    for collaboration in document.all("collaboration"):
        for ref in texts(collaboration, "choreographyRef"):
            other = document.find(ref)
            if other is None:
                continue
            if other.get("isClosed", "false") != collaboration.get("isClosed", "false"):
                yield Finding("bpmn.collaboration.closed_differs", collaboration, "warning")


def choreographies_refer_to_no_others(document: Document) -> Iterator[Finding]:
    """EXT027."""
    for element in document.all("choreography", "globalConversation"):
        if texts(element, "choreographyRef"):
            yield Finding("bpmn.choreography.refers", element, "warning")


def global_conversations_are_empty(document: Document) -> Iterator[Finding]:
    """EXT032."""
    for element in document.all("globalConversation"):
        for inner in inside(element, NOT_IN_GLOBAL):
            yield Finding("bpmn.conversation.not_allowed", inner, "warning")


def choreographies_are_not_executed(document: Document) -> Iterator[Finding]:
    """A file with choreographies or conversations only has nothing to run."""
    if document.by_name.get("process"):
        return
    for element in document.all("choreography", "globalConversation"):
        yield Finding("bpmn.document.not_executable", element, "hint")


RULES: tuple[Rule, ...] = (
    message_flows_do_not_touch_artifacts,
    message_flows_connect_pools,
    message_flows_fit_events,
    multiplicities_make_sense,
    closed_collaborations_agree,
    choreographies_refer_to_no_others,
    global_conversations_are_empty,
    choreographies_are_not_executed,
)
