"""Date and time functions (10.3.4.6, 10.3.4.9): the present, and names of days and months."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.builtins.signature import Builtin, Signature, builtin
from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault
from dujiang.feel.properties import weekday
from dujiang.feel.temporal import AnyDate, date_part, epoch_day, make_date
from dujiang.kernel.values import WideDateTime

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _now(run: Run) -> datetime:
    now = run.environment.now
    if now is None:
        raise Fault("feel.now.no_present")
    return now


def _on(function: Callable[[AnyDate], Any]) -> Callable[[Any], Any]:
    return lambda at: function(date_part(at) if isinstance(at, datetime | WideDateTime) else at)


def _day_of_year(day: AnyDate) -> Decimal:
    return Decimal(epoch_day(day) - epoch_day(make_date(day.year, 1, 1)) + 1)


def _week_of_year(day: AnyDate) -> Decimal:
    """The ISO 8601 week: the one that has the year's first Thursday is the first."""
    thursday = epoch_day(day) - weekday(day) + 4
    year = day.year
    for candidate in (year + 1, year):
        if thursday >= epoch_day(make_date(candidate, 1, 1)):
            return Decimal((thursday - epoch_day(make_date(candidate, 1, 1))) // 7 + 1)
    return Decimal((thursday - epoch_day(make_date(year - 1, 1, 1))) // 7 + 1)


_DAY: Final = "date: date|datetime"

TEMPORAL: Final[tuple[Builtin, ...]] = (
    Builtin("now", Signature("", _now, needs_run=True), is_pure=False),
    Builtin("today", Signature("", lambda run: _now(run).date(), needs_run=True), is_pure=False),
    builtin("day of year", _DAY, _on(_day_of_year)),
    builtin("day of week", _DAY, _on(lambda day: _DAYS[weekday(day) - 1])),
    builtin("month of year", _DAY, _on(lambda day: _MONTHS[day.month - 1])),
    builtin("week of year", _DAY, _on(_week_of_year)),
)
