"""Models of other tools: translated, given a diagram where they have none, and told about."""

from typing import Any, Final

from lxml import etree

from dujiang.api.desk import Call
from dujiang.api.problems import field_problem, sentence
from dujiang.api.rendering import local
from dujiang.api.schemas.operations import ModelImport, ModelReport, ModelReportEntry
from dujiang.bpmn import (
    Definitions,
    has_layout,
    lay_out,
    parse,
    tool_of,
    translate,
    walk,
    write,
)
from dujiang.deployments import Package
from dujiang.kernel.errors import InvalidInput, Problem
from dujiang.kernel.words import Language


def import_model(call: Call[None, ModelImport]) -> ModelReport:
    """Translate a model; nothing is kept."""
    parsed = parse(call.body.xml.encode())
    if parsed.definitions is None or not parsed.definitions.processes:
        raise InvalidInput("api.import.not_bpmn", problems=parsed.problems)
    source = tool_of(parsed.definitions)
    translated = translate(parsed.definitions)
    definitions = translated.definitions
    is_bare = not has_layout(definitions)
    if is_bare:
        definitions = lay_out(definitions)
    xml = write(definitions)
    process = next(
        (one for one in definitions.processes if one.is_executable), definitions.processes[0]
    )
    names = _names(definitions, call.language)
    findings = call.desk.designs.lint(Package(xml=xml))
    problems = [
        Problem(code=one.code, path=one.element_id, params=one.params, severity=one.severity)
        for one in findings
    ]
    return ModelReport(
        xml=xml.decode(),
        source=source,
        process_key=process.id,
        name=process.name or process.id,
        has_new_layout=is_bare,
        entries=[_entry(call, entry, names) for entry in translated.report],
        problems=[
            field_problem(one, words=call.desk.words, language=call.language) for one in problems
        ],
    )


def _entry(call: Call[Any, Any], entry: Problem, names: dict[str, str]) -> ModelReportEntry:
    return ModelReportEntry(
        element_id=entry.path,
        element_name=names.get(entry.path, entry.path),
        is_translated=entry.severity == "hint",
        code=entry.code,
        detail=sentence(entry, words=call.desk.words, language=call.language),
    )


def _names(definitions: Definitions, language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for process in definitions.processes:
        found[process.id] = local(process.name, process.name_en, language) or process.id
        for node, _ in walk(process.body):
            found[node.id] = local(node.name, node.name_en, language) or node.id
    for element in definitions.document.iter(etree.Element):
        if isinstance(element.get("id"), str) and element.get("name"):
            found.setdefault(str(element.get("id")), str(element.get("name")))
    return found


HANDLERS: Final = {"importModel": import_model}
