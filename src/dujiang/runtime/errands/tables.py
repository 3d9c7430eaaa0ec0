"""Rows of background work."""

from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.store import AnyTable, Claim, Table

ErrandState: TypeAlias = Literal["WAITING", "RUNNING", "DONE", "STOPPED", "FAILED"]


class ErrandRow(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of background work（后台任务）and how far it has come."""

    shard: int
    id: int
    kind: str
    """Chooses the handler, such as `export.instances`."""
    owner_id: int
    """The person for whom it is done, and with whose rights."""
    language: str
    """In which its result is written."""
    state: ErrandState
    title: str
    """A code with words: what is done."""
    title_params: bytes
    """Values for the words, encoded."""
    params: bytes
    """What the handler is given, encoded."""
    done: int = 0
    total: int = 0
    """0 while it is not known."""
    cursor: bytes = b""
    """Where the handler goes on after a crash, encoded; empty: from the beginning."""
    is_stopping: bool = False
    """Somebody has asked it to stop; the handler ends after its portion."""
    is_ended: bool = False
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    wake_at: datetime | None
    """When it is looked at next: now, or the end of a lease; null when it has ended."""
    attempts: int = 0
    result: bytes = b""
    """What the handler says at the end, encoded variables."""
    file_id: int = 0
    """The document that it made; 0 for none."""
    code: str = ""
    """Why it failed."""
    detail: bytes = b""
    """Values for the words of `code`, encoded."""


ERRAND: Final = Table(
    "errand",
    ErrandRow,
    key=("shard", "id"),
    indexes={"by_owner": ("shard", "owner_id", "is_ended")},
    secondary={"wake": ("wake_at",)},
)
DUE_ERRANDS: Final = Claim(ERRAND, wake="wake_at", among="kind", attempts="attempts")

TABLES: Final[tuple[AnyTable, ...]] = (ERRAND,)
