"""What operators and other rooms do with jobs: edit one that failed, ask for one of no instance."""

from collections.abc import Iterable
from typing import Final

import msgspec

from dujiang.kernel.encoding import decode_value, encode_value
from dujiang.kernel.ids import shard_of, slot_of
from dujiang.kernel.values import Variables
from dujiang.runtime.commands import RetryIncident
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.events import JobEdited
from dujiang.runtime.instances.jobs import queue_of
from dujiang.runtime.requests import Handled, Known, Needs, Refused
from dujiang.runtime.tables import INCIDENT, JOB, JobRow

FIXED_INPUTS: Final = frozenset(("connection", "key"))
"""Inputs that stay: where the job goes, and by what the receiver knows it again."""


class EditJob(msgspec.Struct, frozen=True, kw_only=True):
    """Give the job behind an incident other inputs, then try it again; it keeps its key."""

    incident_id: int
    inputs: Variables
    reason: str


class AskForJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that belongs to no instance. It is tried once unless `retries` says otherwise; what
    comes of it is told to nobody. Answer: `{"job_id": ...}`.
    """

    job_type: str
    inputs: Variables
    idempotency_key: str
    retries: str = "once"
    beside_id: int = 0
    """An id in whose slot the job is to be; 0 for any."""


def needs_of_edit(command: EditJob, known: Known) -> Iterable[Needs]:
    """The incident, then its job and instance."""
    key = (shard_of(command.incident_id), command.incident_id)
    yield Needs(rows=((INCIDENT, key),))
    incident = known.get(INCIDENT, *key)
    if incident is not None:
        job = (JOB, (incident.shard, incident.job_id))
        yield Needs(rows=(job,), instances=(incident.instance_id,))


def edit_job(command: EditJob, work: Work) -> Handled | Refused:
    """Keep the new inputs beside the job, where its next attempt finds them."""
    incident = work.get(INCIDENT, shard_of(command.incident_id), command.incident_id)
    if incident is None:
        return Refused("runtime.incident.not_found", 404)
    instance = work.instance(incident.instance_id)
    job = work.get(JOB, incident.shard, incident.job_id) if incident.job_id else None
    if job is None or job.state != "FAILED":
        return Refused("runtime.job.not_failed")
    if not command.reason.strip():
        return Refused("runtime.job.no_reason", 422)
    before = decode_value(job.inputs)
    fixed = sorted(FIXED_INPUTS & set(command.inputs))
    unknown = sorted(set(command.inputs) - set(before))
    if fixed or unknown:
        return Refused("runtime.job.input_fixed", 422, {"names": fixed or unknown})
    known = decode_value(job.edited) if job.edited else {}
    edited = encode_value({**known, **command.inputs.to_dict()})
    work.put(JOB, msgspec.structs.replace(job, edited=edited))
    fact = JobEdited(
        element_id=job.element_id,
        before=Variables({name: before[name] for name in command.inputs}),
        after=command.inputs,
    )
    retry = RetryIncident(command.incident_id, reason=command.reason)
    return Handled((fact,), (retry,), instance_id=instance.id)


def ask_for_job(command: AskForJob, work: Work) -> Handled:
    """Put it into the outbox."""
    job_id = work.new_id(slot_of(command.beside_id) if command.beside_id else None)
    work.insert(
        JOB,
        JobRow(
            shard=shard_of(job_id),
            id=job_id,
            instance_id=0,
            key=0,
            element_id="",
            job_type=command.job_type,
            queue=queue_of(command.job_type, command.inputs),
            state="WAITING",
            created_at=work.at,
            wake_at=work.at,
            retries=command.retries,
            idempotency_key=command.idempotency_key,
            inputs=encode_value(command.inputs),
        ),
    )
    return Handled(answer={"job_id": job_id})
