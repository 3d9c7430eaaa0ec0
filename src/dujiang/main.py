"""The one place that shops: picks every concrete class and plugs the rooms together.

Order of start: database, schema, node number, rooms, dispatcher, duties, door. A stop goes back the
same way: no new requests, streams end, what is in flight is finished, duties end, the queue is
worked off, the database is closed.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
from prometheus_client import CollectorRegistry

from dujiang.api.application import Application
from dujiang.api.callers import Callers
from dujiang.api.contract import ENDPOINTS
from dujiang.api.desk import Desk
from dujiang.api.door import Door, DoorSettings
from dujiang.api.frontend import Frontend, find_frontend
from dujiang.api.limits import Limits
from dujiang.api.live import Live
from dujiang.api.metrics import Metrics
from dujiang.api.remembered import Remembered
from dujiang.api.routes import HANDLERS
from dujiang.api.security import headers
from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.identity import (
    IDENTITY_TABLES,
    Access,
    Authenticator,
    Directory,
    DirectoryCache,
    IdentityReader,
    InstallBuiltIns,
    Passwords,
    SetPassword,
    access_of,
    identity_routes,
)
from dujiang.kernel.clock import Clock, SystemClock
from dujiang.kernel.errors import NotFound
from dujiang.kernel.words import load_words
from dujiang.notify import NOTIFY_TABLES, notify_routes
from dujiang.runtime import SYSTEM, Actor, Dispatcher, Request, merge_routes
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.runtime import Metrics as RuntimeMetrics
from dujiang.scenarios.company import company_commands
from dujiang.settings import Settings, installation_key
from dujiang.store import Store, StoreError, open_store

TABLES: Final = (*AUDIT_TABLES, *RUNTIME_TABLES, *IDENTITY_TABLES, *NOTIFY_TABLES)
PACKAGE: Final = Path(__file__).parent
SLOW_THREADS: Final = 4
DEMO_PASSWORD: Final = "dujiang-demo"  # noqa: S105 - of the demo company, printed at its start
DEMO_LOGINS: Final = ("liming", "chengang", "shenjianghe", "pengli", "linjing", "xubo")
MAX_ACCESS_KEPT: Final = 20_000


class App:
    """One opened installation: its rooms, plugged together. `asgi` serves it."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        clock: Clock,
        random_bytes: Callable[[int], bytes],
        passwords: Passwords,
    ) -> None:
        self.settings = settings
        self.store = store
        self.applied: tuple[str, ...] = ()
        """The schema's revisions that opening has applied."""
        self._is_closed = False
        self.clock = clock
        self.words = load_words()
        self.key = installation_key(settings)
        self.registry = CollectorRegistry()
        self.identity = IdentityReader(store)
        self.directory = DirectoryCache(self.identity.load_directory, self.identity.load_version)
        self.dispatcher = Dispatcher(
            store,
            merge_routes(identity_routes(self.directory), notify_routes()),
            {},
            programs=_NoPrograms(),
            clock=clock,
            metrics=RuntimeMetrics(self.registry),
        )
        self._passwords = passwords
        self.authenticator = Authenticator(
            directory=self.directory.current,
            credentials=self.identity,
            passwords=passwords,
            dispatcher=self.dispatcher,
            clock=clock,
            random_bytes=random_bytes,
            box=self.key,
        )
        self.live = Live()
        self.dispatcher.listen(self.live.publish)
        self._readers = ThreadPoolExecutor(settings.read_threads, "reader")
        self._slow = ThreadPoolExecutor(SLOW_THREADS, "slow")
        self._frontend = Frontend(find_frontend(settings.web, PACKAGE))
        self.asgi = self._application()

    def _application(self) -> Application:
        measures = Metrics(self.registry)
        common = headers(is_https=self.settings.is_https)
        desk = self._desk()
        door = Door(
            desk,
            tuple(endpoint for endpoint in ENDPOINTS if endpoint.operation in HANDLERS),
            HANDLERS,
            callers=Callers(desk),
            metrics=measures,
            settings=DoorSettings(headers=common, readers=self._readers, slow=self._slow),
        )
        return Application(
            door=door,
            frontend=self._frontend,
            life=self,
            measures=measures,
            headers=common,
            probe=self._on_a_reader,
        )

    def _desk(self) -> Desk:
        return Desk(
            company=self.settings.company,
            clock=self.clock,
            words=self.words,
            dispatcher=self.dispatcher,
            read=self.store.read,
            directory=self.directory.current,
            access=self._access,
            identity=self.identity,
            authenticator=self.authenticator,
            remembered=Remembered(),
            limits=Limits(
                sign_ins_per_minute=self.settings.sign_ins_per_minute,
                requests_per_minute=self.settings.requests_per_minute,
            ),
            live=self.live,
            is_https=self.settings.is_https,
        )

    def _access(self, person_id: int) -> Access:
        directory = self.directory.current()
        return _access_at(directory, person_id)

    async def _on_a_reader(self, ask: Callable[[], str | None]) -> str | None:
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask)

    # Commands of tools

    def submit(self, command: msgspec.Struct, *, key: str | None = None) -> Any:  # noqa: ANN401 - the answer's body
        """Give a command in the system's name and wait; a refusal is raised."""
        request = Request(command=command, actor=SYSTEM, key=key, at=self.clock.now())
        return self.dispatcher.ask(request).expect()

    def install(self) -> None:
        """Make sure that the built-in roles and the like exist."""
        self.submit(InstallBuiltIns())

    def has_people(self) -> bool:
        """Whether somebody has an account."""
        return next(self.directory.current().people(), None) is not None

    def set_password(self, login: str, password: str) -> None:
        """Give somebody a password; `NotFound` for an unknown login."""
        person = self.directory.current().person_by_login(login)
        if person is None:
            raise NotFound("cli.login.unknown", login=login)
        self.authenticator.set_password(person.id, password)

    def create_token(
        self, login: str, name: str, scopes: Sequence[str], expires_at: datetime | None
    ) -> str:
        """Make an API token for a person; its text. No scopes: all that the person may."""
        person = self.directory.current().person_by_login(login)
        if person is None:
            raise NotFound("cli.login.unknown", login=login)
        permissions = self._access(person.id).permissions
        actor = Actor(person_id=person.id, permissions=permissions)
        asked = tuple(scopes) or tuple(sorted(permissions))
        return self.authenticator.create_token(actor, name, asked, expires_at).text

    def load_demo(self) -> Sequence[tuple[str, str, str]]:
        """Load the demo company into an empty database; logins to try, with name and position."""
        for command in company_commands():
            self.submit(command)
        directory = self.directory.current()
        password = self._passwords.hash(DEMO_PASSWORD)
        for person in directory.people():
            self.submit(SetPassword(person_id=person.id, password_hash=password))
        found = [directory.person_by_login(login) for login in DEMO_LOGINS]
        return [(person.login, person.name, person.position) for person in found if person]

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.store.dialect

    @property
    def has_frontend(self) -> bool:
        """Whether the built front end is there."""
        return self._frontend.is_built

    # The program's life

    def work(self) -> None:
        """Let dispatcher and duties work on threads of their own."""
        self.dispatcher.start()

    async def start(self) -> None:
        """Begin to serve."""
        self.live.attach(asyncio.get_running_loop())
        self.work()

    async def stop(self) -> None:
        """Finish what is in flight, then close."""
        self.stop_streams()
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def stop_streams(self) -> None:
        """End the open event streams; called from any thread."""
        self.live.close()

    def not_ready(self) -> str | None:
        """Why requests cannot be served now, as a code; None when they can."""
        try:
            self.identity.load_version()
        except StoreError:
            return "api.database.away"
        return None

    def close(self) -> None:
        """Work off the queue and close the database; once is enough."""
        if self._is_closed:
            return
        self._is_closed = True
        self.dispatcher.stop()
        self._readers.shutdown()
        self._slow.shutdown()
        self.store.close()


class _NoPrograms:
    def program(self, version_id: int) -> Any:  # noqa: ANN401 - a program
        raise NotFound("runtime.instance.not_found")


@lru_cache(MAX_ACCESS_KEPT)
def _access_at(directory: Directory, person_id: int) -> Access:
    return access_of(directory, person_id)


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    random_bytes: Callable[[int], bytes] = os.urandom,
    passwords: Passwords | None = None,
) -> App:
    """Open an installation and bring its database up to date; nothing works by itself yet."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.store_url, TABLES)
    store.create_missing()
    return App(
        settings,
        store,
        clock=clock or SystemClock(),
        random_bytes=random_bytes,
        passwords=passwords or Passwords(),
    )
