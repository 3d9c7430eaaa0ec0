"""Command -> rows of background work, inside the transaction it is given."""

from typing import Final, assert_never

import msgspec

from dujiang.kernel.encoding import decode_value, encode, encode_value
from dujiang.kernel.ids import SHARDS, shard_of, slot_of
from dujiang.kernel.values import Variables
from dujiang.runtime.deciding.routes import AnyRoute, Route
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.errands.commands import (
    BeginErrand,
    EndErrand,
    ErrandDone,
    ErrandFailed,
    ErrandStopped,
    StopErrand,
)
from dujiang.runtime.errands.events import ErrandBegun, ErrandEnded
from dujiang.runtime.errands.tables import ERRAND, ErrandRow, ErrandState
from dujiang.runtime.requests import INTERNAL, SIGNED_IN, Handled, Outcome, Refused

MAX_OPEN: Final = 5
"""Pieces of background work that one person may have under way."""
TOPIC: Final = "errands"


def begin_errand(command: BeginErrand, work: Work) -> Outcome:
    """Write it down; the duty takes it up after the commit."""
    slot = slot_of(command.owner_id)
    mine = work.find(ERRAND, "by_owner", SHARDS[slot], command.owner_id, False)
    if len(mine) >= MAX_OPEN:
        return Refused("runtime.errand.too_many", 429, {"limit": MAX_OPEN})
    errand_id = work.new_id(slot)
    work.insert(
        ERRAND,
        ErrandRow(
            shard=shard_of(errand_id),
            id=errand_id,
            kind=command.kind,
            owner_id=command.owner_id,
            language=command.language,
            state="WAITING",
            title=command.title,
            title_params=encode_value(command.title_params),
            params=encode_value(command.params),
            total=command.total,
            created_at=work.at,
            wake_at=work.at,
        ),
    )
    work.notify(f"{TOPIC}:{command.owner_id}")
    fact = ErrandBegun(errand_id=errand_id, kind=command.kind, owner_id=command.owner_id)
    return Handled(events=(fact,), answer={"errand_id": errand_id})


def stop_errand(command: StopErrand, work: Work) -> Outcome:
    """End what has not begun; ask what runs to end."""
    row = work.get(ERRAND, shard_of(command.errand_id), command.errand_id, lock=True)
    if row is None or row.owner_id != work.actor.id:
        return Refused("runtime.errand.not_found", 404)
    if row.is_ended:
        return Refused("runtime.errand.ended")
    if row.state == "WAITING":
        return _end(work, row, "STOPPED")
    work.put(ERRAND, msgspec.structs.replace(row, is_stopping=True))
    work.notify(f"{TOPIC}:{row.owner_id}")
    return Handled()


def end_errand(command: EndErrand, work: Work) -> Outcome:
    """Write down what came of it; an attempt that lost its lease is not asked any more."""
    row = work.get(ERRAND, shard_of(command.errand_id), command.errand_id, lock=True)
    if row is None or row.is_ended or row.attempts != command.attempt:
        return Refused("runtime.errand.ended")
    outcome = command.outcome
    row = msgspec.structs.replace(
        row, result=encode_value(outcome.result), done=command.done, total=command.total
    )
    match outcome:
        case ErrandDone():
            row = msgspec.structs.replace(row, file_id=outcome.file_id)
            return _end(work, row, "DONE")
        case ErrandStopped():
            return _end(work, row, "STOPPED")
        case ErrandFailed():
            row = msgspec.structs.replace(row, code=outcome.code, detail=encode(outcome.params))
            return _end(work, row, "FAILED")
        case _:
            assert_never(outcome)


def _end(work: Work, row: ErrandRow, state: ErrandState) -> Handled:
    ended = msgspec.structs.replace(
        row, state=state, is_ended=True, ended_at=work.at, wake_at=None, cursor=b""
    )
    work.put(ERRAND, ended)
    work.notify(f"{TOPIC}:{row.owner_id}")
    fact = ErrandEnded(
        errand_id=row.id,
        kind=row.kind,
        owner_id=row.owner_id,
        state=state,
        title=row.title,
        title_params=Variables(decode_value(row.title_params)),
        file_id=row.file_id,
    )
    return Handled(events=(fact,))


def errand_routes() -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of background work."""
    return {
        BeginErrand: Route(INTERNAL, begin_errand),
        StopErrand: Route(SIGNED_IN, stop_errand),
        EndErrand: Route(INTERNAL, end_errand),
    }
