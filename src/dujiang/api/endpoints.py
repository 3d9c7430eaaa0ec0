"""One row of the API: what comes in, what goes out, who may. A row without a permission is refused.

The rows themselves are in `dujiang.api.contract`; the door (`dujiang.api.door`) serves them and
`dujiang.api.openapi` describes them, so the two cannot disagree.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

Method = Literal["GET", "POST", "PUT", "DELETE"]
Medium = Literal["json", "multipart", "binary", "events", "text", "signed"]

JSON_BODY_BYTES: Final = 1_000_000
MODEL_BODY_BYTES: Final = 12_000_000
FILE_BODY_BYTES: Final = 52_000_000

_PARAMETER = re.compile(r"{([a-z_]+)}")


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A method and path with everything the door must know before the handler runs."""

    operation: str
    """Name of the operation: of the handler, and of the generated client's function."""
    method: Method
    path: str
    permission: str
    tag: str
    says: str
    takes: type | None = None
    query: type | None = None
    answers: type | None = None
    status: int = 200
    consumes: Medium = "json"
    produces: Medium = "json"
    has_etag: bool = False
    needs_match: bool = False
    max_body_bytes: int = JSON_BODY_BYTES
    is_slow: bool = False
    """Whether its handler blocks for long, and so must not take a reader's thread."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the path's parameters, in order."""
        return tuple(_PARAMETER.findall(self.path))

    @property
    def is_unsafe(self) -> bool:
        """Whether it changes something, and so needs a CSRF token and takes an idempotency key."""
        return self.method != "GET"


class BadContract(AssertionError):
    """A row of the contract contradicts itself or another; found when the program starts."""


def checked(endpoints: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
    """The rows, if each names a permission and none stands twice; raises `BadContract`."""
    seen: set[str] = set()
    for endpoint in endpoints:
        if not endpoint.permission:
            raise BadContract(f"{endpoint.method} {endpoint.path} names no permission")
        place = f"{endpoint.method} {_PARAMETER.sub('{}', endpoint.path)}"
        for name in (place, endpoint.operation):
            if name in seen:
                raise BadContract(f"{name} stands twice")
            seen.add(name)
    return tuple(endpoints)


def require_handlers(endpoints: Sequence[Endpoint], handlers: Mapping[str, object]) -> None:
    """Raise `BadContract` unless every row has exactly one handler and no handler is left over."""
    rows = {endpoint.operation for endpoint in endpoints}
    if missing := sorted(rows - set(handlers)):
        raise BadContract(f"no handler for {', '.join(missing)}")
    if unknown := sorted(set(handlers) - rows):
        raise BadContract(f"handlers without a row: {', '.join(unknown)}")
