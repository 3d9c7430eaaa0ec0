"""The number of this process in its ids, leased from the database, and its place in the log.

The node's row is written with every batch: it keeps how far ids have come, so that none is given
twice even when the clock stands still between two runs, and it tells after a broken connection
whether the last commit has happened.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import select

from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import Unavailable
from dujiang.kernel.ids import TimeOrderedIds
from dujiang.runtime.tables import NODE, NodeRow
from dujiang.store import Changes, Contention, Store, Tx, WriteRefused

NODE_COUNT: Final = 64
LEASE: Final = timedelta(seconds=60)
CLAIM_TRIES: Final = 5


class Node:
    """This process's lease on a node number."""

    def __init__(self, row: NodeRow, ids: TimeOrderedIds) -> None:
        self.row = row
        self.ids = ids

    @staticmethod
    def join(store: Store, clock: Clock) -> "Node":
        """Take a free number. Raises `Unavailable` when all 64 are in use."""
        owner = secrets.token_hex(16)
        for _ in range(CLAIM_TRIES):
            try:
                with store.write(store.lanes[0]) as tx:
                    row = _claim(tx, owner, clock.now())
            except (Contention, WriteRefused):
                continue  # another process took the same number at the same moment
            return Node(row, TimeOrderedIds(clock, node=row.node, not_before_ms=row.mark_ms + 1))
        raise Unavailable("runtime.node.none_free")

    def next_row(self, at: datetime) -> NodeRow:
        """The row as the next batch writes it."""
        return NodeRow(
            node=self.row.node,
            owner=self.row.owner,
            lease_until=at + LEASE,
            mark_ms=self.ids.mark_ms,
            batch=self.row.batch + 1,
        )

    def needs_renewal(self, now: datetime) -> bool:
        """Whether half of the lease is gone."""
        return self.row.lease_until - now < LEASE / 2

    def stored(self, tx: Tx) -> NodeRow | None:
        """The row as the database has it; None when the number belongs to another process now."""
        rows = tx.load(NODE, [(self.row.node,)])
        return rows[0] if rows and rows[0].owner == self.row.owner else None

    def leave(self, store: Store) -> None:
        """Give the number back, keeping how far its ids have come."""
        with store.write(store.lanes[0]) as tx:
            row = self.stored(tx)
            if row is not None:
                free = msgspec.structs.replace(
                    row, owner="", mark_ms=self.ids.mark_ms, batch=row.batch + 1
                )
                tx.write([Changes(NODE, updates=[free], bases=[row])])


def _claim(tx: Tx, owner: str, now: datetime) -> NodeRow:
    taken: set[int] = set()
    for (node,) in tx.rows(select(NODE.c.node)):
        taken.add(node)
    rows = sorted(tx.load(NODE, [(node,) for node in sorted(taken)], lock="wait"), key=_number)
    for row in rows:
        if row.owner == "" or row.lease_until < now:
            mine = msgspec.structs.replace(
                row, owner=owner, lease_until=now + LEASE, batch=row.batch + 1
            )
            tx.write([Changes(NODE, updates=[mine], bases=[row])])
            return mine
    free = next((node for node in range(NODE_COUNT) if node not in taken), None)
    if free is None:
        raise Unavailable("runtime.node.none_free")
    mine = NodeRow(free, owner, now + LEASE, mark_ms=0, batch=0)
    tx.write([Changes(NODE, inserts=[mine])])
    return mine


def _number(row: NodeRow) -> int:
    return row.node
