"""One opened installation: opening, serving, stopping; and what tools do with it.

Order of start: database, schema, node number, rooms, dispatcher, duties, door. A stop goes back the
same way: no new requests, streams end, what is in flight is finished, duties end, the queue is
worked off, the database is closed.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import RLock
from typing import Any, Final

import msgspec
from prometheus_client import CollectorRegistry

import dujiang
from dujiang.api.application import Application
from dujiang.api.callers import Callers
from dujiang.api.contract import ENDPOINTS
from dujiang.api.desk import Desk
from dujiang.api.door import Door, DoorSettings
from dujiang.api.frontend import Frontend, find_frontend
from dujiang.api.jobbell import JobBell
from dujiang.api.limits import Limits
from dujiang.api.live import Live
from dujiang.api.metrics import Metrics
from dujiang.api.remembered import Remembered
from dujiang.api.rendering import Names
from dujiang.api.routes import HANDLERS
from dujiang.api.security import headers
from dujiang.identity import Authenticator, InstallBuiltIns, Passwords
from dujiang.kernel.clock import Clock, SystemClock
from dujiang.main.demo import load_demo
from dujiang.main.rooms import TABLES, Rooms
from dujiang.main.sign_on import ldap_settings, single_sign_on
from dujiang.runtime import SYSTEM, Dispatcher, LoopSink, Request
from dujiang.settings import Settings
from dujiang.store import Store, StoreError, Tx, migrate, open_store

PACKAGE: Final = Path(dujiang.__file__).parent
SLOW_THREADS: Final = 4


class App:
    """One opened installation. `asgi` serves it."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        rooms: Rooms,
        *,
        applied: Sequence[str],
        passwords: Passwords,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.settings = settings
        self.store = store
        self.rooms = rooms
        self.clock = rooms.clock
        self.words = rooms.words
        self.dispatcher = rooms.dispatcher
        self.directory = rooms.directory
        self.applied = tuple(applied)
        """The schema's revisions that opening has applied."""
        self.passwords = passwords
        self.authenticator = Authenticator(
            directory=self.directory.current,
            credentials=rooms.identity,
            passwords=passwords,
            dispatcher=self.dispatcher,
            clock=self.clock,
            random_bytes=random_bytes,
            second_factor=rooms.second_factor,
            session_s=settings.session_s,
        )
        self.single_sign_on = single_sign_on(settings, rooms, random_bytes)
        self.live = Live()
        self.dispatcher.listen(self.live.publish)
        self.bell = JobBell(store.read, self.clock)
        self.dispatcher.watch(self.bell.changed)
        self._notices = store.notices(random_bytes(8).hex())
        self.dispatcher.listen(self._notices.tell)
        self._is_closed = False
        self._readers = ThreadPoolExecutor(settings.read_threads, "reader")
        self._slow = ThreadPoolExecutor(SLOW_THREADS, "slow")
        self._frontend = Frontend(find_frontend(settings.web, PACKAGE))
        self.asgi = self._application()

    def _application(self) -> Application:
        measures = Metrics(self.dispatcher.metrics.registry)
        common = headers(is_https=self.settings.is_https)
        desk = self._desk()
        door = Door(
            desk,
            ENDPOINTS,
            HANDLERS,
            callers=Callers(desk),
            metrics=measures,
            settings=DoorSettings(headers=common, slow=self._slow),
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
            dispatcher=_WorksHere(self.dispatcher),
            read=self.store.read,
            directory=self.directory.current,
            access=self.rooms.access,
            identity=self.rooms.identity,
            authenticator=self.authenticator,
            single_sign_on=self.single_sign_on,
            ldap=ldap_settings(self.settings),
            public_url=self.settings.public_url,
            remembered=Remembered(),
            limits=Limits(
                sign_ins_per_minute=self.settings.sign_ins_per_minute,
                requests_per_minute=self.settings.requests_per_minute,
            ),
            live=self.live,
            bell=self.bell,
            job_types=self.rooms.job_types.keys(),
            open_sealed=self.rooms.vault.open_alike,
            deployments=self.rooms.deployments,
            designs=self.rooms.designs,
            connections=self.rooms.connections,
            health=self.rooms.health,
            connector_tools=self.rooms.connector_tools,
            ledgers=self.rooms.ledgers,
            trials=self.rooms.trials(),
            standing=self.rooms.standing,
            blobs=self.rooms.blobs(self.settings.data / "files"),
            file_bytes=self.settings.file_bytes,
            people_work=self.rooms.people_work,
            office=self.rooms.office,
            filling=self.rooms.filling,
            finder=self.rooms.finder,
            indexing=self.rooms.indexing,
            mail=self.rooms.mail_office,
            paths=self.rooms.paths,
            zone=self.rooms.zone,
            models=self.rooms.models,
            environment=self.rooms.environment,
            names=Names(self.rooms.deployments),
            vocabulary=self.rooms.vocabulary,
            readers=self._readers,
            is_https=self.settings.is_https,
        )

    async def _on_a_reader(self, ask: Callable[[], str | None]) -> str | None:
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask)

    # The program's life

    def work(self) -> None:
        """Let dispatcher and duties work on threads of their own."""
        self.dispatcher.start()
        self.rooms.duties.start()
        self._notices.start(self.live.publish)

    async def start(self) -> None:
        """Begin to serve."""
        self.live.attach(asyncio.get_running_loop())
        self.bell.attach(asyncio.get_running_loop())
        if self.rooms.is_threaded:
            self.work()

    async def stop(self) -> None:
        """Finish what is in flight, then close."""
        self.stop_streams()
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def stop_streams(self) -> None:
        """End the open event streams and long polls; called from any thread."""
        self.live.close()
        self.bell.close()

    def not_ready(self) -> str | None:
        """Why requests cannot be served now, as a code; None when they can."""
        try:
            self.rooms.identity.load_version()
        except StoreError:
            return "api.database.away"
        return None

    def close(self) -> None:
        """End the duties, work off the queue, close the database; once is enough."""
        if self._is_closed:
            return
        self._is_closed = True
        self.rooms.duties.stop()
        self.dispatcher.stop()
        self._notices.stop()
        self._readers.shutdown()
        self._slow.shutdown()
        self.store.close()

    # What tools do

    def submit(self, command: msgspec.Struct, *, key: str | None = None) -> Any:  # noqa: ANN401 - the answer's body
        """Give a command in the system's name and wait; a refusal is raised."""
        request = Request(command=command, actor=SYSTEM, key=key, at=self.clock.now())
        return self.dispatcher.ask(request).expect()

    def install(self) -> None:
        """Make sure that the built-in roles and the like exist."""
        self.submit(InstallBuiltIns())

    def load_demo(self) -> None:
        """Load the demo company into an empty database."""
        load_demo(self.submit, self.directory.current, self.passwords)

    @property
    def has_frontend(self) -> bool:
        """Whether the built front end is there."""
        return self._frontend.is_built


