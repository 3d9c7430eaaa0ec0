"""The duty that does background work: leases it, runs its handler, keeps how far it has come."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any, Final, Protocol, TypeAlias

import msgspec
import structlog

from dujiang.kernel.encoding import decode_value, encode_value
from dujiang.kernel.errors import DujiangError, Unavailable
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.errands.commands import (
    EndErrand,
    ErrandFailed,
    ErrandOutcome,
    ErrandStopped,
)
from dujiang.runtime.errands.read import next_errand_at
from dujiang.runtime.errands.tables import DUE_ERRANDS, ERRAND, ErrandRow
from dujiang.runtime.requests import SYSTEM, Request
from dujiang.store import AnyTable, Changes, StoreError, Tx

LEASE: Final = timedelta(seconds=60)
"""A handler reports more often than this, or another node begins where it reported last."""
REPORTED_EVERY: Final = timedelta(milliseconds=700)
"""Reports that follow each other faster are not written down."""
MAX_RUNNING: Final = 2
MAX_ATTEMPTS: Final = 5
"""What has brought down so many processes is not tried again."""

_log = structlog.get_logger("dujiang.runtime")


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler is given."""

    id: int
    kind: str
    owner_id: int
    language: str
    params: Variables
    cursor: Any
    """The cursor of the last report; None at the beginning."""
    done: int
    total: int
    attempt: int
    """1 for the first; more after a crash."""


class Progress(Protocol):
    """How a handler says how far it has come."""

    def report(self, done: int, total: int, cursor: Any = None) -> bool:  # noqa: ANN401 - a Value
        """Keep it, after every portion; False: end now and return `ErrandStopped`.

        What stands before `cursor` (a value) is not done again, unless a crash comes between
        two reports that were written: portions are repeatable.
        """
        ...


class ErrandHandler(Protocol):
    """Does background work of one kind, on a thread of a bounded pool.

    A `DujiangError` that it raises is the reason of its failure.
    """

    def __call__(self, errand: Errand, progress: Progress) -> ErrandOutcome:
        """Do it, from `errand.cursor` on."""
        ...


ErrandKinds: TypeAlias = Mapping[str, ErrandHandler]


class Errands:
    """Runs handlers in a bounded pool (`running` threads), or, with 0, inside `tick` itself."""

    name = "errands"
    tables: frozenset[AnyTable] = frozenset((ERRAND,))

    def __init__(
        self, dispatcher: Dispatcher, kinds: ErrandKinds, *, running: int = MAX_RUNNING
    ) -> None:
        self._dispatcher = dispatcher
        self._kinds = kinds
        self._pool = ThreadPoolExecutor(running, "errand") if running else None
        self._limit = running or MAX_RUNNING
        self._running = 0
        self._lock = Lock()
        self._closing = Event()

    def tick(self, now: datetime) -> datetime | None:
        """Begin as much as there is room for."""
        kinds = sorted(self._kinds)
        room = self._limit - self._running
        next_at = self._next_at(kinds)
        if next_at is None or next_at > now or room <= 0:
            return next_at if room > 0 else None

        def claim(tx: Tx) -> list[ErrandRow]:
            rows = tx.claim(DUE_ERRANDS, now=now, until=now + LEASE, limit=room, among=kinds)
            begun = [
                msgspec.structs.replace(row, state="RUNNING", started_at=row.started_at or now)
                for row in rows
            ]
            if rows:
                tx.write([Changes(ERRAND, updates=begun, bases=rows)])
            return begun

        self._begin(self._dispatcher.run(claim))
        return self._next_at(kinds)

    def stop(self) -> None:
        """Let handlers end after their portion; another process goes on from there."""
        self._closing.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def _begin(self, rows: Sequence[ErrandRow]) -> None:
        for row in rows:
            if self._pool is None:
                self._do(row)
                continue
            with self._lock:
                self._running += 1
            self._pool.submit(self._do, row).add_done_callback(self._ended)

    def _ended(self, _: "Future[None]") -> None:
        with self._lock:
            self._running -= 1

    def _do(self, row: ErrandRow) -> None:
        progress = _Reports(self._dispatcher, row, self._closing.is_set)
        try:
            outcome = self._attempt(row, progress)
        except (StoreError, Unavailable) as error:
            _log.warning("errand_interrupted", errand_id=row.id, reason=str(error))
            return
        if isinstance(outcome, ErrandStopped) and not progress.is_told_to_stop:
            progress.hand_back()
            return
        command = EndErrand(
            errand_id=row.id,
            attempt=row.attempts,
            outcome=outcome,
            done=progress.done,
            total=progress.total,
        )
        self._dispatcher.ask(Request(command, SYSTEM, None, self._dispatcher.clock.now()))

    def _attempt(self, row: ErrandRow, progress: "_Reports") -> ErrandOutcome:
        if row.attempts > MAX_ATTEMPTS:
            return ErrandFailed(code="runtime.errand.dies", params={"limit": MAX_ATTEMPTS})
        errand = _errand(row)
        try:
            return self._kinds[row.kind](errand, progress)
        except Unavailable:
            raise
        except DujiangError as error:
            params = {name: str(value) for name, value in error.params.items()}
            return ErrandFailed(code=error.code, params=dict(params))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the loop's edge: a handler that raises has failed
            _log.error("errand_raised", errand_id=row.id, kind=row.kind, exc_info=error)
            return ErrandFailed(
                code="runtime.errand.raised", params={"reason": type(error).__name__}
            )

    def _next_at(self, kinds: list[str]) -> datetime | None:
        with self._dispatcher.store.read() as reader:
            return next_errand_at(reader, kinds)


