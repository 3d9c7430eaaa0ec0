"""A fluent builder for BPMN models in tests: reads like the picture from left to right.

    process("leave").start().user("apply").xor("more", default="no").to("end") ...

`.user("a").user("b")` connects a to b. `.at("a")` goes on from an element, `.to("b")` connects to
one that exists. Conditions are FEEL. `.program()` compiles, `.xml()` gives the document.
"""

from collections.abc import Callable
from typing import Any, Self

from lxml import etree

from dujiang.bpmn import Definitions, parse_document
from dujiang.bpmn.names import BPMN, DJ, XSI, bpmn, dj
from dujiang.engine import Program, compile_process

NSMAP = {None: BPMN, "xsi": XSI, "dj": DJ}


class Build:
    """One process under construction."""

    def __init__(self, process_id: str, root: etree._Element | None = None) -> None:
        self.root = root if root is not None else etree.Element(
            bpmn("definitions"), id="definitions", targetNamespace="http://dujiang.org/tests",
            nsmap=NSMAP,
        )  # fmt: skip
        self.process_id = process_id
        self.process = etree.SubElement(
            self.root, bpmn("process"), id=process_id, isExecutable="true"
        )
        self.level = self.process
        self.last: str | None = None
        self.condition: str | None = None
        self.default_of: str | None = None
        self._flow_count = 0

    # --- connecting

    def at(self, element_id: str) -> Self:
        """Go on from an element."""
        self.last = element_id
        return self

    def when(self, condition: str) -> Self:
        """The next connection has this condition."""
        self.condition = condition
        return self

    def otherwise(self) -> Self:
        """The next connection is the default of where it comes from."""
        self.default_of = self.last
        return self

    def to(self, element_id: str) -> Self:
        """Connect to an element of this level, and go on from there."""
        if self.last is not None:
            self._connect(self.last, element_id)
        self.last = element_id
        return self

    def _connect(self, source: str, target: str) -> None:
        self._flow_count += 1
        name = f"{source}-{target}"
        taken = {flow.get("id") for flow in self.root.iter(bpmn("sequenceFlow"))}
        if name in taken:
            name = f"{name}-{self._flow_count}"
        flow = etree.SubElement(
            self.level, bpmn("sequenceFlow"), id=name, sourceRef=source, targetRef=target
        )
        for element_id, tag in ((source, "outgoing"), (target, "incoming")):
            self._refer(element_id, tag, name)
        if self.condition is not None:
            condition = etree.SubElement(flow, bpmn("conditionExpression"))
            condition.set("{" + XSI + "}type", "tFormalExpression")
            condition.text = self.condition
        if self.default_of is not None:
            self.element(source).set("default", name)
        self.condition = self.default_of = None

    def _refer(self, element_id: str, tag: str, flow: str) -> None:
        element = self.element(element_id)
        place = sum(
            1
            for inner in element
            if isinstance(inner.tag, str)
            and etree.QName(inner).localname
            in ("documentation", "extensionElements", "incoming", "outgoing")
        )
        reference = etree.Element(bpmn(tag))
        reference.text = flow
        element.insert(place, reference)

    def element(self, element_id: str) -> etree._Element:
        """The XML of an element that was added."""
        found = next((e for e in self.root.iter() if e.get("id") == element_id), None)
        assert found is not None, element_id
        return found

    # --- adding

    def add(self, kind: str, element_id: str, connect: bool = True, **attributes: str) -> Self:
        """An element of any kind, connected to the last one."""
        etree.SubElement(self.level, bpmn(kind), id=element_id, **attributes)
        if connect:
            self.to(element_id)
        return self

    def start(self, element_id: str = "start", **attributes: str) -> Self:
        """A start event."""
        self.last = None
        return self.add("startEvent", element_id, **attributes)

    def end(self, element_id: str = "end") -> Self:
        """An end event."""
        return self.add("endEvent", element_id)

    def user(self, element_id: str) -> Self:
        """A user task."""
        return self.add("userTask", element_id)

    def task(self, element_id: str) -> Self:
        """A task that is done as soon as entered."""
        return self.add("task", element_id)

    def script(self, element_id: str, feel: str, result: str = "") -> Self:
        """A script task."""
        self.add("scriptTask", element_id)
        element = self.element(element_id)
        etree.SubElement(element, bpmn("script")).text = feel
        if result:
            element.set(dj("result"), result)
        return self

    def service(self, element_id: str, job_type: str = "work", **attributes: str) -> Self:
        """A service task with a job."""
        self.add("serviceTask", element_id)
        return self.extend(element_id, "job", type=job_type, **attributes)

    def rule(self, element_id: str, ref: str, result: str = "") -> Self:
        """A business rule task."""
        self.add("businessRuleTask", element_id)
        return self.extend(element_id, "decision", ref=ref, result=result)

    def call(self, element_id: str, process_key: str, **attributes: str) -> Self:
        """A call activity."""
        return self.add("callActivity", element_id, calledElement=process_key, **attributes)

    def xor(self, element_id: str) -> Self:
        """An exclusive gateway."""
        return self.add("exclusiveGateway", element_id)

    def all_(self, element_id: str) -> Self:
        """A parallel gateway."""
        return self.add("parallelGateway", element_id)

    def some(self, element_id: str) -> Self:
        """An inclusive gateway."""
        return self.add("inclusiveGateway", element_id)

    def first(self, element_id: str, **attributes: str) -> Self:
        """An event-based gateway."""
        return self.add("eventBasedGateway", element_id, **attributes)

    def complex_(self, element_id: str, activation: str = "") -> Self:
        """A complex gateway."""
        self.add("complexGateway", element_id)
        if activation:
            self._text(self.element(element_id), "activationCondition", activation)
        return self

    # --- levels

    def sub(
        self, element_id: str, inside: Callable[["Build"], Any], kind: str = "subProcess",
        connect: bool = True, **attributes: str,
    ) -> Self:  # fmt: skip
        """A subprocess; `inside` adds its content."""
        outer, last = self.level, self.last
        element = etree.SubElement(outer, bpmn(kind), id=element_id, **attributes)
        self.level, self.last = element, None
        inside(self)
        self.level, self.last = outer, last
        return self.to(element_id) if connect else self

    def event_sub(self, element_id: str, inside: Callable[["Build"], Any]) -> Self:
        """An event subprocess of this level."""
        return self.sub(element_id, inside, connect=False, triggeredByEvent="true")

    # --- events

    def catch(self, element_id: str, *definitions: "Definition", **attributes: str) -> Self:
        """An intermediate catch event."""
        self.add("intermediateCatchEvent", element_id, **attributes)
        return self._define(element_id, definitions)

    def throw(self, element_id: str, *definitions: "Definition") -> Self:
        """An intermediate throw event."""
        self.add("intermediateThrowEvent", element_id)
        return self._define(element_id, definitions)

    def end_with(self, element_id: str, *definitions: "Definition") -> Self:
        """An end event that throws."""
        self.add("endEvent", element_id)
        return self._define(element_id, definitions)

    def start_with(self, element_id: str, *definitions: "Definition", **attributes: str) -> Self:
        """A start event that waits for something."""
        self.start(element_id, **attributes)
        return self._define(element_id, definitions)

    def boundary(
        self, element_id: str, host: str, *definitions: "Definition", interrupts: bool = True,
        **attributes: str,
    ) -> Self:  # fmt: skip
        """An event attached to an activity; goes on from it."""
        self.add(
            "boundaryEvent",
            element_id,
            connect=False,
            attachedToRef=host,
            cancelActivity="true" if interrupts else "false",
            **attributes,
        )
        self._define(element_id, definitions)
        return self.at(element_id)

    def handler(self, activity: str, handler_id: str, kind: str = "userTask", **kw: str) -> Self:
        """A compensation handler for an activity."""
        last = self.last
        self.boundary(f"undo-{activity}", activity, compensate())
        self.add(kind, handler_id, connect=False, isForCompensation="true")
        etree.SubElement(
            self.level,
            bpmn("association"),
            id=f"undo-{activity}-{handler_id}",
            sourceRef=f"undo-{activity}",
            targetRef=handler_id,
            associationDirection="One",
        )
        self.last = last
        return self

    def _define(self, element_id: str, definitions: "tuple[Definition, ...]") -> Self:
        for definition in definitions:
            definition(self, self.element(element_id))
        return self

    # --- loops, mappings, extensions

    def loop(self, element_id: str, condition: str, **attributes: str) -> Self:
        """Make an activity a standard loop."""
        element = etree.SubElement(
            self.element(element_id), bpmn("standardLoopCharacteristics"), **attributes
        )
        if condition:
            self._text(element, "loopCondition", condition)
        return self

    def each(
        self, element_id: str, collection: str = "", *, count: str = "", sequential: bool = False,
        element: str = "item", output: str = "", output_element: str = "", until: str = "",
    ) -> Self:  # fmt: skip
        """Make an activity a multi-instance one."""
        multi = etree.SubElement(
            self.element(element_id),
            bpmn("multiInstanceLoopCharacteristics"),
            isSequential="true" if sequential else "false",
        )
        if collection:
            holder = etree.SubElement(multi, bpmn("extensionElements"))
            attributes = {"collection": collection, "element": element, "output": output,
                          "outputElement": output_element}  # fmt: skip
            etree.SubElement(holder, dj("loop"), {k: v for k, v in attributes.items() if v})
        if count:
            self._text(multi, "loopCardinality", count)
        if until:
            self._text(multi, "completionCondition", until)
        return self

    def extend(self, element_id: str, name: str, **attributes: str) -> Self:
        """One of our extension elements."""
        element = self.element(element_id)
        holder = element.find(bpmn("extensionElements"))
        if holder is None:
            holder = etree.Element(bpmn("extensionElements"))
            element.insert(0, holder)
        etree.SubElement(holder, dj(name), {k: v for k, v in attributes.items() if v != ""})
        return self

    def input(self, element_id: str, target: str, source: str) -> Self:
        """An input mapping."""
        return self.extend(element_id, "input", target=target, source=source)

    def output(self, element_id: str, target: str, source: str) -> Self:
        """An output mapping."""
        return self.extend(element_id, "output", target=target, source=source)

    def shared(self, kind: str, element_id: str, **attributes: str) -> Self:
        """A message, signal, error or escalation of the file, once."""
        if not any(e.get("id") == element_id for e in self.root):
            self.root.insert(0, etree.Element(bpmn(kind), {"id": element_id, **attributes}))
        return self

    @staticmethod
    def _text(element: etree._Element, name: str, text: str) -> None:
        inner = etree.SubElement(element, bpmn(name))
        inner.set("{" + XSI + "}type", "tFormalExpression")
        inner.text = text

    # --- the result

    def another(self, process_id: str) -> "Build":
        """A second process in the same file."""
        return Build(process_id, self.root)

    def xml(self) -> bytes:
        """The document."""
        return etree.tostring(self.root)

    def definitions(self) -> Definitions:
        """The typed model."""
        parsed = parse_document(etree.fromstring(self.xml()))
        assert parsed.definitions is not None
        assert not parsed.has_errors, parsed.problems
        return parsed.definitions

    def program(self, **options: Any) -> Program:
        """The compiled process."""
        return compile_process(self.definitions(), self.process_id, **options)


