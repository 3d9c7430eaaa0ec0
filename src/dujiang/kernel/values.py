"""Typed values: what a process variable, a form field or a FEEL expression can hold.

| FEEL type | Python type |
|---|---|
| number | `decimal.Decimal` (never `int` or `float`) |
| string, boolean, null | `str`, `bool`, `None` |
| date | `datetime.date`, or `WideDate` outside the years 1..9999 |
| time | `FeelTime` (nanoseconds; with offset, named zone or neither) |
| date and time | `datetime.datetime`, or `WideDateTime` where that cannot hold it |
| days and time duration | `datetime.timedelta`, or `WideDuration` where that cannot hold it |
| years and months duration | `Months` |
| range | `Range` |
| list, context | `list`, `dict` with text keys |

Values keep their type through the database, facts, the API and back (`dujiang.kernel.encoding`).
"""

from collections.abc import ItemsView, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec


class Months(msgspec.Struct, frozen=True, order=True):
    """Years and months duration (FEEL 10.3.2.3.8): a whole number of months, possibly negative."""

    months: int


class FeelTime(msgspec.Struct, frozen=True):
    """A time of day (FEEL 10.3.2.3.4) with nanoseconds, and an offset or a named zone if given.

    `zone` is an IANA name such as `Asia/Shanghai`; `offset_s` seconds east of UTC. At most one of
    them is set.
    """

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset_s: int | None = None
    zone: str | None = None


class WideDate(msgspec.Struct, frozen=True, order=True):
    """A date whose year lies outside 1..9999; proleptic Gregorian, years -999999999..999999999."""

    year: int
    month: int
    day: int


class WideDateTime(msgspec.Struct, frozen=True):
    """A date and time that `datetime` cannot hold: a wide year, or finer than a microsecond."""

    date: WideDate
    time: FeelTime


class WideDuration(msgspec.Struct, frozen=True, order=True):
    """A days and time duration finer than a microsecond, or longer than `timedelta` can hold."""

    nanoseconds: int


RangeOperator: TypeAlias = Literal["", "=", "!=", "<", "<=", ">", ">="]


class Range(msgspec.Struct, frozen=True):
    """A FEEL range. `None` as an endpoint means unbounded on that side, which is always open.

    `operator` is set when the range was written as a unary comparison such as `(< 5)`: FEEL tells
    it apart from the interval with the same ends, and `!=` has no interval at all.
    """

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True
    operator: RangeOperator = ""


Value: TypeAlias = (
    bool
    | str
    | Decimal
    | date
    | datetime
    | timedelta
    | Months
    | FeelTime
    | WideDate
    | WideDateTime
    | WideDuration
    | Range
    | list[Any]
    | dict[str, Any]
    | None
)
"""A typed value; lists and contexts hold values again. Sealed values appear only in documents."""


def as_value(plain: object) -> Any:  # noqa: ANN401 - a Value, which mypy cannot follow recursively
    """Turn plain Python data into typed values: whole and binary numbers become `Decimal`.

    Raises `TypeError` for anything that is not data.
    """
    match plain:
        case None | bool() | str() | Decimal() | date() | timedelta():
            return plain
        case int():
            return Decimal(plain)
        case float():
            return Decimal(repr(plain))
        case list() | tuple():
            return [as_value(item) for item in plain]
        case dict():
            return {str(name): as_value(item) for name, item in plain.items()}
        case Months() | FeelTime() | WideDate() | WideDateTime() | WideDuration() | Range():
            return plain
        case _:
            raise TypeError(f"not a value: {type(plain).__name__}")


class Variables(Mapping[str, Any]):
    """Named typed values that never change: what commands, facts and states carry.

    A mapping of its own, so that the encoding can tell typed values (a `Decimal` stays a
    `Decimal`) from the plain fields around them. Equal when the names and values are equal.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items: dict[str, Any] = dict(items) if items else {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a Value
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - a Value
        """The value, or `default`."""
        return self._items.get(name, default)

    def items(self) -> ItemsView[str, Any]:
        """Names with values, without going through the mapping's methods."""
        return self._items.items()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variables) and self._items == other._items

    def __hash__(self) -> int:
        return hash(tuple(self._items))

    def __repr__(self) -> str:
        return f"Variables({self._items!r})"

    def to_dict(self) -> dict[str, Any]:
        """A new `dict` of the items, made without going through the mapping's methods."""
        return dict(self._items)

    def merged(self, changes: Mapping[str, Any]) -> "Variables":
        """A copy with `changes` put over it."""
        return Variables({**self._items, **changes})


NO_VARIABLES: Final = Variables()
