"""The document as the rules see it: elements by id and by name, and who flows where."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec
from lxml import etree

from dujiang.bpmn.names import BPMN, DJ, bpmn, local_name, reference
from dujiang.bpmn.read_nodes import FLOW_NODES, SUBPROCESSES, TASKS
from dujiang.kernel.errors import Problem, Severity

ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
ARTIFACTS = frozenset({"association", "group", "textAnnotation"})
LEVELS = SUBPROCESSES | {"process"}
DEFINITIONS = frozenset(
    {
        "messageEventDefinition",
        "timerEventDefinition",
        "signalEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
        "conditionalEventDefinition",
        "linkEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
        "terminateEventDefinition",
    }
)

Element: TypeAlias = etree._Element


class Finding(msgspec.Struct, frozen=True):
    """One rule broken by one element."""

    code: str
    element: Element
    severity: Severity = "error"
    params: dict[str, str] = {}

    def problem(self) -> Problem:
        """As a problem; an element without id is told by the nearest one around that has one."""
        params = dict(self.params)
        path = self.element.get("id", "")
        if not path:
            around = (up.get("id") for up in self.element.iterancestors())
            path = next((found for found in around if found), "")
        return Problem(code=self.code, path=path, params=params, severity=self.severity)


Rule: TypeAlias = "Callable[[Document], Iterator[Finding]]"


class Document:
    """Indexes over one document."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.is_ours = DJ in root.nsmap.values()
        """Whether the file uses our namespace."""
        self.advice: Severity = "warning" if self.is_ours else "hint"
        """How loud to say what the standard allows but is most likely not meant."""
        self.by_id: dict[str, Element] = {}
        self.by_name: dict[str, list[Element]] = {}
        self.incoming: dict[str, list[Element]] = {}
        self.outgoing: dict[str, list[Element]] = {}
        self._attached: dict[str, list[Element]] = {}
        self._inside: dict[Element, frozenset[str]] = {}
        for element in root.iter("{" + BPMN + "}*"):
            name = local_name(element)
            self.by_name.setdefault(name, []).append(element)
            identifier = element.get("id")
            if identifier and identifier not in self.by_id:
                self.by_id[identifier] = element
            if name == "sequenceFlow":
                source, target = ends(element)
                self.outgoing.setdefault(source, []).append(element)
                self.incoming.setdefault(target, []).append(element)
            elif name == "boundaryEvent":
                host = reference(element.get("attachedToRef"))
                self._attached.setdefault(host, []).append(element)

    def all(self, *names: str) -> Iterator[Element]:
        """Elements with one of these names, by name and in document order."""
        for name in names:
            yield from self.by_name.get(name, ())

    def flow_nodes(self) -> Iterator[Element]:
        """Every flow node."""
        return self.all(*sorted(FLOW_NODES))

    def find(self, identifier: str) -> Element | None:
        """The element with an id."""
        return self.by_id.get(identifier)

    def kind(self, identifier: str) -> str:
        """The name of the element with an id; empty without one."""
        found = self.by_id.get(identifier)
        return "" if found is None else local_name(found)

    def has_inside(self, level: Element, name: str) -> bool:
        """Whether an element with this name lies directly in a level."""
        names = self._inside.get(level)
        if names is None:
            names = self._inside[level] = frozenset(local_name(inner) for inner in level)
        return name in names

    def into(self, element: Element) -> list[Element]:
        """Sequence flows that end at an element."""
        return self.incoming.get(element.get("id", ""), [])

    def out_of(self, element: Element) -> list[Element]:
        """Sequence flows that begin at an element."""
        return self.outgoing.get(element.get("id", ""), [])

    def definitions(self, event: Element) -> list[Element]:
        """Event definitions of an event, referred ones included."""
        found = []
        for inner in event:
            if local_name(inner) in DEFINITIONS:
                found.append(inner)
            elif local_name(inner) == "eventDefinitionRef":
                referred = self.find(reference(inner.text))
                if referred is not None and local_name(referred) in DEFINITIONS:
                    found.append(referred)
        return found

    def triggers(self, event: Element) -> list[str]:
        """What kinds of event definitions an event has: message, timer, ..."""
        return [
            local_name(found).removesuffix("EventDefinition") for found in self.definitions(event)
        ]

    def attached(self, activity: Element) -> list[Element]:
        """Boundary events of an activity."""
        return self._attached.get(activity.get("id", ""), [])


def ends(flow: Element) -> tuple[str, str]:
    """Ids of source and target."""
    return reference(flow.get("sourceRef")), reference(flow.get("targetRef"))


def is_true(element: Element, name: str, default: str = "false") -> bool:
    """A boolean attribute."""
    return element.get(name, default).strip() == "true"


def level_of(element: Element) -> Element | None:
    """The process or subprocess that an element lies directly in."""
    return next((up for up in element.iterancestors() if local_name(up) in LEVELS), None)


def process_of(element: Element) -> Element | None:
    """The process around an element."""
    if local_name(element) == "process":
        return element
    return next(element.iterancestors(bpmn("process")), None)


def is_executable(element: Element) -> bool:
    """Whether it lies in an executable process."""
    process = process_of(element)
    return process is not None and is_true(process, "isExecutable")


def is_event_subprocess(element: Element | None) -> bool:
    """Whether it is a subprocess triggered by an event."""
    return element is not None and is_true(element, "triggeredByEvent")


def texts(element: Element, name: str) -> list[str]:
    """Ids that children of one name refer to."""
    return [reference(inner.text) for inner in element if local_name(inner) == name]


def inside(element: Element, names: Iterable[str]) -> list[Element]:
    """Direct children with one of these names."""
    wanted = frozenset(names)
    return [inner for inner in element if local_name(inner) in wanted]
