"""The batch and its overlays: commands decide on rows in memory, and one flush writes them all.

The *batch* holds what was loaded and what accepted commands changed; an *overlay* holds what one
command changes. An accepted overlay is merged, a refused one is dropped and leaves no trace.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Generic

import msgspec

from dujiang.store.table import AnyTable, Key, Row, Table
from dujiang.store.transaction import Changes, Tx

UNSEEN: Final[Any] = object()
"""In place of a row that is known to be in the database but was never loaded."""


class _Rows(Generic[Row]):
    """One table's rows in the batch, found by key and by equality index."""

    __slots__ = ("base", "by_index", "complete", "locked", "now", "table")

    def __init__(self, table: Table[Row]) -> None:
        self.table = table
        self.now: dict[Key, Row | None] = {}
        """As the accepted commands left them; None: known to be absent."""
        self.base: dict[Key, Row | None] = {}
        """As in the database, for those that changed."""
        self.by_index: dict[str, dict[Key, dict[Key, None]]] = {}
        """Only of indexes that were asked for: most tables of a batch are only added to."""
        self.complete: set[tuple[str, Key]] = set()
        """Index values whose rows are all in `now`."""
        self.locked: set[Key] = set()

    def learn(self, key: Key, row: Row | None) -> None:
        """Take in what the database holds, unless a newer version is here."""
        if key not in self.now:
            self._place(key, row)

    def relearn(self, key: Key, row: Row | None) -> None:
        """Take in what the database holds now, unless a command has changed the row."""
        if key not in self.base:
            self._remove(key)
            self._place(key, row)

    def unsee(self, key: Key) -> None:
        """A command removes this row without having looked whether it is there."""
        if key not in self.now:
            self.base.setdefault(key, UNSEEN)

    def change(self, key: Key, row: Row | None) -> None:
        """Take in what an accepted command did."""
        self.base.setdefault(key, self.now.get(key))
        if self.by_index:
            self._remove(key)
            self._place(key, row)
        else:
            self.now[key] = row

    def keys_at(self, index: str, key: Key) -> Iterable[Key]:
        """Keys of the rows here that have these values of an equality index."""
        found = self.by_index.get(index)
        if found is None:
            found = self.by_index[index] = {}
            index_key_of = self.table.index_key_of[index]
            for own_key, row in self.now.items():
                if row is not None:
                    found.setdefault(index_key_of(row), {})[own_key] = None
        return found.get(key, ())

    def forget_clean(self) -> None:
        """Drop what no command has changed: it may have moved on in the database."""
        for key in [key for key in self.now if key not in self.base and key not in self.locked]:
            self._remove(key)
            del self.now[key]
        self.complete.clear()

    def _place(self, key: Key, row: Row | None) -> None:
        self.now[key] = row
        if row is not None:
            for name, index in self.by_index.items():
                index.setdefault(self.table.index_key_of[name](row), {})[key] = None

    def _remove(self, key: Key) -> None:
        old = self.now.get(key)
        if old is not None:
            for name, index in self.by_index.items():
                index[self.table.index_key_of[name](old)].pop(key, None)


