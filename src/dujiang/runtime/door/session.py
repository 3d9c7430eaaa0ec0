"""One batch in one open transaction: what is loaded, locked and decided together."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from dujiang.kernel.ids import IdSource, shard_of
from dujiang.runtime.deciding.agenda import Accepted, decide
from dujiang.runtime.deciding.recording import (
    record_accepted,
    record_refused,
    stored_answer,
)
from dujiang.runtime.deciding.routes import Plugged
from dujiang.runtime.deciding.states import KeptState, States, load_state
from dujiang.runtime.deciding.work import Seals, Work
from dujiang.runtime.door.inbox import Entry
from dujiang.runtime.requests import Answer, Needs, Request
from dujiang.runtime.tables import INSTANCE, RECEIPT, SCOPE, InstanceRow
from dujiang.store import AnyTable, Batch, Key, Overlay, Row, Table, Tx

MAX_RESTARTS: Final = 1_000
"""Instances that one request may lock one by one while it is decided."""
PATIENT_AFTER_SKIPS: Final = 2
"""After so many batches in which others held its instance, a request waits for the lock."""


class Taken(Exception):
    """Another process holds an instance that the request needs: it goes back to the queue."""


class Restart(Exception):
    """A lock was got while deciding: what the request has read may be stale, so it begins anew."""


class Decided(msgspec.Struct):
    """One request's result inside the batch, to be told after the commit."""

    entry: Entry
    answer: Answer
    work: Work | None