Definition = Callable[[Build, etree._Element], None]


def process(process_id: str = "process") -> Build:
    """Begin a model."""
    return Build(process_id)


def _definition(kind: str, inner: dict[str, str] | None = None, **attributes: str) -> Definition:
    def define(_: Build, event: etree._Element) -> None:
        element = etree.SubElement(event, bpmn(kind + "EventDefinition"), **attributes)
        for name, text in (inner or {}).items():
            Build._text(element, name, text)

    return define


def timer(duration: str = "", *, date: str = "", cycle: str = "", clock: str = "") -> Definition:
    """A timer definition."""
    parts = {"timeDate": date, "timeDuration": duration, "timeCycle": cycle}
    inner = {name: text for name, text in parts.items() if text}

    def define(build: Build, event: etree._Element) -> None:
        _definition("timer", inner)(build, event)
        if clock:
            event[-1].set(dj("clock"), clock)

    return define


def _shared(kind: str, name: str, attribute: str, **more: str) -> Definition:
    def define(build: Build, event: etree._Element) -> None:
        identifier = f"{kind}-{name}"
        build.shared(kind, identifier, name=name, **more)
        _definition(kind, **{attribute: identifier})(build, event)

    return define


def message(name: str, key: str = "", ttl: str = "") -> Definition:
    """A message definition; `key` is its FEEL correlation key at this event."""

    def define(build: Build, event: etree._Element) -> None:
        _shared("message", name, "messageRef")(build, event)
        if key or ttl:
            build.extend(event.get("id", ""), "message", correlationKey=key, timeToLive=ttl)

    return define


def signal(name: str) -> Definition:
    """A signal definition."""
    return _shared("signal", name, "signalRef")


def error(code: str = "") -> Definition:
    """An error definition; without a code it catches every error."""
    return _shared("error", code, "errorRef", errorCode=code) if code else _definition("error")


def escalation(code: str = "") -> Definition:
    """An escalation definition; without a code it catches every escalation."""
    if not code:
        return _definition("escalation")
    return _shared("escalation", code, "escalationRef", escalationCode=code)


def condition(feel: str) -> Definition:
    """A conditional definition."""
    return _definition("conditional", {"condition": feel})


def link(name: str) -> Definition:
    """A link definition."""
    return _definition("link", name=name)


def compensate(activity: str = "") -> Definition:
    """A compensation definition."""
    return _definition("compensate", **({"activityRef": activity} if activity else {}))


def cancel() -> Definition:
    """A cancel definition."""
    return _definition("cancel")


def terminate() -> Definition:
    """A terminate definition."""
    return _definition("terminate")
