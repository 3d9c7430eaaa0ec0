"""Setting connections up: commands to rows, with secrets sealed on their way."""

from datetime import timedelta
from typing import Any, Final, Protocol

import msgspec
from msgspec.structs import asdict, replace

from dujiang.connectors.connections import commands as c
from dujiang.connectors.connections.definitions import read_definition
from dujiang.connectors.connections.events import (
    ConnectionRemoved,
    ConnectionSaved,
    HookSecretMade,
)
from dujiang.connectors.connections.kinds import Kinds
from dujiang.connectors.connections.model import (
    HOOK,
    HOOK_BEFORE,
    SECRET,
    ConnectionDefinition,
)
from dujiang.connectors.connections.tables import CONNECTION, ConnectionRow
from dujiang.kernel.errors import InvalidInput
from dujiang.runtime import Handled, Outcome, Refused, Work

MANAGE: Final = "connection.manage"
NETWORKS: Final = "connection.networks"
"""Permission to let a connection into private networks."""
FORMER_SECRET_TAKEN: Final = timedelta(hours=24)
MAX_SECRET_CHARS: Final = 16_000
TOPIC: Final = "connections"
_PLACE: Final = "connection"

_definition: "msgspec.json.Decoder[ConnectionDefinition]" = msgspec.json.Decoder(
    ConnectionDefinition
)


