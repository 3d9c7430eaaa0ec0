"""A BPMN 2.0 model, typed and frozen, beside the document it was read from.

The document is the truth for writing: foreign attributes and extension elements, diagrams and
artifacts survive because nothing is rewritten. The typed part is what compilers and linters read.
"""

from typing import Literal, TypeAlias

import msgspec
from lxml import etree

from dujiang.bpmn.extensions import NO_EXTENSIONS, Extensions

SignalReach: TypeAlias = Literal["instance", "process", "global"]


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """An expression's text; `is_formal` when the document calls it a formal expression."""

    text: str
    language: str = ""
    is_formal: bool = True


# --- event definitions


class MessageDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A message is thrown or waited for."""

    message_ref: str = ""
    operation_ref: str = ""


class TimerDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A point in time, a duration or a cycle; exactly one is set in a sound model."""

    date: Expression | None = None
    duration: Expression | None = None
    cycle: Expression | None = None
    clock: str = "clock"


class SignalDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A signal is thrown or waited for."""

    signal_ref: str = ""


class ErrorDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """An error is thrown or caught; without a reference any error is caught."""

    error_ref: str = ""


class EscalationDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """An escalation is thrown or caught; without a reference any escalation is caught."""

    escalation_ref: str = ""


class ConditionalDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A condition is waited for."""

    condition: Expression | None = None


class LinkDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A jump inside one process level: by ids where they are given, else by name."""

    id: str = ""
    name: str = ""
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class CompensateDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """Compensation is asked for (one activity, or all), or handled."""

    activity_ref: str = ""
    wait: bool = True


class CancelDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction is cancelled."""


class TerminateDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """The scope ends at once."""


EventDefinition: TypeAlias = (
    MessageDefinition
    | TimerDefinition
    | SignalDefinition
    | ErrorDefinition
    | EscalationDefinition
    | ConditionalDefinition
    | LinkDefinition
    | CompensateDefinition
    | CancelDefinition
    | TerminateDefinition
)


# --- loops and data


class StandardLoop(msgspec.Struct, frozen=True, kw_only=True):
    """Again while a condition holds."""

    condition: Expression | None = None
    test_before: bool = False
    maximum: int | None = None


