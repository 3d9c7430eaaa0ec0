"""Decisions, ready to use: every version compiled, each in force from its date."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from decimal import Decimal
from threading import RLock
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from dujiang.deployments.tables import DECISION, DecisionRow
from dujiang.dmn import DecisionModel, DecisionTrace, compile_model
from dujiang.dmn import parse as parse_dmn
from dujiang.engine import Decided, Decision
from dujiang.feel import Budget, Environment
from dujiang.store import Reader

Read = Callable[[], AbstractContextManager[Reader]]

DECIDE: Final = "decide"
"""Name of the function that asks a decision from inside an expression."""
MAX_CALLS: Final = 10_000
"""Decisions that one evaluation may ask for by `decide`."""
CALLED: Final = Budget(steps=100_000)
"""Of a decision that another one asks for: such calls come in loops."""


class DecisionVersion(msgspec.Struct, frozen=True):
    """A version of a decision model, compiled."""

    id: int
    key: str
    version: int
    effective_from: datetime
    model: DecisionModel
    name: str = ""


class Decisions:
    """Every decision model that is deployed, loaded anew after `expire`. Thread-safe."""

    def __init__(
        self,
        read: Read,
        functions: Mapping[str, Callable[..., Any]],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        self._read = read
        self._functions = functions
        self._zone = zone
        self._lock = RLock()
        self._decisions: dict[str, tuple[DecisionVersion, ...]] | None = None

    def expire(self) -> None:
        """A decision was deployed: the next question loads anew."""
        with self._lock:
            self._decisions = None

    def decide(
        self,
        ref: str,
        context: Mapping[str, Any],
        env: Environment,
        on: object = None,
    ) -> Decided:
        """Evaluate a decision by the version in force at the present of `env`.

        With `on`, a date or an instant, by the version that was (or will be) in force then; a date
        means its beginning in the company's zone. What the model's `now()` says does not change.
        """
        if on is None:
            found = self.in_force(ref, env.now)
        else:
            at = self._instant(on)
            if at is None:
                return Decided(None, failure="deployments.decision.not_a_date")
            found = self.in_force(ref, at)
        if found is None:
            return Decided(None, failure="deployments.decision.not_found")
        return explained(found, ref, context, self.environment(env))

    def environment(self, env: Environment) -> Environment:
        """`env` as a decision's own expressions see it: they may ask other decisions.

        Those may not ask further ones: a circle, or a loop of loops, ends there.
        """
        return replace(env, functions={**self._functions, **env.functions, **self._asking(env)})

    def functions(
        self, now: datetime, note: Callable[[str, Decided], None] | None = None
    ) -> Mapping[str, Callable[..., Any]]:
        """`decide(decision, inputs, on)` for forms, people's rules and postings, at an instant.

        `note` is told of every decision that is made so.
        """
        env = Environment(now=now, functions=self._functions)

        def decide(ref: str, inputs: Mapping[str, Any], on: object = None) -> Any:  # noqa: ANN401 - a Value
            decided = self.decide(ref, inputs, env, on)
            if note is not None:
                note(ref, decided)
            return decided.value

        return {DECIDE: decide}

    def _asking(self, env: Environment) -> Mapping[str, Callable[..., Any]]:
        inner = replace(env, functions=self._functions, budget=CALLED)
        calls = 0

        def decide(ref: str, inputs: Mapping[str, Any], on: object = None) -> Any:  # noqa: ANN401 - a Value
            nonlocal calls
            calls += 1
            if calls > MAX_CALLS:
                raise ValueError("too many decisions asked for")
            found = self.in_force(ref, env.now if on is None else self._instant(on))
            return None if found is None else found.model.evaluate(ref, inputs, inner).value

        return {DECIDE: decide}

    @property
    def names(self) -> frozenset[str]:
        """Functions that expressions of a decision may call besides FEEL's own."""
        return frozenset(self._functions) | {DECIDE}

    def _instant(self, on: object) -> datetime | None:
        if isinstance(on, datetime):
            return on if on.tzinfo is not None else on.replace(tzinfo=self._zone())
        return datetime.combine(on, time(), self._zone()) if isinstance(on, date) else None

    def in_force(self, ref: str, now: datetime | None) -> DecisionVersion | None:
        """The model that has the decision `ref`, in the version in force at `now`."""
        for versions in self._decisions_of(ref):
            valid = [v for v in versions if now is None or v.effective_from <= now]
            if valid:
                return max(valid, key=lambda v: (v.effective_from, v.version))
        return None

    def model_in_force(self, key: str, now: datetime) -> DecisionVersion | None:
        """The version in force at `now` of the model with this key."""
        valid = [v for v in self.all().get(key, ()) if v.effective_from <= now]
        return max(valid, key=lambda v: (v.effective_from, v.version), default=None)

    def _decisions_of(self, ref: str) -> Sequence[tuple[DecisionVersion, ...]]:
        known = self.all()
        if ref in known and _has(known[ref][-1].model, ref):
            return (known[ref],)
        return [versions for versions in known.values() if _has(versions[-1].model, ref)]

    def knows(self, ref: str) -> bool:
        """Whether a decision of this id or name is deployed, in force or not yet."""
        return bool(self._decisions_of(ref))

    def all(self) -> Mapping[str, tuple[DecisionVersion, ...]]:
        """Every decision model, by key, oldest version first; withdrawn versions are not there."""
        with self._lock:
            if self._decisions is None:
                with self._read() as reader:
                    rows = reader.rows(
                        select(DECISION.sql)
                        .where(DECISION.c.withdrawn_at.is_(None))
                        .order_by(DECISION.c.key, DECISION.c.version)
                    )
                found: dict[str, tuple[DecisionVersion, ...]] = {}
                for row in map(DECISION.from_values, rows):
                    found[row.key] = (*found.get(row.key, ()), self._compiled(row))
                self._decisions = found
            return self._decisions

    def _compiled(self, row: DecisionRow) -> DecisionVersion:
        model = parse_dmn(row.xml).model
        assert model is not None, f"decision {row.key} was deployed unchecked"
        compiled = compile_model(model, functions=self.names)
        return DecisionVersion(row.id, row.key, row.version, row.effective_from, compiled, row.name)


