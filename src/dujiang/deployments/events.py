"""What can have happened in this room."""

from datetime import datetime

import msgspec


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    pass


class DraftSaved(_Fact, frozen=True, kw_only=True):
    """A draft was kept."""

    process_key: str
    revision: int


class DraftDiscarded(_Fact, frozen=True, kw_only=True):
    """A draft was thrown away."""

    process_key: str


class ProcessDeployed(_Fact, frozen=True, kw_only=True):
    """A version exists and is in force."""

    process_key: str
    version_id: int
    version: int


class VersionPutInForce(_Fact, frozen=True, kw_only=True):
    """An earlier version is in force again."""

    process_key: str
    version_id: int


class StartableSet(_Fact, frozen=True, kw_only=True):
    """The process can, or can no longer, be started."""

    process_key: str
    is_startable: bool


class DecisionDeployed(_Fact, frozen=True, kw_only=True):
    """A version of a decision model exists and will be in force."""

    key: str
    version: int
    effective_from: datetime


class DecisionWithdrawn(_Fact, frozen=True, kw_only=True):
    """A version that had not come into force yet never will."""

    key: str
    version: int


class DecisionDraftSaved(_Fact, frozen=True, kw_only=True):
    """A draft of a decision model was kept."""

    key: str
    revision: int


class DecisionDraftDiscarded(_Fact, frozen=True, kw_only=True):
    """A draft of a decision model was thrown away."""

    key: str


class DecisionCaseSaved(_Fact, frozen=True, kw_only=True):
    """A test case of a decision model was added or changed."""

    key: str
    case_id: int


class DecisionCaseDeleted(_Fact, frozen=True, kw_only=True):
    """A test case of a decision model was removed."""

    key: str
    case_id: int


class CalendarChanged(_Fact, frozen=True, kw_only=True):
    """A calendar has other hours or days: due times that were reckoned with it move."""

    key: str
    published_until: int | None = None
