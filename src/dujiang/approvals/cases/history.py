"""Writing what happened, with names as they are now (APPROVALS.md, "What the history keeps")."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import encode_changes, encode_reason
from dujiang.approvals.rules.model import Reason
from dujiang.approvals.tables import HISTORY, HistoryRow, ItemRow, TaskRow
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Work

_SECOND = 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one event; the rest is filled in."""

    kind: str
    by: int = 0
    on_behalf_of: int = 0
    to: int = 0
    step_name: str = ""
    to_step: str = ""
    comment: str = ""
    category: str = ""
    changes: tuple[tuple[str, Any, Any], ...] = ()
    reason: Reason | None = None
    since: datetime | None = None
    signature: str = ""
    via: str = ""


def record(
    office: Office,
    work: Work,
    instance_id: int,
    entry: Entry,
    *,
    task: TaskRow | None = None,
    item: ItemRow | None = None,
) -> None:
    """Add one event to the history of an instance."""
    directory = office.directory()

    def name(person_id: int) -> str:
        person = directory.person(person_id)
        return person.name if person else ""

    row_id = work.new_id_beside(instance_id)
    work.insert(
        HISTORY,
        HistoryRow(
            shard=shard_of(row_id),
            id=row_id,
            instance_id=instance_id,
            task_id=task.id if task else (item.task_id if item else 0),
            item_id=item.id if item else 0,
            at=work.at,
            kind=entry.kind,
            by_id=entry.by,
            by_name=name(entry.by),
            for_id=entry.on_behalf_of,
            for_name=name(entry.on_behalf_of),
            to_id=entry.to,
            to_name=name(entry.to),
            step=task.step if task else (item.step if item else ""),
            step_name=entry.step_name,
            to_step=entry.to_step,
            comment=entry.comment,
            category=entry.category,
            changes=encode_changes(entry.changes),
            reason=encode_reason(entry.reason),
            address=work.actor.address if entry.by else "",
            duration_s=_seconds(entry.since, work.at),
            signature=entry.signature,
            via=entry.via,
        ),
    )


def changes_between(
    before: dict[str, Any], after: Iterable[tuple[str, Any]]
) -> tuple[tuple[str, Any, Any], ...]:
    """Fields whose value is another one now, as (name, old, new)."""
    return tuple(
        (name, before.get(name), value)
        for name, value in after
        if before.get(name) != value and (name in before or value not in ([], False))
    )


def _seconds(since: datetime | None, at: datetime) -> int | None:
    return int((at - since).total_seconds()) // _SECOND if since is not None else None
