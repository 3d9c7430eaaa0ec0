"""Acting: decisions on items, taking back, drafts, and what is done to instances as a whole."""

from typing import Any, Final

from dujiang.api.casework import Casework, state_of
from dujiang.api.desk import Call, required_id
from dujiang.api.peers import answers_of
from dujiang.api.picks import picked
from dujiang.api.problems import sentence
from dujiang.api.rendering import person_by_id
from dujiang.api.routes.items import blank_query
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.instances import (
    Comment,
    DraftValues,
    InstanceChanged,
    NewComment,
    Reason,
    Reminded,
    SavedDraft,
    Started,
)
from dujiang.api.schemas.items import (
    BulkDecision,
    BulkEntry,
    BulkOutcome,
    BulkReport,
    Decided,
    Decision,
)
from dujiang.approvals import (
    AddComment,
    CancelByPerson,
    CopyTo,
    DecideItem,
    MarkRead,
    RemindPeople,
    RevokeInstance,
    SaveItemDraft,
    WithdrawInstance,
    item_of,
    may_take_back,
)
from dujiang.forms import evaluate
from dujiang.kernel.errors import DujiangError, Problem
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.kernel.values import NO_VARIABLES, Variables


async def decide_item(call: Call[None, Decision]) -> Decided:
    """Act on my item."""
    body = call.body
    asked = await call.question(_asked) if body.action == "submit" else NO_VARIABLES
    answer = await call.submit(
        DecideItem(
            item_id=call.id("item_id"),
            action=body.action,
            version=body.version,
            comment=body.comment,
            values=body.values,
            category=body.reason_category,
            return_to=body.return_to,
            come_back=body.come_back if body.action == "return" else "",
            people=tuple(required_id(text) for text in body.people),
            mode=body.mode,
            signature=body.signature,
            picked=picked(body.picked),
            code=body.code,
            asked=asked,
        )
    )
    decided = await call.question(lambda asked: _decided(asked, answer))
    mentioned = tuple(required_id(text) for text in body.mentions)
    if mentioned:
        copy = CopyTo(instance_id=required_id(decided.instance_id), people=mentioned)
        await call.submit(copy, key=f"{call.key}:mentions" if call.key else None)
    return decided


def _asked(call: Call[None, Decision]) -> Variables:
    """What other systems answer to a start form that is handed in again."""
    work = call.desk.people_work
    with call.desk.read() as reader:
        item = work.load_item(reader, call.id("item_id"), call.person_id)
        filling = call.desk.filling.at_item(reader, call.at, item)
        if not filling.form.asks_others:
            return NO_VARIABLES
        evaluate(filling.form, filling.access, call.body.values or {}, filling.situation)
    return answers_of(filling.situation.environment)


async def take_back_item(call: Call[None, Reason]) -> Decided:
    """Take my last decision back."""
    answer = await call.submit(
        DecideItem(item_id=call.id("item_id"), action="takeBack", comment=call.body.reason)
    )
    return await call.question(lambda asked: _decided(asked, answer))


async def decide_items(call: Call[None, BulkDecision]) -> BulkReport:
    """The same decision on several items; one that fails does not stop the others."""
    outcomes = [await _decide_one(call, entry) for entry in call.body.items]
    return BulkReport(items=outcomes)


async def mark_item_read(call: Call[None, None]) -> Nothing:
    """I have opened the item."""
    await call.submit(MarkRead(item_id=call.id("item_id")))
    return Nothing()


async def save_item_draft(call: Call[None, DraftValues]) -> SavedDraft:
    """Keep what I have typed so far."""
    await call.submit(
        SaveItemDraft(
            item_id=call.id("item_id"), values=call.body.values, comment=call.body.comment
        )
    )
    return SavedDraft(saved_at=call.at)


async def withdraw_instance(call: Call[None, Reason]) -> InstanceChanged:
    """Take my instance back to its start form."""
    instance_id = call.id("instance_id")
    await call.submit(WithdrawInstance(instance_id=instance_id, reason=call.body.reason))
    return await call.question(lambda asked: _changed(asked, instance_id))


async def cancel_instance(call: Call[None, Reason]) -> InstanceChanged:
    """End an instance for good."""
    instance_id = call.id("instance_id")
    await call.submit(CancelByPerson(instance_id=instance_id, reason=call.body.reason))
    return await call.question(lambda asked: _changed(asked, instance_id))


async def revoke_instance(call: Call[None, Reason]) -> Started:
    """Ask that my approved instance be revoked."""
    answer = await call.submit(
        RevokeInstance(instance_id=call.id("instance_id"), reason=call.body.reason)
    )
    return await call.question(lambda asked: _started(asked, answer))


