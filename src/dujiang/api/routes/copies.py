"""Readers of an instance: by rule and by hand, with receipts."""

from typing import Any, Final

from dujiang.api.desk import Call, required_id
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.copies import NewCopies, Reader, ReaderList
from dujiang.approvals import CopyTo, MarkCopyRead


def list_copies(call: Call[Any, Any]) -> ReaderList:
    """Who got a copy, and when they read it."""
    directory = call.desk.directory()
    with call.desk.read() as reader:
        work = call.desk.people_work
        request = work.load_request(reader, call.id("instance_id"), call.person_id)
        rows = work.story.copies(reader, request.id)
    return ReaderList(
        items=[
            Reader(
                person=person,
                by=person_by_id(row.by_id, directory, call.language),
                at=row.at,
                read_at=row.read_at,
            )
            for row in sorted(rows, key=lambda row: row.at)
            if (person := person_by_id(row.person_id, directory, call.language))
        ]
    )


async def copy_instance(call: Call[None, NewCopies]) -> ReaderList:
    """Let people read the instance."""
    people = tuple(required_id(text) for text in call.body.people)
    await call.submit(CopyTo(instance_id=call.id("instance_id"), people=people))
    return await call.question(list_copies)


async def mark_copy_read(call: Call[None, None]) -> Nothing:
    """I have read my copy."""
    await call.submit(MarkCopyRead(instance_id=call.id("instance_id")))
    return Nothing()


HANDLERS: Final = {
    "listCopies": list_copies,
    "copyInstance": copy_instance,
    "markCopyRead": mark_copy_read,
}
