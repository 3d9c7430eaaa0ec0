"""Deciding by the link of a mail: the same decision, once a link, marked as such in the history."""

from typing import Final, Literal

import msgspec

from dujiang.approvals.commands import DecideItem
from dujiang.approvals.tables import ITEM, REQUEST
from dujiang.kernel.ids import shard_of
from dujiang.notify import Tell, UseMailLink
from dujiang.runtime import AnyRoute, Handled, Known, Needs, Outcome, Refused, Route, Work


class DecideByMail(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Approve or reject the item that a mail was about, in the name of its recipient.

    The edge has read the link's signature and made its recipient the actor. Answer: as
    `DecideItem`.
    """

    mail_id: int
    item_id: int
    version: int
    action: Literal["approve", "reject"]
    comment: str = ""
    category: str = ""
    """Why it is rejected, where the step asks for one."""


def decide_by_mail(command: DecideByMail, work: Work) -> Outcome:
    """Use the link up, decide, and tell the recipient, so that a forwarded mail comes to light."""
    item = work.get(ITEM, shard_of(command.item_id), command.item_id)
    if item is None:
        return Refused("approvals.item.not_found", 404)
    request = work.get(REQUEST, item.shard, item.instance_id)
    decide = DecideItem(
        item_id=command.item_id,
        action=command.action,
        version=command.version,
        comment=command.comment,
        category=command.category,
        via="mail",
    )
    told = Tell(
        people=(work.actor.id,),
        code="notify.notice.by_mail",
        params={
            "title": request.title if request else "",
            "number": request.number if request else "",
        },
        instance_id=item.instance_id,
    )
    return Handled(follow_ups=(UseMailLink(mail_id=command.mail_id), decide, told))


def needs_of_mailed(command: DecideByMail, known: Known) -> "list[Needs]":
    """The item; its instance is held when the decision is taken."""
    return [Needs(rows=((ITEM, (shard_of(command.item_id), command.item_id)),))]


MAIL_ROUTES: Final[dict[type[msgspec.Struct], AnyRoute]] = {
    DecideByMail: Route("item.decide", decide_by_mail, needs_of_mailed)
}
