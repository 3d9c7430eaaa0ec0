"""Questions about notices; paged, newest first."""

from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import shard_of
from dujiang.notify.tables import NOTICE, NOTICE_MARK, NoticeRow
from dujiang.store import Reader

MAX_UNREAD: Final = 1_000
"""Unread notices are counted no further."""


class NoticePage(msgspec.Struct, frozen=True, kw_only=True):
    """Notices, newest first; those with an id above `seen_id` are unread."""

    rows: tuple[NoticeRow, ...]
    seen_id: int
    has_more: bool


def list_notices(reader: Reader, person_id: int, *, before_id: int = 0, limit: int) -> NoticePage:
    """A page of what the person was told; `before_id` is the last id of the page before."""
    query = select(*NOTICE.c).where(NOTICE.c.person_id == person_id)
    if before_id:
        query = query.where(NOTICE.c.id < before_id)
    found = reader.rows(query.order_by(NOTICE.c.id.desc()).limit(limit + 1))
    return NoticePage(
        rows=tuple(NOTICE.from_values(row) for row in found[:limit]),
        seen_id=_seen(reader, person_id),
        has_more=len(found) > limit,
    )


def count_unread(reader: Reader, person_id: int) -> int:
    """How many notices the person has not seen, up to `MAX_UNREAD`."""
    unread = (
        select(NOTICE.c.id)
        .where(NOTICE.c.person_id == person_id, NOTICE.c.id > _seen(reader, person_id))
        .limit(MAX_UNREAD)
        .subquery()
    )
    return int(reader.value(select(func.count()).select_from(unread)) or 0)


def values_of(row: NoticeRow) -> dict[str, Any]:
    """The values for the words of a notice."""
    values = decode_value(row.params)
    assert isinstance(values, dict)
    return values


def _seen(reader: Reader, person_id: int) -> int:
    mark = reader.get(NOTICE_MARK, shard_of(person_id), person_id)
    return mark.seen_id if mark else 0
