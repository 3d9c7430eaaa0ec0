"""What an instance can be asked. Every command carries its instant; `key` is an element instance.

A command that comes too late or twice is answered by `Rejected`, never by an exception.
"""

from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    at: datetime
    """Instant of the command, aware, UTC."""


class StartInstance(_Command, frozen=True):
    """Begin at `start_element`: None means the none start event. Only without a state."""

    start_element: str | None = None
    variables: Variables = NO_VARIABLES


class CompleteUserTask(_Command, frozen=True):
    """The people's work of a user task is finished."""

    key: int
    variables: Variables = NO_VARIABLES


class CompleteJob(_Command, frozen=True):
    """A worker or connector has done the job of this element instance."""

    key: int
    variables: Variables = NO_VARIABLES


class FailJob(_Command, frozen=True):
    """All retries are used up: an incident."""

    key: int
    code: str
    params: dict[str, Any] = {}


class ThrowError(_Command, frozen=True):
    """The job, user task or called process ended with a BPMN error."""

    key: int
    error_code: str
    variables: Variables = NO_VARIABLES


class ThrowEscalation(_Command, frozen=True):
    """The called process, job or user task escalates and goes on."""

    key: int
    escalation_code: str
    variables: Variables = NO_VARIABLES


class CompleteCall(_Command, frozen=True):
    """The process that the call activity had called has completed."""

    key: int
    variables: Variables = NO_VARIABLES


class TriggerTimer(_Command, frozen=True):
    """The timer with this key is due."""

    key: int


class DeliverMessage(_Command, frozen=True):
    """A correlated message for the subscription with this key."""

    key: int
    variables: Variables = NO_VARIABLES


class DeliverSignal(_Command, frozen=True):
    """A signal for the subscription with this key."""

    key: int
    variables: Variables = NO_VARIABLES


class SetVariables(_Command, frozen=True):
    """Set variables in exactly this scope; conditions are looked at again."""

    scope_key: int = 0
    variables: Variables = NO_VARIABLES


class ResolveIncident(_Command, frozen=True):
    """Try again what failed in this element instance."""

    key: int


class Skip(_Command, frozen=True):
    """Take the work of an activity or event as done although it was not: the operator's way on.

    What it had given out (task, job, called process) is taken back; `variables` stand for its
    results.
    """

    key: int
    variables: Variables = NO_VARIABLES


class Move(_Command, frozen=True):
    """Take element instances away and activate elements in their stead.

    Returning and withdrawing are moves. Elements are activated in the nearest scope around what
    was cancelled; scopes that are missing are entered on the way. Tokens that wait before a join
    which the way from there fills again are taken away.
    """

    cancel: tuple[int, ...] = ()
    activate: tuple[str, ...] = ()


class Activation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One element to activate, in a given scope or the nearest one, with local variables."""

    element_id: str
    scope_key: int | None = None
    variables: Variables = NO_VARIABLES


class Modify(_Command, frozen=True):
    """The operator's move: also tokens that wait before a join, and loop instances.

    Activating the element of a running loop body in the body's scope adds a turn to the loop.
    """

    cancel: tuple[int, ...] = ()
    discard_flows: tuple[str, ...] = ()
    activate: tuple[Activation, ...] = ()


class StartActivity(_Command, frozen=True):
    """Start an activity of an ad-hoc subprocess by hand; `key` is the subprocess."""

    key: int
    element_id: str
    variables: Variables = NO_VARIABLES


class CompleteAdHoc(_Command, frozen=True):
    """Finish an ad-hoc subprocess by hand, once nothing in it is active."""

    key: int


class CancelInstance(_Command, frozen=True):
    """End the instance; `outcome` is kept (withdrawn, rejected, cancelled)."""

    outcome: str
    reason: str = ""


class Suspend(_Command, frozen=True):
    """Hold the instance: until Resume only variables, migration and the end are accepted."""


class Resume(_Command, frozen=True):
    """Let a suspended instance go on."""


class Migrate(_Command, frozen=True):
    """Go on by the program that `step` is given; the state was made by another version.

    `mapping` names elements and flows that are called differently there; the others keep their
    id. Check with `plan_migration` first: what cannot be mapped is `Rejected`.
    """

    process_id: str
    mapping: dict[str, str] = {}


Command: TypeAlias = (
    StartInstance
    | CompleteUserTask
    | CompleteJob
    | FailJob
    | ThrowError
    | ThrowEscalation
    | CompleteCall
    | TriggerTimer
    | DeliverMessage
    | DeliverSignal
    | SetVariables
    | ResolveIncident
    | Skip
    | Move
    | Modify
    | StartActivity
    | CompleteAdHoc
    | CancelInstance
    | Suspend
    | Resume
    | Migrate
)
