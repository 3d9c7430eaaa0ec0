"""Which element of another version stands for which: proposed for a migration, then judged.

What keeps its id is the same element. What was given a new id is found again by its name, then by
its place: the only one of its kind between the same neighbours.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from dujiang.engine.program import Node, Program

FoundBy: TypeAlias = Literal["id", "name", "place", ""]


class Pair(msgspec.Struct, frozen=True):
    """An element of the version that is left, and the one that takes its place (empty: none)."""

    before: str
    after: str
    found_by: FoundBy


def propose_mapping(old: Program, new: Program) -> tuple[Pair, ...]:
    """A pair for every element of `old`, in its order, and for every flow called differently."""
    found: dict[str, Pair] = {}
    for node in old.nodes.values():
        same = new.nodes.get(node.id)
        if same is not None and type(same) is type(node):
            found[node.id] = Pair(node.id, node.id, "id")
    _find(old, new, found, "name")
    _find(old, new, found, "place")
    pairs = [found.get(node_id, Pair(node_id, "", "")) for node_id in old.nodes]
    return (*pairs, *_flows(old, new, found))


def renamed(pairs: Iterable[Pair]) -> dict[str, str]:
    """The mapping that `Migrate` takes: only what is called differently."""
    return {pair.before: pair.after for pair in pairs if pair.after and pair.after != pair.before}


def _find(old: Program, new: Program, found: dict[str, Pair], by: Literal["name", "place"]) -> None:
    taken = {pair.after for pair in found.values()}
    ids = {pair.before: pair.after for pair in found.values()}
    sources_in_old, sources_in_new = _sources(old), _sources(new)
    candidates: defaultdict[object, list[str]] = defaultdict(list)
    wanted: defaultdict[object, list[str]] = defaultdict(list)
    for node in new.nodes.values():
        if node.id not in taken:
            candidates[_mark(node, by, {}, sources_in_new)].append(node.id)
    for node in old.nodes.values():
        if node.id not in found:
            wanted[_mark(node, by, ids, sources_in_old)].append(node.id)
    for mark, before in wanted.items():
        after = candidates.get(mark, [])
        if mark is not None and len(before) == len(after) == 1:
            found[before[0]] = Pair(before[0], after[0], by)


def _sources(program: Program) -> dict[str, str]:
    """Sequence flow -> the node that it leaves."""
    return {flow.id: node.id for node in program.nodes.values() for flow in node.outgoing}


def _mark(node: Node, by: str, ids: Mapping[str, str], sources: Mapping[str, str]) -> object:
    """What an element is known again by; None when nothing tells it apart."""
    if by == "name":
        return (type(node), node.name.strip()) if node.name.strip() else None
    before = [sources[flow] for flow in node.incoming if flow in sources]
    after = [flow.target for flow in node.outgoing]
    neighbours = [tuple(sorted(ids.get(one, one) for one in side)) for side in (before, after)]
    return (type(node), *neighbours) if any(neighbours) else None


def _flows(old: Program, new: Program, found: Mapping[str, Pair]) -> list[Pair]:
    def to_new(node_id: str) -> str:
        pair = found.get(node_id)
        return "" if pair is None else pair.after

    by_ends: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sources = _sources(new)
    for flow in new.flows.values():
        by_ends[(sources.get(flow.id, ""), flow.target)].append(flow.id)
    sources = _sources(old)
    pairs = []
    for flow in old.flows.values():
        if flow.id in new.flows:
            continue
        ends = (to_new(sources.get(flow.id, "")), to_new(flow.target))
        between = by_ends.get(ends, [])
        if len(between) == 1:
            pairs.append(Pair(flow.id, between[0], "place"))
    return pairs
