"""Processes, forms, ledgers and the demo company, without people's work and HTTP."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.connectors import TABLES as CONNECTION_TABLES
from dujiang.connectors import connector_routes
from dujiang.deployments import TABLES as DEPLOYMENT_TABLES
from dujiang.deployments import Deployments, SaveCalendar, company_calendars, deployment_routes
from dujiang.feel import Environment
from dujiang.forms import Form, Situation, check_forms, read_form
from dujiang.identity import (
    IDENTITY_TABLES,
    DirectoryCache,
    IdentityReader,
    SecondFactor,
    directory_functions,
    identity_routes,
)
from dujiang.kernel.clock import ManualClock
from dujiang.ledgers import TABLES as LEDGER_TABLES
from dujiang.ledgers import (
    Definitions,
    People,
    Source,
    ledger_check,
    ledger_functions,
    ledger_reactors,
    ledger_routes,
)
from dujiang.ledgers.shelf import find_row
from dujiang.runtime import (
    RUNTIME_REACTORS,
    SYSTEM,
    Answer,
    Dispatcher,
    Job,
    JobDone,
    JobType,
    Request,
    Vocabulary,
    Work,
    merge_reactors,
    merge_routes,
    runtime_routes,
)
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.scenarios import load_demo
from dujiang.scenarios.company import company_commands
from dujiang.settings import InstallationKey
from dujiang.store import Store
from dujiang.vault import TABLES as VAULT_TABLES
from dujiang.vault import Vault
from tests.databases import fresh_store
from tests.identity.house import XorBox

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


class House:
    """The demo company with every scenario installed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = ManualClock(AT)
        identity = IdentityReader(store)
        self.directory = DirectoryCache(identity.load_directory, identity.load_version)
        self.deployments = Deployments(store.read)
        self.definitions = Definitions(Vault(InstallationKey(b"k" * 32)))
        checks = (check_forms, ledger_check(self._ledger))
        routes = merge_routes(
            runtime_routes(
                self.deployments,
                self.deployments,
                {"http": JobType(_done)},
                lambda: Vocabulary(()),
            ),
            identity_routes(self.directory, SecondFactor(XorBox())),
            deployment_routes(self.deployments, checks),
            connector_routes(XorBox(), self.environment),
            ledger_routes(self.definitions, self.functions, ZONE, People(self.directory.current)),
        )
        reactors = merge_reactors(RUNTIME_REACTORS, ledger_reactors())
        self.door = Dispatcher(store, routes, reactors, programs=self.deployments, clock=self.clock)
        for calendar in company_calendars():
            self.do(SaveCalendar(calendar=calendar))
        for command in company_commands():
            self.do(command)
        load_demo(self.do)

    def _ledger(self, key: str) -> Any:
        with self.store.read() as reader:
            return self.definitions.find(reader, key)

    def functions(self, source: Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
        return {
            **self.deployments.functions,
            **self.deployments.rules.functions(now),
            **directory_functions(self.directory.current()),
            **ledger_functions(self.definitions, source, now),
        }

    def environment(self, work: Work) -> Environment:
        """What expressions of a command may use."""
        now = work.at.astimezone(ZONE)
        return Environment(now=now, functions=self.functions(work, now))

    def ask(self, command: msgspec.Struct) -> Answer:
        """Give one command in the system's name."""
        return self.door.ask(Request(command, SYSTEM, None, self.clock.now()))

    def do(self, command: msgspec.Struct) -> Any:
        """Give one command and have it accepted."""
        return self.ask(command).expect()

    def form(self, process: str, key: str) -> Form:
        """A form of the version in force."""
        found = read_form(self.deployments.current(process).forms[key]).form
        assert found is not None
        return found

    def situation(self, login: str) -> Situation:
        """What a start form of this person may use."""
        with self.store.read() as reader:
            now = self.clock.now().astimezone(ZONE)
            functions = {name: _remembering(self, name) for name in self.functions(reader, now)}
        initiator = self.person(login)
        environment = Environment(now=now, functions=functions)
        return Situation({"initiator": initiator}, {}, environment)

    def person(self, login: str) -> dict[str, Any]:
        """A person as expressions see them."""
        found = directory_functions(self.directory.current())["person"](login)
        assert found is not None
        return dict(found)

    def row(self, ledger: str, *key: Any) -> dict[str, Any]:
        """The row that a key names."""
        with self.store.read() as reader:
            definition = self.definitions.load(reader, ledger)
            found = find_row(reader, definition, list(key))
            assert found is not None, key
            return dict(found.values)

    def rows(self, ledger: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows as forms see them."""
        return list(_remembering(self, "rows")(ledger, wanted))


def _remembering(house: House, name: str) -> Callable[..., Any]:
    """A look-up that opens a reader of its own, so that a situation may outlive one."""

    def call(*arguments: Any) -> Any:
        with house.store.read() as reader:
            now = house.clock.now().astimezone(ZONE)
            return house.functions(reader, now)[name](*arguments)

    return call


def _done(job: Job) -> JobDone:
    return JobDone()


@contextmanager
def opened(kind: str = "sqlite") -> Iterator[House]:
    """The demo company on an empty database."""
    tables = (
        *RUNTIME_TABLES,
        *VAULT_TABLES,
        *AUDIT_TABLES,
        *DEPLOYMENT_TABLES,
        *CONNECTION_TABLES,
        *IDENTITY_TABLES,
        *LEDGER_TABLES,
    )
    with fresh_store(kind, tables) as store:
        house = House(store)
        try:
            yield house
        finally:
            house.door.stop()
