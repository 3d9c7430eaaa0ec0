"""Starting and advancing instances: the engine decides, its state and facts are written here."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from dujiang.engine import ROOT, Accepted, Rejected, Scope, changed_scopes, step
from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import shard_of
from dujiang.runtime.commands import (
    Advance,
    EndCalled,
    LabelInstance,
    OperateInstance,
    ReportCancelled,
    StartProcess,
    TellCaller,
    Wanted,
)
from dujiang.runtime.deciding.departures import departures, has_scopes
from dujiang.runtime.deciding.states import KeptState, scope_row
from dujiang.runtime.deciding.work import Beginning, FactContext, Work
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import INSTANCE, SCOPE, InstanceRow, InstanceState, ScopeRow

_STATE_OF: dict[str, InstanceState] = {
    "active": "ACTIVE",
    "suspended": "SUSPENDED",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
}


class Versions(Protocol):
    """Which version of a process starts; `deployments` knows. Each raises `NotFound`."""

    def in_force(self, process_key: str, wanted: Wanted, work: Work) -> int:
        """Id of the version that is wanted."""
        ...


class Starting:
    """Handler of `StartProcess`."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def __call__(self, command: StartProcess, work: Work) -> Handled | Refused:
        """Create the instance and let it run until it waits."""
        try:
            version_id = self._version(command, work)
        except NotFound as missing:
            if not command.parent_id:
                raise
            return _cannot_call(command, missing, work)
        program = work.program_of_version(version_id)
        instance_id = command.instance_id
        if instance_id is None:
            instance_id = (
                work.new_id_beside(command.parent_id) if command.parent_id else work.new_id()
            )
        recorded = _guarded(command, Beginning(instance_id, command.initiator_id, version_id), work)
        start = engine.StartInstance(
            at=work.at, start_element=command.start_element, variables=recorded.variables
        )
        outcome = step(program, None, start)
        if isinstance(outcome, Rejected):
            return Refused(outcome.code, params=outcome.params, problems=outcome.problems)
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
        record(work, row, None, outcome)
        work.notify(f"instance:{instance_id}")
        return Handled(
            outcome.facts,
            answer={"instance_id": instance_id},
            instance_id=instance_id,
            recorded=recorded,
        )

    def _version(self, command: StartProcess, work: Work) -> int:
        if command.version_id is not None:
            return command.version_id
        return self._versions.in_force(command.process_key, command.wanted, work)


def _guarded(command: StartProcess, beginning: Beginning, work: Work) -> StartProcess:
    variables = work.sealed(beginning, command.variables)
    if variables is command.variables:
        return command
    return msgspec.structs.replace(command, variables=variables)


def _cannot_call(command: StartProcess, missing: NotFound, work: Work) -> Handled | Refused:
    """A call activity whose process is not there stands still; its caller's work is not lost."""
    failed = engine.FailJob(
        at=work.at,
        key=command.parent_key,
        code=missing.code,
        params={"process": command.process_key, **missing.params},
    )
    return advance(Advance(command.parent_id, failed), work)


def advance(command: Advance, work: Work) -> Handled | Refused:
    """Let the engine decide on one command for a running instance, and write what it says."""
    instance = work.instance(command.instance_id)
    kept = work.kept_state(instance)
    outcome = step(work.program(instance), kept.state, command.command)
    if isinstance(outcome, Rejected):
        return Refused(outcome.code, params=outcome.params, problems=outcome.problems)
    if has_scopes(kept.state, outcome.facts):
        ended = departures(kept.state, outcome.facts)
        work.departed.setdefault(instance.id, {}).update(ended)
    record(work, instance, kept, outcome)
    work.notify(f"instance:{instance.id}")
    return Handled(outcome.facts, instance_id=instance.id)


def needs_instance(command: Advance | OperateInstance, known: Known) -> tuple[Needs, ...]:
    """The instance itself."""
    return (Needs(instances=(command.instance_id,)),)


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


def record(
    work: Work, instance: InstanceRow, kept: KeptState | None, outcome: Accepted
) -> InstanceRow:
    """Write what changed of an instance: its row, and the scopes that are not the same objects."""
    state = outcome.state
    changed = changed_scopes(kept.state if kept is not None else None, state)
    root = changed.pop(ROOT, None)
    rows = kept.rows if kept is not None else {}
    if changed:
        rows = _record_scopes(work, instance.id, rows, changed)
    row = msgspec.structs.replace(
        instance,
        state=_STATE_OF[state.status],
        head=encode(state.head),
        root=instance.root if root is None else encode(root),
        has_scopes=bool(rows),
        ended_at=work.at if state.is_ended else None,
        outcome=_outcome(instance, outcome),
        incident_count=_incident_count(instance, outcome),
    )
    if kept is None:
        work.insert(INSTANCE, row)
    else:
        row = work.put(INSTANCE, row)
    work.states[row.id] = KeptState(row.revision, state, rows)
    return row


def _record_scopes(
    work: Work,
    instance_id: int,
    before: Mapping[int, ScopeRow],
    changed: Mapping[int, Scope | None],
) -> dict[int, ScopeRow]:
    rows = dict(before)
    for key, scope in changed.items():
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


def _outcome(instance: InstanceRow, outcome: Accepted) -> str:
    if not outcome.state.is_ended:
        return instance.outcome
    for fact in outcome.facts:
        if isinstance(fact, facts.InstanceCancelled):
            return fact.outcome
    return instance.outcome or "completed"


_ABOUT_INCIDENTS = frozenset((facts.IncidentRaised, facts.IncidentResolved))


def _incident_count(instance: InstanceRow, outcome: Accepted) -> int:
    if outcome.state.is_ended:
        return 0
    if instance.incident_count or not _ABOUT_INCIDENTS.isdisjoint(map(type, outcome.facts)):
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
        wanted=_wanted(fact, caller),
        variables=fact.variables,
        title=caller.title,
        number=caller.number,
        initiator_id=caller.initiator_id,
        department_id=caller.department_id,
        instance_id=work.new_id_beside(caller.id),
        parent_id=caller.id,
        parent_key=fact.key,
    )


def _wanted(fact: facts.ProcessCalled, caller: InstanceRow) -> Wanted:
    match fact.binding:
        case "versionTag":
            return Wanted(tag=fact.version_tag)
        case "version":
            text = fact.version_tag  # what is no number asks for a version that does not exist
            return Wanted(number=int(text) if text.isdecimal() else -1)
        case "deployment":
            return Wanted(beside_version_id=caller.version_id)
        case _:
            return Wanted()


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
        thrown = engine.ThrowError(
            at=work.at,
            key=child.parent_key,
            error_code=fact.error_code,
            variables=fact.variables,
        )
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
