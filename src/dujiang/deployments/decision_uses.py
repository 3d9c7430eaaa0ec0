"""What decisions have decided: a row for each evaluation by an instance, and hits counted by day.

The row is written beside the fact and never changed but for being counted. Counting is a duty of
its own, in bulk, so that busy rules do not make their commands wait for one another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import select

from dujiang.deployments.tables import DECISION_HIT, DECISION_USE, DecisionHitRow, DecisionUseRow
from dujiang.engine import Decided
from dujiang.engine.events import DecisionEvaluated, InstanceStarted, VariablesSet
from dujiang.kernel.encoding import decode_value, encode_value
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Dispatcher, FactContext, Reactors, Work
from dujiang.store import AnyTable, Changes, Contention, Tx, WriteRefused

COUNTED_AT_ONCE: Final = 1_000
USES_KEPT: Final = timedelta(days=400)
"""Evaluations older than this cannot be tried again; their hits stay counted."""
EVERY: Final = timedelta(minutes=1)
SOON: Final = timedelta(seconds=1)
LOOKS: Final = ""
"""Stands for the table as a whole where hits are counted by rule."""

_rules = msgspec.json.Decoder(dict[str, list[str]])


class DecisionUses:
    """Keeps what decisions have decided for instances, each evaluation once a command.

    A form asks its decisions several times while it is settled, and before its instance is known:
    such evaluations wait until the command has changed an instance. A command that changes none
    (somebody types, or is refused) leaves nothing. Where a business rule task asks the same
    decision in the same command, the task's evaluation is the one that counts.
    """

    def __init__(self) -> None:
        self._asked: WeakKeyDictionary[Work, _Asked] = WeakKeyDictionary()

    def noting(self, work: Work) -> Callable[[str, Decided], None]:
        """What `decide` tells of the decisions that one command asks for in its expressions."""
        asked = self._asked.setdefault(work, _Asked())

        def note(ref: str, decided: Decided) -> None:
            told = decided.explanation
            if "model" in told:
                asked.waiting[ref, encode_value(_inputs(told))] = told

        return note

    def reactors(self) -> Reactors:
        """Facts by which an instance is known."""
        return {
            DecisionEvaluated: (self._keep_task,),
            InstanceStarted: (self._keep_waiting,),
            VariablesSet: (self._keep_waiting,),
        }

    def _keep_task(
        self, fact: DecisionEvaluated, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        told = fact.explanation
        if context.instance is None or "model" not in told:
            return ()
        asked = self._asked.get(work)
        if asked is not None:
            for key in asked.kept.pop(fact.decision, ()):
                work.delete(DECISION_USE, *key)
        _keep(told, context.instance.id, work, decision=fact.decision, element_id=fact.element_id)
        return ()

    def _keep_waiting(
        self, fact: msgspec.Struct, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        asked = self._asked.get(work)
        if asked is None or context.instance is None:
            return ()
        for (ref, _), told in asked.waiting.items():
            key = _keep(told, context.instance.id, work, decision=ref)
            asked.kept.setdefault(ref, []).append(key)
        asked.waiting.clear()
        return ()


class _Asked:
    """What one command's expressions have asked: not kept yet, and keys of what was kept."""

    __slots__ = ("kept", "waiting")

    def __init__(self) -> None:
        self.waiting: dict[tuple[str, bytes], Mapping[str, Any]] = {}
        self.kept: dict[str, list[tuple[int, int]]] = {}


def _keep(
    told: Mapping[str, Any],
    instance_id: int,
    work: Work,
    *,
    decision: str,
    element_id: str = "",
) -> tuple[int, int]:
    """Write an explanation down; the key of its row."""
    trace: Sequence[dict[str, Any]] = told["trace"]
    rules = {table["table"]: table.get("rule_ids", []) for s in trace for table in s["tables"]}
    identifier = work.new_id_beside(instance_id)
    row = DecisionUseRow(
        shard=shard_of(identifier),
        id=identifier,
        instance_id=instance_id,
        element_id=element_id,
        key=str(told["model"]),
        version=int(told["version"]),
        decision=decision,
        at=work.at,
        inputs=encode_value(_inputs(told)),
        value=encode_value(trace[-1]["value"] if trace else None),
        rules=msgspec.json.encode(rules),
    )
    work.insert(DECISION_USE, row)
    return row.shard, row.id


