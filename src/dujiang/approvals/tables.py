"""Rows of this room: tasks, items, history, comments, drafts, copies, deputies, requests.

Everything of an instance lives in its shard and is guarded by its lock. A `request` row repeats
what lists show of an instance, so that no list reads another room's tables.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from dujiang.store import AnyTable, Table

RequestState: TypeAlias = Literal[
    "running", "returned", "withdrawn", "approved", "rejected", "cancelled", "failed", "revoked"
]
LIVE: Final = ("running", "returned", "withdrawn")


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One process instance as people know it: a request with number, title and state."""

    shard: int
    id: int
    """Of the instance."""
    process_key: str
    version_id: int
    category: str = ""
    number: str = ""
    title: str = ""
    state: RequestState = "running"
    is_suspended: bool = False
    initiator_id: int = 0
    department_id: int = 0
    owner_id: int = 0
    amount: Decimal | None = None
    submitted_at: datetime | None = None
    updated_at: datetime
    ended_at: datetime | None = None
    end_reason: str = ""
    suspended_at: datetime | None = None
    reminded_at: datetime | None = None
    remind_count: int = 0
    """Times that people were urged in the hour from `reminded_at` on."""
    return_target: str = ""
    """Step that a return or withdrawal has gone to and that is not done again yet."""
    come_back: str = ""
    """How the case comes back from there: rerun, resume, changed. Stays `changed` afterwards."""
    resume_task: int = 0
    """Task to open again after `resume`; 0 for none."""
    standing_since: datetime | None = None
    """Since when it is with its initiator, so that other deadlines stand still."""
    revokes: int = 0
    """The instance that this request revokes; 0 for all other requests."""
    revoked_by: int = 0
    """The request that asks to revoke this one, or has revoked it; 0 for none."""


REQUEST: Final = Table(
    "request",
    RequestRow,
    key=("shard", "id"),
    indexes={"by_initiator": ("initiator_id", "state")},
    secondary={
        "mine": ("initiator_id", "id"),
        "process": ("process_key", "id"),
        "department": ("department_id", "id"),
        "owner": ("owner_id", "id"),
        "state": ("state", "id"),
        "newest": ("id",),
    },
    sparse={"owner": ("owner_id", "<> 0")},
)


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One visit to a step, with its latest round."""

    shard: int
    id: int
    instance_id: int
    element_key: int
    step: str
    process_key: str
    version_id: int
    kind: str
    round: int = 1
    outcome: str = ""
    """Empty while it is open, else passed, rejected, returned, cancelled."""
    opened_at: datetime
    closed_at: datetime | None = None
    left_out: bytes = b""
    """Encoded `LeftOut`s of the latest round."""
    is_stuck: bool = False
    is_target_of_return: bool = False
    is_undone: bool = False
    """A return or withdrawal went back before it: its approvals are history only."""


TASK: Final = Table(
    "task", TaskRow, key=("shard", "id"), indexes={"by_instance": ("shard", "instance_id")}
)


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person's share; the fields of `model.Item`, and what lists and clocks need."""

    shard: int
    id: int
    task_id: int
    instance_id: int
    round: int
    step: str
    process_key: str
    kind: str
    state: str
    principal: int | None = None
    hand: int | None = None
    group_key: str = ""
    assistant: int | None = None
    lent_by: int | None = None
    weight: Decimal = Decimal(1)
    position: int = 0
    parent: int | None = None
    place: str = ""
    batch: int = 0
    batch_mode: str = "all"
    added_by: int | None = None
    from_item: int | None = None
    level: int = 0
    counts: bool = True
    reasons: bytes = b""
    opened_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    digest: bytes = b""
    version: int = 1
    """Raised whenever somebody else must look again before acting."""
    initiator_id: int = 0
    bars_initiator: bool = False
    """Four-eyes: the initiator does not see the item in the list of their group."""
    clock_from: datetime | None = None
    """From when its clock runs: the opening, later by the pauses of the instance."""
    rung_until: datetime | None = None
    due_at: datetime | None = None
    act_at: datetime | None = None
    is_provisional: bool = False
    is_stuck: bool = False
    read_at: datetime | None = None
    is_resubmitted: bool = False
    """The case had been returned and is here again."""


ITEM: Final = Table(
    "item",
    ItemRow,
    key=("shard", "id"),
    indexes={
        "by_instance": ("shard", "instance_id"),
        "by_task": ("shard", "task_id"),
        "by_hand": ("hand",),
    },
    secondary={
        "todo": ("hand", "state", "due_at", "id"),
        "group": ("group_key", "state", "id"),
        "done": ("decided_by", "id"),
        "principal": ("principal", "state"),
        "lent": ("lent_by", "state"),
    },
)


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. Names are kept as they were. Nothing is updated in place."""

    shard: int
    id: int
    instance_id: int
    task_id: int = 0
    item_id: int = 0
    at: datetime
    kind: str
    by_id: int = 0
    """0: the system, by a rule or the clock."""
    by_name: str = ""
    for_id: int = 0
    for_name: str = ""
    to_id: int = 0
    to_name: str = ""
    step: str = ""
    step_name: str = ""
    to_step: str = ""
    comment: str = ""
    category: str = ""
    changes: bytes = b""
    """Encoded list of [field, old, new] as typed values."""
    reason: bytes = b""
    """Encoded `Reason`."""
    address: str = ""
    duration_s: int | None = None
    signature: str = ""
    via: str = ""
    """`mail`: decided by the link of a mail."""


HISTORY: Final = Table(
    "history",
    HistoryRow,
    key=("shard", "id"),
    indexes={"by_instance": ("shard", "instance_id")},
    secondary={"by_person": ("by_id", "at")},
)


class CommentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A remark in the discussion of an instance."""

    shard: int
    id: int
    instance_id: int
    at: datetime
    by_id: int
    by_name: str
    text: str
    mentions: str = ""
    """Ids of people, with a space between."""


