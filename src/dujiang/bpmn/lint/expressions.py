"""Expressions and timers: present, formal where they are executed, and meaningful."""

import re
from collections.abc import Iterator

from dujiang.bpmn.lint.document import Document, Element, Finding, Rule, inside, is_executable
from dujiang.bpmn.names import XSI, child, local_name

TYPE = "{" + XSI + "}type"
FORMAL = ("conditionExpression", "loopCondition", "loopCardinality", "completionCondition",
          "timeDate", "timeDuration", "timeCycle")  # fmt: skip
DURATION = re.compile(
    r"[-+]?P(?=.)(\d+([.,]\d+)?Y)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?"
    r"(T(?=.)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?"
)
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:?\d\d)?)?")
TIMES = ("timeDate", "timeDuration", "timeCycle")


def _owner(element: Element) -> Element:
    """The nearest element around that has an id."""
    for up in element.iterancestors():
        if up.get("id") and not local_name(up).endswith("EventDefinition"):
            return up
    return element


def _part(element: Element) -> str:
    """Name of an element, with its parent's where the name alone says too little."""
    parent = element.getparent()
    name = local_name(element)
    is_plain = name != "condition" or parent is None
    return name if is_plain or parent is None else f"{local_name(parent)}/{name}"


def formal_expressions_have_a_body(document: Document) -> Iterator[Finding]:
    """EXT013: a formal expression says something."""
    for elements in list(document.by_name.values()):
        for element in elements:
            kind = element.get(TYPE, "").rpartition(":")[2]
            is_formal = kind == "tFormalExpression" or _part(element) in (
                "complexBehaviorDefinition/condition",
                "formalExpression",
                "messagePath",
                "dataPath",
                "transformation",
            )
            if is_formal and not "".join(str(part) for part in element.itertext()).strip():
                yield Finding(
                    "bpmn.expression.empty", _owner(element), params={"part": local_name(element)}
                )


def executed_expressions_are_formal(document: Document) -> Iterator[Finding]:
    """EXT012: natural language is not executed."""
    for name in ("conditionExpression",):
        for element in document.all(name):
            kind = element.get(TYPE, "").rpartition(":")[2]
            is_natural = kind == "tExpression" or (not kind and not document.is_ours)
            if is_executable(element) and is_natural:
                yield Finding("bpmn.expression.not_formal", _owner(element), "warning",
                              {"part": name})  # fmt: skip


def conditions_of_events_are_formal(document: Document) -> Iterator[Finding]:
    """EXT123: a conditional event of an executable process has a formal condition."""
    for definition in document.all("conditionalEventDefinition"):
        if not is_executable(definition):
            continue
        condition = child(definition, "condition")
        text = "" if condition is None else "".join(str(t) for t in condition.itertext()).strip()
        kind = "" if condition is None else condition.get(TYPE, "").rpartition(":")[2]
        if not text or kind != "tFormalExpression":
            yield Finding("bpmn.condition.not_formal", _owner(definition))


def languages_are_uris(document: Document) -> Iterator[Finding]:
    """EXT014: the language of an expression is a URI."""
    for elements in document.by_name.values():
        for element in elements:
            language = element.get("language")
            if language and not re.fullmatch(r"[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]*", language):
                params = {"language": language}
                yield Finding("bpmn.expression.language", _owner(element), "warning", params)


def timers_have_one_definition(document: Document) -> Iterator[Finding]:
    """EXT131: exactly one of date, duration and cycle."""
    for definition in document.all("timerEventDefinition"):
        count = len(inside(definition, TIMES))
        if count > 1:
            yield Finding("bpmn.timer.several", _owner(definition))
        elif count == 0 and is_executable(definition):
            yield Finding("bpmn.timer.missing", _owner(definition), "hint")


def timers_make_sense(document: Document) -> Iterator[Finding]:
    """EXT132, EXT133, EXT134: literal dates, durations and cycles can be read."""
    for name in TIMES:
        for element in document.all(name):
            text = "".join(str(part) for part in element.itertext()).strip()
            if text and not _is_expression(text) and not _is_time(name, text):
                yield Finding("bpmn.timer.not_understood", _owner(element), params={"value": text})


def _is_expression(text: str) -> bool:
    return text.startswith("=") or "${" in text or "#{" in text or "(" in text


def _is_time(name: str, text: str) -> bool:
    match name:
        case "timeDate":
            return DATE.fullmatch(text) is not None
        case "timeDuration":
            return DURATION.fullmatch(text) is not None
        case _:
            parts = text.split("/")
            is_cron = len(text.split()) in (5, 6, 7)
            is_named = text.startswith("@")
            is_repeat = re.fullmatch(r"R(-1|\d*)", parts[0]) is not None and len(parts) in (2, 3)
            rest = [
                DURATION.fullmatch(part) is not None or DATE.fullmatch(part) is not None
                for part in parts[1:]
            ]
            return (
                is_cron
                or is_named
                or (is_repeat and all(rest))
                or (DURATION.fullmatch(text) is not None)
            )


def completion_conditions_are_conditions(document: Document) -> Iterator[Finding]:
    """EXT071: a completion condition has a truth value."""
    for condition in document.all("completionCondition"):
        text = "".join(str(part) for part in condition.itertext()).strip()
        if re.fullmatch(r"-?\d+(\.\d+)?|\"[^\"]*\"", text):
            yield Finding("bpmn.loop.condition_not_boolean", _owner(condition),
                          params={"expression": text})  # fmt: skip


RULES: tuple[Rule, ...] = (
    formal_expressions_have_a_body,
    executed_expressions_are_formal,
    conditions_of_events_are_formal,
    languages_are_uris,
    timers_have_one_definition,
    timers_make_sense,
    completion_conditions_are_conditions,
)
