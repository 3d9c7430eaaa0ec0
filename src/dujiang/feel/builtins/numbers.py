"""Numeric functions (10.3.4.5)."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Any, Final

from dujiang.feel.arithmetic import NO_NUMBER, NUMBERS, negate
from dujiang.feel.builtins.signature import Builtin, builtin
from dujiang.feel.comparison import less
from dujiang.feel.errors import Fault

MIN_SCALE: Final = -6111
MAX_SCALE: Final = 6176


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise Fault("feel.number.scale_out_of_range", scale=scale)
    places = int(scale)
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if exponent >= -places:
        return number
    precision = max(1, len(digits) + exponent + places + 1)
    exact = Context(prec=precision + 1, rounding=rounding)
    return number.quantize(Decimal(1).scaleb(-places), context=exact)


def _rounding(rounding: str) -> Callable[..., Decimal]:
    def rounded(number: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
        return _rounded(number, scale, rounding)

    return rounded


def _absolute(value: Any) -> Any:  # noqa: ANN401 - a number or a duration
    if isinstance(value, Decimal):
        return abs(value)
    negative = negate(value)
    return negative if less(value, negative) else value


def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise Fault("feel.arithmetic.division_by_zero")
    try:
        rest = NUMBERS.remainder(dividend, divisor)
    except NO_NUMBER:
        raise Fault("feel.arithmetic.no_number", operator="modulo") from None
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


def _computed(function: Callable[[Decimal], Decimal], name: str) -> Callable[[Decimal], Decimal]:
    def compute(number: Decimal) -> Decimal:
        try:
            result = function(number)
        except NO_NUMBER:
            raise Fault("feel.arithmetic.no_number", operator=name) from None
        if not result.is_finite():
            raise Fault("feel.arithmetic.no_number", operator=name)
        return result

    return compute


NUMERIC: Final[tuple[Builtin, ...]] = (
    builtin("decimal", "n: number, scale: number", _rounding(ROUND_HALF_EVEN)),
    builtin("floor", "n: number, scale?: number", _rounding(ROUND_FLOOR)),
    builtin("ceiling", "n: number, scale?: number", _rounding(ROUND_CEILING)),
    builtin("round up", "n: number, scale: number", _rounding(ROUND_UP)),
    builtin("round down", "n: number, scale: number", _rounding(ROUND_DOWN)),
    builtin("round half up", "n: number, scale: number", _rounding(ROUND_HALF_UP)),
    builtin("round half down", "n: number, scale: number", _rounding(ROUND_HALF_DOWN)),
    builtin("abs", "n: number|duration|months", _absolute),
    builtin("modulo", "dividend: number, divisor: number", _modulo),
    builtin("sqrt", "number: number", _computed(NUMBERS.sqrt, "sqrt")),
    builtin("log", "number: number", _computed(NUMBERS.ln, "log")),
    builtin("exp", "number: number", _computed(NUMBERS.exp, "exp")),
    builtin("odd", "number: number", lambda number: number % 2 in {1, -1}),
    builtin("even", "number: number", lambda number: number % 2 == 0),
)
