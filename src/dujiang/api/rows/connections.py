"""Connections to other systems, and what those tell us by webhook."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import connections as c
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import PUBLIC

_MANAGE: Final = "connection.manage"

ROWS: Final = (
    Endpoint(
        operation="listConnections", method="GET", path="/connections",
        permission=_MANAGE, tag="connections",
        says="Every connection to another system.",
        answers=c.ConnectionList,
    ),
    Endpoint(
        operation="createConnection", method="POST", path="/connections",
        permission=_MANAGE, tag="connections",
        says="Set up a connection.",
        takes=c.ConnectionBody, answers=c.ConnectionView, status=201, has_etag=True,
    ),
    Endpoint(
        operation="readConnection", method="GET", path="/connections/{connection_key}",
        permission=_MANAGE, tag="connections",
        says="One connection, without its secrets.",
        answers=c.ConnectionView, has_etag=True,
    ),
    Endpoint(
        operation="saveConnection", method="PUT", path="/connections/{connection_key}",
        permission=_MANAGE, tag="connections",
        says="Change a connection; `If-Match` carries the ETag it was read with.",
        takes=c.ConnectionBody, answers=c.ConnectionView, has_etag=True, needs_match=True,
    ),
    Endpoint(
        operation="deleteConnection", method="DELETE", path="/connections/{connection_key}",
        permission=_MANAGE, tag="connections",
        says="Forget a connection with its secrets.",
        answers=Nothing,
    ),
    Endpoint(
        operation="makeHookSecret", method="POST",
        path="/connections/{connection_key}/hook-secret",
        permission=_MANAGE, tag="connections",
        says="A new secret for the webhook, shown once; the former one is taken for 24 hours more.",
        answers=c.HookSecret, status=201,
    ),
    Endpoint(
        operation="tryConnection", method="POST", path="/connections/{connection_key}/trial",
        permission=_MANAGE, tag="connections",
        says="Try a connection: its name, the line, the account, the answer.",
        answers=c.TrialView, is_slow=True,
    ),
    Endpoint(
        operation="listDeliveries", method="GET", path="/connections/{connection_key}/deliveries",
        permission=_MANAGE, tag="connections",
        says="What the hook has taken lately.",
        answers=c.DeliveryList,
    ),
    Endpoint(
        operation="listConnectors", method="GET", path="/connectors",
        permission="process.read", tag="connections",
        says="Connectors as templates, kinds of connections, and the connections by name.",
        answers=c.ConnectorList,
    ),
    Endpoint(
        operation="listCalls", method="GET", path="/calls",
        permission="incident.read", tag="operations",
        says="The log of calls to other systems, newest first; masked.",
        query=c.CallsQuery, answers=c.CallList,
    ),
    Endpoint(
        operation="repeatCall", method="POST", path="/calls/{call_id}/repeat",
        permission="incident.repair", tag="operations",
        says="Send a call once more with its idempotency key.",
        answers=Nothing,
    ),
    Endpoint(
        operation="readJobOfIncident", method="GET", path="/incidents/{incident_id}/job",
        permission="incident.repair", tag="operations",
        says="The inputs of the job that has failed.",
        answers=c.JobOfIncident,
    ),
    Endpoint(
        operation="correctJob", method="POST", path="/incidents/{incident_id}/job",
        permission="incident.repair", tag="operations",
        says="Give the job other inputs, with a reason, and try it again; its key stays.",
        takes=c.JobCorrection, answers=Nothing,
    ),
    Endpoint(
        operation="readOperationsOverview", method="GET", path="/operations/overview",
        permission="instance.operate", tag="operations",
        says="Connections with state and queue, timers that are due next, messages waited for.",
        answers=c.OperationsOverview,
    ),
    Endpoint(
        operation="receiveHook", method="POST", path="/hooks/{connection_key}",
        permission=PUBLIC, tag="connections",
        says="Another system tells of an event: signed JSON, once for each `Idempotency-Key`.",
        answers=c.HookTaken, consumes="signed",
    ),
)  # fmt: skip
