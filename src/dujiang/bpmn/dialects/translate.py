"""The whole translation: expressions first, then each vendor's elements, then what is left."""

from copy import deepcopy
from typing import Any, Final, cast

import msgspec
from lxml import etree

from dujiang.bpmn.dialects import camunda, zeebe
from dujiang.bpmn.dialects.report import Report
from dujiang.bpmn.dialects.uel import NotTranslatable, feel_of, is_uel
from dujiang.bpmn.dialects.xpath import boxed_text, feel_of_xpath, is_foreign
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
DATA_EXPRESSIONS: Final = ("from", "to", "transformation")
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
    fresh = etree.Element(root.tag, nsmap=cast("Any", {**dict(root.nsmap.items()), prefix: DJ}))
    for name, value in root.attrib.items():
        fresh.set(name, value)
    fresh.text = root.text
    for child in list(root):
        fresh.append(child)
    return fresh


def _expressions(root: etree._Element, report: Report) -> None:
    """`${...}`, XPath and boxed DMN in the standard's own expressions become FEEL."""
    for element in root.iter("{" + BPMN + "}*"):
        text = (element.text or "").strip()
        try:
            feel = _feel(local_name(element), text)
        except NotTranslatable as error:
            what = f"{local_name(element)}: {error.reason}"
            report.kept(element, what, "expression_needs_java")
            continue
        if not feel:
            continue
        element.text = "= " + feel
        if "language" in element.attrib:
            del element.attrib["language"]
        report.translated(element, text, "= " + feel)


def _feel(name: str, text: str) -> str:
    """What an expression becomes; empty when it stays as it is."""
    if name not in EXPRESSIONS and name not in DATA_EXPRESSIONS:
        return ""
    boxed = boxed_text(text)
    if boxed or name in DATA_EXPRESSIONS:
        return boxed
    if is_uel(text):
        return feel_of(text)
    return feel_of_xpath(text) if name not in TIMES and is_foreign(text) else ""
