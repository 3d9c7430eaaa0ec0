"""Questions for the edges: lists, counts, items, requests, history. Everything that may be long is
paged by keys; whoever asks sees what takes part in, or what their permission reaches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from dujiang.approvals.cases.access import has_acted, reaches
from dujiang.approvals.cases.looking import Looking
from dujiang.approvals.cases.office import Office
from dujiang.approvals.reading.standing import StandingIn
from dujiang.approvals.reading.visibility import visible_requests
from dujiang.approvals.search.read import request_has, saying
from dujiang.approvals.tables import (
    COMMENT,
    COPY,
    DRAFT,
    HISTORY,
    ITEM,
    REQUEST,
    START_DRAFT,
    TASK,
    CommentRow,
    CopyRow,
    DraftRow,
    HistoryRow,
    ItemRow,
    RequestRow,
    StartDraftRow,
    TaskRow,
    overdue_by_process,
    stuck_by_process,
)
from dujiang.deployments import Deployments
from dujiang.identity import access_of
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_from_text, id_text, shard_of
from dujiang.runtime import Actor
from dujiang.store import ReadAhead, Reader

MAX_PAGE: Final = 100
COUNTED_THROUGH: Final = 10_000
"""Requests, the newest first, among which is counted."""
MEDIAN_DAYS: Final = 90
"""How far back the usual duration of a process looks."""
MAX_MEDIAN_ROWS: Final = 5_000
_OUT: Final = ("open", "delegated")


class ItemQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which items are asked for. `today_end` and `week_end` bound the groups by due time."""

    person_id: int
    box: Literal["todo", "done", "cc"] = "todo"
    text: str = ""
    process: str = ""
    exclude_process: str = ""
    department_id: int | None = None
    due: Literal["", "overdue", "today", "week", "later"] = ""
    only_on_behalf: bool = False
    sort: Literal["due", "newest", "oldest"] = "due"
    cursor: str = ""
    limit: int = 30
    at: datetime
    today_end: datetime
    week_end: datetime


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item with its request. For copies `item` is None and `copy` set."""

    request: RequestRow
    item: ItemRow | None = None
    copy: CopyRow | None = None


class ItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of items."""

    lines: tuple[ItemLine, ...]
    next_cursor: str | None = None


class BoxCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many items are where."""

    todo: int
    overdue: int
    today: int
    on_behalf: int
    unread: int
    cc_unread: int
    mine_running: int


class RequestQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which requests are asked for. `mine`: started by the person; `visible`: all they may see."""

    person_id: int
    scope: Literal["mine", "visible"] = "mine"
    states: tuple[str, ...] = ()
    is_suspended: bool | None = None
    process: str = ""
    department_id: int | None = None
    initiator_id: int | None = None
    text: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    cursor: str = ""
    limit: int = 30


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of requests, newest first."""

    requests: tuple[RequestRow, ...]
    next_cursor: str | None = None


class RequestCounts(msgspec.Struct, frozen=True):
    """How many requests are in which state; at least so many where there are very many."""

    by_state: dict[str, int]
    is_exact: bool


class ApprovalsReader:
    """Answers what people may see of requests, tasks and items. Thread-safe.

    `lists` has the lists of items, `requests` those of requests, `story` what happened,
    `standing_in` deputies and absences, `figures` counts and durations by process.
    """

    def __init__(self, office: Office, deployments: Deployments) -> None:
        self._office = office
        self._deployments = deployments
        self.lists = ItemLists(office)
        self.requests = RequestLists(office)
        self.story = Story()
        self.standing_in = StandingIn()
        self.figures = Figures()

    def looking(self, reader: Reader, actor: Actor, at: datetime) -> Looking:
        """The rules' view of what a reader sees: offers, consequences, reasons."""
        return Looking(reader, self._deployments, actor, at)

    def load_request(self, reader: Reader, instance_id: int, person_id: int) -> RequestRow:
        """A request that the person may see. Raises `NotFound`, also when they must not know."""
        row = reader.get(REQUEST, shard_of(instance_id), instance_id)
        if row is None or not self.may_see(reader, row, person_id):
            raise NotFound("approvals.instance.not_found")
        return row

    def may_see(self, reader: Reader, request: RequestRow, person_id: int) -> bool:
        """Whether somebody takes part in a request, or their permission reaches it."""
        reach = access_of(self._office.directory(), person_id).reach("instance.read")
        if person_id in (request.initiator_id, request.owner_id):
            return True
        if reaches(reach, request, person_id):
            return True
        if reader.get(COPY, request.shard, request.id, person_id) is not None:
            return True
        groups = self._office.view().groups_of(person_id)
        is_handler = any(
            person_id in (row.principal, row.hand, row.decided_by, row.assistant, row.lent_by)
            or (row.state == "open" and row.hand is None and row.group_key in groups)
            for row in self.items_of(reader, request.id)
        )
        return is_handler or has_acted(reader, request, person_id)

    def load_item(self, reader: Reader, item_id: int, person_id: int) -> ItemRow:
        """An item that the person has, had, or may see. Raises `NotFound`."""
        row = reader.get(ITEM, shard_of(item_id), item_id)
        if row is None:
            raise NotFound("approvals.item.not_found")
        own = (row.principal, row.hand, row.decided_by, row.assistant, row.lent_by)
        if person_id in own:
            return row
        self.load_request(reader, row.instance_id, person_id)
        return row

    def items_of(self, reader: Reader, instance_id: int) -> list[ItemRow]:
        """All items of an instance."""
        return reader.find(ITEM, "by_instance", shard_of(instance_id), instance_id)

    def awaited(self, reader: Reader, instance_id: int) -> list[ItemRow]:
        """Items that somebody has in front of them now."""
        return [row for row in self.items_of(reader, instance_id) if row.state in _OUT]

    def item_of_mine(self, reader: Reader, instance_id: int, person_id: int) -> ItemRow | None:
        """The open item of a person in an instance, if there is one."""
        mine = (row for row in self.awaited(reader, instance_id) if row.hand == person_id)
        return next(mine, None)

    def tasks_of(self, reader: Reader, instance_id: int) -> list[TaskRow]:
        """All tasks of an instance, oldest first."""
        return reader.find(TASK, "by_instance", shard_of(instance_id), instance_id)

    def draft_of(self, reader: Reader, item: ItemRow, person_id: int) -> DraftRow | None:
        """What the person has typed at the item."""
        return reader.get(DRAFT, item.shard, item.id, person_id)

    def start_drafts(self, reader: Reader, person_id: int) -> dict[str, StartDraftRow]:
        """Start forms that the person left unfinished, by process."""
        rows = reader.find(START_DRAFT, "by_person", person_id)
        return {row.process_key: row for row in rows}


class Figures:
    """What lists of processes say of their requests."""

    def count_overdue(self, reader: Reader, at: datetime) -> dict[str, int]:
        """How many running requests of each process wait for somebody beyond the due time."""
        return {row[0]: row[1] for row in reader.rows(overdue_by_process(at))}

    def count_stuck(self, reader: Reader) -> dict[str, int]:
        """How many running requests of each process nobody is left to act on."""
        return {row[0]: row[1] for row in reader.rows(stuck_by_process())}

    def usual_durations_s(self, reader: Reader, at: datetime) -> dict[str, int]:
        """The median time from submission to approval of each process, in seconds."""
        r = REQUEST.c
        statement = (
            select(r.process_key, r.submitted_at, r.ended_at)
            .where(r.state == "approved", r.ended_at > at - timedelta(days=MEDIAN_DAYS))
            .order_by(r.id.desc())
            .limit(MAX_MEDIAN_ROWS)
        )
        found: dict[str, list[float]] = {}
        for key, submitted_at, ended_at in reader.rows(statement):
            if submitted_at is not None:
                found.setdefault(key, []).append((ended_at - submitted_at).total_seconds())
        return {key: int(median(lengths)) for key, lengths in found.items()}


