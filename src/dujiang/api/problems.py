"""Errors as RFC 9457 problem documents: one shape for every endpoint, in the reader's words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from dujiang.api.schemas.common import FieldProblem, ProblemDocument
from dujiang.kernel.errors import DujiangError, LimitExceeded, Problem, Unavailable
from dujiang.kernel.words import Language, Words

MEDIA_TYPE: Final = "application/problem+json"
UNAVAILABLE_RETRY_S: Final = 5

_TITLES: Final[dict[int, str]] = {
    400: "api.status.unreadable",
    401: "api.status.unauthenticated",
    403: "api.status.forbidden",
    404: "api.status.not_found",
    405: "api.status.wrong_method",
    409: "api.status.conflict",
    413: "api.status.too_large",
    415: "api.status.wrong_type",
    422: "api.status.invalid",
    429: "api.status.too_often",
    503: "api.status.unavailable",
}


class Unreadable(DujiangError):
    """The request is not what the contract describes: no JSON, no such header. 400."""

    status = 400


class WrongMethod(DujiangError):
    """The path exists, the method does not. 405."""

    status = 405


class WrongMediaType(DujiangError):
    """The body is of a kind that is not taken here. 415."""

    status = 415


def document(
    error: DujiangError, *, words: Words, language: Language, instance: str
) -> ProblemDocument:
    """The problem document of an error; `instance` is the id that the log knows it by."""
    params = plain(error.params)
    return ProblemDocument(
        type=f"urn:dujiang:problem:{error.code}",
        title=words.say(_TITLES.get(error.status, "api.status.our_fault"), {}, language),
        status=error.status,
        code=error.code,
        detail=sentence(error, words=words, language=language),
        instance=instance,
        params=params,
        problems=[field_problem(p, words=words, language=language) for p in error.problems],
    )


def our_fault(*, words: Words, language: Language, instance: str) -> ProblemDocument:
    """The document for a mistake of ours: it shows the id and nothing else."""
    return document(
        DujiangError("api.server.our_fault", id=instance),
        words=words, language=language, instance=instance,
    )  # fmt: skip


def field_problem(problem: Problem, *, words: Words, language: Language) -> FieldProblem:
    """One problem with its sentence."""
    return FieldProblem(
        code=problem.code,
        path=problem.path,
        detail=sentence(problem, words=words, language=language),
        severity=problem.severity,
        params=plain(problem.params),
    )


def sentence(problem: Problem | DujiangError, *, words: Words, language: Language) -> str:
    """What a problem says to a reader.

    A rule of a form or a ledger brings its own words in `params["sentence"]`, one text a language.
    """
    own = problem.params.get("sentence")
    said = own.get(language) or next(iter(own.values()), "") if isinstance(own, Mapping) else ""
    return str(said) or words.say(problem.code, problem.params, language)


def retry_after_s(error: DujiangError) -> int | None:
    """Seconds after which a repeat makes sense, for the header; None where it does not."""
    match error:
        case LimitExceeded(retry_after_s=seconds):
            return seconds
        case Unavailable():
            return UNAVAILABLE_RETRY_S
        case _:
            return None


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an error as JSON can carry them."""
    return {str(name): _plain(value) for name, value in params.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value an error may carry
    match value:
        case None | bool() | int() | str() | Decimal():
            return value
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return plain(value)
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case msgspec.Struct():
            return _plain(msgspec.to_builtins(value))
        case _:
            return str(value)
