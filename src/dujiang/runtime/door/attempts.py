"""One attempt of a batch: what was decided, and its writing, which may go on beside the next batch.

While one batch is written and committed by the database, the next one is decided here. They are two
transactions on two connections, as if two processes had them: what the first has locked, the second
skips. Only one is written at a time, and nothing is answered before its commit.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

from dujiang.runtime.door.inbox import Entry
from dujiang.runtime.door.session import Decided, Session
from dujiang.runtime.tables import NodeRow
from dujiang.store import AnyTable

WRITING_PATIENCE_S: Final = 0.5
"""How long a decided batch keeps its locks while the one before is still being written.

The one before may wait for a lock of the decided one, which the database cannot know to be a
deadlock: after this time the decided one is given up and decided anew."""


def _nothing() -> None:
    """There is nothing to write."""


class Attempt:
    """What one attempt has decided; told once it is known to be stored."""

    def __init__(self) -> None:
        self.decided: list[Decided] = []
        self.chores: list[tuple[Entry, Any]] = []
        self.failed: list[tuple[Entry, BaseException]] = []
        self.put_back: list[Entry] = []
        self.session: Session | None = None
        self.node_row: NodeRow | None = None
        """The node's row as this attempt writes it; None while nothing was to be written."""
        self.tables: frozenset[AnyTable] = frozenset()
        self.write: Callable[[], None] = _nothing
        """Writes what was decided, in bulk."""


class GivenUp(Exception):
    """A decided batch is rolled back for the sake of the one before it."""


class Flight:
    """A decided batch whose transaction is still to be written and committed."""

    def __init__(
        self,
        entries: Sequence[Entry],
        attempt: Attempt,
        transaction: ExitStack,
        write: Callable[["Flight"], None],
    ) -> None:
        back = frozenset(attempt.put_back)
        self.entries = [entry for entry in entries if entry not in back]
        self.attempt = attempt
        self.transaction = transaction
        self.trouble: Exception | None = None
        """Why it was not committed."""
        self._write = write
        self._done: Future[None] | None = None

    def go(self, pilot: ThreadPoolExecutor | None) -> None:
        """Write and commit: on the pilot's thread, else here and now."""
        if pilot is None:
            self._write(self)
        else:
            self._done = pilot.submit(self._write, self)

    def land(self, patience_s: float | None = None) -> None:
        """Wait until it is committed or has failed. Raises `TimeoutError`."""
        if self._done is not None:
            self._done.result(patience_s)