class ItemLists:
    """To-do, done and copied: a person's lists of items."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list_items(self, reader: Reader, query: ItemQuery) -> ItemPage:
        """A page of a person's to-do, done or copied list."""
        if query.box == "cc":
            return self._copies(reader, query)
        if query.box == "done":
            return self._done(reader, query)
        return self._todo(reader, query)

    def count_open(self, reader: Reader, person_id: int) -> int:
        """How many items wait for a person."""
        i = ITEM.c
        mine = and_(i.hand == person_id, i.state == "open")
        return int(reader.value(select(func.count()).where(mine)) or 0)

    def count_boxes(self, reader: Reader, query: ItemQuery) -> BoxCounts:
        """Counts of all boxes of a person."""
        i = ITEM.c
        total = overdue = today = on_behalf = unread = 0
        for where in self._mine(query.person_id):
            columns: tuple[Any, ...] = (
                func.count(),
                func.count().filter(i.due_at < query.at),
                func.count().filter(and_(i.due_at >= query.at, i.due_at < query.today_end)),
                func.count().filter(i.principal != query.person_id),
                func.count().filter(i.read_at.is_(None)),
            )
            row = reader.row(select(*columns).where(where))
            assert row is not None
            total, overdue, today = total + row[0], overdue + row[1], today + row[2]
            on_behalf, unread = on_behalf + row[3], unread + row[4]
        copies = select(func.count()).where(
            COPY.c.person_id == query.person_id, COPY.c.read_at.is_(None)
        )
        running = select(func.count()).where(
            REQUEST.c.initiator_id == query.person_id, REQUEST.c.ended_at.is_(None)
        )
        return BoxCounts(
            todo=total,
            overdue=overdue,
            today=today,
            on_behalf=on_behalf,
            unread=unread,
            cc_unread=int(reader.value(copies) or 0),
            mine_running=int(reader.value(running) or 0),
        )

    def neighbours(
        self, reader: Reader, query: ItemQuery, item_id: int
    ) -> tuple[int | None, int | None]:
        """The items before and after one in a to-do list, as far as its first hundred go."""
        whole = msgspec.structs.replace(query, box="todo", cursor="", limit=MAX_PAGE)
        ids = [line.item.id for line in self._todo(reader, whole).lines if line.item]
        if item_id not in ids:
            return None, ids[0] if ids else None
        at = ids.index(item_id)
        before = ids[at - 1] if at > 0 else None
        after = ids[at + 1] if at + 1 < len(ids) else None
        return before, after

    def _mine(self, person_id: int) -> list[ColumnElement[bool]]:
        """What stands in a person's to-do list: their own items, and those of their groups.

        One condition a state, so that each is answered in the order of an index.
        """
        i = ITEM.c
        own = [and_(i.hand == person_id, i.state == state) for state in _OUT]
        groups = self._office.view().groups_of(person_id)
        if not groups:
            return own
        shared = and_(
            i.group_key.in_(groups),
            i.state == "open",
            i.hand.is_(None),
            or_(i.bars_initiator.is_(False), i.initiator_id != person_id),
        )
        return [*own, shared]

    def _todo(self, reader: Reader, query: ItemQuery) -> ItemPage:
        i = ITEM.c
        found: list[ItemLine] = []
        parts = [i.due_at.is_not(None), i.due_at.is_(None)] if query.sort == "due" else [None]
        for part in parts:
            for where in self._mine(query.person_id):
                wanted = where if part is None else and_(where, part)
                found.extend(self._todo_lines(reader, query, wanted))
            if len(found) > query.limit:
                break
        found.sort(key=lambda line: _rank(line.item, query))
        return _page(found, query)

    def _todo_lines(
        self, reader: Reader, query: ItemQuery, wanted: ColumnElement[bool]
    ) -> list[ItemLine]:
        """The first lines of a part of the list; the requests of these alone are looked up."""
        i = ITEM.c
        if query.text.strip() or query.department_id is not None:
            statement = self._filtered(_with_request().where(wanted), query)
            statement = _ordered(statement, query).limit(query.limit + 1)
        else:
            first = self._of_items(select(i.shard, i.id).where(wanted), query)
            first_page = _ordered(first, query).limit(query.limit + 1).subquery()
            chosen = and_(i.shard == first_page.c.shard, i.id == first_page.c.id)
            statement = _with_request().join(first_page, chosen)
        return [_item_line(row) for row in reader.rows(statement)]

    def _done(self, reader: Reader, query: ItemQuery) -> ItemPage:
        i = ITEM.c
        statement = self._filtered(
            _with_request().where(i.decided_by == query.person_id, i.kind != "start"), query
        )
        after = _cursor(query.cursor)
        if after is not None:
            statement = statement.where(i.id < after)
        statement = statement.order_by(i.id.desc()).limit(query.limit + 1)
        lines = [_item_line(row) for row in reader.rows(statement)]
        more = len(lines) > query.limit
        kept = lines[: query.limit]
        last = kept[-1].item if kept else None
        return ItemPage(lines=tuple(kept), next_cursor=id_text(last.id) if more and last else None)

    def _copies(self, reader: Reader, query: ItemQuery) -> ItemPage:
        c, r = COPY.c, REQUEST.c
        statement = (
            select(*REQUEST.c, *COPY.c)
            .select_from(
                COPY.sql.join(REQUEST.sql, and_(r.shard == c.shard, r.id == c.instance_id))
            )
            .where(c.person_id == query.person_id)
        )
        statement = self._request_filters(statement, query.text, query.process, query)
        after = _cursor(query.cursor)
        if after is not None:
            statement = statement.where(c.instance_id < after)
        statement = statement.order_by(c.instance_id.desc()).limit(query.limit + 1)
        width = len(REQUEST.columns)
        lines = [
            ItemLine(request=REQUEST.from_values(row[:width]), copy=COPY.from_values(row[width:]))
            for row in reader.rows(statement)
        ]
        more = len(lines) > query.limit
        kept = lines[: query.limit]
        return ItemPage(
            lines=tuple(kept),
            next_cursor=id_text(kept[-1].request.id) if more and kept else None,
        )

    def _filtered(self, statement: Select[Any], query: ItemQuery) -> Select[Any]:
        return self._of_items(
            self._request_filters(statement, query.text, query.process, query), query
        )

    def _of_items(self, statement: Select[Any], query: ItemQuery) -> Select[Any]:
        """The filters that an item answers by itself."""
        i = ITEM.c
        if query.process:
            statement = statement.where(i.process_key == query.process)
        if query.exclude_process:
            statement = statement.where(i.process_key != query.exclude_process)
        if query.only_on_behalf:
            statement = statement.where(i.principal != query.person_id)
        match query.due:
            case "overdue":
                return statement.where(i.due_at < query.at)
            case "today":
                return statement.where(i.due_at >= query.at, i.due_at < query.today_end)
            case "week":
                return statement.where(i.due_at >= query.today_end, i.due_at < query.week_end)
            case "later":
                return statement.where(or_(i.due_at >= query.week_end, i.due_at.is_(None)))
            case _:
                return statement

    def _request_filters(
        self, statement: Select[Any], text: str, process: str, query: ItemQuery
    ) -> Select[Any]:
        r = REQUEST.c
        if text.strip():
            statement = statement.where(request_has(text))
        if process:
            statement = statement.where(r.process_key == process)
        if query.exclude_process:
            statement = statement.where(r.process_key != query.exclude_process)
        if query.department_id is not None:
            below = self._office.directory().subtree(query.department_id)
            statement = statement.where(r.department_id.in_(below))
        return statement


