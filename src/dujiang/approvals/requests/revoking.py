"""Revoking（撤销）what was approved: a linked process of its own, never a silent flip.

The model says until when (`revokeWithin` of its settings), and in `dj:revoke` who approves, what
goes back and which peers are told; with `after` a request is revoked while its process still runs,
which ends by it. The linked process starts with the original's variables; at the
task that `dj:undo` marks, the postings of the original are reversed by their cause, absences and
deputies that it made end, and the original is `revoked`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals import events as ev
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import (
    Office,
    evaluate,
    in_zone,
    revoke_of,
    settings_of,
    start_step_of,
)
from dujiang.approvals.cases.step_case import visible_variables
from dujiang.approvals.people.absences import end_by_cause
from dujiang.approvals.requests.starting import Beginning, begin
from dujiang.approvals.requests.undoing import undoing_message
from dujiang.approvals.rules.model import Reason
from dujiang.approvals.tables import REQUEST, TASK, RequestRow
from dujiang.approvals.tasks.telling import Telling
from dujiang.bpmn.extensions import Job, Revoke
from dujiang.calendars import parse_duration
from dujiang.engine import Program
from dujiang.engine import commands as engine
from dujiang.feel import Environment
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import Variables, as_value
from dujiang.ledgers import Belated, Instruction
from dujiang.runtime import Advance, Handled, InstanceRow, LabelInstance, Outcome, Refused, Work

LINKED_PROCESS: Final = "revoke"
"""Key of the process that revokes what others have approved."""
SINCE_SUBMISSION: Final = "*"
"""In place of a step: it can be revoked as soon as it has been handed in."""
_COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")
_CALL: Final = ("connection", "method", "path", "key", "body", "headers")


class Revoking:
    """Handlers of revoking."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._telling = Telling(office)

    def ask(self, command: c.RevokeInstance, work: Work) -> Outcome:
        """Start the linked process that asks for the approval of the revocation."""
        instance = work.instance(command.instance_id)
        refused = may_revoke(self._office, work, instance)
        if refused is not None:
            return refused
        request = _request(work, instance)
        version_id = self._office.in_force(LINKED_PROCESS, work)
        linked_program = work.program_of_version(version_id)
        variables = _variables_for(self._office, work, instance, version_id, linked_program)
        begun = begin(
            self._office,
            work,
            Beginning(
                process_key=LINKED_PROCESS,
                version_id=version_id,
                person_id=work.actor.id,
                instance_id=work.new_id_beside(instance.id),
                variables=variables,
                revokes=instance.id,
                owner_id=request.owner_id,
            ),
        )
        linked = begun.request
        work.put(REQUEST, replace(request, revoked_by=linked.id, updated_at=work.at))
        entry = Entry(kind="revoke_asked", by=work.actor.id, comment=command.reason)
        record(self._office, work, instance.id, entry)
        work.notify(f"instance:{instance.id}")
        fact = ev.RevokeAsked(instance_id=instance.id, by_instance_id=linked.id, by=work.actor.id)
        finish = c.FinishStart(instance_id=linked.id, values={"reason": command.reason})
        answer = {"instance_id": linked.id, "number": linked.number}
        return Handled((fact,), (begun.start, finish), answer, instance.id)

    def undo(self, command: c.UndoRevoked, work: Work) -> Outcome:
        """The revocation is approved: everything goes back, by its cause, in this transaction."""
        linked = work.instance(command.instance_id)
        linked_request = _request(work, linked)
        instance = work.instance(linked_request.revokes)
        request = _request(work, instance)
        if not _is_granted(work, instance, request):
            return Refused("approvals.revoke.not_approved")
        late = _too_late(self._office, work, instance, request)
        if late is not None:
            return late
        stated = revoke_of(work.program(instance))
        environment = self._office.environment(work)
        told = work.state(linked).scopes[0].variables
        revocation = {
            "number": linked_request.number,
            "at": in_zone(work.at, environment),
            "reason": told.get("reason"),
            "answers": told.get("answers"),
        }
        scope = {**visible_variables(work.state(instance), 0), "revocation": revocation}
        told_to_undo = undoing_message(work, instance) if instance.ended_at is None else None
        reversed_ = Belated((), {})
        if told_to_undo is None:
            reversed_ = self._office.belated.reverse(
                work, instance.id, cast("Sequence[Instruction]", stated.postings), scope
            )
        end_by_cause(work, request.number, work.at)
        is_over = instance.ended_at is not None or told_to_undo is None
        work.put(
            REQUEST,
            replace(
                request,
                state="revoked",
                revoked_by=linked.id,
                updated_at=work.at,
                ended_at=request.ended_at or (work.at if is_over else None),
            ),
        )
        entry = Entry(kind="revoked", by=work.actor.id)
        record(self._office, work, instance.id, entry)
        work.notify(f"instance:{instance.id}", f"items:{instance.initiator_id}")
        known: dict[str, Any] = {}
        if stated.peers == "after":
            known["calls"] = _calls(stated, {**scope, **reversed_.results}, environment)
        deliver = engine.DeliverMessage(at=work.at, key=command.key, variables=Variables(known))
        fact = ev.InstanceRevoked(instance_id=instance.id, by_instance_id=linked.id)
        follow_ups = (
            *_ending(work, instance, told_to_undo),
            *self._telling.tell(stated.notices, scope, environment, instance.id),
            Advance(linked.id, deliver),
            LabelInstance(instance_id=instance.id, outcome="revoked"),
        )
        return Handled((fact, *reversed_.facts), follow_ups, instance_id=linked.id)


