"""Workers for Dujiang: functions that do the service tasks of its processes.

A function is given a job's inputs and answers with its results; leases, heart-beats, repeats and
stopping are done here. Every job is done at least once: `Job.idempotency_key` stays the same in
all attempts, so that whatever the function calls can tell a repeat.
"""

from dujiang_worker.errors import BpmnError, GiveUp, NotAllowed, RetryLater
from dujiang_worker.handlers import Handler, worker
from dujiang_worker.jobs import Job
from dujiang_worker.logs import JsonLines
from dujiang_worker.running import Worker, run

__all__ = [
    "BpmnError",
    "GiveUp",
    "Handler",
    "Job",
    "JsonLines",
    "NotAllowed",
    "RetryLater",
    "Worker",
    "run",
    "worker",
]
