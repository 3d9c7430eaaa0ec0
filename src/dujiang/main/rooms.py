"""The rooms of one installation, plugged together around its store and its door."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import msgspec
from prometheus_client import CollectorRegistry

from dujiang import (
    approvals,
    connectors,
    deployments,
    documents,
    forms,
    identity,
    ledgers,
    notify,
    runtime,
)
from dujiang.approvals import (
    EXPORT_KIND,
    EXPORT_ROUTES,
    MAIL_ROUTES,
    ExportingRequests,
    Finder,
    Paths,
)
from dujiang.approvals.search import SEARCH_TABLES, Indexing, search_routes
from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.connectors.connections import events as connection_events
from dujiang.deployments import events as deployment_events
from dujiang.documents import events as document_events
from dujiang.feel import Environment
from dujiang.identity import events as identity_events
from dujiang.identity.single import OPENID_ACCOUNT, single_routes
from dujiang.kernel.clock import Clock
from dujiang.kernel.sealed import Sealed
from dujiang.kernel.words import load_words
from dujiang.ledgers import events as ledger_events
from dujiang.ledgers.exporting import EXPORT as LEDGER_EXPORT
from dujiang.ledgers.exporting import ExportingRows, export_routes
from dujiang.main.files import FilesOfForms
from dujiang.main.mails import MailHabits, MailOffice, mail_server
from dujiang.main.notices import Notices
from dujiang.main.refreshing import Refreshing
from dujiang.notify import events as notice_events
from dujiang.notify.reports import REPORT_TABLES, report_routes
from dujiang.runtime.errands import events as errand_events
from dujiang.settings import Settings, installation_key
from dujiang.store import AnyTable, Reader, Store
from dujiang.vault import TABLES as VAULT_TABLES
from dujiang.vault import Vault

TABLES: Final[tuple[AnyTable, ...]] = (
    *VAULT_TABLES,
    *AUDIT_TABLES,
    *runtime.TABLES,
    *deployments.TABLES,
    *identity.IDENTITY_TABLES,
    OPENID_ACCOUNT,
    *documents.DOCUMENT_TABLES,
    *notify.NOTIFY_TABLES,
    *REPORT_TABLES,
    *ledgers.TABLES,
    *connectors.TABLES,
    *approvals.APPROVAL_TABLES,
    *SEARCH_TABLES,
)
MAX_ACCESS_KEPT: Final = 20_000
OFFICE_HOURS: Final = "STD"
ERRAND_THREADS: Final = 2
CONTINUE: Final = "continue"
"""Job type of a step that only waits for its postings: what they have read is there behind it."""

_EVENTS: Final = (
    errand_events, deployment_events, document_events, identity_events, notice_events,
    ledger_events, connection_events,
)  # fmt: skip


class Rooms:
    """Every room's collaborators. Nothing works by itself until `start`."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        clock: Clock,
        registry: CollectorRegistry,
        is_threaded: bool,
    ) -> None:
        self.is_threaded = is_threaded
        self.key = installation_key(settings)
        self.zone = ZoneInfo(settings.time_zone)
        self.clock = clock
        self.words = load_words()
        self.settings = settings
        self.store = store
        self.identity = identity.IdentityReader(store)
        self.directory = identity.DirectoryCache(
            self.identity.load_directory, self.identity.load_version
        )
        self.second_factor = identity.SecondFactor(self.key)
        self.decision_uses = deployments.DecisionUses()
        self.deployments = deployments.Deployments(store.read, zone=settings.time_zone)
        self.vault = Vault(self.key)
        self.definitions = ledgers.Definitions(self.vault)
        self.ledgers = ledgers.LedgerReader(self.definitions)
        self.designs = deployments.DeploymentsReader(self.deployments, self._checks())
        self.models = forms.FormsOfVersions(self.deployments)
        self.sealed = forms.SealedFields(self.vault, self.models, self.directory.current)
        self.office = self._office()
        self.filling = approvals.FormsToFill(self.office, self.deployments, self.environment)
        self.paths = Paths(self.office, self.deployments)
        self.indexing = Indexing(self.office)
        self.finder = Finder(self.office)
        self.people_work = approvals.ApprovalsReader(self.office, self.deployments)
        self.mail_office = MailOffice(
            settings=settings,
            links=notify.MailLinks(self.key.derived("mail-link")),
            work=self.people_work,
            office=self.office,
            filling=self.filling,
            deployments=self.deployments,
            words=self.words,
            zone=self.zone,
        )
        self.connections = connectors.Connections(store.read, self.key, _fixed_peers(settings))
        self.health = connectors.Health(store.read, self.connections.find)
        self.connector_tools = self._connector_tools()
        self.peers = connectors.Peers(self.connections, self.connector_tools)
        self.job_types = self._job_types()
        routes = self._routes()
        self.vocabulary = runtime.Vocabulary([*routes, *_all_facts()])
        self.dispatcher = runtime.Dispatcher(
            store,
            routes,
            self._reactors(),
            programs=self.deployments,
            clock=clock,
            metrics=runtime.Metrics(registry),
        )
        self.dispatcher.seal_with(self.sealed)
        self.errand_kinds = self._errands()
        self.duties = runtime.Duties(
            self.dispatcher, self._duties(settings.outbox_threads if is_threaded else 0)
        )

    def _office(self) -> approvals.Office:
        return approvals.Office(
            directory=self.directory.current,
            models=self.models,
            environment=lambda work: self.environment(work, work.at),
            calendar=lambda key: self.deployments.calendars()[key or OFFICE_HOURS],
            history=lambda work, instance_id: runtime.entries_of(
                work, self.vocabulary, instance_id
            ),
            in_force=lambda key, work: self.deployments.in_force(key, runtime.Wanted(), work),
            check_code=self.second_factor.verify,
            recounted=self._recounted,
            read=self.store.read,
            belated=ledgers.BelatedPostings(
                self.definitions, lambda work: self.environment(work, work.at)
            ),
            sealed=self.sealed,
        )

    def _errands(self) -> Mapping[str, runtime.ErrandHandler]:
        """Who does each kind of background work."""
        exporting = ExportingRequests(
            finder=self.finder,
            filling=self.filling,
            deployments=self.deployments,
            office=self.office,
            words=self.words,
            blobs=self.blobs(self.settings.data / "files"),
            zone=self.zone,
            read=self.store.read,
            submit=self._submit_for,
        )
        of_ledgers = ExportingRows(
            ledgers=self.ledgers,
            viewer=self._standing_of,
            blobs=exporting.blobs,
            zone=self.zone,
            read=self.store.read,
            submit=self._submit_for,
        )
        return {
            runtime.BULK: runtime.BulkWork(lambda: self.dispatcher),
            EXPORT_KIND: exporting,
            LEDGER_EXPORT: of_ledgers,
        }

    def _recounted(self) -> Sequence[str]:
        return [
            key
            for key, process in self.deployments.processes().items()
            if process.version_id
            and approvals.marks_recounts(self.deployments.program(process.version_id))
        ]

    def _routes(self) -> runtime.Routes:
        return runtime.merge_routes(
            runtime.runtime_routes(
                self.deployments, self.deployments, self.job_types, lambda: self.vocabulary
            ),
            deployments.deployment_routes(self.deployments, self._checks()),
            identity.identity_routes(self.directory, self.second_factor),
            single_routes(),
            documents.document_routes(),
            notify.notify_routes(notify.Telling(self.directory.current, self._habits())),
            report_routes(self.zone),
            ledgers.ledger_routes(
                self.definitions,
                self.functions,
                self.zone,
                ledgers.People(self.directory.current, self.standing),
            ),
            connectors.connector_routes(self.key, lambda work: self.environment(work, work.at)),
            approvals.approval_routes(self.office),
            search_routes(self.indexing),
            EXPORT_ROUTES,
            export_routes(self.definitions, self.standing),
            MAIL_ROUTES,
        )

    def _habits(self) -> MailHabits:
        return MailHabits(
            zone=self.zone,
            sends_mail=bool(self.settings.smtp_host),
            directory=self.directory.current,
            calendar=lambda key: self.deployments.calendars()[key or OFFICE_HOURS],
        )

    def _postman(self) -> notify.Postman:
        settings = self.settings
        sender = notify.Sender(
            address=settings.smtp_from,
            company=self._company,
            public_url=settings.public_url or f"http://{settings.host}:{settings.port}",
            links=self.mail_office.links,
        )
        writer = notify.MailWriter(self.directory.current, self.words, self.mail_office, sender)
        return notify.Postman(self.dispatcher, mail_server(settings), writer)

    def _company(self) -> str:
        company = self.directory.current().company
        return self.settings.company or (company.name if company else "")

    def _submit_for(self, command: msgspec.Struct, actor: runtime.Actor, key: str) -> Any:  # noqa: ANN401 - the answer's body
        """Give a command in somebody's name, from a thread of background work."""
        request = runtime.Request(command, actor, key, self.clock.now())
        return self.dispatcher.ask(request).expect()

    def _checks(self) -> Sequence[deployments.Check]:
        """What the rooms above find wrong with a model before it is deployed."""

        def find_ledger(key: str) -> ledgers.LedgerDefinition | None:
            with self.store.read() as reader:
                return self.definitions.find(reader, key)

        return (
            forms.check_forms,
            ledgers.ledger_check(find_ledger),
            approvals.step_check(self.directory.current, self.words),
        )

    def _reactors(self) -> runtime.Reactors:
        notices = Notices(self.directory.current, self.deployments)
        return runtime.merge_reactors(
            runtime.RUNTIME_REACTORS,
            self.decision_uses.reactors(),
            ledgers.ledger_reactors(),
            approvals.approval_reactors(),
            self.indexing.reactors(),
            notices.reactors(),
            FilesOfForms(self.office).reactors(),
        )

    def blobs(self, folder: Path) -> documents.Blobs:
        """Where contents of files lie: beside SQLite, or in PostgreSQL for all nodes."""
        if self.store.dialect == "sqlite":
            return documents.FolderBlobs(folder)
        return documents.TableBlobs(self.dispatcher.run, self.store.read)

    def _duties(self, outbox_threads: int) -> Sequence[runtime.Duty]:
        """With no threads only what a story needs; the rest keeps a house that is lived in."""
        door = self.dispatcher
        working = (
            runtime.Clockwork(door),
            runtime.Outbox(door, self.job_types, running=outbox_threads, limits=self.health),
            runtime.Errands(
                door, self.errand_kinds, running=ERRAND_THREADS if outbox_threads else 0
            ),
            self._postman(),
        )
        if not outbox_threads:
            return working
        keeping = (
            runtime.Pruning(door, also=connectors.AGED),
            runtime.Sealing(door),
            deployments.CountingHits(door),
            Refreshing((self.directory.refresh, self.deployments.refresh)),
        )
        return (*working, *keeping)

    # What expressions may use

    def functions(self, source: ledgers.Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
        """What forms, postings and people's rules may call, over the rows that `source` sees."""
        note = self.decision_uses.noting(source) if isinstance(source, runtime.Work) else None
        return {
            **self.deployments.functions,
            **self.deployments.rules.functions(now, note),
            **ledgers.ledger_functions(self.definitions, source, now),
            **identity.directory_functions(self.directory.current()),
            **approvals.workload_functions(self.office, self._as_work(source, now)),
            "ask": self._ask(source),
        }

    def _ask(self, source: ledgers.Source) -> connectors.Asking | connectors.Asked:
        """Other systems are asked before a transaction, and never inside."""
        if isinstance(source, runtime.Work):
            return connectors.Asked(getattr(source.request.command, "asked", {}))
        return connectors.Asking(self.peers)

    def _as_work(self, source: ledgers.Source, now: datetime) -> runtime.Work:
        """The work of a command, or a reader in its place."""
        if isinstance(source, runtime.Work):
            return source
        return self.people_work.looking(cast("Reader", source), runtime.SYSTEM, now).as_work()

    def environment(self, source: ledgers.Source, at: datetime) -> Environment:
        """The present in the company's zone, and the functions over what `source` sees."""
        now = at.astimezone(self.zone)
        return Environment(now=now, functions=self.functions(source, now))

    def _door(self) -> runtime.Dispatcher:
        return self.dispatcher

    def _job_types(self) -> Mapping[str, runtime.JobType]:
        return {
            CONTINUE: runtime.JobType(runtime.go_on),
            **connectors.connector_job_types(
                self.connections.find, self.connector_tools, connectors.CallBook(self._door)
            ),
        }

    def _connector_tools(self) -> connectors.Tools:
        return connectors.Tools(
            now=self.clock.now,
            transport=connectors.guarded,
            open_sealed=self._open_for_peers,
            hidden=lambda text: None,
            tokens=connectors.Tokens(),
        )

    def _open_for_peers(self, sealed: Sealed) -> Any:  # noqa: ANN401 - a Value
        """A value that leaves the house for a peer, as the model says."""
        with self.store.read() as reader:
            return self.vault.open_carried(reader, sealed)

    # Who may what

    def access(self, person_id: int) -> identity.Access:
        """What a person may, by the present organisation."""
        return _access(self.directory.current(), person_id)

    def trials(self) -> ledgers.Trials:
        """What tries imports into ledgers out."""
        naming = ledgers.Naming(self.directory.current, self.definitions)
        return ledgers.Trials(self.definitions, self.functions, self.zone, naming)

    def standing(self, actor: runtime.Actor) -> ledgers.Viewer:
        """Who somebody is to ledgers, by the present organisation."""
        return ledgers.viewer_of(self.directory.current(), self.access(actor.id), actor)

    def _standing_of(self, person_id: int) -> ledgers.Viewer:
        permissions = self.access(person_id).permissions
        return self.standing(runtime.Actor(person_id=person_id, permissions=permissions))


@lru_cache(MAX_ACCESS_KEPT)
def _access(directory: identity.Directory, person_id: int) -> identity.Access:
    return identity.access_of(directory, person_id)


def _fixed_peers(settings: Settings) -> Mapping[str, connectors.FixedPeer]:
    networks = tuple(part.strip() for part in settings.peer_networks.split(",") if part.strip())
    return {
        key: connectors.FixedPeer(
            base_url=url, allowed_networks=networks, timeout_s=settings.peer_timeout_s
        )
        for key, url in settings.peers.items()
    }


def _all_facts() -> Iterator[type[msgspec.Struct]]:
    yield from runtime.ENGINE_FACTS
    yield from runtime.RUNTIME_FACTS
    yield from approvals.APPROVAL_FACTS
    yield from _facts(_EVENTS)


def _facts(modules: Sequence[ModuleType]) -> Iterator[type[msgspec.Struct]]:
    """The facts that a room's `events` module defines: everything public that is a Struct."""
    for module in modules:
        for name, kind in vars(module).items():
            is_own = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_own and issubclass(kind, msgspec.Struct) and not name.startswith("_"):
                yield kind
