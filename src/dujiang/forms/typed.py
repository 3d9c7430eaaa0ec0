"""From the JSON that a browser sends to typed values, and back.

A field's type says what a JSON value means: a number may come as a number or as decimal text, a
date as `YYYY-MM-DD`, an instant as ISO 8601. What does not fit is a problem at its place.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from dujiang.forms.model import CHOICES, FILES, Field, Option
from dujiang.forms.richtext import clean
from dujiang.kernel.errors import Problem
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import FeelTime

MAX_TEXT_CHARS: Final = 100_000
MAX_ROWS: Final = 2_000
MAX_ITEMS: Final = 1_000
MAX_DIGITS: Final = 34
"""Digits that a FEEL number keeps."""


class NotThisType(Exception):
    """The JSON value does not mean a value of the field's type."""

    def __init__(self, code: str, path: str = "", **params: Any) -> None:  # noqa: ANN401 - for the words
        super().__init__(code)
        self.code = code
        self.path = path
        self.params = params

    def problem(self, path: str) -> Problem:
        """As a problem of the field at `path`."""
        return Problem(code=self.code, path=path + self.path, params=self.params)


def read_value(field: Field, found: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401 - JSON in, Value out
    """The typed value of one field that is not a table; raises `NotThisType`.

    Nothing entered (null, blank text, an empty list) is the field's empty value. An instant
    without an offset is meant in `zone`.
    """
    if found is None or found == "" or found == []:
        return field.empty()
    if field.is_list:
        if not isinstance(found, list):
            _refuse("list", found)
        if len(found) > MAX_ITEMS:
            raise NotThisType("forms.value.too_many", limit=MAX_ITEMS)
        return [_single(field, item, zone) for item in found]
    return _single(field, found, zone)


def _single(field: Field, found: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401 - flat match
    match field.type:
        case "number" | "money":
            return _number(found)
        case "datetime" if field.subtype == "date":
            return _date(found)
        case "datetime" if field.subtype == "time":
            return _time(found)
        case "datetime":
            return _instant(found, zone)
        case "daterange":
            return _date_range(found)
        case "checkbox":
            return found if isinstance(found, bool) else _refuse("yes_no", found)
        case "select" | "radio" | "checklist" | "taglist" | "cascade":
            return _choice_value(found)
        case "richtext":
            return clean(_text(found))
        case _:
            return _text(found)


_NOT_A: Final = {
    "text": "forms.value.not_a_text",
    "number": "forms.value.not_a_number",
    "date": "forms.value.not_a_date",
    "time": "forms.value.not_a_time",
    "instant": "forms.value.not_an_instant",
    "date_range": "forms.value.not_a_date_range",
    "yes_no": "forms.value.not_a_yes_no",
    "choice": "forms.value.not_a_choice",
    "list": "forms.value.not_a_list",
}


def _refuse(kind: str, found: object) -> NoReturn:
    raise NotThisType(_NOT_A[kind], found=_shown(found))


def _shown(found: object) -> str:
    return str(found)[:40]


def _text(found: Any) -> str | None:  # noqa: ANN401 - JSON
    if not isinstance(found, str):
        _refuse("text", found)
    if len(found) > MAX_TEXT_CHARS:
        raise NotThisType("forms.value.too_long", limit=MAX_TEXT_CHARS, length=len(found))
    return found if found.strip() else None


def _number(found: Any) -> Decimal:  # noqa: ANN401 - JSON
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal | str):
        _refuse("number", found)
    try:
        number = Decimal(str(found).strip())
    except InvalidOperation:
        _refuse("number", found)
    if not number.is_finite() or len(number.as_tuple().digits) > MAX_DIGITS:
        _refuse("number", found)
    return number


def _date(found: Any) -> date:  # noqa: ANN401 - JSON
    if isinstance(found, str) and len(found) == len("2026-03-02"):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    _refuse("date", found)


def _time(found: Any) -> FeelTime:  # noqa: ANN401 - JSON
    if isinstance(found, str):
        try:
            at = datetime.fromisoformat(f"2000-01-01T{found}")
        except ValueError:
            _refuse("time", found)
        offset = at.utcoffset()
        offset_s = None if offset is None else int(offset.total_seconds())
        return FeelTime(at.hour, at.minute, at.second, at.microsecond * 1_000, offset_s)
    _refuse("time", found)


def _instant(found: Any, zone: ZoneInfo) -> datetime:  # noqa: ANN401 - JSON
    if isinstance(found, str):
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            _refuse("instant", found)
        return at if at.tzinfo else at.replace(tzinfo=zone)
    _refuse("instant", found)


def _date_range(found: Any) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
    if not isinstance(found, Mapping):
        _refuse("date_range", found)
    ends = {name: found.get(name) for name in ("start", "end")}
    if not any(ends.values()):
        return None
    if not all(ends.values()):
        raise NotThisType("forms.value.range_half_empty")
    start, end = _date(ends["start"]), _date(ends["end"])
    if end < start:
        raise NotThisType("forms.value.range_backwards", start=start, end=end)
    return {"start": start, "end": end}


def _choice_value(found: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
        return Decimal(str(found))
    return found if isinstance(found, str | bool) else _refuse("choice", found)


def choice_problem(field: Field, value: Any, options: Sequence[Option]) -> Problem | None:  # noqa: ANN401
    """What is wrong with a chosen value among the present options; nothing when it is one."""
    if field.type == "cascade":
        return None if _leads_down(value or [], options) else _not_a_choice(value)
    if field.type not in CHOICES or value is None:
        return None
    allowed = [option.value for option in options]
    chosen = value if isinstance(value, list) else [value]
    wrong = [one for one in chosen if one not in allowed]
    return _not_a_choice(wrong[0]) if wrong else None


def _leads_down(path: Sequence[Any], options: Sequence[Option]) -> bool:
    for step in path:
        below = next((option.children for option in options if option.value == step), None)
        if below is None:
            return False
        options = below
    return True


def _not_a_choice(found: object) -> Problem:
    return Problem(code="forms.value.not_a_choice", params={"found": _shown(found)})


def write_value(field: Field, value: Any) -> Any:  # noqa: ANN401 - Value in, JSON out
    """The JSON of a value; a table's columns are written by their own types."""
    if field.is_table:
        return [
            {column.key: write_value(column, row.get(column.key)) for column in field.columns}
            for row in value or []
        ]
    return plain_json(value)


def plain_json(value: Any) -> Any:  # noqa: ANN401 - flat match; Decimals stay Decimals
    """A typed value as browsers know it: dates and instants as text, numbers as numbers."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case FeelTime():
            return _time_text(value)
        case Mapping():
            return {name: plain_json(item) for name, item in value.items()}
        case list() | tuple():
            return [plain_json(item) for item in value]
        case None | bool() | str() | Decimal():
            return value
        case _:
            return str(value)


def masked(value: Any) -> str | None:  # noqa: ANN401 - a Value
    """`****1122`: enough to recognise a value, not enough to know it; short ones vanish."""
    if value is None or isinstance(value, Sealed):
        return None if value is None else str(value)
    text = str(plain_json(value))
    return "****" + (text[-4:] if len(text) > 8 else "")


def _time_text(value: FeelTime) -> str:
    fraction = f".{value.nanosecond:09d}".rstrip("0") if value.nanosecond else ""
    text = f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}"
    if value.offset_s is None:
        return text
    sign, minutes = ("-" if value.offset_s < 0 else "+"), abs(value.offset_s) // 60
    return f"{text}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def file_ids(fields: Sequence[Field], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all files among the values, those in tables included."""
    found: list[str] = []
    for field in fields:
        value = values.get(field.key)
        if field.is_table:
            for row in value or []:
                found += file_ids(field.columns, row)
        elif field.type in FILES:
            found += value or []
    return tuple(found)
