"""The frame of every call: finds the connection, speaks, notes the call, answers with an outcome.

A connector is one file with a `CONNECTOR`: what it asks for (its template) and how it speaks. It
knows neither retries nor other connectors.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import perf_counter
from typing import Any, Final, Protocol, TypeAlias

import httpx2
import msgspec

from dujiang.connectors.addresses import AddressRefused
from dujiang.connectors.base.template import Template
from dujiang.connectors.base.tokens import Tokens
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.calls import masked
from dujiang.connectors.outgoing import OpenSealed, for_peers
from dujiang.kernel.sealed import CannotOpen, Sealed
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed, JobOutcome

MAX_SHOWN: Final = 500
"""Characters of a peer's answer that an incident shows."""


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange with another system: what came of it, and what the log may keep."""

    outcome: JobOutcome
    method: str = ""
    target: str = ""
    """Path, table, mailbox: what was spoken to, without secrets."""
    request: str = ""
    response: str = ""
    status: int = 0


class Failed(Exception):
    """Speaking did not work out; becomes the failed outcome."""

    def __init__(self, code: str, *, may_retry: bool = True, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.may_retry = may_retry
        self.params = params


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What a connector may use."""

    now: Callable[[], datetime]
    transport: Callable[[Connection], httpx2.BaseTransport]
    """The line to a connection: it goes to addresses that were checked and to no others."""
    open_sealed: OpenSealed
    hidden: Callable[[str], None]
    """Marks a text that the log must never show."""
    tokens: Tokens
    extra: Mapping[str, Any] = {}
    """What single connectors need beside, by name; `main` provides it."""


Speak: TypeAlias = Callable[[Connection, Job, Tools], Spoken]


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A connector: its template, and how it does one job."""

    template: Template
    speak: Speak
    practised: Mapping[str, Any] = {}
    """What it answers where the connection only pretends."""


class CallNotes(Protocol):
    """Where calls are written down, and how connections fare by them."""

    def note(
        self, connection: Connection, job: Job, spoken: Spoken, took_s: float, hidden: list[str]
    ) -> None:
        """One call has ended."""
        ...


class NoNotes:
    """Nothing is written down: for tests of single connectors."""

    def note(
        self, connection: Connection, job: Job, spoken: Spoken, took_s: float, hidden: list[str]
    ) -> None:
        """Forget it."""


class ConnectorJobs:
    """Job handler of one connector."""

    def __init__(
        self,
        connector: Connector,
        connections: Callable[[str], Connection | None],
        tools: Tools,
        notes: CallNotes | None = None,
    ) -> None:
        self._connector = connector
        self._connections = connections
        self._tools = tools
        self._notes = notes or NoNotes()

    def __call__(self, job: Job) -> JobOutcome:
        """Do the job."""
        name = str(job.inputs.get("connection") or "")
        connection = self._connections(name)
        if connection is None:
            return _broken("connectors.connection.unknown", name=name)
        if connection.kind not in self._connector.template.kinds:
            return _broken("connectors.connection.other_kind", name=name)
        if connection.is_practice:
            return JobDone(Variables(self._connector.practised))
        hidden = [*connection.secrets.values()]
        tools = msgspec.structs.replace(self._tools, hidden=hidden.append)
        began_s = perf_counter()
        spoken = _discreet(spoken_of(self._connector.speak, connection, job, tools), hidden)
        self._notes.note(connection, job, spoken, perf_counter() - began_s, hidden)
        return spoken.outcome


def spoken_of(speak: Speak, connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Speak; what goes wrong on the way is an outcome too."""
    name = connection.key
    try:
        return speak(connection, job, tools)
    except AddressRefused as refused:
        failed = _broken("connectors.http.address_refused", name=name, host=refused.host)
    except httpx2.TimeoutException:
        seconds = int(connection.timeout_s)
        params: dict[str, str | int] = {"name": name, "seconds": seconds}
        failed = JobFailed(code="connectors.http.timeout", params=params)
    except httpx2.HTTPError as error:
        reason = str(error)[:MAX_SHOWN] or type(error).__name__
        failed = JobFailed(
            code="connectors.http.unreachable", params={"name": name, "reason": reason}
        )
    except CannotOpen:
        failed = _broken("connectors.connection.value_gone", name=name)
    except Failed as error:
        failed = JobFailed(
            code=error.code, params={"name": name, **error.params}, may_retry=error.may_retry
        )
    method = str(job.inputs.get("method") or "")
    return Spoken(outcome=failed, method=method, target=str(job.inputs.get("path") or ""))


def _discreet(spoken: Spoken, hidden: Sequence[str]) -> Spoken:
    """Incidents show what the other system said, but no secrets that it has repeated."""
    failed = spoken.outcome
    if not isinstance(failed, JobFailed):
        return spoken
    params = {
        name: masked(value, hidden) if isinstance(value, str) else value
        for name, value in failed.params.items()
    }
    outcome = msgspec.structs.replace(failed, params=params)
    return msgspec.structs.replace(spoken, outcome=outcome)


def plain(value: Any, tools: Tools) -> Any:  # noqa: ANN401 - a Value
    """A value as other systems read it; what was sealed is opened, and hidden from the log."""

    def opened(sealed: Sealed) -> Any:  # noqa: ANN401 - a Value
        found = tools.open_sealed(sealed)
        tools.hidden(found if isinstance(found, str) else str(found))
        return found

    return for_peers(value, opened)


def text_of(job: Job, name: str, default: str = "") -> str:
    """An input as text."""
    found = job.inputs.get(name)
    return default if found is None else str(found)


def _broken(code: str, **params: str | int) -> JobFailed:
    return JobFailed(code=code, params=params, may_retry=False)
