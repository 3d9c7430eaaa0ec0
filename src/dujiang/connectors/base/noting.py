"""Writes calls down: many at once with one transaction, before their outcomes are told."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Lock
from typing import Any, Protocol

import msgspec
import structlog
from sqlalchemy import select

from dujiang.connectors.base.speaking import Spoken
from dujiang.connectors.connections.calls import (
    MAX_INPUTS_BYTES,
    Verdict,
    health_after,
    masked,
    verdict_of,
)
from dujiang.connectors.connections.model import Connection
from dujiang.connectors.connections.tables import CALL, HEALTH, CallRow, HealthRow
from dujiang.kernel.clock import Clock
from dujiang.kernel.encoding import encode_value
from dujiang.kernel.ids import IdSource, shard_of, slot_of
from dujiang.runtime import Job, JobFailed, Limits
from dujiang.store import Changes, Reader, StoreError, Tx

_log = structlog.get_logger("dujiang.connectors")


class Door(Protocol):
    """The part of the dispatcher that is needed here."""

    @property
    def clock(self) -> Clock:
        """The installation's clock."""
        ...

    @property
    def ids(self) -> IdSource:
        """Gives ids."""
        ...

    def run(self, chore: Callable[[Tx], Any]) -> Any:  # noqa: ANN401 - the chore's result
        """Do a chore inside the next batch's transaction."""
        ...


class _Note(msgspec.Struct, frozen=True):
    row: CallRow
    verdict: Verdict
    failure: JobFailed | None
    at: datetime


class CallBook:
    """Notes calls. Whoever comes while another writes is written by the next one."""

    def __init__(self, door: Callable[[], Door]) -> None:
        self._door = door
        self._waiting: list[_Note] = []
        self._lock = Lock()
        self._writing = Lock()

    def note(
        self, connection: Connection, job: Job, spoken: Spoken, took_s: float, hidden: list[str]
    ) -> None:
        """One call has ended; it is written when this returns. A call that cannot be noted has
        happened all the same."""
        door = self._door()
        at = door.clock.now()
        outcome = spoken.outcome
        failure = outcome if isinstance(outcome, JobFailed) else None
        verdict = verdict_of(outcome)
        identifier = door.ids.next_id(slot_of(job.instance_id or job.id))
        inputs = encode_value(job.inputs.to_dict())
        row = CallRow(
            shard=shard_of(identifier),
            id=identifier,
            at=at,
            connection=connection.key,
            job_type=job.job_type,
            job_id=job.id,
            instance_id=job.instance_id,
            element_id=job.element_id,
            attempt=job.attempt,
            idempotency_key=job.idempotency_key[:200],
            method=spoken.method[:20],
            target=masked(spoken.target, hidden)[:500],
            request=masked(spoken.request, hidden),
            response=masked(spoken.response, hidden),
            status=spoken.status,
            verdict=verdict,
            code=failure.code if failure is not None else "",
            params=msgspec.msgpack.encode(failure.params) if failure is not None else b"",
            duration_ms=round(took_s * 1000),
            inputs=inputs if len(inputs) <= MAX_INPUTS_BYTES else b"",
        )
        with self._lock:
            self._waiting.append(_Note(row, verdict, failure, at))
        with self._writing:
            with self._lock:
                notes, self._waiting = self._waiting, []
            if not notes:
                return
            try:
                door.run(lambda tx: _write(tx, notes))
            except StoreError as error:
                _log.error("calls_not_noted", count=len(notes), reason=str(error))


class Health:
    """How connections fare, as the outbox asks it and the pages show it."""

    def __init__(
        self,
        read: Callable[[], AbstractContextManager[Reader]],
        find: Callable[[str], Connection | None],
    ) -> None:
        self._read = read
        self._find = find

    def limits_of(self, names: Collection[str]) -> Mapping[str, Limits]:
        """What each connection allows now; one that has rested gets one call to try."""
        health = self.of(names)
        found: dict[str, Limits] = {}
        for name in names:
            connection = self._find(name)
            if connection is None or connection.is_practice:
                continue
            row = health.get(name)
            is_trying = row is not None and row.rests_until is not None
            found[name] = Limits(
                running=1 if is_trying else connection.max_running,
                per_minute=connection.per_minute,
                paused_until=row.rests_until if row is not None else None,
            )
        return found

    def of(self, names: Collection[str]) -> Mapping[str, HealthRow]:
        """How those connections fare that were ever called."""
        asked = select(*HEALTH.c).where(HEALTH.c.key.in_(sorted(names)))
        with self._read() as reader:
            rows = [HEALTH.from_values(row) for row in reader.rows(asked)]
        return {row.key: row for row in rows}


def _write(tx: Tx, notes: list[_Note]) -> None:
    keys = sorted({note.row.connection for note in notes})
    known = {row.key: row for row in tx.load(HEALTH, [(key,) for key in keys], lock="wait")}
    now = {key: known.get(key, HealthRow(key=key)) for key in keys}
    for note in notes:
        key = note.row.connection
        now[key] = health_after(now[key], note.verdict, note.failure, note.at)
    changed = [key for key in keys if key in known and now[key] != known[key]]
    tx.write(
        [
            Changes(CALL, inserts=[note.row for note in notes]),
            Changes(
                HEALTH,
                inserts=[now[key] for key in keys if key not in known],
                updates=[now[key] for key in changed],
                bases=[known[key] for key in changed],
            ),
        ]
    )
