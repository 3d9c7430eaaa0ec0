"""Questions about what waits: jobs by queue, timers, messages; one job with its inputs."""

from datetime import datetime

import msgspec
from sqlalchemy import func, select

from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.instances.jobs import connection_of
from dujiang.runtime.tables import INSTANCE, JOB, SUBSCRIPTION, TIMER
from dujiang.store import Reader


class QueueFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs of one connection wait, run and have failed."""

    waiting: int = 0
    """Not begun, or waiting for their next attempt."""
    running: int = 0
    failed: int = 0
    oldest_at: datetime | None = None
    """Since when the oldest of those that wait has been there."""


class WaitingElement(msgspec.Struct, frozen=True, kw_only=True):
    """An element instance that waits for the clock or a message."""

    instance_id: int
    number: str
    title: str
    process_key: str
    version_id: int
    element_id: str
    at: datetime
    """When it is due, or since when it waits."""
    address: str = ""
    """Of a message: its name, then its correlation on a line of its own."""
    kind: str = ""


class JobInside(msgspec.Struct, frozen=True, kw_only=True):
    """One job with everything, for whoever repairs it."""

    id: int
    job_type: str
    connection: str
    state: str
    attempts: int
    idempotency_key: str
    instance_id: int
    element_id: str
    inputs: Variables
    is_edited: bool


def queue_figures(reader: Reader) -> dict[str, QueueFigures]:
    """Figures by connection; jobs of no connection are under the empty name."""
    c = JOB.c
    asked = select(
        c.queue, c.state, func.count(), func.sum(c.running), func.min(c.created_at)
    ).group_by(c.queue, c.state)
    found: dict[str, QueueFigures] = {}
    for queue, state, count, running, oldest_at in reader.rows(asked):
        name = connection_of(queue)
        before = found.get(name, QueueFigures())
        is_failed, begun = state == "FAILED", int(running or 0)
        oldest = [at for at in (before.oldest_at, None if is_failed else oldest_at) if at]
        found[name] = QueueFigures(
            waiting=before.waiting + (0 if is_failed else count - begun),
            running=before.running + begun,
            failed=before.failed + (count if is_failed else 0),
            oldest_at=min(oldest, default=None),
        )
    return found


def list_timers(
    reader: Reader, *, processes: tuple[str, ...] | None = None, limit: int
) -> list[WaitingElement]:
    """Timers of instances, those that are due first at the top."""
    t, n = TIMER.c, INSTANCE.c
    asked = (
        select(
            t.instance_id, n.number, n.title, n.process_key, n.version_id, t.element_id, t.due_at
        )
        .join(INSTANCE.sql, (n.shard == t.shard) & (n.id == t.instance_id))
        .where(t.wake_at.is_not(None))
        .order_by(t.wake_at)
        .limit(limit)
    )
    if processes is not None:
        asked = asked.where(n.process_key.in_(processes))
    return [
        WaitingElement(
            instance_id=row[0], number=row[1], title=row[2], process_key=row[3],
            version_id=row[4], element_id=row[5], at=row[6], kind="timer",
        )
        for row in reader.rows(asked)
    ]  # fmt: skip


def list_subscriptions(
    reader: Reader, *, processes: tuple[str, ...] | None = None, limit: int
) -> list[WaitingElement]:
    """Messages and signals that instances wait for, those that wait longest at the top."""
    s, n = SUBSCRIPTION.c, INSTANCE.c
    asked = (
        select(
            s.instance_id, n.number, n.title, n.process_key, n.version_id, s.element_id,
            s.opened_at, s.address, s.kind,
        )
        .join(INSTANCE.sql, (n.shard == s.shard) & (n.id == s.instance_id))
        .order_by(s.instance_id)
        .limit(limit)
    )  # fmt: skip
    if processes is not None:
        asked = asked.where(n.process_key.in_(processes))
    return [
        WaitingElement(
            instance_id=row[0], number=row[1], title=row[2], process_key=row[3],
            version_id=row[4], element_id=row[5], at=row[6], address=row[7], kind=row[8],
        )
        for row in reader.rows(asked)
    ]  # fmt: skip


def find_job(reader: Reader, job_id: int) -> JobInside | None:
    """One job, unless it is done."""
    row = reader.get(JOB, shard_of(job_id), job_id)
    if row is None:
        return None
    edited = decode_value(row.edited) if row.edited else {}
    return JobInside(
        id=row.id,
        job_type=row.job_type,
        connection=connection_of(row.queue),
        state=row.state,
        attempts=row.attempts,
        idempotency_key=row.idempotency_key,
        instance_id=row.instance_id,
        element_id=row.element_id,
        inputs=Variables({**decode_value(row.inputs), **edited}),
        is_edited=bool(edited),
    )
