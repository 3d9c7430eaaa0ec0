"""The log of calls, jobs that are corrected, and what runs by itself on one page."""

import json
from decimal import Decimal
from typing import Any, Final

import msgspec

from dujiang.api.desk import Call, required_id
from dujiang.api.owning import require_touch, touchable
from dujiang.api.paging import id_of_cursor, next_cursor
from dujiang.api.problems import sentence
from dujiang.api.rendering import local
from dujiang.api.routes.connections import connection_rows, state_of
from dujiang.api.schemas.common import Named, Nothing
from dujiang.api.schemas.connections import (
    CallList,
    CallsQuery,
    CallView,
    JobCorrection,
    JobInput,
    JobOfIncident,
    OperationsOverview,
    WaitingView,
)
from dujiang.connectors import CallFilter, CallRow, RepeatCall, find_call, list_calls
from dujiang.connectors.outgoing import for_peers
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.kernel.ids import id_text
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import (
    FIXED_INPUTS,
    EditJob,
    JobInside,
    QueueFigures,
    WaitingElement,
    find_incident,
    find_instance,
    find_job,
    list_subscriptions,
    list_timers,
    queue_figures,
)

MAX_SHOWN: Final = 50
_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


def calls(call: Call[CallsQuery, None]) -> CallList:
    """The log of calls, newest first. Who operates some processes sees theirs, by instance."""
    asked = call.query
    instance_id = required_id(asked.instance) if asked.instance else 0
    wanted = CallFilter(connection=asked.connection, instance_id=instance_id, verdict=asked.verdict)
    with call.desk.read() as reader:
        if instance_id:
            instance = find_instance(reader, instance_id)
            if instance is None:
                raise NotFound("runtime.instance.not_found")
            require_touch(call, "incident.read", instance.process_key)
        elif touchable(call, "incident.read") is not None:
            raise NotFound("api.calls.by_instance")
        rows = list_calls(
            reader, wanted, before_id=id_of_cursor(asked.cursor), limit=asked.limit + 1
        )
    return CallList(
        items=[_call(call, row) for row in rows[: asked.limit]],
        next_cursor=next_cursor(rows, asked.limit, lambda row: row.id),
    )


async def repeat_call(call: Call[None, None]) -> Nothing:
    """Send a call once more."""
    call_id = call.id("call_id")
    await call.question(_require_call)
    await call.submit(RepeatCall(call_id=call_id))
    return Nothing()


def job_of_incident(call: Call[None, None]) -> JobOfIncident:
    """The inputs of the job that has failed."""
    job = _job(call)
    return JobOfIncident(
        connection=job.connection,
        job_type=job.job_type,
        attempts=job.attempts,
        idempotency_key=job.idempotency_key,
        inputs=[_input(name, value) for name, value in sorted(job.inputs.items())],
        is_edited=job.is_edited,
    )


async def correct_job(call: Call[None, JobCorrection]) -> Nothing:
    """Give the job other inputs, and try it again."""
    job: JobInside = await call.question(_job)
    inputs: dict[str, Any] = {}
    for name, text in call.body.inputs.items():
        if _is_sealed(job.inputs.get(name)):
            raise InvalidInput("runtime.job.input_fixed", names=[name])
        inputs[name] = _read(name, text)
    await call.submit(
        EditJob(
            incident_id=call.id("incident_id"),
            inputs=Variables(inputs),
            reason=call.body.reason,
        )
    )
    return Nothing()


def overview(call: Call[None, None]) -> OperationsOverview:
    """What runs by itself: connections with their queues, timers, messages."""
    reached = touchable(call, "instance.operate")
    with call.desk.read() as reader:
        figures = queue_figures(reader)
        timers = list_timers(reader, processes=reached, limit=MAX_SHOWN)
        messages = list_subscriptions(reader, processes=reached, limit=MAX_SHOWN)
    return OperationsOverview(
        connections=connection_rows(call, figures),
        other_jobs=state_of(call, None, figures.get("", QueueFigures())),
        timers=[_waiting(call, one) for one in timers],
        messages=[_waiting(call, one) for one in messages],
    )


def _job(call: Call[Any, Any]) -> JobInside:
    with call.desk.read() as reader:
        view = find_incident(reader, call.id("incident_id"))
        if view is None:
            raise NotFound("runtime.incident.not_found")
        require_touch(call, "incident.repair", view.process_key)
        job = find_job(reader, view.incident.job_id) if view.incident.job_id else None
    if job is None:
        raise NotFound("runtime.job.not_failed")
    return job


def _require_call(call: Call[Any, Any]) -> None:
    with call.desk.read() as reader:
        row = find_call(reader, call.id("call_id"))
        if row is None:
            raise NotFound("connectors.call.not_found")
        instance = find_instance(reader, row.instance_id) if row.instance_id else None
    if instance is not None:
        require_touch(call, "incident.repair", instance.process_key)


def _call(call: Call[Any, Any], row: CallRow) -> CallView:
    detail = ""
    if row.code:
        params = msgspec.msgpack.decode(row.params) if row.params else {}
        problem = Problem(code=row.code, params=params)
        detail = sentence(problem, words=call.desk.words, language=call.language)
    return CallView(
        id=id_text(row.id),
        at=row.at,
        connection=row.connection,
        job_type=row.job_type,
        instance_id=id_text(row.instance_id) if row.instance_id else None,
        element_id=row.element_id,
        attempt=row.attempt,
        idempotency_key=row.idempotency_key,
        method=row.method,
        target=row.target,
        request=row.request,
        response=row.response,
        status=row.status,
        verdict=msgspec.convert(row.verdict, _VERDICT),
        detail=detail,
        duration_ms=row.duration_ms,
        may_repeat=bool(row.inputs) and call.actor.may("incident.repair"),
    )


_VERDICT: Final = CallView.__annotations__["verdict"]


def _input(name: str, value: object) -> JobInput:
    is_sealed = _is_sealed(value)
    text = "" if is_sealed else _encoder.encode(for_peers(value, None)).decode()
    return JobInput(name=name, text=text, may_edit=not is_sealed and name not in FIXED_INPUTS)


def _is_sealed(value: object) -> bool:
    match value:
        case Sealed():
            return True
        case dict():
            return any(_is_sealed(item) for item in value.values())
        case list():
            return any(_is_sealed(item) for item in value)
        case _:
            return False


def _read(name: str, text: str) -> Any:  # noqa: ANN401 - a Value
    try:
        return as_value(json.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as error:
        raise InvalidInput("api.body.not_json", reason=f"{name}: {error}") from error


def _waiting(call: Call[Any, Any], one: WaitingElement) -> WaitingView:
    process = call.desk.deployments.processes().get(one.process_key)
    name, _, correlation = one.address.partition("\n")
    return WaitingView(
        instance_id=id_text(one.instance_id),
        number=one.number,
        title=one.title,
        process=Named(
            id=one.process_key,
            name=local(process.name, process.name_en, call.language) if process else "",
        ),
        element=Named(
            id=one.element_id,
            name=call.desk.names.of(one.version_id, one.element_id, call.language),
        ),
        kind=one.kind,
        name=name,
        correlation=correlation,
        at=one.at,
    )


HANDLERS: Final = {
    "listCalls": calls,
    "repeatCall": repeat_call,
    "readJobOfIncident": job_of_incident,
    "correctJob": correct_job,
    "readOperationsOverview": overview,
}
