"""A command that was refused: a value, never an exception."""

from typing import Any

import msgspec

from dujiang.kernel.errors import Problem


class Rejected(msgspec.Struct, frozen=True):
    """The command came too late, or twice, or for something that is not there."""

    code: str
    params: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
