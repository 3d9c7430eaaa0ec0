"""The runtime's own routes and reactors, for `main` to merge with those of the other rooms."""

from collections.abc import Callable
from typing import Final, get_args

import msgspec

from dujiang.engine import events as facts
from dujiang.runtime import commands, events
from dujiang.runtime.deciding.logbook import Vocabulary
from dujiang.runtime.deciding.routes import Reactors, Route, Routes
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.errands.handlers import errand_routes
from dujiang.runtime.errands.tables import TABLES as ERRAND_TABLES
from dujiang.runtime.instances import (
    incidents,
    job_repairs,
    jobs,
    messages,
    operating,
    running,
    timers,
)
from dujiang.runtime.instances.bulk import OperateMany, operate_many
from dujiang.runtime.instances.jobs import JobTypes
from dujiang.runtime.requests import INTERNAL, SIGNED_IN, Refused
from dujiang.runtime.tables import TABLES as OWN_TABLES
from dujiang.runtime.workers.handlers import WORK, worker_routes
from dujiang.runtime.workers.tables import TABLES as WORKER_TABLES
from dujiang.store import AnyTable

START: Final = "process.start"
OPERATE: Final = "instance.operate"
RETRY: Final = "incident.repair"
PUBLISH: Final = "message.publish"
TABLES: Final[tuple[AnyTable, ...]] = (*OWN_TABLES, *ERRAND_TABLES, *WORKER_TABLES)
PERMISSIONS: Final = (START, OPERATE, RETRY, PUBLISH, WORK)
ENGINE_FACTS: Final[tuple[type[msgspec.Struct], ...]] = get_args(facts.Fact)
"""For the vocabulary that reads the log."""
RUNTIME_FACTS: Final[tuple[type[msgspec.Struct], ...]] = (
    events.VariablesCorrected,
    events.JobEdited,
)
"""This room's own, for the same vocabulary."""


def runtime_routes(
    versions: running.Versions,
    starts: messages.MessageStarts,
    job_types: JobTypes,
    vocabulary: Callable[[], Vocabulary],
) -> Routes:
    """Every command of this room."""
    return {
        commands.StartProcess: Route(START, running.Starting(versions)),
        commands.Advance: Route(INTERNAL, running.advance, running.needs_instance),
        commands.LabelInstance: Route(INTERNAL, running.label),
        commands.TellCaller: Route(INTERNAL, running.tell_caller),
        commands.EndCalled: Route(INTERNAL, running.end_called),
        commands.ReportCancelled: Route(INTERNAL, running.report_cancelled),
        commands.OperateInstance: Route(OPERATE, operating.operate, running.needs_instance),
        commands.MigrateInstance: Route(
            OPERATE, operating.migrate_instance, operating.needs_of_migration
        ),
        OperateMany: Route(OPERATE, operate_many),
        commands.RetryIncident: Route(RETRY, incidents.retry_incident, incidents.needs_of_incident),
        job_repairs.EditJob: Route(RETRY, job_repairs.edit_job, job_repairs.needs_of_edit),
        job_repairs.AskForJob: Route(INTERNAL, job_repairs.ask_for_job),
        commands.FireTimer: Route(INTERNAL, timers.fire_timer, timers.needs_of_timer),
        commands.FireAlarm: Route(INTERNAL, timers.FiringAlarms(vocabulary)),
        commands.FinishJob: Route(INTERNAL, jobs.FinishingJobs(job_types), jobs.needs_of_job),
        commands.PublishMessage: Route(
            PUBLISH, messages.PublishingMessages(starts), messages.needs_of_message
        ),
        commands.MatchEarlyMessage: Route(INTERNAL, messages.match_early),
        commands.HearSignal: Route(INTERNAL, messages.hear_signal, messages.needs_of_hearing),
        commands.BroadcastSignal: Route(PUBLISH, messages.BroadcastingSignals(starts)),
        commands.NoteRefusal: Route(SIGNED_IN, _note_refusal),
        **errand_routes(),
        **worker_routes(job_types),
    }


def _note_refusal(command: commands.NoteRefusal, work: Work) -> Refused:
    """Nothing happens; a refused request leaves its line in the audit trail by itself."""
    return Refused(command.code, 403)


RUNTIME_REACTORS: Final[Reactors] = {
    facts.TimerScheduled: (timers.set_timer,),
    facts.TimerFired: (timers.drop_timer,),
    facts.TimerCancelled: (timers.drop_timer,),
    facts.InstanceSuspended: (
        timers.hold_back,
        jobs.hold_jobs,
        operating.hold_called,
    ),
    facts.InstanceResumed: (
        timers.let_go,
        jobs.release_jobs,
        messages.catch_up,
        operating.hold_called,
    ),
    facts.InstanceMigrated: (operating.rename_elements,),
    facts.JobCreated: (jobs.open_job,),
    facts.JobCancelled: (jobs.cancel_job,),
    facts.IncidentRaised: (incidents.raise_incident,),
    facts.IncidentResolved: (incidents.resolve_incident,),
    facts.ElementTerminated: (incidents.forget_incident_of,),
    facts.InstanceCancelled: (incidents.forget_incidents, running.report_to_caller),
    facts.InstanceCompleted: (running.answer_caller,),
    facts.SubscriptionOpened: (messages.open_subscription,),
    facts.SubscriptionClosed: (messages.close_subscription,),
    facts.MessageThrown: (messages.send_message,),
    facts.SignalThrown: (messages.send_signal,),
    facts.ErrorThrown: (running.fail_caller,),
    facts.EscalationThrown: (running.escalate_to_caller,),
    facts.ProcessCalled: (running.start_called,),
    facts.CalledProcessCancelled: (running.cancel_called,),
}
