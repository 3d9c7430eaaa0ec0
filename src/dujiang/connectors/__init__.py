"""Connections to other systems, and one file per connector: each does jobs of one type.

Deliberately unknown here: who asked, and why. A connector is given a job and answers with an
outcome; retries and incidents are the runtime's. Connectors do not know each other.
"""

from dujiang.connectors.addresses import AddressRefused, GuardedTransport
from dujiang.connectors.asking import Asked, Asking, Peers
from dujiang.connectors.base.noting import CallBook, Health
from dujiang.connectors.base.speaking import Connector, ConnectorJobs, Tools
from dujiang.connectors.base.template import Template
from dujiang.connectors.base.tokens import Tokens
from dujiang.connectors.base.trial import TrialStep
from dujiang.connectors.base.web import guarded
from dujiang.connectors.connections import PRACTICE, Connection
from dujiang.connectors.connections.call_log import (
    AGED,
    CallFilter,
    find_call,
    list_calls,
    list_deliveries,
)
from dujiang.connectors.connections.commands import (
    BringConnection,
    MakeHookSecret,
    ReceiveHook,
    RemoveConnection,
    RepeatCall,
    SaveConnection,
)
from dujiang.connectors.connections.kinds import Kind
from dujiang.connectors.connections.read import (
    Connections,
    FixedPeer,
    HookDoor,
    SeenConnection,
)
from dujiang.connectors.connections.receiving import concerns, event_of, message_of
from dujiang.connectors.connections.signing import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    TOLERANCE_S,
    judge,
)
from dujiang.connectors.connections.tables import TABLES, CallRow, HealthRow
from dujiang.connectors.plugging import (
    CONNECTORS,
    KINDS,
    connector_job_types,
    connector_routes,
    trial_of,
)

__all__ = [
    "AGED",
    "CONNECTORS",
    "KINDS",
    "PRACTICE",
    "SIGNATURE_HEADER",
    "TABLES",
    "TIMESTAMP_HEADER",
    "TOLERANCE_S",
    "AddressRefused",
    "Asked",
    "Asking",
    "BringConnection",
    "CallBook",
    "CallFilter",
    "CallRow",
    "Connection",
    "Connections",
    "Connector",
    "ConnectorJobs",
    "FixedPeer",
    "GuardedTransport",
    "Health",
    "HealthRow",
    "HookDoor",
    "Kind",
    "MakeHookSecret",
    "Peers",
    "ReceiveHook",
    "RemoveConnection",
    "RepeatCall",
    "SaveConnection",
    "SeenConnection",
    "Template",
    "Tokens",
    "Tools",
    "TrialStep",
    "concerns",
    "connector_job_types",
    "connector_routes",
    "event_of",
    "find_call",
    "guarded",
    "judge",
    "list_calls",
    "list_deliveries",
    "message_of",
    "trial_of",
]
