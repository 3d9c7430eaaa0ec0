"""Readers（抄送）of an instance."""

from typing import Annotated

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Out, Person


class NewCopies(In, frozen=True):
    """People who shall read an instance."""

    people: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=100)]


class Reader(Out, frozen=True):
    """Somebody who got a copy; `by` null: by a rule of the process."""

    person: Person
    by: Person | None
    at: Instant
    read_at: Instant | None


class ReaderList(Out, frozen=True):
    """Everybody who got a copy, in the order of the copies."""

    items: list[Reader]
