"""Reading ahead: the rows that a page of things needs, one statement a table.

Rules and pages ask for the rows of one instance at a time. For a list the rows of all its instances
are read beforehand, and the same questions are answered from memory; whatever was not read ahead
goes to the database as ever.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select

from dujiang.store.table import Row, Table
from dujiang.store.transaction import Reader

MAX_ROWS_AHEAD: Final = 20_000
"""Of one table; where there are more, each key is read when it is asked for."""
_KEY: Final = ""


class ReadAhead:
    """A `Reader` over another one, in the same transaction."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], dict[tuple[Any, ...], list[Any]]] = {}

    def gather(
        self, table: Table[Row], keys: Iterable[tuple[Any, ...]], *, index: str = _KEY
    ) -> list[Row]:
        """Read the rows with these keys, or these values of an equality index, ahead."""
        columns = table.indexes[index] if index else table.key
        wanted: dict[tuple[Any, ...], list[Row]] = {key: [] for key in keys}
        if not wanted:
            return []
        statement = table.sql.select().order_by(*(table.c[column] for column in table.key))
        for place, column in enumerate(columns):
            statement = statement.where(table.c[column].in_({key[place] for key in wanted}))
        condition = table.condition(index)
        if condition is not None:
            statement = statement.where(condition)
        found = self._reader.rows(statement.limit(MAX_ROWS_AHEAD + 1))
        if len(found) > MAX_ROWS_AHEAD:
            return []
        rows = [table.from_values(values) for values in found]
        for row in rows:
            key = tuple(getattr(row, column) for column in columns)
            if key in wanted:
                wanted[key].append(row)
        self._known.setdefault((table.name, index), {}).update(wanted)
        return [row for group in wanted.values() for row in group]

    def rows(self, statement: Select[Any]) -> list[Any]:
        """All rows of the answer, as named tuples."""
        return self._reader.rows(statement)

    def row(self, statement: Select[Any]) -> Any | None:  # noqa: ANN401 - a named tuple
        """The first row, or None."""
        return self._reader.row(statement)

    def value(self, statement: Select[Any]) -> Any:  # noqa: ANN401 - a column's value
        """The first column of the first row, or None."""
        return self._reader.value(statement)

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key."""
        known = self.gathered(table, _KEY, *key)
        if known is None:
            return self._reader.get(table, *key)
        return known[0] if known else None

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index, in the order of their keys."""
        known = self.gathered(table, index, *values)
        return self._reader.find(table, index, *values) if known is None else list(known)

    def gathered(self, table: Table[Row], index: str, *values: Any) -> list[Row] | None:  # noqa: ANN401 - key values
        """The rows as far as they were read ahead; None where they were not."""
        return self._known.get((table.name, index), {}).get(values)
