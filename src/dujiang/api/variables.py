"""Variables as operators read and write them: a type, and a text that it is read from."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from dujiang.api.problems import plain
from dujiang.api.schemas.operations import NewVariable, ValueType
from dujiang.calendars import parse_duration
from dujiang.kernel.errors import InvalidInput, Problem
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Months, Variables, as_value

SEALED: Final = "••••"
_json = msgspec.json.Encoder(decimal_format="number")


def shown_value(value: object) -> tuple[ValueType, str]:
    """The type of a value and how it is written; sealed ones stay covered."""
    match value:
        case None:
            return "none", ""
        case Sealed():
            return "text", SEALED
        case bool():
            return "yesNo", "true" if value else "false"
        case str():
            return "text", value
        case Decimal():
            return "number", str(value)
        case list() | dict():
            return "json", _json.encode(plain({"v": _covered(value)})["v"]).decode()
        case _:
            return _shown_moment(value)


def _covered(value: object) -> object:
    """The value with what is sealed in it covered, however deep it lies."""
    match value:
        case Sealed():
            return SEALED
        case list():
            return [_covered(item) for item in value]
        case dict():
            return {name: _covered(item) for name, item in value.items()}
        case _:
            return value


def _shown_moment(value: object) -> tuple[ValueType, str]:
    match value:
        case datetime():
            return "dateTime", value.isoformat()
        case date():
            return "date", value.isoformat()
        case timedelta():
            return "duration", f"PT{value.total_seconds():g}S"
        case Months(months=months):
            return "duration", f"P{months}M"
        case _:
            return "text", str(value)


def written_values(given: list[NewVariable]) -> Variables:
    """The typed values of what an operator wrote. Raises `InvalidInput` naming each bad one."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in given:
        try:
            found[one.name] = _written(one)
        except (ValueError, InvalidOperation, msgspec.MsgspecError):
            params = {"name": one.name, "text": one.text}
            problems.append(Problem(code="api.variable.unreadable", path=one.name, params=params))
    if problems:
        raise InvalidInput("api.variables.unreadable", problems=tuple(problems))
    return Variables(found)


def _written(given: NewVariable) -> Any:  # noqa: ANN401 - a Value
    text = given.text.strip()
    match given.type:
        case "none":
            return None
        case "text":
            return given.text
        case "number":
            return _number(text)
        case "yesNo":
            return {"true": True, "false": False}[text] if text in ("true", "false") else _no(text)
        case "date":
            return date.fromisoformat(text)
        case "dateTime":
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is not None else _no(text)
        case "duration":
            return _duration(text)
        case "json":
            return as_value(msgspec.json.decode(text, strict=True))


def _number(text: str) -> Decimal:
    number = Decimal(text)
    return number if number.is_finite() else _no(text)


def _no(text: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(text)


def _duration(text: str) -> timedelta | Months:
    """FEEL knows two kinds: days and time, or years and months; never both in one."""
    length = parse_duration(text)
    if length is None or (length.months and (length.days or length.seconds)):
        raise ValueError(text)
    if length.months:
        return Months(length.months)
    return timedelta(days=length.days, seconds=float(length.seconds))
