"""Reading typed BPMN values from the XML of one element. Missing things read as empty."""

from collections.abc import Iterable
from typing import Final, Literal, cast

import msgspec
from lxml import etree

from dujiang.bpmn.extensions import read_extensions
from dujiang.bpmn.model import (
    CodedElement,
    Container,
    CorrelationBinding,
    CorrelationKey,
    CorrelationProperty,
    Expression,
    GlobalTask,
    MessageElement,
    MessageFlow,
    Participant,
    Process,
    SignalElement,
)
from dujiang.bpmn.names import XSI, bpmn, child, child_text, children, dj, local_name, reference
from dujiang.bpmn.read_nodes import Shared, expression, level
from dujiang.kernel.errors import Problem

__all__ = [
    "Shared",
    "coded",
    "correlation",
    "global_tasks",
    "message_flows",
    "messages",
    "operations",
    "participants",
    "process",
    "signals",
]

_XSI_TYPE = "{" + XSI + "}type"


def process(element: etree._Element, shared: Shared, problems: list[Problem]) -> Process:
    """One process with all its levels."""
    body: Container = level(element, shared, problems)
    return Process(
        id=element.get("id", ""),
        name=element.get("name", ""),
        name_en=element.get(dj("nameEn"), ""),
        documentation=child_text(element, "documentation"),
        is_executable=element.get("isExecutable", "false") == "true",
        process_type=element.get("processType", "None"),
        extensions=read_extensions(element, problems),
        body=body,
        correlations=tuple(_bindings(element)),
    )


def _bindings(element: etree._Element) -> Iterable[CorrelationBinding]:
    for subscription in children(element, "correlationSubscription"):
        key_ref = reference(subscription.get("correlationKeyRef"))
        for binding in children(subscription, "correlationPropertyBinding"):
            path = expression(child(binding, "dataPath"))
            if path is not None:
                property_ref = reference(binding.get("correlationPropertyRef"))
                yield CorrelationBinding(key_ref=key_ref, property_ref=property_ref, data_path=path)


def messages(root: etree._Element, problems: list[Problem]) -> list[MessageElement]:
    """All messages of the file."""
    return [
        MessageElement(
            id=element.get("id", ""),
            name=element.get("name", ""),
            item=reference(element.get("itemRef")),
            extensions=read_extensions(element, problems),
        )
        for element in children(root, "message")
    ]


GLOBAL_TASKS: Final = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
"""Element -> the kind of task that it is when it is called."""


def global_tasks(root: etree._Element, problems: list[Problem]) -> list[GlobalTask]:
    """All global tasks of the file."""
    return [
        GlobalTask(
            id=element.get("id", ""),
            kind=GLOBAL_TASKS[local_name(element)],
            name=element.get("name", ""),
            script=child_text(element, "script"),
            script_format=element.get("scriptLanguage", ""),
            result=element.get(dj("result"), ""),
            extensions=read_extensions(element, problems),
        )
        for element in children(root, *GLOBAL_TASKS)
    ]


def signals(root: etree._Element) -> list[SignalElement]:
    """All signals of the file."""
    found = []
    for element in children(root, "signal"):
        reach = element.get(dj("reach"), "global")
        if reach not in ("instance", "process", "global"):
            reach = "global"
        found.append(
            SignalElement(
                id=element.get("id", ""),
                name=element.get("name", ""),
                reach=cast(Literal["instance", "process", "global"], reach),
            )
        )
    return found


def coded(root: etree._Element, name: str, attribute: str) -> list[CodedElement]:
    """All errors, or all escalations, of the file."""
    return [
        CodedElement(
            id=element.get("id", ""),
            name=element.get("name", ""),
            code=element.get(attribute, ""),
        )
        for element in children(root, name)
    ]


def participants(root: etree._Element) -> tuple[Participant, ...]:
    """All pools of the file."""
    return tuple(
        Participant(
            id=element.get("id", ""),
            name=element.get("name", ""),
            process_ref=reference(element.get("processRef")),
        )
        for element in root.iter(bpmn("participant"))
    )


def message_flows(root: etree._Element) -> tuple[MessageFlow, ...]:
    """All message flows of the file."""
    return tuple(
        MessageFlow(
            id=element.get("id", ""),
            source=reference(element.get("sourceRef")),
            target=reference(element.get("targetRef")),
            message_ref=reference(element.get("messageRef")),
        )
        for element in root.iter(bpmn("messageFlow"))
    )


def operations(root: etree._Element) -> dict[str, str]:
    """Operation id -> id of its in-message."""
    return {
        element.get("id", ""): reference(child_text(element, "inMessageRef"))
        for element in root.iter(bpmn("operation"))
    }


def correlation(
    root: etree._Element,
) -> tuple[dict[str, CorrelationProperty], dict[str, CorrelationKey]]:
    """Correlation properties and keys, wherever in the file they stand."""
    properties: dict[str, CorrelationProperty] = {}
    for element in root.iter(bpmn("correlationProperty")):
        paths: dict[str, Expression] = {}
        for retrieval in children(element, "correlationPropertyRetrievalExpression"):
            path = expression(child(retrieval, "messagePath"))
            if path is not None:
                paths[reference(retrieval.get("messageRef"))] = path
        identifier = element.get("id", "")
        properties[identifier] = CorrelationProperty(id=identifier, paths=paths)
    keys: dict[str, CorrelationKey] = {}
    for element in root.iter(bpmn("correlationKey")):
        identifier = element.get("id", "")
        refs = tuple(
            reference(found.text)
            for found in element
            if local_name(found) == "correlationPropertyRef"
        )
        keys[identifier] = CorrelationKey(id=identifier, property_refs=refs)
    return properties, keys


def plain(value: object) -> object:
    """A typed value as plain data; for comparisons and tests."""
    return msgspec.to_builtins(value)
