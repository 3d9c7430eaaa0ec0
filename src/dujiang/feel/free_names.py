"""Which variables an expression reads, as paths: `order.total`, `limit`."""

from collections.abc import Collection, Generator, Iterator

from dujiang.feel.ast import (
    ContextOf,
    Expr,
    For,
    FunctionOf,
    Iteration,
    Name,
    Path,
    Quantified,
)
from dujiang.feel.scope import TEST_INPUT
from dujiang.feel.tree import children_of

Bound = frozenset[str]


def free_names(tree: Expr, inputs: Collection[str]) -> frozenset[str]:
    """Paths of the free names of `tree` that are among `inputs`.

    A name inside a filter may turn out to be an entry of the filtered items; it is listed too.
    """
    paths = _paths(tree, frozenset({TEST_INPUT}))
    return frozenset(".".join(path) for path in paths if path[0] in inputs)


def _paths(node: object, bound: Bound) -> Iterator[tuple[str, ...]]:
    path = _path_of(node)
    if path is not None:
        if path[0] not in bound:
            yield path
        return
    match node:
        case ContextOf(entries=entries):
            for name, value in entries:
                yield from _paths(value, bound)
                bound |= {name}
        case FunctionOf(parameters=parameters, body=body):
            yield from _paths(body, bound | {parameter.name for parameter in parameters})
        case For(iterations=iterations, result=result):
            inner = yield from _iterations(iterations, bound)
            yield from _paths(result, inner | {"partial"})
        case Quantified(iterations=iterations, condition=condition):
            inner = yield from _iterations(iterations, bound)
            yield from _paths(condition, inner)
        case _:
            for child in children_of(node):
                yield from _paths(child, bound)


def _iterations(
    iterations: tuple[Iteration, ...], bound: Bound
) -> Generator[tuple[str, ...], None, Bound]:
    for iteration in iterations:
        yield from _paths(iteration.source, bound)
        if iteration.end is not None:
            yield from _paths(iteration.end, bound)
        bound |= {iteration.name}
    return bound


def _path_of(node: object) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(node, Path):
        names.append(node.name)
        node = node.source
    if not isinstance(node, Name):
        return None
    return (node.name, *reversed(names))
