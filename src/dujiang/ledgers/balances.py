"""Drawing on balances: which rows are valid for a need, in which order, and what they give."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from dujiang.feel import Environment
from dujiang.ledgers.allocation import Allocation, Need, allocate
from dujiang.ledgers.expressions import compiled, is_true
from dujiang.ledgers.model import Balance, LedgerDefinition, Row, available

_FAR: Final = date.max


class Choosing(msgspec.Struct, frozen=True, kw_only=True):
    """How a model narrows and orders the rows of a balance.

    `where` (FEEL over `row`, and the need under the name it was given) narrows them further;
    `order` (FEEL over `row`) replaces "expires first".
    """

    where: str = ""
    order: str = ""
    scope: dict[str, Any] = {}
    environment: Environment = Environment()


EXPIRES_FIRST: Final = Choosing()


def draw(
    definition: LedgerDefinition,
    rows: Sequence[Row],
    needs: Sequence[Need],
    choosing: Choosing = EXPIRES_FIRST,
) -> Allocation[Row]:
    """Serve needs from rows: each from the valid row that expires first."""
    balance = definition.balance
    assert balance is not None, f"{definition.key} has no balance"
    ordered = sorted(rows, key=lambda row: _rank(balance, row, choosing))

    def rows_for(need: Need) -> list[Row]:
        named = need.about if isinstance(need.about, _Named) else {}
        inner = {**choosing.scope, **named}
        return [
            row
            for row in ordered
            if is_valid_on(balance, row, _day_of(need))
            and is_true(choosing.where, {**inner, "row": row.seen()}, choosing.environment)
        ]

    return allocate(needs, rows_for, lambda row: available(balance, row.values), lambda row: row.id)


class _Named(dict[str, Any]):
    """What a need is about, under the name that the model gave it."""


def need_of(name: str, item: Any, amount: Decimal) -> Need:  # noqa: ANN401 - a Value
    """A need for one item of a list; expressions call it `name`."""
    return Need(amount=amount, about=_Named({name: item}))


def about(need: Need) -> Any:  # noqa: ANN401 - a Value
    """The item that a need is for."""
    return next(iter(need.about.values())) if isinstance(need.about, _Named) else need.about


def is_valid_on(balance: Balance, row: Row, on: date | None) -> bool:
    """Whether a row may be drawn on for a need of that day; without a day every row may."""
    if on is None:
        return True
    start = row.values.get(balance.valid_from) if balance.valid_from else None
    end = row.values.get(balance.valid_until) if balance.valid_until else None
    return (start is None or start <= on) and (end is None or on <= end)


def total_for(
    definition: LedgerDefinition, rows: Sequence[Row], needs: Sequence[Need], today: date | None
) -> Decimal:
    """What the valid rows give for these needs, as a figure to show beside what is asked.

    When it is not enough: the most that the needs can get. Else all that is available in the rows
    valid for any of them. Without needs: all that is available today.
    """
    balance = definition.balance
    assert balance is not None, f"{definition.key} has no balance"
    found = draw(definition, rows, needs)
    if not found.is_enough:
        return found.given
    days = [_day_of(need) for need in needs] or [today]
    return sum(
        (
            available(balance, row.values)
            for row in rows
            if any(is_valid_on(balance, row, on) for on in days)
        ),
        Decimal(0),
    )


def _day_of(need: Need) -> date | None:
    item = about(need)
    on = item.get("on") if isinstance(item, dict) else item
    return on if isinstance(on, date) else None


def _rank(balance: Balance, row: Row, choosing: Choosing) -> tuple[Any, ...]:
    if choosing.order:
        scope = {**choosing.scope, "row": row.seen()}
        first = compiled(choosing.order).evaluate(scope, env=choosing.environment).value
        return (first is None, first if first is not None else 0, row.id)
    until = row.values.get(balance.valid_until) if balance.valid_until else None
    return (until or _FAR, row.id)
