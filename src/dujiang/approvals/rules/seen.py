"""The seen digest: whether somebody would see the same again (APPROVALS.md, "Seen digest")."""

from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Any

from dujiang.kernel.encoding import encode_value
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Variables


def seen_digest(values: Mapping[str, Any], readable: Collection[str]) -> bytes:
    """16 bytes over the fields readable to a person, in an order of their own.

    `readable` has neither computed fields nor serial numbers: the caller leaves them out. A field
    without a value counts like one that is null, or an empty list.
    """
    digest = blake2b(digest_size=16)
    for name in sorted(readable):
        value = values.get(name)
        if value not in (None, [], False, ""):
            digest.update(encode_value([name, _ordered(value)]))
    return digest.digest()


def _ordered(value: object) -> Any:  # noqa: ANN401 - a value again
    match value:
        case dict() | Variables():
            return {name: _ordered(value[name]) for name in sorted(value)}
        case list() | tuple():
            return [_ordered(item) for item in value]
        case Sealed(blind=bytes() as blind):
            return blind.hex()
        case _:
            return value