class Batch:
    """The rows that one transaction works on.

    `steady` tables are kept when a lock makes the other clean rows stale: of their rows nobody
    changes one, and a second row with the same key shows when it is written.
    """

    def __init__(self, tx: Tx, *, is_shared: bool, steady: Sequence[AnyTable] = ()) -> None:
        self._tx = tx
        self._is_shared = is_shared
        self._steady = frozenset(steady)
        self._tables: dict[AnyTable, _Rows[Any]] = {}
        self._fresh: set[Any] = set()

    def begin(self) -> "Overlay":
        """An empty overlay for the next command."""
        return Overlay(self)

    def is_fresh(self, identifier: int) -> bool:
        """Whether this id was made in this batch, so that the database cannot know it."""
        return identifier in self._fresh

    def made(self, identifier: int) -> None:
        """Note an id that was made just now: nothing in the database can carry it."""
        self._fresh.add(identifier)

    def preload(
        self,
        rows: Iterable[tuple[AnyTable, Key]],
        finds: Iterable[tuple[AnyTable, str, Key]] = (),
    ) -> None:
        """Load what is not here yet, one statement a table and index."""
        by_key: dict[AnyTable, dict[Key, None]] = {}
        for table, key in rows:
            if not self._is_known(table, key):
                by_key.setdefault(table, {})[key] = None
        for table, keys in by_key.items():
            self._learn_keys(table, list(keys))
        by_index: dict[tuple[AnyTable, str], dict[Key, None]] = {}
        for table, index, key in finds:
            if not self._is_complete(table, index, key):
                by_index.setdefault((table, index), {})[key] = None
        for (table, index), keys in by_index.items():
            self._learn_index(table, index, list(keys))

    def assume(self, table: Table[Row], row: Row) -> None:
        """Take for granted that the database holds this row."""
        self._rows_of(table).learn(table.key_of(row), row)

    def lock(self, table: AnyTable, keys: Sequence[Key], *, wait: bool) -> set[Key]:
        """Lock rows until the end of the transaction; returns the keys that others hold.

        What is new or already locked counts as held by us. Without `wait`, locked rows are skipped.
        A lock that is got makes every clean row of the batch stale: it is forgotten.
        """
        held = self._rows_of(table)
        wanted = [key for key in keys if key not in held.locked and not self._is_new(key)]
        if not self._is_shared or not wanted:
            return set()
        found = self._tx.load(table, sorted(wanted), lock="wait" if wait else "skip")
        for own_table, rows in self._tables.items():
            if own_table not in self._steady:
                rows.forget_clean()
        got = {table.key_of(row): row for row in found}
        for key, row in got.items():
            held.locked.add(key)
            held.relearn(key, row)
        missing = set(wanted) - got.keys()
        if not missing:
            return missing
        if not wait:
            exist = {table.key_of(row) for row in self._tx.load(table, sorted(missing))}
            missing, absent = exist, missing - exist
        else:
            missing, absent = set(), missing
        for key in absent:
            held.relearn(key, None)
        return missing

    def lock_shared(self, rows: Iterable[tuple[AnyTable, Key]]) -> None:
        """Lock rows that many commands share, in the order of tables and keys, waiting for each."""
        wanted: dict[AnyTable, set[Key]] = {}
        for table, key in rows:
            if key not in self._rows_of(table).locked and not self._is_new(key):
                wanted.setdefault(table, set()).add(key)
        for table in sorted(wanted, key=lambda table: table.name):
            self._lock_rows(table, sorted(wanted[table]))

    def _lock_rows(self, table: AnyTable, keys: list[Key]) -> None:
        held = self._rows_of(table)
        found = {table.key_of(row): row for row in self._tx.load(table, keys, lock="wait")}
        for key in keys:
            held.relearn(key, found.get(key))
            held.locked.add(key)

    def get(self, table: Table[Row], key: Key, *, lock: bool = False) -> Row | None:
        """The row as the accepted commands left it; `lock` holds it until the transaction ends."""
        held = self._rows_of(table)
        if lock and self._is_shared and key not in held.locked and not self._is_new(key):
            self._lock_rows(table, [key])
        elif not self._is_known(table, key):
            self._learn_keys(table, [key])
        row: Row | None = held.now.get(key)
        return row

    def find(self, table: Table[Row], index: str, key: Key) -> dict[Key, Row]:
        """The rows with these values of an equality index, as the accepted commands left them."""
        if not self._is_complete(table, index, key):
            self._learn_index(table, index, [key])
        held = self._rows_of(table)
        found = held.keys_at(index, key)
        return {k: row for k in found if (row := held.now[k]) is not None}

    def merge(self, overlay: "Overlay") -> None:
        """Accept what a command did."""
        for table, key in overlay.unseen:
            self._rows_of(table).unsee(key)
        for table, changes in overlay.changes.items():
            held = self._rows_of(table)
            for key, row in changes.items():
                held.change(key, row)
        self._fresh.update(overlay.fresh)

    def changes(self) -> list[Changes[Any]]:
        """The net effect of the accepted commands, table by table."""
        return [found for held in self._tables.values() if (found := _net(held)) is not None]

    def flush(self) -> None:
        """Write the net effect in bulk."""
        changes = self.changes()
        if changes:
            self._tx.write(changes)

    def _rows_of(self, table: Table[Row]) -> _Rows[Row]:
        held = self._tables.get(table)
        if held is None:
            held = self._tables[table] = _Rows(table)
        return held

    def _is_new(self, key: Key) -> bool:
        return not self._fresh.isdisjoint(key)

    def _is_known(self, table: AnyTable, key: Key) -> bool:
        return key in self._rows_of(table).now or self._is_new(key)

    def _is_complete(self, table: AnyTable, index: str, key: Key) -> bool:
        return (index, key) in self._rows_of(table).complete or self._is_new(key)

    def _learn_keys(self, table: AnyTable, keys: list[Key]) -> None:
        held = self._rows_of(table)
        for row in self._tx.load(table, keys):
            held.learn(table.key_of(row), row)
        for key in keys:
            held.learn(key, None)

    def _learn_index(self, table: AnyTable, index: str, keys: list[Key]) -> None:
        held = self._rows_of(table)
        for row in self._tx.load_by(table, index, keys):
            held.learn(table.key_of(row), row)
        held.complete.update((index, key) for key in keys)


