"""The values of one input column, cut into segments that no rule of the table tells apart.

On a line (numbers, dates, durations, and strings with ranges) even segments lie between the cuts
and odd ones on them; among plain names (strings, booleans) there is one segment a name, and one
for every other name.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from dujiang.dmn.table_index import Cell
from dujiang.feel.text import format_value
from dujiang.kernel.values import Months, Range

Bits = int


@dataclass(frozen=True, slots=True)
class Tests:
    """What is known of one cell: its constants, or their opposite."""

    cell: Cell
    negated: bool = False


class Space(Protocol):
    """All values that a column may have."""

    size: int
    """Number of segments."""

    def bits_of(self, tests: Tests) -> Bits:
        """The segments that a cell matches."""

    def example(self, segment: int) -> Any:  # noqa: ANN401 - a Value
        """A value of the segment; None where it has none."""

    def text(self, segments: Sequence[int]) -> str:
        """The segments as a unary test."""


class Names:
    """Values without order: each name by itself, and all others unless `is_closed`."""

    def __init__(self, names: Iterable[Any], *, is_closed: bool) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.is_closed = is_closed
        self.size = len(self.names) + (not is_closed)

    def bits_of(self, tests: Tests) -> Bits:
        """See `Space`."""
        everything = (1 << self.size) - 1
        if tests.cell.matches_all:
            return everything
        found = 0
        for place, name in enumerate(self.names):
            if any(point == name for point in tests.cell.points):
                found |= 1 << place
        return everything & ~found if tests.negated else found

    def example(self, segment: int) -> Any:  # noqa: ANN401 - a Value
        """See `Space`."""
        if segment < len(self.names):
            return self.names[segment]
        return next(name for name in _others() if name not in self.names)

    def text(self, segments: Sequence[int]) -> str:
        """See `Space`."""
        if len(segments) == self.size:
            return "-"
        if not self.is_closed and self.size - 1 in segments:
            missing = [name for place, name in enumerate(self.names) if place not in segments]
            return f"not({', '.join(map(format_value, missing))})"
        return ", ".join(format_value(self.names[place]) for place in segments)


def _others() -> Iterable[str]:
    yield "?"
    number = 1
    while True:
        yield f"?{number}"
        number += 1


class Line:
    """Ordered values, cut at every constant of the column; `within` limits them."""

    def __init__(self, cuts: Iterable[Any], within: Range | None = None) -> None:
        ends = set(cuts)
        if within is not None:
            ends |= {end for end in (within.start, within.end) if end is not None}
        self.cuts: list[Any] = sorted(ends)
        self.size = 2 * len(self.cuts) + 1
        inside = (1 << self.size) - 1 if within is None else self._range_bits(within)
        empty = [s for s in range(0, self.size, 2) if self.example(s) is None]
        self._inside = inside & ~sum(1 << segment for segment in empty)

    def bits_of(self, tests: Tests) -> Bits:
        """See `Space`."""
        if tests.cell.matches_all:
            return self._inside
        found = 0
        for point in tests.cell.points:
            if type(point) is type(self.cuts[0]):
                found |= 1 << self._at(point)
        for within in tests.cell.ranges:
            found |= self._range_bits(within)
        return self._inside & (~found if tests.negated else found)

    def _range_bits(self, within: Range) -> Bits:
        first, last = 0, self.size - 1
        if within.start is not None:
            at = self._at(within.start)
            first = at if within.start_included else at + 1
        if within.end is not None:
            at = self._at(within.end)
            last = at if within.end_included else at - 1
        return (1 << (last + 1)) - (1 << first) if first <= last else 0

    def _at(self, cut: Any) -> int:  # noqa: ANN401 - one of the cuts
        return 2 * bisect_left(self.cuts, cut) + 1

    def example(self, segment: int) -> Any:  # noqa: ANN401 - a Value
        """See `Space`."""
        if segment % 2:
            return self.cuts[segment // 2]
        low = self.cuts[segment // 2 - 1] if segment else None
        high = self.cuts[segment // 2] if segment // 2 < len(self.cuts) else None
        return _between(low, high)

    def text(self, segments: Sequence[int]) -> str:
        """See `Space`."""
        if sum(1 << segment for segment in segments) == self._inside:
            return "-"
        runs: list[tuple[int, int]] = []
        for segment in segments:
            if runs and segment == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], segment)
            else:
                runs.append((segment, segment))
        return ", ".join(self._run_text(first, last) for first, last in runs)

    def _run_text(self, first: int, last: int) -> str:
        low = self.cuts[(first - 1) // 2] if first else None
        high = self.cuts[last // 2] if last // 2 < len(self.cuts) else None
        starts, ends = first % 2 == 1, last % 2 == 1
        if first == last and starts:
            return format_value(low)
        if low is None:
            return f"{'<=' if ends else '<'} {format_value(high)}"
        if high is None:
            return f"{'>=' if starts else '>'} {format_value(low)}"
        opening, closing = "[" if starts else "(", "]" if ends else ")"
        return f"{opening}{format_value(low)}..{format_value(high)}{closing}"


def _between(low: Any, high: Any) -> Any:  # noqa: ANN401 - Values of one type
    """A value strictly between two; None where there is none."""
    kind = type(low if low is not None else high)
    if kind is str:
        return f"{low or ''}a" if high is None or f"{low or ''}a" < high else None
    step = {Decimal: Decimal(1), date: timedelta(days=1), timedelta: timedelta(hours=1)}.get(kind)
    if kind is Months:
        return _between_months(low, high)
    if step is None:
        return None
    try:
        found = high - step if low is None else low + step
    except OverflowError:
        return None
    if low is None or high is None or found < high:
        return found
    return None if kind is date else low + (high - low) / 2


def _between_months(low: Months | None, high: Months | None) -> Months | None:
    if low is None:
        return Months(high.months - 1) if high is not None else None
    found = Months(low.months + 1)
    return found if high is None or found < high else None
