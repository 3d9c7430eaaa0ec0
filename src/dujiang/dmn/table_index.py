"""Which rules a value of one column may match, found without asking every rule.

Sets of rules are bits of an integer: rule 0 is the lowest bit. Constants are found by hash,
constant ranges by bisection over the sorted ends; what is neither stays for a test of its own.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from dujiang.kernel.values import Months, Range

Bits = int
HASHABLE: Final = frozenset({Decimal, str, bool, date, timedelta, Months, type(None)})
ORDERED: Final = frozenset({Decimal, str, date, timedelta, Months})


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one input entry before anything runs.

    `points` and `ranges` are complete when `is_indexed`; an entry `-` is `matches_all`.
    """

    matches_all: bool = False
    is_indexed: bool = False
    points: tuple[Any, ...] = ()
    ranges: tuple[Range, ...] = ()


ANYTHING: Final = Cell(matches_all=True, is_indexed=True)
UNKNOWN: Final = Cell()


def cell_of(constants: Iterable[Any]) -> Cell:
    """The cell whose tests are these constants; `UNKNOWN` when one cannot be indexed."""
    points: list[Any] = []
    ranges: list[Range] = []
    for found in constants:
        if type(found) is Range:
            ends = {type(end) for end in (found.start, found.end) if end is not None}
            if found.operator == "!=" or len(ends) != 1 or not ends <= ORDERED:
                return UNKNOWN
            ranges.append(found)
        elif type(found) in HASHABLE:
            points.append(found)
        else:
            return UNKNOWN
    return Cell(is_indexed=True, points=tuple(points), ranges=tuple(ranges))


class ColumnIndex:
    """The rules of one column by value. Immutable once built."""

    __slots__ = ("_equal", "_others", "_ranges")

    def __init__(self, cells: Iterable[Cell]) -> None:
        equal: dict[type, dict[Any, Bits]] = {}
        ranges: dict[type, list[tuple[Bits, Range]]] = {}
        self._others: Bits = 0
        for rule, cell in enumerate(cells):
            bit = 1 << rule
            if cell.matches_all or not cell.is_indexed:
                self._others |= bit
                continue
            for point in cell.points:
                by_value = equal.setdefault(type(point), {})
                by_value[point] = by_value.get(point, 0) | bit
            for within in cell.ranges:
                end = within.start if within.start is not None else within.end
                ranges.setdefault(type(end), []).append((bit, within))
        self._equal: Mapping[type, Mapping[Any, Bits]] = equal
        self._ranges = {kind: _Segments(listed) for kind, listed in ranges.items()}

    def rules_for(self, value: Any) -> Bits | None:  # noqa: ANN401 - a Value
        """Rules that match, or that must be asked; None when all must be asked."""
        kind = type(value)
        if kind not in HASHABLE:
            return None
        found = self._others
        by_value = self._equal.get(kind)
        if by_value is not None:
            found |= by_value.get(value, 0)
        segments = self._ranges.get(kind)
        if segments is not None:
            found |= segments.rules_for(value)
        return found


class _Segments:
    """The line cut at every end of a range: even segments lie between cuts, odd ones on them."""

    __slots__ = ("_bits", "_cuts")

    def __init__(self, ranges: list[tuple[Bits, Range]]) -> None:
        ends = {end for _, within in ranges for end in (within.start, within.end)}
        self._cuts: list[Any] = sorted(end for end in ends if end is not None)
        starting: dict[int, Bits] = {}
        ending: dict[int, Bits] = {}
        for bits, within in ranges:
            first, last = self._first(within), self._last(within)
            if first <= last:
                starting[first] = starting.get(first, 0) | bits
                ending[last] = ending.get(last, 0) | bits
        overlapping = len({bits for bits, _ in ranges}) < len(ranges)
        if overlapping:
            self._bits = self._filled(ranges)
        else:
            self._bits = self._swept(starting, ending)

    def _first(self, within: Range) -> int:
        if within.start is None:
            return 0
        at = 2 * bisect_left(self._cuts, within.start) + 1
        return at if within.start_included else at + 1

    def _last(self, within: Range) -> int:
        if within.end is None:
            return 2 * len(self._cuts)
        at = 2 * bisect_left(self._cuts, within.end) + 1
        return at if within.end_included else at - 1

    def _swept(self, starting: Mapping[int, Bits], ending: Mapping[int, Bits]) -> list[Bits]:
        found: list[Bits] = []
        current: Bits = 0
        for segment in range(2 * len(self._cuts) + 1):
            current |= starting.get(segment, 0)
            found.append(current)
            current &= ~ending.get(segment, 0)
        return found

    def _filled(self, ranges: list[tuple[Bits, Range]]) -> list[Bits]:
        """As `_swept`, where one rule has several ranges that may overlap."""
        found: list[Bits] = [0] * (2 * len(self._cuts) + 1)
        for bits, within in ranges:
            for segment in range(self._first(within), self._last(within) + 1):
                found[segment] |= bits
        return found

    def rules_for(self, value: Any) -> Bits:  # noqa: ANN401 - a Value of the ranges' type
        cuts = self._cuts
        at = bisect_left(cuts, value)
        if at < len(cuts) and cuts[at] == value:
            return self._bits[2 * at + 1]
        return self._bits[2 * at]


def rules_in(bits: Bits) -> list[int]:
    """The rules of a set, lowest first."""
    found: list[int] = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
