"""Single values of a ledger: from JSON by the column's type, back, and as text that sorts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from dujiang.kernel.errors import Problem
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import as_value
from dujiang.ledgers.model import Column

MAX_TEXT_CHARS: Final = 20_000
BIAS: Final = Decimal(10) ** 20
"""Added to numbers, so that their texts sort as they do; numbers are smaller than it."""
_SORTED_CHARS: Final = 200
"""Characters of a text by which rows are found and sorted."""


class WrongCell(Exception):
    """The value does not fit its column."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401 - values for the words
        super().__init__(code)
        self.code = code
        self.params = params

    def problem(self, path: str) -> Problem:
        """As a problem of the cell at `path`."""
        return Problem(code=self.code, path=path, params=self.params)


def read_cell(column: Column, found: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401 - flat match
    """The typed value; raises `WrongCell`. Typed values pass, JSON is read by the type."""
    if found is None or found == "":
        return None
    if isinstance(found, Sealed) and column.sensitive:
        return found
    match column.type:
        case "number" | "money":
            return _number(column, found)
        case "date":
            return _date(found)
        case "instant":
            return _instant(found, zone)
        case "yes_no":
            return _yes_no(found)
        case "choice":
            return _choice(column, found)
        case "attachment":
            return [_text(item) for item in (found if isinstance(found, list) else [found])]
        case "data":
            return as_value(found)
        case _:
            return _text(found)


def _text(found: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(found, Decimal | int) and not isinstance(found, bool):
        return format(Decimal(found), "f")
    if not isinstance(found, str):
        raise WrongCell("ledgers.cell.not_a_text", found=_shown(found))
    if len(found) > MAX_TEXT_CHARS:
        raise WrongCell("ledgers.cell.too_long", limit=MAX_TEXT_CHARS)
    return found


def _number(column: Column, found: Any) -> Decimal:  # noqa: ANN401 - JSON
    if isinstance(found, bool) or not isinstance(found, Decimal | int | float | str):
        raise WrongCell("ledgers.cell.not_a_number", found=_shown(found))
    try:
        number = Decimal(str(found).replace(",", "").strip())
    except InvalidOperation:
        raise WrongCell("ledgers.cell.not_a_number", found=_shown(found)) from None
    if not number.is_finite() or abs(number) >= BIAS:
        raise WrongCell("ledgers.cell.not_a_number", found=_shown(found))
    decimals = 2 if column.decimals is None and column.type == "money" else column.decimals
    if decimals is not None and number != round(number, decimals):
        raise WrongCell("ledgers.cell.too_many_decimals", limit=decimals)
    return number


def _date(found: Any) -> date:  # noqa: ANN401 - JSON
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(str(found)[:10])
    except ValueError:
        raise WrongCell("ledgers.cell.not_a_date", found=_shown(found)) from None


def _instant(found: Any, zone: ZoneInfo) -> datetime:  # noqa: ANN401 - JSON
    try:
        at = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
    except ValueError:
        raise WrongCell("ledgers.cell.not_an_instant", found=_shown(found)) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _yes_no(found: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(found, bool):
        return found
    word = str(found).strip().lower()
    if word in ("true", "yes", "是", "1"):
        return True
    if word in ("false", "no", "否", "0"):
        return False
    raise WrongCell("ledgers.cell.not_yes_no", found=_shown(found))


def _choice(column: Column, found: Any) -> str:  # noqa: ANN401 - JSON
    for choice in column.choices:
        if found == choice.value or found in choice.label.values():
            return choice.value
    raise WrongCell("ledgers.cell.not_a_choice", found=_shown(found))


def _shown(found: object) -> str:
    return str(found)[:40]


def cell_text(value: Any) -> str | None:  # noqa: ANN401 - flat match over values
    """A value as text that sorts as the values do; None for what cannot be looked up."""
    match value:
        case None:
            return None
        case bool():
            return "1" if value else "0"
        case Decimal():
            return format(value + BIAS, "031.9f")
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case str():
            return value[:_SORTED_CHARS]
        case _:
            return None


def cell_value(column: Column, text: str) -> Any:  # noqa: ANN401 - flat match over types
    """The value behind the text of a plain cell; long texts are cut where their cell is."""
    match column.type:
        case "number" | "money":
            return (Decimal(text) - BIAS).normalize() + 0
        case "date":
            return date.fromisoformat(text)
        case "instant":
            return datetime.fromisoformat(text)
        case "yes_no":
            return text == "1"
        case _:
            return text


def search_text(values: Mapping[str, Any], columns: tuple[Column, ...]) -> str:
    """What full-text search looks through: every plain value that is not sensitive."""
    words = []
    for column in columns:
        value = values.get(column.key)
        if column.sensitive or value is None:
            continue
        if isinstance(value, str):
            words.append(value)
            words += [
                word for one in column.choices if one.value == value for word in one.label.values()
            ]
        elif isinstance(value, Decimal):
            words.append(format(value.normalize(), "f"))
        elif isinstance(value, date):
            words.append(value.isoformat())
    return " ".join(words).casefold()[: _SORTED_CHARS * 10]
