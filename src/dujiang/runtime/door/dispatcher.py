"""The one door. Requests queue up; a batch of them is decided on rows in memory, written in bulk,
committed once, and then answered. There is no other way to change anything.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import count
from threading import Thread
from typing import Any, Final, TypeVar

import structlog

from dujiang.kernel.clock import Clock
from dujiang.kernel.ids import IdSource
from dujiang.runtime.deciding.routes import Plugged, Reactors, Routes
from dujiang.runtime.deciding.work import Programs, Seals
from dujiang.runtime.door.batches import BatchWorker
from dujiang.runtime.door.inbox import Entry, FutureSink, Inbox, LoopSink, Sink
from dujiang.runtime.metrics import Metrics
from dujiang.runtime.requests import Answer, Request
from dujiang.store import AnyTable, Store, StoreError, Tx

IDLE_WAIT_S: Final = 5.0
"""How often an idle dispatcher looks after its node number."""

T = TypeVar("T")
_log = structlog.get_logger("dujiang.runtime")


class Dispatcher:
    """Takes requests from all threads, works in one.

    `start` runs it on a thread of its own; without it `ask` and `run` work on the caller's
    thread, which tests and tools like.
    """

    def __init__(
        self,
        store: Store,
        routes: Routes,
        reactors: Reactors,
        *,
        programs: Programs,
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.routes = routes
        self.metrics = metrics or Metrics()
        plugged = Plugged(routes, reactors, programs)
        self._worker = BatchWorker(store, plugged, clock=clock, metrics=self.metrics)
        self._inbox = Inbox()
        self._futures = FutureSink()
        self._spread = count()
        self._thread: Thread | None = None

    @property
    def ids(self) -> IdSource:
        """The id source of this process, for ids that edges need before a command."""
        return self._worker.node.ids

    def seal_with(self, seals: Seals) -> None:
        """Name who seals sensitive variables, before anything is decided."""
        self._worker.seal_with(seals)

    def submit(self, request: Request) -> "Future[Answer]":
        """Queue a request for another thread; the future has the answer after the commit.

        It raises `Unavailable` when the database stays away and `DujiangError` 500 for a mistake
        of ours; refusals are answers. Raises `LimitExceeded` at once when the queue is full.
        """
        future: Future[Answer] = Future()
        self._queue(self._futures, future, request=request)
        return future

    def submit_to(self, sink: LoopSink, request: Request) -> Any:  # noqa: ANN401 - asyncio.Future[Answer]
        """Queue a request for an asyncio loop; returns a future of that loop."""
        future = sink.new_future()
        self._queue(sink, future, request=request)
        return future

    def ask(self, request: Request) -> Answer:
        """Queue a request and wait for its answer."""
        future = self.submit(request)
        self.work_here()
        return future.result()

    def run(self, chore: Callable[[Tx], T]) -> T:
        """Do a chore, such as claiming, inside the next batch's transaction; returns its result."""
        future: Future[T] = Future()
        self._queue(self._futures, future, chore=chore)
        self.work_here()
        return future.result()

    def run_for(self, sink: LoopSink, chore: Callable[[Tx], Any]) -> Any:  # noqa: ANN401 - asyncio.Future[T]
        """Do a chore for an asyncio loop; returns a future of that loop with its result."""
        future = sink.new_future()
        self._queue(sink, future, chore=chore)
        return future

    def watch(self, wake: Callable[[frozenset[AnyTable]], None]) -> None:
        """Call `wake` after each commit with the tables it has changed; it must not block."""
        self._worker.watchers.append(wake)

    def listen(self, tell: Callable[[Sequence[str]], None]) -> None:
        """Call `tell` after each commit with the topics that were announced; it must not block."""
        self._worker.listeners.append(tell)

    def start(self) -> None:
        """Work on a thread of our own from now on."""
        self._thread = Thread(target=self._serve, name="dispatcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Accept nothing more, finish what is queued, give the node number back."""
        self._inbox.close()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.run_pending()
        self._worker.stopping.set()
        self._worker.close()
        try:
            self._worker.node.leave(self.store)
        except StoreError as error:
            _log.warning("node_not_released", reason=str(error))

    def run_pending(self) -> int:
        """Work off everything that is queued now, on this thread; returns the batches."""
        batches = 0
        while entries := self._inbox.take(self._worker.next_limit(len(self._inbox))):
            back = self._worker.process(entries, has_more=self._inbox.__len__)
            self._inbox.put_back(back)
            self.metrics.queued.set(len(self._inbox))
            batches += 1
        return batches

    def work_here(self) -> None:
        """Work off what is queued on this thread, unless the dispatcher has one of its own."""
        if self._thread is None:
            self.run_pending()

    def _queue(
        self,
        sink: Sink,
        future: object,
        *,
        request: Request | None = None,
        chore: Callable[[Tx], Any] | None = None,
    ) -> None:
        entry = Entry(sink, request, chore, slot=next(self._spread) & 0xFF)
        entry.future = future
        self._inbox.put(entry)

    def _serve(self) -> None:
        while not self._inbox.is_closed:
            self._inbox.wait(IDLE_WAIT_S)
            self.run_pending()
            self._worker.renew()
