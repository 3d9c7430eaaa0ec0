"""Requests as people know them: taking back, ending, urging, discussing, copying."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals import events as ev
from dujiang.approvals.cases.access import is_in_reach, takes_part
from dujiang.approvals.cases.history import Entry, record
from dujiang.approvals.cases.office import Office, evaluate, settings_of
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.cases.step_case import StepCase, visible_variables
from dujiang.approvals.requests.revoking import forget_revocation, refused_by_peer
from dujiang.approvals.requests.undoing import undoing_message
from dujiang.approvals.tables import COMMENT, COPY, REQUEST, CommentRow, CopyRow, RequestRow
from dujiang.approvals.tasks.deciding import MAX_COMMENT_CHARS, sent_after, untouched_after
from dujiang.approvals.tasks.going_back import Way, go_back, load_lineage, start_visit
from dujiang.approvals.tasks.tasks import awaited_items, open_tasks
from dujiang.bpmn.extensions import Copy
from dujiang.engine import Program
from dujiang.engine import commands as engine
from dujiang.kernel.ids import shard_of
from dujiang.runtime import (
    Advance,
    Handled,
    InstanceRow,
    Known,
    Needs,
    Outcome,
    Refused,
    Work,
)

MAX_REMINDERS_AN_HOUR: Final = 3
"""How often people of one instance may be urged within an hour."""
MAX_COPIES: Final = 500
"""Readers of one instance."""
_ENDS: Final = {"completed": "approved", "rejected": "rejected", "cancelled": "cancelled"}


class Requests:
    """Handlers of requests as a whole."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # Taking back and ending

    def withdraw(self, command: c.WithdrawInstance, work: Work) -> Outcome:
        """The initiator takes the request back to the start step, with the same number."""
        instance = work.instance(command.instance_id)
        refused = may_withdraw(self._office, work, instance)
        if refused is not None:
            return refused
        lineage = load_lineage(self._office, work, instance)
        visit = start_visit(lineage, work.program(instance))
        assert visit is not None, "may_withdraw has found it"
        undone = lineage.undo(visit)
        follow_ups = tuple(
            go_back(work, instance, undone, Way(state="withdrawn", reason="withdrawn"))
        )
        entry = Entry(kind="withdrawn", by=work.actor.id, comment=command.reason)
        record(self._office, work, instance.id, entry)
        fact = ev.TakenBack(instance_id=instance.id, by=work.actor.id, reason=command.reason)
        work.notify(f"instance:{instance.id}", f"items:{work.actor.id}")
        return Handled((fact,), follow_ups, {"instance_id": instance.id}, instance.id)

    def cancel(self, command: c.CancelByPerson, work: Work) -> Outcome:
        """The initiator where the model allows it, the owner or an operator ends the request."""
        instance = work.instance(command.instance_id)
        refused = may_cancel(self._office, work, instance)
        if refused is not None:
            return refused
        if not command.reason.strip():
            return Refused("approvals.cancel.reason_required", 422)
        entry = Entry(kind="cancelled", by=work.actor.id, comment=command.reason)
        record(self._office, work, instance.id, entry)
        way_back = undoing_message(work, instance)
        end: engine.Command = engine.CancelInstance(
            at=work.at, outcome="cancelled", reason=command.reason[:MAX_COMMENT_CHARS]
        )
        if way_back is not None:
            end = engine.DeliverMessage(at=work.at, key=way_back)
        return Handled(
            follow_ups=(Advance(instance.id, end),),
            answer={"instance_id": instance.id},
            instance_id=instance.id,
        )

    def end_request(self, command: c.EndRequest, work: Work) -> Outcome:
        """The instance is over: keep how, tell the initiator and the readers of the result."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        if request is None or request.ended_at is not None:
            return Handled(instance_id=instance.id)
        state = _ENDS.get(command.outcome, "cancelled")
        if request.state == "revoked":
            state = "revoked"
        work.put(
            REQUEST,
            replace(
                request,
                state=state,
                ended_at=work.at,
                updated_at=work.at,
                end_reason=command.reason,
                return_target="",
                come_back="",
                resume_task=0,
            ),
        )
        said = _said_by_model(command, work, instance)
        if request.revokes and state != "approved":
            forget_revocation(self._office, work, request, said)
        if command.outcome in ("completed", "rejected"):
            entry = Entry(kind=f"ended_{state}", comment=said)
            if request.revokes and said:
                entry = Entry(kind=f"ended_{state}", reason=refused_by_peer(said))
            record(self._office, work, instance.id, entry)
        work.notify(f"instance:{instance.id}", f"items:{instance.initiator_id}")
        copies = c.NoteCopies(instance_id=instance.id)
        wanted = command.outcome == "completed" and _has_copies(work.program(instance))
        return Handled(follow_ups=(copies,) if wanted else (), instance_id=instance.id)

    # Talking

    def remind(self, command: c.RemindPeople, work: Work) -> Outcome:
        """Urge everybody who has an open item; a few times an hour."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        if request is None or not may_see(self._office, work, request):
            return Refused("approvals.instance.not_found", 404)
        items = awaited_items(work, instance)
        if instance.ended_at is not None or not items:
            return Refused("approvals.remind.nobody")
        is_same_hour = request.reminded_at is not None and (
            work.at - request.reminded_at < timedelta(hours=1)
        )
        if is_same_hour and request.remind_count >= MAX_REMINDERS_AN_HOUR:
            rest_s = 3_600 - int((work.at - (request.reminded_at or work.at)).total_seconds())
            params = {"limit": MAX_REMINDERS_AN_HOUR, "retry_after_s": rest_s}
            return Refused("approvals.remind.too_often", 429, params)
        count = request.remind_count + 1 if is_same_hour else 1
        since = request.reminded_at if is_same_hour else work.at
        work.put(REQUEST, replace(request, reminded_at=since, remind_count=count))
        people = _hands(self._office.view(), items)
        entry = Entry(kind="reminded", by=work.actor.id, to=people[0] if people else 0)
        record(self._office, work, instance.id, entry)
        fact = ev.PeopleReminded(
            instance_id=instance.id,
            people=people,
            by=work.actor.id,
            items=tuple(row.id for row in items),
        )
        return Handled((fact,), answer={"people": list(people)}, instance_id=instance.id)

    def comment(self, command: c.AddComment, work: Work) -> Outcome:
        """Say something; whoever is mentioned is told and may read the case."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        if request is None or not may_see(self._office, work, request):
            return Refused("approvals.instance.not_found", 404)
        text = command.text.strip()
        if not text:
            return Refused("approvals.comment.required", 422)
        if len(text) > MAX_COMMENT_CHARS:
            return Refused("approvals.comment.too_long", 422, {"limit": MAX_COMMENT_CHARS})
        view = self._office.view()
        mentions = tuple(p for p in dict.fromkeys(command.mentions) if view.is_active(p))
        author = view.directory.person(work.actor.person_id)
        row = CommentRow(
            shard=instance.shard,
            id=work.new_id_beside(instance.id),
            instance_id=instance.id,
            at=work.at,
            by_id=work.actor.id,
            by_name=author.name if author else "",
            text=text,
            mentions=" ".join(map(str, mentions)),
        )
        work.insert(COMMENT, row)
        copied = copy_to(self._office, work, instance.id, mentions, by=work.actor.id)
        work.notify(f"instance:{instance.id}", *(f"items:{p}" for p in mentions))
        facts: list[msgspec.Struct] = [
            ev.Commented(
                instance_id=instance.id, comment_id=row.id, by=work.actor.id, mentions=mentions
            )
        ]
        if copied:
            facts.append(ev.Copied(instance_id=instance.id, people=copied))
        return Handled(tuple(facts), answer={"comment_id": row.id}, instance_id=instance.id)

    def copy(self, command: c.CopyTo, work: Work) -> Outcome:
        """Let people read the case, by hand."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        if request is None or not may_see(self._office, work, request):
            return Refused("approvals.instance.not_found", 404)
        people = copy_to(self._office, work, instance.id, command.people, by=work.actor.id)
        for person in people:
            record(
                self._office, work, instance.id, Entry(kind="copied", by=work.actor.id, to=person)
            )
        facts = (ev.Copied(instance_id=instance.id, people=people),) if people else ()
        return Handled(facts, answer={"people": list(people)}, instance_id=instance.id)

    def note_copies(self, command: c.NoteCopies, work: Work) -> Outcome:
        """Readers by rule, when a step is reached or the result is there."""
        instance = work.instance(command.instance_id)
        program = work.program(instance)
        holder = program.nodes[command.element_id] if command.element_id else program
        view = self._office.view()
        variables = visible_variables(work.state(instance), command.element_key)
        environment = self._office.environment(work)
        people: list[int] = []
        for copy in holder.extensions.all(Copy):
            if copy.when and evaluate(_feel(copy.when), variables, environment) is not True:
                continue
            people.extend(_readers(view, copy, instance, variables, environment))
        fresh = copy_to(self._office, work, instance.id, people, by=0, step=command.element_id)
        facts = (
            (ev.Copied(instance_id=instance.id, people=fresh, step=command.element_id),)
            if fresh
            else ()
        )
        return Handled(facts, instance_id=instance.id)


