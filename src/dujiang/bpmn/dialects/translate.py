"""The whole translation: expressions first, then each vendor's elements, then what is left."""

from copy import deepcopy
from typing import Final, cast

import msgspec
from lxml import etree

from dujiang.bpmn.dialects import camunda, zeebe
from dujiang.bpmn.dialects.report import Report
from dujiang.bpmn.dialects.uel import NotTranslatable, feel_of, is_uel
from dujiang.bpmn.model import Definitions
from dujiang.bpmn.names import BPMN, DJ, local_name
from dujiang.bpmn.parse import parse_document
from dujiang.kernel.errors import Problem

EXPRESSIONS: Final = (
    "conditionExpression",
    "condition",
    "completionCondition",
    "loopCardinality",
    "loopCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "activationCondition",
)
TIMES: Final = ("timeDate", "timeDuration", "timeCycle")


class Translated(msgspec.Struct, frozen=True):
    """The model with our own elements beside the vendor's, and the report."""

    definitions: Definitions
    report: tuple[Problem, ...]

    @property
    def left(self) -> tuple[Problem, ...]:
        """What was not translated."""
        return tuple(entry for entry in self.report if entry.severity == "warning")


def translate(definitions: Definitions) -> Translated:
    """Translate a model of Camunda 7 or 8, Flowable or Activiti.

    A model without vendor settings comes back as it was, with an empty report.
    """
    root = with_our_namespace(deepcopy(definitions.document))
    report = Report()
    _expressions(root, report)
    camunda.translate(root, report)
    zeebe.translate(root, report)
    if not report.entries:
        return Translated(definitions, ())
    parsed = parse_document(root)
    if parsed.definitions is None:
        raise AssertionError("a translated document is still BPMN")
    return Translated(parsed.definitions, tuple(report.entries))


def with_our_namespace(root: etree._Element) -> etree._Element:
    """The same document with our prefix declared at its root."""
    if DJ in root.nsmap.values():
        return root
    prefix = "dj" if "dj" not in root.nsmap else "dujiang"
    names = cast("dict[str, str]", {**dict(root.nsmap.items()), prefix: DJ})
    fresh = etree.Element(root.tag, dict(root.attrib), nsmap=names)
    fresh.text = root.text
    for child in list(root):
        fresh.append(child)
    return fresh


def _expressions(root: etree._Element, report: Report) -> None:
    """`${...}` in the standard's own expressions becomes FEEL."""
    for element in root.iter("{" + BPMN + "}*"):
        name = local_name(element)
        text = (element.text or "").strip()
        if name not in EXPRESSIONS or not is_uel(text):
            continue
        try:
            feel = feel_of(text)
        except NotTranslatable as error:
            report.kept(element, f"{name}: {error.reason}", "expression_needs_java")
            continue
        element.text = "= " + feel
        if "language" in element.attrib:
            del element.attrib["language"]
        report.translated(element, text, "= " + feel)
