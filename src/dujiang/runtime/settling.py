"""How a serving process is set up: when it looks for garbage, and how its threads take turns.

Most values die by their reference count. With Python's own settings a busy server goes through its
young objects every few commands and through the whole program (half a million objects) again and
again, which costs a fifth of its processor time. And a thread that comes back from the database
waits up to 5 ms for one that is deciding, several times in each batch (`bench/durable.py`).
"""

import gc
import sys
from typing import Final

YOUNG_OBJECTS: Final = 20_000
"""Containers made, less those that died, before the young ones are looked through."""
YOUNG_ROUNDS: Final = 20
OLD_ROUNDS: Final = 100
TURN_S: Final = 0.001
"""How long a thread may keep the interpreter while another asks for it."""


def settle() -> None:
    """Call once, when everything is loaded and serving begins."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
    sys.setswitchinterval(TURN_S)
