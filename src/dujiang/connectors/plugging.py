"""The room's routes, connectors and kinds, for `main` to plug together."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from dujiang.connectors import dingtalk, feishu, http, webhook, wecom
from dujiang.connectors.base.speaking import CallNotes, Connector, ConnectorJobs, Tools
from dujiang.connectors.base.trial import Trial, TrialStep, line_trial, try_connection, web_trial
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections import commands as c
from dujiang.connectors.connections.call_log import repeat_call
from dujiang.connectors.connections.handlers import MANAGE, Seals, SettingUp
from dujiang.connectors.connections.kinds import REST, Kinds
from dujiang.connectors.connections.receiving import Receiving
from dujiang.feel import Environment
from dujiang.runtime import INTERNAL, AnyRoute, JobType, Route, Work

REPEAT: Final = "incident.repair"
CONNECTORS: Final[tuple[Connector, ...]] = (
    http.CONNECTOR,
    webhook.CONNECTOR,
    dingtalk.CONNECTOR,
    feishu.CONNECTOR,
    wecom.CONNECTOR,
)
"""Every connector: one file each."""
TRIALS: Final[Mapping[str, Trial]] = {"rest": web_trial}
"""How a connection of each kind is tried; of the others the line alone: to speak is to send."""
KINDS: Final[Kinds] = {
    kind.key: kind for kind in (REST, webhook.KIND, dingtalk.KIND, feishu.KIND, wecom.KIND)
}
"""Every kind of connection."""


def connector_routes(
    seals: Seals, environment: Callable[[Work], Environment]
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    setting_up = SettingUp(KINDS, seals)
    return {
        c.SaveConnection: Route(MANAGE, setting_up.save),
        c.BringConnection: Route(MANAGE, setting_up.bring),
        c.RemoveConnection: Route(MANAGE, setting_up.remove),
        c.MakeHookSecret: Route(MANAGE, setting_up.make_hook_secret),
        c.RepeatCall: Route(REPEAT, repeat_call),
        c.ReceiveHook: Route(INTERNAL, Receiving(environment)),
    }


def connector_job_types(
    find: Callable[[str], Connection | None], tools: Tools, notes: CallNotes
) -> Mapping[str, JobType]:
    """The job handler of every connector, by job type."""
    return {
        connector.template.job_type: JobType(ConnectorJobs(connector, find, tools, notes))
        for connector in CONNECTORS
    }


def trial_of(connection: Connection, tools: Tools) -> list[TrialStep]:
    """Try a connection, as its kind is tried."""
    return try_connection(connection, tools, TRIALS.get(connection.kind, line_trial))
