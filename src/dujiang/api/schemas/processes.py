"""What process owners see and change: processes, versions, drafts, lint, deployments."""

from typing import Annotated, Any, Literal

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Out, Person, Text

MAX_MODEL_CHARS = 5_000_000

Xml = Annotated[str, msgspec.Meta(max_length=MAX_MODEL_CHARS)]


class ProcessRow(Out, frozen=True):
    """A process in the list of its owners."""

    key: str
    name: str
    category: str
    version: int | None
    version_id: str | None
    deployed_at: Instant | None
    owner: Person | None
    running_count: int
    overdue_count: int
    incident_count: int
    has_draft: bool


class ProcessList(Out, frozen=True):
    """All processes that I may see."""

    items: list[ProcessRow]


class ProcessDetail(Out, frozen=True):
    """One process."""

    key: str
    name: str
    category: str
    description: str
    owner: Person | None
    version: int | None
    version_id: str | None
    running_count: int
    draft_saved_at: Instant | None
    may_design: bool
    may_deploy: bool


class VersionRow(Out, frozen=True):
    """A version that was deployed."""

    id: str
    version: int
    version_tag: str
    deployed_at: Instant
    deployed_by: Person | None
    note: str
    running_count: int
    is_current: bool


class VersionList(Out, frozen=True):
    """The versions of a process, newest first."""

    items: list[VersionRow]


class VersionDetail(Out, frozen=True):
    """A version with its documents."""

    id: str
    process_key: str
    name: str
    version: int
    xml: str
    forms: dict[str, Any]
    decisions: dict[str, str]
    deployed_at: Instant
    deployed_by: Person | None
    note: str
    is_current: bool


class DraftDocument(In, frozen=True):
    """A draft as the designer saves it."""

    xml: Xml
    forms: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    decisions: dict[str, Xml] = msgspec.field(default_factory=dict)


class Draft(Out, frozen=True):
    """A draft as the designer opens it; `revision` is also its ETag."""

    process_key: str
    name: str
    xml: str
    forms: dict[str, Any]
    decisions: dict[str, str]
    based_on_version: int | None
    saved_at: Instant | None
    saved_by: Person | None
    revision: int


class LintRequest(In, frozen=True):
    """A model to be checked."""

    xml: Xml
    forms: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    decisions: dict[str, Xml] = msgspec.field(default_factory=dict)


class LintProblem(Out, frozen=True):
    """Something wrong with a model, at an element; `fix` names a correction we can apply."""

    code: str
    element_id: str
    severity: Literal["error", "warning", "hint"]
    detail: str
    params: dict[str, Any]
    fix: str | None


class LintReport(Out, frozen=True):
    """What is wrong with a model; errors prevent deploying."""

    problems: list[LintProblem]


class DeployRequest(In, frozen=True):
    """Deploy the draft; `revision` is the draft's as the owner saw it."""

    revision: int
    note: Text = ""


class Deployed(Out, frozen=True):
    """The version that now is in force."""

    version_id: str
    version: int
    problems: list[LintProblem]


class IncidentCause(Out, frozen=True):
    """What stopped it. Incidents with the same key go on with the same repair."""

    key: str
    kind: Literal["connection", "people", "data"]
    title: str
    connection: str | None
    """The system that did not do what it was asked."""


class IncidentRow(Out, frozen=True):
    """Something that stopped and needs an operator."""

    id: str
    at: Instant
    code: str
    detail: str
    instance_id: str
    number: str
    title: str
    process_key: str
    process_name: str
    element_id: str
    element_name: str
    version: int
    attempts: int
    cause: IncidentCause
    may_retry: bool
    may_operate: bool
    """Whether I may look inside the instance and repair it there."""


class IncidentCounts(Out, frozen=True):
    """How the processes stand that I may see."""

    failed: int
    stuck: int
    """Items that nobody can act on, or that have escalated to the top."""
    overdue: int
    running: int


class IncidentsQuery(In, frozen=True):
    """Filters of the list of incidents."""

    process: Line = ""
    code: Line = ""
    cursor: Line = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 30


class IncidentList(Out, frozen=True):
    """A page of open incidents, newest first."""

    items: list[IncidentRow]
    next_cursor: str | None
    open_count: int
    counts: IncidentCounts


class JobRow(Out, frozen=True):
    """A job or a delivery that waits, runs or has failed."""

    id: str
    kind: str
    state: str
    instance_id: str | None
    element_id: str
    attempts: int
    next_at: Instant | None
    last_error: str | None


class JobsQuery(In, frozen=True):
    """Where the list of jobs goes on."""

    state: Line = ""
    cursor: Line = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 30


class JobList(Out, frozen=True):
    """A page of jobs."""

    items: list[JobRow]
    next_cursor: str | None
