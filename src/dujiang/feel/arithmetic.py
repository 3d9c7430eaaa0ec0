"""The five operators and negation over numbers, texts, dates, times and durations.

DMN 1.5, 10.3.2.13.4-6, tables 54-58. Numbers are IEEE 754 decimal128: 34 digits, half even.
Each operator is one table from the types of its operands to a function.
"""

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, Final

from dujiang.feel.comparison import kind_of
from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault
from dujiang.feel.temporal import (
    NS_PER_DAY,
    NS_PER_SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    add_months_to_date,
    add_ns,
    as_datetime,
    date_of_epoch_day,
    date_part,
    duration_ns,
    duration_of_ns,
    epoch_day,
    instant_ns,
    local_ns,
    make_datetime,
    time_ns,
    time_of_ns,
    time_offset_s,
    time_part,
)
from dujiang.kernel.values import FeelTime, Months

NUMBERS: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
"""Decimal128. Shared by all threads: its methods write nothing but status flags nobody reads."""

NO_NUMBER: Final = (DivisionByZero, InvalidOperation, Overflow)
"""What arithmetic on numbers raises when it has no result."""

_INTEGERS: Final = Context(prec=60)

Operation = Callable[[Any, Any], Any]


def as_number(value: Any) -> Decimal:  # noqa: ANN401 - int, float or Decimal
    """A number that came in as `int` or `float`, as the `Decimal` it should have been."""
    if type(value) is Decimal:
        return value
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def whole(number: Decimal) -> int:
    """The number without its fraction."""
    return int(number)


def _numbers(operation: Callable[[Decimal, Decimal], Decimal]) -> Operation:
    return lambda left, right: operation(as_number(left), as_number(right))


# -- dates and times


def _date_plus_months(day: AnyDate, duration: Months) -> AnyDate:
    return add_months_to_date(day, duration.months)


