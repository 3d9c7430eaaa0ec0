"""What can be asked about background work."""

from typing import TypeAlias

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables


class BeginErrand(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Do something in the background, as a follow-up of the command that has the permission.

    `title` is a code with words, `title_params` its values. Answer: `{"errand_id": ...}`.
    Refused when the owner has `MAX_OPEN` of them already.
    """

    kind: str
    owner_id: int
    language: str
    title: str
    title_params: Variables = NO_VARIABLES
    params: Variables = NO_VARIABLES
    total: int = 0
    """What will be done, if it is known beforehand."""


class StopErrand(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Stop my background work here; what is done stays done."""

    errand_id: int


class ErrandDone(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It is done: what to say about it, and the document that it made."""

    result: Variables = NO_VARIABLES
    file_id: int = 0


class ErrandStopped(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It ended before the end because `Progress.report` said so."""

    result: Variables = NO_VARIABLES


class ErrandFailed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It cannot be done; `code` has words."""

    code: str
    params: dict[str, str | int] = {}
    result: Variables = NO_VARIABLES


ErrandOutcome: TypeAlias = ErrandDone | ErrandStopped | ErrandFailed


class EndErrand(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What came of an attempt at background work."""

    errand_id: int
    attempt: int
    outcome: ErrandOutcome
    done: int = 0
    total: int = 0
    """What the last report said: the last one written may be older."""
