"""Reading one level of a process: flow nodes, sequence flows, events, loops, data."""

from collections.abc import Callable
from typing import Any, Final, Literal, cast

import msgspec
from lxml import etree

from dujiang.bpmn.extensions import read_extensions
from dujiang.bpmn.model import (
    ActivityTraits,
    AnyNode,
    Assignment,
    Association,
    CallActivity,
    CancelDefinition,
    CompensateDefinition,
    ComplexBehavior,
    ConditionalDefinition,
    Container,
    DataAssociation,
    DataItem,
    ErrorDefinition,
    EscalationDefinition,
    Event,
    EventDefinition,
    Expression,
    Gateway,
    LinkDefinition,
    LoopCharacteristics,
    MessageDefinition,
    MultiInstance,
    SequenceFlow,
    SignalDefinition,
    StandardLoop,
    SubProcess,
    Task,
    TerminateDefinition,
    TimerDefinition,
)
from dujiang.bpmn.names import XSI, bpmn, child, child_text, children, dj, local_name, reference
from dujiang.kernel.errors import Problem

TASKS: Final = frozenset(
    {
        "task",
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "manualTask",
    }
)
SUBPROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
EVENTS: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    }
)
GATEWAYS: Final = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
FLOW_NODES = TASKS | SUBPROCESSES | EVENTS | GATEWAYS | {"callActivity"}

_FORMAL = "tFormalExpression"


class Shared(msgspec.Struct, frozen=True):
    """Event definitions that stand at the top of the file and are referred to."""

    definitions: dict[str, EventDefinition]

    @staticmethod
    def of(root: etree._Element) -> "Shared":
        """Those of a file."""
        found: dict[str, EventDefinition] = {}
        for element in root:
            definition = event_definition(element)
            if definition is not None:
                found[element.get("id", "")] = definition
        return Shared(found)


def expression(element: etree._Element | None) -> Expression | None:
    """The expression that an element is."""
    if element is None:
        return None
    kind = element.get("{" + XSI + "}type", "")
    is_formal = kind.rpartition(":")[2] == _FORMAL if kind else False
    return Expression(
        text="".join(str(part) for part in element.itertext()).strip(),
        language=element.get("language", ""),
        is_formal=is_formal,
    )


def _is_true(element: etree._Element, name: str, default: bool = False) -> bool:
    return element.get(name, "true" if default else "false").strip() == "true"


def _count(element: etree._Element, name: str, default: int | None) -> int | None:
    text = element.get(name, "")
    try:
        return int(text) if text else default
    except ValueError:
        return default


# --- events


def _timer(element: etree._Element) -> TimerDefinition:
    return TimerDefinition(
        date=expression(child(element, "timeDate")),
        duration=expression(child(element, "timeDuration")),
        cycle=expression(child(element, "timeCycle")),
        clock=element.get(dj("clock"), "clock"),
    )


def _link(element: etree._Element) -> LinkDefinition:
    return LinkDefinition(
        id=element.get("id", ""),
        name=element.get("name", ""),
        targets=tuple(reference(inner.text) for inner in children(element, "target")),
        sources=tuple(reference(inner.text) for inner in children(element, "source")),
    )


_DEFINITIONS: Final[dict[str, Callable[[etree._Element], EventDefinition]]] = {
    "messageEventDefinition": lambda e: MessageDefinition(
        message_ref=reference(e.get("messageRef")),
        operation_ref=reference(child_text(e, "operationRef") or e.get("operationRef")),
    ),
    "timerEventDefinition": _timer,
    "signalEventDefinition": lambda e: SignalDefinition(signal_ref=reference(e.get("signalRef"))),
    "errorEventDefinition": lambda e: ErrorDefinition(error_ref=reference(e.get("errorRef"))),
    "escalationEventDefinition": lambda e: EscalationDefinition(
        escalation_ref=reference(e.get("escalationRef"))
    ),
    "conditionalEventDefinition": lambda e: ConditionalDefinition(
        condition=expression(child(e, "condition"))
    ),
    "linkEventDefinition": _link,
    "compensateEventDefinition": lambda e: CompensateDefinition(
        activity_ref=reference(e.get("activityRef")),
        wait=_is_true(e, "waitForCompletion", default=True),
    ),
    "cancelEventDefinition": lambda _: CancelDefinition(),
    "terminateEventDefinition": lambda _: TerminateDefinition(),
}


def event_definition(element: etree._Element | None) -> EventDefinition | None:
    """The event definition that an element is; None when it is something else."""
    if element is None:
        return None
    reader = _DEFINITIONS.get(local_name(element))
    return None if reader is None else reader(element)


