"""What can have happened in this room."""

import msgspec


class PeopleTold(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """People were told something inside the product."""

    people: tuple[int, ...]
    code: str