class _Known:
    """What `needs` may look at."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    def get(self, table: Table[Row], *key: Any) -> Row | None:  # noqa: ANN401 - key values
        return self._batch.get(table, key)

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401 - key values
        found = self._batch.find(table, index, values)
        return [found[key] for key in sorted(found)]


class Session:
    """Decides the requests of one batch and collects what is to be written."""

    def __init__(
        self,
        tx: Tx,
        plugged: Plugged,
        *,
        is_shared: bool,
        ids: IdSource,
        states: States,
    ) -> None:
        self.batch = Batch(tx, is_shared=is_shared, steady=(RECEIPT,))
        self.changed_states: dict[int, KeptState] = {}
        self._is_shared = is_shared
        self._ids = ids
        self._plugged = plugged
        self._states = states
        self._held: set[int] = set()

    # --- loading

    def prepare(self, entries: Sequence[Entry]) -> set[Entry]:
        """Load and lock what the requests need; returns those whose instances others hold."""
        requests = [(entry, entry.request) for entry in entries if entry.request is not None]
        keys = [entry.receipt_key for entry, _ in requests if entry.receipt_key is not None]
        self.batch.preload([(RECEIPT, key) for key in keys])
        needs = self._gather([(e, r) for e, r in requests if not self._has_receipt(e)])
        taken = self._lock(needs)
        if self._held and self._is_shared:
            self._preload([need for found in needs.values() for need in found])
        self.batch.lock_shared(
            row for found in needs.values() for need in found for row in need.shared
        )
        self._preload_scopes()
        return taken

    def _has_receipt(self, entry: Entry) -> bool:
        key = entry.receipt_key
        return key is not None and self.batch.get(RECEIPT, key) is not None

    def _gather(self, requests: Sequence[tuple[Entry, Request]]) -> dict[Entry, list[Needs]]:
        known = _Known(self.batch)
        found: dict[Entry, list[Needs]] = {
            entry: [Needs(instances=tuple(entry.wanted))] for entry, _ in requests
        }
        running: list[tuple[Entry, Iterator[Needs]]] = []
        for entry, request in requests:
            route = self._plugged.routes.get(type(request.command))
            if route is not None and route.needs is not None:
                running.append((entry, iter(route.needs(request.command, known))))
        while running:
            round_ = [(entry, rest, next(rest, None)) for entry, rest in running]
            self._preload([need for _, _, need in round_ if need is not None])
            for entry, _, need in round_:
                if need is not None:
                    found[entry].append(need)
            running = [(entry, rest) for entry, rest, need in round_ if need is not None]
        return found

    def _preload(self, needs: Sequence[Needs]) -> None:
        rows: list[tuple[AnyTable, Key]] = []
        finds: list[tuple[AnyTable, str, Key]] = []
        for need in needs:
            rows.extend(need.rows)
            if not self._is_shared:  # else locking loads them
                rows.extend((INSTANCE, (shard_of(i), i)) for i in need.instances)
            finds.extend(need.finds)
        self.batch.preload(rows, finds)

    def _lock(self, needs: dict[Entry, list[Needs]]) -> set[Entry]:
        of = {
            entry: [i for need in found for i in need.instances] for entry, found in needs.items()
        }
        if not self._is_shared:
            self._held.update(i for instances in of.values() for i in instances)
            return set()
        patient = {i for e, found in of.items() if e.skipped >= PATIENT_AFTER_SKIPS for i in found}
        missing = self._lock_ids(patient, wait=True)
        missing |= self._lock_ids({i for found in of.values() for i in found} - patient, wait=False)
        return {entry for entry, found in of.items() if not missing.isdisjoint(found)}

    def _lock_ids(self, instance_ids: set[int], *, wait: bool) -> set[int]:
        keys = [(shard_of(i), i) for i in sorted(instance_ids)]
        missing = {key[1] for key in self.batch.lock(INSTANCE, keys, wait=wait)} if keys else set()
        self._held.update(instance_ids - missing)
        return missing

    def _preload_scopes(self) -> None:
        cold = []
        for instance_id in self._held:
            row = self.batch.get(INSTANCE, (shard_of(instance_id), instance_id))
            if row is not None and row.has_scopes and self._states.find(row) is None:
                cold.append((SCOPE, "by_instance", (row.shard, row.id)))
        self.batch.preload((), cold)

    # --- the port that `Work` sees

    @property
    def seals(self) -> Seals | None:
        """What seals sensitive variables."""
        return self._plugged.seals

    def hold(self, instance_id: int) -> None:
        """Lock an instance that was not named beforehand. Raises `Taken` or `Restart`."""
        if not self._is_shared or instance_id in self._held or self.batch.is_fresh(instance_id):
            return
        if self._lock_ids({instance_id}, wait=False):
            raise Taken(instance_id)
        raise Restart(instance_id)

    def state_of(self, overlay: Overlay, instance: InstanceRow) -> KeptState:
        """The engine state as the accepted requests of this batch have left it."""
        changed = self.changed_states.get(instance.id)
        if changed is not None and changed.revision == instance.revision:
            return changed
        kept = self._states.find(instance)
        if kept is not None:
            return kept
        loaded = load_state(overlay, instance)
        self._states.keep(instance.id, loaded)
        return loaded

    # --- deciding

    def decide(self, entry: Entry, request: Request) -> Decided:
        """Decide one request; accepted or refused, what it leaves is merged into the batch."""
        for _ in range(MAX_RESTARTS):
            try:
                return self._decide_once(entry, request)
            except Restart as restart:
                entry.wanted[restart.args[0]] = None
        raise AssertionError(f"{type(request.command).__name__} needs ever more instances")

    def _decide_once(self, entry: Entry, request: Request) -> Decided:
        key = entry.receipt_key
        receipt = self.batch.get(RECEIPT, key) if key is not None else None
        if receipt is not None:
            return Decided(entry, stored_answer(receipt, request), None)
        work = self._work(entry, request)
        verdict = entry.verdict or decide(work, self._plugged.routes, self._plugged.reactors)
        if isinstance(verdict, Accepted):
            answer = record_accepted(work, verdict)
            self.changed_states.update(work.states)
        else:
            work = self._work(entry, request)
            answer = record_refused(work, verdict)
        self.batch.merge(work.overlay)
        return Decided(entry, answer, work)

    def _work(self, entry: Entry, request: Request) -> Work:
        return Work(
            request,
            self.batch.begin(),
            slot=entry.slot,
            ids=self._ids,
            programs=self._plugged.programs,
            instances=self,
        )