def needs_of_instance(command: Any, known: Known) -> Any:  # noqa: ANN401 - rounds of Needs
    """The instance with its request."""
    key = (shard_of(command.instance_id), command.instance_id)
    yield Needs(instances=(command.instance_id,), rows=((REQUEST, key),))


# Who may


def may_see(office: Office, work: Work, request: RequestRow) -> bool:
    """Whether whoever asks takes part: initiator, owner, handler, reader, or reach over data."""
    person_id = work.actor.id
    return takes_part(work, request, person_id) or is_in_reach(
        office.directory(), request, person_id
    )


def may_withdraw(office: Office, work: Work, instance: InstanceRow) -> Refused | None:
    """Why the initiator cannot take the request back now; None when they can."""
    if instance.initiator_id != work.actor.id:
        return Refused("approvals.withdraw.not_initiator", 403)
    if instance.ended_at is not None:
        return Refused("approvals.withdraw.ended")
    if instance.state == "SUSPENDED":
        return Refused("approvals.instance.suspended")
    program = work.program(instance)
    rule = settings_of(program).withdraw
    if rule == "never":
        return Refused("approvals.withdraw.never")
    tasks = open_tasks(work, instance)
    if any(task.kind == "start" for task in tasks):
        return Refused("approvals.withdraw.is_with_you")
    lineage = load_lineage(office, work, instance)
    visit = start_visit(lineage, program)
    if visit is None:
        return Refused("approvals.withdraw.no_form")
    undone = lineage.undo(visit)
    case = StepCase(office, work, instance, visit.element_id, visit.key)
    refused = sent_after(case, undone)
    if refused is None and rule != "always":
        refused = untouched_after(case, undone)
    if refused is None:
        return None
    person = office.directory().person(refused.params.get("person"))
    params = {"step": refused.params["step"], "person": person.name if person else ""}
    return Refused(refused.code, 409, params)


