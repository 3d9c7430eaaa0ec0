"""Questions about background work."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from dujiang.kernel.encoding import decode_value
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime.errands.tables import ERRAND, ErrandRow
from dujiang.store import Reader

LISTED: Final = 100
"""A person's latest pieces of background work; older ones are not shown."""

_detail = msgspec.msgpack.Decoder(dict[str, Any])


def list_errands(reader: Reader, owner_id: int) -> list[ErrandRow]:
    """A person's background work, newest first."""
    mine = (ERRAND.c.shard == shard_of(owner_id), ERRAND.c.owner_id == owner_id)
    rows = reader.rows(select(*ERRAND.c).where(*mine).order_by(ERRAND.c.id.desc()).limit(LISTED))
    return [ERRAND.from_values(row) for row in rows]


def find_errand(reader: Reader, errand_id: int, owner_id: int) -> ErrandRow | None:
    """One piece of background work, for its owner."""
    row = reader.get(ERRAND, shard_of(errand_id), errand_id)
    return row if row is not None and row.owner_id == owner_id else None


def next_errand_at(reader: Reader, kinds: list[str]) -> datetime | None:
    """When the duty has something to look at next."""
    wake = select(func.min(ERRAND.c.wake_at)).where(ERRAND.c.kind.in_(kinds))
    at: datetime | None = reader.value(wake)
    return at


def result_of(row: ErrandRow) -> Variables:
    """What the handler said at the end."""
    return Variables(decode_value(row.result)) if row.result else Variables({})


def title_values_of(row: ErrandRow) -> Variables:
    """The values for the words of the title."""
    return Variables(decode_value(row.title_params))


def failure_values_of(row: ErrandRow) -> dict[str, Any]:
    """The values for the words of the failure."""
    return _detail.decode(row.detail) if row.detail else {}
