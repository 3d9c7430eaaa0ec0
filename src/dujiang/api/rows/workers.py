"""External workers: they fetch jobs, and say what came of them."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import workers
from dujiang.api.schemas.common import Nothing

ROWS: Final = (
    Endpoint(
        operation="fetchAndLock", method="POST", path="/workers/fetch-and-lock",
        permission="job.work", tag="workers",
        says="Due jobs of these types, leased to the worker; waits when there are none.",
        takes=workers.FetchJobs, answers=workers.LeasedJobs,
    ),
    Endpoint(
        operation="completeJob", method="POST", path="/workers/jobs/{job_id}/complete",
        permission="job.work", tag="workers",
        says="A job is done; its instance goes on.",
        takes=workers.JobDone, answers=Nothing,
    ),
    Endpoint(
        operation="failJob", method="POST", path="/workers/jobs/{job_id}/fail",
        permission="job.work", tag="workers",
        says="An attempt has failed; the last one makes an incident.",
        takes=workers.JobFailed, answers=Nothing,
    ),
    Endpoint(
        operation="throwJobError", method="POST", path="/workers/jobs/{job_id}/error",
        permission="job.work", tag="workers",
        says="The outcome is a BPMN error.",
        takes=workers.JobError, answers=Nothing,
    ),
    Endpoint(
        operation="extendJob", method="POST", path="/workers/jobs/{job_id}/extend",
        permission="job.work", tag="workers",
        says="A heart-beat: the lease lasts longer.",
        takes=workers.JobExtended, answers=workers.Lease,
    ),
    Endpoint(
        operation="returnJob", method="POST", path="/workers/jobs/{job_id}/return",
        permission="job.work", tag="workers",
        says="Give a job back undone; the attempt does not count.",
        takes=workers.JobReturned, answers=Nothing,
    ),
    Endpoint(
        operation="listWorkers", method="GET", path="/workers",
        permission="incident.read", tag="workers",
        says="Types of jobs that workers do: how many wait, and who asks for them.",
        answers=workers.WorkersView,
    ),
)  # fmt: skip
