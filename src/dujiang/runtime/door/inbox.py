"""The queue in front of the dispatcher, and how answers leave it: one wake-up a batch."""

from asyncio import AbstractEventLoop
from asyncio import Future as LoopFuture
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from threading import Condition
from typing import Any, Final, Protocol, TypeAlias

from dujiang.kernel.errors import LimitExceeded
from dujiang.kernel.ids import SHARDS, slot_of_key
from dujiang.runtime.requests import Answer, Refused, Request
from dujiang.store import Tx

MAX_QUEUED: Final = 20_000
"""Requests that may wait; beyond it new ones are refused with `Retry-After`."""
RETRY_AFTER_S: Final = 2

Outcome: TypeAlias = Answer | BaseException
ReceiptKey: TypeAlias = tuple[int, int, str]


class Sink(Protocol):
    """Where the answers of one kind of caller go."""

    def deliver(self, answered: Sequence[tuple["Entry", Outcome]]) -> None:
        """Hand over all answers of a batch at once. Runs on the dispatcher's thread."""
        ...


class Entry:
    """One request that waits, or a chore: work inside the batch's transaction without a command."""

    __slots__ = (
        "chore",
        "future",
        "receipt_key",
        "request",
        "sink",
        "skipped",
        "slot",
        "verdict",
        "wanted",
    )

    def __init__(
        self,
        sink: Sink,
        request: Request | None,
        chore: "Chore | None" = None,
        *,
        slot: int = 0,
    ) -> None:
        self.sink = sink
        self.request = request
        self.slot = slot
        """The slot of what the request starts: from its idempotency key, else as it was given."""
        self.receipt_key: ReceiptKey | None = None
        """Where its receipt lies; None without an idempotency key."""
        if request is not None and request.key is not None:
            self.slot = slot_of_key(request.key)
            self.receipt_key = SHARDS[self.slot], request.actor.id, request.key
        self.chore = chore
        self.skipped = 0
        """How often an instance was held by another process."""
        self.wanted: dict[int, None] = {}
        """Instances that turned out to be needed: locked before the next attempt."""
        self.verdict: Refused | None = None
        """Set when the schema has refused its write: the request is refused without deciding."""
        self.future: Any = None


Chore: TypeAlias = Callable[[Tx], Any]


class FutureSink:
    """Answers for threads: `concurrent.futures`."""

    def deliver(self, answered: Sequence[tuple[Entry, Outcome]]) -> None:
        """Set each future."""
        for entry, outcome in answered:
            future: Future[Any] = entry.future
            if not future.set_running_or_notify_cancel():
                continue  # the caller did not wait
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


class LoopSink:
    """Answers for one asyncio loop: the loop is woken once for all answers of a batch."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop

    def new_future(self) -> "LoopFuture[Answer]":
        """A future of the loop, to be awaited there."""
        return self._loop.create_future()

    def deliver(self, answered: Sequence[tuple[Entry, Outcome]]) -> None:
        """Wake the loop; after it has closed nobody waits any more."""
        with suppress(RuntimeError):  # raised by a loop that is closed
            self._loop.call_soon_threadsafe(_set_all, answered)


def _set_all(answered: Sequence[tuple[Entry, Outcome]]) -> None:
    for entry, outcome in answered:
        future: LoopFuture[Any] = entry.future
        if future.cancelled():
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


class Inbox:
    """Bounded queue of entries. Many threads put, one takes."""

    def __init__(self, limit: int = MAX_QUEUED) -> None:
        self._limit = limit
        self._entries: deque[Entry] = deque()
        self._changed = Condition()
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        """Queue an entry. Raises `LimitExceeded` when full or closed."""
        with self._changed:
            if self._is_closed:
                raise LimitExceeded("runtime.door.closing", retry_after_s=RETRY_AFTER_S)
            if len(self._entries) >= self._limit:
                raise LimitExceeded(
                    "runtime.door.too_busy", retry_after_s=RETRY_AFTER_S, limit=self._limit
                )
            self._entries.append(entry)
            if len(self._entries) == 1:
                self._changed.notify()

    def put_back(self, entries: Sequence[Entry]) -> None:
        """Return entries that were taken but not decided, in front, in their order."""
        with self._changed:
            self._entries.extendleft(reversed(entries))

    def take(self, count: int) -> list[Entry]:
        """Up to `count` entries that wait now, oldest first; never waits."""
        with self._changed:
            return [self._entries.popleft() for _ in range(min(count, len(self._entries)))]

    def wait(self, timeout_s: float) -> bool:
        """Wait until something is queued or the inbox is closed; False after the time-out."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._entries) or self._is_closed, timeout_s)

    def close(self) -> None:
        """Accept nothing more; what waits will still be taken."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._is_closed
