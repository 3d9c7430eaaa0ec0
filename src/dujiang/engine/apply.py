"""The only place where state changes: live, replayed and migrated steps all pass here."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec.structs import replace

from dujiang.engine import events as ev
from dujiang.engine.draft import Draft, ScopeDraft
from dujiang.engine.state import NOBODY, ROOT, Compensable, Incident, Loop, State, Trigger, Visit


def apply(state: State | None, fact: ev.Fact) -> State:
    """The state after one fact. Folding a step's facts gives the state that `step` returned."""
    return apply_all(state, (fact,))


def apply_all(state: State | None, facts: Iterable[ev.Fact]) -> State:
    """The state after these facts, in order."""
    draft = Draft(state)
    for fact in facts:
        APPLY[type(fact)](draft, fact)
    return draft.frozen()


# --- the instance


def _instance_started(draft: Draft, fact: ev.InstanceStarted) -> None:
    draft.process_id = fact.process_id
    root = ScopeDraft(ROOT, fact.process_id, NOBODY, "process")
    root.variables = fact.variables.to_dict()
    draft.add(root)


def _instance_completed(draft: Draft, _: ev.InstanceCompleted) -> None:
    draft.status = "completed"
    _only_variables_stay(draft)


def _instance_cancelled(draft: Draft, _: ev.InstanceCancelled) -> None:
    draft.status = "cancelled"
    _only_variables_stay(draft)


def _only_variables_stay(draft: Draft) -> None:
    for child in draft.children(ROOT):
        draft.remove(child)
    root = draft.thaw(ROOT)
    root.tokens.clear()
    root.resets.clear()
    root.compensables = ()


def _instance_suspended(draft: Draft, _: ev.InstanceSuspended) -> None:
    draft.status = "suspended"


def _instance_resumed(draft: Draft, _: ev.InstanceResumed) -> None:
    draft.status = "active"


def _instance_migrated(draft: Draft, fact: ev.InstanceMigrated) -> None:
    new = fact.mapping
    draft.process_id = fact.process_id
    for seen in draft.every_scope():
        scope = draft.thaw(seen.key)
        if scope.key == ROOT:
            scope.element_id = fact.process_id
        else:
            scope.element_id = new.get(scope.element_id, scope.element_id)
        for key, visit in scope.visits.items():
            if visit.element_id in new:
                scope.visits[key] = replace(visit, element_id=new[visit.element_id])
        for key, trigger in scope.triggers.items():
            if trigger.element_id in new:
                scope.triggers[key] = replace(trigger, element_id=new[trigger.element_id])
        scope.tokens = {new.get(flow, flow): keys for flow, keys in scope.tokens.items()}
        scope.resets = {
            new.get(gateway, gateway): tuple(new.get(flow, flow) for flow in flows)
            for gateway, flows in scope.resets.items()
        }
        scope.compensables = tuple(
            replace(
                record,
                element_id=new.get(record.element_id, record.element_id),
                handler_id=new.get(record.handler_id, record.handler_id),
            )
            for record in scope.compensables
        )


# --- elements and tokens


def _element_activated(draft: Draft, fact: ev.ElementActivated) -> None:
    key = fact.key
    draft.next_key = key + 1
    for flow in fact.flows:
        _take_token(draft, fact.scope_key, flow)
    if not fact.kind:
        scope = draft.thaw(fact.scope_key)
        scope.visits[key] = Visit(fact.element_id, fact.from_keys, compensates=fact.compensates)
        draft.where[key] = fact.scope_key
        return
    inner = ScopeDraft(key, fact.element_id, fact.scope_key, fact.kind)
    inner.from_keys = fact.from_keys
    inner.compensates = fact.compensates
    if fact.loop_counter:
        inner.loop = Loop(counter=fact.loop_counter)
        body = draft.thaw(fact.scope_key)
        if body.loop is not None:
            body.loop = replace(
                body.loop,
                started=max(body.loop.started, fact.loop_counter),
                active=body.loop.active + 1,
                total=body.loop.total if body.loop.total < 0
                else max(body.loop.total, fact.loop_counter),
            )  # fmt: skip
    draft.add(inner)


def _take_token(draft: Draft, scope_key: int, flow: str) -> None:
    scope = draft.thaw(scope_key)
    waiting = scope.tokens[flow]
    if len(waiting) == 1:
        del scope.tokens[flow]
    else:
        scope.tokens[flow] = waiting[1:]


