"""Carrying a batch to its commit: attempts, what is done again, what fails alone, what is told."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count
from threading import Event
from time import perf_counter, thread_time
from typing import Any, Final

import msgspec
import structlog

from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import DujiangError, Unavailable
from dujiang.runtime.deciding.routes import Plugged
from dujiang.runtime.deciding.states import States
from dujiang.runtime.deciding.work import Seals
from dujiang.runtime.door.attempts import WRITING_PATIENCE_S, Attempt, Flight, GivenUp
from dujiang.runtime.door.inbox import Entry, Outcome, Sink
from dujiang.runtime.door.nodes import Node
from dujiang.runtime.door.session import Session, Taken
from dujiang.runtime.metrics import Metrics
from dujiang.runtime.requests import Refused
from dujiang.runtime.tables import NODE, NodeRow
from dujiang.store import (
    AnyTable,
    Changes,
    Contention,
    Store,
    StoreAway,
    StoreError,
    Tx,
    WriteRefused,
)

MAX_DECIDING_S: Final = 0.020
"""Processor time for deciding one batch; what is not decided by then goes into the next one.

Not the clock on the wall: on a machine that is starved of time, smaller batches would cost more."""
MAX_BATCH: Final = 256
"""Requests in one transaction."""
MIN_BATCH: Final = 16
WORTH_HALVING: Final = 64
"""From so many requests in each half on, two batches that overlap are better than one."""
MAX_TRIES: Final = 5
"""Attempts of one batch against deadlocks and rows that moved on."""
PATIENCE_S: Final = 5.0
"""How long a batch waits for a database that is away before its requests are answered 503."""
AWAY_PAUSE_S: Final = 0.2
FAILURE_ID_BYTES: Final = 6

_log = structlog.get_logger("dujiang.runtime")


class BatchWorker:
    """Decides one batch after the other; used by the dispatcher's thread alone."""

    def __init__(
        self,
        store: Store,
        plugged: Plugged,
        *,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self.node = Node.join(store, clock)
        self.states = States()
        self.watchers: list[Callable[[frozenset[AnyTable]], None]] = []
        self.listeners: list[Callable[[Sequence[str]], None]] = []
        self.stopping = Event()
        self.batch_limit = MAX_BATCH
        """Requests to take at most: as many as were decided in time of late."""
        self._store = store
        self._plugged = plugged
        self._clock = clock
        self._metrics = metrics
        self._away_since: float | None = None
        self._pilot = ThreadPoolExecutor(1, "committer") if store.writes_side_by_side else None
        self._flight: Flight | None = None
        """The batch before, while it is being written."""

    def seal_with(self, seals: Seals) -> None:
        """Name who seals sensitive variables."""
        self._plugged = msgspec.structs.replace(self._plugged, seals=seals)

    def process(
        self, entries: Sequence[Entry], *, has_more: Callable[[], object] | None = None
    ) -> list[Entry]:
        """Decide, write, commit and answer; returns entries that must wait for the next batch.

        When `has_more` then says that more requests wait, the writing may still be under way at the
        return: the next call ends it, and one must follow.
        """
        if any(entry.chore is not None for entry in entries):  # a chore writes while it decides
            back = self._landed()
            if back:
                return [*back, *entries]
        attempt = Attempt()
        try:
            flight = self._decided(entries, attempt)
        except GivenUp:
            return [*self._landed(), *entries]
        except Exception as error:  # noqa: BLE001 - the door: a batch that fails is taken apart
            return [*self._landed(), *self._settle(entries, attempt, error)]
        if self._pilot is not None and has_more and (attempt.put_back or has_more()):
            self._flight = flight
            flight.go(self._pilot)
            return attempt.put_back
        flight.go(None)
        return [*attempt.put_back, *self._settle(flight.entries, attempt, flight.trouble)]

    def next_limit(self, queued: int) -> int:
        """How many of the requests that wait to take: half of those that are here in all, when the
        other half can be written meanwhile. Else callers that wait for their answers all go into
        one batch, and nothing is left to decide while it is written."""
        if self._pilot is None:
            return self.batch_limit
        under_way = len(self._flight.entries) if self._flight is not None else 0
        half = (queued + under_way + 1) // 2
        return self.batch_limit if half < WORTH_HALVING else min(half, self.batch_limit)

    def close(self) -> None:
        """End the thread that writes; after the last batch."""
        if self._pilot is not None:
            self._pilot.shutdown()

    def renew(self) -> None:
        """Keep the node's number when there was nothing else to write for long."""
        if self.node.needs_renewal(self._clock.now()):
            self.process([])

    # --- the batch before

    def _wait_for_flight(self) -> None:
        """Let the batch before land, while this one is decided and holds its locks."""
        flight = self._flight
        if flight is not None:
            try:
                flight.land(WRITING_PATIENCE_S)
            except TimeoutError:
                raise GivenUp from None
            if flight.trouble is not None:
                raise GivenUp
            self._landed()

    def _landed(self) -> list[Entry]:
        """End the batch before, while no other is open; returns entries that are to wait."""
        flight, self._flight = self._flight, None
        if flight is None:
            return []
        flight.land()
        return self._settle(flight.entries, flight.attempt, flight.trouble)

    # --- one attempt

    def _settle(
        self, entries: Sequence[Entry], attempt: Attempt, trouble: Exception | None
    ) -> list[Entry]:
        """Take in what was stored; after trouble repeat, take apart, or answer with the trouble."""
        back: list[Entry] = []
        for tries in count(1):
            if trouble is None:
                self._remember(attempt)
                return back
            if self._was_stored(trouble, attempt):
                self._remember(attempt)
                self._announce(attempt)
                return back
            if self._may_repeat(trouble, entries, tries):
                attempt = Attempt()
                trouble = self._try(entries, attempt)
                back = attempt.put_back
                continue
            if len(entries) > 1 and not isinstance(trouble, StoreAway):
                return [back for entry in entries for back in self.process([entry])]
            self._answer([(entry, _as_error(trouble, entry)) for entry in entries])
            return []
        raise AssertionError("unreachable")

    def _try(self, entries: Sequence[Entry], attempt: Attempt) -> Exception | None:
        try:
            flight = self._decided(entries, attempt)
        except Exception as error:  # noqa: BLE001 - the door: a batch that cannot be decided is taken apart
            return error
        flight.go(None)
        return flight.trouble

    def _decided(self, entries: Sequence[Entry], attempt: Attempt) -> Flight:
        """Decide in a transaction that is left open, ready to be written and committed."""
        with ExitStack() as transaction:
            tx = transaction.enter_context(self._store.write(self._store.lanes[0]))
            self._decide_all(tx, entries, attempt)
            self._wait_for_flight()
            self._conclude(tx, attempt)
            return Flight(entries, attempt, transaction.pop_all(), self._write)
        raise AssertionError("unreachable")  # no context of ours swallows an exception

    def _write(self, flight: Flight) -> None:
        """Write, commit and answer; on any thread, one flight at a time."""
        started = perf_counter()
        try:
            with flight.transaction:
                flight.attempt.write()
        except Exception as error:  # noqa: BLE001 - the door: a batch that cannot be written is taken apart
            flight.trouble = error
            return
        self._away_since = None
        self._metrics.writing_s.observe(perf_counter() - started)
        self._announce(flight.attempt)

    def _decide_all(self, tx: Tx, entries: Sequence[Entry], attempt: Attempt) -> None:
        started = perf_counter()
        for entry in entries:
            if entry.chore is not None:
                attempt.chores.append((entry, entry.chore(tx)))
        session = attempt.session = Session(
            tx,
            self._plugged,
            is_shared=self._store.is_shared,
            ids=self.node.ids,
            states=self.states,
        )
        taken = session.prepare(entries)
        is_late, is_over = False, _time_limit(MAX_DECIDING_S)
        for entry in entries:
            if entry.request is None:
                continue
            is_late = is_late or (bool(attempt.decided) and is_over())
            if is_late or entry in taken:
                entry.skipped += entry in taken
                attempt.put_back.append(entry)
            else:
                self._decide(session, entry, attempt)
        self._adapt(len(attempt.decided), is_late=is_late)
        self._metrics.deciding_s.observe(perf_counter() - started)

    def _adapt(self, decided: int, *, is_late: bool) -> None:
        """Loading for requests that will not be decided in time is work for nothing."""
        limit = decided if is_late else self.batch_limit + self.batch_limit // 8
        self.batch_limit = min(max(limit, MIN_BATCH), MAX_BATCH)

    def _decide(self, session: Session, entry: Entry, attempt: Attempt) -> None:
        assert entry.request is not None
        try:
            attempt.decided.append(session.decide(entry, entry.request))
        except Taken as taken:
            entry.skipped += 1
            entry.wanted[taken.args[0]] = None
            attempt.put_back.append(entry)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a command that raises is answered alone
            attempt.failed.append((entry, _as_error(error, entry)))

    def _conclude(self, tx: Tx, attempt: Attempt) -> None:
        """Collect what is to be written, with the node's row."""
        session = attempt.session
        assert session is not None
        changes = session.batch.changes()
        if not changes and not attempt.chores and not self.node.needs_renewal(self._clock.now()):
            return
        attempt.tables = frozenset(change.table for change in changes)
        attempt.node_row = self.node.next_row(self._clock.now())
        node = Changes(NODE, updates=[attempt.node_row], bases=[self.node.row])
        attempt.write = partial(tx.write, [*changes, node])

    # --- trouble

    def _was_stored(self, trouble: Exception, attempt: Attempt) -> bool:
        """Whether the commit has happened although the connection broke before it was confirmed."""
        if not isinstance(trouble, StoreAway) or attempt.node_row is None:
            return False
        while True:
            try:
                stored = self._stored_node()
            except StoreAway:
                if not self._waited():
                    return False
            else:
                return stored is not None and stored.batch == attempt.node_row.batch

    def _stored_node(self) -> NodeRow | None:
        with self._store.write(self._store.lanes[0]) as tx:
            return self.node.stored(tx)

    def _may_repeat(self, trouble: Exception, entries: Sequence[Entry], tries: int) -> bool:
        match trouble:
            case Contention():
                self._metrics.retries.labels("contention").inc()
                self._find_node_again()
                return tries < MAX_TRIES
            case StoreAway():
                self._metrics.retries.labels("away").inc()
                return self._waited()
            case WriteRefused() if len(entries) == 1 and entries[0].request is not None:
                return _refuse_next_time(entries[0], trouble, tries)
            case _:
                return False

    def _waited(self) -> bool:
        """Pause while the database is away; False when patience has run out."""
        now = perf_counter()
        if self._away_since is None:
            self._away_since = now
            _log.warning("database_away")
        if now - self._away_since > PATIENCE_S or self.stopping.is_set():
            return False
        self.stopping.wait(AWAY_PAUSE_S)
        return True

    def _find_node_again(self) -> None:
        """After a row had moved on: it may have been our own node's, or its number is lost."""
        try:
            stored = self._stored_node()
            if stored is None:
                _log.error("node_number_lost", node=self.node.row.node)
                self.node = Node.join(self._store, self._clock)
                self.states.clear()
            else:
                self.node.row = stored
        except StoreError as error:
            _log.warning("node_not_found_again", reason=str(error))

    # --- after the commit

    def _remember(self, attempt: Attempt) -> None:
        """What this process keeps in memory of a batch that is stored."""
        session = attempt.session
        assert session is not None
        if attempt.node_row is not None:
            self.node.row = attempt.node_row
        for instance_id, kept in session.changed_states.items():
            if kept.state.is_ended:
                self.states.drop((instance_id,))
            else:
                self.states.keep(instance_id, kept)

    def _announce(self, attempt: Attempt) -> None:
        """Tell everybody what is stored now: what is kept of it elsewhere first, then callers."""
        if attempt.node_row is not None:
            self._metrics.commits.inc()
            self._metrics.batch_size.observe(len(attempt.decided))
        outcomes: list[tuple[Entry, Outcome]] = [(d.entry, d.answer) for d in attempt.decided]
        outcomes += attempt.chores
        try:
            for decided in attempt.decided:
                if decided.work is not None:
                    for act in decided.work.afterwards:
                        act()
        except Exception as error:  # noqa: BLE001 - a hint that fails must not stop the door
            _log.error("hint_failed", exc_info=error)
        self._answer([*outcomes, *attempt.failed])
        try:
            self._tell(attempt)
        except Exception as error:  # noqa: BLE001 - a hint that fails must not stop the door
            _log.error("hint_failed", exc_info=error)

    def _answer(self, outcomes: Sequence[tuple[Entry, Any]]) -> None:
        """One delivery for each kind of caller."""
        by_sink: dict[Sink, list[tuple[Entry, Outcome]]] = {}
        for entry, outcome in outcomes:
            by_sink.setdefault(entry.sink, []).append((entry, outcome))
        verdicts = Counter(_verdict(outcome) for entry, outcome in outcomes if entry.request)
        for verdict, number in verdicts.items():
            self._metrics.commands.labels(verdict).inc(number)
        for sink, answered in by_sink.items():
            sink.deliver(answered)

    def _tell(self, attempt: Attempt) -> None:
        topics: dict[str, None] = {}
        for decided in attempt.decided:
            if decided.work is not None:
                topics.update(decided.work.topics)
        if attempt.tables:
            for wake in self.watchers:
                wake(attempt.tables)
        if topics:
            for tell in self.listeners:
                tell(tuple(topics))


def _time_limit(limit_s: float) -> Callable[[], bool]:
    """Whether this thread has worked so long since now; the cheap clock is asked first."""
    began_at, began_s = perf_counter(), thread_time()
    return lambda: perf_counter() - began_at > limit_s and thread_time() - began_s > limit_s


def _refuse_next_time(entry: Entry, trouble: WriteRefused, tries: int) -> bool:
    """A write that the schema refuses is tried once more on fresh rows, then it is a refusal."""
    if entry.verdict is not None:
        return False
    if tries > 1:
        entry.verdict = Refused(trouble.code)
    return True


def _as_error(trouble: BaseException, entry: Entry) -> BaseException:
    """What the caller is told: whether to come again, or only the number of our failure."""
    match trouble:
        case StoreAway():
            return Unavailable("runtime.store.away")
        case Contention():
            return Unavailable("runtime.store.contended")
        case DujiangError():
            return trouble
    failure_id = secrets.token_hex(FAILURE_ID_BYTES)
    command = type(entry.request.command).__name__ if entry.request else "chore"
    _log.error("command_failed", failure_id=failure_id, command=command, exc_info=trouble)
    return DujiangError("runtime.command.failed", failure_id=failure_id)


def _verdict(outcome: object) -> str:
    if isinstance(outcome, BaseException):
        return "failed"
    return "accepted" if getattr(outcome, "is_accepted", True) else "refused"
