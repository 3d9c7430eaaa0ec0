"""Changing rows inside a transaction: the row, what finds it, what it claims, its history."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from dujiang.feel import Environment
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import Conflict, DujiangError, InvalidInput, Problem
from dujiang.kernel.sealed import CannotOpen
from dujiang.kernel.values import Variables
from dujiang.ledgers.cells import cell_text, search_text
from dujiang.ledgers.events import RowChanged, RowInserted, RowRemoved
from dujiang.ledgers.model import LedgerDefinition, Row, available
from dujiang.ledgers.rows import (
    claims,
    key_of,
    row_problems,
    with_computed,
    with_defaults,
    zone_of,
)
from dujiang.ledgers.sensitive import SensitiveCells
from dujiang.ledgers.shelf import row_of, shard_of_ledger, slot_of_ledger
from dujiang.ledgers.tables import (
    CELL,
    CLAIM,
    HISTORY,
    KEY_RULE,
    ROW,
    SERIAL,
    CellRow,
    ClaimRow,
    HistoryRow,
    RowRow,
    SerialRow,
)
from dujiang.runtime import Actor
from dujiang.store import AnyTable, Table
from dujiang.store import Row as TableRow


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row changes, for its history."""

    kind: str
    instance_id: int = 0
    element_id: str = ""


class Place(Protocol):
    """Where rows are read and written: the work of a command, or the draft of a trial."""

    @property
    def at(self) -> datetime:
        """The instant of the command."""
        ...

    @property
    def actor(self) -> Actor:
        """Who asks."""
        ...

    def new_id(self, slot: int | None = None) -> int:
        """A new id in a slot."""
        ...

    def get(self, table: Table[TableRow], *key: Any, lock: bool = False) -> TableRow | None:  # noqa: ANN401 - key values
        """The row with this key."""
        ...

    def find(self, table: Table[TableRow], index: str, *values: Any) -> list[TableRow]:  # noqa: ANN401 - key values
        """The rows with these values of an equality index."""
        ...

    def insert(self, table: Table[TableRow], row: TableRow) -> None:
        """Add a row."""
        ...

    def put(self, table: Table[TableRow], row: TableRow) -> TableRow:
        """Change a row; returns it as stored."""
        ...

    def delete(self, table: AnyTable, *key: Any) -> None:  # noqa: ANN401 - key values
        """Take a row out."""
        ...

    def notify(self, *topics: str) -> None:
        """Tell watchers of these topics after the commit."""
        ...


