"""BPMN XML -> typed model and everything that is wrong with it. Content never raises."""

import re
from typing import Final

import msgspec
from lxml import etree

from dujiang.bpmn import read
from dujiang.bpmn.model import Definitions, Process
from dujiang.bpmn.names import BPMN, bpmn, local_name
from dujiang.kernel.errors import InvalidInput, LimitExceeded, Problem
from dujiang.kernel.safe_xml import parse_xml

MAX_BPMN_BYTES: Final = 10 * 1024 * 1024
_NAMESPACE: Final = re.compile(rb"(?<=\s)xmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")
MAX_ELEMENTS: Final = 50_000
"""XML elements of one document."""


class Parsed(msgspec.Struct, frozen=True):
    """What was understood (None when the text is no BPMN document at all) and what is wrong."""

    definitions: Definitions | None
    problems: tuple[Problem, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether a problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def parse(source: bytes) -> Parsed:
    """Read a BPMN document. Safe for hostile text: no DOCTYPE, no entities, bounded size."""
    try:
        return parse_document(parse_xml(source, max_bytes=MAX_BPMN_BYTES))
    except LimitExceeded as error:
        return Parsed(None, (Problem(code=error.code, params=error.params),))
    except InvalidInput as error:
        problem = Problem(code=error.code, params=error.params)
    code, repaired = _repaired(source, str(problem.params.get("reason", "")))
    if not code:
        return Parsed(None, (problem,))
    try:
        parsed = parse_document(parse_xml(repaired, max_bytes=2 * MAX_BPMN_BYTES))
    except (InvalidInput, LimitExceeded):
        return Parsed(None, (problem,))
    return Parsed(parsed.definitions, (Problem(code=code, severity="hint"), *parsed.problems))


def _repaired(source: bytes, reason: str) -> tuple[str, bytes]:
    """What some tools write wrongly and everybody can read: (code of the repair, new text)."""
    if "encoding" in reason:
        text = source.decode("windows-1252", errors="replace").encode("utf-8")
        return "bpmn.document.encoding_repaired", text
    if "is not a valid URI" in reason:
        fixed = _NAMESPACE.sub(lambda found: found.group(0).replace(b" ", b"%20"), source)
        return "bpmn.document.namespace_repaired", fixed
    return "", b""


def parse_document(root: etree._Element) -> Parsed:
    """Read a document that is parsed already; the typed model keeps it, do not change it later."""
    if local_name(root) != "definitions":
        params = {"found": str(root.tag), "namespace": BPMN}
        return Parsed(None, (Problem(code="bpmn.document.not_bpmn", params=params),))
    count = sum(1 for _ in root.iter())
    if count > MAX_ELEMENTS:
        params = {"count": str(count), "limit": str(MAX_ELEMENTS)}
        return Parsed(None, (Problem(code="bpmn.document.too_many_elements", params=params),))
    problems: list[Problem] = []
    _report_duplicate_ids(root, problems)
    definitions = _definitions(root, problems)
    if not definitions.processes:
        problems.append(Problem(code="bpmn.document.no_process", severity="hint"))
    return Parsed(definitions, tuple(problems))


def _report_duplicate_ids(root: etree._Element, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for element in root.iter():
        identifier = element.get("id") if isinstance(element.tag, str) else None
        if not identifier or not str(element.tag).startswith("{" + BPMN):
            continue
        if identifier in seen:
            problems.append(Problem(code="bpmn.document.duplicate_id", path=identifier))
        seen.add(identifier)


def _definitions(root: etree._Element, problems: list[Problem]) -> Definitions:
    shared = read.Shared.of(root)
    processes: list[Process] = [
        read.process(element, shared, problems) for element in root.iterchildren(bpmn("process"))
    ]
    properties, keys = read.correlation(root)
    return Definitions(
        id=root.get("id", ""),
        processes=tuple(processes),
        messages={m.id: m for m in read.messages(root, problems)},
        signals={s.id: s for s in read.signals(root)},
        errors={e.id: e for e in read.coded(root, "error", "errorCode")},
        escalations={e.id: e for e in read.coded(root, "escalation", "escalationCode")},
        participants=read.participants(root),
        message_flows=read.message_flows(root),
        correlation_properties=properties,
        correlation_keys=keys,
        global_tasks={task.id: task for task in read.global_tasks(root, problems)},
        operations=read.operations(root),
        document=root,
    )
