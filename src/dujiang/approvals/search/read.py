"""Questions about finding: the condition that finds a text, and the filters that people keep."""

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Select, Subquery, and_, false, or_, select

from dujiang.approvals.search.tables import SAVED_VIEW, SEARCH, SavedViewRow
from dujiang.approvals.tables import REQUEST
from dujiang.store import Reader, text_matches, text_stands

MAX_LISTED: Final = 250
"""Filters of a list that are offered: the person's own, then those that everybody has."""


def request_has(text: str) -> ColumnElement[bool]:
    """Whether a request is found by every piece of the text; a text without letters finds none.

    By the index: what it brings is read once, and then asked for each request.
    """
    condition = text_matches(SEARCH, text)
    if condition is None:
        return false()
    hits = select(SEARCH.c.id).where(condition).cte("hits")
    return REQUEST.c.id.in_(select(hits.c.id))


def saying(statement: Select[Any], requests: Subquery, text: str) -> Select[Any]:
    """The same without the index: each of the requests, which something else has found, is looked
    up by its key."""
    condition = text_stands(SEARCH, text)
    if condition is None:
        return statement.where(false())
    beside = and_(SEARCH.c.shard == requests.c.shard, SEARCH.c.id == requests.c.id)
    return statement.where(select(condition).where(beside).correlate(requests).scalar_subquery())


def list_request_ids(reader: Reader, *, after_id: int, limit: int) -> list[int]:
    """Requests in the order of their ids, for a rebuild of the index in batches."""
    r = REQUEST.c
    rows = reader.rows(select(r.id).where(r.id > after_id).order_by(r.id).limit(limit))
    return [row[0] for row in rows]


def list_views(reader: Reader, person_id: int, page: str) -> list[SavedViewRow]:
    """The person's own filters of a list and those that everybody has, by name."""
    v = SAVED_VIEW.c
    own = v.owner_id == person_id
    rows = reader.rows(
        select(*SAVED_VIEW.c)
        .where(v.page == page, or_(own, and_(v.is_shared.is_(True), v.name != "")))
        .order_by(own.desc(), v.name, v.id)
        .limit(MAX_LISTED)
    )
    return [SAVED_VIEW.from_values(row) for row in rows]


def filters_of(row: SavedViewRow) -> dict[str, str]:
    """The filter as the page's address has it."""
    return msgspec.json.decode(row.filters, type=dict[str, str])