def definitions_of(element: etree._Element, shared: Shared) -> tuple[EventDefinition, ...]:
    """The event definitions inside an event, referred ones included, in document order."""
    found: list[EventDefinition] = []
    for inner in element:
        if local_name(inner) == "eventDefinitionRef":
            referred = shared.definitions.get(reference(inner.text))
            if referred is not None:
                found.append(referred)
        definition = event_definition(inner)
        if definition is not None:
            found.append(definition)
    return tuple(found)


def _event(element: etree._Element, shared: Shared, problems: list[Problem]) -> Event:
    kind = local_name(element)
    interrupting = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    return Event(
        **_common(element, problems),
        definitions=definitions_of(element, shared),
        is_parallel=_is_true(element, "parallelMultiple"),
        is_interrupting=_is_true(element, interrupting, default=True),
        attached_to=reference(element.get("attachedToRef")),
        inputs=_associations(element, "dataInputAssociation"),
        outputs=_associations(element, "dataOutputAssociation"),
    )


# --- activities


def _loop(element: etree._Element, problems: list[Problem]) -> LoopCharacteristics | None:
    standard = child(element, "standardLoopCharacteristics")
    if standard is not None:
        return StandardLoop(
            condition=expression(child(standard, "loopCondition")),
            test_before=_is_true(standard, "testBefore"),
            maximum=_count(standard, "loopMaximum", None),
        )
    multi = child(element, "multiInstanceLoopCharacteristics")
    return None if multi is None else _multi_instance(element, multi, problems)


def _multi_instance(
    activity: etree._Element, multi: etree._Element, problems: list[Problem]
) -> MultiInstance:
    by_id = {
        inner.get("id", ""): inner for inner in activity if local_name(inner).endswith("Definition")
    }
    shared = {inner.get("id", ""): event_definition(inner) for inner in _root_of(activity)}

    def referred(name: str) -> EventDefinition | None:
        ref = reference(multi.get(name))
        return event_definition(by_id.get(ref)) or shared.get(ref)

    complexes = []
    for inner in children(multi, "complexBehaviorDefinition"):
        thrown = child(inner, "event")
        event = None
        if thrown is not None:
            inside = definitions_of(
                thrown, Shared({k: v for k, v in shared.items() if v is not None})
            )
            event = inside[0] if inside else None
        complexes.append(
            ComplexBehavior(condition=expression(child(inner, "condition")), event=event)
        )
    return MultiInstance(
        is_sequential=_is_true(multi, "isSequential"),
        cardinality=expression(child(multi, "loopCardinality")),
        completion_condition=expression(child(multi, "completionCondition")),
        behavior=multi.get("behavior", "All"),
        none_event=referred("noneBehaviorEventRef"),
        one_event=referred("oneBehaviorEventRef"),
        complex_behaviors=tuple(complexes),
        input_ref=reference(child_text(multi, "loopDataInputRef")),
        output_ref=reference(child_text(multi, "loopDataOutputRef")),
        input_item=_item_name(child(multi, "inputDataItem")),
        output_item=_item_name(child(multi, "outputDataItem")),
        extensions=read_extensions(multi, problems),
    )


def _root_of(element: etree._Element) -> etree._Element:
    return element.getroottree().getroot()


def _item_name(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get("name") or element.get("id", ""))


def _associations(element: etree._Element, name: str) -> tuple[DataAssociation, ...]:
    found = []
    for inner in children(element, name):
        assignments = []
        for assignment in children(inner, "assignment"):
            source, target = (
                expression(child(assignment, "from")),
                expression(child(assignment, "to")),
            )
            if source is not None and target is not None:
                assignments.append(Assignment(source=source, to=target))
        found.append(
            DataAssociation(
                id=inner.get("id", ""),
                sources=tuple(reference(s.text) for s in children(inner, "sourceRef")),
                target=reference(child_text(inner, "targetRef")),
                transformation=expression(child(inner, "transformation")),
                assignments=tuple(assignments),
            )
        )
    return tuple(found)


def _data_items(element: etree._Element | None, *names: str) -> tuple[DataItem, ...]:
    if element is None:
        return ()
    return tuple(
        DataItem(
            id=inner.get("id", ""),
            name=inner.get("name", ""),
            is_collection=_is_true(inner, "isCollection"),
            refers_to=reference(inner.get("dataObjectRef") or inner.get("dataStoreRef")),
            item=reference(inner.get("itemSubjectRef")),
        )
        for inner in children(element, *names)
    )


def _traits(element: etree._Element, problems: list[Problem]) -> ActivityTraits:
    io = child(element, "ioSpecification")
    return ActivityTraits(
        default=reference(element.get("default")),
        loop=_loop(element, problems),
        is_for_compensation=_is_true(element, "isForCompensation"),
        start_quantity=_count(element, "startQuantity", 1) or 0,
        completion_quantity=_count(element, "completionQuantity", 1) or 0,
        inputs=_associations(element, "dataInputAssociation"),
        outputs=_associations(element, "dataOutputAssociation"),
        data_inputs=_data_items(io, "dataInput"),
        data_outputs=_data_items(io, "dataOutput"),
        properties=_data_items(element, "property"),
    )


