"""How typed values are stored (msgpack) and shown (JSON), without losing their type.

In msgpack every FEEL type that is not plain has an extension code; codes are fixed for ever. In
JSON, numbers stay numbers with all their digits, and the other types are one-key objects such as
`{"@date": "2026-03-02"}`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec
from msgspec.msgpack import Ext

from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import (
    FeelTime,
    Months,
    Range,
    RangeOperator,
    Variables,
    WideDate,
    WideDateTime,
    WideDuration,
    as_value,
)

T = TypeVar("T")

_NUMBER, _DATE, _TIME, _DATETIME, _DURATION, _MONTHS, _RANGE = 1, 2, 3, 4, 5, 6, 7
_WIDE_DATE, _WIDE_DATETIME, _SEALED, _WIDE_DURATION = 8, 9, 10, 11

_plain = msgspec.msgpack.Encoder()


def encode(document: object) -> bytes:
    """Encode a Struct, or plain data, whose typed values stand inside `Variables`."""
    return _encoder.encode(document)


def encode_value(value: object) -> bytes:
    """Encode one typed value."""
    return _plain.encode(_pack(value))


def decode_value(encoded: bytes) -> Any:  # noqa: ANN401 - a Value
    """The typed value that `encode_value` was given."""
    return _value_decoder.decode(encoded)


def decoder(document_type: type[T]) -> "msgspec.msgpack.Decoder[T]":
    """A decoder for documents of one type; make it once and keep it."""
    return msgspec.msgpack.Decoder(document_type, ext_hook=_unpack_ext, dec_hook=_from_plain)


def _pack(value: object) -> object:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    packer = _PACKERS.get(kind)
    if packer is not None:
        return packer(value)
    raise TypeError(f"not a value: {kind.__name__}")


def _pack_datetime(value: datetime) -> Ext:
    zone = value.tzinfo
    key = zone.key if isinstance(zone, ZoneInfo) else ""
    return Ext(_DATETIME, f"{value.isoformat()}@{key}".encode())


def _pack_duration(value: timedelta) -> Ext:
    return Ext(_DURATION, _plain.encode((value.days, value.seconds, value.microseconds)))


def _pack_range(value: Range) -> Ext:
    ends = (_pack(value.start), _pack(value.end))
    parts = (*ends, value.start_included, value.end_included, value.operator)
    return Ext(_RANGE, _plain.encode(parts))


_PACKERS: Final[dict[type, Callable[[Any], object]]] = {
    Decimal: lambda value: Ext(_NUMBER, str(value).encode()),
    int: lambda value: Ext(_NUMBER, str(value).encode()),
    date: lambda value: Ext(_DATE, value.isoformat().encode()),
    datetime: _pack_datetime,
    timedelta: _pack_duration,
    FeelTime: lambda value: Ext(_TIME, _plain.encode(value)),
    Months: lambda value: Ext(_MONTHS, _plain.encode(value.months)),
    Range: _pack_range,
    WideDate: lambda value: Ext(_WIDE_DATE, _plain.encode(value)),
    WideDateTime: lambda value: Ext(_WIDE_DATETIME, _plain.encode(value)),
    WideDuration: lambda value: Ext(_WIDE_DURATION, str(value.nanoseconds).encode()),
    Sealed: lambda value: Ext(_SEALED, _plain.encode(value)),
    list: lambda value: [_pack(item) for item in value],
    tuple: lambda value: [_pack(item) for item in value],
    dict: lambda value: {name: _pack(item) for name, item in value.items()},
    Variables: lambda value: {name: _pack(item) for name, item in value.items()},
}


def _unpack_ext(code: int, data: memoryview) -> object:
    return _UNPACKERS[code](bytes(data))


def _unpack_datetime(data: bytes) -> datetime:
    text, _, zone = data.decode().rpartition("@")
    at = datetime.fromisoformat(text)
    if zone:
        local = at.replace(tzinfo=ZoneInfo(zone))
        # an hour that the clocks repeat: the written offset says which of the two it was
        return local if local.utcoffset() == at.utcoffset() else local.replace(fold=1)
    return at.replace(tzinfo=UTC) if at.tzinfo == timezone(timedelta(0)) else at


def _unpack_range(data: bytes) -> Range:
    return Range(*_value_decoder.decode(data))


def _unpack_duration(data: bytes) -> timedelta:
    days, seconds, microseconds = msgspec.msgpack.decode(data)
    return timedelta(days=days, seconds=seconds, microseconds=microseconds)


_UNPACKERS: Final[dict[int, Callable[[bytes], object]]] = {
    _NUMBER: lambda data: Decimal(data.decode()),
    _DATE: lambda data: date.fromisoformat(data.decode()),
    _TIME: lambda data: msgspec.msgpack.decode(data, type=FeelTime),
    _DATETIME: _unpack_datetime,
    _DURATION: _unpack_duration,
    _MONTHS: lambda data: Months(msgspec.msgpack.decode(data)),
    _RANGE: _unpack_range,
    _WIDE_DATE: lambda data: msgspec.msgpack.decode(data, type=WideDate),
    _WIDE_DATETIME: lambda data: msgspec.msgpack.decode(data, type=WideDateTime),
    _WIDE_DURATION: lambda data: WideDuration(int(data)),
    _SEALED: lambda data: msgspec.msgpack.decode(data, type=Sealed),
}


def _to_plain(value: object) -> object:
    if isinstance(value, Variables):
        packed: dict[str, object] = {}
        for name, item in value.items():
            packer = _PACKERS.get(type(item))
            packed[name] = _pack(item) if packer is None else packer(item)
        return packed
    raise TypeError(f"cannot be stored: {type(value).__name__}")


def _from_plain(wanted: type, found: object) -> object:
    if wanted is Variables:
        return Variables(cast("dict[str, Any]", found))
    raise TypeError(f"cannot be loaded: {wanted.__name__}")


_encoder = msgspec.msgpack.Encoder(enc_hook=_to_plain)
_value_decoder: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(ext_hook=_unpack_ext)


def to_json(value: object) -> Any:  # noqa: ANN401, C901 - flat match; Decimals stay Decimals
    """Typed value -> data for a JSON encoder that writes `Decimal` as a number.

    Sealed values become `{"@sealed": true}`: their content never leaves by this way.
    """
    match value:
        case None | bool() | str() | Decimal():
            return value
        case list() | tuple():
            return [to_json(item) for item in value]
        case Mapping():
            return {_escaped(name): to_json(item) for name, item in value.items()}
        case datetime():
            zone = value.tzinfo
            key = f"@{zone.key}" if isinstance(zone, ZoneInfo) else ""
            return {"@datetime": value.isoformat() + key}
        case date():
            return {"@date": value.isoformat()}
        case timedelta():
            return {"@duration": [value.days, value.seconds, value.microseconds]}
        case Months():
            return {"@months": value.months}
        case WideDuration():
            return {"@nanoseconds": str(value.nanoseconds)}
        case FeelTime() | WideDate() | WideDateTime():
            return {f"@{type(value).__name__}": msgspec.to_builtins(value)}
        case Range():
            ends = [to_json(value.start), to_json(value.end)]
            closing = [value.start_included, value.end_included]
            return {"@range": [*ends, *closing, *([value.operator] if value.operator else ())]}
        case Sealed():
            return {"@sealed": True}
        case int():
            return value
        case _:
            raise TypeError(f"not a value: {type(value).__name__}")


def from_json(data: object) -> Any:  # noqa: ANN401 - a Value
    """The typed value behind `to_json`. Raises `ValueError` for a tag that is not ours."""
    match data:
        case list():
            return [from_json(item) for item in data]
        case dict():
            if len(data) == 1:
                ((tag, content),) = data.items()
                if tag.startswith("@") and not tag.startswith("@@"):
                    return _tagged(tag, content)
            return {_unescaped(name): from_json(item) for name, item in data.items()}
        case _:
            return as_value(data)


def _tagged(tag: str, content: Any) -> object:  # noqa: ANN401 - JSON data
    reader = _JSON_READERS.get(tag)
    if reader is None:
        raise ValueError(f"unknown tag {tag}")
    try:
        return reader(content)
    except (TypeError, AttributeError, msgspec.ValidationError) as error:
        raise ValueError(f"{tag}: {error}") from error


def _range_from_json(content: list[Any]) -> Range:
    start, end, start_included, end_included, *written = content
    operator = written[0] if written else ""
    if operator not in _RANGE_OPERATORS:
        raise ValueError(f"unknown operator {operator}")
    ends = (from_json(start), from_json(end))
    return Range(*ends, bool(start_included), bool(end_included), cast("RangeOperator", operator))


_RANGE_OPERATORS: Final = frozenset({"", "=", "!=", "<", "<=", ">", ">="})

_JSON_READERS: Final[dict[str, Callable[[Any], object]]] = {
    "@date": date.fromisoformat,
    "@datetime": lambda text: _unpack_datetime((text if "@" in text else text + "@").encode()),
    "@duration": lambda parts: timedelta(*(int(part) for part in parts)),
    "@months": lambda months: Months(int(months)),
    "@FeelTime": lambda fields: msgspec.convert(fields, FeelTime),
    "@WideDate": lambda fields: msgspec.convert(fields, WideDate),
    "@WideDateTime": lambda fields: msgspec.convert(fields, WideDateTime),
    "@range": _range_from_json,
    "@nanoseconds": lambda text: WideDuration(int(text)),
}


def _escaped(name: str) -> str:
    return "@" + name if name.startswith("@") else name


def _unescaped(name: str) -> str:
    return name.removeprefix("@") if name.startswith("@@") else name
