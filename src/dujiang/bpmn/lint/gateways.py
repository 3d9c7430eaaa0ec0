"""Gateways: how many flows go in and out, and what may stand behind an event-based one."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import Document, Element, Finding, Rule, ends, is_true
from dujiang.bpmn.names import child
from dujiang.bpmn.read_nodes import GATEWAYS

EVENT_KINDS = {"message", "signal", "timer", "conditional"}


def directions_are_kept(document: Document) -> Iterator[Finding]:
    """EXT017, EXT018, EXT019: converging, diverging and mixed mean what they say."""
    for gateway in document.all(*sorted(GATEWAYS)):
        into, out = len(document.into(gateway)), len(document.out_of(gateway))
        match gateway.get("gatewayDirection"):
            case "Converging" if out > 1:
                yield Finding("bpmn.gateway.converging_splits", gateway, "warning")
            case "Diverging" if into > 1:
                yield Finding("bpmn.gateway.diverging_joins", gateway, "warning")
            case "Mixed" if into < 2 or out < 2:
                yield Finding("bpmn.gateway.not_mixed", gateway, "warning")
            case _:
                pass


def gateways_join_or_split(document: Document) -> Iterator[Finding]:
    """EXT135: several flows on at least one side."""
    for gateway in document.all(*sorted(GATEWAYS - {"eventBasedGateway"})):
        if len(document.into(gateway)) < 2 and len(document.out_of(gateway)) < 2:
            yield Finding("bpmn.gateway.does_nothing", gateway, "warning")


def event_gateways_have_a_choice(document: Document) -> Iterator[Finding]:
    """EXT136."""
    for gateway in document.all("eventBasedGateway"):
        if len(document.out_of(gateway)) < 2:
            yield Finding("bpmn.event_gateway.no_choice", gateway)


def event_gateways_ask_no_conditions(document: Document) -> Iterator[Finding]:
    """EXT137."""
    for gateway in document.all("eventBasedGateway"):
        for flow in document.out_of(gateway):
            if child(flow, "conditionExpression") is not None:
                yield Finding("bpmn.event_gateway.condition", flow)


def event_gateways_wait_for_events(document: Document) -> Iterator[Finding]:
    """EXT138: receive tasks and catch events that can be waited for."""
    for gateway, target in _targets(document):
        kind = document.kind(target.get("id", ""))
        triggers = document.triggers(target)
        is_event = kind == "intermediateCatchEvent" and triggers and set(triggers) <= EVENT_KINDS
        if kind != "receiveTask" and not is_event:
            params = {"target": target.get("id", "")}
            yield Finding("bpmn.event_gateway.wrong_target", gateway, params=params)


def event_gateways_do_not_mix(document: Document) -> Iterator[Finding]:
    """EXT139: message events or receive tasks, not both."""
    for gateway in document.all("eventBasedGateway"):
        targets = [target for found, target in _targets(document) if found is gateway]
        has_tasks = any(document.kind(t.get("id", "")) == "receiveTask" for t in targets)
        has_messages = any(
            document.kind(t.get("id", "")) == "intermediateCatchEvent"
            and "message" in document.triggers(t)
            for t in targets
        )
        if has_tasks and has_messages:
            yield Finding("bpmn.event_gateway.mixed", gateway)


def receive_tasks_behind_have_no_boundary(document: Document) -> Iterator[Finding]:
    """EXT140."""
    for _, target in _targets(document):
        if document.kind(target.get("id", "")) == "receiveTask" and document.attached(target):
            yield Finding("bpmn.event_gateway.boundary", target)


def targets_have_no_other_way_in(document: Document) -> Iterator[Finding]:
    """EXT141."""
    for gateway, target in _targets(document):
        if any(ends(flow)[0] != gateway.get("id") for flow in document.into(target)):
            yield Finding("bpmn.event_gateway.other_way_in", target)


def instantiating_gateways_begin(document: Document) -> Iterator[Finding]:
    """EXT142."""
    for gateway in document.all("eventBasedGateway"):
        if is_true(gateway, "instantiate") and document.into(gateway):
            yield Finding("bpmn.event_gateway.instantiates_late", gateway)


def _targets(document: Document) -> Iterator[tuple[Element, Element]]:
    for gateway in document.all("eventBasedGateway"):
        for flow in document.out_of(gateway):
            target = document.find(ends(flow)[1])
            if target is not None:
                yield gateway, target


RULES: tuple[Rule, ...] = (
    directions_are_kept,
    gateways_join_or_split,
    event_gateways_have_a_choice,
    event_gateways_ask_no_conditions,
    event_gateways_wait_for_events,
    event_gateways_do_not_mix,
    receive_tasks_behind_have_no_boundary,
    targets_have_no_other_way_in,
    instantiating_gateways_begin,
)
