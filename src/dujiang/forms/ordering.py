"""In which order fields get their values: each after those that its conditions and value read."""

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from dujiang.forms.expressions import Expression
from dujiang.forms.model import Field


def settling_order(fields: Sequence[Field]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys in order, and the keys of a circle when there is one (then the order is empty)."""
    position = {field.key: index for index, field in enumerate(fields)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for field in fields:
        read = _reads(field) & position.keys()
        if not _reads_itself(field):
            read -= {field.key}
        sorter.add(field.key, *sorted(read, key=position.__getitem__))
    try:
        return tuple(sorter.static_order()), ()
    except CycleError as error:
        return (), tuple(error.args[1])


def _reads(field: Field) -> set[str]:
    names: set[str] = set()
    for expression in _deciding(field):
        names |= expression.names
    columns = {column.key for column in field.columns}
    for column in field.columns:
        names |= _reads(column) - columns
    return names


def _reads_itself(field: Field) -> bool:
    return any(field.key in expression.names for expression in _deciding(field))


def _deciding(field: Field) -> Iterable[Expression]:
    yield from field.hide
    if field.compute is not None:
        yield field.compute
