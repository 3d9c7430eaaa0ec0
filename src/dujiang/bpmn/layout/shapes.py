"""Boxes, sizes and distances of a diagram, in pixels."""

from dataclasses import dataclass, field
from typing import Final

from dujiang.bpmn.model import AnyNode, Event, Gateway

EVENT: Final = 36.0
GATEWAY: Final = 50.0
TASK_WIDTH: Final = 100.0
TASK_HEIGHT: Final = 80.0
COLUMN_GAP: Final = 60.0
ROW_GAP: Final = 40.0
PADDING: Final = 40.0
"""Around the content of a subprocess or pool."""
POOL_HEADER: Final = 30.0
LANE_HEADER: Final = 30.0
POOL_GAP: Final = 60.0
COLLAPSED_POOL: Final = 60.0
DATA_WIDTH: Final = 36.0
DATA_HEIGHT: Final = 50.0
NOTE_WIDTH: Final = 120.0
NOTE_HEIGHT: Final = 50.0
LOOP_GAP: Final = 24.0
"""Between the lowest box and the ways that go back."""

Point = tuple[float, float]


@dataclass
class Box:
    """Where something is drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Height of the middle."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """Abscissa of the middle."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """Abscissa of the right border."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Height of the lower border."""
        return self.y + self.height

    def moved(self, by: Point) -> "Box":
        """The same box elsewhere."""
        return Box(self.x + by[0], self.y + by[1], self.width, self.height)


@dataclass
class Picture:
    """Boxes and ways of one level, from (0, 0) on."""

    boxes: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, list[Point]] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def add(self, other: "Picture", by: Point) -> None:
        """Put another picture into this one."""
        for key, box in other.boxes.items():
            self.boxes[key] = box.moved(by)
        for key, way in other.ways.items():
            self.ways[key] = [(x + by[0], y + by[1]) for x, y in way]
        for key, box in other.lanes.items():
            self.lanes[key] = box.moved(by)

    def fit(self) -> None:
        """Make width and height hold everything."""
        rights = [box.right for box in self.boxes.values()]
        bottoms = [box.bottom for box in self.boxes.values()]
        xs = [x for way in self.ways.values() for x, _ in way]
        ys = [y for way in self.ways.values() for _, y in way]
        self.width = max([self.width, *rights, *xs], default=0.0)
        self.height = max([self.height, *bottoms, *ys], default=0.0)


def size_of(node: AnyNode) -> tuple[float, float]:
    """Width and height of a node that has no inside."""
    match node:
        case Event():
            return EVENT, EVENT
        case Gateway():
            return GATEWAY, GATEWAY
        case _:
            return TASK_WIDTH, TASK_HEIGHT
