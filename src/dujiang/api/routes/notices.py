"""What people are told: notices, and the stream of topics that changed."""

from typing import Final

from starlette.responses import StreamingResponse

from dujiang.api.desk import Call, required_id
from dujiang.api.live import MAX_STREAMS
from dujiang.api.paging import cursor_text, id_of_cursor
from dujiang.api.schemas.business import Notice, NoticeList, NoticesQuery, NoticesRead
from dujiang.api.schemas.common import Nothing
from dujiang.kernel.errors import LimitExceeded
from dujiang.kernel.ids import id_text
from dujiang.notify import NoticeRow, SeeNotices, count_unread, list_notices, say_notice, values_of


def notices(call: Call[NoticesQuery, None]) -> NoticeList:
    """What I was told, newest first."""
    before = id_of_cursor(call.query.cursor)
    with call.desk.read() as reader:
        page = list_notices(reader, call.person_id, before_id=before, limit=call.query.limit)
        unread = count_unread(reader, call.person_id)
    items = [_notice(call, row, is_unread=row.id > page.seen_id) for row in page.rows]
    more = cursor_text((page.rows[-1].id,)) if page.has_more else None
    return NoticeList(items=items, next_cursor=more, unread_count=unread)


async def read_notices(call: Call[None, NoticesRead]) -> Nothing:
    """I have seen my notices up to this one."""
    await call.submit(SeeNotices(up_to_id=required_id(call.body.up_to_id)))
    return Nothing()


async def stream_events(call: Call[None, None]) -> StreamingResponse:
    """Topics that change, until the browser leaves."""
    live = call.desk.live
    if live.stream_count >= MAX_STREAMS:
        raise LimitExceeded("api.streams.too_many", retry_after_s=30, limit=MAX_STREAMS)
    return StreamingResponse(
        live.stream(call.person_id),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def _notice(call: Call[NoticesQuery, None], row: NoticeRow, *, is_unread: bool) -> Notice:
    return Notice(
        id=id_text(row.id),
        at=row.at,
        kind=row.code,
        text=say_notice(call.desk.words, row.code, values_of(row), call.language),
        instance_id=id_text(row.instance_id) if row.instance_id else None,
        item_id=id_text(row.item_id) if row.item_id else None,
        is_unread=is_unread,
    )


HANDLERS: Final = {
    "listNotices": notices,
    "readNotices": read_notices,
    "streamEvents": stream_events,
}
