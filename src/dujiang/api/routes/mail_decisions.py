"""Deciding by the link of a mail: the signed link says who asks, for one item at one version."""

from typing import Any, Final

from dujiang.api.casework import Casework
from dujiang.api.desk import Call
from dujiang.api.schemas.mailing import (
    MailedDecided,
    MailedDecision,
    MailedFact,
    MailedItem,
    MailedReason,
    MailToken,
)
from dujiang.approvals import (
    DecideByMail,
    ItemRow,
    RequestRow,
    Shown,
)
from dujiang.identity import Person
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.kernel.ids import id_text
from dujiang.notify import MailLink, is_link_used
from dujiang.runtime import Actor
from dujiang.store import Reader


def read_mailed(call: Call[None, MailToken]) -> MailedItem:
    """What the link is about, as its recipient may see it."""
    link, person = _recipient(call, call.body.token)
    work = call.desk.people_work
    with call.desk.read() as reader:
        item = work.load_item(reader, link.item_id, person.id)
        request = work.load_request(reader, item.instance_id, person.id)
        shown = Shown(call.desk.words, call.desk.directory(), call.language)
        facts = call.desk.mail.facts(reader, request, person.id, shown)
        casework = Casework(call, reader)
        rules = _rules(call, request, item)
        state, detail = _state(call, reader, link, item, request)
        return MailedItem(
            state=state,
            detail=detail,
            recipient=shown.named(person),
            title=request.title,
            number=request.number,
            process=casework.process(request.process_key).name,
            step=casework.step(request.version_id, item.step).name,
            initiator=shown.named(call.desk.directory().person(request.initiator_id)),
            due_at=item.due_at,
            facts=[MailedFact(label=label, text=text) for label, text in facts],
            needs_comment=rules.comment != "optional",
            approving_needs_comment=rules.comment == "required",
            reason_categories=[
                MailedReason(code=code, name=call.say(f"api.category.{code}"))
                for code in rules.reason_categories
            ],
            item_id=id_text(item.id),
        )


async def decide_by_mail(call: Call[None, MailedDecision]) -> MailedDecided:
    """Approve or reject, once, as the person whom the mail was sent to."""
    body = call.body
    link, person = _recipient(call, body.token)
    permissions = call.desk.access(person.id).permissions & {"item.decide"}
    actor = Actor(
        person_id=person.id,
        kind="person",
        permissions=permissions,
        address=call.actor.address,
        language=call.language,
    )
    command = DecideByMail(
        mail_id=link.mail_id,
        item_id=link.item_id,
        version=link.version,
        action=body.action,
        comment=body.comment,
        category=body.reason_category,
    )
    await call.acting_as(actor).submit(command)
    return MailedDecided(detail=call.say(f"api.mailed.{body.action}"))


def _recipient(call: Call[Any, Any], token: str) -> tuple[MailLink, Person]:
    """Who the link was sent to. Whoever is signed in as somebody else is turned away."""
    link = call.desk.mail.links.read(token)
    person = call.desk.directory().person(link.person_id) if link else None
    if link is None or person is None or not person.is_active:
        raise NotFound("notify.link.not_valid")
    signed_in = call.actor.person_id
    if signed_in is not None and signed_in != person.id:
        raise Forbidden("notify.link.not_yours", person=person.name)
    return link, person


def _state(
    call: Call[Any, Any], reader: Reader, link: MailLink, item: ItemRow, request: RequestRow
) -> tuple[Any, str]:
    if is_link_used(reader, link.mail_id):
        return "used", call.say("notify.link.used")
    is_mine = item.state == "open" and item.hand == link.person_id
    if is_mine and item.version == link.version and request.ended_at is None:
        is_possible = call.desk.mail.is_by_mail(request, item)
        return ("open", "") if is_possible else ("over", call.say("api.mailed.page_only"))
    directory = call.desk.directory()
    by = directory.person(item.decided_by)
    if by is not None:
        shown = Shown(call.desk.words, directory, call.language)
        return "over", call.say("api.mailed.decided", person=shown.named(by))
    return "over", call.say("api.mailed.moved_on")


def _rules(call: Call[Any, Any], request: RequestRow, item: ItemRow) -> Any:  # noqa: ANN401 - StepRules
    node = call.desk.deployments.version(request.version_id).program.nodes[item.step]
    return call.desk.office.rules(request.version_id, node)


HANDLERS: Final = {"readMailedItem": read_mailed, "decideByMail": decide_by_mail}