class Seals(Protocol):
    """Seals small secrets of the installation; `settings.InstallationKey` does."""

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt a secret that is kept at `place`."""
        ...

    def open(self, box: bytes, place: str) -> bytes:
        """Decrypt what `seal` gave."""
        ...


def definition_of(row: ConnectionRow) -> ConnectionDefinition:
    """The definition that a row keeps."""
    return _definition.decode(row.definition)


def secrets_of(row: ConnectionRow, seals: Seals) -> dict[str, str]:
    """The secrets that a row keeps, opened."""
    if not row.secrets:
        return {}
    plain = seals.open(row.secrets, f"{_PLACE}:{row.key}")
    return msgspec.msgpack.decode(plain, type=dict[str, str])


class SettingUp:
    """Handlers of commands about connections."""

    def __init__(self, kinds: Kinds, seals: Seals) -> None:
        self._kinds = kinds
        self._seals = seals

    def save(self, command: c.SaveConnection, work: Work) -> Outcome:
        """Keep what somebody has set up."""
        definition = self._checked(command.definition)
        known = work.get(CONNECTION, definition.key, lock=True)
        version = known.version if known is not None else 0
        if command.version != version:
            code = "connectors.connection.exists" if not command.version else _STALE
            return Refused(code, 409, {"key": definition.key, "version": version})
        before = definition_of(known) if known is not None else None
        networks = before.allowed_networks if before else ()
        if set(definition.allowed_networks) - set(networks) and not work.actor.may(NETWORKS):
            return Refused("connectors.connection.networks_not_allowed", 403)
        refused = self._refused_secrets(command, definition, before, known)
        if refused is not None:
            return refused
        secrets = secrets_of(known, self._seals) if known is not None else {}
        secrets = _merged(secrets, command.secrets)
        row = self._kept(definition, secrets, known, work)
        changed = (*_changed(before, definition), *sorted(command.secrets))
        return Handled(
            (ConnectionSaved(key=row.key, version=row.version, changed=changed),),
            answer={"key": row.key, "version": row.version},
            recorded=replace(command, secrets=dict.fromkeys(command.secrets, "")),
        )

    def bring(self, command: c.BringConnection, work: Work) -> Outcome:
        """Set up what a package needs; what people have set stays."""
        brought = self._checked(command.definition)
        known = work.get(CONNECTION, brought.key, lock=True)
        wanted = brought
        if known is not None:
            before = definition_of(known)
            wanted = replace(
                before,
                name=brought.name,
                name_en=brought.name_en,
                subscriptions=brought.subscriptions,
            )
            if wanted == before:
                return Handled(answer={"key": known.key, "version": known.version})
        secrets = secrets_of(known, self._seals) if known is not None else {}
        row = self._kept(wanted, secrets, known, work)
        fact = ConnectionSaved(key=row.key, version=row.version)
        return Handled((fact,), answer={"key": row.key, "version": row.version})

    def remove(self, command: c.RemoveConnection, work: Work) -> Outcome:
        """Forget a connection."""
        known = work.get(CONNECTION, command.key, lock=True)
        if known is None:
            return Refused("connectors.connection.unknown", 404, {"name": command.key})
        work.delete(CONNECTION, command.key)
        work.notify(TOPIC)
        return Handled((ConnectionRemoved(key=command.key),))

    def make_hook_secret(self, command: c.MakeHookSecret, work: Work) -> Outcome:
        """Give the hook a new secret."""
        known = work.get(CONNECTION, command.key, lock=True)
        if known is None:
            return Refused("connectors.connection.unknown", 404, {"name": command.key})
        definition = definition_of(known)
        if not self._kinds[definition.kind].has_hook:
            return Refused("connectors.definition.no_hook", 422)
        secrets = secrets_of(known, self._seals)
        former = {HOOK_BEFORE: secrets[HOOK]} if HOOK in secrets else {}
        secrets = {**secrets, **former, HOOK: command.secret}
        until = work.at + FORMER_SECRET_TAKEN if former else None
        self._kept(definition, secrets, replace(known, hook_before_until=until), work)
        return Handled(
            (HookSecretMade(key=command.key),),
            answer={"key": command.key},
            recorded=replace(command, secret=""),
        )

    def _checked(self, found: dict[str, Any]) -> ConnectionDefinition:
        definition, problems = read_definition(found, self._kinds)
        if definition is None:
            raise InvalidInput("connectors.definition.not_valid", problems=problems)
        return definition

    def _refused_secrets(
        self,
        command: c.SaveConnection,
        definition: ConnectionDefinition,
        before: ConnectionDefinition | None,
        known: ConnectionRow | None,
    ) -> Refused | None:
        """Unknown names; secrets that would go to another place than they were given for."""
        kind = self._kinds[definition.kind]
        allowed = {SECRET, *(one.key for one in kind.settings if one.is_secret)}
        for name, text in command.secrets.items():
            if name not in allowed or len(text) > MAX_SECRET_CHARS:
                return Refused("connectors.connection.secret_unknown", 422, {"name": name})
        kept = set(known.secret_names.split()) - {HOOK, HOOK_BEFORE} if known is not None else set()
        stays = kept - set(command.secrets)
        has_moved = before is not None and (
            before.reached != definition.reached or before.kind != definition.kind
        )
        if stays and has_moved:
            return Refused("connectors.connection.secret_again", 422)
        return None

    def _kept(
        self,
        definition: ConnectionDefinition,
        secrets: dict[str, str],
        known: ConnectionRow | None,
        work: Work,
    ) -> ConnectionRow:
        plain = msgspec.msgpack.encode(secrets)
        row = ConnectionRow(
            key=definition.key,
            kind=definition.kind,
            definition=msgspec.json.encode(definition),
            secrets=self._seals.seal(plain, f"{_PLACE}:{definition.key}") if secrets else b"",
            secret_names=" ".join(sorted(secrets)),
            hook_before_until=known.hook_before_until if known is not None else None,
            changed_at=work.at,
            changed_by=work.actor.id,
            version=known.version if known is not None else 1,
        )
        work.notify(TOPIC)
        if known is not None:
            return work.put(CONNECTION, row)
        work.insert(CONNECTION, row)
        return row


_STALE: Final = "connectors.connection.stale"


def _merged(secrets: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {**secrets, **given}.items() if text}


def _changed(before: ConnectionDefinition | None, after: ConnectionDefinition) -> tuple[str, ...]:
    if before is None:
        return ()
    old = asdict(before)
    return tuple(name for name, value in asdict(after).items() if value != old[name])
