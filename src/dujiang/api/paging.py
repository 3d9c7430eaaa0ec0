"""Cursors: opaque texts that say after which row a page goes on."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from dujiang.api.problems import Unreadable

T = TypeVar("T")


def cursor_text(place: tuple[Any, ...]) -> str:
    """The text of a place in a list: the sort values of the last row that was shown."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(place)).decode().rstrip("=")


def place_of(cursor: str) -> tuple[Any, ...] | None:
    """The place behind a cursor; None for the first page. `Unreadable` when it is not ours."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.msgpack.decode(
            base64.urlsafe_b64decode(padded.encode("ascii")), type=tuple[Any, ...]
        )
    except (binascii.Error, UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise Unreadable("api.cursor.invalid") from error


def id_of_cursor(cursor: str) -> int:
    """The id after which a list ordered by id goes on; 0 for the first page."""
    place = place_of(cursor)
    if place is None:
        return 0
    if len(place) != 1 or not isinstance(place[0], int) or not 0 <= place[0] < 1 << 63:
        raise Unreadable("api.cursor.invalid")
    return place[0]


def next_cursor(found: Sequence[T], limit: int, id_of: Callable[[T], int]) -> str | None:
    """The cursor after a page, when one more than `limit` was found; else None."""
    return cursor_text((id_of(found[limit - 1]),)) if len(found) > limit else None
