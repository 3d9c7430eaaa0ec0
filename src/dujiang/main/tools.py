"""What the command line does with an opened installation."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from dujiang.identity import Person
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import NotFound
from dujiang.main.app import App
from dujiang.main.demo import demo_accounts
from dujiang.main.packages import package_command
from dujiang.main.reindexing import reindex
from dujiang.main.rooms import OFFICE_HOURS
from dujiang.main.stage import PeopleOnStage
from dujiang.runtime import Actor
from dujiang.scenarios.history import load_stories, tell


class Tools:
    """An installation that is open for the command line."""

    def __init__(self, app: App) -> None:
        self._app = app

    def submit(self, command: msgspec.Struct) -> Any:  # noqa: ANN401 - the answer's body
        """Give a command in the system's name and wait; a refusal is raised."""
        return self._app.submit(command)

    def has_people(self) -> bool:
        """Whether somebody has an account."""
        return next(self._app.directory.current().people(), None) is not None

    def set_password(self, login: str, password: str) -> None:
        """Give somebody a password; `NotFound` for an unknown login."""
        self._app.authenticator.set_password(self._person(login).id, password)

    def create_token(
        self, login: str, name: str, scopes: Sequence[str], expires_at: datetime | None
    ) -> str:
        """Make an API token for a person; its text. No scopes: all that the person may."""
        person = self._person(login)
        permissions = self._app.rooms.access(person.id).permissions
        actor = Actor(person_id=person.id, permissions=permissions)
        asked = tuple(scopes) or tuple(sorted(permissions))
        return self._app.authenticator.create_token(actor, name, asked, expires_at).text

    def deploy(self, documents: Mapping[str, bytes], note: str) -> tuple[str, int]:
        """Put a model with its forms and decisions into force; process key and version."""
        answer = self.submit(package_command(documents, note))
        return answer["process_key"], answer["version"]

    def reindex(self, tell: Callable[[int], None]) -> int:
        """Write anew what every request is found by, in batches; `tell` hears how many are done."""
        return reindex(self._app.store, self._app.dispatcher, self.clock.now(), tell)

    def load_demo(self) -> None:
        """Load the demo company into an empty database."""
        self._app.load_demo()

    def load_history(self) -> int:
        """Let the demo company have worked for a while; how many stories came to their end."""
        rooms = self._app.rooms
        now = self.clock.now().astimezone(rooms.zone)
        calendar = rooms.deployments.calendars()[OFFICE_HOURS]
        return tell(load_stories(), PeopleOnStage(rooms), now, calendar)

    def demo_accounts(self) -> Sequence[tuple[str, str, str]]:
        """Logins of the demo company to try, with name and position; none where it is not."""
        return demo_accounts(self._app.directory.current())

    def stop_streams(self) -> None:
        """End the open event streams, so that a stop need not wait for them."""
        self._app.stop_streams()

    @property
    def asgi(self) -> Any:  # noqa: ANN401 - an ASGI application
        """What a server calls."""
        return self._app.asgi

    @property
    def applied(self) -> Sequence[str]:
        """The schema's revisions that opening has applied."""
        return self._app.applied

    @property
    def clock(self) -> Clock:
        """The installation's clock."""
        return self._app.clock

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._app.store.dialect

    @property
    def has_frontend(self) -> bool:
        """Whether the built front end is there."""
        return self._app.has_frontend

    def _person(self, login: str) -> Person:
        person = self._app.directory.current().person_by_login(login)
        if person is None:
            raise NotFound("cli.login.unknown", login=login)
        return person
