"""Command -> rows and topics, inside the transaction it is given."""

from typing import Final

import msgspec

from dujiang.kernel.encoding import encode_value
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import as_value
from dujiang.notify.commands import MAX_TOLD, SeeNotices, Tell
from dujiang.notify.events import PeopleTold
from dujiang.notify.tables import NOTICE, NOTICE_MARK, NoticeMarkRow, NoticeRow
from dujiang.runtime import INTERNAL, SIGNED_IN, AnyRoute, Handled, Outcome, Route, Work

TOPIC: Final = "notices"


def tell(command: Tell, work: Work) -> Outcome:
    """Write a notice for each person, once; their browsers hear of it after the commit."""
    people = tuple(dict.fromkeys(person for person in command.people if person))[:MAX_TOLD]
    params = encode_value(as_value(command.params))
    for person_id in people:
        notice_id = work.new_id_beside(command.instance_id)
        work.insert(
            NOTICE,
            NoticeRow(
                shard=shard_of(notice_id),
                id=notice_id,
                person_id=person_id,
                at=work.at,
                code=command.code,
                params=params,
                instance_id=command.instance_id,
                item_id=command.item_id,
            ),
        )
        work.notify(f"{TOPIC}:{person_id}")
    if not people:
        return Handled()
    return Handled(events=(PeopleTold(people=people, code=command.code),))


def see_notices(command: SeeNotices, work: Work) -> Outcome:
    """Move the reader's mark forward; never back."""
    person_id = work.actor.id
    key = (shard_of(person_id), person_id)
    mark = work.get(NOTICE_MARK, *key)
    if mark is None:
        work.insert(NOTICE_MARK, NoticeMarkRow(*key, command.up_to_id))
    elif mark.seen_id < command.up_to_id:
        work.put(NOTICE_MARK, NoticeMarkRow(*key, command.up_to_id))
    work.notify(f"{TOPIC}:{person_id}")
    return Handled()


def notify_routes() -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    return {
        Tell: Route(INTERNAL, tell),
        SeeNotices: Route(SIGNED_IN, see_notices),
    }