async def remind_instance(call: Call[None, Reason]) -> Reminded:
    """Urge everybody who has an open item."""
    answer = await call.submit(RemindPeople(instance_id=call.id("instance_id")))
    directory = call.desk.directory()
    people = [person_by_id(one, directory, call.language) for one in answer["people"]]
    return Reminded(persons=[person for person in people if person])


async def add_comment(call: Call[None, NewComment]) -> Comment:
    """Add a remark to the discussion."""
    body = call.body
    mentions = [one for one in map(id_from_text, body.mentions) if one is not None]
    answer = await call.submit(
        AddComment(instance_id=call.id("instance_id"), text=body.text, mentions=tuple(mentions))
    )
    directory = call.desk.directory()
    me = person_by_id(call.person_id, directory, call.language)
    assert me is not None, "whoever comments is in the directory"
    mentioned = [person_by_id(one, directory, call.language) for one in mentions]
    return Comment(
        id=id_text(answer["comment_id"]),
        at=call.at,
        person=me,
        text=body.text,
        mentions=[person for person in mentioned if person],
    )


async def _decide_one(call: Call[None, BulkDecision], entry: BulkEntry) -> BulkOutcome:
    """One of several, under a key of its own: a repeat of the whole repeats each."""
    item_id = id_from_text(entry.item_id)
    body = call.body
    try:
        await call.submit(
            DecideItem(
                item_id=item_id or 0,
                action=body.action,
                version=entry.version,
                comment=body.comment,
                category=body.reason_category,
            ),
            key=f"{call.key}:{entry.item_id}" if call.key else None,
        )
    except DujiangError as error:
        if error.status >= 500:
            raise
        problem = Problem(code=error.code, params=error.params)
        detail = sentence(problem, words=call.desk.words, language=call.language)
        return BulkOutcome(item_id=entry.item_id, ok=False, code=error.code, detail=detail)
    return BulkOutcome(item_id=entry.item_id, ok=True, code=None, detail=None)


def _decided(call: Call[Any, Any], answer: dict[str, Any]) -> Decided:
    """How the item stands after the commit, where the case went, what to open next."""
    work_of = call.desk.people_work
    with call.desk.read() as reader:
        item = work_of.load_item(reader, answer["item_id"], call.person_id)
        work = Casework(call, reader)
        request = work_of.load_request(reader, item.instance_id, call.person_id)
        waiting = work.waiting(request, work_of.awaited(reader, item.instance_id))
        looking = work_of.looking(reader, call.actor, call.at)
        case, task = looking.case_of(call.desk.office, item)
        may_undo = item.decided_by == call.person_id and item.kind != "start"
        is_open = may_undo and may_take_back(case, task, item_of(item)) is None
        _, following = work_of.lists.neighbours(reader, blank_query(call), item.id)
    others = [entry for entry in waiting if entry.item_id != id_text(item.id)]
    names = [entry.person.name if entry.person else (entry.group or "") for entry in others]
    went_to = call.say("api.decided.went_to", people="、".join(names)) if names else None
    return Decided(
        item_id=id_text(item.id),
        state=item_of(item).state,
        version=item.version,
        instance_id=id_text(item.instance_id),
        went_to=went_to,
        may_take_back=is_open,
        next_id=id_text(following) if following else None,
    )


def _started(call: Call[Any, Any], answer: dict[str, Any]) -> Started:
    with call.desk.read() as reader:
        linked = call.desk.people_work.load_request(reader, answer["instance_id"], call.person_id)
    return Started(
        instance_id=id_text(linked.id), number=linked.number, title=linked.title, problems=[]
    )


def _changed(call: Call[Any, Any], instance_id: int) -> InstanceChanged:
    work_of = call.desk.people_work
    with call.desk.read() as reader:
        request = work_of.load_request(reader, instance_id, call.person_id)
        mine = work_of.item_of_mine(reader, instance_id, call.person_id)
    return InstanceChanged(
        instance_id=id_text(instance_id),
        state=state_of(request),
        item_id=id_text(mine.id) if mine else None,
    )


HANDLERS: Final = {
    "decideItem": decide_item,
    "takeBackItem": take_back_item,
    "decideItems": decide_items,
    "markItemRead": mark_item_read,
    "saveItemDraft": save_item_draft,
    "withdrawInstance": withdraw_instance,
    "cancelInstance": cancel_instance,
    "revokeInstance": revoke_instance,
    "remindInstance": remind_instance,
    "addComment": add_comment,
}
