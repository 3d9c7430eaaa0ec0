"""Decisions, ready to use: every version compiled, each in force from its date."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from threading import RLock
from typing import Any

import msgspec
from sqlalchemy import select

from dujiang.deployments.tables import DECISION, DecisionRow
from dujiang.dmn import DecisionModel, DecisionTrace, compile_model
from dujiang.dmn import parse as parse_dmn
from dujiang.engine import Decided, Decision
from dujiang.feel import Environment
from dujiang.store import Reader

Read = Callable[[], AbstractContextManager[Reader]]


class DecisionVersion(msgspec.Struct, frozen=True):
    """A version of a decision model, compiled."""

    id: int
    key: str
    version: int
    effective_from: datetime
    model: DecisionModel


class Decisions:
    """Every decision model that is deployed, loaded anew after `expire`. Thread-safe."""

    def __init__(self, read: Read, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._read = read
        self._functions = functions
        self._lock = RLock()
        self._decisions: dict[str, tuple[DecisionVersion, ...]] | None = None

    def expire(self) -> None:
        """A decision was deployed: the next question loads anew."""
        with self._lock:
            self._decisions = None

    def decide(self, ref: str, context: Mapping[str, Any], env: Environment) -> Decided:
        """Evaluate a decision by the version in force at the present of `env`."""
        found = self.in_force(ref, env.now)
        if found is None:
            return Decided(None, failure="deployments.decision.not_found")
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

    def functions(self, now: datetime) -> Mapping[str, Callable[..., Any]]:
        """`decide(decision, inputs)` for forms and postings, at an instant."""
        env = Environment(now=now, functions=self._functions)

        def decide(ref: str, inputs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Value
            return self.decide(ref, inputs, env).value

        return {"decide": decide}

    def in_force(self, ref: str, now: datetime | None) -> DecisionVersion | None:
        """The model that has the decision `ref`, in the version in force at `now`."""
        for versions in self._decisions_of(ref):
            valid = [v for v in versions if now is None or v.effective_from <= now]
            if valid:
                return max(valid, key=lambda v: (v.effective_from, v.version))
        return None

    def _decisions_of(self, ref: str) -> Sequence[tuple[DecisionVersion, ...]]:
        known = self.all()
        if ref in known and _has(known[ref][-1].model, ref):
            return (known[ref],)
        return [versions for versions in known.values() if _has(versions[-1].model, ref)]

    def knows(self, ref: str) -> bool:
        """Whether a decision of this id or name is deployed, in force or not yet."""
        return bool(self._decisions_of(ref))

    def all(self) -> Mapping[str, tuple[DecisionVersion, ...]]:
        """Every decision model, by key, oldest version first."""
        with self._lock:
            if self._decisions is None:
                with self._read() as reader:
                    rows = reader.rows(
                        select(DECISION.sql).order_by(DECISION.c.key, DECISION.c.version)
                    )
                found: dict[str, tuple[DecisionVersion, ...]] = {}
                for row in map(DECISION.from_values, rows):
                    found[row.key] = (*found.get(row.key, ()), _decision(row))
                self._decisions = found
            return self._decisions


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


def _decision(row: DecisionRow) -> DecisionVersion:
    model = parse_dmn(row.xml).model
    assert model is not None, f"decision {row.key} was deployed unchecked"
    return DecisionVersion(row.id, row.key, row.version, row.effective_from, compile_model(model))


def _has(model: DecisionModel, ref: str) -> bool:
    return any(ref in (decision.id, decision.name) for decision in model.definitions.decisions)