class _Reports:
    """Writes how far an attempt has come and renews its lease, both in one small update."""

    def __init__(
        self, dispatcher: Dispatcher, row: ErrandRow, is_closing: Callable[[], bool]
    ) -> None:
        self._dispatcher = dispatcher
        self._row = row
        self._is_closing = is_closing
        self._written_at: datetime | None = None
        self.is_told_to_stop = False

    @property
    def done(self) -> int:
        """How far the last report came."""
        return self._row.done

    @property
    def total(self) -> int:
        """How much there was by the last report."""
        return self._row.total

    def report(self, done: int, total: int, cursor: Any = None) -> bool:  # noqa: ANN401 - a Value
        """Keep it, unless the last report was a moment ago."""
        now = self._dispatcher.clock.now()
        self._row = msgspec.structs.replace(
            self._row,
            done=done,
            total=total,
            cursor=b"" if cursor is None else encode_value(cursor),
        )
        is_closing = self._is_closing()
        is_fresh = self._written_at is not None and now - self._written_at < REPORTED_EVERY
        if not is_fresh or is_closing:
            self._written_at = now
            self._write(now + LEASE)
        return not (self.is_told_to_stop or is_closing)

    def hand_back(self) -> None:
        """Let another process go on at once."""
        self._write(self._dispatcher.clock.now())

    def _write(self, wake_at: datetime) -> None:
        mine = self._row

        def write(tx: Tx) -> bool:
            found = tx.load(ERRAND, [(shard_of(mine.id), mine.id)], lock="wait")
            if not found or found[0].is_ended or found[0].attempts != mine.attempts:
                return True
            moved = msgspec.structs.replace(
                found[0], done=mine.done, total=mine.total, cursor=mine.cursor, wake_at=wake_at
            )
            tx.write([Changes(ERRAND, updates=[moved], bases=found)])
            return found[0].is_stopping

        if self._dispatcher.run(write):
            self.is_told_to_stop = True


def _errand(row: ErrandRow) -> Errand:
    return Errand(
        id=row.id,
        kind=row.kind,
        owner_id=row.owner_id,
        language=row.language,
        params=Variables(decode_value(row.params)),
        cursor=decode_value(row.cursor) if row.cursor else None,
        done=row.done,
        total=row.total,
        attempt=row.attempts,
    )
