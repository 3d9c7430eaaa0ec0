"""Reaching ledgers and their rows, from inside a transaction or from a reader alike."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol

import msgspec

from dujiang.kernel.encoding import decoder
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import SHARDS, slot_of_key
from dujiang.kernel.values import Range, Variables
from dujiang.ledgers.cells import cell_text
from dujiang.ledgers.model import LedgerDefinition, Row
from dujiang.ledgers.rows import key_text
from dujiang.ledgers.sensitive import SensitiveCells
from dujiang.ledgers.tables import (
    CELL,
    CLAIM,
    KEY_RULE,
    LEDGER,
    ROW,
    LedgerRow,
    RowRow,
)
from dujiang.store import Row as TableRow
from dujiang.store import Table
from dujiang.vault import Vault

_body = decoder(Variables)
_definition: Final = msgspec.json.Decoder(LedgerDefinition)


class Source(Protocol):
    """Where rows come from: the work of a command, or a reader of the store."""

    def get(self, table: Table[TableRow], *key: Any) -> TableRow | None:  # noqa: ANN401
        """The row with this key."""
        ...

    def find(self, table: Table[TableRow], index: str, *values: Any) -> list[TableRow]:  # noqa: ANN401
        """The rows with these values of an equality index."""
        ...


class Functions(Protocol):
    """Functions that expressions may call, over the rows of a source; `main` puts them together."""

    def __call__(self, source: Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
        """The functions, by name."""
        ...


def slot_of_ledger(ledger: str) -> int:
    """The slot in which all rows of a ledger live."""
    return slot_of_key(f"ledger:{ledger}")


def shard_of_ledger(ledger: str) -> int:
    """The value of the `shard` column of a ledger's rows."""
    return SHARDS[slot_of_ledger(ledger)]


class Definitions:
    """Definitions that have been decoded, one for each version of a ledger, and what opens their
    sensitive cells. Thread-safe enough: two threads may decode the same one, and agree."""

    def __init__(self, vault: Vault) -> None:
        self.cells = SensitiveCells(vault)
        self._kept: dict[str, tuple[int, bytes, LedgerDefinition]] = {}

    def find(self, source: Source, ledger: str) -> LedgerDefinition | None:
        """The definition in force, or None."""
        row = source.get(LEDGER, ledger)
        return None if row is None else self.of(row)

    def of(self, row: LedgerRow) -> LedgerDefinition:
        """The definition of a row."""
        kept = self._kept.get(row.key)
        if kept is not None and kept[:2] == (row.version, row.definition):
            return kept[2]
        definition = _definition.decode(row.definition)
        self._kept[row.key] = (row.version, row.definition, definition)
        return definition

    def load(self, source: Source, ledger: str) -> LedgerDefinition:
        """The definition in force. Raises `NotFound`."""
        definition = self.find(source, ledger)
        if definition is None:
            raise NotFound("ledgers.ledger.not_found", ledger=ledger)
        return definition


def row_of(definition: LedgerDefinition, stored: RowRow) -> Row:
    """A stored row with all its values, sensitive ones sealed."""
    values: dict[str, Any] = {column.key: None for column in definition.columns}
    values |= dict(_body.decode(stored.body))
    balance = definition.balance
    if balance is not None:
        values[balance.granted] = stored.granted
        values[balance.reserved] = stored.reserved
        values[balance.used] = stored.used
    return Row(id=stored.id, version=stored.version, key=stored.key, values=Variables(values))


def find_stored(source: Source, definition: LedgerDefinition, key: Any) -> RowRow | None:  # noqa: ANN401
    """The stored row that a key (one value or a list) names."""
    shard, ledger = shard_of_ledger(definition.key), definition.key
    text = key_text(key)
    if not definition.primary:
        return source.get(ROW, shard, ledger, int(text)) if text.isdigit() else None
    claim = source.get(CLAIM, shard, ledger, KEY_RULE, text)
    return None if claim is None else source.get(ROW, shard, ledger, claim.row_id)


def find_row(source: Source, definition: LedgerDefinition, key: Any) -> Row | None:  # noqa: ANN401
    """The row that a key (one value or a list) names."""
    stored = find_stored(source, definition, key)
    return None if stored is None else row_of(definition, stored)


def matching_rows(
    source: Source, definition: LedgerDefinition, wanted: Mapping[str, Any]
) -> Iterator[Row]:
    """Rows whose columns equal the wanted values, or lie in a wanted range or list, by number.

    A complete key, else the most selective look-up column with a plain value, finds the
    candidates; without either the whole ledger is read.
    """
    for stored in _candidates(source, definition, wanted):
        row = row_of(definition, stored)
        if all(_fits(row.values.get(column), value) for column, value in wanted.items()):
            yield row


def _candidates(
    source: Source, definition: LedgerDefinition, wanted: Mapping[str, Any]
) -> list[RowRow]:
    ledger, shard = definition.key, shard_of_ledger(definition.key)
    if definition.primary and all(_is_plain(wanted.get(key)) for key in definition.primary):
        found = find_stored(source, definition, [wanted[key] for key in definition.primary])
        return [] if found is None else [found]
    for column in definition.lookup_columns():
        value = cell_text(wanted.get(column.key))
        if value is not None:
            cells = source.find(CELL, "by_value", shard, ledger, column.key, value)
            rows = (source.get(ROW, shard, ledger, cell.row_id) for cell in cells)
            return sorted((row for row in rows if row is not None), key=lambda row: row.id)
    return source.find(ROW, "by_ledger", shard, ledger)


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - a Value
    return isinstance(value, str | bool | Decimal | date)


def _fits(value: Any, wanted: Any) -> bool:  # noqa: ANN401 - Values
    match wanted:
        case Range():
            return value is not None and _lies_in(value, wanted)
        case list():
            return value in wanted
        case _:
            return bool(value == wanted)


def _lies_in(value: Any, span: Range) -> bool:  # noqa: ANN401 - a Value
    try:
        after = (
            span.start is None
            or value > span.start
            or (span.start_included and value == span.start)
        )
        before = span.end is None or value < span.end or (span.end_included and value == span.end)
    except TypeError:
        return False
    return bool(after and before)
