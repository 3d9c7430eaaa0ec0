"""Runs that the clock begins, one for each item that a model's `dj:each` finds at a due instant,
and those that a message begins.

Each of the clock's begins by a command of its own, after the commit: one that cannot begin keeps
none back. Its key is used up for ever, so that a second node, a restart and a scan that is caught
up begin nothing twice, and neither does the next scan after a rejection.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from dujiang.approvals import commands as c
from dujiang.approvals.cases.office import Office, evaluate, settings_of
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.requests.starting import Beginning, begin, find_owner
from dujiang.approvals.tables import START_KEY, StartKeyRow
from dujiang.bpmn.extensions import Each
from dujiang.deployments import StartByMessage, StartEach
from dujiang.engine import Program
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime import Handled, Outcome, Refused, Work

MAX_STARTS: Final = 10_000
"""Runs that one due instant may begin."""
MAX_KEY_CHARS: Final = 500
_ALARM: Final = "start.each"


class Scheduled:
    """Handlers of what the clock begins."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def start_each(self, command: StartEach, work: Work) -> Outcome:
        """Find the items that are due, and plan a run for each whose key is not used."""
        program = work.program_of_version(command.version_id)
        each = program.nodes[command.element_id].extensions.find(Each)
        assert each is not None, "the start event says for each of what"
        environment = self._office.environment(work)
        scope = {"due_at": command.due_at}
        found = evaluate(each.collection, scope, environment)
        if not isinstance(found, list):
            raise InvalidInput("approvals.start.no_collection", element=command.element_id)
        if len(found) > MAX_STARTS:
            raise InvalidInput("approvals.start.too_many", limit=MAX_STARTS)
        for item in found:
            inner = {**scope, each.as_: item}
            key = _key_text(evaluate(each.key, inner, environment))
            if work.get(START_KEY, command.process_key, key) is not None:
                continue
            values = evaluate(each.values, inner, environment) if each.values else {}
            initiator = evaluate(each.initiator, inner, environment) if each.initiator else None
            run = c.BeginScheduled(
                process_key=command.process_key,
                version_id=command.version_id,
                element_id=command.element_id,
                start_key=key,
                person=_person_text(initiator),
                variables=Variables(values if isinstance(values, dict) else {}),
            )
            work.schedule(_ALARM, command.version_id, work.at, run)
        return Handled()

    def begin(self, command: c.BeginScheduled, work: Work) -> Outcome:
        """Begin one run, once for its key."""
        if work.get(START_KEY, command.process_key, command.start_key, lock=True) is not None:
            return Handled()
        program = work.program_of_version(command.version_id)
        person_id = _initiator(self._office.view(), program, command.person)
        if person_id is None:
            return Refused("approvals.start.nobody", params={"process": command.process_key})
        beginning = Beginning(
            process_key=command.process_key,
            version_id=command.version_id,
            person_id=person_id,
            instance_id=work.new_id(),
            variables=command.variables,
            start_element=command.element_id,
        )
        begun = begin(self._office, work, beginning)
        work.insert(
            START_KEY,
            StartKeyRow(
                process_key=command.process_key,
                start_key=command.start_key,
                instance_id=begun.request.id,
                begun_at=work.at,
            ),
        )
        work.notify(f"instance:{begun.request.id}", f"items:{person_id}")
        return Handled(follow_ups=(begun.start,))

    def by_message(self, command: StartByMessage, work: Work) -> Outcome:
        """Begin what a message starts: nobody began it, so results go to the process owner."""
        begun = begin(
            self._office,
            work,
            Beginning(
                process_key=command.process_key,
                version_id=command.version_id,
                person_id=0,
                instance_id=command.instance_id,
                variables=command.variables,
                start_element=command.element_id,
            ),
        )
        work.notify(f"instance:{begun.request.id}")
        told = replace(command, variables=NO_VARIABLES)
        return Handled(follow_ups=(begun.start,), recorded=told)


def _key_text(found: Any) -> str:  # noqa: ANN401 - a Value
    parts = found if isinstance(found, list) else [found]
    text = "\n".join(str(part) for part in parts if part is not None)
    if not text or len(text) > MAX_KEY_CHARS:
        raise InvalidInput("approvals.start.no_key", limit=MAX_KEY_CHARS)
    return text


def _person_text(found: Any) -> str:  # noqa: ANN401 - a Value
    if isinstance(found, Mapping):
        found = found.get("id")
    return found if isinstance(found, str) else ""


def _initiator(view: DirectoryView, program: Program, text: str) -> int | None:
    """The active person that the text names, else the owner of the process."""
    person = view.person_of(text) if text else None
    return person if view.is_active(person) else find_owner(view, settings_of(program))
