"""List functions (10.3.4.4) but for the numeric ones, and sort (10.3.4.8)."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cmp_to_key
from typing import Any, Final

from dujiang.feel.builtins.signature import Builtin, Signature, builtin
from dujiang.feel.comparison import SAME_IS_EQUAL, is_equal, kind_of, less
from dujiang.feel.environment import Run
from dujiang.feel.errors import Fault


def _index(items: list[Any], position: Decimal) -> int:
    """The Python index of a position; raises `Fault` when there is none such."""
    index = int(position)
    if index == 0 or abs(index) > len(items):
        raise Fault("feel.list.no_such_position", position=position, count=len(items))
    return index - 1 if index > 0 else len(items) + index


def _contains(items: list[Any], element: object) -> bool:
    return any(is_equal(item, element) for item in items)


def _first_of(items: list[Any], *, least: bool) -> Any:  # noqa: ANN401 - a Value
    """The least or greatest item; null of an empty list."""
    best: Any = None
    for index, item in enumerate(items):
        if item is None:
            raise Fault("feel.comparison.no_order", left="null", right=kind_of(best))
        if index == 0:
            less(item, item)
            best = item
        elif less(item, best) if least else less(best, item):
            best = item
    return best


def _sublist(items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    begin = _index(items, start)
    if length is None:
        return items[begin:]
    if int(length) < 0:
        raise Fault("feel.string.bad_length", length=length)
    return items[begin : begin + int(length)]


def _insert_before(items: list[Any], position: Decimal, item: object) -> list[Any]:
    index = _index(items, position)
    return [*items[:index], item, *items[index:]]


def _remove(items: list[Any], position: Decimal) -> list[Any]:
    index = _index(items, position)
    return [*items[:index], *items[index + 1 :]]


def _replace_at(items: list[Any], position: Decimal, new: object) -> list[Any]:
    index = _index(items, position)
    return [*items[:index], new, *items[index + 1 :]]


def _replace_matching(run: Run, items: list[Any], match: Any, new: object) -> list[Any]:  # noqa: ANN401 - a function
    replaced: list[Any] = []
    for item in items:
        found = match.call(run, (item, new))
        if not isinstance(found, bool):
            raise Fault("feel.condition.not_boolean", type=kind_of(found))
        replaced.append(new if found else item)
    return replaced


def _index_of(items: list[Any], match: object) -> list[Decimal]:
    return [Decimal(index) for index, item in enumerate(items, 1) if is_equal(item, match)]


def distinct(run: Run, items: list[Any]) -> list[Any]:
    """The items without those that are equal to an earlier one."""
    seen: set[tuple[type, Any]] = set()
    others: list[Any] = []
    kept: list[Any] = []
    for item in items:
        if type(item) in SAME_IS_EQUAL or item is None:
            key = (type(item), item)
            if key in seen:
                continue
            seen.add(key)
        else:
            run.spend(len(others))
            if any(is_equal(item, other) for other in others):
                continue
            others.append(item)
        kept.append(item)
    return kept


def _concatenate(*lists: list[Any]) -> list[Any]:
    return [item for items in lists for item in items]


def _union(run: Run, *lists: list[Any]) -> list[Any]:
    return distinct(run, _concatenate(*lists))


def _flat(items: list[Any]) -> Iterator[Any]:
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            if isinstance(item, list):
                pending.append(iter(item))
                break
            yield item
        else:
            pending.pop()


def _flatten(items: list[Any]) -> list[Any]:
    return list(_flat(items))


def _sort(run: Run, items: list[Any], precedes: Any = None) -> list[Any]:  # noqa: ANN401 - a function
    def compare(left: object, right: object) -> int:
        run.spend(1)
        if precedes is None:
            return -1 if less(left, right) else 1 if less(right, left) else 0
        if precedes.call(run, (left, right)) is True:
            return -1
        return 1 if precedes.call(run, (right, left)) is True else 0

    return sorted(items, key=cmp_to_key(compare))


LISTS: Final[tuple[Builtin, ...]] = (
    builtin("list contains", "list: list, element: any", _contains, deep=True),
    builtin("count", "list: list", lambda items: Decimal(len(items)), variadic=True),
    builtin("min", "list: list", lambda items: _first_of(items, least=True), variadic=True),
    builtin("max", "list: list", lambda items: _first_of(items, least=False), variadic=True),
    builtin("sublist", "list: list, start position: number, length?: number", _sublist),
    builtin("append", "list: list, item: any", lambda items, *more: [*items, *more], rest=True),
    builtin("concatenate", "list: list", _concatenate, rest=True),
    builtin("insert before", "list: list, position: number, newItem: any", _insert_before),
    builtin("remove", "list: list, position: number", _remove),
    Builtin(
        "list replace",
        Signature("list: list, position: number, newItem: any", _replace_at),
        Signature("list: list, match: function, newItem: any", _replace_matching, needs_run=True),
    ),
    builtin("reverse", "list: list", lambda items: items[::-1]),
    builtin("index of", "list: list, match: any", _index_of, deep=True),
    builtin("union", "list: list", _union, rest=True, needs_run=True, deep=True),
    builtin("distinct values", "list: list", distinct, needs_run=True, deep=True),
    builtin("flatten", "list: list", _flatten, deep=True),
    builtin("sort", "list: list, precedes?: function", _sort, needs_run=True),
)
