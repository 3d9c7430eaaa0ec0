"""Variables that nobody may read where they lie: sealed before a command reaches its handler.

Which they are, and under whose key, the room of forms knows. Here stands which commands bring
variables into an instance; log, state and facts see the command as it is after this.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from dujiang.engine import commands as engine
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.commands import (
    Advance,
    FinishJob,
    HearSignal,
    JobFailed,
    OperateInstance,
    RetryIncident,
    TellCaller,
)
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.tables import INCIDENT, INSTANCE, JOB

C = TypeVar("C", bound=msgspec.Struct)


def guarded(command: C, work: Work) -> C:
    """The command with its sensitive variables sealed; mostly the same object."""
    guard = _GUARDS.get(type(command))
    return command if guard is None else guard(command, work)


def _advance(command: Advance, work: Work) -> Advance:
    inner = _sealed(command.command, command.instance_id, work)
    return command if inner is command.command else replace(command, command=inner)


def _operate(command: OperateInstance, work: Work) -> OperateInstance:
    inner = _sealed(command.operation, command.instance_id, work)
    return command if inner is command.operation else replace(command, operation=inner)


def _hear(command: HearSignal, work: Work) -> HearSignal:
    inner = _sealed(command.deliver, command.instance_id, work)
    return command if inner is command.deliver else replace(command, deliver=inner)


def _tell(command: TellCaller, work: Work) -> TellCaller:
    if not command.told.variables:
        return command
    caller_id = work.instance(command.instance_id).parent_id
    inner = _sealed(command.told, caller_id, work)
    return command if inner is command.told else replace(command, told=inner)


def _retry(command: RetryIncident, work: Work) -> RetryIncident:
    if not command.variables:
        return command
    incident = work.get(INCIDENT, shard_of(command.incident_id), command.incident_id)
    return command if incident is None else _sealed(command, incident.instance_id, work)


def _finish(command: FinishJob, work: Work) -> FinishJob:
    outcome = command.outcome
    if isinstance(outcome, JobFailed) or not outcome.variables:
        return command
    job = work.get(JOB, shard_of(command.job_id), command.job_id)
    if job is None or not job.instance_id:
        return command
    sealed = _sealed(outcome, job.instance_id, work)
    return command if sealed is outcome else replace(command, outcome=sealed)


def _sealed(carrier: Any, instance_id: int, work: Work) -> Any:  # noqa: ANN401 - what has variables
    """A command or outcome whose `variables` go into an instance; or those of what it activates."""
    if isinstance(carrier, engine.Modify):
        return _modify(carrier, instance_id, work)
    variables: Variables | None = getattr(carrier, "variables", None)
    if not variables:
        return carrier
    sealed = _variables(instance_id, variables, work)
    return carrier if sealed is variables else replace(carrier, variables=sealed)


def _modify(command: engine.Modify, instance_id: int, work: Work) -> engine.Modify:
    if not any(one.variables for one in command.activate):
        return command
    activated = [
        replace(one, variables=_variables(instance_id, one.variables, work))
        for one in command.activate
    ]
    return replace(command, activate=tuple(activated))


def _variables(instance_id: int, variables: Variables, work: Work) -> Variables:
    instance = work.get(INSTANCE, shard_of(instance_id), instance_id)
    return variables if instance is None else work.sealed(instance, variables)


_GUARDS: Final[Mapping[type, Callable[[Any, Work], Any]]] = {
    Advance: _advance,
    OperateInstance: _operate,
    HearSignal: _hear,
    TellCaller: _tell,
    RetryIncident: _retry,
    FinishJob: _finish,
}
