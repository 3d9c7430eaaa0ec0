"""Starting requests: numbers, owners, the start form handed in, drafts of it."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals.cases.office import Office, settings_of, start_step_of
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.cases.step_case import (
    amount_of,
    initiator_context,
    title_of,
    visible_variables,
)
from dujiang.approvals.tables import (
    NUMBER,
    REQUEST,
    START_DRAFT,
    NumberRow,
    RequestRow,
    StartDraftRow,
)
from dujiang.approvals.tasks.deciding import MAX_DRAFT_BYTES, Deciding
from dujiang.approvals.tasks.tasks import awaited_items
from dujiang.bpmn.extensions import Settings
from dujiang.engine import Program
from dujiang.forms import covered
from dujiang.kernel.ids import id_text, shard_of
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime import Handled, Outcome, Refused, StartProcess, Work

_COMPANY_ZONE: Final = ZoneInfo("Asia/Shanghai")


class Starting:
    """Handlers of everything before a request runs."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._deciding = Deciding(office)

    def submit(self, command: c.SubmitStart, work: Work) -> Outcome:
        """Start the instance and complete its start step with the form, in one transaction."""
        program = work.program_of_version(command.version_id)
        if start_step_of(program) is None:
            return Refused("approvals.start.no_form", 409, {"process": command.process_key})
        view = self._office.view()
        person = view.directory.person(work.actor.person_id)
        if person is None or not may_start(view, program, person.id):
            return Refused("approvals.start.not_allowed", 403, {"process": command.process_key})
        begun = begin(
            self._office,
            work,
            Beginning(
                process_key=command.process_key,
                version_id=command.version_id,
                person_id=person.id,
                instance_id=work.new_id(),
            ),
        )
        drop_start_draft(work, person.id, command.process_key)
        finish = c.FinishStart(
            instance_id=begun.request.id, values=command.values, picked=command.picked
        )
        answer = {"instance_id": begun.request.id, "number": begun.request.number}
        values = self._told(command.version_id, command.values)
        told = replace(command, values=values, asked=NO_VARIABLES)
        return Handled(follow_ups=(begun.start, finish), answer=answer, recorded=told)

    def finish_start(self, command: c.FinishStart, work: Work) -> Outcome:
        """Hand the form of an instance in that has just started."""
        instance = work.instance(command.instance_id)
        items = [row for row in awaited_items(work, instance) if row.kind == "start"]
        if not items:
            assert command.tries == 0, "the start step of an instance opens with it"
            told = replace(command, values=self._told(instance.version_id, command.values))
            return Handled(follow_ups=(replace(command, tries=1),), recorded=told)
        decide = c.DecideItem(
            item_id=items[0].id, action="submit", values=command.values, picked=command.picked
        )
        return self._deciding.decide(decide, work)

    def save_start_draft(self, command: c.SaveStartDraft, work: Work) -> Outcome:
        """Keep what was typed into a start form."""
        sealed = self._office.sealed
        values = sealed.typed(work, command.version_id, work.actor.id, command.values)
        if len(values) > MAX_DRAFT_BYTES:
            return Refused("approvals.draft.too_large", 413, {"limit": MAX_DRAFT_BYTES})
        row = StartDraftRow(
            person_id=work.actor.id,
            process_key=command.process_key,
            version_id=command.version_id,
            values=values,
            saved_at=work.at,
        )
        if work.get(START_DRAFT, work.actor.id, command.process_key) is None:
            work.insert(START_DRAFT, row)
        else:
            work.put(START_DRAFT, row)
        told = replace(command, values=self._told(command.version_id, command.values))
        return Handled(answer={"saved_at": work.at}, recorded=told)

    def _told(self, version_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the log tells of what was typed: nothing that is sensitive."""
        return dict(covered(self._office.sealed.fields_of(version_id), values))

    def drop_start_draft(self, command: c.DropStartDraft, work: Work) -> Outcome:
        """Forget what was typed into a start form."""
        drop_start_draft(work, work.actor.id, command.process_key)
        return Handled()

    def open_request(self, command: c.OpenRequest, work: Work) -> Outcome:
        """An instance that started without a form is a request too: timers, peers, calls."""
        instance = work.instance(command.instance_id)
        if work.get(REQUEST, instance.shard, instance.id) is not None:
            return Handled()
        view = self._office.view()
        settings = settings_of(work.program(instance))
        variables = visible_variables(work.state(instance), 0)
        work.insert(
            REQUEST,
            RequestRow(
                shard=instance.shard,
                id=instance.id,
                process_key=instance.process_key,
                version_id=instance.version_id,
                category=settings.category,
                number=instance.number,
                title=instance.title or work.program(instance).name or instance.process_key,
                initiator_id=instance.initiator_id,
                department_id=instance.department_id,
                owner_id=find_owner(view, settings) or 0,
                amount=amount_of(variables),
                submitted_at=work.at if start_step_of(work.program(instance)) is None else None,
                updated_at=work.at,
            ),
        )
        return Handled()


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """A request that a person begins."""

    process_key: str
    version_id: int
    person_id: int
    """0: nobody here, a message has begun it."""
    instance_id: int
    variables: Mapping[str, Any] = {}
    """What the process knows beside its initiator and number."""
    revokes: int = 0
    """The instance that the request revokes."""
    owner_id: int = 0
    """0: as the process says."""
    start_element: str | None = None
    """A start event that is no form: what it begins is submitted at once."""


class Begun(msgspec.Struct, frozen=True):
    """The row of a new request, and the command that starts its instance."""

    request: RequestRow
    start: StartProcess


def begin(office: Office, work: Work, beginning: Beginning) -> Begun:
    """Give a new request its number and write its row; the instance starts by a follow-up."""
    view, program = office.view(), work.program_of_version(beginning.version_id)
    person = view.directory.person(beginning.person_id)
    assert person is not None or not beginning.person_id, "whoever begins a request is known"
    person_id, department_id = (person.id, person.department_id) if person else (0, 0)
    settings = settings_of(program)
    number = next_number(work, settings.numberPrefix)
    initiator = initiator_context(view, person_id) if person_id else None
    instance_id = id_text(beginning.instance_id)
    known = {"initiator": initiator, "number": number, "instance_id": instance_id}
    variables = {**beginning.variables, **known}
    is_submitted = beginning.start_element is not None
    request = RequestRow(
        shard=shard_of(beginning.instance_id),
        id=beginning.instance_id,
        process_key=beginning.process_key,
        version_id=beginning.version_id,
        category=settings.category,
        number=number,
        title=title_of(program, variables, office.environment(work), work.at)
        if is_submitted
        else program.name or beginning.process_key,
        initiator_id=person_id,
        department_id=department_id,
        owner_id=beginning.owner_id or find_owner(view, settings) or 0,
        amount=amount_of(variables) if is_submitted else None,
        submitted_at=work.at if is_submitted else None,
        updated_at=work.at,
        revokes=beginning.revokes,
    )
    work.insert(REQUEST, request)
    start = StartProcess(
        process_key=beginning.process_key,
        version_id=beginning.version_id,
        variables=Variables(variables),
        start_element=beginning.start_element,
        number=number,
        title=request.title,
        initiator_id=person_id,
        department_id=department_id,
        instance_id=request.id,
    )
    return Begun(request, start)


# Numbers, owners, who may


def next_number(work: Work, prefix: str) -> str:
    """`<prefix><yyyyMMdd>-<nnnn>` from the day's sequence; a refused request uses none up."""
    day = work.at.astimezone(_COMPANY_ZONE).date()
    row = work.get(NUMBER, prefix, day, lock=True)
    last = row.last + 1 if row else 1
    fresh = NumberRow(prefix=prefix, day=day, last=last)
    if row is None:
        work.insert(NUMBER, fresh)
    else:
        work.put(NUMBER, fresh)
    return f"{prefix}{day:%Y%m%d}-{last:04}"


def find_owner(view: DirectoryView, settings: Settings) -> int | None:
    """The process owner: the first of `role:x`, or `user:login`."""
    kind, _, name = settings.owner.partition(":")
    if kind == "user":
        person = view.person_of(name)
        return person if view.is_active(person) else None
    return next(iter(view.members(settings.owner)), None) if name else None


def may_start(view: DirectoryView, program: Program, person_id: int) -> bool:
    """Whether the model's starters name the person; without any, everybody may."""
    starters = settings_of(program).starters
    groups = set(view.groups_of(person_id))
    departments = set(view.directory.departments_of(person_id))
    for starter in starters:
        match starter.source:
            case "everyone":
                return True
            case "user":
                if view.person_of(starter.value) == person_id:
                    return True
            case "department":
                found = view.department_of_code(starter.value)
                if found is not None and departments & view.directory.subtree(found):
                    return True
            case _:
                if f"{starter.source}:{starter.value}" in groups:
                    return True
    return not starters


def drop_start_draft(work: Work, person_id: int, process_key: str) -> None:
    """Forget what was typed into a start form, if anything."""
    if work.get(START_DRAFT, person_id, process_key) is not None:
        work.delete(START_DRAFT, person_id, process_key)
