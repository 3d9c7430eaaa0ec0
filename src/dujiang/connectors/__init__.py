"""Connections to other systems, and one file per connector: each does jobs of one type.

Deliberately unknown here: who asked, and why. A connector is given a job and answers with an
outcome; retries and incidents are the runtime's. Connectors do not know each other.
"""

from dujiang.connectors.addresses import AddressRefused, GuardedTransport
from dujiang.connectors.base.noting import CallBook, Health
from dujiang.connectors.base.speaking import Connector, ConnectorJobs, Tools
from dujiang.connectors.base.tokens import Tokens
from dujiang.connectors.base.web import guarded
from dujiang.connectors.connections import PRACTICE, Connection
from dujiang.connectors.connections.commands import (
    BringConnection,
    MakeHookSecret,
    ReceiveHook,
    RemoveConnection,
    SaveConnection,
)
from dujiang.connectors.connections.read import (
    Connections,
    FixedPeer,
    HookDoor,
    SeenConnection,
)
from dujiang.connectors.connections.signing import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    TOLERANCE_S,
    judge,
)
from dujiang.connectors.connections.tables import TABLES
from dujiang.connectors.plugging import (
    CONNECTORS,
    KINDS,
    connector_job_types,
    connector_routes,
)

__all__ = [
    "CONNECTORS",
    "KINDS",
    "PRACTICE",
    "SIGNATURE_HEADER",
    "TABLES",
    "TIMESTAMP_HEADER",
    "TOLERANCE_S",
    "AddressRefused",
    "BringConnection",
    "CallBook",
    "Connection",
    "Connections",
    "Connector",
    "ConnectorJobs",
    "FixedPeer",
    "GuardedTransport",
    "Health",
    "HookDoor",
    "MakeHookSecret",
    "ReceiveHook",
    "RemoveConnection",
    "SaveConnection",
    "SeenConnection",
    "Tokens",
    "Tools",
    "connector_job_types",
    "connector_routes",
    "guarded",
    "judge",
]
