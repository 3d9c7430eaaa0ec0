"""Deputies and absences, and handing work over to others."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Named, Out, Person, Text

State = Literal["planned", "active", "over"]
Kind = Literal["act", "assist"]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^\S+$")]


class Deputy(Out, frozen=True):
    """A deputy rule, and what it means as a sentence."""

    id: str
    who: Person
    deputy: Person
    kind: Kind
    from_at: Instant
    until_at: Instant
    amount_limit: Decimal | None
    processes: list[Named]
    moves_open: bool
    cause: str
    """Number of the request that made it; empty for one that somebody set."""
    state: State
    sentence: str
    warnings: list[str]


class Absence(Out, frozen=True):
    """A period in which somebody is away."""

    id: str
    person: Person
    from_at: Instant
    until_at: Instant
    cause: str
    state: State
    sentence: str


class StandingIn(Out, frozen=True):
    """Who stands in for a person, for whom they stand in, and when they are away."""

    person: Person
    is_away: bool
    now: str
    """Who gets new items at this moment, as a sentence."""
    deputies: list[Deputy]
    stands_in_for: list[Deputy]
    absences: list[Absence]


class StandingInQuery(In, frozen=True):
    """Of whom; oneself without."""

    person: Line = ""


class NewDeputy(In, frozen=True):
    """A deputy rule as it shall be. No processes means all of them."""

    deputy_id: str
    from_at: Moment
    until_at: Moment
    person_id: str = ""
    """For whom, by an administrator; oneself without."""
    kind: Kind = "act"
    amount_limit: Decimal | None = None
    processes: Annotated[list[Word], msgspec.Meta(max_length=100)] = msgspec.field(
        default_factory=list
    )
    moves_open: bool = False


class DeputyMeaning(Out, frozen=True):
    """What a rule would mean, before it is saved."""

    sentence: str
    warnings: list[str]


class NewAbsence(In, frozen=True):
    """A period in which somebody is away."""

    from_at: Moment
    until_at: Moment
    person_id: str = ""


class Made(Out, frozen=True):
    """What was made."""

    id: str


class HandoverAsked(In, frozen=True):
    """From whom to whom."""

    person_id: str
    to_person_id: str


class HandoverItem(Out, frozen=True):
    """An item that would move; with a reason it stays."""

    item_id: str
    instance_id: str
    number: str
    title: str
    step: str
    stays_because: str | None


class HandoverPreview(Out, frozen=True):
    """Everything that a handover would move, kind by kind."""

    person: Person
    to: Person
    items: list[HandoverItem]
    deputies: list[Deputy]
    """Rules in which the person stands in for others."""
    roles: list[Named]
    groups: list[Named]
    headships: list[Named]
    models: list[Named]
    """Processes whose models name this very person: their owners must change them."""
    may_move_roles: bool
    may_move_seats: bool


class HandoverDone(In, frozen=True):
    """Hand over. `item_ids` none: all open items."""

    person_id: str
    to_person_id: str
    item_ids: Annotated[list[str], msgspec.Meta(max_length=2_000)] | None = None
    with_deputies: bool = True
    with_roles: bool = False
    with_groups: bool = False
    with_headships: bool = False
    reason: Text = ""


class HandoverResult(Out, frozen=True):
    """What was moved, and what stayed."""

    moved_count: int
    stayed: list[HandoverItem]
