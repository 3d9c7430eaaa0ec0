"""XML from strangers is parsed, or refused with a reason; it never reaches out."""

import pytest

from dujiang.kernel.errors import InvalidInput, LimitExceeded
from dujiang.kernel.safe_xml import parse_xml

BOMB = b"""<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><b>&d;</b>"""
OUTSIDE = b'<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]><b>&a;</b>'


@pytest.mark.parametrize("source", [BOMB, OUTSIDE, b"<!DOCTYPE b><b/>"])
def test_a_doctype_is_refused(source) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_xml(source)

    assert refused.value.code == "kernel.xml.doctype_refused"


def test_broken_xml_is_told_with_line_and_column() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_xml(b"<a>\n  <b>\n</a>")

    assert refused.value.code == "kernel.xml.not_well_formed"
    assert refused.value.params["line"] == 3


def test_a_huge_document_is_refused_unread() -> None:
    with pytest.raises(LimitExceeded) as refused:
        parse_xml(b"<a>" + b" " * 200 + b"</a>", max_bytes=100)

    assert refused.value.params == {"size_bytes": 207, "limit_bytes": 100}


def test_any_prefix_and_encoding_are_understood() -> None:
    root = parse_xml(
        '<?xml version="1.0" encoding="UTF-8"?><x:a xmlns:x="urn:y">都江</x:a>'.encode()
    )

    assert (root.tag, root.text) == ("{urn:y}a", "都江")


def test_a_deeply_nested_document_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_xml(b"<a>" * 5_000 + b"</a>" * 5_000)

    assert refused.value.code == "kernel.xml.not_well_formed"
