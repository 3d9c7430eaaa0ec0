"""Automatic layout."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from dujiang.bpmn import parse, parse_document, walk, write
from dujiang.bpmn.layout import has_layout, lay_out
from dujiang.bpmn.model import Definitions
from dujiang.bpmn.names import BPMNDI, DC, DI
from tests.build import Build, process, timer
from tests.laws.models import models

Bounds = tuple[float, float, float, float]


def shapes(definitions: Definitions) -> dict[str, Bounds]:
    """Left, top, right, bottom of every shape."""
    found = {}
    for shape in definitions.document.iter("{" + BPMNDI + "}BPMNShape"):
        bounds = shape.find("{" + DC + "}Bounds")
        assert bounds is not None
        x, y, width, height = (float(bounds.get(n)) for n in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return found


def ways(definitions: Definitions) -> dict[str, list[tuple[float, float]]]:
    """Points of every edge."""
    return {
        edge.get("bpmnElement", ""): [
            (float(point.get("x")), float(point.get("y")))
            for point in edge.iter("{" + DI + "}waypoint")
        ]
        for edge in definitions.document.iter("{" + BPMNDI + "}BPMNEdge")
    }


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two boxes share area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check(definitions: Definitions) -> None:
    """Everything is drawn, nothing lies on anything else, insides lie inside."""
    boxes, lines = shapes(definitions), ways(definitions)
    for found in definitions.processes:
        for node, level in walk(found.body):
            assert node.id in boxes
            assert all(flow.id in lines for flow in level.flows)
        for level in {id(level): level for _, level in walk(found.body)}.values():
            placed = [n.id for n in level.nodes if n.kind != "boundaryEvent"]
            for one, other in combinations(placed, 2):
                assert not overlap(boxes[one], boxes[other]), (one, other)
        for node, _ in walk(found.body):
            for inner in getattr(getattr(node, "body", None), "nodes", ()):
                outer, inside = boxes[node.id], boxes[inner.id]
                assert outer[0] <= inside[0]
                assert outer[1] <= inside[1]
                assert outer[2] >= inside[2]
                assert outer[3] >= inside[3]


def test_a_line_of_tasks_is_a_straight_line() -> None:
    laid_out = lay_out(process().start().user("a").user("b").end().definitions())

    middles = {(box[1] + box[3]) / 2 for box in shapes(laid_out).values()}
    assert len(middles) == 1
    assert has_layout(laid_out)


def test_flows_run_from_left_to_right_and_loops_go_below() -> None:
    build = process().start().xor("again").user("a").xor("more").when("x").to("again")
    laid_out = lay_out(build.at("more").otherwise().end().definitions())

    boxes, lines = shapes(laid_out), ways(laid_out)
    assert boxes["start"][2] < boxes["again"][0] < boxes["a"][0] < boxes["more"][0]
    assert max(y for _, y in lines["more-again"]) > max(box[3] for box in boxes.values())


def test_boundary_events_hang_on_their_activity() -> None:
    build = process().start().user("a").end()
    build.boundary("late", "a", timer("PT1H")).user("b").end("end2")
    laid_out = lay_out(build.definitions())

    boxes = shapes(laid_out)
    assert boxes["late"][1] < boxes["a"][3] < boxes["late"][3]
    check(laid_out)


def test_a_drawn_model_stays_as_it_is() -> None:
    once = lay_out(process().start().user("a").end().definitions())

    assert lay_out(once) is once


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=models())
def test_nothing_overlaps_in_any_structured_model(model: tuple[Build, object]) -> None:
    definitions = model[0].definitions()

    laid_out = lay_out(definitions)

    check(laid_out)
    again = parse(write(laid_out))
    assert again.definitions is not None
    assert again.definitions.processes == definitions.processes


POOLS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
<collaboration id="c"><participant id="shop" processRef="p"/>
<participant id="customer" processRef="q"/>
<participant id="bank"/>
<messageFlow id="order" sourceRef="ask" targetRef="take"/>
<messageFlow id="pay" sourceRef="take" targetRef="bank"/></collaboration>
<process id="p"><laneSet id="ls"><lane id="front"><flowNodeRef>take</flowNodeRef></lane>
<lane id="back"><flowNodeRef>pack</flowNodeRef></lane></laneSet>
<task id="take"/><sequenceFlow id="f" sourceRef="take" targetRef="pack"/><task id="pack"/>
<textAnnotation id="note"><text>x</text></textAnnotation>
<association id="line" sourceRef="note" targetRef="pack"/></process>
<process id="q"><task id="ask"/></process></definitions>"""


@pytest.mark.spec("P3")
def test_pools_lanes_and_message_flows_are_drawn() -> None:
    parsed = parse(POOLS)
    assert parsed.definitions is not None

    laid_out = lay_out(parsed.definitions)

    boxes, lines = shapes(laid_out), ways(laid_out)
    assert {"shop", "customer", "bank", "front", "back", "note"} <= set(boxes)
    assert {"order", "pay", "line", "f"} <= set(lines)
    assert boxes["shop"][3] < boxes["customer"][1] < boxes["bank"][1]
    for inner, outer in (
        ("take", "front"),
        ("pack", "back"),
        ("front", "shop"),
        ("ask", "customer"),
    ):
        assert overlap(boxes[inner], boxes[outer])
        assert boxes[outer][1] <= boxes[inner][1]
        assert boxes[outer][3] >= boxes[inner][3]
    assert not overlap(boxes["front"], boxes["back"])
    assert lines["order"][0][1] == boxes["ask"][1]
    assert lines["order"][-1][1] == boxes["take"][3]


def test_layout_needs_no_lists_of_incoming_and_outgoing_flows() -> None:
    from lxml import etree

    root = etree.fromstring(process().start().user("a").end().xml())
    for element in list(root.iter()):
        if etree.QName(element).localname in ("incoming", "outgoing"):
            element.getparent().remove(element)
    parsed = parse_document(root)
    assert parsed.definitions is not None

    check(lay_out(parsed.definitions))
