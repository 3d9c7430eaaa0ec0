"""XML from strangers: no DOCTYPE, no external entities, no network, bounded size and depth."""

from typing import Final

from lxml import etree

from dujiang.kernel.errors import InvalidInput, LimitExceeded

MAX_XML_BYTES: Final = 10 * 1024 * 1024
MAX_XML_DEPTH: Final = 256


def parse_xml(source: bytes, *, max_bytes: int = MAX_XML_BYTES) -> etree._Element:
    """Parse a document and return its root.

    Raises `LimitExceeded("kernel.xml.too_large")` beyond `max_bytes`, and `InvalidInput` with
    `kernel.xml.not_well_formed` (line, column, reason) or `kernel.xml.doctype_refused`.
    """
    if len(source) > max_bytes:
        raise LimitExceeded("kernel.xml.too_large", size_bytes=len(source), limit_bytes=max_bytes)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InvalidInput(
            "kernel.xml.not_well_formed", line=line, column=column, reason=error.msg or "?"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidInput("kernel.xml.doctype_refused")
    return root
