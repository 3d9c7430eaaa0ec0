"""The rooms below the edges plugged together on one store, with 都江精工 in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dujiang.approvals import (
    APPROVAL_FACTS,
    APPROVAL_TABLES,
    ApprovalsReader,
    DecideItem,
    Office,
    SubmitStart,
    approval_reactors,
    approval_routes,
)
from dujiang.approvals.search import SEARCH_TABLES, Indexing, search_routes
from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.connectors import TABLES as CONNECTOR_TABLES
from dujiang.connectors import connector_routes
from dujiang.deployments import TABLES as DEPLOYMENT_TABLES
from dujiang.deployments import (
    Deployments,
    DeployPackage,
    SaveCalendar,
    company_calendars,
    deployment_routes,
)
from dujiang.feel import Environment
from dujiang.forms import FormsOfVersions, SealedFields
from dujiang.identity import (
    IDENTITY_TABLES,
    DirectoryCache,
    IdentityReader,
    SecondFactor,
    access_of,
    directory_functions,
    identity_routes,
)
from dujiang.kernel.clock import ManualClock
from dujiang.ledgers import TABLES as LEDGER_TABLES
from dujiang.ledgers import (
    BelatedPostings,
    Definitions,
    People,
    Source,
    ledger_functions,
    ledger_reactors,
    ledger_routes,
)
from dujiang.runtime import (
    ENGINE_FACTS,
    RUNTIME_REACTORS,
    SYSTEM,
    Actor,
    Answer,
    Clockwork,
    Dispatcher,
    LogEntry,
    Request,
    Vocabulary,
    Wanted,
    Work,
    entries_of,
    merge_reactors,
    merge_routes,
    runtime_routes,
)
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.scenarios.company import company_commands
from dujiang.settings import InstallationKey
from dujiang.store import Store
from dujiang.vault import TABLES as VAULT_TABLES
from dujiang.vault import Vault
from tests.approvals.models import FORM, VALUES
from tests.databases import fresh_store
from tests.identity.house import MONDAY, XorBox

SHANGHAI = ZoneInfo("Asia/Shanghai")
TABLES = (
    *RUNTIME_TABLES,
    *VAULT_TABLES,
    *AUDIT_TABLES,
    *IDENTITY_TABLES,
    *DEPLOYMENT_TABLES,
    *LEDGER_TABLES,
    *CONNECTOR_TABLES,
    *APPROVAL_TABLES,
    *SEARCH_TABLES,
)


class Plant:
    """Everything below the edges, on the test's thread and clock."""

    def __init__(self, store: Store, clock: ManualClock) -> None:
        self.store = store
        self.clock = clock
        self.identity = IdentityReader(store)
        self.cache = DirectoryCache(self.identity.load_directory, self.identity.load_version)
        self.deployments = Deployments(store.read)
        key = InstallationKey(b"k" * 32)
        vault = Vault(key)
        self.definitions = Definitions(vault)
        self.models = FormsOfVersions(self.deployments)
        self.second_factor = SecondFactor(XorBox())
        self.office = Office(
            directory=self.cache.current,
            models=self.models,
            environment=self._environment,
            calendar=lambda key: self.deployments.calendars()[key or "STD"],
            history=self._history,
            in_force=lambda key, work: self.deployments.in_force(key, Wanted(), work),
            check_code=self.second_factor.verify,
            recounted=lambda: (),
            read=store.read,
            belated=BelatedPostings(self.definitions, self._environment),
            sealed=SealedFields(vault, self.models, self.cache.current),
        )
        self.indexing = Indexing(self.office)
        routes = merge_routes(
            runtime_routes(self.deployments, self.deployments, {}, lambda: self.vocabulary),
            identity_routes(self.cache, self.second_factor),
            deployment_routes(self.deployments),
            ledger_routes(self.definitions, self._functions, SHANGHAI, People(self.cache.current)),
            connector_routes(key, self._environment),
            approval_routes(self.office),
            search_routes(self.indexing),
        )
        self.vocabulary = Vocabulary((*routes, *ENGINE_FACTS, *_facts()))
        reactors = merge_reactors(
            RUNTIME_REACTORS,
            ledger_reactors(),
            approval_reactors(),
            self.indexing.reactors(),
        )
        self.dispatcher = Dispatcher(
            store, routes, reactors, programs=self.deployments, clock=clock
        )
        self.dispatcher.seal_with(self.office.sealed)
        self.clockwork = Clockwork(self.dispatcher)
        self.reader = ApprovalsReader(self.office, self.deployments)

    def _functions(self, source: Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
        return {
            **ledger_functions(self.definitions, source, now),
            **self.deployments.functions,
            **directory_functions(self.cache.current()),
            **self.deployments.rules.functions(now),
        }

    def _environment(self, work: Work) -> Environment:
        now = work.at.astimezone(SHANGHAI)
        return Environment(now=now, functions=self._functions(work, now))

    def _history(self, work: Work, instance_id: int) -> Iterator[LogEntry]:
        return entries_of(work, self.vocabulary, instance_id)

    # Asking

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

    def actor(self, name: str) -> Actor:
        """Somebody who is signed in, by name."""
        directory = self.cache.current()
        person = next(p for p in directory.people() if p.name == name)
        access = access_of(directory, person.id)
        return Actor(person_id=person.id, permissions=access.permissions, address="10.0.0.7")

    def id(self, name: str) -> int:
        """Id of a person by name."""
        return self.actor(name).id

    def name(self, person_id: int | None) -> str:
        """Name of a person."""
        person = self.cache.current().person(person_id)
        return person.name if person else "-"

    # Processes

    def deploy(self, xml: str, forms: dict[str, Any]) -> int:
        """Deploy a process; its version id."""
        answer = self.done(DeployPackage(xml=xml.encode(), forms=forms, decisions={}))
        return int(answer["version_id"] if "version_id" in answer else answer["versionId"])

    def submit(self, name: str, process: str, version_id: int, values: dict[str, Any]) -> int:
        """Hand a start form in; the instance's id."""
        command = SubmitStart(process_key=process, version_id=version_id, values=values)
        return int(self.done(command, self.actor(name))["instance_id"])

    def begin(self, xml: str, name: str = "李明") -> int:
        """Deploy a test process and hand its form in; the instance's id."""
        return self.submit(name, "test", self.deploy(xml, {"f": FORM}), VALUES)

    def open_items(self, instance_id: int) -> dict[str, int]:
        """Who has something open in an instance: name -> item id (`role:x` for groups)."""
        with self.store.read() as reader:
            rows = self.reader.items_of(reader, instance_id)
        return {
            (self.name(r.hand) if r.hand is not None else r.group_key): r.id
            for r in rows
            if r.state in ("open", "delegated")
        }

    def act(self, name: str, instance_id: int, action: str, **given: Any) -> Answer:
        """Let somebody act on their open item."""
        items = self.open_items(instance_id)
        item_id = given.pop("item_id", None) or items.get(name) or next(iter(items.values()))
        return self.ask(DecideItem(item_id=item_id, action=action, **given), self.actor(name))

    def acts(self, name: str, instance_id: int, action: str, **given: Any) -> Any:
        """Let somebody act; it must be accepted."""
        return self.act(name, instance_id, action, **given).expect()

    def tick(self) -> None:
        """Let everything happen that is due now."""
        for _ in range(100):
            next_at = self.clockwork.tick(self.clock.now())
            if next_at is None or next_at > self.clock.now():
                return
        raise AssertionError("the clock does not come to rest")

    def travel(self, text: str) -> None:
        """Move to a moment in Chengdu, stopping at everything that is due on the way."""
        target = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        while True:
            self.tick()
            next_at = self.clockwork.tick(self.clock.now())
            if next_at is None or next_at > target:
                break
            self.clock.set(max(next_at, self.clock.now()))
        self.clock.set(target)
        self.tick()


def _facts() -> tuple[type[msgspec.Struct], ...]:
    import dujiang.deployments.events as deployment_events
    import dujiang.identity.events as identity_events
    import dujiang.ledgers.events as ledger_events

    found: list[type[msgspec.Struct]] = list(APPROVAL_FACTS)
    for module in (deployment_events, identity_events, ledger_events):
        for value in vars(module).values():
            is_own = isinstance(value, type) and value.__module__ == module.__name__
            if is_own and issubclass(value, msgspec.Struct) and not value.__name__.startswith("_"):
                found.append(value)
    return tuple(found)


@contextmanager
def plant_of(kind: str = "sqlite") -> Iterator[Plant]:
    """A fresh plant with the demo company and the company's calendars."""
    with fresh_store(kind, TABLES) as store:
        plant = Plant(store, ManualClock(MONDAY))
        plant.all_done(company_commands())
        plant.all_done(SaveCalendar(calendar=calendar) for calendar in company_calendars())
        yield plant
        plant.dispatcher.stop()
