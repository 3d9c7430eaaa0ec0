"""Start, end and catch events: how many, where, and with which triggers."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    Document,
    Element,
    Finding,
    Rule,
    inside,
    is_event_subprocess,
    is_executable,
    is_true,
    level_of,
    texts,
)
from dujiang.bpmn.names import child, local_name, reference
from dujiang.bpmn.read_nodes import FLOW_NODES

PROCESS_STARTS = {"message", "timer", "conditional", "signal"}
EVENT_STARTS = {
    "message",
    "timer",
    "error",
    "escalation",
    "compensate",
    "conditional",
    "signal",
}
CATCHES = {"message", "timer", "conditional", "link", "signal"}


def start_events_begin(document: Document) -> Iterator[Finding]:
    """EXT096, EXT101: no flow into a start event, at least one out of it."""
    for event in document.all("startEvent"):
        if document.into(event):
            yield Finding("bpmn.start.incoming", event)
        if not document.out_of(event):
            yield Finding("bpmn.start.no_outgoing", event)


def end_events_end(document: Document) -> Iterator[Finding]:
    """EXT104, EXT107: no flow out of an end event, at least one into it."""
    for event in document.all("endEvent"):
        if document.out_of(event):
            yield Finding("bpmn.end.outgoing", event)
        if not document.into(event):
            yield Finding("bpmn.end.no_incoming", event)


def start_and_end_come_together(document: Document) -> Iterator[Finding]:
    """EXT097, EXT105: on one level there are both or neither."""
    for level in document.all("process", "subProcess", "transaction"):
        starts = inside(level, ["startEvent"])
        ends_ = inside(level, ["endEvent"])
        if ends_ and not starts and not _instantiates(document, level):
            yield Finding("bpmn.level.end_without_start", level, "warning")
        if starts and not ends_:
            yield Finding("bpmn.level.start_without_end", level, "warning")


def _instantiates(document: Document, level: Element) -> bool:
    found = inside(level, ["receiveTask", "eventBasedGateway"])
    return any(is_true(element, "instantiate") for element in found)


def triggers_fit_start_events(document: Document) -> Iterator[Finding]:
    """EXT098, EXT100, EXT059, EXT121, EXT129: each level has its kinds of start events."""
    for event in document.all("startEvent"):
        level = level_of(event)
        triggers = set(document.triggers(event))
        if level is None:
            continue
        if is_event_subprocess(level):
            if not triggers:
                yield Finding("bpmn.start.event_subprocess_none", event)
            elif not triggers <= _allowed(event):
                yield _wrong_trigger(event, triggers - _allowed(event))
        elif local_name(level) == "process":
            if not triggers <= PROCESS_STARTS:
                yield _wrong_trigger(event, triggers - PROCESS_STARTS)
        elif triggers:
            yield _wrong_trigger(event, triggers)


def _allowed(start: Element) -> set[str]:
    """Errors and compensation always interrupt."""
    if is_true(start, "isInterrupting", "true"):
        return EVENT_STARTS
    return EVENT_STARTS - {"error", "compensate"}


def _wrong_trigger(event: Element, triggers: set[str]) -> Finding:
    return Finding(
        "bpmn.event.wrong_trigger", event, params={"trigger": ", ".join(sorted(triggers))}
    )


def event_subprocesses_start_once(document: Document) -> Iterator[Finding]:
    """EXT057, EXT058: no flows, exactly one start event."""
    for level in document.all("subProcess", "transaction", "adHocSubProcess"):
        if not is_event_subprocess(level):
            continue
        if document.into(level) or document.out_of(level):
            yield Finding("bpmn.event_subprocess.flows", level)
        if len(inside(level, ["startEvent"])) != 1:
            yield Finding("bpmn.event_subprocess.starts", level)


def triggers_fit_catch_events(document: Document) -> Iterator[Finding]:
    """EXT122, EXT148."""
    for event in document.all("intermediateCatchEvent"):
        triggers = set(document.triggers(event))
        if not triggers:
            yield Finding("bpmn.event.no_trigger", event)
        elif not triggers <= CATCHES:
            yield _wrong_trigger(event, triggers - CATCHES)


def intermediate_events_lie_between(document: Document) -> Iterator[Finding]:
    """EXT115, EXT116: a flow in and a flow out; links have one side only."""
    for event in document.all("intermediateCatchEvent", "intermediateThrowEvent"):
        is_link = "link" in document.triggers(event)
        catches = local_name(event) == "intermediateCatchEvent"
        if not document.into(event) and not (is_link and catches):
            yield Finding("bpmn.event.no_incoming", event)
        if not document.out_of(event) and not (is_link and not catches):
            yield Finding("bpmn.event.no_outgoing", event)


def called_processes_can_begin(document: Document) -> Iterator[Finding]:
    """EXT099: a called process has a none start event, or begins without one."""
    for call in document.all("callActivity"):
        target = document.find(reference(call.get("calledElement")))
        if target is None or local_name(target) != "process":
            continue
        starts = inside(target, ["startEvent"])
        if starts and all(document.definitions(start) for start in starts):
            yield Finding("bpmn.call.no_none_start", call)


def messages_are_named(document: Document) -> Iterator[Finding]:
    """EXT127: in an executable process a message event names its message."""
    for definition in document.all("messageEventDefinition"):
        event = definition.getparent()
        if event is None or not _is_used_in_executable(definition):
            continue
        if not definition.get("messageRef"):
            yield Finding("bpmn.message.missing", event)
        elif not texts(definition, "operationRef") and not document.is_ours:
            yield Finding("bpmn.message.no_operation", event, "warning")


def _is_used_in_executable(definition: Element) -> bool:
    parent = definition.getparent()
    if parent is None or local_name(parent) == "definitions":
        return False
    return is_executable(definition) and not _has_job(parent)


def _has_job(event: Element) -> bool:
    holder = child(event, "extensionElements")
    return holder is not None and any(
        isinstance(inner.tag, str) and inner.tag.endswith("}job") for inner in holder
    )


def receive_tasks_instantiate_at_the_beginning(document: Document) -> Iterator[Finding]:
    """EXT049."""
    for task in document.all("receiveTask"):
        if is_true(task, "instantiate") and document.into(task):
            yield Finding("bpmn.receive.instantiates_late", task)


def processes_have_something_to_do(document: Document) -> Iterator[Finding]:
    """A level has something to begin with."""
    for process in document.all("process"):
        if is_executable(process) and not inside(process, FLOW_NODES):
            yield Finding("bpmn.process.nothing_to_do", process, "hint")


RULES: tuple[Rule, ...] = (
    start_events_begin,
    end_events_end,
    start_and_end_come_together,
    triggers_fit_start_events,
    event_subprocesses_start_once,
    triggers_fit_catch_events,
    intermediate_events_lie_between,
    called_processes_can_begin,
    messages_are_named,
    receive_tasks_instantiate_at_the_beginning,
    processes_have_something_to_do,
)
