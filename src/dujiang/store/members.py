"""Whether a column's number is one of many: one value goes over, not thousands."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

FEW: Final = 50
"""So many are written as values of their own, which the planner of a database can count."""


class _OneOf(GenericFunction[Any]):
    """Membership in a list that stands in one text; compiled in each database's words."""

    name = "dujiang_one_of"
    type = Boolean()
    inherit_cache = True


@compiles(_OneOf, "sqlite")
def _one_of_sqlite(element: _OneOf, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    column, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - compiled clauses


@compiles(_OneOf, "postgresql")
def _one_of_postgresql(element: _OneOf, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    column, listed = (compiler.process(clause, **options) for clause in element.clauses)
    numbers = f"CAST(translate({listed}, '[]', '{{}}') AS BIGINT[])"
    return f"{column} IN (SELECT unnest({numbers}))"


def one_of(column: ColumnElement[int], numbers: Iterable[int]) -> ColumnElement[bool]:
    """Whether the column is one of the numbers, however many they are."""
    known = sorted(set(numbers))
    if len(known) <= FEW:
        return column.in_(known)
    return _OneOf(column, literal(msgspec.json.encode(known).decode()))
