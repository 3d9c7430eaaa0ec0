"""What operators see and repair: incidents, jobs, the technical log."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dujiang.api.causes import cause_of
from dujiang.api.desk import Call
from dujiang.api.owning import may_touch, require_touch, touchable
from dujiang.api.paging import id_of_cursor, next_cursor
from dujiang.api.problems import sentence
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.instances import EventLog, EventLogQuery, TechnicalEvent
from dujiang.api.schemas.processes import (
    IncidentCounts,
    IncidentList,
    IncidentRow,
    IncidentsQuery,
    JobList,
    JobRow,
    JobsQuery,
)
from dujiang.kernel.errors import NotFound, Problem
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import Variables
from dujiang.runtime import (
    IncidentFilter,
    IncidentView,
    LoggedRequest,
    RetryIncident,
    count_incidents,
    count_running,
    find_incident,
    find_instance,
    list_incidents,
    list_jobs,
    list_log,
)
from dujiang.store import Reader


def incidents(call: Call[IncidentsQuery, None]) -> IncidentList:
    """What stopped in the processes that I may see, newest first."""
    reached = touchable(call, "incident.read")
    asked = call.query
    if asked.process:
        reached = tuple(key for key in (reached or (asked.process,)) if key == asked.process)
    wanted = IncidentFilter(processes=reached, code=asked.code)
    with call.desk.read() as reader:
        views = list_incidents(
            reader, wanted, before_id=id_of_cursor(asked.cursor), limit=asked.limit + 1
        )
        count = count_incidents(reader, wanted)
        counts = _counts(call, reader, count)
    shown = views[: asked.limit]
    return IncidentList(
        items=[_incident(call, view) for view in shown],
        next_cursor=next_cursor(views, asked.limit, lambda view: view.incident.id),
        open_count=count,
        counts=counts,
    )


async def retry_incident(call: Call[None, None]) -> Nothing:
    """Try again what had failed."""
    incident_id = call.id("incident_id")
    await call.question(_require_incident)
    await call.submit(RetryIncident(incident_id))
    return Nothing()


def jobs(call: Call[JobsQuery, None]) -> JobList:
    """Jobs that wait, run or have failed, newest first."""
    asked = call.query
    with call.desk.read() as reader:
        views = list_jobs(
            reader, state=asked.state, before_id=id_of_cursor(asked.cursor), limit=asked.limit + 1
        )
    items = [
        JobRow(
            id=id_text(view.id),
            kind=view.job_type,
            state=view.state,
            instance_id=id_text(view.instance_id) if view.instance_id else None,
            element_id=view.element_id,
            attempts=view.attempts,
            next_at=view.wake_at,
            last_error=call.desk.words.template(view.code, call.language) if view.code else None,
        )
        for view in views[: asked.limit]
    ]
    return JobList(items=items, next_cursor=next_cursor(views, asked.limit, lambda view: view.id))


def instance_events(call: Call[EventLogQuery, None]) -> EventLog:
    """The technical log of one instance, oldest first."""
    instance_id, asked = call.id("instance_id"), call.query
    with call.desk.read() as reader:
        instance = find_instance(reader, instance_id)
        if instance is None:
            raise NotFound("runtime.instance.not_found")
        require_touch(call, "instance.operate", instance.process_key)
        log = list_log(
            reader,
            call.desk.vocabulary,
            instance_id,
            after_id=id_of_cursor(asked.cursor),
            limit=asked.limit + 1,
        )
    return EventLog(
        items=[_event(call, request) for request in log[: asked.limit]],
        next_cursor=next_cursor(log, asked.limit, lambda request: request.id),
    )


def _counts(call: Call[Any, Any], reader: Reader, failed: int) -> IncidentCounts:
    """Over the processes that I may see; one grouped question each."""
    reached = touchable(call, "incident.read")
    overdue = call.desk.people_work.figures.count_overdue(reader, call.at)
    stuck = call.desk.people_work.figures.count_stuck(reader)
    running = {key: counts.running for key, counts in count_running(reader).items()}
    return IncidentCounts(
        failed=failed, stuck=_sum(stuck, reached), overdue=_sum(overdue, reached),
        running=_sum(running, reached),
    )  # fmt: skip


def _sum(counts: Mapping[str, int], reached: tuple[str, ...] | None) -> int:
    return sum(count for key, count in counts.items() if reached is None or key in reached)


def _require_incident(call: Call[Any, Any]) -> None:
    with call.desk.read() as reader:
        view = find_incident(reader, call.id("incident_id"))
    if view is None:
        raise NotFound("runtime.incident.not_found")
    require_touch(call, "incident.repair", view.process_key)


def _incident(call: Call[Any, Any], view: IncidentView) -> IncidentRow:
    incident = view.incident
    problem = Problem(code=incident.code, path=incident.element_id, params=view.params)
    process = call.desk.deployments.processes().get(view.process_key)
    return IncidentRow(
        id=id_text(incident.id),
        at=incident.raised_at,
        code=incident.code,
        detail=sentence(problem, words=call.desk.words, language=call.language),
        instance_id=id_text(incident.instance_id),
        number=view.number,
        title=view.title,
        process_key=view.process_key,
        process_name=local(process.name, process.name_en, call.language) if process else "",
        element_id=incident.element_id,
        element_name=call.desk.names.of(view.version_id, incident.element_id, call.language),
        version=call.desk.deployments.version(view.version_id).version,
        attempts=view.attempts,
        cause=cause_of(call, view),
        may_operate=process is not None and may_touch(call, "instance.operate", process),
        may_retry=call.actor.may("incident.repair"),
    )


def _event(call: Call[Any, Any], request: LoggedRequest) -> TechnicalEvent:
    return TechnicalEvent(
        id=id_text(request.id),
        at=request.at,
        command=request.command,
        actor=person_by_id(request.actor_id, call.desk.directory(), call.language),
        facts=[
            {"type": type(fact).__name__, **_shown(fact)}
            for entry in request.entries
            for fact in entry.facts
        ],
    )


def _shown(fact: msgspec.Struct) -> dict[str, Any]:
    """A fact without the values of its variables: they may hold what the reader must not see."""
    fields: dict[str, Any] = msgspec.to_builtins(fact, enc_hook=_hidden)
    return {name: value for name, value in fields.items() if name != "type"}


def _hidden(value: object) -> object:
    return sorted(value) if isinstance(value, Variables) else str(value)


HANDLERS: Final = {
    "listIncidents": incidents,
    "retryIncident": retry_incident,
    "listJobs": jobs,
    "listInstanceEvents": instance_events,
}
