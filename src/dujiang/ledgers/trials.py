"""Trying an import out beside the door: the same code on a draft of the rows, which is thrown away.

A sheet of twenty thousand rows takes seconds to judge. In the door nobody else could be served
meanwhile; a draft only reads.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from dujiang.feel import Environment
from dujiang.kernel.ids import SHARDS
from dujiang.ledgers.hands import Hand, Loaded, load_all
from dujiang.ledgers.naming import Naming
from dujiang.ledgers.rights import Viewer
from dujiang.ledgers.shelf import Definitions, Functions
from dujiang.ledgers.writing import Writer
from dujiang.runtime import Actor
from dujiang.store import AnyTable, Reader, Row, Table

_FIRST_ID: Final = 1 << 62
"""Ids of a draft are no ids of rows: nothing that was ever written has them."""


class Draft:
    """Rows as a reader sees them, with changes that nobody else will see."""

    def __init__(self, reader: Reader, actor: Actor, at: datetime) -> None:
        self.actor = actor
        self.at = at
        self._reader = reader
        self._changes: dict[AnyTable, dict[tuple[Any, ...], Any]] = {}
        self._known: dict[tuple[AnyTable, tuple[Any, ...]], Any] = {}
        self._last_id = _FIRST_ID

    def new_id(self, slot: int | None = None) -> int:
        """A number that no row has."""
        self._last_id += len(SHARDS)
        return self._last_id + (slot or 0)

    def get(self, table: Table[Row], *key: Any, lock: bool = False) -> Row | None:  # noqa: ANN401 - key values
        """The row with this key, own changes included."""
        changed = self._changes.get(table, {})
        if key in changed:
            row: Row | None = changed[key]
            return row
        if (table, key) not in self._known:
            self._known[table, key] = self._reader.get(table, *key)
        found: Row | None = self._known[table, key]
        return found

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index, own changes included, by key."""
        changed = self._changes.get(table, {})
        found = {
            table.key_of(row): row
            for row in self._reader.find(table, index, *values)
            if table.key_of(row) not in changed
        }
        index_key_of = table.index_key_of[index]
        for key, row in changed.items():
            if row is not None and index_key_of(row) == values:
                found[key] = row
        return [found[key] for key in sorted(found)]

    def insert(self, table: Table[Row], row: Row) -> None:
        """Add a row."""
        self._changes.setdefault(table, {})[table.key_of(row)] = row

    def put(self, table: Table[Row], row: Row) -> Row:
        """Change a row; its revision is raised as the store does."""
        key = table.key_of(row)
        old = self.get(table, *key)
        if table.revision is not None and old is not None:
            revision = getattr(old, table.revision) + 1
            row = msgspec.structs.replace(row, **{table.revision: revision})
        self._changes.setdefault(table, {})[key] = row
        return row

    def delete(self, table: AnyTable, *key: Any) -> None:  # noqa: ANN401 - key values
        """Take a row out."""
        self._changes.setdefault(table, {})[key] = None

    def notify(self, *topics: str) -> None:
        """Nobody is told of a draft."""


class Trials:
    """Says what an import would do, row by row."""

    def __init__(
        self, definitions: Definitions, functions: Functions, zone: ZoneInfo, naming: Naming
    ) -> None:
        self._naming = naming
        self._definitions = definitions
        self._functions = functions
        self._zone = zone

    def load(
        self,
        reader: Reader,
        ledger: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        viewer: Viewer,
        actor: Actor,
        at: datetime,
    ) -> Loaded:
        """What would become of the rows. Raises `NotFound` for an unknown ledger."""
        definition = self._definitions.load(reader, ledger)
        draft = Draft(reader, actor, at)
        now = at.astimezone(self._zone)
        environment = Environment(now=now, functions=self._functions(draft, now))
        writer = Writer(definition, self._definitions.cells, draft, environment)
        hand = Hand(writer, draft, environment, viewer, naming=self._naming)
        _, loaded = load_all(hand, rows)
        return loaded
