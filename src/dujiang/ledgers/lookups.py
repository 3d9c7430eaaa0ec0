"""Ledgers inside FEEL: bounded look-ups for forms, processes and postings.

| function | gives |
|---|---|
| `rows(ledger, filter)` | rows as contexts; `filter` is a context: column -> value, range or list |
| `find_row(ledger, key)` | the row that a key (a value, or a list) names, or null |
| `balance_of(ledger, filter)` | what is available in all matching rows |
| `balance_for(ledger, filter, needs, amount)` | what rows valid for the needs give (`total_for`) |
| `sealed_from(ledger, key, formula, given)` | what a formula (FEEL) makes of a row, sealed |

A *need* is a date, or a context with `on`; each asks for `amount` (1 when not given), or for its
own `amount`. Sensitive columns are sealed here: they can be compared, kept and sent to a peer, and
show no more than their last characters. `sealed_from` lets a formula reckon with them in clear,
over `row` and the context `given`; what it gives is sealed as they are.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from dujiang.feel import Environment
from dujiang.kernel.sealed import Sealed
from dujiang.ledgers.allocation import Need
from dujiang.ledgers.balances import total_for
from dujiang.ledgers.expressions import compiled
from dujiang.ledgers.model import MAX_LEDGER_ROWS_READ, LedgerDefinition, Row, available
from dujiang.ledgers.shelf import Definitions, Source, find_row, matching_rows
from dujiang.vault import KeysOfQuestion


def ledger_functions(
    definitions: Definitions, source: Source, now: datetime
) -> Mapping[str, Callable[..., Any]]:
    """The functions, over the rows that `source` sees at `now` (in the company's zone)."""
    lookups = _Lookups(definitions, source, now)
    return {
        "rows": lookups.rows,
        "find_row": lookups.find_row,
        "balance_of": lookups.balance_of,
        "balance_for": lookups.balance_for,
        "sealed_from": lookups.sealed_from,
    }


class _Lookups:
    def __init__(self, definitions: Definitions, source: Source, now: datetime) -> None:
        self._definitions = definitions
        self._source = source
        self._keys = KeysOfQuestion(source)
        self._now = now

    def rows(self, ledger: str, filter: dict[str, Any]) -> list[dict[str, Any]]:
        definition = self._definition(ledger)
        return [self._seen(definition, row) for row in self._matching(definition, filter)]

    def find_row(self, ledger: str, key: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a Value
        definition = self._definition(ledger)
        found = find_row(self._source, definition, key)
        return None if found is None else self._seen(definition, found)

    def sealed_from(
        self,
        ledger: str,
        key: Any,  # noqa: ANN401 - a Value
        formula: str,
        given: dict[str, Any] | None = None,
    ) -> Sealed | None:
        definition = self._definition(ledger)
        found = find_row(self._source, definition, key)
        if found is None:
            return None
        row = self._definitions.cells.open(self._keys, definition, found.values)
        scope = {**(given or {}), "row": row}
        value = compiled(formula).evaluate(scope, env=Environment(now=self._now)).value
        return None if value is None else self._definitions.cells.carry(definition, value)

    def balance_of(self, ledger: str, filter: dict[str, Any]) -> Decimal:
        definition = self._with_balance(ledger)
        assert definition.balance is not None
        rows = self._matching(definition, filter)
        return sum((available(definition.balance, row.values) for row in rows), Decimal(0))

    def balance_for(
        self,
        ledger: str,
        filter: dict[str, Any],
        needs: Any = None,  # noqa: ANN401 - a Value
        amount: Decimal | None = None,
    ) -> Decimal:
        definition = self._with_balance(ledger)
        items = needs if isinstance(needs, list) else [] if needs is None else [needs]
        wanted = [Need(amount=_amount(item, amount), about=item) for item in items]
        rows = self._matching(definition, filter)
        return total_for(definition, rows, wanted, self._now.date())

    def _definition(self, ledger: str) -> LedgerDefinition:
        definition = self._definitions.find(self._source, ledger)
        if definition is None:
            raise LookupError(ledger)
        return definition

    def _with_balance(self, ledger: str) -> LedgerDefinition:
        definition = self._definition(ledger)
        if definition.balance is None:
            raise LookupError(ledger)
        return definition

    def _seen(self, definition: LedgerDefinition, row: Row) -> dict[str, Any]:
        values = row.seen()
        if definition.sensitive_columns():
            values |= self._definitions.cells.carried(self._keys, definition, row.values)
        if definition.balance is not None:
            values["available"] = available(definition.balance, row.values)
        return values

    def _matching(self, definition: LedgerDefinition, wanted: dict[str, Any]) -> list[Row]:
        if not isinstance(wanted, dict):
            raise TypeError("a filter is a context")
        found = matching_rows(self._source, definition, wanted)
        return list(islice(found, MAX_LEDGER_ROWS_READ))


def _amount(item: Any, amount: Decimal | None) -> Decimal:  # noqa: ANN401 - a Value
    own = item.get("amount") if isinstance(item, dict) else None
    found = own if own is not None else amount
    return found if isinstance(found, Decimal) else Decimal(1)