def _date_plus_duration(day: AnyDate, duration: AnyDuration) -> AnyDate:
    return date_of_epoch_day(epoch_day(day) + duration_ns(duration) // NS_PER_DAY)


def _datetime_plus_months(at: AnyDateTime, duration: Months) -> AnyDateTime:
    return make_datetime(add_months_to_date(date_part(at), duration.months), time_part(at))


def _datetime_plus_duration(at: AnyDateTime, duration: AnyDuration) -> AnyDateTime:
    return add_ns(at, duration_ns(duration))


def _time_plus_duration(time: FeelTime, duration: AnyDuration) -> FeelTime:
    moved = time_ns(time) + duration_ns(duration)
    return time_of_ns(moved, offset_s=time.offset_s, zone=time.zone)


def _plus_durations(left: AnyDuration, right: AnyDuration) -> AnyDuration:
    return duration_of_ns(duration_ns(left) + duration_ns(right))


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _negative(duration: Any) -> Any:  # noqa: ANN401 - a duration of either kind
    if isinstance(duration, Months):
        return Months(-duration.months)
    return duration_of_ns(-duration_ns(duration))


def _minus_duration(plus: Operation) -> Operation:
    return lambda left, right: plus(left, _negative(right))


def _between_datetimes(left: AnyDateTime, right: AnyDateTime) -> AnyDuration:
    ours, theirs = instant_ns(left), instant_ns(right)
    if ours is None and theirs is None:
        return duration_of_ns(local_ns(left) - local_ns(right))
    if ours is None or theirs is None:
        raise Fault("feel.comparison.zone_missing", type="date and time")
    return duration_of_ns(ours - theirs)


def _between_dates(left: AnyDate, right: AnyDate) -> AnyDuration:
    return duration_of_ns((epoch_day(left) - epoch_day(right)) * NS_PER_DAY)


def _between_times(left: FeelTime, right: FeelTime) -> AnyDuration:
    ours, theirs = time_offset_s(left), time_offset_s(right)
    if (ours is None) != (theirs is None):
        raise Fault("feel.comparison.zone_missing", type="time")
    offset_s = (ours or 0) - (theirs or 0)
    return duration_of_ns(time_ns(left) - time_ns(right) - offset_s * NS_PER_SECOND)


# -- durations and numbers


def _scaled(count: int, factor: Decimal) -> int:
    return int(_INTEGERS.multiply(Decimal(count), factor))


def _divided(count: int, divisor: Decimal) -> int:
    if not divisor:
        raise Fault("feel.arithmetic.division_by_zero")
    return int(_INTEGERS.divide(Decimal(count), divisor))


def _ratio(left: int, right: int) -> Decimal:
    if not right:
        raise Fault("feel.arithmetic.division_by_zero")
    return NUMBERS.divide(Decimal(left), Decimal(right))


def _months_times(duration: Months, factor: Any) -> Months:  # noqa: ANN401 - a number
    return Months(_scaled(duration.months, as_number(factor)))


def _duration_times(duration: AnyDuration, factor: Any) -> AnyDuration:  # noqa: ANN401 - a number
    return duration_of_ns(_scaled(duration_ns(duration), as_number(factor)))


_DATE, _TIME, _AT = "date", "time", "date and time"
_DAYS, _MONTHS, _NUMBER = "days and time duration", "years and months duration", "number"

_ADD: Final[dict[tuple[str, str], Operation]] = {
    (_NUMBER, _NUMBER): _numbers(NUMBERS.add),
    (_DATE, _MONTHS): _date_plus_months,
    (_MONTHS, _DATE): _swapped(_date_plus_months),
    (_DATE, _DAYS): _date_plus_duration,
    (_DAYS, _DATE): _swapped(_date_plus_duration),
    (_AT, _MONTHS): _datetime_plus_months,
    (_MONTHS, _AT): _swapped(_datetime_plus_months),
    (_AT, _DAYS): _datetime_plus_duration,
    (_DAYS, _AT): _swapped(_datetime_plus_duration),
    (_TIME, _DAYS): _time_plus_duration,
    (_DAYS, _TIME): _swapped(_time_plus_duration),
    (_DAYS, _DAYS): _plus_durations,
    (_MONTHS, _MONTHS): lambda left, right: Months(left.months + right.months),
}

_SUBTRACT: Final[dict[tuple[str, str], Operation]] = {
    (_NUMBER, _NUMBER): _numbers(NUMBERS.subtract),
    (_DATE, _DATE): _between_dates,
    (_AT, _AT): _between_datetimes,
    (_DATE, _AT): lambda left, right: _between_datetimes(as_datetime(left), right),
    (_AT, _DATE): lambda left, right: _between_datetimes(left, as_datetime(right)),
    (_TIME, _TIME): _between_times,
    (_DATE, _MONTHS): _minus_duration(_date_plus_months),
    (_DATE, _DAYS): _minus_duration(_date_plus_duration),
    (_AT, _MONTHS): _minus_duration(_datetime_plus_months),
    (_AT, _DAYS): _minus_duration(_datetime_plus_duration),
    (_TIME, _DAYS): _minus_duration(_time_plus_duration),
    (_DAYS, _DAYS): _minus_duration(_plus_durations),
    (_MONTHS, _MONTHS): lambda left, right: Months(left.months - right.months),
}

_MULTIPLY: Final[dict[tuple[str, str], Operation]] = {
    (_NUMBER, _NUMBER): _numbers(NUMBERS.multiply),
    (_DAYS, _NUMBER): _duration_times,
    (_NUMBER, _DAYS): _swapped(_duration_times),
    (_MONTHS, _NUMBER): _months_times,
    (_NUMBER, _MONTHS): _swapped(_months_times),
}

_DIVIDE: Final[dict[tuple[str, str], Operation]] = {
    (_NUMBER, _NUMBER): _numbers(NUMBERS.divide),
    (_DAYS, _NUMBER): lambda left, right: duration_of_ns(
        _divided(duration_ns(left), as_number(right))
    ),
    (_MONTHS, _NUMBER): lambda left, right: Months(_divided(left.months, as_number(right))),
    (_DAYS, _DAYS): lambda left, right: _ratio(duration_ns(left), duration_ns(right)),
    (_MONTHS, _MONTHS): lambda left, right: _ratio(left.months, right.months),
}

_POWER: Final[dict[tuple[str, str], Operation]] = {(_NUMBER, _NUMBER): _numbers(NUMBERS.power)}

TABLES: Final[dict[str, dict[tuple[str, str], Operation]]] = {
    "+": _ADD,
    "-": _SUBTRACT,
    "*": _MULTIPLY,
    "/": _DIVIDE,
    "**": _POWER,
}


def calculate(operator: str, left: object, right: object, run: Run | None = None) -> Any:  # noqa: ANN401 - a Value
    """`left operator right`. Raises `Fault` when the operands have no such operation."""
    if operator == "+" and type(left) is str and type(right) is str:
        if run is not None:
            run.check_text(len(left) + len(right))
        return left + right
    kinds = (kind_of(left), kind_of(right))
    operation = TABLES[operator].get(kinds)
    if operation is None:
        raise Fault("feel.arithmetic.not_defined", operator=operator, left=kinds[0], right=kinds[1])
    try:
        return operation(left, right)
    except DivisionByZero:
        raise Fault("feel.arithmetic.division_by_zero") from None
    except (InvalidOperation, Overflow, OverflowError):
        if operator == "/" and not right:
            raise Fault("feel.arithmetic.division_by_zero") from None
        raise Fault("feel.arithmetic.no_number", operator=operator) from None


def negate(value: object) -> Any:  # noqa: ANN401 - a Value
    """`-value`. Raises `Fault` unless it is a number or a duration."""
    kind = kind_of(value)
    if kind == _NUMBER:
        return NUMBERS.minus(as_number(value))
    if kind in {_DAYS, _MONTHS}:
        return _negative(value)
    raise Fault("feel.arithmetic.cannot_negate", type=kind)
