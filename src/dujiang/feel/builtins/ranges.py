"""Range functions (10.3.4.10, Allen's algebra over points and ranges) and `range()`.

An unbounded end lies beyond every point. Two unbounded ends of the same side are equal.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from dujiang.feel.arithmetic import negate
from dujiang.feel.ast import (
    AtLiteral,
    Boolean,
    Call,
    Expr,
    Interval,
    Name,
    Negation,
    Null,
    Number,
    Text,
)
from dujiang.feel.builtins.conversions import CONVERSIONS
from dujiang.feel.builtins.signature import Builtin, Signature, builtin
from dujiang.feel.comparison import is_equal, less
from dujiang.feel.environment import start
from dujiang.feel.errors import Fault, FeelSyntaxError
from dujiang.feel.parser import parse_expression
from dujiang.feel.ranges import make_range
from dujiang.feel.temporal_text import parse_at_literal
from dujiang.kernel.values import Range


class _End:
    """One end of a range on the line; `side` -1 is a start, 1 an end, 0 a point."""

    __slots__ = ("included", "side", "value")

    def __init__(self, value: object, side: int, *, included: bool = True) -> None:
        self.value = value
        self.side = side
        self.included = included

    def __lt__(self, other: "_End") -> bool:
        if self.value is None or other.value is None:
            ours = self.side if self.value is None else 0
            theirs = other.side if other.value is None else 0
            return ours < theirs
        return less(self.value, other.value)

    def meets(self, other: "_End") -> bool:
        """Whether both are at the same place."""
        if self.value is None or other.value is None:
            return self.value is other.value and self.side == other.side
        return is_equal(self.value, other.value)


def _start(of: Range) -> _End:
    return _End(of.start, -1, included=of.start_included)


def _end(of: Range) -> _End:
    return _End(of.end, 1, included=of.end_included)


def _before(a: Any, b: Any) -> bool:  # noqa: ANN401 - points or ranges
    last = _end(a) if isinstance(a, Range) else _End(a, 0)
    first = _start(b) if isinstance(b, Range) else _End(b, 0)
    return last < first or (last.meets(first) and not (last.included and first.included))


def _meets(a: Range, b: Range) -> bool:
    last, first = _end(a), _start(b)
    return last.meets(first) and last.included and first.included


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    a_start, a_end, b_start, b_end = _start(a), _end(a), _start(b), _end(b)
    starts_first = a_start < b_start or (
        a_start.meets(b_start) and a_start.included and not b_start.included
    )
    reaches = b_start < a_end or (a_end.meets(b_start) and a_end.included and b_start.included)
    ends_first = a_end < b_end or (a_end.meets(b_end) and (not a_end.included or b_end.included))
    return starts_first and reaches and ends_first


def _finishes(a: Any, b: Range) -> bool:  # noqa: ANN401 - a point or a range
    b_start, b_end = _start(b), _end(b)
    if not isinstance(a, Range):
        return b_end.included and b_end.meets(_End(a, 0))
    a_start, a_end = _start(a), _end(a)
    starts_inside = b_start < a_start or (
        a_start.meets(b_start) and (not a_start.included or b_start.included)
    )
    return a_end.meets(b_end) and a_end.included == b_end.included and starts_inside


def _starts(a: Any, b: Range) -> bool:  # noqa: ANN401 - a point or a range
    b_start, b_end = _start(b), _end(b)
    if not isinstance(a, Range):
        return b_start.included and b_start.meets(_End(a, 0))
    a_start, a_end = _start(a), _end(a)
    ends_inside = a_end < b_end or (a_end.meets(b_end) and (not a_end.included or b_end.included))
    return a_start.meets(b_start) and a_start.included == b_start.included and ends_inside


def _includes(a: Range, b: Any) -> bool:  # noqa: ANN401 - a point or a range
    a_start, a_end = _start(a), _end(a)
    if not isinstance(b, Range):
        return not _before(a, b) and not _before(b, a)
    b_start, b_end = _start(b), _end(b)
    starts_outside = a_start < b_start or (
        a_start.meets(b_start) and (a_start.included or not b_start.included)
    )
    ends_outside = b_end < a_end or (a_end.meets(b_end) and (a_end.included or not b_end.included))
    return starts_outside and ends_outside


def _coincides(a: Any, b: Any) -> bool:  # noqa: ANN401 - points or ranges
    if not isinstance(a, Range):
        less(a, b)
        return is_equal(a, b)
    ours, theirs = (_start(a), _end(a)), (_start(b), _end(b))
    return all(x.meets(y) and x.included == y.included for x, y in zip(ours, theirs, strict=True))


def _swapped(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda a, b: function(b, a)


def _of_two_ranges(function: Callable[[Any, Any], bool]) -> Signature:
    return Signature("range1: range, range2: range", function)


def _of_two_points(function: Callable[[Any, Any], bool]) -> Signature:
    return Signature("point1: point, point2: point", function)


def _of_point_and_range(function: Callable[[Any, Any], bool]) -> Signature:
    return Signature("point: point, range: range", function)


def _of_range_and_point(function: Callable[[Any, Any], bool]) -> Signature:
    return Signature("range: range, point: point", function)


def _of_anything(function: Callable[[Any, Any], bool]) -> tuple[Signature, ...]:
    return (
        _of_two_points(function),
        _of_point_and_range(function),
        _of_range_and_point(function),
        _of_two_ranges(function),
    )


# -- range("[1..3]")

_LITERAL_CALLS: Final = {converter.name: converter for converter in CONVERSIONS}
_LITERAL_NAMES: Final = tuple(_LITERAL_CALLS)


_NO_START: Final = re.compile(r"^\s*([(\]])\s*\.\.")
_NO_END: Final = re.compile(r"\.\.\s*([)\[])\s*$")


def _range_of_text(text: str) -> Range:
    """Rule 66: literal ends, of which one may be left out: `[18..)`, `(..21]`."""
    spelled = _NO_END.sub(r"..null\1", _NO_START.sub(r"\1null..", text))
    if "null" in text:
        raise Fault("feel.range.not_a_range", text=text[:50])
    try:
        tree = parse_expression(spelled, names=_LITERAL_NAMES)
    except FeelSyntaxError:
        raise Fault("feel.range.not_a_range", text=text[:50]) from None
    if not isinstance(tree, Interval):
        raise Fault("feel.range.not_a_range", text=text[:50])
    if isinstance(tree.start, Null) and isinstance(tree.end, Null):
        raise Fault("feel.range.not_a_range", text=text[:50])
    return make_range(
        _literal(tree.start, text),
        _literal(tree.end, text),
        start_included=tree.start_included,
        end_included=tree.end_included,
    )


def _literal(node: Expr, text: str) -> Any:  # noqa: ANN401 - a Value
    match node:
        case Number(value=value) | Text(value=value) | Boolean(value=value):
            return value
        case Null():
            return None
        case AtLiteral(text=literal):
            return parse_at_literal(literal)
        case Negation(operand=operand):
            return negate(_literal(operand, text))
        case Call(function=Name(name=name), arguments=arguments) if name in _LITERAL_CALLS:
            given = [_literal(argument, text) for argument in arguments]
            return _LITERAL_CALLS[name].call(start(), given)
        case _:
            raise Fault("feel.range.not_a_range", text=text[:50])


RANGES: Final[tuple[Builtin, ...]] = (
    Builtin("before", *_of_anything(_before)),
    Builtin("after", *_of_anything(_swapped(_before))),
    Builtin("meets", _of_two_ranges(_meets)),
    Builtin("met by", _of_two_ranges(_swapped(_meets))),
    Builtin("overlaps", _of_two_ranges(_overlaps)),
    Builtin("overlaps before", _of_two_ranges(_overlaps_before)),
    Builtin("overlaps after", _of_two_ranges(_swapped(_overlaps_before))),
    Builtin("finishes", _of_point_and_range(_finishes), _of_two_ranges(_finishes)),
    Builtin(
        "finished by",
        _of_range_and_point(_swapped(_finishes)),
        _of_two_ranges(_swapped(_finishes)),
    ),
    Builtin("includes", _of_range_and_point(_includes), _of_two_ranges(_includes)),
    Builtin(
        "during",
        _of_point_and_range(_swapped(_includes)),
        _of_two_ranges(_swapped(_includes)),
    ),
    Builtin("starts", _of_point_and_range(_starts), _of_two_ranges(_starts)),
    Builtin(
        "started by",
        _of_range_and_point(_swapped(_starts)),
        _of_two_ranges(_swapped(_starts)),
    ),
    Builtin("coincides", _of_two_points(_coincides), _of_two_ranges(_coincides)),
    builtin("range", "from: string", _range_of_text),
)
