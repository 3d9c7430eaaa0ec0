"""What a model orders for people: work handed over, somebody joins or leaves the organisation.

A step with `dj:handover` or `dj:personChange` changes the organisation in the transaction in which
it ends (or begins, where the model says so): nobody is LEFT in a ledger and signed in still. A
receive task that lets somebody join waits for no one: it goes on with the number they were given.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from dujiang.approvals import commands as c
from dujiang.approvals.cases.office import Office, evaluate
from dujiang.bpmn.extensions import Handover, PersonChange
from dujiang.engine import commands as engine
from dujiang.feel import Environment
from dujiang.identity import DeactivatePerson, Person, SavePerson, next_person_no
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.values import Variables
from dujiang.runtime import Advance, Handled, Outcome, Work

_TEXTS: Final = (
    "name", "name_en", "login", "department", "position", "grade", "email", "mobile",
)  # fmt: skip
_DAYS: Final = ("joined_on", "first_work_on")


class Staffing:
    """Handler of what a step orders."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def carry_out(self, command: c.ChangeStaff, work: Work) -> Outcome:
        """Hand work over and change people, in the order in which the model names them."""
        instance = work.instance(command.instance_id)
        node = work.program(instance).nodes[command.element_id]
        variables = work.variables_at(instance, command.element_key)
        asking = _Asking(self._office, variables, self._office.environment(work))
        follow_ups: list[msgspec.Struct] = []
        if command.on == "complete":
            for handover in node.extensions.all(Handover):
                follow_ups += asking.handover(handover)
        results: dict[str, Any] = {}
        for change in node.extensions.all(PersonChange):
            if change.on == command.on:
                follow_ups += asking.change(change, work, results)
        if command.waits_at:
            deliver = engine.DeliverMessage(
                at=work.at, key=command.waits_at, variables=Variables(results)
            )
            follow_ups.append(Advance(instance.id, deliver))
        return Handled(follow_ups=tuple(follow_ups), instance_id=instance.id)


class _Asking:
    """The expressions of one step."""

    def __init__(
        self, office: Office, variables: Mapping[str, Any], environment: Environment
    ) -> None:
        self._office = office
        self._variables = variables
        self._environment = environment

    def handover(self, handover: Handover) -> Iterable[msgspec.Struct]:
        """The command that moves a person's work."""
        if self._is_meant(handover.when):
            yield c.HandOver(
                person_id=self._person(handover.person).id,
                to_person_id=self._person(handover.to).id,
                reason=str(self._value(handover.reason) or "") if handover.reason else "",
            )

    def change(
        self, change: PersonChange, work: Work, results: dict[str, Any]
    ) -> Iterable[msgspec.Struct]:
        """The command that changes a person; a new one's number becomes a result."""
        if not self._is_meant(change.when):
            return
        if change.action == "leave":
            left_on = self._value(change.leftOn) if change.leftOn else None
            yield DeactivatePerson(
                no=self._person(change.person).no,
                left_on=left_on if isinstance(left_on, date) else None,
            )
            return
        no = next_person_no(work, self._office.directory(), change.prefix)
        if change.result:
            results[change.result] = no
        yield self._joining(change, no)

    def _joining(self, change: PersonChange, no: str) -> SavePerson:
        found = self._value(change.values)
        given = found if isinstance(found, dict) else {}
        told: dict[str, Any] = {
            name: str(given[name]) for name in _TEXTS if given.get(name) is not None
        }
        told |= {name: given[name] for name in _DAYS if isinstance(given.get(name), date)}
        if not told.get("name") or not told.get("department"):
            raise InvalidInput("approvals.staff.incomplete")
        told["login"] = self._free_login(told.get("login") or no.casefold())
        return SavePerson(no=no, **told)

    def _free_login(self, wanted: str) -> str:
        """The login itself, or with the first number that makes it somebody's alone."""
        directory = self._office.directory()
        login, number = wanted, 1
        while directory.person_by_login(login) is not None:
            number += 1
            login = f"{wanted}{number}"
        return login

    def _person(self, text: str) -> Person:
        stated = self._value(text)
        view = self._office.view()
        person = view.directory.person(view.person_of(str(stated))) if stated else None
        if person is None:
            raise InvalidInput("approvals.staff.unknown_person", person=str(stated or ""))
        return person

    def _is_meant(self, when: str) -> bool:
        return not when or self._value(when) is True

    def _value(self, text: str) -> Any:  # noqa: ANN401 - a Value
        return evaluate(text, self._variables, self._environment)
