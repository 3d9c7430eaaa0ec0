"""Ids: int8 inside, opaque text outside; every id carries its slot, and a slot its shard value.

Layout of the 63 bits: 41 milliseconds since 2020-01-01 UTC, 6 node, 8 sequence, 8 slot. Ids of one
node grow with time, so indexes append. The text form is Crockford's base 32, 13 characters.
"""

from datetime import UTC, datetime
from hashlib import blake2b
from threading import Lock
from typing import Final, Protocol

from dujiang.kernel.clock import Clock

SLOT_COUNT: Final = 256
_EPOCH_MS: Final = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUE_OF: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_TEXT_LENGTH: Final = 13

# fmt: off
SHARDS: Final[tuple[int, ...]] = (
    354, 298, 60, 146, 443, 8, 132, 20, 230, 303, 259, 82, 118, 205, 1, 15, 291, 155, 344,
    31, 119, 88, 311, 458, 412, 148, 79, 94, 26, 33, 340, 24, 520, 35, 157, 10, 115, 129,
    598, 92, 104, 198, 579, 48, 109, 234, 466, 516, 5, 53, 208, 652, 290, 323, 928, 112,
    196, 50, 77, 200, 166, 178, 504, 632, 61, 912, 93, 4, 141, 7, 215, 228, 368, 17, 416,
    51, 729, 172, 689, 287, 133, 162, 16, 187, 111, 295, 747, 96, 564, 269, 170, 492, 217,
    324, 375, 85, 302, 36, 202, 191, 89, 1487, 271, 619, 110, 174, 453, 19, 106, 55, 64, 0,
    37, 40, 262, 65, 45, 633, 264, 103, 656, 158, 101, 261, 117, 121, 3, 439, 161, 293, 232,
    113, 406, 366, 57, 52, 160, 62, 501, 353, 99, 422, 480, 367, 522, 165, 731, 136, 525,
    168, 645, 509, 102, 357, 413, 46, 140, 28, 186, 154, 86, 6, 73, 192, 144, 66, 71, 356,
    1512, 335, 70, 184, 21, 278, 477, 34, 749, 83, 194, 124, 49, 265, 39, 574, 43, 56, 167,
    249, 454, 371, 126, 13, 387, 47, 308, 2, 426, 382, 388, 351, 349, 27, 199, 846, 95, 300,
    114, 552, 1101, 333, 134, 58, 314, 149, 481, 1004, 307, 41, 490, 219, 224, 631, 179,
    185, 479, 131, 30, 9, 116, 80, 81, 90, 59, 515, 72, 128, 260, 190, 22, 233, 381, 29,
    517, 12, 275, 78, 195, 11, 67, 726, 169, 44, 240, 107, 75, 18,
)
# fmt: on
"""Slot -> value of the `shard` column. Chosen so that PostgreSQL's hash of each falls into its own
1/256 of the hash range: spread evenly over any power-of-two number of shards. Fixed for ever."""

SLOT_OF_SHARD: Final = {shard: slot for slot, shard in enumerate(SHARDS)}


class IdSource(Protocol):
    """Gives ids that were never given before and never will be again."""

    def next_id(self, slot: int) -> int:
        """A new id in `slot` (0..255)."""
        ...


class TimeOrderedIds:
    """Ids ordered by time for one node (0..63). Thread-safe.

    `not_before_ms` (since 2020) is the mark that the store has kept for this node: a restart with a
    clock that stood still, or ran back, never repeats an id.
    """

    def __init__(self, clock: Clock, *, node: int = 0, not_before_ms: int = 0) -> None:
        self._clock = clock
        self._node = node
        self._ms = not_before_ms
        self._sequence = -1
        self._lock = Lock()

    def next_id(self, slot: int) -> int:
        """A new id in `slot`; borrows from the next millisecond when this one is used up."""
        with self._lock:
            now_ms = int(self._clock.now().timestamp() * 1000) - _EPOCH_MS
            if now_ms > self._ms:
                self._ms, self._sequence = now_ms, 0
            else:
                self._sequence += 1
                if self._sequence > 0xFF:
                    self._ms, self._sequence = self._ms + 1, 0
            return (self._ms << 22) | (self._node << 16) | (self._sequence << 8) | slot

    @property
    def mark_ms(self) -> int:
        """Milliseconds since 2020 of the newest id: what the store must remember."""
        return self._ms


def slot_of(identifier: int) -> int:
    """The slot that an id carries."""
    return identifier & 0xFF


def shard_of(identifier: int) -> int:
    """The value of the `shard` column for an id."""
    return SHARDS[identifier & 0xFF]


def slot_of_key(key: str) -> int:
    """The slot of a start, from its idempotency key: a repeat looks in the same place."""
    return blake2b(key.encode(), digest_size=1).digest()[0]


def id_text(identifier: int) -> str:
    """The opaque text that people and programs outside see."""
    return "".join(_DIGITS[(identifier >> shift) & 31] for shift in range(60, -1, -5))


def id_from_text(text: str) -> int | None:
    """The id behind a text, or None when it is not one (an unknown id is simply not found)."""
    if len(text) != _TEXT_LENGTH:
        return None
    identifier = 0
    for digit in text.lower():
        value = _VALUE_OF.get(digit)
        if value is None:
            return None
        identifier = (identifier << 5) | value
    return identifier if identifier < 1 << 63 else None
