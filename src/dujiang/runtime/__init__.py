"""The machinery around the pure engine: one door for commands, timers, jobs, messages, recovery.

Deliberately unknown here: BPMN element kinds, approvals, connectors. Routes, reactors and job
handlers are plugged in by `dujiang.main`.
"""

from dujiang.runtime.deciding import LogEntry
from dujiang.runtime.dispatcher import Dispatcher
from dujiang.runtime.inbox import LoopSink
from dujiang.runtime.logbook import Vocabulary, read_log
from dujiang.runtime.metrics import Metrics
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
from dujiang.runtime.routes import (
    AnyRoute,
    Reactors,
    Route,
    Routes,
    merge_reactors,
    merge_routes,
)
from dujiang.runtime.tables import TABLES, InstanceRow
from dujiang.runtime.work import FactContext, Programs, Work

__all__ = [
    "INTERNAL",
    "PUBLIC",
    "SIGNED_IN",
    "SYSTEM",
    "TABLES",
    "Actor",
    "Answer",
    "AnyRoute",
    "Dispatcher",
    "FactContext",
    "Handled",
    "InstanceRow",
    "Known",
    "LogEntry",
    "LoopSink",
    "Metrics",
    "Needs",
    "Outcome",
    "Programs",
    "Reactors",
    "Refused",
    "Request",
    "Route",
    "Routes",
    "Vocabulary",
    "Work",
    "merge_reactors",
    "merge_routes",
    "read_log",
]
