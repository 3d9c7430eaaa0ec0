"""Which command is served by whom, and who may ask for it."""

from typing import Final

import msgspec

from dujiang.approvals import commands as c
from dujiang.approvals import events as ev
from dujiang.approvals.cases.office import Office
from dujiang.approvals.people.absences import Absences
from dujiang.approvals.people.handover import Handover
from dujiang.approvals.people.staffing import Staffing
from dujiang.approvals.requests.recounting import Recounting
from dujiang.approvals.requests.requests import Requests, needs_of_instance
from dujiang.approvals.requests.revoking import Revoking
from dujiang.approvals.requests.scheduled import Scheduled
from dujiang.approvals.requests.starting import Starting
from dujiang.approvals.tasks.deciding import Deciding, needs_of_item
from dujiang.approvals.tasks.ringing import Ringing
from dujiang.approvals.tasks.tasks import cancel_task, open_task
from dujiang.approvals.tasks.telling import Telling
from dujiang.deployments import StartByMessage, StartEach
from dujiang.runtime import INTERNAL, AnyRoute, Handled, Outcome, Route, Work


def approval_routes(office: Office) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    deciding, requests, starting = Deciding(office), Requests(office), Starting(office)
    ringing, absences, tasks = Ringing(office), Absences(office), Tasks(office)
    revoking, recounting = Revoking(office), Recounting(office)
    scheduled = Scheduled(office)
    return {
        c.SubmitStart: Route("process.start", starting.submit),
        StartEach: Route(INTERNAL, scheduled.start_each),
        StartByMessage: Route(INTERNAL, scheduled.by_message),
        c.BeginScheduled: Route(INTERNAL, scheduled.begin),
        c.FinishStart: Route(INTERNAL, starting.finish_start),
        c.SaveStartDraft: Route("process.start", starting.save_start_draft),
        c.DropStartDraft: Route("process.start", starting.drop_start_draft),
        c.OpenRequest: Route(INTERNAL, starting.open_request),
        c.EndRequest: Route(INTERNAL, requests.end_request),
        c.OpenTask: Route(INTERNAL, tasks.open),
        c.CancelTask: Route(INTERNAL, tasks.cancel),
        c.NoteAbsence: Route(INTERNAL, absences.note),
        c.SendNotices: Route(INTERNAL, Telling(office).send),
        c.NoteCopies: Route(INTERNAL, requests.note_copies),
        c.DecideItem: Route("item.decide", deciding.decide, needs_of_item),
        c.SaveItemDraft: Route("item.decide", deciding.save_draft),
        c.MarkRead: Route("item.read", deciding.mark_read),
        c.MarkCopyRead: Route("item.read", deciding.mark_copy_read),
        c.WithdrawInstance: Route("instance.withdraw", requests.withdraw, needs_of_instance),
        c.CancelByPerson: Route("instance.withdraw", requests.cancel, needs_of_instance),
        c.RemindPeople: Route("instance.remind", requests.remind, needs_of_instance),
        c.AddComment: Route("instance.comment", requests.comment, needs_of_instance),
        c.CopyTo: Route("instance.comment", requests.copy, needs_of_instance),
        c.RevokeInstance: Route("instance.withdraw", revoking.ask, needs_of_instance),
        c.UndoRevoked: Route(INTERNAL, revoking.undo, needs_of_instance),
        c.RecountAll: Route(INTERNAL, recounting.every),
        c.RecountInstance: Route(INTERNAL, recounting.one, needs_of_instance),
        c.RingItem: Route(INTERNAL, ringing.ring, needs_of_item),
        c.ShiftDeadlines: Route(INTERNAL, ringing.shift, needs_of_instance),
        c.SaveDeputy: Route("session.use", absences.save_deputy),
        c.EndDeputy: Route("session.use", absences.end_deputy),
        c.SaveAbsence: Route("session.use", absences.save_absence),
        c.EndAbsence: Route("session.use", absences.end_absence),
        c.TakeOverItem: Route("item.decide", absences.take_over, needs_of_item),
        c.ChangeStaff: Route(INTERNAL, Staffing(office).carry_out, needs_of_instance),
        c.HandOver: Route("item.handover", Handover(office).hand_over),
        c.SettleItems: Route(INTERNAL, absences.settle),
    }


class Tasks:
    """Handlers of what the engine says about user tasks."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open(self, command: c.OpenTask, work: Work) -> Outcome:
        """A user task was entered; one that has ended meanwhile is not opened."""
        instance = work.instance(command.instance_id)
        if work.state(instance).element_of(command.element_key) is None:
            return Handled(instance_id=instance.id)
        before = cancel_task(self._office, work, instance, command.element_key)
        case = open_task(self._office, work, instance, command.element_id, command.element_key)
        outcome = case.handled()
        if before is None:
            return outcome
        return msgspec.structs.replace(outcome, events=(*before.events, *outcome.events))

    def cancel(self, command: c.CancelTask, work: Work) -> Outcome:
        """A user task was taken away."""
        instance = work.instance(command.instance_id)
        case = cancel_task(self._office, work, instance, command.element_key)
        return case.handled() if case is not None else Handled(instance_id=instance.id)


APPROVAL_FACTS: Final[tuple[type[msgspec.Struct], ...]] = (
    ev.TaskOpened,
    ev.TaskClosed,
    ev.ItemDecided,
    ev.ItemAwaits,
    ev.ItemEscalated,
    ev.ItemStuck,
    ev.PeopleReminded,
    ev.Commented,
    ev.Copied,
    ev.Submitted,
    ev.TakenBack,
    ev.InstanceReturned,
    ev.RevokeAsked,
    ev.InstanceRevoked,
    ev.Recounted,
    ev.AbsenceBegan,
    ev.WorkHandedOver,
)
"""Facts that reach the log, for the vocabulary that reads it."""
