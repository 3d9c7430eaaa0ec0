"""My to-do, done and copied lists, one item with its form and actions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

import msgspec

from dujiang.api.casework import Casework, read_only
from dujiang.api.desk import Call, Reply
from dujiang.api.rendering import named_department
from dujiang.api.schemas.items import (
    ActionName,
    BoxCounts,
    Consequence,
    Consequences,
    ConsequencesQuery,
    ItemAction,
    ItemDetail,
    ItemFacts,
    ItemList,
    ItemRow,
    ItemsQuery,
    ReasonCategory,
    ReturnTarget,
)
from dujiang.approvals import (
    ItemLine,
    ItemQuery,
    Offer,
    RequestRow,
    consequences,
    decode_reasons,
    offers,
)
from dujiang.approvals import ItemRow as Item
from dujiang.approvals.rows import item_of
from dujiang.forms import visible_schema, visible_values
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.runtime import IncidentFilter, count_incidents
from dujiang.store import Reader

_WEEK_DAYS: Final = 7


def list_items(call: Call[ItemsQuery, None]) -> ItemList:
    """A page of one of my lists."""
    query = item_query(call)
    with call.desk.read() as reader:
        page = call.desk.people_work.lists.list_items(reader, query)
        work = Casework(call, reader)
        items = [_line(work, line, query) for line in page.lines]
        counts = _counts(call, reader, query)
    return ItemList(items=items, next_cursor=page.next_cursor, counts=counts)


def count_items(call: Call[None, None]) -> BoxCounts:
    """Counts for the navigation and the segments."""
    query = blank_query(call)
    with call.desk.read() as reader:
        return _counts(call, reader, query)


def read_item(call: Call[ItemsQuery, None]) -> Reply:
    """An item with its instance, form and actions; the query says which list it stands in."""
    query = item_query(call)
    with call.desk.read() as reader:
        row = call.desk.people_work.load_item(reader, call.id("item_id"), call.person_id)
        work = Casework(call, reader)
        request = call.desk.people_work.load_request(reader, row.instance_id, call.person_id)
        before, after = call.desk.people_work.lists.neighbours(reader, query, row.id)
        detail = _detail(work, request, row, before, after)
    return Reply(body=detail, etag=row.version)


def read_consequences(call: Call[ConsequencesQuery, None]) -> Consequences:
    """What an action will remove, keep, pause and open, in sentences."""
    asked = call.query
    with call.desk.read() as reader:
        row = call.desk.people_work.load_item(reader, call.id("item_id"), call.person_id)
        looking = call.desk.people_work.looking(reader, call.actor, call.at)
        case, task = looking.case_of(call.desk.office, row)
        found = consequences(
            case, row, looking.round_of(task), asked.action, asked.target, asked.come_back
        )
        sentences = Casework(call, reader).sentences
    return Consequences(
        sentences=[
            Consequence(kind=one.kind, text=sentences.say(one.code, one.params)) for one in found
        ]
    )


def item_query(call: Call[ItemsQuery, None]) -> ItemQuery:
    """The question that the query string asks."""
    asked = call.query
    return msgspec.structs.replace(
        blank_query(call),
        box=asked.box,
        text=asked.q,
        process=asked.process,
        exclude_process=asked.exclude_process,
        department_id=id_from_text(asked.department) if asked.department else None,
        due=asked.due,
        only_on_behalf=asked.on_behalf,
        sort=asked.sort,
        cursor=asked.cursor,
        limit=asked.limit,
    )


def blank_query(call: Call[Any, Any]) -> ItemQuery:
    """The whole to-do list of the caller, with the bounds of today and this week."""
    now = call.at.astimezone(call.desk.zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today_end = midnight + timedelta(days=1)
    week_end = midnight + timedelta(days=_WEEK_DAYS - midnight.weekday())
    return ItemQuery(
        person_id=call.person_id,
        at=call.at,
        today_end=today_end.astimezone(call.at.tzinfo),
        week_end=week_end.astimezone(call.at.tzinfo),
    )


def _counts(call: Call[Any, Any], reader: Reader, query: ItemQuery) -> BoxCounts:
    found = call.desk.people_work.lists.count_boxes(reader, query)
    may_repair = call.actor.may("incident.read")
    incidents = count_incidents(reader, IncidentFilter()) if may_repair else 0
    return BoxCounts(
        todo=found.todo,
        overdue=found.overdue,
        today=found.today,
        on_behalf=found.on_behalf,
        unread=found.unread,
        cc_unread=found.cc_unread,
        mine_running=found.mine_running,
        incidents=incidents,
    )


def _line(work: Casework, line: ItemLine, query: ItemQuery) -> ItemRow:
    request, item = line.request, line.item
    step = work.step(request.version_id, item.step) if item else None
    due_at = item.due_at if item else None
    opened_at = item.opened_at if item else (line.copy.at if line.copy else None)
    read_at = item.read_at if item else (line.copy.read_at if line.copy else None)
    return ItemRow(
        id=id_text(item.id if item else request.id),
        version=item.version if item else 0,
        instance_id=id_text(request.id),
        number=request.number,
        title=request.title,
        process=work.process(request.process_key),
        step=step or work.step(request.version_id, line.copy.step if line.copy else ""),
        initiator=work.person(request.initiator_id),
        department=named_department(request.department_id, work.directory, work.language),
        on_behalf_of=work.on_behalf_of(item) if item else None,
        state=item_of(item).state if item else "approved",
        opened_at=opened_at or request.updated_at,
        due_at=due_at,
        decided_at=item.decided_at if item else None,
        is_overdue=due_at is not None and due_at < query.at,
        due_group=_due_group(due_at, query),
        is_unread=read_at is None,
        is_resubmitted=item.is_resubmitted if item else False,
        amount=request.amount,
        key_facts=[],
        is_claimable=item is not None and bool(item.group_key) and item.hand is None,
    )


def _due_group(
    due_at: datetime | None, query: ItemQuery
) -> Literal["overdue", "today", "week", "later", "none"]:
    if due_at is None:
        return "none"
    if due_at < query.at:
        return "overdue"
    if due_at < query.today_end:
        return "today"
    return "week" if due_at < query.week_end else "later"


def _detail(
    work: Casework, request: RequestRow, row: Item, before: int | None, after: int | None
) -> ItemDetail:
    desk, call = work.desk, work.call
    looking = desk.people_work.looking(work.reader, call.actor, call.at)
    case, task = looking.case_of(desk.office, row)
    filling = desk.filling.at_item(work.reader, call.at, row)
    is_mine = row.hand == call.person_id and row.state in ("open", "delegated")
    access = dict(filling.access) if is_mine else read_only(filling.access)
    draft = desk.people_work.draft_of(work.reader, row, call.person_id)
    typed: Mapping[str, Any] = msgspec.json.decode(draft.values) if draft else {}
    values = visible_values(filling.form, access, filling.situation.variables)
    found = offers(case, task, row, looking.round_of(task))
    reasons = decode_reasons(row.reasons)
    return ItemDetail(
        item=ItemFacts(
            id=id_text(row.id),
            version=row.version,
            state=item_of(row).state,
            step=work.step(request.version_id, row.step),
            step_kind=filling.rules.kind,
            principal=work.person(row.principal),
            hand=work.person(row.hand),
            group=work.group(row.group_key),
            opened_at=row.opened_at or request.updated_at,
            due_at=row.due_at,
            is_overdue=row.due_at is not None and row.due_at < call.at,
            on_reject=filling.rules.on_reject,
            reasons=work.sentences.reasons(reasons),
            rule=work.sentences.rule(filling.rules, len(looking.round_of(task).items)),
            draft_comment=draft.comment if draft else "",
            draft_saved_at=draft.saved_at if draft else None,
        ),
        instance=work.detail(request),
        form=visible_schema(filling.form, access),
        access=access,
        values={**values, **{name: typed[name] for name in typed if access.get(name) == "edit"}},
        changed_fields=[],
        actions=[_action(work, request, offer) for offer in found],
        next_id=id_text(after) if after else None,
        previous_id=id_text(before) if before else None,
    )


def _action(work: Casework, request: RequestRow, offer: Offer) -> ItemAction:
    refusal = offer.refusal
    say = work.sentences.say
    return ItemAction(
        action=cast("ActionName", offer.action),
        label=say(f"api.action.{offer.action}", {}),
        enabled=refusal is None,
        reason=say(refusal.code, refusal.params) if refusal else None,
        needs_comment=offer.needs_comment,
        targets=[
            ReturnTarget(
                element_id=target.step,
                name=work.step(request.version_id, target.step).name,
                person=None,
                come_back=list(target.come_back),
            )
            for target in offer.targets
        ],
        reason_categories=[
            ReasonCategory(code=code, name=say(f"api.category.{code}", {}))
            for code in offer.categories
        ],
    )


HANDLERS: Final = {
    "listItems": list_items,
    "countItems": count_items,
    "readItem": read_item,
    "readConsequences": read_consequences,
}
