"""Rows of running instances and of the door itself."""

from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.store import AnyTable, Check, Claim, Table

InstanceState: TypeAlias = Literal["ACTIVE", "SUSPENDED", "COMPLETED", "CANCELLED"]
JobState: TypeAlias = Literal["WAITING", "HELD", "FAILED"]


class InstanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One process instance: what lists show, and the head of its engine state."""

    shard: int
    id: int
    process_key: str
    version_id: int
    state: InstanceState
    outcome: str = ""
    """Why it ended, as the process or the people said: approved, rejected, withdrawn..."""
    number: str = ""
    title: str = ""
    initiator_id: int = 0
    """0: started by the system, a peer or the public."""
    department_id: int = 0
    started_at: datetime
    ended_at: datetime | None = None
    incident_count: int = 0
    parent_id: int = 0
    """The instance whose call activity started this one; 0 for none."""
    parent_key: int = 0
    """The element instance of that call activity."""
    head: bytes
    root: bytes = b""
    """The scope of the process itself, encoded: nearly every step changes it, as it does this row.
    """
    has_scopes: bool = False
    """Whether there are scopes inside, as rows of `scope`."""
    revision: int = 0


INSTANCE: Final = Table(
    "instance",
    InstanceRow,
    key=("shard", "id"),
    indexes={"by_parent": ("shard", "parent_id")},
    secondary={
        "newest": ("id",),
        "process": ("process_key", "id"),
        "running": ("version_id",),
    },
    revision="revision",
    sparse={"by_parent": ("parent_id", "<> 0"), "running": ("ended_at", "IS NULL")},
    fill_percent=70,
)


class ScopeRow(msgspec.Struct, frozen=True):
    """One scope inside an instance (engine `Scope`), encoded; the process's own is in its row."""

    shard: int
    instance_id: int
    key: int
    body: bytes


SCOPE: Final = Table(
    "scope",
    ScopeRow,
    key=("shard", "instance_id", "key"),
    indexes={"by_instance": ("shard", "instance_id")},
)


class LogRow(msgspec.Struct, frozen=True):
    """One accepted request, as far as one instance is concerned: its commands and their facts.

    `instance_id` 0 holds requests that belong to no instance. `body` is read by
    `dujiang.runtime.deciding.logbook`.
    """

    shard: int
    id: int
    instance_id: int
    revision: int
    """Of the instance, after the request."""
    at: datetime
    actor_id: int
    command: str
    body: bytes


LOG: Final = Table(
    "log",
    LogRow,
    key=("shard", "id"),
    indexes={"by_instance": ("shard", "instance_id")},
)


class TimerRow(msgspec.Struct, frozen=True):
    """A timer of an instance's state: `TriggerTimer(key)` is due."""

    shard: int
    instance_id: int
    key: int
    element_id: str
    due_at: datetime
    wake_at: datetime | None
    """When it is looked at next: due, or the end of a lease; null while its instance is held."""


TIMER: Final = Table(
    "timer",
    TimerRow,
    key=("shard", "instance_id", "key"),
    indexes={"by_instance": ("shard", "instance_id")},
    secondary={"wake": ("wake_at",)},
)


class AlarmRow(msgspec.Struct, frozen=True):
    """A command that another room wants to be given at an instant."""

    shard: int
    id: int
    instance_id: int
    """0 where it belongs to no instance."""
    kind: str
    """The room's name for it, such as `item.deadline`."""
    ref: int
    """What the room finds it again by."""
    due_at: datetime
    wake_at: datetime | None
    """When it is looked at next: due, or the end of a lease; null while its instance is held."""
    payload: bytes
    """The command, encoded with its name."""


ALARM: Final = Table(
    "alarm",
    AlarmRow,
    key=("shard", "id"),
    indexes={
        "by_instance": ("shard", "instance_id"),
        "by_ref": ("shard", "kind", "ref"),
    },
    secondary={"wake": ("wake_at",)},
)
DUE_ALARMS: Final = Claim(ALARM, wake="wake_at")
DUE_TIMERS: Final = Claim(TIMER, wake="wake_at")


