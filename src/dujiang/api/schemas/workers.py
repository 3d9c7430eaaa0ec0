"""What workers send and get."""

from typing import Annotated, Any

import msgspec

from dujiang.api.schemas.common import In, Instant, Line, Out, Values

MAX_LEASE_S = 3_600
MAX_WAIT_S = 60
JobTypeName = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^\S+$")]
Attempt = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class FetchJobs(In, frozen=True):
    """A worker asks for no more jobs than it can do at once."""

    worker: Line
    """The worker's own name, for operators."""
    job_types: Annotated[list[JobTypeName], msgspec.Meta(min_length=1, max_length=50)]
    max_jobs: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    lease_s: Annotated[int, msgspec.Meta(ge=1, le=MAX_LEASE_S)] = 60
    """So long the jobs are the worker's alone; a heart-beat lengthens it."""
    wait_s: Annotated[int, msgspec.Meta(ge=0, le=MAX_WAIT_S)] = 0
    """How long to wait for a job when there is none."""


class LeasedJob(Out, frozen=True):
    """A job as its worker gets it. `id` and `attempt` together are the lease."""

    id: str
    attempt: int
    """1 for the first; the work may have been begun, or done, by an earlier one."""
    job_type: str
    inputs: dict[str, Any]
    """Numbers as JSON numbers, dates, instants and durations as ISO 8601 text."""
    idempotency_key: str
    """The same in all attempts: what the worker calls can tell a repeat by it."""
    instance_id: str | None
    element_id: str
    lease_until: Instant
    deadline_at: Instant | None
    """After this instant a failed attempt is the last one."""


class LeasedJobs(Out, frozen=True):
    """The jobs that the worker has now."""

    jobs: list[LeasedJob]


class JobDone(In, frozen=True):
    """The job is done."""

    attempt: Attempt
    variables: Values = msgspec.field(default_factory=dict)
    """Its results, for the model's output mappings."""


class JobFailed(In, frozen=True):
    """The attempt has failed; the job is tried again while it has tries left."""

    attempt: Attempt
    message: Annotated[str, msgspec.Meta(max_length=2_000)]
    """Why, for whoever repairs it."""
    may_retry: bool = True
    """False when repeating cannot help: an incident at once."""
    retry_after_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None
    """Not before so many seconds."""


class JobError(In, frozen=True):
    """The outcome is a BPMN error, which the model may catch."""

    attempt: Attempt
    error_code: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    variables: Values = msgspec.field(default_factory=dict)


class JobExtended(In, frozen=True):
    """A heart-beat: still at it."""

    attempt: Attempt
    lease_s: Annotated[int, msgspec.Meta(ge=1, le=MAX_LEASE_S)] = 60


class Lease(Out, frozen=True):
    """Until when the job is the worker's alone."""

    lease_until: Instant


class JobReturned(In, frozen=True):
    """The worker gives the job back undone; the attempt does not count."""

    attempt: Attempt
    after_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 0
    """Nobody gets it before so many seconds."""


class Worker(Out, frozen=True):
    """A worker that has asked for jobs."""

    name: str
    person: str
    """Whose token it comes with."""
    last_asked_at: Instant


class JobTypeState(Out, frozen=True):
    """Jobs of one type that no connector of ours does, and who asks for them."""

    job_type: str
    waiting: int
    """For the taking now."""
    oldest_at: Instant | None
    held: int
    """Leased, or waiting for their next attempt."""
    workers: list[Worker]
    """Empty when nobody has ever asked."""


class WorkersView(Out, frozen=True):
    """How it stands with the jobs that workers do."""

    items: list[JobTypeState]
