"""Bodies and queries: read up to their limit, decoded strictly into the contract's Structs."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec
from starlette.requests import ClientDisconnect, Request

from dujiang.api.endpoints import Endpoint
from dujiang.api.problems import Unreadable, WrongMediaType
from dujiang.kernel.errors import InvalidInput, LimitExceeded, Problem

MAX_DIGITS: Final = 34
"""Digits of a FEEL number; more would be rounded silently, so they are refused."""
MAX_EXPONENT: Final = 6_000

_LONG_NUMBER = re.compile(rb"\d{19}")
_WIDEST: Final = 2**63
"""Integers from here on are kept as decimal numbers: the stored encoding has 64 bits."""
_PLACE = re.compile(r"^(?P<reason>.*?) - at `(?P<path>[^`]*)`$", re.DOTALL)
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class Decoders:
    """One decoder for every type that the contract takes, made once."""

    def __init__(self, endpoints: tuple[Endpoint, ...]) -> None:
        taken = {endpoint.takes for endpoint in endpoints if endpoint.takes}
        self._decoders: dict[type, msgspec.json.Decoder[Any]] = {
            kind: msgspec.json.Decoder(kind, float_hook=_number) for kind in taken
        }
        self._plain = msgspec.json.Decoder(float_hook=_number)

    def body(self, raw: bytes, kind: type) -> Any:  # noqa: ANN401 - of type `kind`
        """The decoded body. 400 when it is no JSON, 422 with a place when it is the wrong JSON."""
        try:
            if _LONG_NUMBER.search(raw):
                plain = self._plain.decode(raw)
                return msgspec.convert(_narrowed(plain), kind)
            return self._decoders[kind].decode(raw)
        except msgspec.ValidationError as error:
            raise _invalid(str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable("api.body.not_json", reason=str(error)) from error
        except RecursionError as error:
            raise Unreadable("api.body.nested_too_deep") from error


def plain_json(raw: bytes) -> Any:  # noqa: ANN401 - plain JSON
    """JSON of any shape, numbers with all their digits. Raises `msgspec.MsgspecError`."""
    return _narrowed(_PLAIN.decode(raw))


def query(pairs: Mapping[str, str], kind: type) -> Any:  # noqa: ANN401 - of type `kind`
    """The decoded query string: texts become numbers and booleans where the type says so."""
    try:
        return msgspec.convert(dict(pairs), kind, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """The whole body, or `LimitExceeded` as soon as it is known to be larger than the limit."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal():
        raise Unreadable("api.header.invalid", name="Content-Length")
    if int(declared) > limit_bytes:
        raise LimitExceeded("api.body.too_large", limit_bytes=limit_bytes)
    chunks, size = list[bytes](), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit_bytes:
                raise LimitExceeded("api.body.too_large", limit_bytes=limit_bytes)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise Unreadable("api.body.cut_off") from error
    return b"".join(chunks)


def require_json(request: Request) -> None:
    """Raise `WrongMediaType` unless the body says that it is JSON."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType("api.body.wrong_type", wanted="application/json")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a number that can be kept") from error
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if len(number.as_tuple().digits) > MAX_DIGITS or abs(exponent) > MAX_EXPONENT:
        raise ValueError(f"a number has at most {MAX_DIGITS} digits")
    return number


_PLAIN: Final = msgspec.json.Decoder(float_hook=_number)


def _narrowed(found: Any) -> Any:  # noqa: ANN401 - plain JSON
    match found:
        case dict():
            return {name: _narrowed(item) for name, item in found.items()}
        case list():
            return [_narrowed(item) for item in found]
        case int() if not -_WIDEST <= found < _WIDEST:
            try:
                return _number(str(found))
            except ValueError as error:
                raise msgspec.ValidationError(str(error)) from error
        case _:
            return found


def _invalid(text: str) -> InvalidInput:
    match = _PLACE.match(text)
    reason, place = (match["reason"], match["path"]) if match else (text, "$")
    path = _pointer(place)
    problem = Problem(code="api.body.invalid", path=path, params={"reason": reason, "path": path})
    return InvalidInput("api.body.invalid", problems=(problem,), reason=reason, path=path)


def _pointer(place: str) -> str:
    """JSON pointer of msgspec's `$.items[0].qty`."""
    steps = _STEP.findall(place.removeprefix("$"))
    return "".join("/" + (name or index).replace("~", "~0").replace("/", "~1")
                   for name, index in steps)  # fmt: skip
