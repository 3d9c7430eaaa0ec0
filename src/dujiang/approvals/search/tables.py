"""Rows by which requests are found, and the filters that people keep."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Fulltext, Table


class SearchRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a request is found by, as it stood when its values last changed."""

    shard: int
    id: int
    """Of the instance."""
    body: str
    grams: str
    fields: bytes
    """Values of the searchable fields by key, encoded: what lists show as columns."""


SEARCH: Final = Table(
    "request_text", SearchRow, key=("shard", "id"), fulltext=Fulltext("body", "grams", "id")
)


class SavedViewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A filter with its columns, kept by somebody for themselves or for everybody."""

    id: int
    owner_id: int
    page: str
    """The list it belongs to: instances, todo, done, cc, mine, or `ledger:` and a ledger's key."""
    name: str
    """Empty: the columns as the person has left them."""
    filters: bytes
    """JSON, as the address of the page has them."""
    columns: str
    """Keys with a space between; empty: as usual."""
    is_shared: bool
    saved_at: datetime


SAVED_VIEW: Final = Table(
    "saved_view",
    SavedViewRow,
    key=("id",),
    indexes={"by_owner": ("owner_id",), "by_shared": ("is_shared", "page")},
)

TABLES: Final[tuple[AnyTable, ...]] = (SEARCH, SAVED_VIEW)
