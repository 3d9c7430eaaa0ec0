"""Rows of notices."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person was told one thing."""

    shard: int
    id: int
    person_id: int
    at: datetime
    code: str
    params: bytes
    """The values for the words, encoded."""
    instance_id: int = 0
    item_id: int = 0


NOTICE: Final = Table(
    "notice",
    NoticeRow,
    key=("shard", "id"),
    secondary={"person": ("person_id", "id")},
)


class NoticeMarkRow(msgspec.Struct, frozen=True):
    """How far a person has read: ids grow with time, so one number says it."""

    shard: int
    person_id: int
    seen_id: int


NOTICE_MARK: Final = Table("notice_mark", NoticeMarkRow, key=("shard", "person_id"))

TABLES: Final[tuple[AnyTable, ...]] = (NOTICE, NOTICE_MARK)