class Overlay:
    """What one command sees and changes; nothing of it reaches the batch before `merge`."""

    __slots__ = ("_batch", "changes", "fresh", "unseen")

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self.changes: dict[AnyTable, dict[Key, Any]] = {}
        self.fresh: set[int] = set()
        self.unseen: list[tuple[AnyTable, Key]] = []
        """Rows that were removed without looking."""

    def made(self, identifier: int) -> None:
        """Note an id that this command made: the database cannot know it."""
        self.fresh.add(identifier)

    def assume(self, table: Table[Row], row: Row) -> None:
        """Take for granted that the database holds this row: it was kept in memory, guarded.

        A row that this command has made itself is not in the database yet.
        """
        if table.key_of(row) not in self.changes.get(table, {}):
            self._batch.assume(table, row)

    def get(self, table: Table[Row], key: Key, *, lock: bool = False) -> Row | None:
        """The row with this key, own changes included."""
        changed = self.changes.get(table)
        if changed is not None and key in changed:
            row: Row | None = changed[key]
            return row
        if not self.fresh.isdisjoint(key):
            return None
        return self._batch.get(table, key, lock=lock)

    def find(self, table: Table[Row], index: str, key: Key) -> list[Row]:
        """The rows with these values of an equality index, own changes included, by key."""
        found = {} if not self.fresh.isdisjoint(key) else self._batch.find(table, index, key)
        changed = self.changes.get(table)
        if changed:
            index_key_of = table.index_key_of[index]
            found = {k: row for k, row in found.items() if k not in changed}
            for own_key, row in changed.items():
                if row is not None and index_key_of(row) == key:
                    found[own_key] = row
        return [found[k] for k in sorted(found)]

    def insert(self, table: Table[Row], row: Row) -> None:
        """Add a row whose key nobody has used."""
        key = table.key_of(row)
        changed = self.changes.setdefault(table, {})
        assert changed.get(key) is None, f"{table.name} has {key} already"
        changed[key] = row

    def put(self, table: Table[Row], row: Row) -> Row:
        """Make the row with this key be `row`, and return it as it will be stored."""
        key = table.key_of(row)
        if table.revision is not None:
            old = self.get(table, key)
            if old is not None:
                revision = getattr(old, table.revision) + 1
                row = msgspec.structs.replace(row, **{table.revision: revision})
        elif key not in self.changes.get(table, ()):
            self.get(table, key)
        self.changes.setdefault(table, {})[key] = row
        return row

    def delete(self, table: AnyTable, key: Key) -> None:
        """Let there be no row with this key."""
        self.get(table, key)
        self.changes.setdefault(table, {})[key] = None

    def remove(self, table: AnyTable, key: Key) -> None:
        """Let there be no row with this key, without looking whether there is one.

        For rows that something else guards, such as what an instance waits for.
        """
        changed = self.changes.setdefault(table, {})
        if key not in changed:
            self.unseen.append((table, key))
        changed[key] = None


def _net(held: _Rows[Any]) -> Changes[Any] | None:
    inserts: list[Any] = []
    updates: list[Any] = []
    bases: list[Any] = []
    deletes: list[Key] = []
    removes: list[Key] = []
    for key, base in held.base.items():
        row = held.now[key]
        if base is UNSEEN:
            removes.append(key)
        if base is None or base is UNSEEN:
            if row is not None:
                inserts.append(row)
        elif row is None:
            deletes.append(key)
        elif row != base:
            updates.append(row)
            bases.append(base)
    if not (inserts or updates or deletes or removes):
        return None
    return Changes(held.table, inserts, updates, bases, deletes, removes)