class _WorksHere:
    """The dispatcher as the door knows it: without a thread of its own it works on the caller's.

    So tests and sandboxes need no threads; with one, this adds nothing.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._one_at_a_time = RLock()

    def submit_to(self, sink: LoopSink, request: Request) -> Any:  # noqa: ANN401 - a future
        """Take a command; the loop gets the answer after its commit."""
        future = self._dispatcher.submit_to(sink, request)
        with self._one_at_a_time:
            self._dispatcher.work_here()
        return future

    def run_for(self, sink: LoopSink, chore: Callable[[Tx], Any]) -> Any:  # noqa: ANN401 - a future
        """Do a chore in a transaction of the door; the loop gets its result."""
        future = self._dispatcher.run_for(sink, chore)
        with self._one_at_a_time:
            self._dispatcher.work_here()
        return future


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    random_bytes: Callable[[int], bytes] = os.urandom,
    is_threaded: bool = True,
    make_schema: Callable[[Store], Sequence[str]] = migrate,
) -> App:
    """Open an installation and bring its database up to date.

    Without threads nothing works by itself: commands run on the caller's thread, and due timers
    and deliveries when `rooms.duties.drain` is called.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.store_url, TABLES)
    applied = make_schema(store)
    rooms = Rooms(
        settings,
        store,
        clock=clock or SystemClock(),
        registry=CollectorRegistry(),
        is_threaded=is_threaded,
    )
    return App(
        settings,
        store,
        rooms,
        applied=applied,
        passwords=passwords or Passwords(),
        random_bytes=random_bytes,
    )
