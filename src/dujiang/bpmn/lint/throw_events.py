"""Throw and end events: what may be thrown where."""

from collections.abc import Iterator

from dujiang.bpmn.lint.document import DEFINITIONS, Document, Finding, Rule, is_executable, level_of
from dujiang.bpmn.names import local_name, reference

THROWS = {"message", "escalation", "compensate", "link", "signal"}
ENDS = {"message", "escalation", "error", "cancel", "compensate", "signal", "terminate"}
THROWING = ("intermediateThrowEvent", "endEvent", "implicitThrowEvent")


def triggers_fit_throw_events(document: Document) -> Iterator[Finding]:
    """EXT149, EXT146."""
    for name, allowed in (("intermediateThrowEvent", THROWS), ("endEvent", ENDS)):
        for event in document.all(name):
            wrong = set(document.triggers(event)) - allowed
            if wrong:
                params = {"trigger": ", ".join(sorted(wrong))}
                yield Finding("bpmn.event.wrong_trigger", event, params=params)


def cancel_ends_lie_in_transactions(document: Document) -> Iterator[Finding]:
    """EXT106."""
    for event in document.all("endEvent"):
        level = level_of(event)
        if "cancel" in document.triggers(event) and (
            level is None or local_name(level) != "transaction"
        ):
            yield Finding("bpmn.end.cancel_outside_transaction", event)


def escalations_have_codes(document: Document) -> Iterator[Finding]:
    """EXT011: what throws an escalation names one with a code."""
    for name in THROWING:
        for event in document.all(name):
            for definition in document.definitions(event) if is_executable(event) else ():
                if local_name(definition) != "escalationEventDefinition":
                    continue
                escalation = document.find(reference(definition.get("escalationRef")))
                if escalation is None or not escalation.get("escalationCode"):
                    yield Finding("bpmn.escalation.no_code", event)


def errors_are_named(document: Document) -> Iterator[Finding]:
    """An error end event names its error with a code."""
    for event in document.all("endEvent"):
        for definition in document.definitions(event):
            if local_name(definition) == "errorEventDefinition":
                error = document.find(reference(definition.get("errorRef")))
                if error is None:
                    yield Finding("bpmn.error.missing", event, "hint")


def definitions_are_thrown_once(document: Document) -> Iterator[Finding]:
    """EXT095: an event definition of a throw event is used nowhere else."""
    users: dict[str, list[str]] = {}
    for name in (*THROWING, "startEvent", "intermediateCatchEvent", "boundaryEvent"):
        for event in document.all(name):
            for child in event:
                if local_name(child) == "eventDefinitionRef":
                    users.setdefault(reference(child.text), []).append(event.get("id", ""))
                elif local_name(child) in DEFINITIONS and child.get("id"):
                    users.setdefault(child.get("id", ""), []).append(event.get("id", ""))
    for name in THROWING:
        for event in document.all(name):
            for definition in document.definitions(event):
                others = users.get(definition.get("id", ""), [])
                if len(others) > 1:
                    yield Finding(
                        "bpmn.event.definition_shared",
                        event,
                        "warning",
                        {"definition": definition.get("id", "")},
                    )


RULES: tuple[Rule, ...] = (
    triggers_fit_throw_events,
    cancel_ends_lie_in_transactions,
    escalations_have_codes,
    errors_are_named,
    definitions_are_thrown_once,
)
