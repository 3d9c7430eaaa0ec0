"""What can have happened to ledgers. Facts carry no values of sensitive columns."""

from decimal import Decimal

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


class LedgerDefined(_Fact, frozen=True, kw_only=True):
    """A definition is in force."""

    ledger: str
    version: int


class RowInserted(_Fact, frozen=True, kw_only=True):
    """A row is there."""

    ledger: str
    row_id: int
    key: str
    values: Variables = NO_VARIABLES


class RowChanged(_Fact, frozen=True, kw_only=True):
    """Cells of a row have other values."""

    ledger: str
    row_id: int
    key: str
    version: int
    values: Variables = NO_VARIABLES


class RowRemoved(_Fact, frozen=True, kw_only=True):
    """A row is gone; its history stays."""

    ledger: str
    row_id: int
    key: str


class Posted(_Fact, frozen=True, kw_only=True):
    """A step posted to a row, or a counter-posting undid what `counters` had posted."""

    posting_id: int
    ledger: str
    row_id: int
    kind: str
    amount: Decimal | None = None
    step: str
    round: int
    counters: int = 0
