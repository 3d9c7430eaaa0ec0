"""What can be asked of this room."""

from datetime import date, datetime
from typing import Any

import msgspec

from dujiang.calendars import Calendar
from dujiang.engine import StartTimer
from dujiang.kernel.values import Variables


class _Command(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    pass


class SaveDraft(_Command, frozen=True, kw_only=True):
    """Keep a process as it is being edited; it may be wrong in every respect.

    `revision` is the one that was edited (0 for a new draft); a stale one is refused. Answer:
    `{"revision": n}`.
    """

    process_key: str
    xml: bytes
    forms: dict[str, dict[str, Any]] = {}
    decisions: dict[str, str] = {}
    revision: int | None = None


class DiscardDraft(_Command, frozen=True, kw_only=True):
    """Throw the draft away; the versions stay."""

    process_key: str
    revision: int | None = None


class DeployDraft(_Command, frozen=True, kw_only=True):
    """Make the draft the next version and put it in force."""

    process_key: str
    revision: int
    note: str = ""


class DeployPackage(_Command, frozen=True, kw_only=True):
    """Make these files the next version and put it in force; unchanged files are no new version.

    Answer: `{"process_key", "version_id", "version", "is_new", "problems"}`.
    """

    xml: bytes
    forms: dict[str, dict[str, Any]] = {}
    decisions: dict[str, str] = {}
    note: str = ""


class PutInForce(_Command, frozen=True, kw_only=True):
    """Let new instances start by an earlier version again; running ones are not touched."""

    version_id: int
    reason: str = ""
    """Why, kept in the log."""


class SetStartable(_Command, frozen=True, kw_only=True):
    """Take a process out of the catalogue, or put it back; running instances go on."""

    process_key: str
    is_startable: bool


class StartByClock(_Command, frozen=True, kw_only=True):
    """A timer start event is due (an alarm asks): start the process once for that instant."""

    process_key: str
    version_id: int
    timer: StartTimer


class StartEach(_Command, frozen=True, kw_only=True):
    """A timer start event that begins a run for each item (`dj:each`) is due.

    The room that knows people serves it: a run has an initiator and a number.
    """

    process_key: str
    version_id: int
    element_id: str
    due_at: datetime


class StartByMessage(_Command, frozen=True, kw_only=True):
    """A message begins a process with numbers of its own: a run of nobody, for its owner.

    The room that knows people serves it.
    """

    process_key: str
    version_id: int
    element_id: str
    instance_id: int
    variables: Variables


class DeployDecision(_Command, frozen=True, kw_only=True):
    """The next version of a decision model, in force from `effective_from` (None: at once).

    Answer: `{"key", "version"}`.
    """

    key: str
    xml: str
    effective_from: datetime | None = None
    note: str = ""


class SaveDecisionDraft(_Command, frozen=True, kw_only=True):
    """Keep a decision model as it is being edited; it may be wrong in every respect.

    `revision` is the one that was edited (0 for a new draft); a stale one is refused. Answer:
    `{"revision": n}`.
    """

    key: str
    xml: str
    revision: int | None = None


class DiscardDecisionDraft(_Command, frozen=True, kw_only=True):
    """Throw the draft away; the versions stay."""

    key: str
    revision: int | None = None


class DeployDecisionDraft(_Command, frozen=True, kw_only=True):
    """Make the draft the next version, in force from `effective_from` (None: at once).

    Answer: `{"key", "version"}`.
    """

    key: str
    revision: int
    effective_from: datetime | None = None
    note: str = ""


class RestoreDecision(_Command, frozen=True, kw_only=True):
    """Let an earlier version count again: its content becomes the next version.

    Answer: `{"key", "version"}`.
    """

    key: str
    version: int
    effective_from: datetime | None = None
    note: str = ""


class WithdrawDecision(_Command, frozen=True, kw_only=True):
    """Take a version back that has not come into force yet."""

    key: str
    version: int


class SaveDecisionCase(_Command, frozen=True, kw_only=True):
    """Add a test case (`case_id` 0) or replace one. Answer: `{"case_id": id}`.

    `inputs` and `expected` are FEEL texts.
    """

    key: str
    decision: str
    name: str
    inputs: dict[str, str] = {}
    expected: str = ""
    case_id: int = 0


class DeleteDecisionCase(_Command, frozen=True, kw_only=True):
    """Remove a test case."""

    key: str
    case_id: int


class SaveCalendar(_Command, frozen=True, kw_only=True):
    """Add a calendar, or replace the one with its key."""

    calendar: Calendar


class PublishYear(_Command, frozen=True, kw_only=True):
    """Add a year's days off and make-up days to every calendar that keeps holidays."""

    year: int
    days_off: tuple[date, ...]
    make_up_days: tuple[date, ...]