def explained(
    found: DecisionVersion, ref: str, context: Mapping[str, Any], env: Environment
) -> Decided:
    """Evaluate one decision of a version, with the explanation that facts keep."""
    outcome = found.model.evaluate(ref, context, env, explain=True)
    explanation = {
        "decision": ref,
        "model": found.key,
        "version": Decimal(found.version),
        "trace": [_explained(trace) for trace in outcome.explanation or ()],
    }
    if outcome.value is None and outcome.warnings:
        return Decided(None, explanation, failure=outcome.warnings[0].code)
    return Decided(outcome.value, explanation)


def _explained(trace: DecisionTrace) -> dict[str, Any]:
    """How one decision came about, as a value that facts can keep."""
    return {
        "decision": trace.decision,
        "name": trace.name,
        "inputs": dict(trace.inputs),
        "value": trace.value,
        "tables": [
            {
                "table": table.table,
                "inputs": dict(table.inputs),
                "rules": [Decimal(number) for number in table.rules],
                "rule_ids": list(table.rule_ids),
            }
            for table in trace.tables
        ],
    }


class EveryDecision(Mapping[str, Decision]):
    """Every decision that is deployed, each evaluated by the version in force at its moment."""

    def __init__(self, decisions: Decisions, also: Iterable[str] = ()) -> None:
        self._decisions = decisions
        self._also = frozenset(also)
        """Decisions that come with the package that is being checked."""

    def __getitem__(self, ref: str) -> Decision:
        if ref in self._also or self._decisions.knows(ref):
            return self._decisions
        raise KeyError(ref)

    def __iter__(self) -> Iterator[str]:
        for versions in self._decisions.all().values():
            for decision in versions[-1].model.definitions.decisions:
                yield decision.id

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _has(model: DecisionModel, ref: str) -> bool:
    return any(ref in (decision.id, decision.name) for decision in model.definitions.decisions)
