"""What can have happened to a task or a request as a whole; for rounds see `rules.facts`.

Once shipped, a fact keeps its meaning; a new meaning is a new fact.
"""

from datetime import datetime
from typing import Any

import msgspec

from dujiang.approvals.rules.model import LeftOut


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


class TaskOpened(_Fact, frozen=True):
    """A step was visited; these people were found, and these left out."""

    task_id: int
    instance_id: int
    step: str
    round: int
    items: tuple[int, ...]
    left_out: tuple[LeftOut, ...] = ()


class TaskClosed(_Fact, frozen=True):
    """A visit is over."""

    task_id: int
    instance_id: int
    step: str
    outcome: str


class ItemDecided(_Fact, frozen=True):
    """Somebody acted on an item; what notifications, figures and the audit trail build on."""

    item_id: int
    task_id: int
    instance_id: int
    action: str
    by: int | None
    on_behalf_of: int | None = None
    category: str = ""
    changed_fields: tuple[str, ...] = ()


class ItemAwaits(_Fact, frozen=True):
    """Somebody new is awaited: tell them."""

    item_id: int
    task_id: int
    instance_id: int
    people: tuple[int, ...]
    due_at: datetime | None = None


class ItemEscalated(_Fact, frozen=True):
    """The clock gave the item to somebody higher."""

    item_id: int
    new_item_id: int
    task_id: int
    instance_id: int
    from_person: int | None
    to_person: int


class ItemStuck(_Fact, frozen=True):
    """The escalation has nowhere to go: the process owner is alerted."""

    item_id: int
    task_id: int
    instance_id: int


class PeopleReminded(_Fact, frozen=True):
    """People were urged, by somebody or by the clock."""

    instance_id: int
    people: tuple[int, ...]
    by: int | None
    items: tuple[int, ...] = ()


class Commented(_Fact, frozen=True):
    """Somebody said something; `mentions` are told."""

    instance_id: int
    comment_id: int
    by: int
    mentions: tuple[int, ...] = ()


class Copied(_Fact, frozen=True):
    """Readers got the case."""

    instance_id: int
    people: tuple[int, ...]
    step: str = ""


class Submitted(_Fact, frozen=True):
    """The initiator handed the form in, for the first time or again."""

    instance_id: int
    number: str
    is_first: bool


class TakenBack(_Fact, frozen=True):
    """The initiator took the instance back to the start step."""

    instance_id: int
    by: int
    reason: str = ""


class InstanceReturned(_Fact, frozen=True):
    """The case went back to an earlier step."""

    instance_id: int
    item_id: int
    by: int
    to_step: str
    come_back: str
    params: dict[str, Any] = {}


class RevokeAsked(_Fact, frozen=True):
    """Somebody asked that an approved request be revoked."""

    instance_id: int
    by_instance_id: int
    by: int


class InstanceRevoked(_Fact, frozen=True):
    """What an approved request had caused went back."""

    instance_id: int
    by_instance_id: int


class Recounted(_Fact, frozen=True):
    """A calendar has changed a value of a request; not posted: somebody must see to it."""

    instance_id: int
    field: str
    before: str
    after: str
    is_posted: bool = True


class AbsenceBegan(_Fact, frozen=True):
    """A person is away for a period; found in an approved leave or said by themselves."""

    person_id: int
    from_at: datetime
    until_at: datetime
    deputy_id: int | None = None


class WorkHandedOver(_Fact, frozen=True):
    """The work of one person has moved to another one; what stayed is not among the items."""

    person_id: int
    to_person_id: int
    items: tuple[int, ...] = ()
