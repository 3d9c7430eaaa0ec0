"""Boundary events: what can be attached where, and compensation."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import ACTIVITIES, Document, Finding, Rule, ends, is_true
from dujiang.bpmn.names import local_name, reference

INTERRUPTING = {
    "message",
    "timer",
    "error",
    "escalation",
    "cancel",
    "compensate",
    "conditional",
    "signal",
}
BESIDE = {"message", "timer", "escalation", "conditional", "signal"}


def triggers_fit_boundary_events(document: Document) -> Iterator[Finding]:
    """EXT110, EXT130, EXT147."""
    for event in document.all("boundaryEvent"):
        triggers = set(document.triggers(event))
        allowed = INTERRUPTING if is_true(event, "cancelActivity", "true") else BESIDE
        if not triggers:
            yield Finding("bpmn.event.no_trigger", event)
        elif not triggers <= allowed:
            params = {"trigger": ", ".join(sorted(triggers - allowed))}
            yield Finding("bpmn.event.wrong_trigger", event, params=params)


def cancel_events_sit_on_transactions(document: Document) -> Iterator[Finding]:
    """EXT111."""
    for event in document.all("boundaryEvent"):
        host = document.kind(reference(event.get("attachedToRef")))
        if "cancel" in document.triggers(event) and host and host != "transaction":
            yield Finding("bpmn.boundary.cancel_without_transaction", event)


def nothing_flows_into_boundary_events(document: Document) -> Iterator[Finding]:
    """EXT112."""
    for event in document.all("boundaryEvent"):
        if document.into(event):
            yield Finding("bpmn.boundary.incoming", event)


def boundary_events_go_on(document: Document) -> Iterator[Finding]:
    """EXT113, EXT114: a flow goes out, except of compensation."""
    for event in document.all("boundaryEvent"):
        undoes = "compensate" in document.triggers(event)
        has_flow = bool(document.out_of(event))
        if undoes and has_flow:
            yield Finding("bpmn.boundary.compensation_flow", event)
        elif not undoes and not has_flow:
            yield Finding("bpmn.boundary.no_outgoing", event)


def compensation_has_a_handler(document: Document) -> Iterator[Finding]:
    """EXT143, EXT144: an association leads to an activity that is for compensation."""
    for event in document.all("boundaryEvent"):
        if "compensate" not in document.triggers(event):
            continue
        identifier = event.get("id", "")
        others = [
            other
            for association in document.all("association")
            if identifier in ends(association)
            for other in ends(association)
            if other != identifier
        ]
        handlers = [o for o in others if document.kind(o) in ACTIVITIES]
        if not handlers:
            yield Finding("bpmn.compensation.no_handler", event)
            continue
        for handler in handlers:
            found = document.find(handler)
            if found is not None and not is_true(found, "isForCompensation"):
                yield Finding("bpmn.compensation.not_for_compensation", found)


def transactions_can_be_left(document: Document) -> Iterator[Finding]:
    """A transaction that can be cancelled has a cancel boundary event."""
    for transaction in document.all("transaction"):
        inner = [e for e in transaction if local_name(e) == "endEvent"]
        cancels = any("cancel" in document.triggers(e) for e in inner)
        caught = any("cancel" in document.triggers(e) for e in document.attached(transaction))
        if cancels and not caught:
            yield Finding("bpmn.transaction.no_cancel_event", transaction, "hint")


RULES: tuple[Rule, ...] = (
    triggers_fit_boundary_events,
    cancel_events_sit_on_transactions,
    nothing_flows_into_boundary_events,
    boundary_events_go_on,
    compensation_has_a_handler,
    transactions_can_be_left,
)
