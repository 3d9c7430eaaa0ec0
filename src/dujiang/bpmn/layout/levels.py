"""One level as a picture: columns and rows, lanes as bands, insides of subprocesses first."""

from itertools import pairwise

from dujiang.bpmn.layout.ranks import Columns, Edge, columns_of
from dujiang.bpmn.layout.routes import routes
from dujiang.bpmn.layout.shapes import (
    COLUMN_GAP,
    DATA_HEIGHT,
    DATA_WIDTH,
    EVENT,
    NOTE_HEIGHT,
    NOTE_WIDTH,
    PADDING,
    ROW_GAP,
    Box,
    Picture,
    size_of,
)
from dujiang.bpmn.model import AnyNode, Container, Event, SubProcess

STAND_IN_HEIGHT = 10.0


class LevelDrawing:
    """Draws one level."""

    def __init__(self, container: Container, lanes: list[str], notes: tuple[str, ...] = ()) -> None:
        self.container = container
        self.lanes = lanes or [""]
        self.notes = notes
        self.picture = Picture()
        self.inside: dict[str, Picture] = {}
        self.hosts: dict[str, list[str]] = {}
        self.nodes: dict[str, AnyNode] = {}
        for node in container.nodes:
            if isinstance(node, Event) and node.attached_to:
                self.hosts.setdefault(node.attached_to, []).append(node.id)
            else:
                self.nodes[node.id] = node

    def drawn(self) -> Picture:
        """The picture of the level."""
        sizes = {node_id: self._size(node) for node_id, node in self.nodes.items()}
        edges = self._edges()
        columns = columns_of(self.nodes, edges)
        self._place(columns, sizes)
        self._hang_boundary_events()
        for node_id, inner in self.inside.items():
            box = self.picture.boxes[node_id]
            self.picture.add(inner, (box.x + PADDING, box.y + PADDING))
        self.picture.ways.update(routes(self.container, self.picture.boxes, columns))
        self._place_data()
        self.picture.fit()
        return self.picture

    def _size(self, node: AnyNode) -> tuple[float, float]:
        if not isinstance(node, SubProcess) or not node.body.nodes:
            return size_of(node)
        inner = LevelDrawing(node.body, []).drawn()
        self.inside[node.id] = inner
        return inner.width + 2 * PADDING, inner.height + 2 * PADDING

    def _edges(self) -> list[Edge]:
        host_of = {event: host for host, events in self.hosts.items() for event in events}
        found: list[Edge] = []
        for flow in self.container.flows:
            source = host_of.get(flow.source, flow.source)
            if source in self.nodes and flow.target in self.nodes and source != flow.target:
                found.append((flow.id, source, flow.target))
        return found

    # --- coordinates

    def _place(self, columns: Columns, sizes: dict[str, tuple[float, float]]) -> None:
        rows = self._rows(columns, sizes)
        x = 0.0
        for column in columns.order:
            real = [name for name in column if name in sizes]
            width = max((sizes[name][0] for name in real), default=0.0)
            for name in column:
                own = sizes.get(name, (0.0, STAND_IN_HEIGHT))
                self.picture.boxes[name] = Box(
                    x + (width - own[0]) / 2, rows[name] - own[1] / 2, own[0], own[1]
                )
            x += width + COLUMN_GAP
        self.picture.width = max(0.0, x - COLUMN_GAP)

    def _rows(self, columns: Columns, sizes: dict[str, tuple[float, float]]) -> dict[str, float]:
        """Height of the middle of everything, lane by lane."""
        lane_of = self._lanes_of(columns)
        rows: dict[str, float] = {}
        top = 0.0
        for lane in self.lanes:
            band: list[list[str]] = [
                [name for name in column if lane_of[name] == lane] for column in columns.order
            ]
            before = self._neighbours(columns)
            bottom = top
            first = [sizes[column[0]][1] for column in band if column and column[0] in sizes]
            base = top + max(first, default=EVENT) / 2
            for column in band:
                bottom = max(bottom, _stack(column, sizes, rows, before, (top, base)))
            bottom = max(bottom, top + EVENT)
            if lane:
                height = bottom - top + 2 * PADDING
                for column in band:
                    for name in column:
                        rows[name] += PADDING
                self.picture.lanes[lane] = Box(0.0, top, 0.0, height)
                bottom = top + height
            top = bottom if lane else bottom + ROW_GAP
        return rows

    def _lanes_of(self, columns: Columns) -> dict[str, str]:
        known = set(self.lanes)
        found = {
            name: node.lane if node.lane in known else self.lanes[0]
            for name, node in self.nodes.items()
        }
        target = {flow.id: flow.target for flow in self.container.flows}
        for flow, stand_ins in columns.through.items():
            for name in stand_ins:
                found[name] = found.get(target[flow], self.lanes[0])
        return found

    def _neighbours(self, columns: Columns) -> dict[str, list[str]]:
        before: dict[str, list[str]] = {}
        for flow, source, target in self._edges():
            if flow in columns.back:
                continue
            chain = [source, *columns.through.get(flow, ()), target]
            for left, right in pairwise(chain):
                before.setdefault(right, []).append(left)
        return before

    # --- what hangs on or lies beside

    def _hang_boundary_events(self) -> None:
        for host, events in self.hosts.items():
            box = self.picture.boxes.get(host)
            if box is None:
                continue
            for index, event in enumerate(events):
                x = box.right - (index + 1) * (EVENT + 8)
                self.picture.boxes[event] = Box(max(x, box.x), box.bottom - EVENT / 2, EVENT, EVENT)

    def _place_data(self) -> None:
        """Data and annotations in a row below."""
        self.picture.fit()
        y = self.picture.height + ROW_GAP
        x = 0.0
        for item in self.container.data:
            if item.refers_to or not self._is_referenced(item.id):
                self.picture.boxes[item.id] = Box(x, y, DATA_WIDTH, DATA_HEIGHT)
                x += DATA_WIDTH + COLUMN_GAP
        for note in self.notes:
            self.picture.boxes[note] = Box(x, y, NOTE_WIDTH, NOTE_HEIGHT)
            x += NOTE_WIDTH + COLUMN_GAP

    def _is_referenced(self, item_id: str) -> bool:
        return any(item.refers_to == item_id for item in self.container.data)


def _stack(
    column: list[str],
    sizes: dict[str, tuple[float, float]],
    rows: dict[str, float],
    before: dict[str, list[str]],
    edges: tuple[float, float],
) -> float:
    """Give a column its rows, as near to what leads to them as there is room; its lower end.

    `edges`: the upper border, and the middle of the first row.
    """
    top, base = edges
    wanted: list[tuple[float, str]] = []
    for name in column:
        known = [rows[other] for other in before.get(name, ()) if other in rows]
        height = sizes.get(name, (0.0, STAND_IN_HEIGHT))[1]
        middle = sum(known) / len(known) if known else base
        wanted.append((max(middle, top + height / 2), name))
    at = top
    for middle, name in wanted:
        height = sizes.get(name, (0.0, STAND_IN_HEIGHT))[1]
        y = max(middle, at + height / 2)
        rows[name] = y
        at = y + height / 2 + ROW_GAP
    return at - ROW_GAP if column else top
