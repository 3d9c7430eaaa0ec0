"""Questions about running instances, for api and insight: incidents, jobs, log, walked path."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import case, func, select

from dujiang.engine import Scope, State
from dujiang.engine import events as facts
from dujiang.kernel.encoding import decoder
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.deciding.agenda import LogEntry
from dujiang.runtime.deciding.logbook import Vocabulary
from dujiang.runtime.deciding.states import state_from
from dujiang.runtime.tables import (
    INCIDENT,
    INSTANCE,
    JOB,
    LOG,
    SCOPE,
    IncidentRow,
    InstanceRow,
    LogRow,
)
from dujiang.store import ReadAhead, Reader

IDS_AT_ONCE: Final = 500
MAX_LOG_ROWS: Final = 20_000
"""Requests of one instance that are read to draw its path."""

_params = decoder(dict[str, Any])
_scope = decoder(Scope)


class RunningCounts(msgspec.Struct, frozen=True):
    """How many instances of one process run, and how many of them stand still."""

    running: int = 0
    incidents: int = 0


def count_running(reader: Reader) -> dict[str, RunningCounts]:
    """Running instances by process key."""
    stuck = func.sum(case((INSTANCE.c.incident_count > 0, 1), else_=0))
    query = (
        select(INSTANCE.c.process_key, func.count(), stuck)
        .where(INSTANCE.c.ended_at.is_(None), INSTANCE.c.parent_id == 0)
        .group_by(INSTANCE.c.process_key)
    )
    return {key: RunningCounts(count, int(bad or 0)) for key, count, bad in reader.rows(query)}


def count_by_version(reader: Reader, version_ids: Sequence[int]) -> dict[int, int]:
    """Running instances by version."""
    query = (
        select(INSTANCE.c.version_id, func.count())
        .where(INSTANCE.c.ended_at.is_(None), INSTANCE.c.version_id.in_(version_ids))
        .group_by(INSTANCE.c.version_id)
    )
    return {row[0]: row[1] for row in reader.rows(query)}


def find_instance(reader: Reader, instance_id: int) -> InstanceRow | None:
    """The instance with this id."""
    return reader.get(INSTANCE, shard_of(instance_id), instance_id)


def find_instances(reader: Reader, instance_ids: Collection[int]) -> dict[int, InstanceRow]:
    """Those of the instances that there are, by id; one statement for each portion."""
    found: dict[int, InstanceRow] = {}
    ids = sorted(instance_ids)
    for at in range(0, len(ids), IDS_AT_ONCE):
        portion = ids[at : at + IDS_AT_ONCE]
        rows = reader.rows(select(INSTANCE.sql).where(INSTANCE.c.id.in_(portion)))
        found |= {row.id: row for row in map(INSTANCE.from_values, rows)}
    return found


def gather_instances(ahead: ReadAhead, instance_ids: Sequence[int]) -> None:
    """Read ahead what `find_instance`, `load_instance_state`, `read_trail`, `was_taken` ask."""
    keys = [(shard_of(instance_id), instance_id) for instance_id in instance_ids]
    nested = [(row.shard, row.id) for row in ahead.gather(INSTANCE, keys) if row.has_scopes]
    ahead.gather(SCOPE, nested, index="by_instance")
    ahead.gather(LOG, keys, index="by_instance")
    ahead.gather(JOB, keys, index="by_instance")


def gather_variables(ahead: ReadAhead, instance_ids: Sequence[int]) -> dict[int, Variables]:
    """The variables of instances as a whole, by instance, in one statement."""
    keys = [(shard_of(instance_id), instance_id) for instance_id in instance_ids]
    rows = ahead.gather(INSTANCE, keys)
    return {row.id: _scope.decode(row.root).variables for row in rows if row.root}


def load_instance_state(reader: Reader, instance: InstanceRow) -> State:
    """The engine state of an instance, as it is stored."""
    if not instance.has_scopes:
        return state_from(instance, ())
    return state_from(instance, reader.find(SCOPE, "by_instance", instance.shard, instance.id))


class IncidentView(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with the instance it stopped."""

    incident: IncidentRow
    params: dict[str, Any]
    number: str
    title: str
    process_key: str
    version_id: int
    attempts: int


class IncidentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which open incidents are asked for; `processes` None: of all."""

    processes: tuple[str, ...] | None = None
    code: str = ""
    instance_id: int = 0


def list_incidents(
    reader: Reader, wanted: IncidentFilter, *, before_id: int = 0, limit: int
) -> list[IncidentView]:
    """Open incidents, newest first; `before_id` is the last id of the page before."""
    query = _open_incidents(wanted).order_by(INCIDENT.c.id.desc()).limit(limit)
    if before_id:
        query = query.where(INCIDENT.c.id < before_id)
    return [_incident_view(row) for row in reader.rows(query)]


def count_incidents(reader: Reader, wanted: IncidentFilter) -> int:
    """How many incidents are open."""
    found = _open_incidents(wanted).subquery()
    return int(reader.value(select(func.count()).select_from(found)) or 0)


def find_incident(reader: Reader, incident_id: int) -> IncidentView | None:
    """One incident, open or not."""
    query = _incidents().where(
        INCIDENT.c.shard == shard_of(incident_id), INCIDENT.c.id == incident_id
    )
    row = reader.row(query)
    return None if row is None else _incident_view(row)


def _incidents() -> Any:  # noqa: ANN401 - a SQLAlchemy select
    i, n, j = INCIDENT.c, INSTANCE.c, JOB.c
    return (
        select(*i, n.number, n.title, n.process_key, n.version_id, j.attempts)
        .join(INSTANCE.sql, (n.shard == i.shard) & (n.id == i.instance_id))
        .join(JOB.sql, (j.shard == i.shard) & (j.id == i.job_id), isouter=True)
    )


def _open_incidents(wanted: IncidentFilter) -> Any:  # noqa: ANN401 - a SQLAlchemy select
    query = _incidents().where(INCIDENT.c.resolved_at.is_(None))
    if wanted.processes is not None:
        query = query.where(INSTANCE.c.process_key.in_(wanted.processes))
    if wanted.code:
        query = query.where(INCIDENT.c.code == wanted.code)
    if wanted.instance_id:
        query = query.where(INCIDENT.c.instance_id == wanted.instance_id)
    return query


def _incident_view(row: Any) -> IncidentView:  # noqa: ANN401 - a named tuple
    incident = INCIDENT.from_values(row[: len(INCIDENT.columns)])
    number, title, process_key, version_id, attempts = row[len(INCIDENT.columns) :]
    return IncidentView(
        incident=incident,
        params=_params.decode(incident.params) if incident.params else {},
        number=number,
        title=title,
        process_key=process_key,
        version_id=version_id,
        attempts=attempts or 0,
    )


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """A job as operators see it: never its inputs."""

    id: int
    job_type: str
    queue: str
    state: str
    instance_id: int
    element_id: str
    attempts: int
    wake_at: datetime | None
    code: str


def list_jobs(
    reader: Reader, *, state: str = "", connection: str = "", before_id: int = 0, limit: int
) -> list[JobView]:
    """Jobs that are not done, newest first."""
    c = JOB.c
    query = select(
        c.id,
        c.job_type,
        c.queue,
        c.state,
        c.instance_id,
        c.element_id,
        c.attempts,
        c.wake_at,
        c.code,
    )
    if state:
        query = query.where(c.state == state)
    if connection:
        query = query.where(c.queue.endswith(f":{connection}", autoescape=True))
    if before_id:
        query = query.where(c.id < before_id)
    rows = reader.rows(query.order_by(c.id.desc()).limit(limit))
    return [JobView(**row._asdict()) for row in rows]


class LoggedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request of an instance's log, decoded."""

    id: int
    at: datetime
    actor_id: int
    command: str
    entries: tuple[LogEntry, ...]


def list_log(
    reader: Reader, vocabulary: Vocabulary, instance_id: int, *, after_id: int = 0, limit: int
) -> list[LoggedRequest]:
    """Requests of an instance, oldest first."""
    query = (
        select(*LOG.c)
        .where(
            LOG.c.shard == shard_of(instance_id),
            LOG.c.instance_id == instance_id,
            LOG.c.id > after_id,
        )
        .order_by(LOG.c.id)
        .limit(limit)
    )
    return [_logged(LOG.from_values(row), vocabulary) for row in reader.rows(query)]


