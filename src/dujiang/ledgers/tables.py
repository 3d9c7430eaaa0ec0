"""Rows of ledgers, of what their cells were, and of what processes posted.

All rows of one ledger live in one shard, so that uniqueness can be enforced; postings live with
their cause, so that undoing an instance asks in one place.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.store import AnyTable, Check, Table, Unique

PostingKind: TypeAlias = Literal[
    "insert", "update", "reserve", "confirm", "release", "add", "reverse"
]


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger's definition in force, as JSON."""

    key: str
    version: int
    definition: bytes
    changed_at: datetime
    changed_by: int


LEDGER: Final = Table("ledger", LedgerRow, key=("key",), revision="version")


class RowRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a ledger: its balance in columns of their own, everything else encoded."""

    shard: int
    ledger: str
    id: int
    version: int = 0
    key: str
    """Values of the primary columns, or the number of the row."""
    is_live: bool = True
    body: bytes
    """Encoded variables: all values but the balance and computed ones."""
    search: str = ""
    """What full-text search finds; nothing sensitive."""
    granted: Decimal | None = None
    reserved: Decimal | None = None
    used: Decimal | None = None
    changed_at: datetime
    changed_by: int = 0


ROW: Final = Table(
    "ledger_row",
    RowRow,
    key=("shard", "ledger", "id"),
    indexes={"by_ledger": ("shard", "ledger")},
    checks=(
        Check(
            "enough_available",
            "round(granted - reserved - used, 6) >= 0",
            "ledgers.balance.insufficient",
        ),
        Check(
            "nothing_below_zero",
            "reserved + 0 >= 0 AND used + 0 >= 0",
            "ledgers.balance.below_zero",
        ),
    ),
    revision="version",
)


class CellRow(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a row, as text that sorts like the value: what grids and look-ups go by."""

    shard: int
    ledger: str
    row_id: int
    column: str
    value: str


CELL: Final = Table(
    "ledger_cell",
    CellRow,
    key=("shard", "ledger", "row_id", "column"),
    indexes={
        "by_value": ("shard", "ledger", "column", "value"),
    },
)


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """The claim of one row on its key (rule `KEY_RULE`), or on the values of a uniqueness rule."""

    shard: int
    ledger: str
    rule: str
    value: str
    row_id: int


KEY_RULE: Final = "#key"
CLAIM: Final = Table("ledger_claim", ClaimRow, key=("shard", "ledger", "rule", "value"))


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one row: which cells, from what to what, by whom, for which instance."""

    shard: int
    ledger: str
    row_id: int
    version: int
    at: datetime
    actor_id: int
    kind: str
    instance_id: int = 0
    element_id: str = ""
    changes: bytes
    """Encoded variables: column -> [before, after]."""


HISTORY: Final = Table(
    "ledger_history",
    HistoryRow,
    key=("shard", "ledger", "row_id", "version"),
    indexes={"by_row": ("shard", "ledger", "row_id")},
)


class PostingRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a step of an instance posted to a row; undone by a counter-posting, never removed."""

    shard: int
    """Of the instance, not of the ledger."""
    ref: int
    """The instance."""
    id: int
    ledger: str
    row_id: int
    kind: PostingKind
    amount: Decimal | None = None
    column: str = ""
    step: str
    round: int
    """The visit of the step: the key of its element instance."""
    at: datetime
    before: bytes = b""
    """Of an update: encoded variables with what was there."""
    settles: int = 0
    """Of a confirm or release: the reserve whose amount it moves."""
    counters: int = 0
    """Of a counter-posting: the posting that it undoes."""
    undone_at: datetime | None = None


POSTING: Final = Table(
    "ledger_posting",
    PostingRow,
    key=("shard", "ref", "id"),
    indexes={"by_ref": ("shard", "ref")},
    secondary={"row": ("ledger", "row_id", "id")},
    unique=(
        Unique(
            "posted_once",
            ("shard", "ref", "ledger", "row_id", "kind", "step", "round", "settles", "counters"),
            "ledgers.posting.twice",
        ),
    ),
)


class SerialRow(msgspec.Struct, frozen=True, kw_only=True):
    """The last number that a serial column gave."""

    shard: int
    ledger: str
    column: str
    last: int
    version: int = 0


SERIAL: Final = Table(
    "ledger_serial", SerialRow, key=("shard", "ledger", "column"), revision="version"
)

TABLES: Final[tuple[AnyTable, ...]] = (LEDGER, ROW, CELL, CLAIM, HISTORY, POSTING, SERIAL)
