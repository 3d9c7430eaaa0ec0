"""Sequence flows: what they connect, and how the elements at their ends say so."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    ACTIVITIES,
    ARTIFACTS,
    Document,
    Finding,
    Rule,
    ends,
    is_event_subprocess,
    is_executable,
    level_of,
    texts,
)
from dujiang.bpmn.names import child, local_name, reference
from dujiang.bpmn.read_nodes import FLOW_NODES


def flows_do_not_touch_artifacts(document: Document) -> Iterator[Finding]:
    """EXT006, EXT007."""
    for flow in document.all("sequenceFlow"):
        source, target = ends(flow)
        if document.kind(target) in ARTIFACTS:
            yield Finding("bpmn.flow.to_artifact", flow, params={"target": target})
        if document.kind(source) in ARTIFACTS:
            yield Finding("bpmn.flow.from_artifact", flow, params={"source": source})


def flows_connect_flow_nodes(document: Document) -> Iterator[Finding]:
    """EXT021, EXT022: activities, gateways and events, but no event subprocesses."""
    for flow in document.all("sequenceFlow"):
        if level_of(flow) is None:
            continue  # of a choreography
        for name, identifier in zip(("sourceRef", "targetRef"), ends(flow), strict=True):
            kind = document.kind(identifier)
            if kind in ARTIFACTS:
                continue
            params = {"attribute": name, "target": identifier}
            if not kind:
                yield Finding("bpmn.reference.dangling", flow, params=params)
            elif kind not in FLOW_NODES or is_event_subprocess(document.find(identifier)):
                yield Finding("bpmn.flow.not_a_flow_node", flow, params=params)


def flows_stay_on_their_level(document: Document) -> Iterator[Finding]:
    """A sequence flow does not cross the border of a process or subprocess."""
    for flow in document.all("sequenceFlow"):
        found = [document.find(identifier) for identifier in ends(flow)]
        levels = [level_of(node) for node in found if node is not None]
        if len(levels) == 2 and levels[0] is not levels[1]:
            yield Finding("bpmn.flow.crosses_level", flow)


def ends_name_their_flows(document: Document) -> Iterator[Finding]:
    """EXT023: where nodes list their flows, the list is complete and true."""
    lists_flows = "incoming" in document.by_name or "outgoing" in document.by_name
    if not lists_flows:
        return
    for flow in document.all("sequenceFlow"):
        source, target = (document.find(identifier) for identifier in ends(flow))
        identifier = flow.get("id", "")
        for node, name in ((target, "incoming"), (source, "outgoing")):
            is_node = node is not None and local_name(node) in FLOW_NODES
            if node is not None and is_node and identifier not in texts(node, name):
                yield Finding("bpmn.flow.not_listed", node, "warning", {"flow": identifier})
    yield from _listed_flows_end_here(document)


def _listed_flows_end_here(document: Document) -> Iterator[Finding]:
    for node in document.flow_nodes():
        identifier = node.get("id", "")
        for name, position in (("incoming", 1), ("outgoing", 0)):
            for listed in texts(node, name):
                flow = document.find(listed)
                if flow is None or local_name(flow) != "sequenceFlow":
                    continue
                if ends(flow)[position] != identifier:
                    yield Finding("bpmn.flow.listed_elsewhere", node, "warning", {"flow": listed})


def one_conditional_flow_is_not_alone(document: Document) -> Iterator[Finding]:
    """EXT025: an activity whose only outgoing flow has a condition may never go on."""
    for node in document.all(*sorted(ACTIVITIES)):
        out = document.out_of(node)
        if len(out) == 1 and child(out[0], "conditionExpression") is not None:
            yield Finding("bpmn.flow.only_conditional", node)


def default_flows_begin_here(document: Document) -> Iterator[Finding]:
    """EXT026: the default flow of an element begins at it."""
    for node in document.flow_nodes():
        default = reference(node.get("default"))
        flow = document.find(default) if default else None
        if flow is None or local_name(flow) != "sequenceFlow":
            continue
        if ends(flow)[0] != node.get("id"):
            yield Finding("bpmn.flow.default_elsewhere", node, params={"flow": default})


def flows_are_immediate(document: Document) -> Iterator[Finding]:
    """EXT024."""
    for flow in document.all("sequenceFlow"):
        if flow.get("isImmediate") == "false" and is_executable(flow):
            yield Finding("bpmn.flow.not_immediate", flow)


def conditions_have_a_place(document: Document) -> Iterator[Finding]:
    """A condition behind a parallel or event-based gateway or a start event is never asked."""
    for flow in document.all("sequenceFlow"):
        kind = document.kind(ends(flow)[0])
        if kind == "parallelGateway" and child(flow, "conditionExpression") is not None:
            yield Finding("bpmn.flow.condition_ignored", flow, "warning")


def exclusive_choices_are_complete(document: Document) -> Iterator[Finding]:
    """An exclusive or inclusive choice tells every flow by a condition or is the default."""
    for gateway in document.all("exclusiveGateway", "inclusiveGateway"):
        out = document.out_of(gateway)
        if len(out) < 2 or not is_executable(gateway):
            continue
        default = reference(gateway.get("default"))
        plain = [
            flow
            for flow in out
            if child(flow, "conditionExpression") is None and flow.get("id") != default
        ]
        if plain:
            yield Finding(
                "bpmn.gateway.flow_without_condition",
                gateway,
                document.advice,
                {"flow": plain[0].get("id", "")},
            )
        elif not default:
            yield Finding("bpmn.gateway.no_default", gateway, document.advice)


RULES: tuple[Rule, ...] = (
    flows_do_not_touch_artifacts,
    flows_connect_flow_nodes,
    flows_stay_on_their_level,
    ends_name_their_flows,
    one_conditional_flow_is_not_alone,
    default_flows_begin_here,
    flows_are_immediate,
    conditions_have_a_place,
    exclusive_choices_are_complete,
)
