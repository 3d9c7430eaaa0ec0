"""Shapes that several documents share: people, names, problems, the path of an instance."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

MAX_LINE_CHARS = 200
MAX_TEXT_CHARS = 4_000
MAX_PAGE = 100
DEFAULT_PAGE = 30

Line: TypeAlias = Annotated[str, msgspec.Meta(max_length=MAX_LINE_CHARS)]
Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=MAX_TEXT_CHARS)]
Limit: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)]
Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
Access: TypeAlias = Literal["edit", "read", "hidden"]
LanguageTag: TypeAlias = Literal["zh-CN", "en-US"]
Values: TypeAlias = dict[str, Any]
"""Form values as JSON: numbers, texts, dates `YYYY-MM-DD`, file ids, person and department ids."""


class In(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is sent to us; unknown names are refused."""


class Out(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What we answer; every name is present."""


class Nothing(Out, frozen=True):
    """An answer without content of its own."""


class Named(Out, frozen=True):
    """Something by its id and the name people know."""

    id: str
    name: str


class Person(Out, frozen=True):
    """A person as lists show them; `department` is the name of the main one."""

    id: str
    name: str
    department: str | None
    position: str | None
    is_active: bool


class FieldProblem(Out, frozen=True):
    """One thing that is wrong, at one place, in the reader's language."""

    code: str
    path: str
    detail: str
    severity: Literal["error", "warning", "hint"]
    params: dict[str, Any]


class ProblemDocument(Out, frozen=True):
    """RFC 9457. `instance` is the id under which the server's log knows this request."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    params: dict[str, Any]
    problems: list[FieldProblem]


class PathPerson(Out, frozen=True):
    """Somebody on the path. `on_behalf_of` is the principal when a deputy stands in."""

    person: Person
    on_behalf_of: Person | None
    state: Literal["waiting", "open", "done", "skipped", "expected"]


class PathNode(Out, frozen=True):
    """One station of an instance's way: walked, present or expected."""

    element_id: str
    name: str
    kind: Literal["start", "approval", "work", "system", "rule", "condition", "wait", "end"]
    state: Literal["done", "now", "expected", "skipped", "rejected", "returned", "failed"]
    persons: list[PathPerson]
    note: str | None
    """A condition, a rule of the step or the reason of a skip, as a sentence."""
    at: Instant | None
    """When it ended; for the present station when it began."""
    duration_s: int | None


class PageQuery(In, frozen=True):
    """Where a list goes on: `cursor` is what the page before gave as `nextCursor`."""

    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE
