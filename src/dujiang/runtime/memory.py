"""How a serving process looks for garbage: rarely, and not among what it has loaded for good.

Most values die by their reference count. With Python's own settings a busy server goes through its
young objects every few commands and through the whole program (half a million objects) again and
again, which costs a fifth of its processor time (`bench/durable.py`).
"""

import gc
from typing import Final

YOUNG_OBJECTS: Final = 20_000
"""Containers made, less those that died, before the young ones are looked through."""
YOUNG_ROUNDS: Final = 20
OLD_ROUNDS: Final = 100


def settle_memory() -> None:
    """Call once, when everything is loaded and serving begins."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
