"""Rows about workers."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table


class WorkerRow(msgspec.Struct, frozen=True):
    """A worker by its own name, and one type of jobs that it asks for."""

    job_type: str
    name: str
    person_id: int
    """Whose token it came with."""
    first_at: datetime
    asked_at: datetime
    """When it last asked, to the minute."""


WORKER: Final = Table("worker", WorkerRow, key=("job_type", "name"))

TABLES: Final[tuple[AnyTable, ...]] = (WORKER,)
