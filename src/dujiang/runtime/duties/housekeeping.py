"""Duties that keep the house: old receipts and early messages go, the audit trail is sealed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, select

from dujiang.audit import seal_closed_ranges
from dujiang.runtime.door.dispatcher import Dispatcher
from dujiang.runtime.tables import EARLY_MESSAGE, RECEIPT
from dujiang.runtime.workers.tables import WORKER
from dujiang.store import AnyTable, Changes, Tx

WORKERS_KEPT: Final = timedelta(days=30)
"""A worker that has not asked for so long is forgotten, and its job types with the last one."""
RECEIPTS_KEPT: Final = timedelta(days=30)
"""A client that repeats a request later than this is served anew."""
PRUNED_AT_ONCE: Final = 2_000
EVERY: Final = timedelta(minutes=10)


Aged: TypeAlias = tuple[AnyTable, str, timedelta]
"""A table, the column that says how old its rows are, and how long they stay."""


class Pruning:
    """Deletes in small batches, so that nobody waits behind it."""

    name = "pruning"
    tables: frozenset[AnyTable] = frozenset()

    def __init__(self, dispatcher: Dispatcher, also: Sequence[Aged] = ()) -> None:
        self._dispatcher = dispatcher
        self._also = tuple(also)

    def tick(self, now: datetime) -> datetime | None:
        """Delete one batch of each kind."""
        found = [
            self._prune(RECEIPT, RECEIPT.c.at < now - RECEIPTS_KEPT),
            self._prune(EARLY_MESSAGE, EARLY_MESSAGE.c.until < now),
            self._prune(WORKER, WORKER.c.asked_at < now - WORKERS_KEPT),
            *(
                self._prune(table, table.c[column] < now - kept)
                for table, column, kept in self._also
            ),
        ]
        return now if PRUNED_AT_ONCE in found else now + EVERY

    def stop(self) -> None:
        """Nothing is left under way."""

    def _prune(self, table: AnyTable, is_old: ColumnElement[bool]) -> int:
        columns = [table.c[column] for column in table.key]
        with self._dispatcher.store.read() as reader:
            rows: list[Any] = reader.rows(select(*columns).where(is_old).limit(PRUNED_AT_ONCE))
        keys = [tuple(row) for row in rows]

        def remove(tx: Tx) -> None:
            tx.write([Changes(table, removes=keys)])

        if keys:
            self._dispatcher.run(remove)
        return len(keys)


class Sealing:
    """Seals ranges of the audit trail once nobody can add to them any more."""

    name = "sealing"
    tables: frozenset[AnyTable] = frozenset()

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def tick(self, now: datetime) -> datetime | None:
        """Seal what is closed."""
        seal_closed_ranges(self._dispatcher.store, now)
        return now + EVERY

    def stop(self) -> None:
        """Nothing is left under way."""