class JobRow(msgspec.Struct, frozen=True, kw_only=True):
    """Work asked of a machine: written with the state, done after the commit (outbox)."""

    shard: int
    id: int
    instance_id: int
    """0 for jobs that another room asked for outside any instance."""
    key: int
    """Element instance that waits for the outcome."""
    element_id: str
    job_type: str
    queue: str = ""
    """Job type and connection, see `queue_of`: jobs of one queue wait for each other."""
    state: JobState
    created_at: datetime
    wake_at: datetime | None
    """Next attempt, or the end of a lease; null while failed or held."""
    deadline_at: datetime | None = None
    """After this instant a failed attempt is the last one."""
    attempts: int = 0
    spent: int = 0
    """Attempts that were used up before an operator gave the job new ones."""
    retries: str = ""
    """Name of the retry schedule; empty: the job type's own."""
    idempotency_key: str
    """What the receiver is told; stays the same through all retries."""
    inputs: bytes
    """Encoded variables."""
    code: str = ""
    """Why the last attempt failed."""
    detail: bytes = b""
    """Encoded values for the words of `code`."""
    edited: bytes = b""
    """Encoded inputs that an operator has set in place of those that the model gives."""
    outcome: bytes = b""
    """What came back while the instance was suspended; worked off when it resumes."""
    running: int = 0
    """1 while an attempt of ours runs that counts against its connection, at most to `wake_at`."""


JOB: Final = Table(
    "job",
    JobRow,
    key=("shard", "id"),
    indexes={"by_instance": ("shard", "instance_id"), "by_running": ("running",)},
    secondary={
        "wake": ("wake_at",),
        "state": ("state", "created_at"),
        "queue": ("queue", "wake_at"),
    },
    sparse={"by_running": ("running", "<> 0")},
    checks=(Check("attempts_count_up", "attempts >= 0"),),
)
DUE_JOBS: Final = Claim(JOB, wake="wake_at", among="job_type", attempts="attempts")
DUE_IN_QUEUES: Final = Claim(JOB, wake="wake_at", among="queue", attempts="attempts")


class PaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """How fast jobs of one connection may begin; whoever claims them holds this row meanwhile."""

    connection: str
    free_at: datetime
    """When the next job would begin if they all kept exactly to the rate."""


PACE: Final = Table("job_pace", PaceRow, key=("connection",))


class SubscriptionRow(msgspec.Struct, frozen=True):
    """A message or signal that an instance waits for."""

    shard: int
    instance_id: int
    key: int
    element_id: str
    kind: Literal["message", "signal"]
    address: str
    """`name` and correlation of a message (see `messages.address_of`), name of a signal."""
    process_key: str
    opened_at: datetime


SUBSCRIPTION: Final = Table(
    "subscription",
    SubscriptionRow,
    key=("shard", "instance_id", "key"),
    indexes={
        "by_instance": ("shard", "instance_id"),
        "by_address": ("kind", "address"),
    },
)


class EarlyMessageRow(msgspec.Struct, frozen=True):
    """A message that came before anybody waited for it; delivered or dropped at `until`."""

    shard: int
    id: int
    address: str
    name: str
    until: datetime
    variables: bytes


EARLY_MESSAGE: Final = Table(
    "early_message",
    EarlyMessageRow,
    key=("shard", "id"),
    indexes={"by_address": ("address",)},
    secondary={"until": ("until",)},
)


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An element instance that stands still until somebody repairs it（异常）."""

    shard: int
    id: int
    instance_id: int
    key: int
    element_id: str
    code: str
    params: bytes
    """Encoded values for the words of `code`."""
    raised_at: datetime
    resolved_at: datetime | None = None
    job_id: int = 0
    """The job whose retries are used up; 0 for none."""


INCIDENT: Final = Table(
    "incident",
    IncidentRow,
    key=("shard", "id"),
    indexes={"by_instance": ("shard", "instance_id")},
    secondary={"open": ("resolved_at", "raised_at")},
)


class ReceiptRow(msgspec.Struct, frozen=True):
    """The answer to a request, kept so that a repeat gets the same one."""

    shard: int
    actor_id: int
    key: str
    at: datetime
    digest: bytes
    """Of the command: the same key for another command is refused."""
    answer: bytes


RECEIPT: Final = Table(
    "receipt", ReceiptRow, key=("shard", "actor_id", "key"), secondary={"at": ("at",)}
)


class NodeRow(msgspec.Struct, frozen=True):
    """One running process of this program: its number in ids, and how far its ids have come.

    Written with every batch. `batch` tells, after a connection was lost during a commit, whether
    that commit has happened.
    """

    node: int
    owner: str
    """Random text of the process that holds the number; empty when it is free."""
    lease_until: datetime
    mark_ms: int
    batch: int


NODE: Final = Table("node", NodeRow, key=("node",), revision="batch")


TABLES: Final[tuple[AnyTable, ...]] = (
    INSTANCE,
    SCOPE,
    LOG,
    TIMER,
    ALARM,
    JOB,
    PACE,
    SUBSCRIPTION,
    EARLY_MESSAGE,
    INCIDENT,
    RECEIPT,
    NODE,
)
