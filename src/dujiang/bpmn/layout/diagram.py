"""The whole diagram: pools below each other, message flows between them, and its XML."""

from copy import deepcopy
from itertools import pairwise
from typing import Final

from lxml import etree

from dujiang.bpmn.layout.levels import LevelDrawing
from dujiang.bpmn.layout.shapes import (
    COLLAPSED_POOL,
    LANE_HEADER,
    PADDING,
    POOL_GAP,
    POOL_HEADER,
    Box,
    Picture,
    Point,
)
from dujiang.bpmn.layout.writing import write_diagram
from dujiang.bpmn.model import Definitions, Participant, Process, walk
from dujiang.bpmn.names import BPMNDI, bpmn, children, reference
from dujiang.bpmn.parse import parse_document

MAX_NODES: Final = 2_000


def has_layout(definitions: Definitions) -> bool:
    """Whether every flow node of every process is drawn."""
    drawn = {
        reference(shape.get("bpmnElement"))
        for shape in definitions.document.iter("{" + BPMNDI + "}BPMNShape")
    }
    return all(
        node.id in drawn for process in definitions.processes for node, _ in walk(process.body)
    )


def lay_out(definitions: Definitions) -> Definitions:
    """The same model with a diagram; one that is drawn completely stays as it is.

    So does one of more than `MAX_NODES` flow nodes: nobody could read its picture.
    """
    count = sum(len(list(walk(process.body))) for process in definitions.processes)
    if has_layout(definitions) or count > MAX_NODES:
        return definitions
    root = deepcopy(definitions.document)
    for diagram in root.findall("{" + BPMNDI + "}BPMNDiagram"):
        root.remove(diagram)
    if definitions.participants:
        _draw_collaboration(root, definitions)
    else:
        for process in definitions.processes:
            picture = _process_picture(process, root)
            write_diagram(root, process.id, _shifted(picture), definitions)
    parsed = parse_document(root)
    if parsed.definitions is None:
        raise AssertionError("a document with a diagram is still BPMN")
    return parsed.definitions


def _shifted(picture: Picture) -> Picture:
    moved = Picture()
    moved.add(picture, (PADDING, PADDING))
    return moved


def _element(root: etree._Element, identifier: str) -> etree._Element | None:
    return next((found for found in root.iter() if found.get("id") == identifier), None)


def _process_picture(process: Process, root: etree._Element) -> Picture:
    element = _element(root, process.id)
    lanes: list[str] = []
    notes: list[str] = []
    if element is not None:
        lanes = _leaf_lanes(element)
        notes = [note.get("id", "") for note in children(element, "textAnnotation")]
    return LevelDrawing(process.body, lanes, tuple(notes)).drawn()


def _leaf_lanes(process: etree._Element) -> list[str]:
    """Lanes that are not divided further; empty when nothing is in lanes."""
    found = []
    for lane in process.iter(bpmn("lane")):
        if not children(lane, "childLaneSet"):
            found.append(lane.get("id", ""))
    return found


def _draw_collaboration(root: etree._Element, definitions: Definitions) -> None:
    whole = Picture()
    y = PADDING
    pictures = [(pool, _pool_picture(pool, definitions, root)) for pool in definitions.participants]
    width = max((picture.width for _, picture in pictures), default=0.0)
    width = max(width, 600.0)
    for pool, picture in pictures:
        header = POOL_HEADER + (LANE_HEADER if picture.lanes else 0.0)
        inner = (PADDING + header + PADDING, y + (0.0 if picture.lanes else PADDING))
        height = max(picture.height + (0.0 if picture.lanes else 2 * PADDING), COLLAPSED_POOL)
        whole.add(picture, inner)
        whole.boxes[pool.id] = Box(PADDING, y, width + header + 2 * PADDING, height)
        for lane in picture.lanes:
            band = whole.lanes[lane]
            whole.lanes[lane] = Box(
                PADDING + POOL_HEADER,
                band.y,
                width + header + 2 * PADDING - POOL_HEADER,
                band.height,
            )
        y += height + POOL_GAP
    whole.ways.update(_message_ways(definitions, whole))
    _draw_unpooled(definitions, root, whole, y)
    collaboration = root.find(bpmn("collaboration"))
    plane = "" if collaboration is None else collaboration.get("id", "")
    write_diagram(root, plane, whole, definitions)


def _pool_picture(pool: Participant, definitions: Definitions, root: etree._Element) -> Picture:
    process = definitions.process(pool.process_ref) if pool.process_ref else None
    return Picture() if process is None else _process_picture(process, root)


def _draw_unpooled(
    definitions: Definitions, root: etree._Element, whole: Picture, y: float
) -> None:
    """Processes that no pool shows are drawn below."""
    shown = {pool.process_ref for pool in definitions.participants}
    for process in definitions.processes:
        if process.id not in shown:
            picture = _process_picture(process, root)
            whole.add(picture, (2 * PADDING, y))
            y += picture.height + POOL_GAP


def _message_ways(definitions: Definitions, whole: Picture) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for index, flow in enumerate(definitions.message_flows):
        source, target = whole.boxes.get(flow.source), whole.boxes.get(flow.target)
        if source is None or target is None:
            continue
        found[flow.id] = _message_way(source, target, index)
    return found


def _message_way(source: Box, target: Box, index: int) -> list[Point]:
    """Straight where one end is a whole pool, else with one bend in the gap between the pools."""
    down = target.middle > source.middle
    start_y = source.bottom if down else source.y
    end_y = target.y if down else target.bottom
    start_x, end_x = source.centre, target.centre
    if source.width > 3 * POOL_GAP * 2 and target.width < source.width:
        start_x = end_x
    elif target.width > 3 * POOL_GAP * 2 and source.width < target.width:
        end_x = start_x
    if abs(start_x - end_x) < 1:
        return [(start_x, start_y), (start_x, end_y)]
    bend = end_y + (-1 if down else 1) * (POOL_GAP / 2 + 6 * (index % 4))
    way = [(start_x, start_y), (start_x, bend), (end_x, bend), (end_x, end_y)]
    return [a for a, b in pairwise(way) if a != b] + [way[-1]]
