"""Problems and errors: a code, values and a place; the words come later, in the reader's language.

A *problem* is one thing that is wrong with a document or a form; an *error* says that a request
cannot be served. Codes are stable and dotted, `<room>.<thing>.<what_is_wrong>`; their words live
in each room's `messages.toml` (see `dujiang.kernel.words`).
"""

from typing import Any, Literal

import msgspec

Severity = Literal["error", "warning", "hint"]


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong, at one place, told by a code and the values its words need."""

    code: str
    path: str = ""
    """JSON pointer into the value that was sent, or the id of a model element."""
    params: dict[str, Any] = {}
    severity: Severity = "error"


class DujiangError(Exception):
    """Base of everything that is raised on purpose.

    `problems` name the single faults where there can be several; `code` and `params` name the
    whole.
    """

    status = 500

    def __init__(
        self,
        code: str,
        /,
        *,
        problems: tuple[Problem, ...] = (),
        **params: Any,  # noqa: ANN401 - values for the words
    ) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.problems = problems

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        listed = "; ".join(f"{p.code} at {p.path or '/'} {p.params or ''}" for p in self.problems)
        return " ".join(part for part in (self.code, shown and f"({shown})", listed) if part)


class InvalidInput(DujiangError):
    """The content is wrong; repeating helps only after changing it. 422."""

    status = 422


class Unauthenticated(DujiangError):
    """Nobody is signed in, or the token is not valid. 401."""

    status = 401


class Forbidden(DujiangError):
    """Signed in, but this is not allowed; deny is the default. 403."""

    status = 403


class NotFound(DujiangError):
    """It does not exist, or the caller must not know that it does. 404."""

    status = 404


class Conflict(DujiangError):
    """It has moved on: a stale version, or a command that came too late or twice. 409."""

    status = 409


class LimitExceeded(DujiangError):
    """Too big, too many or too often; `params` say the limit. 413 for sizes, 429 for rates."""

    status = 413

    def __init__(
        self,
        code: str,
        /,
        *,
        retry_after_s: int | None = None,
        problems: tuple[Problem, ...] = (),
        **params: Any,  # noqa: ANN401 - values for the words
    ) -> None:
        super().__init__(code, problems=problems, **params)
        self.retry_after_s = retry_after_s
        if retry_after_s is not None:
            self.status = 429


class Unavailable(DujiangError):
    """The database or a peer is away; the same request with the same key may be repeated. 503."""

    status = 503
