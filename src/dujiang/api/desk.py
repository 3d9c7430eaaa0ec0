"""What a handler is given: who calls, what they sent, the collaborators that main plugged in."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request as HttpRequest

from dujiang.api.jobbell import JobBell
from dujiang.api.limits import Limits
from dujiang.api.live import Live
from dujiang.api.remembered import Remembered
from dujiang.api.rendering import Names
from dujiang.approvals import (
    ApprovalsReader,
    Finder,
    FormsToFill,
    ItemRow,
    Office,
    Paths,
    RequestRow,
    Shown,
)
from dujiang.approvals.search import Indexing
from dujiang.connectors import Connections, Health, Tools
from dujiang.connectors.outgoing import OpenSealed
from dujiang.deployments import Deployments, DeploymentsReader
from dujiang.documents import Blobs
from dujiang.feel import Environment
from dujiang.forms import FormsOfVersions
from dujiang.identity import Access, Authenticator, Directory, IdentityReader, Session
from dujiang.identity.ldap import LdapSettings
from dujiang.identity.single import SingleSignOn
from dujiang.kernel.clock import Clock
from dujiang.kernel.errors import DujiangError, NotFound
from dujiang.kernel.ids import id_from_text
from dujiang.kernel.words import Language, Words
from dujiang.ledgers import LedgerReader, Standing, Trials
from dujiang.notify import MailLinks, MailServer
from dujiang.runtime import Actor, Answer, LoopSink, Request, Vocabulary
from dujiang.store import Reader, Tx

RECORDED: Final = "recorded"
"""Note on a refusal that the dispatcher gave: the audit trail has its line already."""

Q = TypeVar("Q")
B = TypeVar("B")
A = TypeVar("A")


class Submits(Protocol):
    """The part of the dispatcher that the API needs."""

    def submit_to(self, sink: LoopSink, request: Request) -> Awaitable[Answer]:
        """Take a command; the loop gets the answer after its commit, all of a batch at once."""
        ...

    def run_for(self, sink: LoopSink, chore: Callable[[Tx], Any]) -> Awaitable[Any]:
        """Do a chore in a transaction of the door; the loop gets its result."""
        ...


class MailOffice(Protocol):
    """How mails leave, and what they may show."""

    @property
    def channel(self) -> MailServer | None:
        """The server; None where mails are not sent."""
        ...

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        ...

    @property
    def links(self) -> MailLinks:
        """Reads the links of mails."""
        ...

    def is_by_mail(self, request: RequestRow, item: ItemRow) -> bool:
        """Whether an item can be decided from a mail."""
        ...

    def facts(
        self, reader: Reader, request: RequestRow, person_id: int, shown: Shown
    ) -> tuple[tuple[str, str], ...]:
        """Fields of the form that the person may see and that a mail may carry."""
        ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The collaborators of all handlers."""

    company: str
    """As the settings have it; empty for the one of the organisation."""
    clock: Clock
    words: Words
    dispatcher: Submits
    read: Callable[[], AbstractContextManager[Reader]]
    directory: Callable[[], Directory]
    access: Callable[[int], Access]
    identity: IdentityReader
    authenticator: Authenticator
    single_sign_on: SingleSignOn | None
    """None where no provider is set."""
    ldap: LdapSettings | None
    """None where no directory is set."""
    public_url: str
    """Address under which people open the site; empty: as their browsers say."""
    remembered: Remembered
    limits: Limits
    live: Live
    bell: JobBell
    job_types: Collection[str]
    """Types of jobs that connectors of ours do."""
    open_sealed: OpenSealed
    """Reads a sealed value, for the program that a job is given to."""
    deployments: Deployments
    designs: DeploymentsReader
    connections: Connections
    health: Health
    connector_tools: Tools
    ledgers: LedgerReader
    trials: Trials
    standing: Standing
    blobs: Blobs
    file_bytes: int
    """Largest file that may be uploaded."""
    people_work: ApprovalsReader
    office: Office
    filling: FormsToFill
    finder: Finder
    indexing: Indexing
    mail: MailOffice
    paths: Paths
    zone: ZoneInfo
    """The company's time zone."""
    models: FormsOfVersions
    environment: Callable[[Reader, datetime], Environment]
    """What expressions may use: the present, and look-ups over what a reader sees."""
    names: Names
    vocabulary: Vocabulary
    readers: ThreadPoolExecutor
    """Threads for questions."""
    is_https: bool


@dataclass(frozen=True, kw_only=True)
class Call(Generic[Q, B]):
    """One request as its handler sees it: parsed, signed in, permitted."""

    desk: Desk
    sink: LoopSink
    http: HttpRequest
    actor: Actor
    session: Session | None
    """None when a token, or nobody, calls."""
    at: datetime
    path: dict[str, str]
    query: Q
    body: B
    job_types: tuple[str, ...]
    """The only types of jobs that a worker's token is good for; empty: all."""
    key: str | None
    if_match: int | None
    language: Language

    @property
    def person_id(self) -> int:
        """The person who calls; endpoints for people alone ask it."""
        if self.actor.person_id is None:
            raise NotFound("api.person.none")
        return self.actor.person_id

    def id(self, name: str) -> int:
        """The id in the path; a text that is no id is simply not found."""
        return required_id(self.path[name])

    async def submit(self, command: msgspec.Struct, *, key: str | None = None) -> Any:  # noqa: ANN401 - the answer's body
        """Send a command through the door; the body of its answer, or its refusal raised."""
        request = Request(
            command=command, actor=self.actor, key=key or self.key, at=self.desk.clock.now()
        )
        answer = await self.desk.dispatcher.submit_to(self.sink, request)
        try:
            return answer.expect()
        except DujiangError as error:
            error.add_note(RECORDED)
            raise

    def acting_as(self, actor: Actor) -> "Call[Q, B]":
        """The same call by somebody else, whom a signed link has named."""
        return dataclasses.replace(self, actor=actor)

    async def question(self, ask: "Callable[[Call[Any, Any]], A]") -> A:
        """Ask something that blocks on the database, on a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self.desk.readers, ask, self)

    def say(self, code: str, /, **params: object) -> str:
        """A sentence in the reader's language."""
        return self.desk.words.say(code, params, self.language)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that sets more than its body."""

    body: msgspec.Struct
    etag: int | None = None
    cookies: tuple[str, ...] = ()


def required_id(text: str) -> int:
    """The id behind a text; `NotFound` when it is not one."""
    identifier = id_from_text(text)
    if identifier is None:
        raise NotFound("api.id.unknown", id=text)
    return identifier
