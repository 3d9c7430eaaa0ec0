"""The log of calls: listed, and repeated with the key by which the other system knows the call."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
from sqlalchemy import select

from dujiang.connectors.connections.commands import RepeatCall
from dujiang.connectors.connections.tables import (
    CALL,
    HOOK_DELIVERY,
    HOOK_SIGNATURE,
    CallRow,
    HookDeliveryRow,
)
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime import AskForJob, Outcome, Refused, Work
from dujiang.runtime.requests import Handled
from dujiang.store import AnyTable, Reader

CALLS_KEPT: Final = timedelta(days=30)
DELIVERIES_KEPT: Final = timedelta(days=30)
SIGNATURES_KEPT: Final = timedelta(hours=1)
"""Longer than a signature is good for."""

AGED: Final[Sequence[tuple[AnyTable, str, timedelta]]] = (
    (CALL, "at", CALLS_KEPT),
    (HOOK_DELIVERY, "at", DELIVERIES_KEPT),
    (HOOK_SIGNATURE, "at", SIGNATURES_KEPT),
)
"""Tables whose rows go by age: the column that says how old they are, and how long they stay."""


class CallFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls are asked for."""

    connection: str = ""
    instance_id: int = 0
    verdict: str = ""


def list_calls(
    reader: Reader, wanted: CallFilter, *, before_id: int = 0, limit: int
) -> list[CallRow]:
    """Calls, newest first; `before_id` is the last id of the page before."""
    c = CALL.c
    query = select(*c).order_by(c.id.desc()).limit(limit)
    if wanted.connection:
        query = query.where(c.connection == wanted.connection)
    if wanted.instance_id:
        query = query.where(c.instance_id == wanted.instance_id)
    if wanted.verdict == "trouble":
        query = query.where(c.verdict.in_(("away", "failed")))
    elif wanted.verdict:
        query = query.where(c.verdict == wanted.verdict)
    if before_id:
        query = query.where(c.id < before_id)
    return [CALL.from_values(row) for row in reader.rows(query)]


def find_call(reader: Reader, call_id: int) -> CallRow | None:
    """One call."""
    return reader.get(CALL, shard_of(call_id), call_id)


def list_deliveries(reader: Reader, connection: str, *, limit: int) -> list[HookDeliveryRow]:
    """What a hook has taken lately, newest first."""
    c = HOOK_DELIVERY.c
    query = select(*c).where(c.connection == connection).order_by(c.at.desc()).limit(limit)
    return [HOOK_DELIVERY.from_values(row) for row in reader.rows(query)]


def repeat_call(command: RepeatCall, work: Work) -> Outcome:
    """Send it once more, outside its instance: what comes back is in the log alone."""
    row = work.get(CALL, shard_of(command.call_id), command.call_id)
    if row is None:
        return Refused("connectors.call.not_found", 404)
    if not row.inputs:
        return Refused("connectors.call.too_large")
    job = AskForJob(
        job_type=row.job_type,
        inputs=Variables(decode_value(row.inputs)),
        idempotency_key=row.idempotency_key,
        beside_id=row.id,
    )
    return Handled(follow_ups=(job,), answer={"connection": row.connection})
