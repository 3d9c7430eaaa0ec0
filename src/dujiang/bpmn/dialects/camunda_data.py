"""Camunda 7, Flowable and Activiti: input and output, variables of calls, fields, properties."""

from typing import Final

from lxml import etree

from dujiang.bpmn.dialects.report import Report, add, ours
from dujiang.bpmn.names import dj

KNOWN: Final = frozenset(
    {"inputOutput", "in", "out", "field", "properties", "failedJobRetryTimeCycle", "connector"}
)
"""Vendor elements that are translated, or reported where they are met."""
HTTP_FIELDS: Final = {
    "requestMethod": "method",
    "requestUrl": "path",
    "requestBody": "body",
    "requestHeaders": "headers",
}
ALL_CHILDREN: Final = "all"


def mappings(element: etree._Element, report: Report, children: list[etree._Element]) -> None:
    """inputOutput and properties of any element."""
    for child in children:
        match etree.QName(child).localname:
            case "inputOutput":
                _input_output(element, child, report)
            case "properties":
                _properties(element, child, report)
            case _:
                pass


def _input_output(element: etree._Element, io: etree._Element, report: Report) -> None:
    for parameter in io:
        if not isinstance(parameter.tag, str):
            continue
        local = etree.QName(parameter).localname
        name = parameter.get("name", "")
        ours_name = "input" if local == "inputParameter" else "output"
        if len(parameter):
            kind = etree.QName(parameter[0]).localname
            source = _structured(parameter[0], report)
            if source is None:
                report.kept(element, f"{local} {name}: {kind}", "no_counterpart")
                continue
        else:
            text = (parameter.text or "").strip()
            source = report.attribute(element, f"{local} {name}", text)
        add(element, ours_name, target=name, source=source)
        report.translated(element, f"{local} {name}", f"dj:{ours_name} target={name}")


def _structured(value: etree._Element, report: Report) -> str | None:
    """A list or map as FEEL; None for scripts."""
    match etree.QName(value).localname:
        case "list":
            items = [_item((item.text or "").strip(), report, item) for item in value]
            return f"= [{', '.join(items)}]"
        case "map":
            entries = [
                f'"{entry.get("key", "")}": {_item((entry.text or "").strip(), report, entry)}'
                for entry in value
            ]
            return f"= {{{', '.join(entries)}}}"
        case _:
            return None


def _item(text: str, report: Report, element: etree._Element) -> str:
    source = report.attribute(element, "value", text)
    if source.startswith("="):
        return source[1:].strip()
    escaped = source.replace('"', '\\"')
    return f'"{escaped}"'


def _properties(element: etree._Element, properties: etree._Element, report: Report) -> None:
    if ours(element, "properties") is not None:
        return
    notes = add(element, "properties")
    for found in properties:
        if isinstance(found.tag, str):
            name = found.get("name", found.get("id", ""))
            etree.SubElement(notes, dj("property"), name=name, value=found.get("value", ""))
    report.translated(element, "properties", "dj:properties")


def passed_variables(
    call: etree._Element, called: etree._Element, report: Report, children: list[etree._Element]
) -> None:
    """in and out of a call activity."""
    for child in children:
        local = etree.QName(child).localname
        if local not in ("in", "out"):
            continue
        if child.get("businessKey"):
            report.kept(call, "in businessKey", "no_counterpart")
            continue
        if child.get("variables") == ALL_CHILDREN:
            if local == "in":
                called.set("allVariables", "true")
            report.translated(call, f"{local} variables=all", "dj:called allVariables")
            continue
        name = "input" if local == "in" else "output"
        source = child.get("source")
        text = (
            f"= {source}"
            if source
            else report.attribute(call, local, child.get("sourceExpression", ""))
        )
        add(call, name, target=child.get("target", ""), source=text)
        report.translated(call, local, f"dj:{name} target={child.get('target', '')}")


def connector(
    task: etree._Element, kind: str, report: Report, fields: list[etree._Element]
) -> None:
    """Flowable's http and mail tasks."""
    attributes = {"type": kind}
    for field in fields:
        name = field.get("name", "")
        text = (
            field.get("stringValue")
            or field.get("expression")
            or "".join((inner.text or "") for inner in field if isinstance(inner.tag, str))
        )
        value = report.attribute(task, name, text.strip())
        if kind == "http" and name in HTTP_FIELDS:
            attributes[HTTP_FIELDS[name]] = value
        elif kind == "mail" and name in ("to", "subject", "text", "html", "cc", "bcc", "from"):
            add(task, "input", target=name, source=value)
        else:
            report.kept(task, f"field {name}", "no_counterpart")
    add(task, "job", **attributes)
    report.translated(task, f"type={kind}", f"dj:job type={kind}")
