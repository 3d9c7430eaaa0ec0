"""Setting connections up."""

import secrets
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from dujiang.api.desk import Call, Reply
from dujiang.api.problems import sentence
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas.common import Named, Nothing
from dujiang.api.schemas.connections import (
    AuthenticationBody,
    ConnectionBody,
    ConnectionList,
    ConnectionRow,
    ConnectionState,
    ConnectionView,
    ConnectorList,
    DeliveryList,
    DeliveryView,
    HookSecret,
    KindView,
    SettingView,
    SubscriptionBody,
    TemplateFieldView,
    TemplateView,
    TrialStepView,
    TrialView,
)
from dujiang.connectors import (
    CONNECTORS,
    KINDS,
    PRACTICE,
    HealthRow,
    Kind,
    MakeHookSecret,
    RemoveConnection,
    SaveConnection,
    SeenConnection,
    Template,
    list_deliveries,
    trial_of,
)
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.runtime import QueueFigures, queue_figures

HOOK_SECRET_BYTES: Final = 32
DELIVERIES_SHOWN: Final = 30
_HOOK: Final = "hook"


def connections(call: Call[None, None]) -> ConnectionList:
    """Every connection, by key."""
    with call.desk.read() as reader:
        figures = queue_figures(reader)
    return ConnectionList(items=connection_rows(call, figures))


def connection_rows(
    call: Call[Any, Any], figures: Mapping[str, QueueFigures]
) -> list[ConnectionRow]:
    """The list, with how each connection fares."""
    found = call.desk.connections.list()
    health = call.desk.health.of([seen.definition.key for seen in found])
    return [
        _row(
            call,
            seen,
            state_of(
                call,
                health.get(seen.definition.key),
                figures.get(seen.definition.key, QueueFigures()),
            ),
        )
        for seen in found
    ]


def state_of(
    call: Call[Any, Any], health: HealthRow | None, figures: QueueFigures
) -> ConnectionState:
    """How a connection fares, and what waits for it."""
    trouble = ""
    is_failing = health is not None and health.failing_since is not None
    if health is not None and is_failing:
        params = msgspec.msgpack.decode(health.params) if health.params else {}
        problem = Problem(code=health.code, params=params)
        trouble = sentence(problem, words=call.desk.words, language=call.language)
    return ConnectionState(
        health=_health(call, health),
        failing_since=health.failing_since if health is not None else None,
        rests_until=health.rests_until if health is not None else None,
        trouble=trouble,
        worked_at=health.worked_at if health is not None else None,
        waiting=figures.waiting,
        running=figures.running,
        failed=figures.failed,
        oldest_at=figures.oldest_at,
    )


def _health(
    call: Call[Any, Any], health: HealthRow | None
) -> Literal["unused", "working", "failing", "resting"]:
    if health is None:
        return "unused"
    if health.rests_until is not None and health.rests_until > call.at:
        return "resting"
    return "working" if health.failing_since is None else "failing"


def try_connection(call: Call[None, None]) -> TrialView:
    """Try one, step by step."""
    key = call.path["connection_key"]
    connection = call.desk.connections.find(key)
    if connection is None:
        raise NotFound("connectors.connection.unknown", name=key)
    steps = trial_of(connection, call.desk.connector_tools)
    return TrialView(
        is_good=all(step.is_good for step in steps),
        steps=[
            TrialStepView(
                key=step.key,
                is_good=step.is_good,
                code=step.code,
                text=call.say(step.code, **step.params),
            )
            for step in steps
        ],
    )


def deliveries(call: Call[None, None]) -> DeliveryList:
    """What a hook has taken lately."""
    with call.desk.read() as reader:
        rows = list_deliveries(reader, call.path["connection_key"], limit=DELIVERIES_SHOWN)
    return DeliveryList(
        items=[
            DeliveryView(
                delivery=row.delivery, at=row.at, event=row.event,
                messages=row.messages.splitlines(),
            )
            for row in rows
        ]
    )  # fmt: skip


def connectors(call: Call[None, None]) -> ConnectorList:
    """Connectors as templates, kinds, and the connections by name."""
    return ConnectorList(
        templates=[_template(call, one.template) for one in CONNECTORS],
        kinds=[_kind(call, kind) for kind in KINDS.values()],
        connections=[
            Named(
                id=seen.definition.key,
                name=local(seen.definition.name, seen.definition.name_en, call.language),
            )
            for seen in call.desk.connections.list()
        ],
    )


def _template(call: Call[Any, Any], template: Template) -> TemplateView:
    return TemplateView(
        job_type=template.job_type,
        name=call.say(f"connectors.template.{template.job_type}"),
        kinds=list(template.kinds),
        fields=[
            TemplateFieldView(
                key=field.key,
                name=call.say(f"connectors.field.{field.key}"),
                form=field.form,
                is_required=field.is_required,
                choices=list(field.choices),
                default=field.default,
                is_attribute=field.is_attribute,
            )
            for field in template.fields
        ],
        results=list(template.results),
    )


def _kind(call: Call[Any, Any], kind: Kind) -> KindView:
    return KindView(
        key=kind.key,
        name=call.say(f"connectors.kind.{kind.key}"),
        has_address=bool(kind.schemes),
        authentications=list(kind.authentications),
        settings=[
            SettingView(
                key=one.key,
                name=call.say(f"connectors.setting.{one.key}"),
                is_secret=one.is_secret,
                is_required=one.is_required,
                choices=list(one.choices),
                default=one.default,
                form=one.form,
            )
            for one in kind.settings
        ],
        has_hook=kind.has_hook,
        has_network=kind.has_network,
    )


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


def _row(call: Call[Any, Any], seen: SeenConnection, state: ConnectionState) -> ConnectionRow:
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
        state=state,
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
    "tryConnection": try_connection,
    "listDeliveries": deliveries,
    "listConnectors": connectors,
}
