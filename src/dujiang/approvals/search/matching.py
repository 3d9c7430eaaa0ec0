"""The condition by which statements over requests find a text."""

from sqlalchemy import ColumnElement, false, select

from dujiang.approvals.search.tables import SEARCH
from dujiang.approvals.tables import REQUEST
from dujiang.store import text_matches


def request_has(text: str) -> ColumnElement[bool]:
    """Whether a request is found by every piece of the text; a text without letters finds none."""
    condition = text_matches(SEARCH, text)
    if condition is None:
        return false()
    return REQUEST.c.id.in_(select(SEARCH.c.id).where(condition))
