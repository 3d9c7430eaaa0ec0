"""A compiled process: frozen nodes with their expressions already parsed. What runs is this."""

from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias

import msgspec

from dujiang.bpmn.extensions import NO_EXTENSIONS, Extensions
from dujiang.calendars import Calendar
from dujiang.engine.events import SignalReach
from dujiang.engine.expressions import Expr
from dujiang.feel import Environment

MAX_FACTS_PER_STEP: Final = 10_000
"""A model that loops without waiting becomes an incident, not a hang. Scaled up by loops."""
MAX_LOOP_TURNS: Final = 100_000
"""Instances of one multi-instance activity, and turns of one standard loop."""
MAX_NESTING: Final = 64
"""Levels of subprocesses inside each other."""


class Decision(Protocol):
    """A DMN decision that is ready to be evaluated."""

    def decide(
        self, ref: str, context: Mapping[str, Any], env: Environment, on: object = None
    ) -> "Decided":
        """Evaluate the decision `ref` by the version in force at `on`, a date or an instant.

        Without it, by the one in force at the present of `env`.
        """
        ...


class Decided(msgspec.Struct, frozen=True):
    """What a decision said, and why."""

    value: Any
    explanation: dict[str, Any] = {}
    failure: str = ""
    """Code of what went wrong; empty when nothing did."""


# --- what is waited for


class TimerWait(msgspec.Struct, frozen=True, kw_only=True):
    """A point in time."""

    date: Expr | None = None
    duration: Expr | None = None
    cycle: Expr | None = None
    clock: str = "clock"


class MessageWait(msgspec.Struct, frozen=True, kw_only=True):
    """A message by name and correlation key."""

    name: str
    key: Expr | None = None
    payload_keys: tuple[Expr, ...] = ()


class SignalWait(msgspec.Struct, frozen=True, kw_only=True):
    """A signal by name."""

    name: str
    reach: SignalReach = "global"


