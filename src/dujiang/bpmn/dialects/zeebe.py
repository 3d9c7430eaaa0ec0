"""Camunda 8: its extension elements are close to ours, and its expressions are FEEL already."""

from collections.abc import Callable
from typing import Final

from lxml import etree

from dujiang.bpmn.dialects.report import Report, add, ensure, ours
from dujiang.bpmn.names import BPMN, bpmn, dj, local_name

ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
QUIET: Final = frozenset({"userTask", "bindingType", "versionTag", "conditionalFilter"})
"""Elements without a setting that would have to go anywhere."""


def translate(root: etree._Element, report: Report) -> None:
    """Every element of the file."""
    for element in list(root.iter("{" + BPMN + "}*")):
        holder = element.find(bpmn("extensionElements"))
        for inner in list(holder) if holder is not None else ():
            if isinstance(inner.tag, str) and etree.QName(inner).namespace == ZEEBE:
                _one(element, inner, report)


def _one(element: etree._Element, inner: etree._Element, report: Report) -> None:
    name = etree.QName(inner).localname
    translator = TRANSLATORS.get(name)
    if translator is not None:
        translator(element, inner, report)
        return
    if name in ("executionListeners", "taskListeners"):
        report.kept(element, name, "listener_needs_worker")
    elif name == "userTaskForm":
        report.kept(element, name, "form_must_be_built")
    elif name not in QUIET:
        report.kept(element, name, "no_counterpart")


def _job(element: etree._Element, inner: etree._Element, report: Report) -> None:
    if ours(element, "job") is None:
        kind = inner.get("type", "")
        retries = inner.get("retries", "")
        job = add(element, "job", type=kind, retries=retries)
        _headers(element, job)
        report.translated(element, f"taskDefinition type={kind}", f"dj:job type={kind}")


def _headers(element: etree._Element, job: etree._Element) -> None:
    holder = element.find(bpmn("extensionElements"))
    found = None if holder is None else holder.find("{" + ZEEBE + "}taskHeaders")
    if found is not None and len(found):
        pairs = ", ".join(
            f"{_quoted(each.get('key', ''))}: {_quoted(each.get('value', ''))}" for each in found
        )
        job.set("headers", f"= {{{pairs}}}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _handled_elsewhere(_: etree._Element, __: etree._Element, ___: Report) -> None:
    """Translated together with another element."""


def _mapping(element: etree._Element, inner: etree._Element, report: Report) -> None:
    for each in inner:
        if isinstance(each.tag, str):
            name = etree.QName(each).localname
            if name in ("input", "output"):
                add(element, name, target=each.get("target", ""), source=each.get("source", ""))
                report.translated(element, f"ioMapping {name}", f"dj:{name}")


def _assignment(element: etree._Element, inner: etree._Element, report: Report) -> None:
    step = ensure(element, "step")
    for attribute, source, claim in (
        ("assignee", "user", ""),
        ("candidateUsers", "user", "true"),
        ("candidateGroups", "group", "true"),
    ):
        text = inner.get(attribute, "")
        parts = [text] if text.startswith("=") else [p.strip() for p in text.split(",")]
        for part in filter(None, parts):
            named = {"source": "expression" if part.startswith("=") else source, "value": part}
            if claim:
                named["claim"] = claim
            etree.SubElement(step, dj("assignee"), named)
            report.translated(element, f"{attribute}={part}", "dj:assignee")


def _schedule(element: etree._Element, inner: etree._Element, report: Report) -> None:
    due = inner.get("dueDate", "")
    if due:
        step = ensure(element, "step")
        etree.SubElement(step, dj("deadline"), {"kind": "due", "duration": due})
        report.translated(element, f"dueDate={due}", "dj:deadline")
    if inner.get("followUpDate"):
        report.kept(element, "followUpDate", "no_counterpart")


def _form(element: etree._Element, inner: etree._Element, report: Report) -> None:
    key = inner.get("formId") or inner.get("formKey") or inner.get("externalReference") or ""
    if key and ours(element, "form") is None:
        add(element, "form", key=key.rpartition(":")[2])
        report.translated(element, f"form {key}", "dj:form")


def _called(element: etree._Element, inner: etree._Element, report: Report) -> None:
    if ours(element, "called") is not None:
        return
    binding = inner.get("bindingType", "latest")
    called = add(
        element,
        "called",
        processKey=inner.get("processId", ""),
        binding=binding,
        versionTag=inner.get("versionTag", ""),
    )
    called.set("allVariables", inner.get("propagateAllParentVariables", "true"))
    report.translated(element, f"calledElement {inner.get('processId', '')}", "dj:called")


def _decision(element: etree._Element, inner: etree._Element, report: Report) -> None:
    if ours(element, "decision") is None:
        add(
            element,
            "decision",
            ref=inner.get("decisionId", ""),
            result=inner.get("resultVariable", ""),
            binding=inner.get("bindingType", ""),
        )
        report.translated(element, f"calledDecision {inner.get('decisionId', '')}", "dj:decision")


def _script(element: etree._Element, inner: etree._Element, report: Report) -> None:
    script = element.find(bpmn("script"))
    if script is None:
        script = etree.SubElement(element, bpmn("script"))
    script.text = inner.get("expression", "").lstrip("=").strip()
    element.set("scriptFormat", "feel")
    element.set(dj("result"), inner.get("resultVariable", ""))
    report.translated(element, "script", "dj:result")


def _subscription(element: etree._Element, inner: etree._Element, report: Report) -> None:
    key = inner.get("correlationKey", "")
    if local_name(element) == "message" and key and ours(element, "message") is None:
        add(element, "message", correlationKey=key)
        report.translated(element, f"correlationKey {key}", "dj:message")


def _loop(element: etree._Element, inner: etree._Element, report: Report) -> None:
    if ours(element, "loop") is None:
        add(
            element,
            "loop",
            collection=inner.get("inputCollection", ""),
            element=inner.get("inputElement", ""),
            output=inner.get("outputCollection", ""),
            outputElement=inner.get("outputElement", ""),
        )
        report.translated(element, "loopCharacteristics", "dj:loop")


def _ad_hoc(element: etree._Element, inner: etree._Element, report: Report) -> None:
    elements = inner.get("activeElementsCollection", "")
    if elements and ours(element, "adHoc") is None:
        add(element, "adHoc", elements=elements)
        report.translated(element, "adHoc", "dj:adHoc")


def _properties(element: etree._Element, inner: etree._Element, report: Report) -> None:
    if ours(element, "properties") is None:
        notes = add(element, "properties")
        for each in inner:
            if isinstance(each.tag, str):
                value = each.get("value", "")
                etree.SubElement(notes, dj("property"), name=each.get("name", ""), value=value)
        report.translated(element, "properties", "dj:properties")


TRANSLATORS: Final[dict[str, Callable[[etree._Element, etree._Element, Report], None]]] = {
    "taskDefinition": _job,
    "taskHeaders": _handled_elsewhere,
    "ioMapping": _mapping,
    "assignmentDefinition": _assignment,
    "taskSchedule": _schedule,
    "formDefinition": _form,
    "calledElement": _called,
    "calledDecision": _decision,
    "script": _script,
    "subscription": _subscription,
    "loopCharacteristics": _loop,
    "adHoc": _ad_hoc,
    "properties": _properties,
}