class Writer:
    """Writes rows of one ledger for one command."""

    def __init__(
        self,
        definition: LedgerDefinition,
        cells: SensitiveCells,
        work: Place,
        environment: Environment,
    ) -> None:
        self.definition = definition
        self._cells = cells
        self._work = work
        self._environment = environment
        self._shard = shard_of_ledger(definition.key)

    def load(self, row_id: int) -> Row | None:
        """The row, held until the commit: its balance cannot move under us."""
        stored = self._work.get(ROW, self._shard, self.definition.key, row_id, lock=True)
        if stored is None:
            return None
        row = row_of(self.definition, stored)
        if not self.definition.sensitive_columns():
            return row
        return replace(row, values=Variables(self.opened(row.values)))

    def _received(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return self._cells.received(self._work, self.definition, given, zone_of(self._environment))

    def sealed(self, row_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of a row as they are stored.

        Raises `Conflict` where the person whom they are about was erased: there is no key to seal
        anything new about them.
        """
        try:
            return self._cells.seal(self._work, self.definition, row_id, values)
        except CannotOpen as error:
            raise Conflict("ledgers.row.erased", ledger=self.definition.key) from error

    def opened(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Stored values in clear."""
        return self._cells.open(self._work, self.definition, values)

    def insert(self, given: Mapping[str, Any], cause: Cause) -> RowInserted:
        """Add a row; raises `InvalidInput` for values that do not fit or are taken."""
        row_id = self._work.new_id(slot_of_ledger(self.definition.key))
        given = self._received(given)
        numbered = {**given, **self._serials(given)}
        values = with_defaults(self.definition, numbered, self._environment)
        values = with_computed(self.definition, values, self._environment)
        self._check(values)
        key = key_of(self.definition, values, row_id)
        self._claim(row_id, {}, values)
        self._work.insert(ROW, self._stored(row_id, 0, key, values))
        self._index(row_id, {}, values)
        self._remember(row_id, 0, {}, values, cause)
        return RowInserted(
            ledger=self.definition.key, row_id=row_id, key=key, values=self._told(values)
        )

    def change(self, row: Row, given: Mapping[str, Any], cause: Cause) -> RowChanged:
        """Give cells other values; raises `InvalidInput` for values that do not fit."""
        before = dict(row.values)
        values = {**before, **self._received(given)}
        values = with_computed(self.definition, values, self._environment)
        self._check(values)
        key = key_of(self.definition, values, row.id)
        self._claim(row.id, before, values)
        stored = self._work.put(ROW, self._stored(row.id, row.version, key, values))
        self._index(row.id, before, values)
        self._remember(row.id, stored.version, before, values, cause)
        changed = {name: value for name, value in values.items() if value != before.get(name)}
        return RowChanged(
            ledger=self.definition.key,
            row_id=row.id,
            key=key,
            version=stored.version,
            values=self._told(changed),
        )

    def remove(self, row: Row, cause: Cause) -> RowRemoved:
        """Take the row out."""
        before = dict(row.values)
        for rule, value in self._claims(before).items():
            self._work.delete(CLAIM, *self._claim_key(rule, value))
        self._index(row.id, before, {})
        self._work.delete(ROW, self._shard, self.definition.key, row.id)
        self._remember(row.id, row.version + 1, before, {}, cause)
        return RowRemoved(ledger=self.definition.key, row_id=row.id, key=row.key)

    def _check(self, values: Mapping[str, Any]) -> None:
        problems = row_problems(self.definition, values, self._environment)
        balance = self.definition.balance
        if balance is not None and not problems:
            left = available(balance, values)
            if left < 0:
                params = {"available": left}
                problems.append(
                    Problem(
                        code="ledgers.balance.overdrawn", path=f"/{balance.granted}", params=params
                    )
                )
        if problems:
            raise InvalidInput(
                "ledgers.row.not_valid", ledger=self.definition.key, problems=tuple(problems)
            )

    def _claim(self, row_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        old = self._claims(before) if before else {}
        new = self._claims(after)
        for rule, value in old.items():
            if new.get(rule) != value:
                self._work.delete(CLAIM, *self._claim_key(rule, value))
        for rule, value in new.items():
            if old.get(rule) == value:
                continue
            taken = self._work.get(CLAIM, *self._claim_key(rule, value))
            if taken is not None and taken.row_id != row_id:
                raise self._taken(rule, value)
            shard, ledger, *_ = self._claim_key(rule, value)
            claim = ClaimRow(shard=shard, ledger=ledger, rule=rule, value=value, row_id=row_id)
            self._work.put(CLAIM, claim)

    def _claims(self, values: Mapping[str, Any]) -> dict[str, str]:
        told = dict(values)
        for column in self.definition.sensitive_columns():
            if told.get(column.key) is not None:
                told[column.key] = self._cells.blind(self.definition, column.key, told[column.key])
        return claims(self.definition, values, self._environment, told)

    def _taken(self, rule_id: str, value: str) -> DujiangError:
        ledger = self.definition.key
        if rule_id == KEY_RULE:
            return InvalidInput("ledgers.row.key_taken", key=value, ledger=ledger)
        rule = next(rule for rule in self.definition.unique if rule.id == rule_id)
        said = {"sentence": dict(rule.message)} if rule.message else {}
        hidden = {column.key for column in self.definition.sensitive_columns()}
        shown = "****" if hidden.intersection(rule.columns) else value
        params: dict[str, Any] = {"ledger": ledger, "rule": rule_id, "value": shown, **said}
        kind = Conflict if rule.status == 409 else InvalidInput
        return kind("ledgers.row.not_unique", **params)

    def _claim_key(self, rule: str, value: str) -> tuple[int, str, str, str]:
        return (self._shard, self.definition.key, rule, value)

    def _index(self, row_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        for column in self.definition.columns:
            if not self.definition.has_cell(column):
                continue
            old, new = cell_text(before.get(column.key)), cell_text(after.get(column.key))
            if old == new:
                continue
            key = (self._shard, self.definition.key, row_id, column.key)
            if new is None:
                self._work.delete(CELL, *key)
            else:
                shard, ledger, *_ = key
                cell = CellRow(
                    shard=shard, ledger=ledger, row_id=row_id, column=column.key, value=new
                )
                self._work.put(CELL, cell)

    def _stored(self, row_id: int, version: int, key: str, values: Mapping[str, Any]) -> RowRow:
        balance = self.definition.balance
        apart = (balance.granted, balance.reserved, balance.used) if balance else ()
        body = {name: value for name, value in values.items() if name not in apart}
        granted, reserved, used = (
            (values[name] or Decimal(0) for name in apart) if apart else (None, None, None)
        )
        return RowRow(
            shard=self._shard,
            ledger=self.definition.key,
            id=row_id,
            version=version,
            key=key,
            body=encode(Variables(self.sealed(row_id, body))),
            search=search_text(values, self.definition.columns),
            granted=granted,
            reserved=reserved,
            used=used,
            changed_at=self._work.at,
            changed_by=self._work.actor.id,
        )

    def _remember(
        self,
        row_id: int,
        version: int,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        cause: Cause,
    ) -> None:
        names = dict.fromkeys((*before, *after))
        was, now = self.sealed(row_id, before), self.sealed(row_id, after)
        changes = {
            name: [was.get(name), now.get(name)]
            for name in names
            if before.get(name) != after.get(name)
        }
        self._work.insert(
            HISTORY,
            HistoryRow(
                shard=self._shard,
                ledger=self.definition.key,
                row_id=row_id,
                version=version,
                at=self._work.at,
                actor_id=self._work.actor.id,
                kind=cause.kind,
                instance_id=cause.instance_id,
                element_id=cause.element_id,
                changes=encode(Variables(changes)),
            ),
        )
        self._work.notify(f"ledger:{self.definition.key}")

    def _serials(self, given: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        for column in self.definition.columns:
            if column.type != "serial" or given.get(column.key) is not None:
                continue
            key = (self._shard, self.definition.key, column.key)
            row = self._work.get(SERIAL, *key, lock=True)
            number = 1 if row is None else row.last + 1
            shard, ledger, name = key
            self._work.put(
                SERIAL,
                SerialRow(
                    shard=shard,
                    ledger=ledger,
                    column=name,
                    last=number,
                    version=0 if row is None else row.version,
                ),
            )
            found[column.key] = f"{column.prefix}{number:04d}"
        return found

    def _told(self, values: Mapping[str, Any]) -> Variables:
        hidden = {column.key for column in self.definition.columns if column.sensitive}
        return Variables({name: value for name, value in values.items() if name not in hidden})
