"""Deadlock and lack of synchronisation: joins that can never complete, or are passed twice.

A level is explored by its tokens, with every choice taken both ways; elements count as passed in
one go. What the exploration shows is certain for the drawn flow; conditions are not judged, so a
deadlock means: with some choice a token waits for ever. Levels with loops through joins, events
that go on beside their activity, and too many states are left alone rather than guessed.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Final, TypeAlias

from dujiang.bpmn.lint.document import (
    Document,
    Element,
    Finding,
    Rule,
    ends,
    inside,
    is_event_subprocess,
    is_true,
)
from dujiang.bpmn.names import child, local_name, reference
from dujiang.bpmn.read_nodes import FLOW_NODES

MAX_STATES: Final = 4_000
"""States of one level that are looked at; a larger level is not judged."""
MAX_CHOICES: Final = 6
"""Ways out of one inclusive gateway that are combined."""
LEVELS: Final = ("process", "subProcess", "transaction")

Marking: TypeAlias = frozenset[tuple[str, int]]
"""Sequence flow -> number of tokens on it."""


class _Level:
    """The drawn flow of one level."""

    def __init__(self, document: Document, level: Element) -> None:
        self.document = document
        self.nodes = {node.get("id", ""): node for node in inside(level, FLOW_NODES)}
        self.into = {key: _ids(document.into(node)) for key, node in self.nodes.items()}
        self.out = {key: _ids(document.out_of(node)) for key, node in self.nodes.items()}
        self.target = {
            flow.get("id", ""): ends(flow)[1]
            for node in self.nodes.values()
            for flow in document.out_of(node)
        }

        self.rank = self._ranks()
        self._ways: dict[tuple[str, str], set[str]] = {}

    def _ranks(self) -> dict[str, int]:
        """Distance from where the level begins; everything else comes last."""
        found: dict[str, int] = {}
        todo = [key for key, node in self.nodes.items() if local_name(node) == "startEvent"]
        for key in todo:
            found.setdefault(key, 0)
        for key in todo:
            out = list(self.out.get(key, ()))
            for event in self.document.attached(self.nodes[key]):
                out.extend(self.out.get(event.get("id", ""), ()))
            for target in (self.target.get(flow, "") for flow in out):
                if target in self.nodes and target not in found:
                    found[target] = found[key] + 1
                    todo.append(target)
        return found

    def is_judged(self) -> bool:
        """Whether the exploration would be right about this level."""
        for node in self.nodes.values():
            kind = local_name(node)
            if kind == "complexGateway" or node.get("startQuantity", "1") != "1":
                return False
            if kind == "boundaryEvent" and not is_true(node, "cancelActivity", "true"):
                return False
            if "link" in self.document.triggers(node) or "terminate" in self.document.triggers(
                node
            ):
                return False
        flows = {flow for found in (*self.out.values(), *self.into.values()) for flow in found}
        is_whole = flows <= set(self.target) and "" not in flows
        return is_whole and all(target in self.nodes for target in self.target.values())

    def starts(self) -> list[Marking]:
        """The markings after each way to begin."""
        events = [k for k, n in self.nodes.items() if local_name(n) == "startEvent"]
        if not events:
            return []
        return [_marking(Counter(self.out[event])) for event in events]

    def steps(self, marking: Marking) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
        """(element, tokens taken, tokens put) of what can happen at one element.

        Every flow leads to one element only, so elements do not take tokens from each other: it is
        enough to look at the one nearest to the start, which lets tokens gather further on.
        """
        tokens = Counter(dict(marking))
        last = len(self.nodes)
        keys = {self.target[flow] for flow in tokens}
        for key in sorted(keys, key=lambda name: (self.rank.get(name, last), name)):
            node = self.nodes[key]
            found = [
                (key, taken, put)
                for taken in self._taken(node, key, tokens)
                for put in self._put(node, key)
            ]
            if found:
                yield from found
                return

    def _taken(self, node: Element, key: str, tokens: Counter[str]) -> Iterator[Counter[str]]:
        waiting = [flow for flow in self.into[key] if tokens[flow]]
        match local_name(node):
            case "parallelGateway":
                if len(waiting) == len(self.into[key]):
                    yield Counter(waiting)
            case "inclusiveGateway":
                if waiting and not self._more_can_come(key, tokens):
                    yield Counter(waiting)
            case _:
                for flow in waiting:
                    yield Counter([flow])

    def _more_can_come(self, gateway: str, tokens: Counter[str]) -> bool:
        empty = [flow for flow in self.into[gateway] if not tokens[flow]]
        for flow in tokens:
            place = self.target[flow]
            if place == gateway:
                continue
            reached = self._reachable(place, gateway)
            filled = [f for f in self.into[gateway] if tokens[f]]
            if any(f in reached for f in empty) and not any(f in reached for f in filled):
                return True
        return False

    def _reachable(self, place: str, gateway: str) -> set[str]:
        """Flows that a token at an element may come to without passing the gateway."""
        known = self._ways.get((place, gateway))
        if known is not None:
            return known
        found: set[str] = set()
        self._ways[place, gateway] = found
        todo = [place]
        seen: set[str] = set()
        while todo:
            at = todo.pop()
            if at in seen or at == gateway:
                continue
            seen.add(at)
            out = list(self.out[at])
            for event in self.document.attached(self.nodes[at]):
                out.extend(self.out.get(event.get("id", ""), ()))
            found.update(out)
            todo.extend(self.target[flow] for flow in out)
        return found

    def _put(self, node: Element, key: str) -> Iterator[Counter[str]]:
        out = self.out[key]
        match local_name(node):
            case "exclusiveGateway" | "eventBasedGateway":
                yield from (Counter([flow]) for flow in out)
            case "inclusiveGateway":
                yield from (Counter(some) for some in _some(out))
            case _:
                yield from self._by_conditions(node, out)
                for event in self.document.attached(node):
                    yield Counter(self.out.get(event.get("id", ""), ()))

    def _by_conditions(self, node: Element, out: list[str]) -> Iterator[Counter[str]]:
        default = reference(node.get("default"))
        maybe = []
        for flow in out:
            element = self.document.find(flow)
            if element is not None and child(element, "conditionExpression") is not None:
                maybe.append(flow)
        always = [flow for flow in out if flow not in maybe and flow != default]
        if not maybe:
            yield Counter(always)
            return
        for some in _some(maybe):
            yield Counter([*always, *some])
        yield Counter([*always, default] if default else always)


def _ids(flows: list[Element]) -> list[str]:
    return [flow.get("id", "") for flow in flows]


def _some(flows: list[str]) -> Iterator[tuple[str, ...]]:
    if len(flows) > MAX_CHOICES:
        yield tuple(flows)
        yield from ((flow,) for flow in flows)
        return
    for count in range(1, len(flows) + 1):
        yield from combinations(flows, count)


def _marking(tokens: Counter[str]) -> Marking:
    return frozenset((flow, count) for flow, count in tokens.items() if count > 0)


def joins_complete(document: Document) -> Iterator[Finding]:
    """No token waits for ever before a join, and no element is passed twice at a time."""
    for element in document.all(*LEVELS):
        if is_event_subprocess(element):
            continue
        level = _Level(document, element)
        if level.is_judged():
            yield from _explored(level)


def _explored(level: _Level) -> Iterator[Finding]:
    seen: set[Marking] = set()
    todo = level.starts()
    stuck: set[str] = set()
    doubled: set[str] = set()
    while todo:
        marking = todo.pop()
        if marking in seen:
            continue
        seen.add(marking)
        if len(seen) > MAX_STATES:
            return
        followed = False
        for key, taken, put in level.steps(marking):
            followed = True
            after = Counter(dict(marking))
            after.subtract(taken)
            after.update(put)
            if any(count > 1 for count in after.values()):
                doubled.add(key)
                continue
            todo.append(_marking(after))
        if not followed:
            stuck.update(level.target[flow] for flow, _ in marking)
    severity = level.document.advice
    for key in sorted(stuck):
        yield Finding("bpmn.join.deadlock", level.nodes[key], severity)
    for key in sorted(doubled):
        yield Finding("bpmn.join.not_synchronised", level.nodes[key], severity)


RULES: tuple[Rule, ...] = (joins_complete,)
