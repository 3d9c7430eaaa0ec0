"""What arrives by webhook: once a delivery id, it becomes the messages that the subscriptions say.

The messages go through the door in the same transaction, so a delivery is taken with everything
that it leads to, or not at all; then the other system repeats it.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from msgspec.structs import replace

from dujiang.calendars import parse_duration
from dujiang.connectors.connections.commands import ReceiveHook
from dujiang.connectors.connections.definitions import compiled
from dujiang.connectors.connections.events import HookReceived
from dujiang.connectors.connections.handlers import definition_of
from dujiang.connectors.connections.model import Subscription
from dujiang.connectors.connections.tables import (
    CONNECTION,
    HOOK_DELIVERY,
    HOOK_SIGNATURE,
    HookDeliveryRow,
    HookSignatureRow,
)
from dujiang.engine import key_text
from dujiang.feel import Environment
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.ids import SHARDS, slot_of_key
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime import Handled, Outcome, PublishMessage, Refused, Work

MAX_KEPT: Final = timedelta(days=90)


class Receiving:
    """Handler of `ReceiveHook`."""

    def __init__(self, environment: Callable[[Work], Environment]) -> None:
        self._environment = environment

    def __call__(self, command: ReceiveHook, work: Work) -> Outcome:
        """Take the delivery, or answer as the first time."""
        shard = shard_of_delivery(command.connection, command.delivery)
        known = work.get(HOOK_DELIVERY, shard, command.connection, command.delivery)
        if known is not None:
            return Handled(answer={"messages": known.messages.splitlines()})
        used = shard_of_delivery(command.connection, command.signature)
        if work.get(HOOK_SIGNATURE, used, command.connection, command.signature) is not None:
            return Refused("connectors.hook.replayed", 401)
        row = work.get(CONNECTION, command.connection)
        if row is None:
            return Refused("connectors.connection.unknown", 404, {"name": command.connection})
        body = command.body["body"]
        event = event_of(body)
        messages = tuple(
            _completed(message, command.looked_up)
            for message in self._messages(definition_of(row).subscriptions, body, event, work)
        )
        names = tuple(message.name for message in messages)
        work.insert(
            HOOK_DELIVERY,
            HookDeliveryRow(
                shard=shard,
                connection=command.connection,
                delivery=command.delivery,
                at=work.at,
                event=event[:200],
                messages="\n".join(names),
            ),
        )
        work.insert(
            HOOK_SIGNATURE,
            HookSignatureRow(
                shard=used,
                connection=command.connection,
                signature=command.signature,
                at=work.at,
            ),
        )
        fact = HookReceived(
            connection=command.connection, delivery=command.delivery, event=event, messages=names
        )
        return Handled(
            (fact,),
            messages,
            answer={"messages": list(names)},
            recorded=ReceiveHook(
                connection=command.connection,
                delivery=command.delivery,
                signature="",
                body=NO_VARIABLES,
            ),
        )

    def _messages(
        self, subscriptions: tuple[Subscription, ...], body: object, event: str, work: Work
    ) -> tuple[PublishMessage, ...]:
        scope = {"body": body, "event": event}
        environment = self._environment(work)
        return tuple(
            message_of(subscription, scope, environment)
            for subscription in subscriptions
            if concerns(subscription, scope, environment)
        )


def _completed(message: PublishMessage, looked_up: Mapping[str, Variables]) -> PublishMessage:
    more = looked_up.get(message.name)
    return message if more is None else replace(message, variables=message.variables.merged(more))


def event_of(body: object) -> str:
    """The name of the event that a body tells of: `event`, else `type`; empty when it has none."""
    if not isinstance(body, Mapping):
        return ""
    found = body.get("event") or body.get("type")
    return found if isinstance(found, str) else ""


def concerns(
    subscription: Subscription, scope: Mapping[str, Any], environment: Environment
) -> bool:
    """Whether a subscription is about this event."""
    text = subscription.event
    if text.startswith("="):
        return compiled(text).evaluate(scope, env=environment).value is True
    return text in ("", scope["event"])


def message_of(
    subscription: Subscription, scope: Mapping[str, Any], environment: Environment
) -> PublishMessage:
    """The message that an event means. `InvalidInput` when the body lacks what it needs."""

    def value_of(text: str) -> Any:  # noqa: ANN401 - a Value
        if not text.startswith("="):
            return text
        return compiled(text).evaluate(scope, env=environment).value

    correlation = key_text(value_of(subscription.correlation))
    if subscription.correlation and not correlation:
        raise InvalidInput(
            "connectors.hook.no_correlation",
            message=subscription.message,
            expression=subscription.correlation,
        )
    variables = value_of(subscription.variables) if subscription.variables else {}
    if not isinstance(variables, dict):
        raise InvalidInput(
            "connectors.hook.no_variables",
            message=subscription.message,
            expression=subscription.variables,
        )
    return PublishMessage(
        name=str(value_of(subscription.message)),
        correlation=correlation or "",
        variables=Variables(variables),
        time_to_live=_keep(subscription.keep),
    )


def _keep(text: str) -> timedelta:
    found = parse_duration(text)
    assert found is not None, "checked when the connection was saved"
    return min(timedelta(days=found.days, seconds=float(found.seconds)), MAX_KEPT)


def shard_of_delivery(connection: str, name: str) -> int:
    """Where what a connection has delivered under a name is kept."""
    return SHARDS[slot_of_key(f"{connection}:{name}")]
