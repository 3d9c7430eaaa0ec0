"""The postings of one instance: recorded once for each step's visit, undone by counter-postings."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from dujiang.feel import Environment
from dujiang.kernel.encoding import decoder
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.ledgers.events import Posted
from dujiang.ledgers.model import Balance, LedgerDefinition, Row
from dujiang.ledgers.shelf import Definitions
from dujiang.ledgers.tables import POSTING, PostingKind, PostingRow
from dujiang.ledgers.writing import Cause, Writer
from dujiang.runtime import Work

_variables = decoder(Variables)

_COUNTER: Final[dict[PostingKind, PostingKind]] = {
    "reserve": "release",
    "release": "reserve",
    "confirm": "reverse",
    "add": "add",
    "insert": "reverse",
    "update": "reverse",
}
"""What the counter-posting of each kind is called."""
_ZERO: Final = Decimal(0)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one posting does to its row."""

    kind: PostingKind
    amount: Decimal | None = None
    column: str = ""
    before: bytes = b""
    """Of an update: encoded variables with what was there."""
    settles: int = 0
    """Of a confirm or release: the reserve whose amount it moves."""


class Journal:
    """Postings that one instance makes or takes back, in one command."""

    def __init__(
        self, work: Work, instance_id: int, element_id: str = "", element_key: int = 0
    ) -> None:
        self.work = work
        self._instance_id = instance_id
        self._element_id = element_id
        self._element_key = element_key
        self._step = element_id

    def begin(self, instruction: int) -> None:
        """The next postings belong to this instruction of the step."""
        self._step = f"{self._element_id}#{instruction}"

    def cause(self, kind: str) -> Cause:
        """What a row's history says."""
        return Cause(kind=kind, instance_id=self._instance_id, element_id=self._element_id)

    def record(self, ledger: str, row_id: int, entry: Entry) -> Posted:
        """Write down one posting; the database refuses the same one twice."""
        return self._write(
            PostingRow(
                shard=shard_of(self._instance_id),
                ref=self._instance_id,
                id=self.work.new_id_beside(self._instance_id),
                ledger=ledger,
                row_id=row_id,
                kind=entry.kind,
                amount=entry.amount,
                column=entry.column,
                step=self._step,
                round=self._element_key,
                at=self.work.at,
                before=entry.before,
                settles=entry.settles,
            )
        )

    def _write(self, posting: PostingRow) -> Posted:
        self.work.insert(POSTING, posting)
        return Posted(
            posting_id=posting.id,
            ledger=posting.ledger,
            row_id=posting.row_id,
            kind=posting.kind,
            amount=posting.amount,
            step=posting.step,
            round=posting.round,
            counters=posting.counters,
        )

    def standing(self) -> list[PostingRow]:
        """What the instance has posted and nobody has undone, oldest first."""
        shard = shard_of(self._instance_id)
        found = self.work.find(POSTING, "by_ref", shard, self._instance_id)
        return [p for p in found if p.undone_at is None and not p.counters]

    def open_reserves(self, ledger: str) -> list[tuple[PostingRow, Decimal]]:
        """Reserves that are not used up or released, each with what is left of it."""
        mine = [p for p in self.standing() if p.ledger == ledger]
        left = {p.id: p.amount or _ZERO for p in mine if p.kind == "reserve"}
        for posting in mine:
            if posting.settles in left:
                left[posting.settles] -= posting.amount or _ZERO
        return [(p, left[p.id]) for p in mine if left.get(p.id, _ZERO) > 0]

    def undo(
        self,
        definitions: Definitions,
        environment: Environment,
        *,
        rounds: Collection[int] | None = None,
        ledger: str = "",
        is_meant: Callable[[Row], bool] = lambda _row: True,
    ) -> list[msgspec.Struct]:
        """Counter-post, newest first, what visits (`rounds`) posted; None means all of them.

        What was built on an undone posting (the use of a reserve) falls with it. Balances move
        once for each row, by the net of all its counter-postings.
        """
        facts: list[msgspec.Struct] = []
        moves: dict[tuple[str, int], dict[str, Decimal]] = {}
        writers: dict[str, Writer] = {}
        for posting in self._undoable(rounds, ledger):
            writer = writers.get(posting.ledger)
            if writer is None:
                definition = definitions.load(self.work, posting.ledger)
                writer = Writer(definition, definitions.cells, self.work, environment)
                writers[posting.ledger] = writer
            row = writer.load(posting.row_id)
            if row is not None and not is_meant(row):
                continue
            facts.append(self._counter(posting))
            moved = moves.setdefault((posting.ledger, posting.row_id), {})
            for column, by in _moved_back(writer.definition, posting).items():
                moved[column] = moved.get(column, _ZERO) + by
            if row is not None and posting.kind in ("insert", "update"):
                facts.append(self._put_back(writer, row, posting))
        for (key, row_id), change in moves.items():
            facts += self._move(writers[key], row_id, change)
        return facts

    def _undoable(self, rounds: Collection[int] | None, ledger: str) -> list[PostingRow]:
        postings = [p for p in self.standing() if not ledger or p.ledger == ledger]
        wanted = {p.id for p in postings if rounds is None or p.round in rounds}
        return [p for p in reversed(postings) if p.id in wanted or p.settles in wanted]

    def _counter(self, posting: PostingRow) -> Posted:
        self.work.put(POSTING, msgspec.structs.replace(posting, undone_at=self.work.at))
        amount = posting.amount
        return self._write(
            msgspec.structs.replace(
                posting,
                id=self.work.new_id_beside(self._instance_id),
                kind=_COUNTER[posting.kind],
                amount=-amount if posting.kind == "add" and amount is not None else amount,
                at=self.work.at,
                before=b"",
                counters=posting.id,
            )
        )

    def _put_back(self, writer: Writer, row: Row, posting: PostingRow) -> msgspec.Struct:
        cause = self.cause(f"undo_{posting.kind}")
        if posting.kind == "update":
            before = writer.opened(_variables.decode(posting.before))
            return writer.change(row, before, cause)
        if writer.definition.cancelled:
            return writer.change(row, writer.definition.cancelled, cause)
        return writer.remove(row, cause)

    def _move(
        self, writer: Writer, row_id: int, change: Mapping[str, Decimal]
    ) -> list[msgspec.Struct]:
        row = writer.load(row_id)
        if row is None or not any(change.values()):
            return []
        values = {name: (row.values[name] or _ZERO) + by for name, by in change.items() if by}
        return [writer.change(row, values, self.cause("undo"))]


def _moved_back(definition: LedgerDefinition, posting: PostingRow) -> dict[str, Decimal]:
    """By how much undoing a posting moves the columns of its row."""
    amount = posting.amount or _ZERO
    if posting.kind == "add":
        return {posting.column: -amount}
    balance = definition.balance
    if balance is None or posting.kind not in ("reserve", "release", "confirm"):
        return {}
    return _balance_back(balance, posting.kind, amount)


def _balance_back(balance: Balance, kind: PostingKind, amount: Decimal) -> dict[str, Any]:
    match kind:
        case "reserve":
            return {balance.reserved: -amount}
        case "release":
            return {balance.reserved: amount}
        case _:
            return {balance.reserved: amount, balance.used: -amount}
