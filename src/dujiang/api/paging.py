"""Cursors: opaque texts that say after which row a page goes on."""

import base64
import binascii
from typing import Any

import msgspec

from dujiang.api.problems import Unreadable


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
