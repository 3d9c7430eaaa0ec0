"""Which column an element stands in, and in which order a column is filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

SWEEPS: Final = 4
"""Passes over the columns that pull neighbours together."""

Edge = tuple[str, str, str]
"""(flow id, source, target)."""


@dataclass
class Columns:
    """Elements by column; long flows pass through stand-ins in the columns between."""

    rank: dict[str, int]
    order: list[list[str]]
    back: set[str]
    """Flows that lead to the left."""
    through: dict[str, list[str]] = field(default_factory=dict)
    """Flow -> its stand-ins, from left to right."""


def columns_of(nodes: Iterable[str], edges: Iterable[Edge]) -> Columns:
    """Columns for a graph; flows that close a loop do not count."""
    names = list(nodes)
    every = list(edges)
    back = _back_edges(names, every)
    forward = [edge for edge in every if edge[0] not in back]
    rank = _ranks(names, forward)
    order: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for name in names:
        order[rank[name]].append(name)
    columns = Columns(rank, order, back)
    links = _with_stand_ins(columns, forward)
    _arrange(columns, links)
    return columns


def _back_edges(names: list[str], edges: list[Edge]) -> set[str]:
    out: dict[str, list[Edge]] = {}
    indegree = dict.fromkeys(names, 0)
    for edge in edges:
        out.setdefault(edge[1], []).append(edge)
        indegree[edge[2]] += 1
    back: set[str] = set()
    state: dict[str, int] = {}
    for start in sorted(names, key=lambda name: indegree[name] > 0):
        if start in state:
            continue
        stack = [(start, iter(out.get(start, ())))]
        state[start] = 1
        while stack:
            name, rest = stack[-1]
            found = next(rest, None)
            if found is None:
                state[name] = 2
                stack.pop()
            elif state.get(found[2]) == 1:
                back.add(found[0])
            elif found[2] not in state:
                state[found[2]] = 1
                stack.append((found[2], iter(out.get(found[2], ()))))
    return back


def _ranks(names: list[str], edges: list[Edge]) -> dict[str, int]:
    """Longest way from an element that nothing leads to."""
    out: dict[str, list[str]] = {}
    missing = dict.fromkeys(names, 0)
    for _, source, target in edges:
        out.setdefault(source, []).append(target)
        missing[target] += 1
    rank = dict.fromkeys(names, 0)
    ready = [name for name in names if not missing[name]]
    while ready:
        name = ready.pop(0)
        for target in out.get(name, ()):
            rank[target] = max(rank[target], rank[name] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return rank


def _with_stand_ins(columns: Columns, edges: list[Edge]) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    for flow, source, target in edges:
        last = source
        for column in range(columns.rank[source] + 1, columns.rank[target]):
            stand_in = f"\0{flow}\0{column}"
            columns.rank[stand_in] = column
            columns.order[column].append(stand_in)
            columns.through.setdefault(flow, []).append(stand_in)
            links.append((last, stand_in))
            last = stand_in
        links.append((last, target))
    return links


def _arrange(columns: Columns, links: list[tuple[str, str]]) -> None:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for left, right in links:
        before.setdefault(right, []).append(left)
        after.setdefault(left, []).append(right)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        neighbours = before if forward else after
        inner = columns.order[1:] if forward else columns.order[-2::-1]
        place = {name: index for column in columns.order for index, name in enumerate(column)}
        for column in inner:
            column.sort(key=lambda name: _barycentre(name, neighbours, place))
            place.update((name, index) for index, name in enumerate(column))


def _barycentre(name: str, neighbours: Mapping[str, list[str]], place: Mapping[str, int]) -> float:
    found = neighbours.get(name)
    if not found:
        return float(place[name])
    return sum(place[other] for other in found) / len(found)
