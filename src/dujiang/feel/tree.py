"""Walking a tree without recursion: children of a node, height of a tree."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

NODES_PER_STEP: Final = 16
NODE_CHARS: Final = 8
"""Characters of text that is not parsed yet that stand for a node."""


def children_of(node: object) -> Iterator[Any]:
    """The nodes directly below `node`, iterations and parameters included."""
    for field in fields(node) if is_dataclass(node) else ():
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def steps_of(tree: object) -> int:
    """What one evaluation of the tree costs at most, in steps of `NODES_PER_STEP` nodes.

    A node class may say `NODES` itself when evaluating it does not visit all that is below it.
    """
    nodes = 0
    pending = [tree]
    while pending:
        node = pending.pop()
        own: int | None = getattr(type(node), "NODES", None)
        if own is not None:
            nodes += own
            continue
        nodes += 1 + len(getattr(node, "text", "")) // NODE_CHARS
        pending.extend(children_of(node))
    return 1 + nodes // NODES_PER_STEP


def depth_of(tree: object) -> int:
    """The height of the tree; a leaf has 1."""
    depth = 0
    level = [tree]
    while level:
        depth += 1
        level = [child for node in level for child in children_of(node)]
    return depth
