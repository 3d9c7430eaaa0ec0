"""List functions over numbers and booleans (10.3.4.4): sum, mean, median, all, any..."""

from collections import Counter
from decimal import Decimal
from typing import Any, Final

from dujiang.feel.arithmetic import NO_NUMBER, NUMBERS, as_number, calculate
from dujiang.feel.builtins.signature import Builtin, builtin
from dujiang.feel.comparison import kind_of
from dujiang.feel.errors import Fault


def _numbers(items: list[Any]) -> list[Decimal]:
    for item in items:
        if kind_of(item) != "number":
            raise Fault("feel.list.not_numbers", found=kind_of(item))
    return [as_number(item) for item in items]


def _need_some(items: list[Any]) -> None:
    if not items:
        raise Fault("feel.list.empty")


def _sum(items: list[Any]) -> Any:  # noqa: ANN401 - a number or a duration
    _need_some(items)
    if kind_of(items[0]).endswith("duration"):
        total = items[0]
        for item in items[1:]:
            total = calculate("+", total, item)
        return total
    total = Decimal(0)
    for number in _numbers(items):
        total = NUMBERS.add(total, number)
    return total


def _product(items: list[Any]) -> Decimal:
    _need_some(items)
    product = Decimal(1)
    for number in _numbers(items):
        product = _checked_product(product, number)
    return product


def _checked_product(left: Decimal, right: Decimal) -> Decimal:
    try:
        return NUMBERS.multiply(left, right)
    except NO_NUMBER:
        raise Fault("feel.arithmetic.no_number", operator="*") from None


def _mean(items: list[Any]) -> Any:  # noqa: ANN401 - a number or a duration
    return calculate("/", _sum(items), Decimal(len(items)))


def _median(items: list[Any]) -> Decimal | None:
    ordered = sorted(_numbers(items))
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _stddev(items: list[Any]) -> Decimal:
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Fault("feel.list.too_few_numbers", wanted=2, count=len(numbers))
    mean = NUMBERS.divide(_sum(items), Decimal(len(numbers)))
    squares = Decimal(0)
    for number in numbers:
        deviation = NUMBERS.subtract(number, mean)
        squares = NUMBERS.add(squares, NUMBERS.multiply(deviation, deviation))
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))


def _mode(items: list[Any]) -> list[Decimal]:
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _every(items: list[Any]) -> bool | None:
    return _decide(items, decided=False)


def _some(items: list[Any]) -> bool | None:
    return _decide(items, decided=True)


def _decide(items: list[Any], *, decided: bool) -> bool | None:
    """`decided` if it occurs, else null if null occurs; what is no boolean is a fault."""
    if any(item is decided for item in items):
        return decided
    for item in items:
        if item is not None and not isinstance(item, bool):
            raise Fault("feel.list.not_booleans", found=kind_of(item))
    return None if None in items else not decided


STATISTICS: Final[tuple[Builtin, ...]] = (
    builtin("sum", "list: list", _sum, variadic=True),
    builtin("product", "list: list", _product, variadic=True),
    builtin("mean", "list: list", _mean, variadic=True),
    builtin("median", "list: list", _median, variadic=True),
    builtin("stddev", "list: list", _stddev, variadic=True),
    builtin("mode", "list: list", _mode, variadic=True),
    builtin("all", "list: list", _every, variadic=True),
    builtin("any", "list: list", _some, variadic=True),
)