def _common(element: etree._Element, problems: list[Problem]) -> dict[str, Any]:
    return {
        "id": element.get("id", ""),
        "kind": local_name(element),
        "name": element.get("name", ""),
        "name_en": element.get(dj("nameEn"), ""),
        "documentation": child_text(element, "documentation"),
        "extensions": read_extensions(element, problems),
    }


def _task(element: etree._Element, _: Shared, problems: list[Problem]) -> Task:
    return Task(
        **_common(element, problems),
        traits=_traits(element, problems),
        script=child_text(element, "script"),
        script_format=element.get("scriptFormat", ""),
        result=element.get(dj("result"), ""),
        message_ref=reference(element.get("messageRef")),
        operation_ref=reference(element.get("operationRef")),
        instantiate=_is_true(element, "instantiate"),
        implementation=element.get("implementation", ""),
    )


def _call(element: etree._Element, _: Shared, problems: list[Problem]) -> CallActivity:
    return CallActivity(
        **_common(element, problems),
        traits=_traits(element, problems),
        called_element=reference(element.get("calledElement")),
    )


def _subprocess(element: etree._Element, shared: Shared, problems: list[Problem]) -> SubProcess:
    ordering = element.get("ordering", "Parallel")
    return SubProcess(
        **_common(element, problems),
        traits=_traits(element, problems),
        body=level(element, shared, problems),
        is_event=_is_true(element, "triggeredByEvent"),
        ordering=cast(
            Literal["Parallel", "Sequential"],
            ordering if ordering in ("Parallel", "Sequential") else "Parallel",
        ),
        completion_condition=expression(child(element, "completionCondition")),
        cancel_remaining=_is_true(element, "cancelRemainingInstances", default=True),
    )


def _gateway(element: etree._Element, _: Shared, problems: list[Problem]) -> Gateway:
    return Gateway(
        **_common(element, problems),
        default=reference(element.get("default")),
        direction=element.get("gatewayDirection", "Unspecified"),
        instantiate=_is_true(element, "instantiate"),
        is_parallel=element.get("eventGatewayType", "Exclusive") == "Parallel",
        activation_condition=expression(child(element, "activationCondition")),
    )


_READERS = (
    dict.fromkeys(TASKS, _task)
    | dict.fromkeys(SUBPROCESSES, _subprocess)
    | dict.fromkeys(EVENTS, _event)
    | dict.fromkeys(GATEWAYS, _gateway)
    | {"callActivity": _call}
)


# --- one level


def level(element: etree._Element, shared: Shared, problems: list[Problem]) -> Container:
    """The inside of a process or subprocess element."""
    flows = tuple(_flow(inner, problems) for inner in children(element, "sequenceFlow"))
    lanes = {
        reference(ref.text): lane.get("id", "")
        for lane_set in children(element, "laneSet")
        for lane in lane_set.iter(bpmn("lane"))
        for ref in children(lane, "flowNodeRef")
    }
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows:
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    nodes: list[AnyNode] = []
    for inner in element:
        reader = _READERS.get(local_name(inner))
        if reader is None:
            continue
        node: AnyNode = reader(inner, shared, problems)
        nodes.append(
            msgspec.structs.replace(
                node,
                incoming=tuple(incoming.get(node.id, ())),
                outgoing=tuple(outgoing.get(node.id, ())),
                lane=lanes.get(node.id, ""),
            )
        )
    return Container(
        nodes=tuple(nodes),
        flows=flows,
        associations=tuple(
            Association(
                id=inner.get("id", ""),
                source=reference(inner.get("sourceRef")),
                target=reference(inner.get("targetRef")),
            )
            for inner in children(element, "association")
        ),
        data=_data_items(element, "dataObject", "dataObjectReference", "dataStoreReference"),
        properties=_data_items(element, "property"),
        lanes={
            lane.get("id", ""): lane.get("name", "")
            for lane_set in children(element, "laneSet")
            for lane in lane_set.iter(bpmn("lane"))
        },
    )


def _flow(element: etree._Element, problems: list[Problem]) -> SequenceFlow:
    return SequenceFlow(
        id=element.get("id", ""),
        source=reference(element.get("sourceRef")),
        target=reference(element.get("targetRef")),
        name=element.get("name", ""),
        name_en=element.get(dj("nameEn"), ""),
        condition=expression(child(element, "conditionExpression")),
        extensions=read_extensions(element, problems),
    )