def may_revoke(office: Office, work: Work, instance: InstanceRow) -> Refused | None:
    """Why whoever asks cannot ask for the revocation now; None when they can."""
    request = work.get(REQUEST, instance.shard, instance.id)
    if request is None or not settings_of(work.program(instance)).revokeWithin:
        return Refused("approvals.revoke.never")
    asks = request.initiator_id or request.owner_id
    if asks != work.actor.id:
        return Refused("approvals.revoke.not_yours", 403)
    if not _is_granted(work, instance, request):
        return Refused("approvals.revoke.not_approved")
    if request.revoked_by:
        linked = work.get(REQUEST, request.shard, request.revoked_by)
        return Refused(
            "approvals.revoke.asked_already", params={"number": linked.number if linked else ""}
        )
    return _too_late(office, work, instance, request)


def refused_by_peer(said: str) -> Reason:
    """Why a revocation has ended: another system, asked first, does not agree."""
    return Reason("approvals.reason.peer_refused", {"said": said})


def forget_revocation(office: Office, work: Work, linked: RequestRow, said: str) -> None:
    """A linked process has ended without revoking, as others said: it may be asked for again."""
    original = work.get(REQUEST, linked.shard, linked.revokes)
    if original is None or original.revoked_by != linked.id or original.state == "revoked":
        return
    work.put(REQUEST, replace(original, revoked_by=0))
    why = refused_by_peer(said) if said else None
    record(office, work, original.id, Entry(kind="revoke_refused", reason=why))
    work.notify(f"instance:{original.id}")


def _is_granted(work: Work, instance: InstanceRow, request: RequestRow) -> bool:
    """Whether there is something to revoke: it was approved, or it has got as far as the model says
    (`after`), though its process still runs."""
    if request.state == "approved":
        return True
    step = revoke_of(work.program(instance)).after
    if not step or request.state != "running" or request.submitted_at is None:
        return False
    tasks = work.find(TASK, "by_instance", instance.shard, instance.id)
    passed = [task.step for task in tasks if task.outcome == "passed" and not task.is_undone]
    return step == SINCE_SUBMISSION or step in passed


def _ending(
    work: Work, instance: InstanceRow, told_to_undo: int | None
) -> Iterable[msgspec.Struct]:
    """What ends a process that still runs: the way back that it has drawn, else just the end."""
    if instance.ended_at is not None:
        return
    if told_to_undo is not None:
        yield Advance(instance.id, engine.DeliverMessage(at=work.at, key=told_to_undo))
    else:
        yield Advance(instance.id, engine.CancelInstance(at=work.at, outcome="revoked", reason=""))


def _too_late(
    office: Office, work: Work, instance: InstanceRow, request: RequestRow
) -> Refused | None:
    until = _until(office, work, instance, request)
    if until is not None and work.at < until:
        return None
    shown = until.astimezone(_COMPANY_ZONE).strftime("%Y-%m-%d %H:%M") if until else ""
    return Refused("approvals.revoke.too_late", params={"until": shown})


def _until(
    office: Office, work: Work, instance: InstanceRow, request: RequestRow
) -> datetime | None:
    """Before when it may be asked for: an instant, the beginning of a date, so long after the
    end; None when the model's expression gives none of them."""
    stated = settings_of(work.program(instance)).revokeWithin
    variables = visible_variables(work.state(instance), 0)
    found = evaluate(stated, variables, office.environment(work))
    if isinstance(found, str):
        length = parse_duration(found)
        ended_at = request.ended_at
        return length.after(ended_at) if length is not None and ended_at is not None else None
    if isinstance(found, datetime):
        local = found if found.tzinfo is not None else found.replace(tzinfo=_COMPANY_ZONE)
        return local.astimezone(UTC)
    if isinstance(found, date):
        return datetime.combine(found, time(), tzinfo=_COMPANY_ZONE).astimezone(UTC)
    return None


def _variables_for(
    office: Office, work: Work, instance: InstanceRow, version_id: int, linked: Program
) -> Mapping[str, Any]:
    """The original's variables, but for names that the linked process' own form has."""
    request = _request(work, instance)
    program = work.program(instance)
    stated = revoke_of(program)
    variables = visible_variables(work.state(instance), 0)
    node = start_step_of(linked)
    own = {field.key for field in office.form_of(version_id, node).fields} if node else set()
    known: dict[str, Any] = {
        "original": {
            "id": id_text(instance.id),
            "number": request.number,
            "title": request.title,
            "process": instance.process_key,
            "needs_approval": bool(stated.assignees),
            "peers": stated.peers,
        },
        "original_number": request.number,
        "original_title": request.title,
        "calls": [],
    }
    if stated.peers == "before":
        known["calls"] = _calls(stated, variables, office.environment(work))
    return {name: v for name, v in variables.items() if name not in own} | known


def _calls(
    stated: Revoke, scope: Mapping[str, Any], environment: Environment
) -> list[dict[str, Any]]:
    """What the peers are told, as the inputs of one call each."""

    def call(job: Job) -> dict[str, Any]:
        texts = {name: getattr(job, name) for name in _CALL}
        return {
            name: as_value(evaluate(text, scope, environment)) if text else None
            for name, text in texts.items()
        }

    return [call(job) for job in stated.jobs]


def _request(work: Work, instance: InstanceRow) -> RequestRow:
    request = work.get(REQUEST, instance.shard, instance.id)
    assert request is not None, "what is revoked is a request"
    return request
