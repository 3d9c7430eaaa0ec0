"""What can be asked of this room. Ids are int8; the edge turns its texts into them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec

from dujiang.kernel.values import NO_VARIABLES, Variables


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


# Starting


class SubmitStart(_Command, frozen=True):
    """Hand a start form in: the instance starts and its start step is done, in one transaction.

    Answer: `{"instance_id", "number", "title"}`.
    """

    process_key: str
    version_id: int
    values: dict[str, Any]
    picked: dict[str, tuple[int, ...]] = {}
    """Step -> people, where the model lets the initiator pick them."""
    asked: Variables = NO_VARIABLES
    """What other systems have answered to the form, by question; not kept in the log."""


class FinishStart(_Command, frozen=True):
    """Complete the start step of an instance that was started just now (follow-up)."""

    instance_id: int
    values: dict[str, Any]
    picked: dict[str, tuple[int, ...]] = {}
    tries: int = 0
    """The start step is opened by a command that stands behind this one: once we wait for it."""


class BeginScheduled(_Command, frozen=True):
    """Begin the run that a clock has found to be due for one item, unless its key is used.

    `person` is an id, a login or a number; without somebody active it is the process owner.
    """

    process_key: str
    version_id: int
    element_id: str
    start_key: str
    person: str
    variables: Variables


class SaveStartDraft(_Command, frozen=True):
    """Keep what was typed into a start form."""

    process_key: str
    version_id: int
    values: dict[str, Any]


class DropStartDraft(_Command, frozen=True):
    """Forget what was typed into a start form."""

    process_key: str


class OpenTask(_Command, frozen=True):
    """The engine has entered a user task (follow-up)."""

    instance_id: int
    element_id: str
    element_key: int


class CancelTask(_Command, frozen=True):
    """The engine needs the work of a user task no longer (follow-up)."""

    instance_id: int
    element_key: int


class OpenRequest(_Command, frozen=True):
    """An instance has started without a form: it becomes a request too (follow-up)."""

    instance_id: int


class EndRequest(_Command, frozen=True):
    """An instance is over (follow-up)."""

    instance_id: int
    outcome: str
    reason: str = ""


class NoteAbsence(_Command, frozen=True):
    """A step that makes somebody absent was completed (follow-up)."""

    instance_id: int
    element_id: str
    element_key: int


class SendNotices(_Command, frozen=True):
    """A step or event that tells people something has ended (follow-up)."""

    instance_id: int
    element_id: str
    element_key: int


class NoteCopies(_Command, frozen=True):
    """A step or process with readers was reached (follow-up); no element means the result."""

    instance_id: int
    element_id: str = ""
    element_key: int = 0


# Items


class DecideItem(_Command, frozen=True):
    """Act on an item. `action` names what; the other fields belong to some of the actions.

    approve, reject, abstain, complete, submit: decide. return: `return_to`, `come_back`.
    transfer, delegate: `people` (one). advise, recall. addBefore, addAfter, addBeside: `people`,
    `mode`. remove: `item_id` is the added one. claim, release. takeBack.
    Answer: `{"item_id", "state", "version", "instance_id", "task_outcome"}`.
    """

    item_id: int
    action: str
    version: int | None = None
    comment: str = ""
    values: dict[str, Any] | None = None
    category: str = ""
    return_to: str = ""
    come_back: Literal["", "rerun", "resume", "changed"] = ""
    people: tuple[int, ...] = ()
    mode: Literal["any", "all", "sequence"] = "all"
    signature: str = ""
    picked: dict[str, tuple[int, ...]] = {}
    """Step -> people, where the model lets whoever handles this step pick them."""
    code: str = ""
    """Of the hand's authenticator, where the step asks for it."""
    via: Literal["", "mail"] = ""
    """How it came, where it is not the page or a program; kept in the history."""
    asked: Variables = NO_VARIABLES
    """What other systems have answered to the form, by question; not kept in the log."""


class SaveItemDraft(_Command, frozen=True):
    """Keep what was typed at an open item; private to whoever typed it."""

    item_id: int
    values: dict[str, Any]
    comment: str = ""


class MarkRead(_Command, frozen=True):
    """The item was looked at by its hand."""

    item_id: int


class MarkCopyRead(_Command, frozen=True):
    """The copy was looked at by its reader."""

    instance_id: int


# Instances


class WithdrawInstance(_Command, frozen=True):
    """The initiator takes the instance back to the start step."""

    instance_id: int
    reason: str = ""


class CancelByPerson(_Command, frozen=True):
    """End an instance with a reason（作废）."""

    instance_id: int
    reason: str


class RevokeInstance(_Command, frozen=True):
    """Ask that what was approved be revoked（撤销）: starts the linked process.

    Answer: `{"instance_id", "number"}` of that process.
    """

    instance_id: int
    reason: str


class UndoRevoked(_Command, frozen=True):
    """A linked process has come to the task at which what it revokes goes back (follow-up)."""

    instance_id: int
    key: int
    """Of the wait that the task stands at."""


class RemindPeople(_Command, frozen=True):
    """Urge everybody with an open item（催办）. Answer: `{"people": [...]}`."""

    instance_id: int


class AddComment(_Command, frozen=True):
    """Say something in the discussion. Answer: `{"comment_id"}`."""

    instance_id: int
    text: str
    mentions: tuple[int, ...] = ()


class CopyTo(_Command, frozen=True):
    """Let people read an instance（抄送）."""

    instance_id: int
    people: tuple[int, ...]


# The clock


class RingItem(_Command, frozen=True):
    """An alarm of an item is due: a reminder, its due time, or its action."""

    item_id: int


class ShiftDeadlines(_Command, frozen=True):
    """Reckon the times of open items of an instance anew: a pause ended, a calendar changed."""

    instance_id: int
    pause_s: int = 0


class RecountAll(_Command, frozen=True):
    """A calendar has changed: look for the instances concerned, from an instance on."""

    after: int = 0


class RecountInstance(_Command, frozen=True):
    """Reckon anew what an instance has by calendars: due times, and what its model marks."""

    instance_id: int


# Absence and deputies


class SaveDeputy(_Command, frozen=True):
    """Name a deputy, for oneself or as an administrator for others. Answer: `{"deputy_id"}`."""

    who: int
    deputy: int
    from_at: datetime
    until_at: datetime
    kind: Literal["act", "assist"] = "act"
    amount_limit: Decimal | None = None
    processes: tuple[str, ...] = ()
    moves_open: bool = False
    cause: str = ""


class EndDeputy(_Command, frozen=True):
    """A deputy rule is over from now on."""

    deputy_id: int


class SaveAbsence(_Command, frozen=True):
    """A person is away. Answer: `{"absence_id"}`."""

    person_id: int
    from_at: datetime
    until_at: datetime
    cause: str = ""


class EndAbsence(_Command, frozen=True):
    """An absence is over from now on."""

    absence_id: int


class SettleItems(_Command, frozen=True):
    """Look again who acts on a person's open items: a deputy began or ended, somebody left."""

    person_id: int


class TakeOverItem(_Command, frozen=True):
    """The principal takes an open item back from the deputy."""

    item_id: int


class HandOver(_Command, frozen=True):
    """Move a person's work to others（交接）: open items, deputies, roles. One audited job."""

    person_id: int
    to_person_id: int
    items: tuple[int, ...] | None = None
    """None: all open items."""
    with_deputies: bool = True
    with_roles: bool = False
    with_groups: bool = False
    with_headships: bool = False
    reason: str = ""


class ChangeStaff(_Command, frozen=True):
    """A step that hands work over or changes people has begun or ended (follow-up)."""

    instance_id: int
    element_id: str
    element_key: int
    on: Literal["start", "complete"] = "complete"
    waits_at: int = 0
    """Key of the wait that goes on with the results; 0 for none."""