class ComplexBehavior(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a loop throws when an instance completes and the condition holds."""

    condition: Expression | None = None
    event: EventDefinition | None = None


class MultiInstance(msgspec.Struct, frozen=True, kw_only=True):
    """Once per number or item."""

    is_sequential: bool = False
    cardinality: Expression | None = None
    completion_condition: Expression | None = None
    behavior: str = "All"
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None
    complex_behaviors: tuple[ComplexBehavior, ...] = ()
    input_ref: str = ""
    output_ref: str = ""
    input_item: str = ""
    output_item: str = ""
    extensions: Extensions = NO_EXTENSIONS


LoopCharacteristics: TypeAlias = StandardLoop | MultiInstance


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """`to` becomes the value of `source`."""

    source: Expression
    to: Expression


class DataAssociation(msgspec.Struct, frozen=True, kw_only=True):
    """Data moves from sources to a target, perhaps transformed."""

    id: str = ""
    sources: tuple[str, ...] = ()
    target: str = ""
    transformation: Expression | None = None
    assignments: tuple[Assignment, ...] = ()


class DataItem(msgspec.Struct, frozen=True, kw_only=True):
    """A data object, data store, property, data input or data output."""

    id: str
    name: str = ""
    is_collection: bool = False
    refers_to: str = ""
    """Of a reference: the data object or store behind it."""
    item: str = ""


# --- flow nodes


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """What sequence flows connect; `kind` is the BPMN element's name, such as `userTask`."""

    id: str
    kind: str
    name: str = ""
    name_en: str = ""
    documentation: str = ""
    incoming: tuple[str, ...] = ()
    """Ids of sequence flows, in the order of the document's flows."""
    outgoing: tuple[str, ...] = ()
    extensions: Extensions = NO_EXTENSIONS
    lane: str = ""


class ActivityTraits(msgspec.Struct, frozen=True, kw_only=True):
    """What all activities have."""

    default: str = ""
    loop: LoopCharacteristics | None = None
    is_for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    inputs: tuple[DataAssociation, ...] = ()
    outputs: tuple[DataAssociation, ...] = ()
    data_inputs: tuple[DataItem, ...] = ()
    data_outputs: tuple[DataItem, ...] = ()
    properties: tuple[DataItem, ...] = ()


NO_TRAITS = ActivityTraits()


class Task(FlowNode, frozen=True, kw_only=True):
    """Any task: task, userTask, serviceTask, sendTask, receiveTask, scriptTask, ..."""

    traits: ActivityTraits = NO_TRAITS
    script: str = ""
    script_format: str = ""
    result: str = ""
    message_ref: str = ""
    operation_ref: str = ""
    instantiate: bool = False
    implementation: str = ""


class CallActivity(FlowNode, frozen=True, kw_only=True):
    """A call of another process or global task."""

    traits: ActivityTraits = NO_TRAITS
    called_element: str = ""


class SubProcess(FlowNode, frozen=True, kw_only=True):
    """subProcess, transaction or adHocSubProcess."""

    traits: ActivityTraits = NO_TRAITS
    body: "Container"
    is_event: bool = False
    """triggeredByEvent."""
    ordering: Literal["Parallel", "Sequential"] = "Parallel"
    completion_condition: Expression | None = None
    cancel_remaining: bool = True


class Event(FlowNode, frozen=True, kw_only=True):
    """Any event."""

    definitions: tuple[EventDefinition, ...] = ()
    is_parallel: bool = False
    """parallelMultiple: all definitions must happen."""
    is_interrupting: bool = True
    """Of start events in event subprocesses and of boundary events."""
    attached_to: str = ""
    inputs: tuple[DataAssociation, ...] = ()
    outputs: tuple[DataAssociation, ...] = ()


class Gateway(FlowNode, frozen=True, kw_only=True):
    """Any gateway."""

    default: str = ""
    direction: str = "Unspecified"
    instantiate: bool = False
    is_parallel: bool = False
    """Of an instantiating event-based gateway: all events must happen."""
    activation_condition: Expression | None = None


AnyNode: TypeAlias = Task | CallActivity | SubProcess | Event | Gateway


class SequenceFlow(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow between two flow nodes of one level."""

    id: str
    source: str
    target: str
    name: str = ""
    name_en: str = ""
    condition: Expression | None = None
    extensions: Extensions = NO_EXTENSIONS


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """A dotted line; from a compensation boundary event to its handler it has a meaning."""

    id: str
    source: str
    target: str


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """One level: the inside of a process or subprocess."""

    nodes: tuple[AnyNode, ...] = ()
    flows: tuple[SequenceFlow, ...] = ()
    associations: tuple[Association, ...] = ()
    data: tuple[DataItem, ...] = ()
    """Data objects, their references, and references to data stores."""
    properties: tuple[DataItem, ...] = ()
    lanes: dict[str, str] = {}
    """Lane id -> its name; flow nodes say in which they lie."""


class CorrelationBinding(msgspec.Struct, frozen=True, kw_only=True):
    """How an instance computes one correlation property from its own data."""

    key_ref: str
    property_ref: str
    data_path: Expression


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """One process."""

    id: str
    name: str = ""
    name_en: str = ""
    documentation: str = ""
    is_executable: bool = False
    process_type: str = "None"
    extensions: Extensions = NO_EXTENSIONS
    body: Container
    correlations: tuple[CorrelationBinding, ...] = ()


# --- what stands beside processes


class MessageElement(msgspec.Struct, frozen=True, kw_only=True):
    """A message."""

    id: str
    name: str = ""
    item: str = ""
    extensions: Extensions = NO_EXTENSIONS


class SignalElement(msgspec.Struct, frozen=True, kw_only=True):
    """A signal."""

    id: str
    name: str = ""
    reach: SignalReach = "global"


class CodedElement(msgspec.Struct, frozen=True, kw_only=True):
    """An error or an escalation."""

    id: str
    name: str = ""
    code: str = ""


class CorrelationProperty(msgspec.Struct, frozen=True, kw_only=True):
    """How one correlation value is found in a message's payload; message id -> path."""

    id: str
    paths: dict[str, Expression]


class CorrelationKey(msgspec.Struct, frozen=True, kw_only=True):
    """The correlation properties that together find an instance."""

    id: str
    property_refs: tuple[str, ...] = ()


class GlobalTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task of the file that call activities use; `kind` as of the task it stands for."""

    id: str
    kind: str
    name: str = ""
    script: str = ""
    script_format: str = ""
    result: str = ""
    extensions: Extensions = NO_EXTENSIONS


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """A pool."""

    id: str
    name: str = ""
    process_ref: str = ""


class MessageFlow(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow between pools."""

    id: str
    source: str
    target: str
    message_ref: str = ""


class Definitions(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file."""

    id: str = ""
    processes: tuple[Process, ...] = ()
    messages: dict[str, MessageElement] = {}
    signals: dict[str, SignalElement] = {}
    errors: dict[str, CodedElement] = {}
    escalations: dict[str, CodedElement] = {}
    participants: tuple[Participant, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    correlation_properties: dict[str, CorrelationProperty] = {}
    correlation_keys: dict[str, CorrelationKey] = {}
    global_tasks: dict[str, GlobalTask] = {}
    operations: dict[str, str] = {}
    """Operation id -> id of its in-message."""
    document: etree._Element

    def process(self, process_id: str) -> Process | None:
        """The process with this id."""
        return next((found for found in self.processes if found.id == process_id), None)


def walk(container: Container) -> "list[tuple[AnyNode, Container]]":
    """Every flow node with the level it lies in, outer levels first."""
    found: list[tuple[AnyNode, Container]] = []
    levels = [container]
    while levels:
        level = levels.pop(0)
        for node in level.nodes:
            found.append((node, level))
            if isinstance(node, SubProcess):
                levels.append(node.body)
    return found
