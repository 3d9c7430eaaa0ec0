"""The duty that notices what other nodes have changed: organisation, deployed versions."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from dujiang.store import AnyTable

EVERY: Final = timedelta(seconds=2)


class Refreshing:
    """Asks each room's kept picture whether the store has a newer one."""

    name = "refreshing"
    tables: frozenset[AnyTable] = frozenset()

    def __init__(self, pictures: Sequence[Callable[[], bool]]) -> None:
        self._pictures = tuple(pictures)

    def tick(self, now: datetime) -> datetime:
        """Ask them all; a picture that is stale is loaded anew by whoever needs it next."""
        for refresh in self._pictures:
            refresh()
        return now + EVERY

    def stop(self) -> None:
        """Nothing is left under way."""
