"""Runs the interchange suite (`bpmn-interchange/`): files of many tools, in and out again."""

from pathlib import Path

from lxml import etree

from dujiang.bpmn import parse, write
from dujiang.bpmn.dialects import translate
from dujiang.engine import check_process
from dujiang.kernel.errors import Problem


def files(folder: Path) -> list[Path]:
    """Every BPMN file, in order."""
    return sorted(folder.rglob("*.bpmn"))


def canonical(source: bytes) -> str:
    """Canonical XML without white space between elements: semantics, diagram and extensions."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(source, parser)
    for element in root.iter():
        if isinstance(element.tag, str) and len(element):
            element.text = (element.text or "").strip() or None
        element.tail = (element.tail or "").strip() or None
    try:
        return etree.tostring(root, method="c14n").decode()
    except etree.C14NError:  # some tools write relative namespaces
        return etree.canonicalize(etree.tostring(root, encoding="unicode"))


def exported(path: Path) -> tuple[str, str] | None:
    """(the file, its re-export), canonical; None when it is no BPMN at all."""
    parsed = parse(path.read_bytes())
    if parsed.definitions is None:
        return None
    before = etree.tostring(parsed.definitions.document)
    return canonical(before), canonical(write(parsed.definitions))


def compile_problems(path: Path) -> list[Problem]:
    """Errors of the executable processes of a file, after translation."""
    parsed = parse(path.read_bytes())
    assert parsed.definitions is not None
    translated = translate(parsed.definitions).definitions
    found: list[Problem] = []
    for process in translated.processes:
        if process.is_executable:
            problems = check_process(translated, process.id).problems
            found.extend(problem for problem in problems if problem.severity == "error")
    return found