def _element_completed(draft: Draft, fact: ev.ElementCompleted) -> None:
    holder = draft.holder(fact.key)
    if holder != NOBODY:
        del draft.thaw(holder).visits[fact.key]
        draft.forget(fact.key)
        return
    scope = draft.thaw(fact.key)
    if scope.kind == "inner":
        body = draft.thaw(scope.parent_key)
        if body.loop is not None:
            counts = body.loop
            body.loop = replace(counts, active=counts.active - 1, completed=counts.completed + 1)
    if fact.is_kept:
        scope.kind = "done"
        scope.is_open = False
        scope.tokens.clear()
    else:
        draft.remove(fact.key)


def _element_terminated(draft: Draft, fact: ev.ElementTerminated) -> None:
    holder = draft.holder(fact.key)
    if holder != NOBODY:
        del draft.thaw(holder).visits[fact.key]
        draft.forget(fact.key)
        return
    scope = draft.find(fact.key)
    if scope is not None and scope.kind == "inner":
        body = draft.thaw(scope.parent_key)
        if body.loop is not None:
            counts = body.loop
            body.loop = replace(counts, active=counts.active - 1, terminated=counts.terminated + 1)
    draft.remove(fact.key)


def _flow_taken(draft: Draft, fact: ev.SequenceFlowTaken) -> None:
    tokens = draft.thaw(fact.scope_key).tokens
    tokens[fact.flow_id] = (*tokens.get(fact.flow_id, ()), fact.from_key)


def _tokens_discarded(draft: Draft, fact: ev.TokensDiscarded) -> None:
    for _ in range(fact.count):
        _take_token(draft, fact.scope_key, fact.flow_id)


def _scope_interrupted(draft: Draft, fact: ev.ScopeInterrupted) -> None:
    scope = draft.thaw(fact.key)
    scope.tokens.clear()
    scope.resets.clear()
    scope.is_interrupted = True


def _complex_fired(draft: Draft, fact: ev.ComplexGatewayFired) -> None:
    draft.thaw(fact.scope_key).resets[fact.element_id] = fact.flows


def _complex_reset(draft: Draft, fact: ev.ComplexGatewayReset) -> None:
    draft.thaw(fact.scope_key).resets.pop(fact.element_id, None)


# --- variables and decisions


def _variables_set(draft: Draft, fact: ev.VariablesSet) -> None:
    draft.thaw(fact.scope_key).variables.update(fact.variables.to_dict())


def _nothing(_: Draft, __: object) -> None:
    """The fact tells something to others; no state hangs on it."""


# --- work that is given out


def _opened(draft: Draft, fact: ev.UserTaskCreated | ev.JobCreated | ev.ProcessCalled) -> None:
    _set_open(draft, fact.key, is_open=True)


def _withdrawn(
    draft: Draft, fact: ev.UserTaskCancelled | ev.JobCancelled | ev.CalledProcessCancelled
) -> None:
    _set_open(draft, fact.key, is_open=False)


def _set_open(draft: Draft, key: int, *, is_open: bool) -> None:
    holder = draft.holder(key)
    if holder == NOBODY:
        draft.thaw(key).is_open = is_open
    else:
        visits = draft.thaw(holder).visits
        visits[key] = replace(visits[key], is_open=is_open)


# --- waiting


def _timer_scheduled(draft: Draft, fact: ev.TimerScheduled) -> None:
    draft.next_key = fact.key + 1
    draft.thaw(fact.scope_key).triggers[fact.key] = Trigger(
        element_id=fact.element_id,
        owner_key=fact.owner_key,
        kind="timer",
        definition=fact.definition,
        due_at=fact.due_at,
        repeats=fact.repeats,
        cycle=fact.cycle,
    )
    draft.place(fact.key, fact.scope_key)


def _subscription_opened(draft: Draft, fact: ev.SubscriptionOpened) -> None:
    draft.next_key = fact.key + 1
    draft.thaw(fact.scope_key).triggers[fact.key] = Trigger(
        element_id=fact.element_id,
        owner_key=fact.owner_key,
        kind=fact.kind,
        definition=fact.definition,
        name=fact.name,
        correlation=fact.correlation,
    )
    draft.place(fact.key, fact.scope_key)


def _subscription_met(draft: Draft, fact: ev.SubscriptionMet) -> None:
    triggers = draft.thaw(draft.holder(fact.key)).triggers
    triggers[fact.key] = replace(triggers[fact.key], is_met=fact.is_met)


def _trigger_gone(
    draft: Draft, fact: ev.TimerFired | ev.TimerCancelled | ev.SubscriptionClosed
) -> None:
    del draft.thaw(draft.holder(fact.key)).triggers[fact.key]
    draft.forget(fact.key)


# --- loops


def _loop_started(draft: Draft, fact: ev.LoopStarted) -> None:
    draft.thaw(fact.key).loop = Loop(total=fact.total)
    if fact.items_key != NOBODY:
        draft.next_key = fact.items_key + 1
        items = ScopeDraft(fact.items_key, "", fact.key, "items")
        items.variables = fact.items.to_dict()
        draft.add(items)


