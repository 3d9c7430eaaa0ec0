"""The reading side, the same for both databases: SQLAlchemy Core on pooled connections."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from dujiang.store.table import Row, Table


class SqlReader:
    """Answers questions inside one read transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self) -> None:
        """Open the transaction by hand where the driver would open one for writes only."""
        self._connection.exec_driver_sql("BEGIN")

    def rows(self, statement: Select[Any]) -> list[Any]:
        """All rows of the answer, as named tuples."""
        return list(self._connection.execute(statement).all())

    def row(self, statement: Select[Any]) -> Any | None:  # noqa: ANN401 - a named tuple
        """The first row, or None."""
        return self._connection.execute(statement).first()

    def value(self, statement: Select[Any]) -> Any:  # noqa: ANN401 - a column's value
        """The first column of the first row, or None."""
        return self._connection.execute(statement).scalar()

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key."""
        statement = table.sql.select()
        for column, value in zip(table.key, key, strict=True):
            statement = statement.where(table.c[column] == value)
        found = self._connection.execute(statement).first()
        return None if found is None else table.from_values(found)

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index, in the order of their keys."""
        statement = table.sql.select().order_by(*(table.c[column] for column in table.key))
        for column, value in zip(table.indexes[index], values, strict=True):
            statement = statement.where(table.c[column] == value)
        condition = table.condition(index)
        if condition is not None:
            statement = statement.where(condition)
        return [table.from_values(found) for found in self._connection.execute(statement)]


@contextmanager
def reading(engine: Engine, translate: Callable[[BaseException], Exception]) -> Iterator[SqlReader]:
    """One read transaction on a pooled connection; driver errors become store errors."""
    try:
        with engine.connect() as connection:
            yield SqlReader(connection)
    except DBAPIError as error:
        raise translate(error.orig or error) from error
