"""Notices from node to node: hints after a commit, coalesced, that may be lost.

PostgreSQL carries them (LISTEN and NOTIFY on connections of their own, never inside a batch's
transaction, where NOTIFY would serialise all commits). SQLite has one process: nobody else to tell.
Polling is the truth; a notice only makes it sooner.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

EVERYTHING: Final = "*"
"""Topic that means: look at whatever you show."""

Hear = Callable[[Sequence[str]], None]


class Notices(Protocol):
    """Tells other nodes about topics, and hears theirs."""

    def tell(self, topics: Sequence[str]) -> None:
        """Tell the other nodes, soon; never blocks and never fails."""
        ...

    def start(self, hear: Hear) -> None:
        """Call `hear` with what other nodes tell, on a thread of our own."""
        ...

    def stop(self) -> None:
        """Tell what is left and end the threads."""
        ...


class NoNotices:
    """For a database that only one process uses."""

    def tell(self, topics: Sequence[str]) -> None:
        """There is nobody."""

    def start(self, hear: Hear) -> None:
        """There is nothing to hear."""

    def stop(self) -> None:
        """There is nothing to end."""