COMMENT: Final = Table(
    "comment", CommentRow, key=("shard", "id"), indexes={"by_instance": ("shard", "instance_id")}
)


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has typed at an open item; private."""

    shard: int
    item_id: int
    person_id: int
    values: bytes
    """JSON as the browser sent it."""
    comment: str = ""
    saved_at: datetime


DRAFT: Final = Table(
    "item_draft",
    DraftRow,
    key=("shard", "item_id", "person_id"),
    indexes={"by_item": ("shard", "item_id")},
)


class StartDraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has typed into a start form that was not handed in."""

    person_id: int
    process_key: str
    version_id: int
    values: bytes
    saved_at: datetime


START_DRAFT: Final = Table(
    "start_draft",
    StartDraftRow,
    key=("person_id", "process_key"),
    indexes={"by_person": ("person_id",)},
)


class CopyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A reader（抄送）of an instance, once a person."""

    shard: int
    instance_id: int
    person_id: int
    step: str = ""
    at: datetime
    by_id: int = 0
    read_at: datetime | None = None


COPY: Final = Table(
    "copy",
    CopyRow,
    key=("shard", "instance_id", "person_id"),
    indexes={"by_instance": ("shard", "instance_id")},
    secondary={"of_person": ("person_id", "at")},
)


class NumberRow(msgspec.Struct, frozen=True, kw_only=True):
    """The last number of a prefix on a day; unique, never reused, gaps allowed."""

    prefix: str
    day: date
    last: int


NUMBER: Final = Table("number", NumberRow, key=("prefix", "day"))


class StartKeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a clock has begun a run for; nothing begins twice by itself for the same key."""

    process_key: str
    start_key: str
    instance_id: int
    begun_at: datetime


START_KEY: Final = Table("start_key", StartKeyRow, key=("process_key", "start_key"))


class DeputyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy rule of a person."""

    id: int
    who: int
    deputy: int
    kind: str
    from_at: datetime
    until_at: datetime
    amount_limit: Decimal | None = None
    processes: str = ""
    moves_open: bool = False
    cause: str = ""
    """Number of the request that made it; empty for one made by hand."""
    made_by: int = 0
    ended_at: datetime | None = None


DEPUTY: Final = Table(
    "deputy",
    DeputyRow,
    key=("id",),
    indexes={"by_who": ("who",), "by_deputy": ("deputy",), "by_cause": ("cause",)},
)


class AbsenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A period in which a person is away, end excluded."""

    id: int
    person_id: int
    from_at: datetime
    until_at: datetime
    cause: str = ""
    made_by: int = 0
    ended_at: datetime | None = None


ABSENCE: Final = Table(
    "absence",
    AbsenceRow,
    key=("id",),
    indexes={"by_person": ("person_id",), "by_cause": ("cause",)},
)


class TurnRow(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody last got an item of a group by distribution."""

    group_key: str
    person_id: int
    last_given_at: datetime
    open_count: int = 0


TURN: Final = Table(
    "turn", TurnRow, key=("group_key", "person_id"), indexes={"by_group": ("group_key",)}
)


def reckoned_by_calendars(
    processes: Sequence[str], *, since: datetime, after: int, limit: int
) -> Select[Any]:
    """Instances whose times or values hang on a calendar, by id: people have open items there, or
    the process marks a value and the request is not older than `since`."""
    r = REQUEST.c
    has_clock = exists().where(
        ITEM.c.shard == r.shard,
        ITEM.c.instance_id == r.id,
        ITEM.c.state.in_(("open", "delegated")),
        ITEM.c.clock_from.is_not(None),
    )
    is_marked = and_(
        r.process_key.in_(processes),
        r.state.in_(("running", "approved")),
        r.submitted_at >= since,
    )
    concerned = or_(and_(r.state.in_(LIVE), has_clock), is_marked)
    return select(r.id).where(r.id > after, concerned).order_by(r.id).limit(limit)


TABLES: Final[tuple[AnyTable, ...]] = (
    REQUEST,
    TASK,
    ITEM,
    HISTORY,
    COMMENT,
    DRAFT,
    START_DRAFT,
    COPY,
    NUMBER,
    START_KEY,
    DEPUTY,
    ABSENCE,
    TURN,
)


def overdue_by_process(at: datetime) -> Select[tuple[str, int]]:
    """Running requests by process that wait for somebody beyond the due time."""
    return _waiting_by_process(ITEM.c.due_at < at)


def stuck_by_process() -> Select[tuple[str, int]]:
    """Running requests by process with something that nobody is left to act on."""
    return _waiting_by_process(ITEM.c.is_stuck.is_(True))


def _waiting_by_process(which: ColumnElement[bool]) -> Select[tuple[str, int]]:
    i, r = ITEM.c, REQUEST.c
    wanted = and_(i.state.in_(("open", "delegated")), which)
    joined = REQUEST.sql.join(ITEM.sql, and_(i.shard == r.shard, i.instance_id == r.id, wanted))
    return (
        select(r.process_key, func.count(r.id.distinct()))
        .select_from(joined)
        .where(r.state.in_(LIVE))
        .group_by(r.process_key)
    )
