"""Ways of sequence flows: right angles through the gaps between columns, loops round below."""

from dujiang.bpmn.layout.ranks import Columns
from dujiang.bpmn.layout.shapes import COLUMN_GAP, LOOP_GAP, Box, Point
from dujiang.bpmn.model import Container, Event, Gateway, SequenceFlow


def routes(container: Container, boxes: dict[str, Box], columns: Columns) -> dict[str, list[Point]]:
    """A way for every flow whose ends are drawn; stand-ins are taken out of `boxes`."""
    nodes = {node.id: node for node in container.nodes}
    real = [box for name, box in boxes.items() if not name.startswith("\0")]
    lowest = max((box.bottom for box in real), default=0.0)
    found: dict[str, list[Point]] = {}
    loops = 0
    for flow in container.flows:
        source, target = boxes.get(flow.source), boxes.get(flow.target)
        if source is None or target is None:
            continue
        node = nodes.get(flow.source)
        hangs = isinstance(node, Event) and bool(node.attached_to)
        if flow.id in columns.back or flow.source == flow.target or target.x < source.x:
            loops += 1
            found[flow.id] = _round(source, target, lowest + LOOP_GAP * loops)
            continue
        stops = [boxes[name] for name in columns.through.get(flow.id, ())]
        if hangs:
            found[flow.id] = _from_below(source, target, stops)
        else:
            found[flow.id] = _straight(flow, source, target, stops, isinstance(node, Gateway))
    for name in [name for name in boxes if name.startswith("\0")]:
        del boxes[name]
    return found


def _round(source: Box, target: Box, y: float) -> list[Point]:
    """Out below, along under everything, and in from below."""
    start = (source.centre, source.bottom)
    end = (target.centre, target.bottom)
    if source is target:
        start = (source.centre + source.width / 4, source.bottom)
        end = (source.centre - source.width / 4, source.bottom)
    return [start, (start[0], y), (end[0], y), end]


def _from_below(source: Box, target: Box, stops: list[Box]) -> list[Point]:
    """From a boundary event down, then to the target."""
    first = stops[0] if stops else target
    if first.middle > source.bottom:
        way = [(source.centre, source.bottom), (source.centre, first.middle)]
    else:
        below = source.bottom + LOOP_GAP / 2
        channel = first.x - COLUMN_GAP / 2
        way = [
            (source.centre, source.bottom),
            (source.centre, below),
            (channel, below),
            (channel, first.middle),
        ]
    return _through(way, stops, target)


def _straight(
    flow: SequenceFlow, source: Box, target: Box, stops: list[Box], is_gateway: bool
) -> list[Point]:
    del flow
    first = stops[0] if stops else target
    differs = abs(first.middle - source.middle) > 1
    if is_gateway and differs:
        y = source.y if first.middle < source.middle else source.bottom
        way = [(source.centre, y), (source.centre, first.middle)]
    else:
        way = [(source.right, source.middle)]
    return _through(way, stops, target)


def _through(way: list[Point], stops: list[Box], target: Box) -> list[Point]:
    """On through the columns between, turning in the gaps."""
    for box in (*stops, target):
        x, y = way[-1]
        if abs(box.middle - y) > 1:
            channel = max(x, box.x - COLUMN_GAP / 2)
            way += [(channel, y), (channel, box.middle)]
    way.append((target.x, target.middle))
    return _without_repeats(way)


def _without_repeats(way: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in way:
        if not kept or abs(kept[-1][0] - point[0]) + abs(kept[-1][1] - point[1]) > 0.5:
            kept.append(point)
    return kept if len(kept) > 1 else [*kept, way[-1]]
