"""Trying a connection step by step: found, reached, signed in, answered."""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import ip_address, ip_network
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import httpx2
import msgspec

from dujiang.connectors.addresses import AddressRefused, may_reach, resolve
from dujiang.connectors.base.speaking import MAX_SHOWN, Failed, Tools
from dujiang.connectors.base.web import Web, joined
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.calls import masked

StepKey: TypeAlias = Literal["address", "resolved", "connected", "authorised", "answered"]

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NOT_SIGNED_IN: Final = frozenset((401, 403))


class TrialStep(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was tried: what came of it, as a code with values."""

    key: StepKey
    is_good: bool
    code: str
    params: dict[str, Any] = {}


Trial: TypeAlias = Callable[[Connection, Tools], Iterable[TrialStep]]


class Ended(Exception):
    """A step that did not work out; nothing after it can."""

    def __init__(self, step: TrialStep) -> None:
        super().__init__(step.code)
        self.step = step


def good(key: StepKey, code: str, **params: object) -> TrialStep:
    """A step that worked out."""
    return TrialStep(key=key, is_good=True, code=code, params=params)


def bad(key: StepKey, code: str, **params: object) -> Ended:
    """To be raised: a step that did not."""
    return Ended(TrialStep(key=key, is_good=False, code=code, params=params))


def try_connection(connection: Connection, tools: Tools, trial: Trial) -> list[TrialStep]:
    """The steps as far as they led; only the last of them can be bad."""
    hidden = [*connection.secrets.values()]
    tools = msgspec.structs.replace(tools, hidden=hidden.append)
    steps: list[TrialStep] = []
    try:
        if connection.is_practice:
            return [good("address", "connectors.trial.practice")]
        for step in trial(connection, tools):
            steps.append(step)
    except Ended as ended:
        steps.append(ended.step)
    except Failed as failed:
        steps.append(bad("answered", failed.code, name=connection.key, **failed.params).step)
    return [_discreet(step, hidden) for step in steps]


def web_trial(connection: Connection, tools: Tools) -> Iterator[TrialStep]:
    """Of an HTTP address: GET of the path that the settings name."""
    host, port, is_encrypted = host_and_port(connection)
    yield from reach(host, port, connection, is_encrypted=is_encrypted)
    url = joined(connection.base_url, connection.settings.get("test_path", ""))
    try:
        with Web(connection, tools) as web:
            answer = web.send("GET", url, headers={"accept": "application/json"})
    except AddressRefused as refused:
        raise bad("resolved", "connectors.trial.refused", host=refused.host) from refused
    except httpx2.TimeoutException as error:
        seconds = int(connection.timeout_s)
        raise bad("answered", "connectors.trial.silent", seconds=seconds) from error
    except httpx2.HTTPError as error:
        reason = str(error)[:MAX_SHOWN] or type(error).__name__
        raise bad("answered", "connectors.trial.broken", reason=reason) from error
    params = {"status": answer.status, "answer": answer.text[:MAX_SHOWN]}
    if answer.status in _NOT_SIGNED_IN:
        raise bad("authorised", "connectors.trial.not_signed_in", **params)
    yield good("authorised", "connectors.trial.signed_in")
    if answer.status >= 500:
        raise bad("answered", "connectors.trial.trouble", **params)
    yield good("answered", "connectors.trial.answered", **params)


def line_trial(connection: Connection, tools: Tools) -> Iterator[TrialStep]:
    """Of an address to which nothing is sent for a trial: the host and the line."""
    host, port, is_encrypted = host_and_port(connection)
    yield from reach(host, port, connection, is_encrypted=is_encrypted)


def reach(
    host: str, port: int, connection: Connection, *, is_encrypted: bool
) -> Iterator[TrialStep]:
    """The name has addresses that may be reached, and one of them listens."""
    try:
        found = resolve(host, port)
    except OSError as error:
        raise bad("resolved", "connectors.trial.not_found", host=host) from error
    addresses = [ip_address(text.partition("%")[0]) for text in found]
    allowed = [ip_network(text) for text in connection.allowed_networks]
    if not addresses or not all(may_reach(one, allowed) for one in addresses):
        raise bad("resolved", "connectors.trial.refused", host=host)
    address = str(addresses[0])
    yield good("resolved", "connectors.trial.resolved", host=host, address=address)
    try:
        with socket.create_connection((address, port), timeout=connection.timeout_s) as line:
            if is_encrypted:
                _shake_hands(line, host)
    except ssl.SSLError as error:
        reason = error.reason or str(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            reason = error.verify_message
        raise bad("connected", "connectors.trial.certificate", reason=reason) from error
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        params = {"address": address, "port": port, "reason": reason}
        raise bad("connected", "connectors.trial.no_line", **params) from error
    yield good("connected", "connectors.trial.connected", address=address, port=port)


def _shake_hands(line: socket.socket, host: str) -> None:
    with ssl.create_default_context().wrap_socket(line, server_hostname=host):
        pass


def _discreet(step: TrialStep, hidden: Sequence[str]) -> TrialStep:
    params = {
        name: masked(value, hidden) if isinstance(value, str) else value
        for name, value in step.params.items()
    }
    return msgspec.structs.replace(step, params=params)


def host_and_port(connection: Connection) -> tuple[str, int, bool]:
    """Where an HTTP address leads, and whether the line is encrypted."""
    parts = urlsplit(connection.base_url)
    if not parts.hostname:
        raise bad("address", "connectors.trial.no_address")
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 443)
    return parts.hostname, port, parts.scheme == "https"