class RequestLists:
    """Requests that somebody started, or may see."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list_requests(self, reader: Reader, query: RequestQuery) -> RequestPage:
        """A page of the requests that somebody started, or may see."""
        r = REQUEST.c
        statement = select(*REQUEST.c).where(self.in_scope(query))
        statement = self._narrowed(statement, query)
        after = _cursor(query.cursor)
        if after is not None:
            statement = statement.where(r.id < after)
        statement = statement.order_by(r.id.desc()).limit(query.limit + 1)
        rows = [REQUEST.from_values(row) for row in reader.rows(statement)]
        more = len(rows) > query.limit
        kept = rows[: query.limit]
        return RequestPage(
            requests=tuple(kept), next_cursor=id_text(kept[-1].id) if more and kept else None
        )

    def count_requests(self, reader: Reader, query: RequestQuery) -> RequestCounts:
        """How many requests are in which state, by the same filters without the states.

        Of very many the newest are counted.
        """
        r = REQUEST.c
        wide = msgspec.structs.replace(query, states=(), text="")
        statement = self._narrowed(select(r.shard, r.id, r.state).where(self.in_scope(query)), wide)
        newest = statement.order_by(r.id.desc()).limit(COUNTED_THROUGH).subquery("newest")
        counting = select(newest.c.state, func.count()).group_by(newest.c.state)
        if query.text.strip():
            counting = saying(counting, newest, query.text)
        rows = reader.rows(counting)
        looked_at = reader.value(select(func.count()).select_from(newest))
        return RequestCounts({row[0]: row[1] for row in rows}, looked_at < COUNTED_THROUGH)

    def _narrowed(self, statement: Select[Any], query: RequestQuery) -> Select[Any]:
        r = REQUEST.c
        if query.states:
            statement = statement.where(r.state.in_(query.states))
        if query.is_suspended is not None:
            statement = statement.where(r.is_suspended.is_(query.is_suspended))
        if query.process:
            statement = statement.where(r.process_key == query.process)
        if query.department_id is not None:
            below = self._office.directory().subtree(query.department_id)
            statement = statement.where(r.department_id.in_(below))
        if query.initiator_id is not None:
            statement = statement.where(r.initiator_id == query.initiator_id)
        if query.text.strip():
            statement = statement.where(request_has(query.text))
        if query.from_at is not None:
            statement = statement.where(r.submitted_at >= query.from_at)
        if query.until_at is not None:
            statement = statement.where(r.submitted_at < query.until_at)
        return statement

    def in_scope(self, query: RequestQuery) -> ColumnElement[bool]:
        """Which requests the person started, or may see."""
        r, person = REQUEST.c, query.person_id
        if query.scope == "mine":
            return r.initiator_id == person
        reach = access_of(self._office.directory(), person).reach("instance.read")
        return visible_requests(reach, person)


class Story:
    """What happened to an instance, and who reads along."""

    def history(self, reader: Reader, instance_id: int) -> list[HistoryRow]:
        """Everything that happened to an instance, oldest first."""
        return reader.find(HISTORY, "by_instance", shard_of(instance_id), instance_id)

    def comments(self, reader: Reader, instance_id: int) -> list[CommentRow]:
        """The discussion, oldest first."""
        return reader.find(COMMENT, "by_instance", shard_of(instance_id), instance_id)

    def copies(self, reader: Reader, instance_id: int) -> list[CopyRow]:
        """The readers, with when they read it."""
        return reader.find(COPY, "by_instance", shard_of(instance_id), instance_id)


def gather_requests(ahead: ReadAhead, instance_ids: Sequence[int]) -> None:
    """Read ahead what rows of a list, and the actions on them, ask for."""
    keys = [(shard_of(instance_id), instance_id) for instance_id in instance_ids]
    ahead.gather(REQUEST, keys)
    items = ahead.gather(ITEM, keys, index="by_instance")
    handed_out = [(row.shard, row.id) for row in items if row.state in _OUT]
    ahead.gather(ITEM, handed_out)
    ahead.gather(DRAFT, handed_out, index="by_item")
    ahead.gather(HISTORY, keys, index="by_instance")
    tasks = ahead.gather(TASK, keys, index="by_instance")
    ahead.gather(ITEM, ((task.shard, task.id) for task in tasks), index="by_task")


# Statements


def _with_request() -> Select[Any]:
    i, r = ITEM.c, REQUEST.c
    joined = ITEM.sql.join(REQUEST.sql, and_(r.shard == i.shard, r.id == i.instance_id))
    return select(*ITEM.c, *REQUEST.c).select_from(joined)


def _item_line(row: Sequence[Any]) -> ItemLine:
    width = len(ITEM.columns)
    return ItemLine(item=ITEM.from_values(row[:width]), request=REQUEST.from_values(row[width:]))


def _ordered(statement: Select[Any], query: ItemQuery) -> Select[Any]:
    """By the list's order, behind the cursor. Items without a due time come last."""
    due, key = ITEM.c.due_at, ITEM.c.id
    after = _cursor_parts(query.cursor)
    if query.sort == "due":
        if after is not None:
            at, last = after
            behind = (
                and_(due.is_(None), key > last)
                if at is None
                else or_(due.is_(None), due > at, and_(due == at, key > last))
            )
            statement = statement.where(behind)
        return statement.order_by(due, key)
    is_newest = query.sort == "newest"
    if after is not None:
        statement = statement.where(key < after[1] if is_newest else key > after[1])
    return statement.order_by(key.desc() if is_newest else key)


def _rank(item: ItemRow | None, query: ItemQuery) -> tuple[Any, ...]:
    assert item is not None
    if query.sort == "due":
        at = item.due_at.timestamp() if item.due_at is not None else 0.0
        return (item.due_at is None, at, item.id)
    return (-item.id,) if query.sort == "newest" else (item.id,)


def _page(found: list[ItemLine], query: ItemQuery) -> ItemPage:
    kept = found[: query.limit]
    more = len(found) > query.limit
    last = kept[-1].item if kept else None
    cursor = None
    if more and last is not None:
        due = last.due_at.isoformat() if last.due_at is not None else ""
        cursor = f"{id_text(last.id)}~{due}"
    return ItemPage(lines=tuple(kept), next_cursor=cursor)


def _cursor(text: str) -> int | None:
    return id_from_text(text.partition("~")[0]) if text else None


def _cursor_parts(text: str) -> tuple[datetime | None, int] | None:
    """The due time and id behind a cursor; a cursor that is none begins at the front."""
    key, _, due = text.partition("~")
    identifier = id_from_text(key) if key else None
    if identifier is None:
        return None
    try:
        return (datetime.fromisoformat(due) if due else None), identifier
    except ValueError:
        return None
