"""A picture as BPMN diagram interchange."""

from lxml import etree

from dujiang.bpmn.layout.shapes import Box, Picture, Point
from dujiang.bpmn.model import Definitions, SubProcess, walk
from dujiang.bpmn.names import BPMN, BPMNDI, DC, DI, local_name, reference, texts_of

NAMES = {"bpmndi": BPMNDI, "dc": DC, "di": DI}
EDGES = ("association", "dataInputAssociation", "dataOutputAssociation")


def write_diagram(
    root: etree._Element, plane_element: str, picture: Picture, definitions: Definitions
) -> None:
    """Append a diagram to a document."""
    number = len(root.findall("{" + BPMNDI + "}BPMNDiagram")) + 1
    taken = {found.get("id") for found in root.iter()}
    diagram = etree.SubElement(
        root, "{" + BPMNDI + "}BPMNDiagram", nsmap=NAMES, id=_free(f"BPMNDiagram_{number}", taken)
    )
    plane = etree.SubElement(
        diagram,
        "{" + BPMNDI + "}BPMNPlane",
        id=_free(f"BPMNPlane_{number}", taken),
        bpmnElement=plane_element,
    )
    writer = _Writer(plane, root, taken, definitions)
    for key, box in (*picture.lanes.items(), *picture.boxes.items()):
        writer.shape(key, box)
    for key, way in picture.ways.items():
        writer.edge(key, way)
    writer.dotted(picture)


def _free(name: str, taken: set[str | None]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


class _Writer:
    """Writes shapes and edges of one plane."""

    def __init__(
        self,
        plane: etree._Element,
        root: etree._Element,
        taken: set[str | None],
        definitions: Definitions,
    ) -> None:
        self.plane = plane
        self.taken = taken
        self.root = root
        self.kinds = {
            found.get("id", ""): local_name(found) for found in root.iter("{" + BPMN + "}*")
        }
        self.open = {
            node.id
            for process in definitions.processes
            for node, _ in walk(process.body)
            if isinstance(node, SubProcess) and node.body.nodes
        }

    def shape(self, key: str, box: Box) -> None:
        """One box."""
        shape = etree.SubElement(
            self.plane,
            "{" + BPMNDI + "}BPMNShape",
            id=_free(f"{key}_di", self.taken),
            bpmnElement=key,
        )
        kind = self.kinds.get(key, "")
        if kind in ("participant", "lane"):
            shape.set("isHorizontal", "true")
        if kind in ("subProcess", "transaction", "adHocSubProcess"):
            shape.set("isExpanded", "true" if key in self.open else "false")
        if kind == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        etree.SubElement(
            shape,
            "{" + DC + "}Bounds",
            x=_number(box.x),
            y=_number(box.y),
            width=_number(box.width),
            height=_number(box.height),
        )

    def edge(self, key: str, way: list[Point]) -> None:
        """One line."""
        edge = etree.SubElement(
            self.plane,
            "{" + BPMNDI + "}BPMNEdge",
            id=_free(f"{key}_di", self.taken),
            bpmnElement=key,
        )
        for x, y in way:
            etree.SubElement(edge, "{" + DI + "}waypoint", x=_number(x), y=_number(y))

    def dotted(self, picture: Picture) -> None:
        """Associations and data associations, straight from border to border."""
        for found in list(self.root.iter("{" + BPMN + "}*")):
            if local_name(found) not in EDGES or not found.get("id"):
                continue
            ends = _ends(found, picture)
            if ends is not None:
                self.edge(found.get("id", ""), _between(*ends))


def _ends(association: etree._Element, picture: Picture) -> tuple[Box, Box] | None:
    if local_name(association) == "association":
        names = [association.get("sourceRef"), association.get("targetRef")]
    else:
        owner = association.getparent()
        data = [*texts_of(association, "sourceRef"), *texts_of(association, "targetRef")]
        drawn = [name for name in data if name in picture.boxes]
        names = [*drawn[:1], None if owner is None else owner.get("id")]
    boxes = [picture.boxes.get(reference(name)) for name in names]
    if len(boxes) != 2 or boxes[0] is None or boxes[1] is None:
        return None
    return boxes[0], boxes[1]


def _between(one: Box, other: Box) -> list[Point]:
    upper, lower = (one, other) if one.middle <= other.middle else (other, one)
    start, end = (upper.centre, upper.bottom), (lower.centre, lower.y)
    return [start, end] if upper is one else [end, start]


def _number(value: float) -> str:
    return str(round(value))
