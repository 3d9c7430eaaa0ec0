"""Who is told what: facts of people's work become notices, in the same transaction."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from dujiang import approvals as a
from dujiang.deployments import Deployments
from dujiang.engine import events as engine
from dujiang.identity import Directory
from dujiang.notify import MailsGivenUp, Tell
from dujiang.runtime import ErrandEnded, FactContext, InstanceRow, Reactors, Work

_ENDS: Final = {
    "completed": "notify.notice.approved",
    "approved": "notify.notice.approved",
    "rejected": "notify.notice.rejected",
    "cancelled": "notify.notice.cancelled",
}


class Notices:
    """Reactors that tell people; `main` merges them with those of the rooms."""

    def __init__(self, directory: Callable[[], Directory], deployments: Deployments) -> None:
        self._directory = directory
        self._deployments = deployments

    def reactors(self) -> Reactors:
        """Fact -> what follows for whom."""
        return {
            a.ItemAwaits: (self.awaited,),
            a.ItemEscalated: (self.escalated,),
            a.ItemStuck: (self.stuck,),
            a.PeopleReminded: (self.reminded,),
            a.Commented: (self.mentioned,),
            a.Copied: (self.copied,),
            a.Recounted: (self.recounted,),
            engine.InstanceCompleted: (self.completed,),
            engine.InstanceCancelled: (self.cancelled,),
            engine.IncidentRaised: (self.failed,),
            ErrandEnded: (self.errand_ended,),
            MailsGivenUp: (self.mails_given_up,),
        }

    def awaited(
        self, fact: a.ItemAwaits, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """It is somebody's turn; whoever has just acted need not be told of their own step."""
        people = tuple(person for person in fact.people if person != work.actor.id)
        return _tell(context, "notify.notice.awaits", people, item_id=fact.item_id)

    def escalated(
        self, fact: a.ItemEscalated, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """The clock gave somebody's item to somebody higher."""
        if fact.from_person is None:
            return ()
        person = self._directory().person(fact.to_person)
        name = person.name if person else ""
        people = (fact.from_person,)
        return _tell(context, "notify.notice.escalated", people, fact.new_item_id, person=name)

    def stuck(
        self, fact: a.ItemStuck, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Nobody higher is left: the process owner must look."""
        return _tell(context, "notify.notice.stuck", self._owners(context), item_id=fact.item_id)

    def reminded(
        self, fact: a.PeopleReminded, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Somebody, or the clock, urges."""
        code = "notify.notice.urged" if fact.by else "notify.notice.due"
        item_id = fact.items[0] if fact.items else 0
        return _tell(context, code, fact.people, item_id, person=self._name(fact.by))

    def mentioned(
        self, fact: a.Commented, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Somebody was addressed in the discussion."""
        name = self._name(fact.by)
        return _tell(context, "notify.notice.mentioned", fact.mentions, person=name)

    def copied(self, fact: a.Copied, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
        """Readers got the case; who was addressed in the discussion is told of that alone."""
        if isinstance(context.command, a.AddComment):
            return ()
        return _tell(context, "notify.notice.copied", fact.people)

    def recounted(
        self, fact: a.Recounted, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """A changed calendar has changed the request; where it could not, its owner must look."""
        instance = context.instance
        if instance is None:
            return ()
        params = {"title": instance.title, "number": instance.number}
        params |= {"before": fact.before, "after": fact.after}
        code = "notify.notice.recounted" if fact.is_posted else "notify.notice.not_recounted"
        people = (instance.initiator_id,) if fact.is_posted else self._owners(context)
        return (Tell(people=people, code=code, params=params, instance_id=instance.id),)

    def completed(
        self, fact: engine.InstanceCompleted, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """The initiator learns the result."""
        return self._ended(context, work, "completed")

    def cancelled(
        self, fact: engine.InstanceCancelled, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """The initiator learns the result, unless they ended it themselves."""
        return self._ended(context, work, fact.outcome)

    def failed(
        self, fact: engine.IncidentRaised, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """The process owner must repair; an error that a caller hears of is the caller's."""
        is_called = context.instance is not None and bool(context.instance.parent_id)
        if is_called and fact.code == "engine.error.not_caught":
            return ()
        return _tell(context, "notify.notice.failed", self._owners(context))

    def errand_ended(
        self, fact: ErrandEnded, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Background work is over; whoever stopped it knows."""
        if fact.state == "STOPPED":
            return ()
        is_done = fact.state == "DONE"
        code = "notify.notice.errand_done" if is_done else "notify.notice.errand_failed"
        params = {**fact.title_params, "title_code": fact.title}
        return (Tell(people=(fact.owner_id,), code=code, params=params),)

    def mails_given_up(
        self, fact: MailsGivenUp, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Administrators look after the mail server; once a day is enough."""
        params = {**fact.params, "reason_code": fact.code}
        people = self._directory().holders("admin")
        return (Tell(people=people, code="notify.notice.failed_mail", params=params),)

    def _ended(self, context: FactContext, work: Work, outcome: str) -> Iterable[msgspec.Struct]:
        instance = context.instance
        code = _ENDS.get(outcome)
        if instance is None or code is None or instance.initiator_id == work.actor.id:
            return ()
        if instance.parent_id or not instance.initiator_id:
            return ()
        return _tell(context, code, (instance.initiator_id,))

    def _owners(self, context: FactContext) -> tuple[int, ...]:
        instance = context.instance
        process = None
        if instance is not None:
            process = self._deployments.processes().get(instance.process_key)
        if process is None:
            return ()
        kind, _, name = process.owner.partition(":")
        if kind == "role":
            return self._directory().holders(name)
        person = self._directory().person_by_login(name or kind)
        return (person.id,) if person else ()

    def _name(self, person_id: int | None) -> str:
        person = self._directory().person(person_id)
        return person.name if person else ""


def _tell(
    context: FactContext, code: str, people: tuple[int, ...], item_id: int = 0, person: str = ""
) -> Iterable[msgspec.Struct]:
    instance: InstanceRow | None = context.instance
    if instance is None or not people:
        return ()
    params = {"title": instance.title, "number": instance.number}
    if person:
        params["person"] = person
    return (
        Tell(people=people, code=code, params=params, instance_id=instance.id, item_id=item_id),
    )
