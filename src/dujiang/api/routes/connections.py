"""Setting connections up."""

import secrets
from typing import Any, Final

import msgspec

from dujiang.api.desk import Call, Reply
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.connections import (
    AuthenticationBody,
    ConnectionBody,
    ConnectionList,
    ConnectionRow,
    ConnectionView,
    HookSecret,
    SubscriptionBody,
)
from dujiang.connectors import (
    KINDS,
    PRACTICE,
    MakeHookSecret,
    RemoveConnection,
    SaveConnection,
    SeenConnection,
)
from dujiang.kernel.errors import InvalidInput, NotFound

HOOK_SECRET_BYTES: Final = 32
_HOOK: Final = "hook"


def connections(call: Call[None, None]) -> ConnectionList:
    """Every connection, by key."""
    return ConnectionList(items=[_row(call, seen) for seen in call.desk.connections.list()])


def read_connection(call: Call[None, None]) -> Reply:
    """One connection without its secrets."""
    return _reply(call, call.path["connection_key"])


async def create_connection(call: Call[None, ConnectionBody]) -> Reply:
    """Set one up."""
    return await _saved(call, 0)


async def save_connection(call: Call[None, ConnectionBody]) -> Reply:
    """Change one."""
    if call.body.key != call.path["connection_key"]:
        raise InvalidInput("connectors.definition.key_stays")
    assert call.if_match is not None
    return await _saved(call, call.if_match)


async def delete_connection(call: Call[None, None]) -> Nothing:
    """Forget one."""
    await call.submit(RemoveConnection(key=call.path["connection_key"]))
    return Nothing()


async def make_hook_secret(call: Call[None, None]) -> HookSecret:
    """Make the hook's next secret. A repeat of the request makes another one."""
    key = call.path["connection_key"]
    secret = secrets.token_urlsafe(HOOK_SECRET_BYTES)
    await call.submit(MakeHookSecret(key=key, secret=secret), key=secrets.token_hex(16))
    return HookSecret(secret=secret, path=hook_path(key))


def hook_path(key: str) -> str:
    """Where deliveries go, below the site's address."""
    return f"/api/v1/hooks/{key}"


async def _saved(call: Call[None, ConnectionBody], version: int) -> Reply:
    definition: dict[str, Any] = msgspec.to_builtins(call.body)
    given = definition.pop("secrets")
    await call.submit(SaveConnection(definition=definition, secrets=given, version=version))
    return await call.question(lambda asked: _reply(asked, call.body.key))


def _reply(call: Call[Any, Any], key: str) -> Reply:
    seen = call.desk.connections.see(key)
    if seen is None:
        raise NotFound("connectors.connection.unknown", name=key)
    return Reply(body=_view(call, seen), etag=seen.version)


def _row(call: Call[Any, Any], seen: SeenConnection) -> ConnectionRow:
    definition = seen.definition
    return ConnectionRow(
        key=definition.key,
        name=local(definition.name, definition.name_en, call.language),
        kind=definition.kind,
        kind_name=call.say(f"connectors.kind.{definition.kind}"),
        base_url=definition.base_url,
        is_fixed=seen.is_fixed,
        is_practice=definition.base_url == PRACTICE,
        has_hook_secret=_HOOK in seen.secret_names,
        subscription_count=len(definition.subscriptions),
        version=seen.version,
    )


def _view(call: Call[Any, Any], seen: SeenConnection) -> ConnectionView:
    definition = seen.definition
    kind = KINDS.get(definition.kind)
    return ConnectionView(
        key=definition.key,
        name=definition.name,
        name_en=definition.name_en,
        kind=definition.kind,
        base_url=definition.base_url,
        authentication=AuthenticationBody(**msgspec.structs.asdict(definition.authentication)),
        headers=definition.headers,
        settings=definition.settings,
        allowed_networks=list(definition.allowed_networks),
        max_running=definition.max_running,
        per_minute=definition.per_minute,
        timeout_s=definition.timeout_s,
        subscriptions=[
            SubscriptionBody(**msgspec.structs.asdict(one)) for one in definition.subscriptions
        ],
        secret_names=list(seen.secret_names),
        is_fixed=seen.is_fixed,
        is_practice=definition.base_url == PRACTICE,
        hook_path=hook_path(definition.key) if kind is not None and kind.has_hook else "",
        former_secret_until=seen.hook_before_until,
        changed_at=seen.changed_at,
        changed_by=person_by_id(seen.changed_by or None, call.desk.directory(), call.language),
        version=seen.version,
    )


HANDLERS: Final = {
    "listConnections": connections,
    "readConnection": read_connection,
    "createConnection": create_connection,
    "saveConnection": save_connection,
    "deleteConnection": delete_connection,
    "makeHookSecret": make_hook_secret,
}