def _inputs(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the model's inputs: what its decisions read and none of them made."""
    made = {step["name"] for step in told["trace"]}
    return {
        name: value
        for step in told["trace"]
        for name, value in step["inputs"].items()
        if name not in made
    }


def inputs_of(row: DecisionUseRow) -> dict[str, Any]:
    """The values of the model's inputs."""
    found: dict[str, Any] = decode_value(row.inputs)
    return found


def matched(row: DecisionUseRow) -> dict[str, list[str]]:
    """Ids of the rules that matched, by table."""
    return _rules.decode(row.rules)


def hits_of(rows: Iterable[DecisionUseRow]) -> Counter[tuple[str, int, str, str, date]]:
    """Hits by model, version, table, rule and day."""
    found: Counter[tuple[str, int, str, str, date]] = Counter()
    for row in rows:
        on = row.at.astimezone(UTC).date()
        for table, rules in matched(row).items():
            for rule in (LOOKS, *rules):
                found[row.key, row.version, table, rule, on] += 1
    return found


class CountingHits:
    """Counts new evaluations, a thousand at a time, and lets go of very old ones.

    Not woken by each of them: what is not counted yet, questions add themselves.
    """

    name = "rule_hits"
    tables: frozenset[AnyTable] = frozenset()

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def tick(self, now: datetime) -> datetime | None:
        """Count what is new; soon again while there is more."""
        keys = self._keys(DECISION_USE.c.is_counted.is_(False))
        if keys:
            try:
                self._dispatcher.run(lambda tx: _count(tx, keys))
            except (Contention, WriteRefused):
                return now + SOON  # another node has counted the same rule for the first time
        old = self._keys(DECISION_USE.c.at < now - USES_KEPT)
        if old:
            self._dispatcher.run(lambda tx: tx.write([Changes(DECISION_USE, removes=old)]))
        return now if COUNTED_AT_ONCE in (len(keys), len(old)) else now + EVERY

    def stop(self) -> None:
        """Nothing is left under way."""

    def _keys(self, which: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - a condition
        c = DECISION_USE.c
        query = select(c.shard, c.id).where(which).order_by(c.at).limit(COUNTED_AT_ONCE)
        with self._dispatcher.store.read() as reader:
            return [tuple(row) for row in reader.rows(query)]


def _count(tx: Tx, keys: Sequence[tuple[Any, ...]]) -> None:
    """Add the hits of these rows, unless another node has them in hand or has counted them."""
    found = tx.load(DECISION_USE, sorted(keys), lock="skip")
    rows = [row for row in found if not row.is_counted]
    hits = hits_of(rows)
    known = {
        DECISION_HIT.key_of(row): row for row in tx.load(DECISION_HIT, sorted(hits), lock="wait")
    }
    fresh = [
        DecisionHitRow(key=key, version=version, table_id=table, rule_id=rule, on=on, hits=count)
        for (key, version, table, rule, on), count in hits.items()
        if (key, version, table, rule, on) not in known
    ]
    bases = list(known.values())
    more = [
        msgspec.structs.replace(row, hits=row.hits + hits[row.key, row.version, row.table_id,
                                                          row.rule_id, row.on])
        for row in bases
    ]  # fmt: skip
    counted = [msgspec.structs.replace(row, is_counted=True) for row in rows]
    tx.write(
        [
            Changes(DECISION_HIT, inserts=fresh, updates=more, bases=bases),
            Changes(DECISION_USE, updates=counted, bases=rows),
        ]
    )
