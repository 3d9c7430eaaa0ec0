"""What differs between two versions of a model, element by element, for showing on the diagram."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import msgspec

from dujiang.bpmn.extensions import Extensions
from dujiang.bpmn.model import (
    AnyNode,
    Container,
    Definitions,
    FlowNode,
    Process,
    SequenceFlow,
    SubProcess,
    walk,
)
from dujiang.bpmn.names import BPMNDI, DC, DI, reference

Compared: TypeAlias = AnyNode | SequenceFlow | Process

IGNORED: Final = frozenset({"id", "incoming", "outgoing", "body"})
"""Fields that are compared as elements of their own."""


class Aspect(msgspec.Struct, frozen=True):
    """One setting that changed; plain data."""

    name: str
    before: Any
    after: Any


class Change(msgspec.Struct, frozen=True):
    """One element that is in both versions and differs."""

    element_id: str
    aspects: tuple[Aspect, ...]


class Difference(msgspec.Struct, frozen=True):
    """How to get from one version to another."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    moved: tuple[str, ...] = ()
    """Drawn elsewhere; nothing else need have changed."""

    @property
    def is_empty(self) -> bool:
        """Whether both versions mean the same (they may be drawn differently)."""
        return not (self.added or self.removed or self.changed)


def compare(before: Definitions, after: Definitions) -> Difference:
    """The difference between two versions of a file, in the order of the newer one."""
    old, new = dict(_elements(before)), dict(_elements(after))
    places = _places(before), _places(after)
    return Difference(
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(
            Change(key, aspects)
            for key, element in new.items()
            if key in old and (aspects := tuple(_aspects(old[key], element)))
        ),
        moved=tuple(
            key for key, place in places[1].items() if key in places[0] and places[0][key] != place
        ),
    )


def _elements(definitions: Definitions) -> Iterator[tuple[str, Compared]]:
    for process in definitions.processes:
        yield process.id, process
        levels: list[Container] = [process.body]
        for node, _ in walk(process.body):
            yield node.id, node
            if isinstance(node, SubProcess):
                levels.append(node.body)
        for level in levels:
            for flow in level.flows:
                yield flow.id, flow


def _aspects(before: Compared, after: Compared) -> Iterator[Aspect]:
    if type(before) is not type(after):
        yield Aspect("kind", _kind(before), _kind(after))
        return
    for name in after.__struct_fields__:
        if name in IGNORED:
            continue
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Aspect(name, _plain(old), _plain(new))


def _kind(element: Compared) -> str:
    return element.kind if isinstance(element, FlowNode) else type(element).__name__


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON data
    if isinstance(value, Extensions):
        return [{"type": type(item).__name__, **msgspec.to_builtins(item)} for item in value.items]
    return msgspec.to_builtins(value, enc_hook=_plain)


def _places(definitions: Definitions) -> dict[str, tuple[str, ...]]:
    """Where elements are drawn: bounds of shapes, points of edges."""
    found: dict[str, tuple[str, ...]] = {}
    for shape in definitions.document.iter("{" + BPMNDI + "}BPMNShape"):
        bounds = shape.find("{" + DC + "}Bounds")
        if bounds is not None:
            place = tuple(bounds.get(name, "") for name in ("x", "y", "width", "height"))
            found[reference(shape.get("bpmnElement"))] = place
    for edge in definitions.document.iter("{" + BPMNDI + "}BPMNEdge"):
        points = edge.iter("{" + DI + "}waypoint")
        place = tuple(f"{point.get('x')},{point.get('y')}" for point in points)
        found[reference(edge.get("bpmnElement"))] = place
    return found
