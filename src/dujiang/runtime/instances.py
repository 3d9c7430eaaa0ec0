"""Starting and advancing instances: the engine decides, its state and facts are written here."""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from dujiang.engine import Accepted, Rejected, State, changed_scopes, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.encoding import encode
from dujiang.kernel.ids import shard_of
from dujiang.runtime.commands import (
    Advance,
    EndCalled,
    LabelInstance,
    OperateInstance,
    ReportCancelled,
    StartProcess,
    TellCaller,
)
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.states import KeptState, scope_row
from dujiang.runtime.tables import INSTANCE, SCOPE, InstanceRow, InstanceState, ScopeRow
from dujiang.runtime.work import FactContext, Work

_STATE_OF: dict[str, InstanceState] = {
    "active": "ACTIVE",
    "suspended": "SUSPENDED",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
}


class Versions(Protocol):
    """Which version of a process is in force; `deployments` knows."""

    def in_force(self, process_key: str, version_tag: str, work: Work) -> int:
        """Id of the version that starts now. Raises `NotFound`."""
        ...


class Starting:
    """Handler of `StartProcess`."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def __call__(self, command: StartProcess, work: Work) -> Handled | Refused:
        """Create the instance and let it run until it waits."""
        version_id = command.version_id
        if version_id is None:
            version_id = self._versions.in_force(command.process_key, command.version_tag, work)
        program = work.program_of_version(version_id)
        start = engine.StartInstance(
            at=work.at, start_element=command.start_element, variables=command.variables
        )
        outcome = step(program, None, start)
        if isinstance(outcome, Rejected):
            return Refused(outcome.code, params=outcome.params, problems=outcome.problems)
        instance_id = command.instance_id
        if instance_id is None:
            instance_id = (
                work.new_id_beside(command.parent_id) if command.parent_id else work.new_id()
            )
        row = InstanceRow(
            shard=shard_of(instance_id),
            id=instance_id,
            process_key=command.process_key,
            version_id=version_id,
            state="ACTIVE",
            number=command.number,
            title=command.title,
            initiator_id=command.initiator_id,
            department_id=command.department_id,
            started_at=work.at,
            parent_id=command.parent_id,
            parent_key=command.parent_key,
            head=b"",
        )
        _record(work, row, None, outcome)
        work.notify(f"instance:{instance_id}")
        return Handled(outcome.facts, answer={"instance_id": instance_id}, instance_id=instance_id)


def advance(command: Advance, work: Work) -> Handled | Refused:
    """Let the engine decide on one command for a running instance, and write what it says."""
    instance = work.instance(command.instance_id)
    kept = work.kept_state(instance)
    outcome = step(work.program(instance), kept.state, command.command)
    if isinstance(outcome, Rejected):
        return Refused(outcome.code, params=outcome.params, problems=outcome.problems)
    _record(work, instance, kept, outcome)
    work.notify(f"instance:{instance.id}")
    return Handled(outcome.facts, instance_id=instance.id)


def needs_instance(command: Advance | OperateInstance, known: Known) -> tuple[Needs, ...]:
    """The instance itself."""
    return (Needs(instances=(command.instance_id,)),)


def operate(command: OperateInstance, work: Work) -> Handled | Refused:
    """An operator's repair, at the instant of the request."""
    operation = msgspec.structs.replace(command.operation, at=work.at)
    return advance(Advance(command.instance_id, operation), work)


def label(command: LabelInstance, work: Work) -> Handled:
    """Set title, number or outcome."""
    instance = work.instance(command.instance_id)
    given = {"title": command.title, "number": command.number, "outcome": command.outcome}
    changes = {name: value for name, value in given.items() if value is not None}
    _put(work, msgspec.structs.replace(instance, **changes))
    work.notify(f"instance:{instance.id}")
    return Handled(instance_id=instance.id)


def _put(work: Work, row: InstanceRow) -> None:
    """Write an instance whose engine state stays as it is."""
    kept = work.kept_state(row)
    stored = work.put(INSTANCE, row)
    work.states[row.id] = msgspec.structs.replace(kept, revision=stored.revision)


def _record(
    work: Work, instance: InstanceRow, kept: KeptState | None, outcome: Accepted
) -> InstanceRow:
    """Write what changed of an instance: its row, and the scopes that are not the same objects."""
    state = outcome.state
    row = msgspec.structs.replace(
        instance,
        state=_STATE_OF[state.status],
        head=encode(state.head),
        ended_at=work.at if state.is_ended else None,
        outcome=_outcome(instance, outcome.facts),
        incident_count=_incident_count(instance, outcome),
    )
    if kept is None:
        work.insert(INSTANCE, row)
    else:
        row = work.put(INSTANCE, row)
    rows = _record_scopes(work, row.id, kept, state)
    work.states[row.id] = KeptState(row.revision, state, rows)
    return row


