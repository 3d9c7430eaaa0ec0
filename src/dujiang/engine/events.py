"""What can have happened in an instance. Once shipped, a fact never changes its meaning.

Each carries everything that `apply` needs. `key` is the element instance (or trigger) it is about.
"""

from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import msgspec

from dujiang.engine.state import Phase, ScopeKind
from dujiang.kernel.values import NO_VARIABLES, Variables

SignalReach: TypeAlias = Literal["instance", "process", "global"]


class _Fact(msgspec.Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    pass


# --- the instance


class InstanceStarted(_Fact, frozen=True, gc=False):
    """The instance has begun; its root scope exists."""

    process_id: str
    variables: Variables = NO_VARIABLES


class InstanceCompleted(_Fact, frozen=True, gc=False):
    """Nothing is active any more; these are the final variables."""

    variables: Variables = NO_VARIABLES


class InstanceCancelled(_Fact, frozen=True, gc=False):
    """Somebody ended the instance before its time."""

    outcome: str
    reason: str = ""


class InstanceSuspended(_Fact, frozen=True, gc=False):
    """The instance is held."""


class InstanceResumed(_Fact, frozen=True, gc=False):
    """The instance goes on; timers that became due meanwhile should fire now."""


class InstanceMigrated(_Fact, frozen=True, gc=False):
    """From here on another version is in force; ids were replaced by `mapping`."""

    process_id: str
    mapping: dict[str, str] = {}


# --- elements and tokens


class ElementActivated(_Fact, frozen=True, gc=False):
    """An element was entered. `from_keys`: the element instances whose completion led here."""

    key: int
    element_id: str
    scope_key: int
    from_keys: tuple[int, ...] = ()
    flows: tuple[str, ...] = ()
    """Sequence flows from which one token each was taken."""
    kind: ScopeKind | Literal[""] = ""
    """What kind of scope it is; empty when it has no variables of its own."""
    loop_counter: int = 0
    compensates: int = -1


class ElementCompleted(_Fact, frozen=True, gc=False):
    """An element instance is over, as drawn."""

    key: int
    element_id: str
    is_kept: bool = False
    """Its scope sleeps on, because it may be compensated."""


class ElementTerminated(_Fact, frozen=True, gc=False):
    """An element instance was ended from outside: interrupted, moved, cancelled."""

    key: int
    element_id: str


class SequenceFlowTaken(_Fact, frozen=True, gc=False):
    """A token was put on a sequence flow."""

    flow_id: str
    from_key: int
    scope_key: int = 0


class TokensDiscarded(_Fact, frozen=True, gc=False):
    """Tokens that waited on a flow were taken away: by an operator, or at a gateway's reset."""

    scope_key: int
    flow_id: str
    count: int = 1


class ScopeInterrupted(_Fact, frozen=True, gc=False):
    """An interrupting event subprocess takes over: waiting tokens of the scope are gone."""

    key: int
    by_element_id: str


class ComplexGatewayFired(_Fact, frozen=True, gc=False):
    """A complex gateway was activated and waits for its reset."""

    scope_key: int
    element_id: str
    flows: tuple[str, ...]


class ComplexGatewayReset(_Fact, frozen=True, gc=False):
    """A complex gateway is ready for its next activation."""

    scope_key: int
    element_id: str


# --- variables and decisions


class VariablesSet(_Fact, frozen=True, gc=False):
    """Variables got values in exactly this scope."""

    scope_key: int
    variables: Variables


class DecisionEvaluated(_Fact, frozen=True, gc=False):
    """A decision was evaluated; the explanation says which rules hit."""

    key: int
    element_id: str
    decision: str
    explanation: Variables = NO_VARIABLES


# --- work that is given out


class UserTaskCreated(_Fact, frozen=True, gc=False):
    """People have something to do."""

    key: int
    element_id: str


class UserTaskCancelled(_Fact, frozen=True, gc=False):
    """The work is not needed any more."""

    key: int
    element_id: str


class JobCreated(_Fact, frozen=True, gc=False):
    """A connector or worker has something to do; `inputs` are evaluated."""

    key: int
    element_id: str
    job_type: str
    inputs: Variables = NO_VARIABLES
    retries: str = ""
    deadline: timedelta | None = None


class JobCancelled(_Fact, frozen=True, gc=False):
    """The job is not needed any more."""

    key: int
    element_id: str = ""


class ProcessCalled(_Fact, frozen=True, gc=False):
    """A call activity asks for an instance of another process, in the same transaction."""

    key: int
    element_id: str
    process_key: str
    binding: str = "latest"
    version_tag: str = ""
    variables: Variables = NO_VARIABLES


class CalledProcessCancelled(_Fact, frozen=True, gc=False):
    """The called instance is not needed any more."""

    key: int
    element_id: str = ""


# --- waiting


class TimerScheduled(_Fact, frozen=True, gc=False):
    """A timer runs; `TriggerTimer(key)` is due at `due_at`."""

    key: int
    element_id: str
    owner_key: int
    scope_key: int
    due_at: datetime
    definition: int = 0
    repeats: int = 0
    cycle: str = ""
    """ISO 8601 interval or cron text of a timer that repeats."""


class TimerFired(_Fact, frozen=True, gc=False):
    """A timer was due and is used up; a cycle schedules its next one under a new key."""

    key: int
    element_id: str = ""


class TimerCancelled(_Fact, frozen=True, gc=False):
    """A timer is not needed any more."""

    key: int
    element_id: str = ""


class SubscriptionOpened(_Fact, frozen=True, gc=False):
    """A message, signal or condition is waited for."""

    key: int
    element_id: str
    owner_key: int
    scope_key: int
    kind: Literal["message", "signal", "conditional"]
    name: str = ""
    correlation: str | None = None
    definition: int = 0
    reach: SignalReach = "global"


class SubscriptionMet(_Fact, frozen=True, gc=False):
    """It happened (or, of a condition, holds no longer); the subscription stays open."""

    key: int
    element_id: str = ""
    is_met: bool = True


class SubscriptionClosed(_Fact, frozen=True, gc=False):
    """It is waited for no longer."""

    key: int
    element_id: str = ""


# --- throwing


class MessageThrown(_Fact, frozen=True, gc=False):
    """A message leaves the instance."""

    key: int
    element_id: str
    name: str
    correlation: str | None = None
    variables: Variables = NO_VARIABLES
    time_to_live: timedelta | None = None
    target: str = ""
    """Process or element that a message flow points to, where one is drawn."""


class SignalThrown(_Fact, frozen=True, gc=False):
    """A signal was broadcast. Inside this instance it has been delivered already."""

    key: int
    element_id: str
    name: str
    reach: SignalReach = "global"
    variables: Variables = NO_VARIABLES


class ErrorThrown(_Fact, frozen=True, gc=False):
    """A BPMN error was thrown; `caught_by` is the event that took it, empty for none."""

    key: int
    element_id: str
    error_code: str
    caught_by: str = ""
    variables: Variables = NO_VARIABLES


class EscalationThrown(_Fact, frozen=True, gc=False):
    """An escalation was thrown; with `caught_by` empty the caller of this instance may take it."""

    key: int
    element_id: str
    escalation_code: str
    caught_by: str = ""
    variables: Variables = NO_VARIABLES


# --- loops


class LoopStarted(_Fact, frozen=True, gc=False):
    """A loop body knows how often it will run (-1: as long as its condition says)."""

    key: int
    total: int = -1
    items_key: int = -1
    items: Variables = NO_VARIABLES
    """Of a sequential loop over a list: the list, under `items`."""


class LoopResultKept(_Fact, frozen=True, gc=False):
    """One turn left its output, under `value`."""

    key: int
    scope_key: int
    loop_counter: int
    element_id: str
    value: Variables


# --- compensation


class CompensationRecorded(_Fact, frozen=True, gc=False):
    """A completed activity can be undone from now on."""

    scope_key: int
    key: int
    element_id: str
    handler_id: str = ""
    is_kept: bool = False


class CompensationStarted(_Fact, frozen=True, gc=False):
    """A throw event undoes these records, in this order."""

    key: int
    element_id: str
    records: tuple[tuple[int, int], ...]
    """(scope key, record key), newest first."""


class CompensationDone(_Fact, frozen=True, gc=False):
    """One record was undone and is used up."""

    key: int
    record: int
    scope_key: int


# --- trouble


class IncidentRaised(_Fact, frozen=True, gc=False):
    """The element instance stands still until `ResolveIncident(key)`."""

    key: int
    element_id: str
    code: str
    params: dict[str, Any] = {}
    phase: Phase = "enter"


class IncidentResolved(_Fact, frozen=True, gc=False):
    """The incident is over; what failed is tried again."""

    key: int


class AdHocStopped(_Fact, frozen=True, gc=False):
    """The completion condition of an ad-hoc subprocess is true: nothing more starts in it."""

    key: int


Fact: TypeAlias = (
    InstanceStarted
    | InstanceCompleted
    | InstanceCancelled
    | InstanceSuspended
    | InstanceResumed
    | InstanceMigrated
    | ElementActivated
    | ElementCompleted
    | ElementTerminated
    | SequenceFlowTaken
    | TokensDiscarded
    | ScopeInterrupted
    | ComplexGatewayFired
    | ComplexGatewayReset
    | VariablesSet
    | DecisionEvaluated
    | UserTaskCreated
    | UserTaskCancelled
    | JobCreated
    | JobCancelled
    | ProcessCalled
    | CalledProcessCancelled
    | TimerScheduled
    | TimerFired
    | TimerCancelled
    | SubscriptionOpened
    | SubscriptionMet
    | SubscriptionClosed
    | MessageThrown
    | SignalThrown
    | ErrorThrown
    | EscalationThrown
    | LoopStarted
    | LoopResultKept
    | CompensationRecorded
    | CompensationStarted
    | CompensationDone
    | IncidentRaised
    | IncidentResolved
    | AdHocStopped
)
