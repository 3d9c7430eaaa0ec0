"""Jobs as the server gives them."""

from datetime import datetime

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One attempt at one job. Ask for it by a parameter with this annotation."""

    id: str
    attempt: int
    """1 for the first."""
    job_type: str
    inputs: dict[str, msgspec.Raw]
    """Each as JSON text; handlers get them by the annotations of their parameters."""
    idempotency_key: str
    """The same in all attempts."""
    instance_id: str | None
    element_id: str
    lease_until: datetime
    deadline_at: datetime | None


class LeasedJobs(msgspec.Struct, frozen=True):
    """The server's answer to a fetch."""

    jobs: list[Job]
