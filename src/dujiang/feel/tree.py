"""Walking a tree without recursion: children of a node, height of a tree."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any


def children_of(node: object) -> Iterator[Any]:
    """The nodes directly below `node`, iterations and parameters included."""
    for field in fields(node):  # type: ignore[arg-type]
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def depth_of(tree: object) -> int:
    """The height of the tree; a leaf has 1."""
    depth = 0
    level = [tree]
    while level:
        depth += 1
        level = [child for node in level for child in children_of(node)]
    return depth
