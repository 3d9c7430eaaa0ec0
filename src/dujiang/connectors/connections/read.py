"""Questions about connections: for calls, for the hook's edge, for the pages."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

import msgspec
from sqlalchemy import select

from dujiang.connectors.connections.handlers import Seals, definition_of, secrets_of
from dujiang.connectors.connections.model import (
    HOOK,
    HOOK_BEFORE,
    PRACTICE,
    TIMEOUT_S,
    Connection,
    ConnectionDefinition,
)
from dujiang.connectors.connections.receiving import shard_of_delivery
from dujiang.connectors.connections.tables import CONNECTION, HOOK_DELIVERY, ConnectionRow
from dujiang.store import Reader


class FixedPeer(msgspec.Struct, frozen=True, kw_only=True):
    """An address that the installation's settings have fixed; nobody changes it here."""

    base_url: str
    allowed_networks: tuple[str, ...] = ()
    timeout_s: float = TIMEOUT_S


class SeenConnection(msgspec.Struct, frozen=True, kw_only=True):
    """A connection as the pages show it: which secrets there are, and none of them."""

    definition: ConnectionDefinition
    secret_names: tuple[str, ...] = ()
    is_fixed: bool = False
    """Whether address, networks and time limit are those of the settings."""
    version: int = 0
    """0: known from the settings alone."""
    changed_at: datetime | None = None
    changed_by: int = 0
    hook_before_until: datetime | None = None


class HookDoor(msgspec.Struct, frozen=True, kw_only=True):
    """Which secrets a delivery may be signed with."""

    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return f"HookDoor({len(self.secrets)} secrets)"


class Connections:
    """Finds connections: rows, and those that the settings have fixed.

    Rows are read each time, so that a change counts on every node at once.
    """

    def __init__(
        self,
        read: Callable[[], AbstractContextManager[Reader]],
        seals: Seals,
        fixed: Mapping[str, FixedPeer],
    ) -> None:
        self._read = read
        self._seals = seals
        self._fixed = dict(fixed)

    def find(self, key: str) -> Connection | None:
        """The connection with its secrets, for one call."""
        with self._read() as reader:
            row = reader.get(CONNECTION, key)
        if row is None:
            fixed = self._fixed.get(key)
            return None if fixed is None else _opened(_alone(key, fixed), {})
        definition = self._overlaid(definition_of(row))
        return _opened(definition, secrets_of(row, self._seals))

    def see(self, key: str) -> SeenConnection | None:
        """One connection, without its secrets."""
        with self._read() as reader:
            row = reader.get(CONNECTION, key)
        if row is not None:
            return self._seen(row)
        fixed = self._fixed.get(key)
        return None if fixed is None else _seen_alone(key, fixed)

    def list(self) -> list[SeenConnection]:
        """Every connection, by key."""
        with self._read() as reader:
            rows = reader.rows(select(*CONNECTION.c).order_by(CONNECTION.c.key))
        found = {row.key: self._seen(CONNECTION.from_values(row)) for row in rows}
        for key, fixed in self._fixed.items():
            found.setdefault(key, _seen_alone(key, fixed))
        return [found[key] for key in sorted(found)]

    def has_taken(self, key: str, delivery: str) -> bool:
        """Whether a delivery has been taken before."""
        with self._read() as reader:
            row = reader.get(HOOK_DELIVERY, shard_of_delivery(key, delivery), key, delivery)
        return row is not None

    def hook_door(self, key: str, now: datetime) -> HookDoor | None:
        """The secrets of a hook; None when there is no such connection, or nobody opened it."""
        with self._read() as reader:
            row = reader.get(CONNECTION, key)
        if row is None or HOOK not in row.secret_names.split():
            return None
        secrets = secrets_of(row, self._seals)
        until = row.hook_before_until
        is_both = until is not None and now < until and HOOK_BEFORE in secrets
        taken = (secrets[HOOK], secrets[HOOK_BEFORE]) if is_both else (secrets[HOOK],)
        return HookDoor(secrets=taken)

    def _seen(self, row: ConnectionRow) -> SeenConnection:
        definition = definition_of(row)
        overlaid = self._overlaid(definition)
        return SeenConnection(
            definition=overlaid,
            secret_names=tuple(row.secret_names.split()),
            is_fixed=overlaid.base_url != definition.base_url,
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            hook_before_until=row.hook_before_until,
        )

    def _overlaid(self, definition: ConnectionDefinition) -> ConnectionDefinition:
        """The settings win, except that a real address wins over a practice one."""
        fixed = self._fixed.get(definition.key)
        if fixed is None or (fixed.base_url == PRACTICE and definition.base_url):
            return definition
        return _fixed_in(definition, fixed)


def _fixed_in(definition: ConnectionDefinition, fixed: FixedPeer) -> ConnectionDefinition:
    return msgspec.structs.replace(
        definition,
        base_url=fixed.base_url,
        allowed_networks=fixed.allowed_networks,
        timeout_s=int(fixed.timeout_s),
    )


def _alone(key: str, fixed: FixedPeer) -> ConnectionDefinition:
    return _fixed_in(ConnectionDefinition(key=key, name=key), fixed)


def _seen_alone(key: str, fixed: FixedPeer) -> SeenConnection:
    return SeenConnection(definition=_alone(key, fixed), is_fixed=True)


def _opened(definition: ConnectionDefinition, secrets: dict[str, str]) -> Connection:
    return Connection(
        key=definition.key,
        base_url=definition.base_url,
        headers=definition.headers,
        allowed_networks=definition.allowed_networks,
        timeout_s=definition.timeout_s,
        kind=definition.kind,
        authentication=definition.authentication,
        settings=definition.settings,
        secrets=secrets,
        max_running=definition.max_running,
        per_minute=definition.per_minute,
        subscriptions=definition.subscriptions,
    )
