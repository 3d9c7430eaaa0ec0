"""Carrying out the postings of one step: what a model's `dj:posting` says, on the variables.

The postings of a step run in their order; each leaves what it did under its `id` for those that
follow (S1: the rows that gave each half day name the year in the leave record).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

import msgspec
from msgspec.structs import replace

from dujiang.feel import Environment
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import Variables, as_value
from dujiang.ledgers.allocation import Allocation, Need
from dujiang.ledgers.balances import Choosing, about, draw, need_of
from dujiang.ledgers.events import Posted
from dujiang.ledgers.expressions import is_true, value_of
from dujiang.ledgers.journal import Entry, Journal
from dujiang.ledgers.model import MAX_LEDGER_ROWS_READ, LedgerDefinition, Row
from dujiang.ledgers.rows import read_values
from dujiang.ledgers.shelf import Definitions, matching_rows
from dujiang.ledgers.tables import PostingKind
from dujiang.ledgers.writing import Cause, Writer

MAX_ITEMS: Final = 20_000
"""Items of one `forEach`."""


class Instruction(Protocol):
    """One `dj:posting` of a model (typed twin: `dujiang.bpmn.extensions.Posting`)."""

    ledger: str
    action: str
    on: str
    forEach: str
    as_: str
    when: str
    where: str
    order: str
    amount: str
    column: str
    values: str
    key: str
    id: str


class Poster:
    """Posts for one visit of one step."""

    def __init__(
        self,
        journal: Journal,
        definitions: Definitions,
        scope: Mapping[str, Any],
        environment: Environment,
    ) -> None:
        self._journal = journal
        self._definitions = definitions
        self._scope = dict(scope)
        self._environment = environment
        self.facts: list[msgspec.Struct] = []
        self.read: dict[str, Any] = {}
        """What `read` instructions found: variables for the process."""
        self.results: dict[str, Any] = {}
        """What each instruction with an `id` has done."""

    def post(self, index: int, instruction: Instruction) -> None:
        """Carry out one posting. Raises `InvalidInput` when it cannot be done."""
        if not is_true(instruction.when, self._scope, self._environment):
            return
        definition = self._definitions.load(self._journal.work, instruction.ledger)
        cells = self._definitions.cells
        writer = Writer(definition, cells, self._journal.work, self._environment)
        self._journal.begin(index)
        result = self._carry_out(instruction, writer)
        if instruction.id:
            self._scope[instruction.id] = self.results[instruction.id] = as_value(result)

    def _carry_out(self, instruction: Instruction, writer: Writer) -> Any:  # noqa: ANN401 - what later postings see
        match instruction.action:
            case "reserve":
                return self._reserve(instruction, writer)
            case "confirm":
                return self._confirm(instruction, writer)
            case "release":
                return self._settle_reserves(instruction, writer, Decimal(0))
            case "insert":
                return self._insert(instruction, writer)
            case "update" | "set":
                return self._update(instruction, writer)
            case "add":
                return self._add(instruction, writer)
            case "reverse":
                return self._reverse(instruction, writer)
            case "read":
                return self._read(instruction, writer)
            case _:
                raise InvalidInput("ledgers.posting.unknown_action", action=instruction.action)

    # Balances

    def _reserve(self, instruction: Instruction, writer: Writer) -> list[dict[str, Any]]:
        definition = writer.definition
        if definition.balance is None:
            raise InvalidInput("ledgers.posting.no_balance", ledger=definition.key)
        needs = self._needs(instruction)
        rows = self._rows_for(instruction, writer, needs)
        choice = Choosing(
            where=instruction.where,
            order=instruction.order,
            scope=self._scope,
            environment=self._environment,
        )
        found = draw(definition, rows, needs, choice)
        if not found.is_enough:
            raise insufficient(definition, found.asked, found.given)
        for row, amount in _by_row(found):
            change = {definition.balance.reserved: amount}
            self._move_balance(writer, row, change, Entry(kind="reserve", amount=amount))
        return [
            {"item": about(part.need), "row": part.row.seen(), "amount": part.amount}
            for part in found.parts
        ]

    def _rows_for(
        self, instruction: Instruction, writer: Writer, needs: Sequence[Need]
    ) -> list[Row]:
        """Candidate rows of all needs, held until the commit, each once."""
        ids: dict[int, None] = {}
        for need in needs:
            scope = {**self._scope, **(need.about if isinstance(need.about, dict) else {})}
            for row in self._matching(instruction, writer, scope):
                ids[row.id] = None
            if not _depends_on_item(instruction):
                break
        loaded = (writer.load(row_id) for row_id in sorted(ids))
        return [row for row in loaded if row is not None]

    def _needs(self, instruction: Instruction) -> list[Need]:
        name = instruction.as_ or "item"
        needs = []
        for item in self._items(instruction):
            amount = self._amount(instruction, {**self._scope, name: item})
            needs.append(need_of(name, item, amount))
        return needs

    def _confirm(self, instruction: Instruction, writer: Writer) -> Decimal:
        amount = None
        if instruction.amount:
            amount = self._amount(instruction, self._scope)
        return self._settle_reserves(instruction, writer, amount)

    def _settle_reserves(
        self, instruction: Instruction, writer: Writer, confirmed: Decimal | None
    ) -> Decimal:
        """Turn own reserves into use, up to `confirmed` (None: all), and release the rest."""
        balance = writer.definition.balance
        if balance is None:
            raise InvalidInput("ledgers.posting.no_balance", ledger=writer.definition.key)
        used = Decimal(0)
        for reserve, amount in self._journal.open_reserves(writer.definition.key):
            row = writer.load(reserve.row_id)
            if row is None or not self._is_meant(instruction, row):
                continue
            taken = amount if confirmed is None else min(amount, confirmed - used)
            used += taken
            if taken > 0:
                change = {balance.reserved: -taken, balance.used: taken}
                entry = Entry(kind="confirm", amount=taken, settles=reserve.id)
                row = self._move_balance(writer, row, change, entry)
            if amount - taken > 0:
                change = {balance.reserved: taken - amount}
                entry = Entry(kind="release", amount=amount - taken, settles=reserve.id)
                self._move_balance(writer, row, change, entry)
        if confirmed is not None and used < confirmed:
            raise insufficient(writer.definition, confirmed, used)
        return used

    def _is_meant(self, instruction: Instruction, row: Row) -> bool:
        scope = {**self._scope, "row": row.seen()}
        return is_true(instruction.where, scope, self._environment)

    def _add(self, instruction: Instruction, writer: Writer) -> Decimal:
        column = instruction.column or (
            writer.definition.balance.granted if writer.definition.balance else ""
        )
        name = instruction.as_ or "item"
        amounts: dict[int, Decimal] = {}
        for item in self._items(instruction):
            scope = {**self._scope, name: item}
            amount = self._amount(instruction, scope)
            for row in self._found(instruction, writer, scope):
                amounts[row.id] = amounts.get(row.id, Decimal(0)) + amount
        for row_id, amount in amounts.items():
            held = writer.load(row_id)
            if held is not None:
                entry = Entry(kind="add", amount=amount, column=column)
                self._move_balance(writer, held, {column: amount}, entry)
        return sum(amounts.values(), Decimal(0))

    def _move_balance(
        self, writer: Writer, row: Row, change: Mapping[str, Decimal], entry: Entry
    ) -> Row:
        values = {name: (row.values[name] or Decimal(0)) + by for name, by in change.items()}
        self.facts.append(writer.change(row, values, self._cause(entry.kind)))
        self.facts.append(self._journal.record(writer.definition.key, row.id, entry))
        moved = writer.load(row.id)
        assert moved is not None
        return moved

    # Rows

    def _insert(self, instruction: Instruction, writer: Writer) -> list[dict[str, Any]]:
        name = instruction.as_ or "item"
        made = []
        for item in self._items(instruction):
            values = self._values(instruction, writer, {**self._scope, name: item})
            fact = writer.insert(values, self._cause("insert"))
            self.facts.append(fact)
            self._posted(writer, fact.row_id, "insert")
            row = writer.load(fact.row_id)
            assert row is not None
            made.append(row.seen())
        return made

    def _update(self, instruction: Instruction, writer: Writer) -> list[dict[str, Any]]:
        name = instruction.as_ or "item"
        wanted: dict[int, dict[str, Any]] = {}
        for item in self._items(instruction):
            scope = {**self._scope, name: item}
            for row in self._found(instruction, writer, scope):
                inner = {**scope, "row": row.seen()}
                wanted.setdefault(row.id, {}).update(self._values(instruction, writer, inner))
        changed = []
        for row_id, values in wanted.items():
            held = writer.load(row_id)
            if held is None:
                continue
            was = writer.sealed(row_id, held.values)
            before = {column: was.get(column) for column in values}
            self.facts.append(writer.change(held, values, self._cause("update")))
            self._posted(writer, row_id, "update", before=before)
            after = writer.load(row_id)
            assert after is not None
            changed.append(after.seen())
        return changed

    def _posted(
        self,
        writer: Writer,
        row_id: int,
        kind: PostingKind,
        before: Mapping[str, Any] | None = None,
    ) -> Posted:
        kept = b"" if before is None else encode(Variables(before))
        entry = Entry(kind=kind, before=kept)
        posted = self._journal.record(writer.definition.key, row_id, entry)
        self.facts.append(posted)
        return posted

    def _read(self, instruction: Instruction, writer: Writer) -> list[dict[str, Any]]:
        """Rows as they are now, for the process to keep: recorded, so that replays see them."""
        hidden = {column.key for column in writer.definition.columns if column.sensitive}
        rows = [
            {name: value for name, value in row.seen().items() if name not in hidden}
            for row in self._matching(instruction, writer, self._scope)
            if self._is_meant(instruction, row)
        ]
        found = rows[:MAX_LEDGER_ROWS_READ]
        self.read[instruction.id or instruction.ledger] = as_value(found)
        return found

    def _reverse(self, instruction: Instruction, writer: Writer) -> None:
        def is_meant(row: Row) -> bool:
            return self._is_meant(instruction, row)

        self.facts += self._journal.undo(
            self._definitions, self._environment, ledger=writer.definition.key, is_meant=is_meant
        )

    # Reading the instruction

    def _items(self, instruction: Instruction) -> list[Any]:
        if not instruction.forEach:
            return [None]
        found = value_of(instruction.forEach, self._scope, self._environment)
        items = found if isinstance(found, list) else [] if found is None else [found]
        if len(items) > MAX_ITEMS:
            raise InvalidInput("ledgers.posting.too_many_items", limit=MAX_ITEMS)
        return items

    def _amount(self, instruction: Instruction, scope: Mapping[str, Any]) -> Decimal:
        found = value_of(instruction.amount, scope, self._environment)
        if isinstance(found, str) and found.replace(".", "", 1).isdigit():
            found = Decimal(found)
        if not isinstance(found, Decimal):
            raise InvalidInput("ledgers.posting.no_amount", ledger=instruction.ledger)
        return found

    def _values(
        self, instruction: Instruction, writer: Writer, scope: Mapping[str, Any]
    ) -> dict[str, Any]:
        found = value_of(instruction.values, scope, self._environment)
        if not isinstance(found, dict):
            raise InvalidInput("ledgers.posting.no_values", ledger=instruction.ledger)
        values, problems = read_values(writer.definition, found, self._environment)
        if problems:
            raise InvalidInput(
                "ledgers.row.not_valid", ledger=instruction.ledger, problems=tuple(problems)
            )
        return values

    def _matching(
        self, instruction: Instruction, writer: Writer, scope: Mapping[str, Any]
    ) -> list[Row]:
        wanted = value_of(instruction.key, scope, self._environment) if instruction.key else {}
        if not isinstance(wanted, dict):
            raise InvalidInput("ledgers.posting.no_key", ledger=instruction.ledger)
        found = matching_rows(self._journal.work, writer.definition, wanted)
        if not writer.definition.sensitive_columns():
            return list(found)
        return [replace(row, values=Variables(writer.opened(row.values))) for row in found]

    def _found(
        self, instruction: Instruction, writer: Writer, scope: Mapping[str, Any]
    ) -> list[Row]:
        """The rows that an update or an addition is for; there must be one at least."""
        rows = [
            row
            for row in self._matching(instruction, writer, scope)
            if is_true(instruction.where, {**scope, "row": row.seen()}, self._environment)
        ]
        if not rows:
            raise InvalidInput("ledgers.posting.no_row", ledger=instruction.ledger)
        return rows

    def _cause(self, kind: str) -> Cause:
        return self._journal.cause(kind)


def insufficient(definition: LedgerDefinition, asked: Decimal, given: Decimal) -> InvalidInput:
    """The refusal of a balance that does not reach, with the figures in words."""
    assert definition.balance is not None
    words = definition.balance.insufficient
    params: dict[str, Any] = {"asked": plain(asked), "available": plain(given)}
    if words:
        params["sentence"] = {
            language: text.replace("{asked}", str(params["asked"])).replace(
                "{available}", str(params["available"])
            )
            for language, text in words.items()
        }
    return InvalidInput("ledgers.balance.insufficient", **params)


def plain(amount: Decimal) -> Decimal:
    """The amount without trailing zeros, as people write it."""
    normal = amount.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal


def _by_row(found: Allocation[Row]) -> list[tuple[Row, Decimal]]:
    amounts: dict[int, Decimal] = {}
    rows: dict[int, Row] = {}
    for part in found.parts:
        rows[part.row.id] = part.row
        amounts[part.row.id] = amounts.get(part.row.id, Decimal(0)) + part.amount
    return [(rows[row_id], amount) for row_id, amount in amounts.items()]


def _depends_on_item(instruction: Instruction) -> bool:
    """Whether each item may ask for other rows; otherwise the first look-up serves all."""
    return bool(instruction.forEach) and (instruction.as_ or "item") in instruction.key
