"""Why an instance goes no further, what may be done about it, and what was done to it before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dujiang.api.insides import Insight, process_of
from dujiang.api.schemas.operations import (
    Operation,
    Repair,
    SafeAction,
    StandingIncident,
    VariableChange,
    WhyHere,
)
from dujiang.api.variables import SEALED, shown_value
from dujiang.engine import commands as engine
from dujiang.engine import may_skip
from dujiang.kernel.ids import id_text
from dujiang.runtime import (
    LoggedRequest,
    MigrateInstance,
    OperateInstance,
    RetryIncident,
    VariablesCorrected,
)

ACTIONS: Final[dict[type, Repair]] = {
    engine.Suspend: "suspend",
    engine.Resume: "resume",
    engine.CancelInstance: "cancel",
    engine.SetVariables: "correct",
    engine.Move: "move",
    engine.Modify: "move",
    engine.Skip: "skip",
    engine.StartActivity: "begin",
    engine.CompleteAdHoc: "finish",
}


def operations(at: Insight) -> list[Operation]:
    """Repairs, newest first."""
    found = [made for request in at.log if (made := _operation(at, request)) is not None]
    return list(reversed(found))


def _operation(at: Insight, request: LoggedRequest) -> Operation | None:
    command = request.entries[0].command if request.entries else None
    match command:
        case OperateInstance(operation=operation):
            action = ACTIONS[type(operation)]
        case RetryIncident():
            action = "retry"
        case MigrateInstance():
            action = "migrate"
        case _:
            return None
    return Operation(
        id=id_text(request.id),
        at=request.at,
        actor=at.person(request.actor_id),
        action=action,
        text=at.call.say(f"api.operation.{action}"),
        reason=command.reason,
        changes=list(_changes(at, request)),
    )


def _changes(at: Insight, request: LoggedRequest) -> Iterator[VariableChange]:
    sensitive = at.sensitive_names()
    for entry in request.entries:
        for fact in entry.facts:
            if isinstance(fact, VariablesCorrected):
                for name, value in fact.after.to_dict().items():
                    before = fact.before.to_dict()
                    is_covered = name in sensitive
                    yield VariableChange(
                        name=name,
                        before=(SEALED if is_covered else shown_value(before[name])[1])
                        if name in before
                        else None,
                        after=SEALED if is_covered else shown_value(value)[1],
                    )


def why(at: Insight, waits_for: Sequence[str]) -> list[WhyHere]:
    """Why it goes no further, trouble first."""
    if at.row.ended_at is not None:
        return []
    return [
        *_held(at),
        *(_stopped(at, incident) for incident in at.incidents()),
        *_retrying(at),
        *_patient(at, waits_for),
    ]


def _held(at: Insight) -> Iterable[WhyHere]:
    if at.row.state == "SUSPENDED":
        yield WhyHere(
            element_id="",
            is_trouble=False,
            text=at.call.say("api.why.suspended"),
            detail=None,
        )


def _stopped(at: Insight, incident: StandingIncident) -> WhyHere:
    text = at.call.say("api.why.incident", step=incident.element.name, detail=incident.detail)
    tried = at.call.say("api.why.tried", count=incident.attempts) if incident.attempts else None
    return WhyHere(element_id=incident.element.id, is_trouble=True, text=text, detail=tried)


def _retrying(at: Insight) -> Iterable[WhyHere]:
    for job in at.jobs():
        if job.state != "WAITING":
            continue
        if job.last_error is None:
            text = at.call.say("api.why.job", step=job.element.name)
        else:
            text = at.call.say(
                "api.why.retrying",
                step=job.element.name,
                detail=job.last_error,
                count=job.attempts,
            )
        yield WhyHere(
            element_id=job.element.id,
            is_trouble=job.last_error is not None,
            text=text,
            detail=None,
        )


def _patient(at: Insight, waits_for: Sequence[str]) -> Iterable[WhyHere]:
    for text in waits_for:
        yield WhyHere(element_id="", is_trouble=False, text=text, detail=None)
    for message in at.messages():
        code = "api.why.message" if message.kind == "message" else "api.why.signal"
        text = at.call.say(code, step=message.element.name, name=message.name)
        yield WhyHere(element_id=message.element.id, is_trouble=False, text=text, detail=None)
    for timer in at.timers():
        text = at.call.say("api.why.timer", step=timer.element.name)
        yield WhyHere(element_id=timer.element.id, is_trouble=False, text=text, detail=None)
    for child in at.inside.called:
        if child.ended_at is None:
            name = process_of(at.call, child).name
            text = at.call.say("api.why.called", process=name)
            yield WhyHere(element_id="", is_trouble=False, text=text, detail=None)


def actions(at: Insight) -> list[SafeAction]:
    """What may be done now, safest first."""
    if at.row.ended_at is not None:
        return []
    if at.row.state == "SUSPENDED":
        return [_action(at, name) for name in ("resume", "correct", "migrate", "cancel")]
    found: list[SafeAction] = []
    for incident in at.incidents():
        found.append(_action(at, "retry", incident_id=incident.id, step=incident.element.name))
    for incident in at.incidents():
        node = at.program.nodes.get(incident.element.id)
        if node is not None and may_skip(node):
            found.append(_action(at, "skip", key=incident.key, step=incident.element.name))
    return [
        *found,
        *(_action(at, name) for name in ("correct", "move", "migrate")),
        *(_action(at, name) for name in ("suspend", "cancel")),
    ]


def _action(
    at: Insight,
    action: Repair,
    *,
    incident_id: str | None = None,
    key: int | None = None,
    step: str = "",
) -> SafeAction:
    text = at.call.say(f"api.repair.{action}", step=step)
    return SafeAction(action=action, text=text, incident_id=incident_id, key=key)
