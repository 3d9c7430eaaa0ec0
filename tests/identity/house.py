"""A small installation for tests: SQLite, the dispatcher on this thread, and 都江精工 in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, NoReturn

import msgspec
from argon2 import PasswordHasher

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.identity import (
    IDENTITY_TABLES,
    Authenticator,
    Directory,
    DirectoryCache,
    IdentityReader,
    Passwords,
    Person,
    SecondFactor,
    access_of,
    identity_routes,
)
from dujiang.kernel.clock import ManualClock
from dujiang.runtime import (
    SYSTEM,
    TABLES,
    Actor,
    Answer,
    Dispatcher,
    Handled,
    Outcome,
    Request,
    Route,
    Work,
)
from dujiang.scenarios.company import company_commands
from dujiang.store import Store
from tests.databases import fresh_store

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""2026-03-02 09:00 in Chengdu, the base date of all walks."""
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class NoPrograms:
    """There are no processes in these tests."""

    def program(self, version_id: int) -> NoReturn:
        """Never asked."""
        raise AssertionError(version_id)


class XorBox:
    """Seals by a fixed mask: enough to see that nothing is stored in the clear."""

    def seal(self, plain: bytes, place: str) -> bytes:
        return bytes(b ^ 0x5A for b in plain)

    def open(self, box: bytes, place: str) -> bytes:
        return self.seal(box, place)


class Pay(msgspec.Struct, frozen=True, tag=True):
    """What another room may ask only with a code."""

    code: str


class House:
    """The parts of an installation that people tests need."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = ManualClock(MONDAY)
        self.reader = IdentityReader(store)
        self.cache = DirectoryCache(self.reader.load_directory, self.reader.load_version)
        self.second_factor = SecondFactor(XorBox())
        self.dispatcher = Dispatcher(
            store,
            {**identity_routes(self.cache, self.second_factor), Pay: Route("signed_in", self._pay)},
            {},
            programs=NoPrograms(),
            clock=self.clock,
        )
        numbers = count(1)
        self.authenticator = Authenticator(
            directory=self.cache.current,
            credentials=self.reader,
            passwords=QUICK,
            dispatcher=self.dispatcher,
            clock=self.clock,
            random_bytes=lambda size: next(numbers).to_bytes(size, "big"),
            second_factor=self.second_factor,
        )

    def _pay(self, command: Pay, work: Work) -> Outcome:
        """A step that wants the code again."""
        return self.second_factor.verify(work, work.actor.id, command.code) or Handled()

    def ask(self, command: msgspec.Struct, actor: Actor = SYSTEM, key: str | None = None) -> Answer:
        """Give a command and have its answer."""
        return self.dispatcher.ask(Request(command, actor, key, self.clock.now()))

    def done(self, command: msgspec.Struct, actor: Actor = SYSTEM) -> Any:
        """Give a command that must be accepted."""
        return self.ask(command, actor).expect()

    def all_done(self, commands: Iterable[msgspec.Struct]) -> None:
        """Give commands that wait together; each must be accepted."""
        asked = [Request(one, SYSTEM, None, self.clock.now()) for one in commands]
        futures = [self.dispatcher.submit(request) for request in asked]
        self.dispatcher.run_pending()
        for future in futures:
            future.result().expect()

    @property
    def directory(self) -> Directory:
        """The organisation as it is now."""
        return self.cache.current()

    def person(self, name: str) -> Person:
        """Somebody by their name."""
        return next(person for person in self.directory.people() if person.name == name)

    def actor(self, name: str) -> Actor:
        """Somebody who is signed in."""
        person = self.person(name)
        access = access_of(self.directory, person.id)
        return Actor(person_id=person.id, permissions=access.permissions, address="10.0.0.7")


@contextmanager
def house_of(kind: str = "sqlite", *, with_company: bool = True) -> Iterator[House]:
    """A fresh installation that is gone afterwards."""
    with fresh_store(kind, (*TABLES, *AUDIT_TABLES, *IDENTITY_TABLES)) as store:
        house = House(store)
        if with_company:
            house.all_done(company_commands())
        yield house
        house.dispatcher.stop()
