"""Facts of the engine -> what this room does about them, in the same transaction."""

from collections.abc import Iterable

import msgspec

from dujiang.approvals import commands as c
from dujiang.approvals.requests.migrating import follow_migration
from dujiang.approvals.requests.recounting import look_soon
from dujiang.approvals.tables import REQUEST, RequestRow
from dujiang.bpmn.extensions import Absence, Copy, Handover, Notice, PersonChange, Undo
from dujiang.deployments import CalendarChanged
from dujiang.engine import events as engine
from dujiang.identity import PersonLeft
from dujiang.runtime import FactContext, Reactors, Work


def approval_reactors() -> Reactors:
    """The reactors of this room."""
    return {
        engine.InstanceStarted: (open_request,),
        engine.UserTaskCreated: (open_task,),
        engine.UserTaskCancelled: (cancel_task,),
        engine.ElementActivated: (note_copies, change_staff_at_start),
        engine.ElementCompleted: (note_absence, send_notices, change_staff),
        engine.InstanceCompleted: (end_completed,),
        engine.InstanceCancelled: (end_cancelled,),
        engine.SubscriptionOpened: (undo_revoked, let_join),
        engine.InstanceSuspended: (note_pause,),
        engine.InstanceResumed: (shift_deadlines,),
        engine.InstanceMigrated: (follow_migration,),
        PersonLeft: (find_others,),
        CalendarChanged: (recount,),
    }


def open_request(
    fact: engine.InstanceStarted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An instance with people in it is a request; purely automatic ones stay out of the lists."""
    if context.instance is None or _request(context, work) is not None:
        return ()
    has_people = any(n.kind == "userTask" for n in context.program.nodes.values())
    return (c.OpenRequest(instance_id=context.instance.id),) if has_people else ()


def open_task(
    fact: engine.UserTaskCreated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """People have something to do."""
    assert context.instance is not None
    return (
        c.OpenTask(
            instance_id=context.instance.id, element_id=fact.element_id, element_key=fact.key
        ),
    )


def cancel_task(
    fact: engine.UserTaskCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Their work is not needed any more."""
    assert context.instance is not None
    return (c.CancelTask(instance_id=context.instance.id, element_key=fact.key),)


def note_copies(
    fact: engine.ElementActivated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step or event with readers was reached."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or node.extensions.find(Copy) is None or context.instance is None:
        return ()
    return (
        c.NoteCopies(
            instance_id=context.instance.id, element_id=fact.element_id, element_key=fact.key
        ),
    )


def note_absence(
    fact: engine.ElementCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step that makes somebody absent was completed."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or node.extensions.find(Absence) is None or context.instance is None:
        return ()
    return (
        c.NoteAbsence(
            instance_id=context.instance.id, element_id=fact.element_id, element_key=fact.key
        ),
    )


def send_notices(
    fact: engine.ElementCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step or event that tells people something has ended."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or node.extensions.find(Notice) is None or context.instance is None:
        return ()
    return (
        c.SendNotices(
            instance_id=context.instance.id, element_id=fact.element_id, element_key=fact.key
        ),
    )


def change_staff(
    fact: engine.ElementCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step that hands work over, or at which somebody joins or leaves, has ended."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or context.instance is None:
        return ()
    changes = [one for one in node.extensions.all(PersonChange) if one.on == "complete"]
    if not changes and node.extensions.find(Handover) is None:
        return ()
    return (
        c.ChangeStaff(
            instance_id=context.instance.id,
            element_id=fact.element_id,
            element_key=fact.key,
        ),
    )


def change_staff_at_start(
    fact: engine.ElementActivated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step at whose beginning somebody joins or leaves was reached."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or context.instance is None or node.kind == "receiveTask":
        return ()
    if not any(change.on == "start" for change in node.extensions.all(PersonChange)):
        return ()
    return (
        c.ChangeStaff(
            instance_id=context.instance.id,
            element_id=fact.element_id,
            element_key=fact.key,
            on="start",
        ),
    )


def let_join(
    fact: engine.SubscriptionOpened, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A receive task that waits for the number of somebody who joins."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    if node is None or context.instance is None:
        return ()
    if not any(change.on == "start" for change in node.extensions.all(PersonChange)):
        return ()
    return (
        c.ChangeStaff(
            instance_id=context.instance.id,
            element_id=fact.element_id,
            element_key=fact.key,
            on="start",
            waits_at=fact.key,
        ),
    )


def undo_revoked(
    fact: engine.SubscriptionOpened, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A linked process stands where what it revokes goes back."""
    node = context.program.nodes.get(fact.element_id) if context.program else None
    request = _request(context, work)
    if node is None or node.extensions.find(Undo) is None or request is None:
        return ()
    return (c.UndoRevoked(instance_id=request.id, key=fact.key),) if request.revokes else ()


def end_completed(
    fact: engine.InstanceCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Nothing is active any more."""
    return _end(context, work, "completed", "")


def end_cancelled(
    fact: engine.InstanceCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """Somebody ended it: a rejection, a cancellation, an operator."""
    return _end(context, work, fact.outcome, fact.reason)


def _end(context: FactContext, work: Work, outcome: str, reason: str) -> Iterable[msgspec.Struct]:
    if context.instance is None or _request(context, work) is None:
        return ()
    return (c.EndRequest(instance_id=context.instance.id, outcome=outcome, reason=reason),)


def note_pause(
    fact: engine.InstanceSuspended, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """The instance is held: acting answers 409, deadlines stand still."""
    request = _request(context, work)
    if request is not None:
        held = msgspec.structs.replace(request, is_suspended=True, suspended_at=work.at)
        work.put(REQUEST, held)
    return ()


def shift_deadlines(
    fact: engine.InstanceResumed, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """The instance goes on: approval deadlines shift by the pause."""
    request = _request(context, work)
    if request is None or request.suspended_at is None:
        return ()
    pause_s = int((work.at - request.suspended_at).total_seconds())
    free = msgspec.structs.replace(request, is_suspended=False, suspended_at=None)
    work.put(REQUEST, free)
    return (c.ShiftDeadlines(instance_id=request.id, pause_s=pause_s),)


def find_others(fact: PersonLeft, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
    """Somebody has left: their open items go to whoever the rules find, once it is committed."""
    work.schedule(
        "approvals.leaver", fact.person_id, work.at, c.SettleItems(person_id=fact.person_id)
    )
    return ()


def recount(fact: CalendarChanged, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
    """Due times and what models mark are reckoned anew, once it is committed."""
    look_soon(work)
    return ()


def _request(context: FactContext, work: Work) -> RequestRow | None:
    if context.instance is None:
        return None
    return work.get(REQUEST, context.instance.shard, context.instance.id)
