"""What workers say through the door."""

import msgspec

from dujiang.runtime.commands import JobOutcome


class WorkerCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A job that the caller holds: its id, and the attempt that the lease was given for.

    `among` are the only job types that the caller may touch; empty means every one that no
    connector of ours does.
    """

    job_id: int
    attempt: int
    among: tuple[str, ...] = ()


class ReportJob(WorkerCommand, frozen=True):
    """What came of the attempt."""

    outcome: JobOutcome


class ExtendJob(WorkerCommand, frozen=True):
    """A heart-beat: the lease lasts so many seconds from now. Answer: `{"lease_until": at}`."""

    lease_s: int


class ReturnJob(WorkerCommand, frozen=True):
    """The job goes back undone, for anybody after so many seconds; the attempt does not count."""

    after_s: int = 0


class NoteWorker(msgspec.Struct, frozen=True, kw_only=True):
    """A worker has asked for jobs of these types; for the operators, now and then."""

    worker: str
    job_types: tuple[str, ...]
