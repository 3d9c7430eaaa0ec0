"""Background work as its owner sees it."""

from typing import Any, Literal

from dujiang.api.schemas.common import Instant, Out

ErrandState = Literal["WAITING", "RUNNING", "DONE", "STOPPED", "FAILED"]


class Errand(Out, frozen=True):
    """One piece of background work. `total` is 0 while nobody knows how much there is to do."""

    id: str
    kind: str
    title: str
    state: ErrandState
    is_stopping: bool
    done: int
    total: int
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    file_id: str | None
    """The document that it made, for `/files/{id}`."""
    result: dict[str, Any]
    """What the handler said at the end; by kind."""
    failure: str | None
    """Why it failed, as a sentence."""


class ErrandList(Out, frozen=True):
    """My background work, newest first."""

    items: list[Errand]
