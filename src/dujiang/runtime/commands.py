"""What can be asked of running instances. Other rooms and the edges make these."""

from datetime import timedelta
from typing import TypeAlias

import msgspec

from dujiang.engine import commands as engine
from dujiang.kernel.values import NO_VARIABLES, Variables


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which version is to start: at most one is given; none means the one in force."""

    tag: str = ""
    """The newest with this tag."""
    number: int = 0
    beside_version_id: int = 0
    """The one that was the newest when this version of another process was deployed."""


class StartProcess(msgspec.Struct, frozen=True, kw_only=True):
    """Start an instance. Without `version_id` the version in force starts.

    With `instance_id` the caller has chosen the id (`work.new_id`) and may refer to it already.
    Answer: `{"instance_id": ...}`.
    """

    process_key: str
    version_id: int | None = None
    wanted: Wanted = Wanted()
    variables: Variables = NO_VARIABLES
    start_element: str | None = None
    title: str = ""
    number: str = ""
    initiator_id: int = 0
    department_id: int = 0
    instance_id: int | None = None
    parent_id: int = 0
    parent_key: int = 0


class Advance(msgspec.Struct, frozen=True):
    """Give a running instance an engine command."""

    instance_id: int
    command: engine.Command


class LabelInstance(msgspec.Struct, frozen=True, kw_only=True):
    """Set what lists show of an instance; None leaves a value as it is."""

    instance_id: int
    title: str | None = None
    number: str | None = None
    outcome: str | None = None


class TellCaller(msgspec.Struct, frozen=True):
    """What happened in a called instance reaches its call activity, if that still waits for it."""

    instance_id: int
    """The called instance."""
    told: engine.CompleteCall | engine.ThrowError | engine.ThrowEscalation


class EndCalled(msgspec.Struct, frozen=True):
    """Nobody waits for a called instance any more: cancel it, unless it has ended."""

    instance_id: int


class ReportCancelled(msgspec.Struct, frozen=True):
    """A called instance was cancelled: its caller, if it still waits, becomes an incident."""

    instance_id: int


Operation: TypeAlias = (
    engine.Suspend
    | engine.Resume
    | engine.CancelInstance
    | engine.SetVariables
    | engine.Move
    | engine.Modify
    | engine.Skip
    | engine.StartActivity
    | engine.CompleteAdHoc
)


class OperateInstance(msgspec.Struct, frozen=True):
    """An operator's repair of one instance. The instant in the operation is set at the door.

    Holding and letting go reach the instances that it has called.
    """

    instance_id: int
    operation: Operation
    reason: str = ""
    """Why, as the operator says; kept in the log."""


class RetryIncident(msgspec.Struct, frozen=True):
    """Try again what failed; a job keeps its idempotency key and gets all its attempts anew.

    `variables` are corrected first, in the scope `scope_key`.
    """

    incident_id: int
    variables: Variables = NO_VARIABLES
    scope_key: int = 0
    reason: str = ""


class MigrateInstance(msgspec.Struct, frozen=True, kw_only=True):
    """Let an instance go on by another version of its process.

    `mapping` names elements and flows that are called differently there
    (`engine.propose_mapping`); what stands in the way refuses it, with the elements named.
    """

    instance_id: int
    version_id: int
    mapping: dict[str, str] = {}
    reason: str = ""


class FireTimer(msgspec.Struct, frozen=True):
    """A timer of an instance is due."""

    instance_id: int
    key: int


class FireAlarm(msgspec.Struct, frozen=True):
    """An alarm that a room has set is due."""

    alarm_id: int


class JobDone(msgspec.Struct, frozen=True, tag=True):
    """The job was done; these are its results."""

    variables: Variables = NO_VARIABLES


class JobFailed(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The attempt failed. `code` has words; `may_retry` is False when repeating cannot help."""

    code: str
    params: dict[str, str | int] = {}
    may_retry: bool = True
    retry_after_s: int | None = None
    """At least so long, as the receiver asked (`Retry-After`)."""


class JobError(msgspec.Struct, frozen=True, tag=True):
    """The receiver's answer is a BPMN error that the model may catch."""

    error_code: str
    variables: Variables = NO_VARIABLES


JobOutcome: TypeAlias = JobDone | JobFailed | JobError


class FinishJob(msgspec.Struct, frozen=True):
    """What came of an attempt at a job."""

    job_id: int
    attempt: int
    outcome: JobOutcome


class PublishMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Deliver a message to the instance that waits for it, by name and correlation key.

    When nobody waits it is kept for `time_to_live`. Answer: `{"delivered": bool, "instance_id"}`.
    """

    name: str
    correlation: str = ""
    variables: Variables = NO_VARIABLES
    time_to_live: timedelta = timedelta(hours=1)


class MatchEarlyMessage(msgspec.Struct, frozen=True):
    """Look once more whether somebody waits for a message that came early."""

    message_id: int


class HearSignal(msgspec.Struct, frozen=True):
    """A signal reaches one instance, if that still waits for it."""

    instance_id: int
    deliver: engine.DeliverSignal


class BroadcastSignal(msgspec.Struct, frozen=True):
    """Deliver a signal to every instance that waits for it."""

    name: str
    variables: Variables = NO_VARIABLES
    process_key: str = ""
    """Only to instances of this process; empty: to all."""


class NoteRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """An edge has turned somebody away before any command was given: a line for the audit trail.

    The line names `operation` instead of this command; the answer is the refusal once more.
    """

    operation: str
    code: str
