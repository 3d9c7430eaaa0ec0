"""Which elements a token could come from, for gateways that wait for what can still come."""

from collections.abc import Iterable

from msgspec.structs import replace

from dujiang.bpmn import model as m
from dujiang.engine import program as p


def fill(nodes: dict[str, p.Node], containers: Iterable[tuple[str, m.Container]]) -> None:
    """Give every inclusive and complex gateway its `upstream`, in place."""
    for _, container in containers:
        waiting = [
            node
            for model_node in container.nodes
            if isinstance(node := nodes[model_node.id], p.InclusiveNode | p.ComplexNode)
            and node.joins
        ]
        if not waiting:
            continue
        before = _before(container, nodes)
        source = {flow.id: flow.source for flow in container.flows}
        for gateway in waiting:
            found = {
                flow: _reaching(source[flow], gateway.id, before)
                for flow in gateway.incoming
                if flow in source
            }
            nodes[gateway.id] = replace(gateway, upstream=found)


def _before(container: m.Container, nodes: dict[str, p.Node]) -> dict[str, set[str]]:
    """Element -> elements directly before it: by flows, boundary events and links."""
    before: dict[str, set[str]] = {}
    for flow in container.flows:
        before.setdefault(flow.target, set()).add(flow.source)
    for model_node in container.nodes:
        node = nodes[model_node.id]
        if isinstance(node, p.BoundaryNode):
            before.setdefault(node.id, set()).add(node.attached_to)
        elif isinstance(node, p.ThrowNode):
            for throw in node.throws:
                if isinstance(throw, p.LinkThrow):
                    before.setdefault(throw.target_id, set()).add(node.id)
    return before


def _reaching(start: str, gateway_id: str, before: dict[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        element = todo.pop()
        if element in found or element == gateway_id:
            continue
        found.add(element)
        todo.extend(before.get(element, ()))
    return frozenset(found)
