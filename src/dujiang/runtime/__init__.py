"""The machinery around the pure engine: one door for commands, timers, jobs, messages, recovery.

Deliberately unknown here: BPMN element kinds, approvals, connectors. Routes, reactors and job
handlers are plugged in by `dujiang.main`.
"""

from dujiang.runtime.clockwork import Clockwork
from dujiang.runtime.commands import (
    Advance,
    BroadcastSignal,
    FinishJob,
    JobDone,
    JobError,
    JobFailed,
    JobOutcome,
    LabelInstance,
    OperateInstance,
    PublishMessage,
    RetryIncident,
    StartProcess,
)
from dujiang.runtime.deciding import LogEntry
from dujiang.runtime.dispatcher import Dispatcher
from dujiang.runtime.duties import Duties, Duty
from dujiang.runtime.errands.commands import (
    BeginErrand,
    ErrandDone,
    ErrandFailed,
    ErrandOutcome,
    ErrandStopped,
    StopErrand,
)
from dujiang.runtime.errands.events import ErrandBegun, ErrandEnded
from dujiang.runtime.errands.read import (
    failure_values_of,
    find_errand,
    list_errands,
    result_of,
    title_values_of,
)
from dujiang.runtime.errands.tables import ErrandRow, ErrandState
from dujiang.runtime.errands.working import (
    Errand,
    ErrandHandler,
    ErrandKinds,
    Errands,
    Progress,
)
from dujiang.runtime.housekeeping import Pruning, Sealing
from dujiang.runtime.inbox import LoopSink
from dujiang.runtime.instances import Versions
from dujiang.runtime.jobs import Job, JobHandler, JobType, JobTypes, was_taken
from dujiang.runtime.logbook import Vocabulary, entries_of, read_log
from dujiang.runtime.messages import MessageStarts
from dujiang.runtime.metrics import Metrics
from dujiang.runtime.outbox import Outbox
from dujiang.runtime.plugging import (
    ENGINE_FACTS,
    PERMISSIONS,
    RUNTIME_REACTORS,
    TABLES,
    runtime_routes,
)
from dujiang.runtime.read import (
    IncidentFilter,
    IncidentView,
    JobView,
    LoggedRequest,
    RunningCounts,
    Trail,
    Visited,
    count_by_version,
    count_incidents,
    count_running,
    find_incident,
    find_instance,
    gather_instances,
    list_incidents,
    list_jobs,
    list_log,
    load_instance_state,
    load_trail,
    read_trail,
)
from dujiang.runtime.requests import (
    INTERNAL,
    PUBLIC,
    SIGNED_IN,
    SYSTEM,
    Actor,
    Answer,
    Handled,
    Known,
    Needs,
    Outcome,
    Refused,
    Request,
)
from dujiang.runtime.retries import BRIEF, ONCE, PEER, RetrySchedule
from dujiang.runtime.routes import (
    AnyRoute,
    Reactors,
    Route,
    Routes,
    merge_reactors,
    merge_routes,
)
from dujiang.runtime.tables import InstanceRow
from dujiang.runtime.work import FactContext, Programs, Work

__all__ = [
    "BRIEF",
    "ENGINE_FACTS",
    "INTERNAL",
    "ONCE",
    "PEER",
    "PERMISSIONS",
    "PUBLIC",
    "RUNTIME_REACTORS",
    "SIGNED_IN",
    "SYSTEM",
    "TABLES",
    "Actor",
    "Advance",
    "Answer",
    "AnyRoute",
    "BeginErrand",
    "BroadcastSignal",
    "Clockwork",
    "Dispatcher",
    "Duties",
    "Duty",
    "Errand",
    "ErrandBegun",
    "ErrandDone",
    "ErrandEnded",
    "ErrandFailed",
    "ErrandHandler",
    "ErrandKinds",
    "ErrandOutcome",
    "ErrandRow",
    "ErrandState",
    "ErrandStopped",
    "Errands",
    "FactContext",
    "FinishJob",
    "Handled",
    "IncidentFilter",
    "IncidentView",
    "InstanceRow",
    "Job",
    "JobDone",
    "JobError",
    "JobFailed",
    "JobHandler",
    "JobOutcome",
    "JobType",
    "JobTypes",
    "JobView",
    "Known",
    "LabelInstance",
    "LogEntry",
    "LoggedRequest",
    "LoopSink",
    "MessageStarts",
    "Metrics",
    "Needs",
    "OperateInstance",
    "Outbox",
    "Outcome",
    "Programs",
    "Progress",
    "Pruning",
    "PublishMessage",
    "Reactors",
    "Refused",
    "Request",
    "RetryIncident",
    "RetrySchedule",
    "Route",
    "Routes",
    "RunningCounts",
    "Sealing",
    "StartProcess",
    "StopErrand",
    "Trail",
    "Versions",
    "Visited",
    "Vocabulary",
    "Work",
    "count_by_version",
    "count_incidents",
    "count_running",
    "entries_of",
    "failure_values_of",
    "find_errand",
    "find_incident",
    "find_instance",
    "gather_instances",
    "list_errands",
    "list_incidents",
    "list_jobs",
    "list_log",
    "load_instance_state",
    "load_trail",
    "merge_reactors",
    "merge_routes",
    "read_log",
    "read_trail",
    "result_of",
    "runtime_routes",
    "title_values_of",
    "was_taken",
]