def _loop_result_kept(draft: Draft, fact: ev.LoopResultKept) -> None:
    draft.next_key = fact.key + 1
    result = ScopeDraft(fact.key, fact.element_id, fact.scope_key, "result")
    result.variables = fact.value.to_dict()
    result.loop = Loop(counter=fact.loop_counter)
    draft.add(result)


# --- compensation


def _compensation_recorded(draft: Draft, fact: ev.CompensationRecorded) -> None:
    scope = draft.thaw(fact.scope_key)
    record = Compensable(fact.key, fact.element_id, fact.handler_id, fact.is_kept)
    scope.compensables = (*scope.compensables, record)


def _compensation_started(draft: Draft, fact: ev.CompensationStarted) -> None:
    _set_to_compensate(draft, fact.key, fact.records)


def _set_to_compensate(draft: Draft, key: int, records: tuple[tuple[int, int], ...]) -> None:
    visits = draft.thaw(draft.holder(key)).visits
    visits[key] = replace(visits[key], to_compensate=records)


def _compensation_done(draft: Draft, fact: ev.CompensationDone) -> None:
    holder = draft.find(draft.holder(fact.key))
    if holder is not None:
        waiting = holder.visits[fact.key].to_compensate
        left = tuple(pair for pair in waiting if pair != (fact.scope_key, fact.record))
        _set_to_compensate(draft, fact.key, left)
    scope = draft.find(fact.scope_key)
    if scope is not None:
        scope = draft.thaw(fact.scope_key)
        scope.compensables = tuple(r for r in scope.compensables if r.key != fact.record)
    kept = draft.find(fact.record)
    if kept is not None and kept.kind == "done":
        draft.remove(fact.record)


# --- trouble


def _incident_raised(draft: Draft, fact: ev.IncidentRaised) -> None:
    _set_incident(draft, fact.key, Incident(fact.code, fact.params, fact.phase))


def _incident_resolved(draft: Draft, fact: ev.IncidentResolved) -> None:
    _set_incident(draft, fact.key, None)


def _set_incident(draft: Draft, key: int, incident: Incident | None) -> None:
    holder = draft.holder(key)
    if holder == NOBODY:
        draft.thaw(key).incident = incident
    else:
        visits = draft.thaw(holder).visits
        visits[key] = replace(visits[key], incident=incident)


def _ad_hoc_stopped(draft: Draft, fact: ev.AdHocStopped) -> None:
    draft.thaw(fact.key).is_stopping = True


APPLY: Final[dict[type, Callable[[Draft, Any], None]]] = {
    ev.InstanceStarted: _instance_started,
    ev.InstanceCompleted: _instance_completed,
    ev.InstanceCancelled: _instance_cancelled,
    ev.InstanceSuspended: _instance_suspended,
    ev.InstanceResumed: _instance_resumed,
    ev.InstanceMigrated: _instance_migrated,
    ev.ElementActivated: _element_activated,
    ev.ElementCompleted: _element_completed,
    ev.ElementTerminated: _element_terminated,
    ev.SequenceFlowTaken: _flow_taken,
    ev.TokensDiscarded: _tokens_discarded,
    ev.ScopeInterrupted: _scope_interrupted,
    ev.ComplexGatewayFired: _complex_fired,
    ev.ComplexGatewayReset: _complex_reset,
    ev.VariablesSet: _variables_set,
    ev.DecisionEvaluated: _nothing,
    ev.UserTaskCreated: _opened,
    ev.UserTaskCancelled: _withdrawn,
    ev.JobCreated: _opened,
    ev.JobCancelled: _withdrawn,
    ev.ProcessCalled: _opened,
    ev.CalledProcessCancelled: _withdrawn,
    ev.TimerScheduled: _timer_scheduled,
    ev.TimerFired: _trigger_gone,
    ev.TimerCancelled: _trigger_gone,
    ev.SubscriptionOpened: _subscription_opened,
    ev.SubscriptionMet: _subscription_met,
    ev.SubscriptionClosed: _trigger_gone,
    ev.MessageThrown: _nothing,
    ev.SignalThrown: _nothing,
    ev.ErrorThrown: _nothing,
    ev.EscalationThrown: _nothing,
    ev.LoopStarted: _loop_started,
    ev.LoopResultKept: _loop_result_kept,
    ev.CompensationRecorded: _compensation_recorded,
    ev.CompensationStarted: _compensation_started,
    ev.CompensationDone: _compensation_done,
    ev.IncidentRaised: _incident_raised,
    ev.IncidentResolved: _incident_resolved,
    ev.AdHocStopped: _ad_hoc_stopped,
}
"""One function per fact; a test checks that the family is covered."""
