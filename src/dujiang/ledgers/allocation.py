"""Which rows of a balance give what: every need is served by the rows valid for it, in order.

S1: every half day of a leave takes from the valid row that expires first. A need may be spread
over several rows; a row gives at most what it has.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

import msgspec

R = TypeVar("R")

_NOTHING = Decimal(0)


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """An amount that is asked for; `about` is what the model calls it by (a half day, a line)."""

    amount: Decimal
    about: Any = None


class Part(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """What one row gives to one need."""

    row: R
    need: Need
    amount: Decimal


class Allocation(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """What all rows give to all needs, and how much of them nobody gives."""

    parts: tuple[Part[R], ...]
    asked: Decimal
    given: Decimal

    @property
    def is_enough(self) -> bool:
        """Whether every need is served in full."""
        return self.given == self.asked


def allocate(
    needs: Iterable[Need],
    rows_for: Callable[[Need], Sequence[R]],
    available: Callable[[R], Decimal],
    identity: Callable[[R], int],
) -> Allocation[R]:
    """Serve the needs in their order; `rows_for` gives the valid rows of a need, best first."""
    taken: dict[int, Decimal] = {}
    parts: list[Part[R]] = []
    asked = given = _NOTHING
    for need in needs:
        asked += need.amount
        missing = need.amount
        for row in rows_for(need):
            if missing <= _NOTHING:
                break
            key = identity(row)
            left = available(row) - taken.get(key, _NOTHING)
            amount = min(missing, left)
            if amount > _NOTHING:
                taken[key] = taken.get(key, _NOTHING) + amount
                parts.append(Part(row=row, need=need, amount=amount))
                missing -= amount
        given += need.amount - missing
    return Allocation(parts=tuple(parts), asked=asked, given=given)
