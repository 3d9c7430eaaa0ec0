"""What operators do to one instance: look inside, foresee, repair; and their list of instances."""

from typing import Any, Final

from dujiang.api.casework import Casework
from dujiang.api.desk import Call, required_id
from dujiang.api.foreseeing import foreseen
from dujiang.api.insides import Insight, process_of, run_state
from dujiang.api.owning import require_touch, touchable
from dujiang.api.paging import id_of_cursor, next_cursor
from dujiang.api.problems import field_problem
from dujiang.api.reasons import actions, operations, why
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.operations import (
    InstanceOperated,
    OperatedList,
    OperatedQuery,
    OperatedRow,
    OperationPreview,
    OperationRequest,
    OperationsView,
    StartByHand,
)
from dujiang.api.variables import written_values
from dujiang.approvals import RequestRow, initiator_context
from dujiang.engine import Rejected, plan_migration
from dujiang.engine import commands as engine
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.kernel.values import Variables
from dujiang.runtime import (
    InstanceFilter,
    InstanceRow,
    MigrateInstance,
    OperateInstance,
    RetryIncident,
    StartProcess,
    find_instance,
    foresee,
    list_instances,
    list_log,
    load_instance_state,
    look_inside,
    trail_of,
)
from dujiang.store import Reader

MAX_LOG: Final = 5_000
"""Requests of one instance that are read for who wrote what."""


def list_operated(call: Call[OperatedQuery, None]) -> OperatedList:
    """Instances of the processes that I operate."""
    asked = call.query
    reached = touchable(call, "instance.operate")
    if asked.process:
        may = reached is None or asked.process in reached
        reached = (asked.process,) if may else ()
    wanted = InstanceFilter(
        processes=reached,
        version_id=required_id(asked.version) if asked.version else 0,
        running=asked.state,
        text=asked.q,
    )
    with call.desk.read() as reader:
        rows = list_instances(
            reader, wanted, before_id=id_of_cursor(asked.cursor), limit=asked.limit + 1
        )
    directory = call.desk.directory()
    items = [
        OperatedRow(
            id=id_text(row.id),
            number=row.number,
            title=row.title,
            process=process_of(call, row),
            state=run_state(row),
            outcome=row.outcome,
            started_at=row.started_at,
            ended_at=row.ended_at,
            incident_count=row.incident_count,
            initiator=person_by_id(row.initiator_id, directory, call.language),
        )
        for row in rows[: asked.limit]
    ]
    return OperatedList(items=items, next_cursor=next_cursor(rows, asked.limit, lambda row: row.id))


def read_operations(call: Call[None, None]) -> OperationsView:
    """What stands inside an instance, why, and what may be done about it."""
    with call.desk.read() as reader:
        row = _operable(call, reader)
        inside = look_inside(reader, row.id)
        log = list_log(reader, call.desk.vocabulary, row.id, limit=MAX_LOG)
        trail = trail_of(log, row.id)
        request = _request(call, reader)
        waits_for = _people(call, reader, request)
    at = Insight(call, inside, log)
    caller = inside.caller
    return OperationsView(
        id=id_text(row.id),
        number=row.number,
        title=row.title,
        process=process_of(call, row),
        state=run_state(row),
        outcome=row.outcome,
        initiator=at.person(row.initiator_id),
        started_at=row.started_at,
        ended_at=row.ended_at,
        xml=call.desk.deployments.version(row.version_id).package.xml.decode(),
        walked_elements=[visit.element_id for visit in trail.visits if visit.ended_at],
        walked_flows=list(trail.flows),
        has_request=request is not None,
        why=why(at, waits_for),
        actions=actions(at),
        standing=at.standing(),
        scopes=at.scopes(),
        variables=at.variables(),
        incidents=at.incidents(),
        jobs=at.jobs(),
        timers=at.timers(),
        messages=at.messages(),
        caller=at.linked(caller, None) if caller is not None else None,
        called=at.called(),
        operations=operations(at),
        revision=row.revision,
    )


def _request(call: Call[Any, Any], reader: Reader) -> RequestRow | None:
    """The instance as people know it; None for automatic ones and what the reader may not see."""
    try:
        return call.desk.people_work.load_request(reader, call.id("instance_id"), call.person_id)
    except NotFound:
        return None


def _people(call: Call[Any, Any], reader: Reader, request: RequestRow | None) -> list[str]:
    """Whom it waits for, in sentences."""
    if request is None or request.ended_at is not None:
        return []
    work = Casework(call, reader)
    return [
        call.say(
            "api.why.person",
            step=waiting.step.name,
            person=waiting.person.name if waiting.person else waiting.group or "",
        )
        for waiting in work.waiting(request, work.way(request).items)
    ]


async def operate_instance(call: Call[None, OperationRequest]) -> InstanceOperated:
    """Repair an instance."""
    body = call.body
    if not body.reason.strip():
        raise InvalidInput("api.operation.no_reason")
    await call.question(_require)
    instance_id = call.id("instance_id")
    await call.submit(_command(instance_id, body, call))
    return await call.question(lambda asked: _operated(asked, instance_id))


