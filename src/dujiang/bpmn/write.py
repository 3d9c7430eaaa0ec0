"""Typed model -> BPMN XML. The document that was read is written as it stands."""

from lxml import etree

from dujiang.bpmn.model import Definitions


def write(definitions: Definitions) -> bytes:
    """The file as UTF-8 XML: everything that was read is in it, ours or not."""
    return etree.tostring(
        definitions.document, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )
