"""What was deployed, and what is being worked on. Small and read everywhere: no shard in the keys
(on Citus these are reference tables)."""

from datetime import date, datetime
from typing import Final

import msgspec

from dujiang.store import AnyTable, Table, Unique


class ProcessRow(msgspec.Struct, frozen=True, kw_only=True):
    """A process definition: what lists and the catalogue show, and which version is in force."""

    key: str
    name: str
    name_en: str = ""
    category: str = ""
    description: str = ""
    description_en: str = ""
    icon: str = ""
    owner: str = ""
    """`role:x` or `user:login`, as the model says."""
    version_id: int = 0
    """In force; 0 before the first deployment and after it was taken out of the catalogue."""
    version: int = 0
    """The highest number given so far."""
    is_startable: bool = True
    revision: int = 0


PROCESS: Final = Table("process", ProcessRow, key=("key",), revision="revision")


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a process. Never changed: running instances rely on it."""

    id: int
    process_key: str
    version: int
    version_tag: str = ""
    xml: bytes
    forms: bytes
    """JSON: key -> schema."""
    decisions: bytes
    """JSON: key -> DMN XML, as deployed with this version."""
    digest: bytes
    """Of everything above: the same package again is no new version."""
    note: str = ""
    deployed_at: datetime
    deployed_by: int = 0


VERSION: Final = Table(
    "process_version",
    VersionRow,
    key=("id",),
    indexes={"by_process": ("process_key",), "by_tag": ("process_key", "version_tag")},
    unique=(Unique("numbered_once", ("process_key", "version"), "deployments.version.taken"),),
)


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a decision model; in force from `effective_from` until the next one is."""

    id: int
    key: str
    version: int
    name: str
    xml: bytes
    digest: bytes
    effective_from: datetime
    note: str = ""
    deployed_at: datetime
    deployed_by: int = 0
    withdrawn_at: datetime | None = None
    """When it was taken back, before it came into force; it then never counts."""


DECISION: Final = Table(
    "decision_version",
    DecisionRow,
    key=("id",),
    indexes={"by_key": ("key",)},
    unique=(Unique("decision_numbered_once", ("key", "version"), "deployments.version.taken"),),
)


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """A process as its owner is editing it."""

    process_key: str
    name: str
    xml: bytes
    forms: bytes
    decisions: bytes
    based_on_version: int = 0
    saved_at: datetime
    saved_by: int = 0
    revision: int = 0


DRAFT: Final = Table("process_draft", DraftRow, key=("process_key",), revision="revision")


class DecisionDraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """A decision model as its author is editing it."""

    key: str
    name: str
    xml: bytes
    based_on_version: int = 0
    saved_at: datetime
    saved_by: int = 0
    revision: int = 0


DECISION_DRAFT: Final = Table("decision_draft", DecisionDraftRow, key=("key",), revision="revision")


class DecisionCaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A test case that belongs to a decision model: inputs and what should come out, as FEEL."""

    id: int
    key: str
    decision: str
    """Id of the decision inside the model."""
    name: str
    inputs: bytes
    """JSON: name -> FEEL text."""
    expected: str
    saved_at: datetime
    saved_by: int = 0


DECISION_CASE: Final = Table(
    "decision_case", DecisionCaseRow, key=("id",), indexes={"by_model": ("key",)}
)


class DecisionUseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One evaluation by a running instance: with which inputs, which rules matched, what came out.

    Written once, beside the fact; read to count hits and to try a changed model on what was.
    """

    shard: int
    id: int
    instance_id: int
    element_id: str
    key: str
    """Of the decision model."""
    version: int
    decision: str
    """Id of the decision that was asked for."""
    at: datetime
    inputs: bytes
    """Encoded typed value: name -> value of the model's input data."""
    value: bytes
    """Encoded typed value."""
    rules: bytes
    """JSON: id of a table -> ids of its rules that matched."""
    is_counted: bool = False


DECISION_USE: Final = Table(
    "decision_use",
    DecisionUseRow,
    key=("shard", "id"),
    indexes={"by_instance": ("shard", "instance_id")},
    secondary={"model": ("key", "at"), "uncounted": ("is_counted", "at"), "old": ("at",)},
)


class DecisionHitRow(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule matched on one day (UTC); the empty rule counts looks into the table."""

    key: str
    version: int
    table_id: str
    rule_id: str
    on: date
    hits: int


DECISION_HIT: Final = Table(
    "decision_hit", DecisionHitRow, key=("key", "version", "table_id", "rule_id", "on")
)


class CalendarRow(msgspec.Struct, frozen=True, kw_only=True):
    """A working calendar, encoded."""

    key: str
    body: bytes
    changed_at: datetime
    changed_by: int = 0
    revision: int = 0


CALENDAR: Final = Table("calendar", CalendarRow, key=("key",), revision="revision")


class CatalogueVersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """Counts changes of everything above, so that other nodes notice."""

    id: int
    version: int


CATALOGUE_VERSION: Final = Table("catalogue_version", CatalogueVersionRow, key=("id",))


class ClockStartRow(msgspec.Struct, frozen=True, kw_only=True):
    """The clock has started a process for this instant: never again, on no node."""

    process_key: str
    element_id: str
    due_at: datetime
    started_at: datetime


CLOCK_START: Final = Table(
    "clock_start", ClockStartRow, key=("process_key", "element_id", "due_at")
)

TABLES: Final[tuple[AnyTable, ...]] = (
    CLOCK_START,
    PROCESS,
    VERSION,
    DECISION,
    DECISION_DRAFT,
    DECISION_CASE,
    DECISION_USE,
    DECISION_HIT,
    DRAFT,
    CALENDAR,
    CATALOGUE_VERSION,
)
