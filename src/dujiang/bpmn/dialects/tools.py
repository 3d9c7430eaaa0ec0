"""Which tool has made a file: told by the namespaces of the extensions in it."""

from typing import Final, Literal, TypeAlias

from lxml import etree

from dujiang.bpmn.model import Definitions

Tool: TypeAlias = Literal["camunda7", "camunda8", "flowable", "activiti", "bpmn"]

NAMESPACES: Final[dict[str, Tool]] = {
    "http://camunda.org/schema/zeebe/1.0": "camunda8",
    "http://camunda.org/schema/1.0/bpmn": "camunda7",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
}


def tool_of(definitions: Definitions) -> Tool:
    """The tool whose extensions are used; `bpmn` for none that we know."""
    used = set(_namespaces(definitions.document))
    return next((tool for uri, tool in NAMESPACES.items() if uri in used), "bpmn")


def _namespaces(root: etree._Element) -> list[str]:
    found: list[str] = []
    for element in root.iter(etree.Element):
        names = [element.tag, *element.attrib]
        found += [str(name)[1:].partition("}")[0] for name in names if str(name).startswith("{")]
    return found
