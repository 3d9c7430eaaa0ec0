"""The stage for stories: people act through the door, each at a past instant."""

from datetime import datetime
from typing import Any

import msgspec

from dujiang.approvals import DecideItem, SubmitStart
from dujiang.kernel.errors import NotFound
from dujiang.main.rooms import Rooms
from dujiang.runtime import Actor, Request
from dujiang.scenarios.history import Step


class PeopleOnStage:
    """Gives commands in people's names, with their own permissions."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def start(self, login: str, process_key: str, values: dict[str, Any], at: datetime) -> int:
        """Hand a start form in."""
        version = self._rooms.deployments.current(process_key)
        command = SubmitStart(process_key=process_key, version_id=version.id, values=values)
        return int(self._ask(login, command, at)["instance_id"])

    def act(self, login: str, instance_id: int, step: Step, at: datetime) -> None:
        """Act on the item of the person, or of one of the groups they belong to."""
        person_id = self._person(login)
        with self._rooms.store.read() as reader:
            waiting = self._rooms.people_work.awaited(reader, instance_id)
        mine = [item for item in waiting if item.hand == person_id]
        items = mine or [item for item in waiting if item.hand is None]
        if not items:
            raise NotFound("approvals.item.not_found")
        command = DecideItem(
            item_id=items[0].id,
            action=step.action,
            comment=step.comment,
            category=step.category,
            return_to=step.return_to,
            values=step.values or None,
        )
        self._ask(login, command, at)

    def _ask(self, login: str, command: msgspec.Struct, at: datetime) -> Any:  # noqa: ANN401 - the body
        person_id = self._person(login)
        permissions = self._rooms.access(person_id).permissions
        actor = Actor(person_id=person_id, permissions=permissions)
        return self._rooms.dispatcher.ask(Request(command, actor, None, at)).expect()

    def _person(self, login: str) -> int:
        person = self._rooms.directory.current().person_by_login(login)
        if person is None:
            raise NotFound("identity.person.unknown", login=login)
        return person.id
