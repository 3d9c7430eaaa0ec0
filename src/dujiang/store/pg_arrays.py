"""Columns as PostgreSQL binary arrays, written by hand: the cheapest way to send many rows.

Format: number of dimensions, whether there are nulls, element type; length and lower bound of the
dimension; then length and bytes of each element (length -1 is null). All big-endian.
Measured against the driver's own list dumpers: about a third of their time for bigint and text.
"""

import struct
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from sys import byteorder
from typing import Any, ClassVar, Final

from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = date(2000, 1, 1).toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)
_LENGTH: Final = struct.Struct(">i")
_NULL: Final = _LENGTH.pack(-1)


class _Array:
    """A column's values on their way to the database."""

    __slots__ = ("values",)

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values


class Int8Array(_Array):
    """bigint[]"""

    __slots__ = ()


class Int2Array(_Array):
    """smallint[]"""

    __slots__ = ()


class TextArray(_Array):
    """text[]; also carries numeric, cast in the statement."""

    __slots__ = ()


class BoolArray(_Array):
    """boolean[]"""

    __slots__ = ()


class BytesArray(_Array):
    """bytea[]"""

    __slots__ = ()


class InstantArray(_Array):
    """timestamptz[]"""

    __slots__ = ()


class DateArray(_Array):
    """date[]"""

    __slots__ = ()


def _decimals(values: Sequence[Any]) -> TextArray:
    return TextArray([None if value is None else str(value) for value in values])


ARRAY_OF: Final[dict[str, Callable[[Sequence[Any]], _Array]]] = {
    "int8[]": Int8Array,
    "int2[]": Int2Array,
    "text[]": TextArray,
    "bool[]": BoolArray,
    "bytea[]": BytesArray,
    "timestamptz[]": InstantArray,
    "date[]": DateArray,
    "numeric[]": _decimals,
}
"""PostgreSQL array type -> what carries a column of it."""


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _days(on: date) -> int:
    return on.toordinal() - _EPOCH_DAY


def _header(has_nulls: bool, element_oid: int, count: int) -> bytes:
    return struct.pack(">5i", 1, has_nulls, element_oid, count, 1)


def _with_lengths(packed: "array[int]") -> bytes:
    """Elements of one size with their length before each, woven byte by byte: no loop over rows."""
    size, flat = packed.itemsize, packed.tobytes()
    step = _LENGTH.size + size
    woven = bytearray(step * len(packed))
    woven[_LENGTH.size - 1 :: step] = bytes((size,)) * len(packed)
    for place in range(size):
        woven[_LENGTH.size + place :: step] = flat[place::size]
    return bytes(woven)


class _ArrayDumper(Dumper):
    format = Format.BINARY
    element_oid: ClassVar[int]


class _FixedDumper(_ArrayDumper):
    """Elements of one size; `sign` is their type in `struct` and `array`."""

    size: ClassVar[int]
    sign: ClassVar[str]
    prepare: Callable[[Any], int] | None = None

    def dump(self, obj: _Array) -> Buffer:
        values = obj.values
        prepare = self.prepare
        if None in values:
            one = struct.Struct(f">i{self.sign}")
            parts = [_header(True, self.element_oid, len(values))]
            for value in values:
                number = prepare(value) if prepare and value is not None else value
                parts.append(_NULL if number is None else one.pack(self.size, number))
            return b"".join(parts)
        packed = array(self.sign, map(prepare, values) if prepare else values)
        if byteorder == "little":
            packed.byteswap()
        return _header(False, self.element_oid, len(values)) + _with_lengths(packed)


class _Int8Dumper(_FixedDumper):
    oid, element_oid, size, sign = 1016, 20, 8, "q"


class _Int2Dumper(_FixedDumper):
    oid, element_oid, size, sign = 1005, 21, 2, "h"


class _BoolDumper(_FixedDumper):
    oid, element_oid, size, sign = 1000, 16, 1, "b"


class _InstantDumper(_FixedDumper):
    oid, element_oid, size, sign = 1185, 1184, 8, "q"
    prepare = staticmethod(_microseconds)


class _DateDumper(_FixedDumper):
    oid, element_oid, size, sign = 1182, 1082, 4, "i"
    prepare = staticmethod(_days)


class _BytesDumper(_ArrayDumper):
    oid, element_oid = 1001, 17

    def dump(self, obj: _Array) -> Buffer:
        return _joined(obj.values, self.element_oid)


class _TextDumper(_ArrayDumper):
    oid, element_oid = 1009, 25

    def dump(self, obj: _Array) -> Buffer:
        encoded = [None if value is None else value.encode() for value in obj.values]
        return _joined(encoded, self.element_oid)


def _joined(values: Sequence[bytes | None], element_oid: int) -> bytes:
    pack = _LENGTH.pack
    parts = [_header(None in values, element_oid, len(values))]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.append(pack(len(value)))
            parts.append(value)
    return b"".join(parts)


class _InstantBinaryLoader(Loader):
    """timestamptz -> aware datetime in `datetime.UTC`."""

    format = Format.BINARY

    def load(self, data: Buffer) -> datetime:
        (microseconds,) = struct.unpack(">q", data)
        return _EPOCH + timedelta(microseconds=microseconds)


class _InstantTextLoader(Loader):
    """timestamptz as text, for a session whose time zone is UTC."""

    format = Format.TEXT

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(bytes(data).decode()).astimezone(UTC)


_DUMPERS: Final[dict[type[_Array], type[_ArrayDumper]]] = {
    Int8Array: _Int8Dumper,
    Int2Array: _Int2Dumper,
    BoolArray: _BoolDumper,
    InstantArray: _InstantDumper,
    DateArray: _DateDumper,
    BytesArray: _BytesDumper,
    TextArray: _TextDumper,
}


def register(context: AdaptContext) -> None:
    """Teach a connection our arrays and UTC instants."""
    adapters = context.adapters
    for cls, dumper in _DUMPERS.items():
        adapters.register_dumper(cls, dumper)
    adapters.register_loader("timestamptz", _InstantBinaryLoader)
    adapters.register_loader("timestamptz", _InstantTextLoader)
