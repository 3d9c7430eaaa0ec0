"""Rich text that people write: only harmless mark-up survives."""

import re
from html import unescape
from typing import Final

import nh3

_TAGS: Final = {
    *("p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "h3", "h4"),
    *("blockquote", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: Final = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES: Final = {"https", "http", "mailto"}
_LINE_ENDS: Final = re.compile(r"<br ?/?>|</(?:p|li|h3|h4|tr|pre|blockquote)>")


def clean(html: str | None) -> str | None:
    """The text without scripts, styles, frames and handlers; None when nothing is left."""
    if html is None:
        return None
    cleaned = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    return cleaned if cleaned.strip() else None


def plain_text(html: str) -> str:
    """The words alone, a line for each paragraph: for paper."""
    broken = _LINE_ENDS.sub(lambda end: end[0] + "\n", html)
    return unescape(nh3.clean(broken, tags=set())).strip()
