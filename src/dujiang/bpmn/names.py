"""Namespaces of BPMN 2.0 documents, and reading names from them."""

from functools import lru_cache
from typing import Final

from lxml import etree

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
DJ: Final = "http://dujiang.org/schema/bpmn/1.0"

PREFIXES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "dj": DJ}

_BPMN_TAG: Final = "{" + BPMN + "}"
_DJ_TAG: Final = "{" + DJ + "}"


def bpmn(local: str) -> str:
    """The qualified name of a BPMN element."""
    return _BPMN_TAG + local


def dj(local: str) -> str:
    """The qualified name of one of our own elements or attributes."""
    return _DJ_TAG + local


def local_name(element: etree._Element) -> str:
    """The local name of a BPMN element; empty for anything else, comments included."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    return tag[len(_BPMN_TAG) :] if tag.startswith(_BPMN_TAG) else ""


def dj_name(element: etree._Element) -> str:
    """The local name of one of our own elements; empty for anything else."""
    tag = element.tag
    if isinstance(tag, str) and tag.startswith(_DJ_TAG):
        return tag[len(_DJ_TAG) :]
    return ""


def reference(text: str | None) -> str:
    """The id that a QName points to: the part behind the prefix."""
    return (text or "").strip().rpartition(":")[2]


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """BPMN children with one of these local names, in document order."""
    return [child for child in element if local_name(child) in names]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child with this local name."""
    return next((found for found in element if local_name(found) == name), None)


def child_text(element: etree._Element, name: str) -> str:
    """Text of the first BPMN child with this local name, trimmed; empty without one."""
    found = child(element, name)
    return "" if found is None else (found.text or "").strip()


def texts_of(element: etree._Element, name: str) -> list[str]:
    """Ids that children with this local name refer to."""
    return [reference(found.text) for found in children(element, name)]
