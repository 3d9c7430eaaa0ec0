"""Small steps over an XML tree, and the list of what was wrong on the way."""

from typing import Any

from lxml import etree

from dujiang.kernel.errors import Problem, Severity


class Problems:
    """What is wrong with a document, collected while reading it."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, code: str, path: str, *, severity: Severity = "error", **params: Any) -> None:  # noqa: ANN401 - values for the words
        """Note a problem at the element with id `path`."""
        self.found.append(Problem(code=code, path=path, params=params, severity=severity))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Children with a local name, in the namespace of their parent."""
    if element is None:
        return []
    return element.findall(f"{{{etree.QName(element).namespace}}}{name}")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with a local name."""
    found = children(element, name)
    return found[0] if found else None


def text_of(element: etree._Element | None) -> str | None:
    """The text of an element, trimmed; None when there is no element or no text."""
    if element is None:
        return None
    text = "".join(str(piece) for piece in element.itertext()).strip()
    return text or None


def type_ref(element: etree._Element, attribute: str = "typeRef") -> str | None:
    """The type an element names; FEEL's own without the prefix that DMN 1.1 gave them."""
    found = element.get(attribute)
    if found is None:
        return None
    return found.removeprefix("feel:")


def href(element: etree._Element) -> str:
    """The id an element refers to, or `namespace#id` in another model."""
    return element.get("href", "").removeprefix("#")
