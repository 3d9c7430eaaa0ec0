"""Distribution: which one of a group gets the item (SPEC A2, load-balanced or in turn)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How busy somebody is. Open items count by the hand that acts on them."""

    open_count: int = 0
    last_given_at: datetime | None = None
    """When they last got an item of this kind."""
    skills: frozenset[str] = frozenset()


def choose(
    people: Sequence[int],
    loads: Mapping[int, Load],
    *,
    by: Literal["", "load", "roundRobin"],
    skill: str = "",
) -> int | None:
    """The one who gets it: fewest open items, then longest idle, then first in order.

    In turn (`roundRobin`): longest idle, then first in order. Without somebody who has the skill,
    nobody. `people` come in the order of their employee numbers.
    """
    idle = Load()
    able = [p for p in people if not skill or skill in loads.get(p, idle).skills]
    if not able:
        return None

    def rank(person: int) -> tuple[int, datetime, int]:
        load = loads.get(person, idle)
        count = load.open_count if by == "load" else 0
        return (count, load.last_given_at or _NEVER, people.index(person))

    return min(able, key=rank)