async def start_by_hand(call: Call[None, StartByHand]) -> InstanceOperated:
    """Start a process without a form, in the caller's name."""
    body = call.body
    require_touch(call, "instance.operate", body.process_key)
    given = written_values(body.variables).to_dict()
    initiator = await call.question(
        lambda asked: initiator_context(asked.desk.office.view(), asked.person_id)
    )
    person = call.desk.directory().person(call.person_id)
    answer = await call.submit(
        StartProcess(
            process_key=body.process_key,
            variables=Variables({"initiator": initiator, "number": None, **given}),
            initiator_id=call.person_id,
            department_id=person.department_id if person else 0,
        )
    )
    instance_id: int = answer["instance_id"]
    return await call.question(lambda asked: _operated(asked, instance_id))


def preview_operation(call: Call[None, OperationRequest]) -> OperationPreview:
    """What a repair would do."""
    with call.desk.read() as reader:
        row = _operable(call, reader)
        state = load_instance_state(reader, row)
        key = _key_of_incident(reader, call) if call.body.action == "retry" else 0
    command = _engine_command(call, row, key)
    program = call.desk.deployments.program(row.version_id)
    problems: tuple[Problem, ...] = ()
    if isinstance(command, engine.Migrate):
        newer = call.desk.deployments.program(required_id(call.body.version_id))
        problems = plan_migration(program, newer, state, command.mapping)
        program = newer
    effects = foresee(program, state, command)
    if isinstance(effects, Rejected):
        known = effects.problems or (Problem(code=effects.code, params=effects.params),)
        problems = (*problems, *(one for one in known if one not in problems))
        effects = ()
    words, language = call.desk.words, call.language
    is_migration = isinstance(command, engine.Migrate)
    version_id = required_id(call.body.version_id) if is_migration else row.version_id
    return OperationPreview(
        effects=foreseen(call, version_id, effects),
        problems=[field_problem(one, words=words, language=language) for one in problems],
    )


def _engine_command(call: Call[None, OperationRequest], row: InstanceRow, incident_key: int) -> Any:  # noqa: ANN401 - an engine command
    body = call.body
    if body.action == "retry":
        return engine.ResolveIncident(at=call.at, key=incident_key)
    if body.action == "migrate":
        return engine.Migrate(at=call.at, process_id=row.process_key, mapping=body.mapping)
    return _operation(body, call)


def _command(
    instance_id: int, body: OperationRequest, call: Call[Any, Any]
) -> OperateInstance | RetryIncident | MigrateInstance:
    reason = body.reason.strip()
    if body.action == "retry":
        return RetryIncident(
            required_id(body.incident_id),
            variables=written_values(body.variables),
            scope_key=body.scope_key,
            reason=reason,
        )
    if body.action == "migrate":
        return MigrateInstance(
            instance_id=instance_id,
            version_id=required_id(body.version_id),
            mapping=body.mapping,
            reason=reason,
        )
    return OperateInstance(instance_id, _operation(body, call), reason)


def _operation(body: OperationRequest, call: Call[Any, Any]) -> Any:  # noqa: ANN401 - an Operation
    at, reason = call.at, body.reason.strip()
    match body.action:
        case "suspend":
            return engine.Suspend(at=at)
        case "resume":
            return engine.Resume(at=at)
        case "cancel":
            return engine.CancelInstance(at=at, outcome="cancelled", reason=reason)
        case "skip":
            return engine.Skip(at=at, key=body.key, variables=written_values(body.variables))
        case "begin":
            return engine.StartActivity(at=at, key=body.key, element_id=body.element_id)
        case "finish":
            return engine.CompleteAdHoc(at=at, key=body.key)
        case "move":
            return engine.Modify(
                at=at,
                cancel=tuple(body.cancel),
                discard_flows=tuple(body.discard_flows),
                activate=tuple(
                    engine.Activation(element_id=one.element_id, scope_key=one.scope_key)
                    for one in body.activate
                ),
            )
        case _:
            variables = written_values(body.variables)
            return engine.SetVariables(at=at, scope_key=body.scope_key, variables=variables)


def _key_of_incident(reader: Reader, call: Call[None, OperationRequest]) -> int:
    wanted = id_from_text(call.body.incident_id)
    for view in look_inside(reader, call.id("instance_id")).incidents:
        if view.incident.id == wanted:
            return view.incident.key
    raise NotFound("runtime.incident.not_found")


def _operable(call: Call[Any, Any], reader: Reader) -> InstanceRow:
    row = find_instance(reader, call.id("instance_id"))
    if row is None:
        raise NotFound("runtime.instance.not_found")
    require_touch(call, "instance.operate", row.process_key)
    return row


def _require(call: Call[Any, Any]) -> None:
    with call.desk.read() as reader:
        row = _operable(call, reader)
        if call.body.action == "retry":
            require_touch(call, "incident.repair", row.process_key)
            _key_of_incident(reader, call)


def _operated(call: Call[Any, Any], instance_id: int) -> InstanceOperated:
    with call.desk.read() as reader:
        row = find_instance(reader, instance_id)
    if row is None:
        raise NotFound("runtime.instance.not_found")
    return InstanceOperated(id=id_text(row.id), state=run_state(row))


HANDLERS: Final = {
    "listOperated": list_operated,
    "readOperations": read_operations,
    "startByHand": start_by_hand,
    "operateInstance": operate_instance,
    "previewOperation": preview_operation,
}