class ConditionWait(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on variables."""

    condition: Expr


Wait: TypeAlias = TimerWait | MessageWait | SignalWait | ConditionWait


# --- what is caught by structure


class Catch(msgspec.Struct, frozen=True, kw_only=True):
    """An error, escalation, cancellation or compensation; `code` None catches every code."""

    kind: Literal["error", "escalation", "cancel", "compensation"]
    code: str | None = None


# --- what is thrown


class MessageThrow(msgspec.Struct, frozen=True, kw_only=True):
    """A message."""

    name: str
    key: Expr | None = None
    payload_keys: tuple[Expr, ...] = ()
    time_to_live: Expr | None = None
    target: str = ""


class SignalThrow(msgspec.Struct, frozen=True, kw_only=True):
    """A signal."""

    name: str
    reach: SignalReach = "global"


class ErrorThrow(msgspec.Struct, frozen=True, kw_only=True):
    """A BPMN error."""

    code: str


class EscalationThrow(msgspec.Struct, frozen=True, kw_only=True):
    """An escalation."""

    code: str


class CompensateThrow(msgspec.Struct, frozen=True, kw_only=True):
    """Compensation of one activity, or of all of the scope."""

    activity_id: str = ""
    wait: bool = True


class CancelThrow(msgspec.Struct, frozen=True, kw_only=True):
    """Cancellation of the transaction around."""


class TerminateThrow(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the scope around; with an outcome, of the whole instance."""

    outcome: str = ""
    reason: Expr | None = None
    """Why, as text; the event's id where the model does not say."""


class LinkThrow(msgspec.Struct, frozen=True, kw_only=True):
    """A jump."""

    target_id: str


Throw: TypeAlias = (
    MessageThrow
    | SignalThrow
    | ErrorThrow
    | EscalationThrow
    | CompensateThrow
    | CancelThrow
    | TerminateThrow
    | LinkThrow
)


# --- flows, mappings, loops


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A sequence flow."""

    id: str
    target: str
    condition: Expr | None = None
    is_default: bool = False


class Mapping_(msgspec.Struct, frozen=True, kw_only=True):
    """`target` becomes the value of `source`; `optional`: left alone when that is null."""

    target: str
    source: Expr
    optional: bool = False


class LoopSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A standard loop or a multi-instance activity."""

    kind: Literal["standard", "parallel", "sequential"]
    condition: Expr | None = None
    """standard: go on while true. multi-instance: completion condition."""
    test_before: bool = False
    maximum: int | None = None
    cardinality: Expr | None = None
    collection: Expr | None = None
    element: str = ""
    output: str = ""
    output_element: Expr | None = None
    behavior: Literal["all", "none", "one", "complex"] = "all"
    events: tuple[tuple[Expr | None, Throw], ...] = ()


# --- nodes


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """What all flow nodes have."""

    id: str
    kind: str
    """The BPMN element's name, such as `userTask`."""
    name: str = ""
    level: str
    """Id of the process or subprocess it lies in."""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    extensions: Extensions = NO_EXTENSIONS
    inputs: tuple[Mapping_, ...] = ()
    outputs: tuple[Mapping_, ...] = ()
    is_local: bool = False
    """Whether its mappings need variables of its own."""
    joins: bool = False
    """Whether tokens may have to wait before it."""
    loop: LoopSpec | None = None
    boundary: tuple[str, ...] = ()
    """Ids of attached events, those with triggers first in document order."""
    handler: str = ""
    """Id of the activity that compensates this one."""
    is_for_compensation: bool = False
    is_undone_inside: bool = False
    """Whether an event subprocess inside compensates it."""
    start_quantity: int = 1
    completion_quantity: int = 1
    lane: str = ""
    """Name of the lane that it lies in (its id where it has no name)."""
    owns_triggers: bool = True
    """Whether something may be waited for in the name of an instance of it."""
    has_conditions: bool = False
    """Whether an outgoing flow of an activity or event has a condition."""


class PassNode(Node, frozen=True, kw_only=True):
    """task, manualTask: done as soon as entered."""


class UserTaskNode(Node, frozen=True, kw_only=True):
    """userTask."""


class JobNode(Node, frozen=True, kw_only=True):
    """Any task or throw event whose work a connector or worker does."""

    job_type: str
    arguments: tuple[tuple[str, Expr], ...] = ()
    retries: str = ""
    deadline: Expr | None = None


class ScriptNode(Node, frozen=True, kw_only=True):
    """scriptTask."""

    script: Expr
    result: str = ""


class DecisionNode(Node, frozen=True, kw_only=True):
    """businessRuleTask with a decision."""

    decision: str
    model: Decision | None = None
    result: str = ""
    on: Expr | None = None
    """The day whose version counts."""


class SendNode(Node, frozen=True, kw_only=True):
    """sendTask without a job: it throws its message."""

    throw: MessageThrow


class CatchNode(Node, frozen=True, kw_only=True):
    """intermediateCatchEvent, receiveTask."""

    waits: tuple[Wait, ...] = ()
    is_parallel: bool = False


class StartNode(Node, frozen=True, kw_only=True):
    """startEvent, of a process, a subprocess or an event subprocess."""

    waits: tuple[Wait, ...] = ()
    catches: tuple[Catch, ...] = ()
    is_parallel: bool = False
    is_interrupting: bool = True
    subprocess: str = ""
    """Id of the event subprocess that it starts."""


class BoundaryNode(Node, frozen=True, kw_only=True):
    """boundaryEvent."""

    attached_to: str
    waits: tuple[Wait, ...] = ()
    catches: tuple[Catch, ...] = ()
    is_parallel: bool = False
    is_interrupting: bool = True


class ThrowNode(Node, frozen=True, kw_only=True):
    """intermediateThrowEvent, endEvent: none, or one or more throws."""

    throws: tuple[Throw, ...] = ()


class CallNode(Node, frozen=True, kw_only=True):
    """callActivity."""

    process_key: Expr
    binding: str = "latest"
    version_tag: str = ""
    passes_all: bool = True


class SubProcessNode(Node, frozen=True, kw_only=True):
    """subProcess (embedded or event), transaction."""

    is_transaction: bool = False
    is_event: bool = False


class AdHocNode(Node, frozen=True, kw_only=True):
    """adHocSubProcess."""

    is_sequential: bool = False
    is_manual: bool = False
    elements: Expr | None = None
    completion: Expr | None = None
    cancel_remaining: bool = True


class ExclusiveNode(Node, frozen=True, kw_only=True):
    """exclusiveGateway."""


class ParallelNode(Node, frozen=True, kw_only=True):
    """parallelGateway."""


class InclusiveNode(Node, frozen=True, kw_only=True):
    """inclusiveGateway; `upstream`: incoming flow -> elements that a token could come from."""

    upstream: dict[str, frozenset[str]] = {}


class EventGatewayNode(Node, frozen=True, kw_only=True):
    """eventBasedGateway."""

    is_instantiating: bool = False
    is_parallel: bool = False


class ComplexNode(Node, frozen=True, kw_only=True):
    """complexGateway."""

    activation: Expr | None = None
    upstream: dict[str, frozenset[str]] = {}


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """The inside of a process or subprocess."""

    id: str
    parent: str = ""
    starts: tuple[str, ...] = ()
    """None start events, or without any the nodes that no flow leads to."""
    event_starts: tuple[str, ...] = ()
    """Start events of the event subprocesses directly inside."""
    variables: tuple[str, ...] = ()
    """Names of data objects and properties: variables of this scope from the beginning."""


class StartPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A way to start the process from outside; subscriptions on it belong to the version."""

    element_id: str
    waits: tuple[Wait, ...] = ()
    is_none: bool = False
    is_parallel: bool = False


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One process, ready to run. Immutable; shared by all its instances."""

    process_id: str
    name: str = ""
    nodes: dict[str, Node]
    flows: dict[str, Flow]
    levels: dict[str, Level]
    starts: tuple[StartPoint, ...]
    extensions: Extensions = NO_EXTENSIONS
    functions: Mapping[str, Any] = {}
    calendars: Mapping[str, Calendar] = {}
    zone: str = "Asia/Shanghai"
    has_conditions: bool = False
    signal_names: frozenset[str] = frozenset()
    has_waiting_gateways: bool = False
    """Whether an inclusive or complex gateway may have to look at the whole scope."""