def may_cancel(office: Office, work: Work, instance: InstanceRow) -> Refused | None:
    """Why whoever asks cannot end the request now; None when they can."""
    if instance.ended_at is not None:
        return Refused("approvals.cancel.ended")
    request = work.get(REQUEST, instance.shard, instance.id)
    is_owner = request is not None and request.owner_id == work.actor.id
    if is_owner or work.actor.may("instance.cancel") or work.actor.kind == "system":
        return None
    is_initiator = instance.initiator_id == work.actor.id
    with_me = any(task.kind == "start" for task in open_tasks(work, instance))
    if is_initiator and (settings_of(work.program(instance)).cancelByInitiator or with_me):
        return None
    return Refused("approvals.cancel.not_allowed", 403)


def _said_by_model(command: c.EndRequest, work: Work, instance: InstanceRow) -> str:
    """What an end event says of why it rejects; a step that rejects is named by its id."""
    is_said = command.outcome == "rejected" and command.reason not in work.program(instance).nodes
    return command.reason if is_said else ""


# Copies


def copy_to(
    office: Office,
    work: Work,
    instance_id: int,
    people: Iterable[int],
    *,
    by: int,
    step: str = "",
) -> tuple[int, ...]:
    """Add readers, each once; returns those who are new."""
    shard = shard_of(instance_id)
    view = office.view()
    present = {row.person_id for row in work.find(COPY, "by_instance", shard, instance_id)}
    fresh: list[int] = []
    for person in dict.fromkeys(people):
        if person in present or not view.is_active(person) or person == by:
            continue
        if len(present) + len(fresh) >= MAX_COPIES:
            break
        row = CopyRow(
            shard=shard, instance_id=instance_id, person_id=person, step=step, at=work.at, by_id=by
        )
        work.insert(COPY, row)
        work.notify(f"items:{person}")
        fresh.append(person)
    return tuple(fresh)


def _readers(
    view: DirectoryView,
    copy: Copy,
    instance: InstanceRow,
    variables: dict[str, Any],
    environment: Any,  # noqa: ANN401 - a FEEL environment
) -> list[int]:
    match copy.source:
        case "role" | "group" | "position":
            return list(view.members(f"{copy.source}:{copy.value}"))
        case "user":
            found = [view.person_of(text) for text in copy.value.split()]
            return [person for person in found if person is not None]
        case "departmentHead":
            department = view.department_of(instance.initiator_id) or instance.department_id
            return list(view.heads_up(department, without=instance.initiator_id)[:1])
        case "initiator":
            return [instance.initiator_id] if instance.initiator_id else []
        case "field":
            return _people_of(view, variables.get(copy.value))
        case "expression":
            return _people_of(view, evaluate(_feel(copy.value), variables, environment))
        case _:
            return []


def _people_of(view: DirectoryView, value: object) -> list[int]:
    texts = value if isinstance(value, list) else [value]
    found = [view.person_of(str(text)) for text in texts if text]
    return [person for person in found if person is not None]


def _feel(text: str) -> str:
    return text if text.startswith("=") else f"={text}"


def _has_copies(program: Program) -> bool:
    return bool(program.extensions.all(Copy))


def _hands(view: DirectoryView, items: Iterable[Any]) -> tuple[int, ...]:
    people: dict[int, None] = {}
    for row in items:
        if row.hand is not None:
            people[row.hand] = None
        else:
            people.update(dict.fromkeys(view.members(row.group_key)))
    return tuple(people)
