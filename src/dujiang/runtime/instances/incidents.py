"""Incidents（异常）: what stands still until somebody repairs it, as rows an operator can list."""

from collections.abc import Iterable

import msgspec

from dujiang.engine import commands as engine
from dujiang.engine import events as facts
from dujiang.kernel.encoding import encode
from dujiang.kernel.ids import shard_of
from dujiang.runtime.commands import Advance, RetryIncident
from dujiang.runtime.deciding.work import FactContext, Work
from dujiang.runtime.instances.jobs import failed_job
from dujiang.runtime.instances.operating import corrections
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import INCIDENT, IncidentRow, InstanceRow


def raise_incident(
    fact: facts.IncidentRaised, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An element instance stands still."""
    instance = context.instance
    assert instance is not None
    job = failed_job(work, instance, fact.key)
    incident_id = work.new_id_beside(instance.id)
    work.insert(
        INCIDENT,
        IncidentRow(
            shard=instance.shard,
            id=incident_id,
            instance_id=instance.id,
            key=fact.key,
            element_id=fact.element_id,
            code=fact.code,
            params=encode(fact.params),
            raised_at=work.at,
            job_id=job.id if job is not None else 0,
        ),
    )
    work.notify("incidents")
    return ()


def resolve_incident(
    fact: facts.IncidentResolved, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """It goes on."""
    assert context.instance is not None
    _resolve(work, context.instance, {fact.key})
    return ()


def forget_incidents(
    fact: facts.InstanceCompleted | facts.InstanceCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Nothing of an ended instance waits for repair."""
    assert context.instance is not None
    if isinstance(fact, facts.InstanceCancelled):
        _resolve(work, context.instance, None)
    return ()


def forget_incident_of(
    fact: facts.ElementTerminated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """What was taken away does not wait for repair."""
    assert context.instance is not None
    if work.state(context.instance).incidents() or context.instance.incident_count:
        _resolve(work, context.instance, {fact.key})
    return ()


def _resolve(work: Work, instance: InstanceRow, keys: set[int] | None) -> None:
    for incident in work.find(INCIDENT, "by_instance", instance.shard, instance.id):
        if incident.resolved_at is None and (keys is None or incident.key in keys):
            work.put(INCIDENT, msgspec.structs.replace(incident, resolved_at=work.at))
            work.notify("incidents")


def needs_of_incident(command: RetryIncident, known: Known) -> Iterable[Needs]:
    """The incident, then its instance."""
    key = (shard_of(command.incident_id), command.incident_id)
    yield Needs(rows=((INCIDENT, key),))
    incident = known.get(INCIDENT, *key)
    if incident is not None:
        yield Needs(instances=(incident.instance_id,))


def retry_incident(command: RetryIncident, work: Work) -> Handled | Refused:
    """Try again what failed."""
    incident = work.get(INCIDENT, shard_of(command.incident_id), command.incident_id)
    if incident is None:
        return Refused("runtime.incident.not_found", 404)
    if incident.resolved_at is not None:
        return Refused("runtime.incident.resolved")
    instance = work.instance(incident.instance_id)
    corrected: tuple[msgspec.Struct, ...] = ()
    follow_ups: tuple[msgspec.Struct, ...] = ()
    if command.variables:
        corrected = corrections(work.state(instance), command.scope_key, command.variables)
        correct = engine.SetVariables(
            at=work.at, scope_key=command.scope_key, variables=command.variables
        )
        follow_ups = (Advance(instance.id, correct),)
    resolve = engine.ResolveIncident(at=work.at, key=incident.key)
    return Handled(corrected, (*follow_ups, Advance(instance.id, resolve)), instance_id=instance.id)