def _logged(row: LogRow, vocabulary: Vocabulary) -> LoggedRequest:
    return LoggedRequest(
        id=row.id,
        at=row.at,
        actor_id=row.actor_id,
        command=row.command,
        entries=tuple(vocabulary.entries(row)),
    )


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of an element. `ended_at` is None while it stands there."""

    key: int
    element_id: str
    began_at: datetime
    ended_at: datetime | None
    is_terminated: bool = False
    has_incident: bool = False
    flows: tuple[str, ...] = ()
    """Sequence flows that led here."""


class Trail(msgspec.Struct, frozen=True):
    """How an instance has come to where it is: visits in order, and the flows it took."""

    visits: tuple[Visited, ...]
    flows: tuple[str, ...]

    @property
    def active(self) -> tuple[Visited, ...]:
        """Where it stands."""
        return tuple(visit for visit in self.visits if visit.ended_at is None)


def load_trail(reader: Reader, vocabulary: Vocabulary, instance_id: int) -> Trail:
    """The trail of an instance, from the first `MAX_LOG_ROWS` rows of its log."""
    return trail_of(list_log(reader, vocabulary, instance_id, limit=MAX_LOG_ROWS), instance_id)


def read_trail(ahead: ReadAhead, vocabulary: Vocabulary, instance_id: int) -> Trail:
    """The trail of an instance whose log was read ahead; of one with a long log it is loaded."""
    rows = ahead.gathered(LOG, "by_instance", shard_of(instance_id), instance_id)
    if rows is None:
        return load_trail(ahead, vocabulary, instance_id)
    return trail_of([_logged(row, vocabulary) for row in rows], instance_id)


def trail_of(log: Sequence[LoggedRequest], instance_id: int) -> Trail:
    """The trail that a log tells."""
    visits: dict[int, Visited] = {}
    flows: dict[str, None] = {}
    for at, fact in _facts_of(log, instance_id):
        match fact:
            case facts.ElementActivated(key=key, element_id=element_id):
                visits[key] = Visited(
                    key=key,
                    element_id=element_id,
                    began_at=at,
                    ended_at=None,
                    flows=fact.flows,
                )
                flows.update(dict.fromkeys(fact.flows))
            case facts.ElementCompleted(key=key) if key in visits:
                visits[key] = msgspec.structs.replace(visits[key], ended_at=at)
            case facts.ElementTerminated(key=key) if key in visits:
                visits[key] = msgspec.structs.replace(visits[key], ended_at=at, is_terminated=True)
            case facts.SequenceFlowTaken(flow_id=flow_id):
                flows[flow_id] = None
            case facts.IncidentRaised(key=key) if key in visits:
                visits[key] = msgspec.structs.replace(visits[key], has_incident=True)
            case facts.IncidentResolved(key=key) if key in visits:
                visits[key] = msgspec.structs.replace(visits[key], has_incident=False)
            case facts.InstanceMigrated(mapping=new):
                visits = {
                    key: msgspec.structs.replace(
                        visit, element_id=new.get(visit.element_id, visit.element_id)
                    )
                    for key, visit in visits.items()
                }
                flows = {new.get(flow, flow): None for flow in flows}
            case facts.InstanceCancelled():
                visits = {k: _ended(visit, at) for k, visit in visits.items()}
            case _:
                pass
    return Trail(tuple(visits.values()), tuple(flows))


def _facts_of(
    log: Sequence[LoggedRequest], instance_id: int
) -> Iterator[tuple[datetime, msgspec.Struct]]:
    for request in log:
        for entry in request.entries:
            if entry.instance_id == instance_id:
                for fact in entry.facts:
                    yield request.at, fact


def _ended(visit: Visited, at: datetime) -> Visited:
    if visit.ended_at is not None:
        return visit
    return msgspec.structs.replace(visit, ended_at=at, is_terminated=True)
