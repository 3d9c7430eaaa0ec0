"""The report of a translation, and writing our own elements into a document."""

from lxml import etree

from dujiang.bpmn.dialects.uel import NotTranslatable, feel_of, is_uel
from dujiang.bpmn.names import bpmn, dj, dj_name
from dujiang.kernel.errors import Problem


class Report:
    """Collects what was translated and what was not."""

    def __init__(self) -> None:
        self.entries: list[Problem] = []

    def translated(self, element: etree._Element, what: str, into: str) -> None:
        """A vendor setting has become one of ours."""
        params = {"what": what, "into": into}
        self.entries.append(
            Problem(
                code="bpmn.dialect.translated",
                path=place(element),
                params=params,
                severity="hint",
            )
        )

    def kept(self, element: etree._Element, what: str, reason: str) -> None:
        """A vendor setting has no meaning here; it stays in the file."""
        code = f"bpmn.dialect.{reason}"
        self.entries.append(
            Problem(code=code, path=place(element), params={"what": what}, severity="warning")
        )

    # --- expressions

    def attribute(self, element: etree._Element, what: str, text: str) -> str:
        """A vendor text as an attribute of ours: literal, or FEEL behind `=`."""
        if text.startswith("=") or not is_uel(text):
            return text
        try:
            return "= " + feel_of(text)
        except NotTranslatable as error:
            self.kept(element, f"{what}: {error.reason}", "expression_needs_java")
            return text


def place(element: etree._Element) -> str:
    """The id of an element, or of the nearest one around it."""
    for found in (element, *element.iterancestors()):
        identifier = found.get("id")
        if identifier:
            return str(identifier)
    return ""


def holder(element: etree._Element) -> etree._Element:
    """The extensionElements of an element, made if they are missing."""
    found = element.find(bpmn("extensionElements"))
    if found is None:
        found = etree.Element(bpmn("extensionElements"))
        documentation = element.findall(bpmn("documentation"))
        element.insert(len(documentation), found)
    return found


def ours(element: etree._Element, name: str) -> etree._Element | None:
    """Our extension element of a name, if there is one."""
    found = element.find(bpmn("extensionElements"))
    if found is None:
        return None
    return next((inner for inner in found if dj_name(inner) == name), None)


def add(element: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """Write one of our extension elements; empty attributes are left out."""
    named = {key: value for key, value in attributes.items() if value}
    return etree.SubElement(holder(element), dj(name), named)


def ensure(element: etree._Element, name: str) -> etree._Element:
    """Our extension element of a name, made if it is missing."""
    found = ours(element, name)
    return add(element, name) if found is None else found
