"""What can be asked of this room."""

from typing import Any

import msgspec

MAX_TOLD = 1_000
"""People that one command tells."""


class Tell(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Tell people something, as a follow-up of whatever made it so. Nobody is told twice by it.

    `code` has words in `messages.toml` of the room that asks, with `params` as values. The notice
    lives in the shard of `instance_id`.
    """

    people: tuple[int, ...]
    code: str
    params: dict[str, Any] = {}
    instance_id: int
    item_id: int = 0


class SeeNotices(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I have seen my notices up to and with this one."""

    up_to_id: int