def _record_scopes(
    work: Work, instance_id: int, kept: KeptState | None, state: State
) -> dict[int, ScopeRow]:
    rows = dict(kept.rows) if kept is not None else {}
    before = kept.state if kept is not None else None
    for key, scope in changed_scopes(before, state).items():
        old = rows.get(key)
        if old is not None:
            work.overlay.assume(SCOPE, old)
        if scope is not None:
            new = rows[key] = scope_row(instance_id, scope)
            if old is None:
                work.insert(SCOPE, new)
            else:
                work.put(SCOPE, new)
        elif old is not None:
            work.delete(SCOPE, old.shard, instance_id, key)
            del rows[key]
    return rows


def _outcome(instance: InstanceRow, happened: Iterable[facts.Fact]) -> str:
    for fact in happened:
        if isinstance(fact, facts.InstanceCancelled):
            return fact.outcome
        if isinstance(fact, facts.InstanceCompleted):
            return instance.outcome or "completed"
    return instance.outcome


_ABOUT_INCIDENTS = (facts.IncidentRaised, facts.IncidentResolved)


def _incident_count(instance: InstanceRow, outcome: Accepted) -> int:
    if outcome.state.is_ended:
        return 0
    if instance.incident_count or any(isinstance(f, _ABOUT_INCIDENTS) for f in outcome.facts):
        return len(outcome.state.incidents())
    return 0


# --- call activities: the called instance lives beside its caller, in the same transaction


def start_called(
    fact: facts.ProcessCalled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A call activity was entered."""
    caller = _instance_of(context)
    yield StartProcess(
        process_key=fact.process_key,
        version_tag=fact.version_tag if fact.binding == "versionTag" else "",
        variables=fact.variables,
        title=caller.title,
        number=caller.number,
        initiator_id=caller.initiator_id,
        department_id=caller.department_id,
        instance_id=work.new_id_beside(caller.id),
        parent_id=caller.id,
        parent_key=fact.key,
    )


def cancel_called(
    fact: facts.CalledProcessCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """The call activity was interrupted."""
    caller = _instance_of(context)
    for child in work.find(INSTANCE, "by_parent", caller.shard, caller.id):
        if child.parent_key == fact.key and child.ended_at is None:
            yield EndCalled(child.id)


def answer_caller(
    fact: facts.InstanceCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A called instance has completed."""
    child = _instance_of(context)
    if child.parent_id:
        done = engine.CompleteCall(at=work.at, key=child.parent_key, variables=fact.variables)
        yield TellCaller(child.id, done)


def fail_caller(
    fact: facts.ErrorThrown, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An error that nobody in the called instance takes ends it and reaches the caller.

    BPMN 2.0.2, 10.5.6: an error is critical, whoever catches it; if nobody does, the incident is
    the caller's, and its retry calls anew.
    """
    child = _instance_of(context)
    if child.parent_id and not fact.caught_by:
        thrown = engine.ThrowError(at=work.at, key=child.parent_key, error_code=fact.error_code)
        yield TellCaller(child.id, thrown)
        yield EndCalled(child.id)


def escalate_to_caller(
    fact: facts.EscalationThrown, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An escalation that nobody in the called instance takes reaches the caller."""
    child = _instance_of(context)
    if child.parent_id and not fact.caught_by:
        thrown = engine.ThrowEscalation(
            at=work.at,
            key=child.parent_key,
            escalation_code=fact.escalation_code,
            variables=fact.variables,
        )
        yield TellCaller(child.id, thrown)


def tell_caller(command: TellCaller, work: Work) -> Handled | Refused:
    """Let the call activity go on by what its called instance says.

    What one step of the called instance says may be more than the caller waits for: after an
    escalation that interrupts the call, the end of the called instance tells nobody.
    """
    caller = work.instance(work.instance(command.instance_id).parent_id)
    if not _waits(caller, command.told.key, work):
        return Handled()
    return advance(Advance(caller.id, command.told), work)


def end_called(command: EndCalled, work: Work) -> Handled | Refused:
    """Cancel a called instance."""
    child = work.instance(command.instance_id)
    if child.ended_at is not None:
        return Handled()
    cancel = engine.CancelInstance(at=work.at, outcome="cancelled", reason="caller")
    return advance(Advance(child.id, cancel), work)


def report_to_caller(
    fact: facts.InstanceCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A called instance was cancelled; whoever did it may have answered the caller already."""
    child = _instance_of(context)
    if child.parent_id:
        yield ReportCancelled(child.id)


def report_cancelled(command: ReportCancelled, work: Work) -> Handled | Refused:
    """Make an incident of a call activity whose called instance is gone."""
    child = work.instance(command.instance_id)
    caller = work.instance(child.parent_id)
    if not _waits(caller, child.parent_key, work):
        return Handled()
    if child.parent_key in work.state(caller).incidents():  # the error that ended the called one
        return Handled()
    failed = engine.FailJob(
        at=work.at,
        key=child.parent_key,
        code="runtime.call.cancelled",
        params={"process": child.process_key},
    )
    return advance(Advance(caller.id, failed), work)


def _waits(caller: InstanceRow, key: int, work: Work) -> bool:
    """Whether a call activity is still there."""
    return caller.ended_at is None and work.state(caller).element_of(key) is not None


def _instance_of(context: FactContext) -> InstanceRow:
    assert context.instance is not None, "an engine fact belongs to an instance"
    return context.instance
