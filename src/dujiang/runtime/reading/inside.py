"""What an operator sees inside one instance: scopes, what is waited for, callers and called."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import select

from dujiang.engine import State
from dujiang.engine import events as facts
from dujiang.kernel.encoding import decoder
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import shard_of
from dujiang.runtime.reading.questions import (
    IncidentFilter,
    IncidentView,
    LoggedRequest,
    list_incidents,
    load_instance_state,
)
from dujiang.runtime.tables import (
    INSTANCE,
    JOB,
    SUBSCRIPTION,
    TIMER,
    InstanceRow,
    JobRow,
    SubscriptionRow,
    TimerRow,
)
from dujiang.store import Reader

_values = decoder(dict[str, Any])

MAX_INCIDENTS: Final = 100
"""Open incidents of one instance that are shown."""


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """One instance with everything that it waits for."""

    instance: InstanceRow
    state: State
    incidents: tuple[IncidentView, ...]
    jobs: tuple[JobRow, ...]
    timers: tuple[TimerRow, ...]
    subscriptions: tuple[SubscriptionRow, ...]
    caller: InstanceRow | None
    called: tuple[InstanceRow, ...]


def look_inside(reader: Reader, instance_id: int) -> Inside:
    """Everything that stands in the rows of an instance. Raises `NotFound`."""
    key = (shard_of(instance_id), instance_id)
    instance = reader.get(INSTANCE, *key)
    if instance is None:
        raise NotFound("runtime.instance.not_found")
    parent = instance.parent_id
    return Inside(
        instance=instance,
        state=load_instance_state(reader, instance),
        incidents=tuple(
            list_incidents(reader, IncidentFilter(instance_id=instance_id), limit=MAX_INCIDENTS)
        ),
        jobs=tuple(reader.find(JOB, "by_instance", *key)),
        timers=tuple(reader.find(TIMER, "by_instance", *key)),
        subscriptions=tuple(reader.find(SUBSCRIPTION, "by_instance", *key)),
        caller=reader.get(INSTANCE, shard_of(parent), parent) if parent else None,
        called=tuple(reader.find(INSTANCE, "by_parent", *key)),
    )


def failure_values(job: JobRow) -> dict[str, Any]:
    """The values for the words of a job's last failure."""
    return _values.decode(job.detail) if job.detail else {}


class Written(msgspec.Struct, frozen=True):
    """Who wrote a variable last, by which command."""

    at: datetime
    actor_id: int
    command: str


def writers_of(log: Iterable[LoggedRequest], instance_id: int) -> dict[tuple[int, str], Written]:
    """(scope key, variable) -> who wrote it last, from the instance's log."""
    found: dict[tuple[int, str], Written] = {}
    for request in log:
        written = Written(request.at, request.actor_id, request.command)
        for entry in request.entries:
            if entry.instance_id != instance_id:
                continue
            for fact in entry.facts:
                if isinstance(fact, facts.VariablesSet):
                    found.update(((fact.scope_key, name), written) for name in fact.variables)
                elif isinstance(fact, facts.InstanceStarted):
                    found.update(((0, name), written) for name in fact.variables)
    return found


Running: TypeAlias = Literal["", "active", "suspended", "stuck", "ended"]


class InstanceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which instances are asked for; `processes` None: of all."""

    processes: tuple[str, ...] | None = None
    version_id: int = 0
    running: Running = ""
    text: str = ""
    """Part of a number or title."""


def list_instances(
    reader: Reader, wanted: InstanceFilter, *, before_id: int = 0, limit: int
) -> Sequence[InstanceRow]:
    """Instances that no other has called, newest first."""
    c = INSTANCE.c
    query = select(*INSTANCE.c).where(c.parent_id == 0)
    if wanted.processes is not None:
        query = query.where(c.process_key.in_(wanted.processes))
    if wanted.version_id:
        query = query.where(c.version_id == wanted.version_id)
    match wanted.running:
        case "active":
            query = query.where(c.state == "ACTIVE")
        case "suspended":
            query = query.where(c.state == "SUSPENDED")
        case "stuck":
            query = query.where(c.ended_at.is_(None), c.incident_count > 0)
        case "ended":
            query = query.where(c.ended_at.is_not(None))
        case _:
            pass
    if wanted.text:
        part = wanted.text
        query = query.where(
            c.number.contains(part, autoescape=True) | c.title.contains(part, autoescape=True)
        )
    if before_id:
        query = query.where(c.id < before_id)
    rows = reader.rows(query.order_by(c.id.desc()).limit(limit))
    return [INSTANCE.from_values(row) for row in rows]
