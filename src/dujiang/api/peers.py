"""What other systems answer to a form that is handed in, or whose process a message begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dujiang.api.desk import Call
from dujiang.approvals import Filling
from dujiang.connectors import Asking, concerns, event_of, message_of
from dujiang.feel import Environment
from dujiang.forms import Checked, check_submission, plain_json
from dujiang.kernel.errors import Conflict, InvalidInput
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.runtime import PublishMessage
from dujiang.store import Reader


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A delivery whose signature is right."""

    connection: str
    delivery: str
    body: Any


def answers_of(environment: Environment) -> Variables:
    """The answers, by question, for the command that hands the form in."""
    ask = environment.functions.get("ask")
    return Variables(ask.answers) if isinstance(ask, Asking) else NO_VARIABLES


def looked_up(call: Call[Any, Any], arrived: Arrived) -> dict[str, Variables]:
    """By message: the fields of the start form that ask other systems, filled in by them.

    What the form's rules refuse is refused: `Conflict` where others were first, else
    `InvalidInput`; `Unavailable` when another system is away, so that the delivery comes again.
    """
    if call.desk.connections.has_taken(arrived.connection, arrived.delivery):
        return {}
    with call.desk.read() as reader:
        return {
            message.name: Variables(
                {name: value for name, value in checked.values.items() if value is not None}
            )
            for message, filling in _begun(call, reader, arrived)
            if (checked := _filled_in(message.variables, filling))
        }


def _begun(
    call: Call[Any, Any], reader: Reader, arrived: Arrived
) -> Iterator[tuple[PublishMessage, Filling]]:
    """The messages that begin a process whose form asks other systems."""
    desk = call.desk
    seen = desk.connections.see(arrived.connection)
    scope = {"body": arrived.body, "event": event_of(arrived.body)}
    environment = desk.environment(reader, call.at)
    for subscription in seen.definition.subscriptions if seen is not None else ():
        if not concerns(subscription, scope, environment):
            continue
        message = message_of(subscription, scope, environment)
        started = desk.deployments.started_by_message(message.name)
        if started is None:
            continue
        filling = desk.filling.by_message(reader, call.at, started[0], message.variables)
        if filling is not None and filling.form.asks_others:
            yield message, filling


def _filled_in(variables: Mapping[str, Any], filling: Filling) -> Checked:
    form, access = filling.form, filling.access
    typed = {
        one.key: plain_json(variables[one.key])
        for one in form.fields
        if one.key in variables and not one.is_computed and access.get(one.key) == "edit"
    }
    checked = check_submission(form, access, typed, filling.situation)
    if not checked.is_fine:
        kind = Conflict if checked.status == 409 else InvalidInput
        raise kind("approvals.form.problems", problems=checked.problems)
    return checked
