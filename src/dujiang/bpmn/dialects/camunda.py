"""Camunda 7, Flowable and Activiti: three names of one family of attributes and elements."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from dujiang.bpmn.dialects import camunda_data
from dujiang.bpmn.dialects.report import Report, add, ensure, ours
from dujiang.bpmn.dialects.uel import NotTranslatable, feel_of, is_uel
from dujiang.bpmn.names import BPMN, DJ, bpmn, child, dj, local_name

VENDORS: Final = (
    "http://camunda.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
)
HARMLESS: Final = frozenset(
    {
        "asyncBefore", "asyncAfter", "async", "exclusive", "jobPriority", "taskPriority",
        "historyTimeToLive", "isStartableInTasklist", "diagramRelationId", "modelerTemplate",
        "modelerTemplateVersion", "modelerTemplateIcon", "initiator", "formRefBinding",
        "formRefVersion", "decisionRefBinding", "resource", "type", "formFieldValidation",
        "calledElementBinding", "calledElementVersion", "calledElementVersionTag", "assignee",
        "candidateUsers", "candidateGroups", "dueDate", "formKey", "formRef", "topic", "class",
        "delegateExpression", "expression", "resultVariable", "resultVariableName", "decisionRef",
        "mapDecisionResult", "collection", "elementVariable", "versionTag", "scope",
        "candidateStarterGroups", "candidateStarterUsers", "skipExpression", "elementIndexVariable",
    }
)  # fmt: skip
"""Attributes that are translated, or mean nothing for an engine without threads of its own."""


def of(element: etree._Element, name: str) -> str:
    """A vendor attribute."""
    for vendor in VENDORS:
        found = element.get("{" + vendor + "}" + name)
        if found:
            return str(found)
    return ""


def vendor_children(element: etree._Element, name: str = "") -> Iterator[etree._Element]:
    """Vendor extension elements of a BPMN element."""
    found = element.find(bpmn("extensionElements"))
    for inner in found if found is not None else ():
        if isinstance(inner.tag, str):
            tag = etree.QName(inner)
            if tag.namespace in VENDORS and name in ("", tag.localname):
                yield inner


def translate(root: etree._Element, report: Report) -> None:
    """Every element of the file."""
    for element in list(root.iter("{" + BPMN + "}*")):
        name = local_name(element)
        translator = TRANSLATORS.get(name)
        if translator is not None and _is_vendor(element):
            translator(element, report)
        if _is_vendor(element):
            camunda_data.mappings(element, report, list(vendor_children(element)))
            _list_the_rest(element, report)


def _is_vendor(element: etree._Element) -> bool:
    if any(etree.QName(name).namespace in VENDORS for name in element.attrib):
        return True
    return next(vendor_children(element), None) is not None


# --- people


def _user_task(task: etree._Element, report: Report) -> None:
    if ours(task, "step") is None:
        _people(task, report)
    form = of(task, "formKey") or of(task, "formRef")
    if form and ours(task, "form") is None:
        key = form.rpartition(":")[2].rpartition("/")[2].removesuffix(".html").removesuffix(".form")
        add(task, "form", key=key)
        report.translated(task, f"formKey={form}", f"dj:form key={key}")


def _people(task: etree._Element, report: Report) -> None:
    step = None
    for attribute, source, claim in (
        ("assignee", "user", ""),
        ("candidateUsers", "user", "true"),
        ("candidateGroups", "group", "true"),
    ):
        text = of(task, attribute)
        for part in _split(text):
            step = ensure(task, "step") if step is None else step
            _assignee(task, step, report, (attribute, source, claim), part)
    due = of(task, "dueDate")
    if due:
        step = ensure(task, "step") if step is None else step
        duration = report.attribute(task, "dueDate", due)
        etree.SubElement(step, dj("deadline"), {"kind": "due", "duration": duration})
        report.translated(task, f"dueDate={due}", f"dj:deadline duration={duration}")


def _split(text: str) -> list[str]:
    if is_uel(text):
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def _assignee(
    task: etree._Element,
    step: etree._Element,
    report: Report,
    kind: tuple[str, str, str],
    text: str,
) -> None:
    attribute, source, claim = kind
    value = report.attribute(task, attribute, text)
    named = {"source": source, "value": value}
    if text in ("${initiator}", "${starter}", "#{initiator}"):
        named = {"source": "initiator"}
    elif value.startswith("="):
        named = {"source": "expression", "value": value}
    if claim:
        named["claim"] = claim
    etree.SubElement(step, dj("assignee"), named)
    report.translated(task, f"{attribute}={text}", f"dj:assignee source={named['source']}")


# --- machines


def _service_task(task: etree._Element, report: Report) -> None:
    topic = of(task, "topic")
    code = of(task, "class") or of(task, "delegateExpression") or of(task, "expression")
    if ours(task, "job") is not None:
        if code and not topic:
            report.kept(task, code, "java_needs_worker")
        return
    kind = of(task, "type") or task.get("type", "")
    if topic:
        add(task, "job", type=topic, retries=_retries(task))
        report.translated(task, f"topic={topic}", f"dj:job type={topic}")
    elif kind in ("http", "mail"):
        camunda_data.connector(task, kind, report, list(vendor_children(task, "field")))
    elif of(task, "decisionRef"):
        _rule_task(task, report)
    elif code:
        _java(task, code, report)
    elif next(vendor_children(task, "connector"), None) is not None:
        report.kept(task, "connector", "connector_not_known")
    result = of(task, "resultVariable") or of(task, "resultVariableName")
    if result and ours(task, "job") is not None:
        add(task, "output", target=result, source="= result")
        report.translated(task, f"resultVariable={result}", f"dj:output target={result}")


def _java(task: etree._Element, code: str, report: Report) -> None:
    """Java code becomes a job, for a worker that somebody has to write."""
    name = code.strip("${}# ").partition("(")[0].rpartition(".")[2] or code
    add(task, "job", type=name, retries=_retries(task))
    report.translated(task, code, f"dj:job type={name}")
    report.kept(task, code, "java_needs_worker")


def _retries(task: etree._Element) -> str:
    for name in ("failedJobRetryTimeCycle",):
        for found in vendor_children(task, name):
            return (found.text or "").strip()
    return ""


def _rule_task(task: etree._Element, report: Report) -> None:
    ref = of(task, "decisionRef")
    if not ref:
        _service_task_without_decision(task, report)
        return
    result = of(task, "resultVariable")
    add(task, "decision", ref=ref, result=result)
    report.translated(task, f"decisionRef={ref}", f"dj:decision ref={ref}")
    mapping = of(task, "mapDecisionResult")
    if mapping in ("collectEntries", "resultList"):
        report.kept(task, f"mapDecisionResult={mapping}", "result_shape_differs")


def _service_task_without_decision(task: etree._Element, report: Report) -> None:
    if of(task, "topic") or of(task, "class") or of(task, "delegateExpression"):
        _service_task(task, report)
    else:
        report.kept(task, "businessRuleTask", "rules_not_known")


def _script_task(task: etree._Element, report: Report) -> None:
    script = child(task, "script")
    result = of(task, "resultVariable") or of(task, "resultVariableName")
    if result and task.get(dj("result")) is None:
        task.set(dj("result"), result)
        report.translated(task, f"resultVariable={result}", f"dj:result={result}")
    text = "" if script is None else (script.text or "").strip()
    language = task.get("scriptFormat", "").lower()
    if script is None or language in ("feel", ""):
        return
    if language == "juel" or is_uel(text):
        try:
            script.text = feel_of(text)
        except NotTranslatable as error:
            report.kept(task, error.reason, "expression_needs_java")
            return
        task.set("scriptFormat", "feel")
        report.translated(task, text, script.text)
    else:
        add(task, "job", type=f"script-{language}")
        report.translated(task, f"scriptFormat={language}", f"dj:job type=script-{language}")
        report.kept(task, f"scriptFormat={language}", "java_needs_worker")


# --- calls, loops, processes, signals


def _call(call: etree._Element, report: Report) -> None:
    if ours(call, "called") is None:
        key = report.attribute(call, "calledElement", call.get("calledElement", ""))
        binding = of(call, "calledElementBinding") or "latest"
        tag = of(call, "calledElementVersionTag") or of(call, "calledElementVersion")
        called = add(call, "called", processKey=key, binding=binding, versionTag=tag)
        called.set("allVariables", "false")
        report.translated(call, "callActivity", f"dj:called processKey={key}")
        camunda_data.passed_variables(call, called, report, list(vendor_children(call)))


def _loop(loop: etree._Element, report: Report) -> None:
    collection = of(loop, "collection")
    if collection and ours(loop, "loop") is None:
        source = report.attribute(loop, "collection", collection)
        feel = source if source.startswith("=") else f"= {source}"
        element = of(loop, "elementVariable")
        add(loop, "loop", collection=feel, element=element)
        report.translated(loop, f"collection={collection}", f"dj:loop collection={feel}")


def _process(process: etree._Element, report: Report) -> None:
    tag = of(process, "versionTag")
    users, groups = of(process, "candidateStarterUsers"), of(process, "candidateStarterGroups")
    if not (tag or users or groups) or ours(process, "settings") is not None:
        return
    settings = add(process, "settings", versionTag=tag)
    for source, text in (("user", users), ("group", groups)):
        for part in _split(text):
            etree.SubElement(settings, dj("starter"), {"source": source, "value": part})
    report.translated(process, "versionTag, candidateStarter", "dj:settings")


def _signal(signal: etree._Element, report: Report) -> None:
    if of(signal, "scope").lower() == "processinstance":
        signal.set("{" + DJ + "}reach", "instance")
        report.translated(signal, "scope=processInstance", "dj:reach=instance")


def _start(event: etree._Element, report: Report) -> None:
    form = of(event, "formKey") or of(event, "formRef")
    if form and ours(event, "form") is None:
        add(event, "form", key=form.rpartition(":")[2])
        report.translated(event, f"formKey={form}", "dj:form")


def _throw(event: etree._Element, report: Report) -> None:
    """A message event that Java code or a worker sends."""
    definition = child(event, "messageEventDefinition")
    if definition is None or ours(event, "job") is not None:
        return
    topic = of(definition, "topic")
    code = of(definition, "class") or of(definition, "delegateExpression")
    if topic or code:
        name = topic or code.strip("${}# ").rpartition(".")[2]
        add(event, "job", type=name)
        report.translated(event, topic or code, f"dj:job type={name}")


TRANSLATORS: Final[dict[str, Callable[[etree._Element, Report], None]]] = {
    "userTask": _user_task,
    "serviceTask": _service_task,
    "sendTask": _service_task,
    "businessRuleTask": _rule_task,
    "scriptTask": _script_task,
    "callActivity": _call,
    "multiInstanceLoopCharacteristics": _loop,
    "process": _process,
    "signal": _signal,
    "startEvent": _start,
    "intermediateThrowEvent": _throw,
    "endEvent": _throw,
}


def _list_the_rest(element: etree._Element, report: Report) -> None:
    """Tell what has no counterpart here; it stays in the file."""
    for name in element.attrib:
        tag = etree.QName(name)
        if tag.namespace in VENDORS and tag.localname not in HARMLESS:
            report.kept(element, tag.localname, "no_counterpart")
    for inner in vendor_children(element):
        local = etree.QName(inner).localname
        if local in ("executionListener", "taskListener"):
            event = inner.get("event", "")
            report.kept(element, f"{local} {event}".strip(), "listener_needs_worker")
        elif local in ("formData", "formProperty"):
            report.kept(element, local, "form_must_be_built")
        elif local not in camunda_data.KNOWN:
            report.kept(element, local, "no_counterpart")
