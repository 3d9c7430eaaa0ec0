"""My to-do, done and copied lists, one item with its form and actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

import msgspec

from dujiang.api.casework import Casework, read_only
from dujiang.api.desk import Call, Reply
from dujiang.api.listing import RowFacts
from dujiang.api.picks import picks_of
from dujiang.api.rendering import named_department
from dujiang.api.schemas.common import Access
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
    Filling,
    ItemLine,
    ItemQuery,
    Offer,
    RequestRow,
    concerns,
    consequences,
    decode_reasons,
    item_of,
    offers,
)
from dujiang.approvals import ItemRow as Item
from dujiang.forms import AccessMap, present_values, visible_schema, visible_values
from dujiang.kernel.encoding import decode_value
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
        facts = RowFacts(work, page.lines)
        items = [_line(work, line, query, facts) for line in page.lines]
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
        work = Casework(call, reader)
        version_id = case.instance.version_id
    return Consequences(
        sentences=[
            Consequence(kind=one.kind, text=work.explained(version_id, one.code, one.params))
            for one in found
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


def _line(work: Casework, line: ItemLine, query: ItemQuery, facts: RowFacts) -> ItemRow:
    request, item = line.request, line.item
    bulk = facts.bulk(request, item)
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
        key_facts=facts.key_facts(request, item),
        is_claimable=item is not None and bool(item.group_key) and item.hand is None,
        bulk_ready=bulk is not None and not bulk.missing and not bulk.needs_comment,
        bulk=bulk,
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
    draft = desk.people_work.draft_of(work.reader, row, call.person_id)
    typed: Mapping[str, Any] = {}
    if draft is not None:
        typed = desk.office.sealed.read_typed(work.reader, request.version_id, draft.values)
    instance = work.detail(request)
    form, access, values = (
        _shown(row, filling, typed, call.person_id)
        if concerns(desk.office, row, call.person_id)
        else (instance.form, instance.access, instance.values)
    )
    found = offers(case, task, row, looking.round_of(task))
    on_way = {node.element_id for node in instance.path}
    reasons = decode_reasons(row.reasons)
    items = desk.people_work.items_of(work.reader, row.instance_id)
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
            signature=filling.rules.signature,
            needs_code=filling.rules.second_factor,
            reasons=work.sentences.reasons(reasons),
            rule=work.sentences.rule(filling.rules, len(looking.round_of(task).items)),
            draft_comment=draft.comment if draft else "",
            draft_saved_at=draft.saved_at if draft else None,
        ),
        instance=instance,
        form=form,
        access=access,
        values=values,
        changed_fields=_changed_fields(work, row, items, access),
        actions=[_action(work, request, offer, items) for offer in found],
        picks=picks_of(call, filling, on_way=on_way) if row.hand == call.person_id else [],
        next_id=id_text(after) if after else None,
        previous_id=id_text(before) if before else None,
    )


def _shown(
    row: Item, filling: Filling, typed: Mapping[str, Any], person_id: int
) -> tuple[dict[str, Any], dict[str, Access], dict[str, Any]]:
    """The form as its step shows it, with what the reader has typed so far where they may."""
    is_mine = row.hand == person_id and row.state in ("open", "delegated")
    access = dict(filling.access) if is_mine else read_only(filling.access)
    if is_mine:
        values = present_values(filling.form, access, filling.situation)
    else:
        values = visible_values(filling.form, access, filling.situation.variables)
    kept = {name: typed[name] for name in typed if access.get(name) == "edit"}
    return visible_schema(filling.form, access), access, {**values, **kept}


def _handler(request: RequestRow, step: str, items: Sequence[Item]) -> int | None:
    """Who gets what is returned to a step: whoever handled it last; the initiator their form."""
    last = max(
        (row for row in items if row.step == step and row.decided_by),
        key=lambda row: row.decided_at or row.id,
        default=None,
    )
    if last is None:
        return None
    return request.initiator_id if last.kind == "start" else last.decided_by


def _changed_fields(
    work: Casework, row: Item, items: Sequence[Item], shown: AccessMap
) -> list[str]:
    """Fields that others have changed since the reader decided on this request last."""
    me = work.call.person_id
    if row.hand != me or not any(one.decided_by == me for one in items):
        return []
    changed: list[str] = []
    for entry in work.desk.people_work.story.history(work.reader, row.instance_id):
        if entry.by_id == me:
            changed = []
        elif entry.changes:
            changed += [name for name, _old, _new in decode_value(entry.changes)]
    return [name for name in dict.fromkeys(changed) if shown.get(name, "hidden") != "hidden"]


def _action(work: Casework, request: RequestRow, offer: Offer, items: Sequence[Item]) -> ItemAction:
    refusal = offer.refusal
    say = work.sentences.say
    return ItemAction(
        action=cast("ActionName", offer.action),
        label=say(f"api.action.{offer.action}", {}),
        enabled=refusal is None,
        reason=work.explained(request.version_id, refusal.code, refusal.params)
        if refusal
        else None,
        needs_comment=offer.needs_comment,
        targets=[
            ReturnTarget(
                element_id=target.step,
                name=work.step(request.version_id, target.step).name,
                person=work.person(_handler(request, target.step, items)),
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
