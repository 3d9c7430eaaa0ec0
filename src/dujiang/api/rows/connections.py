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
        operation="receiveHook", method="POST", path="/hooks/{connection_key}",
        permission=PUBLIC, tag="connections",
        says="Another system tells of an event: signed JSON, once for each `Idempotency-Key`.",
        answers=c.HookTaken, consumes="signed",
    ),
)  # fmt: skip
