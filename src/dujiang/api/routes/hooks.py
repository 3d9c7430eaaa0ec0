"""The webhook's edge: reads a delivery, checks its signature, gives it to the room."""

from hashlib import sha256
from typing import Any, Final

import msgspec

from dujiang.api.bodies import plain_json, read_body
from dujiang.api.desk import Call
from dujiang.api.endpoints import JSON_BODY_BYTES
from dujiang.api.peers import Arrived, looked_up
from dujiang.api.schemas.connections import HookTaken
from dujiang.connectors import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    TOLERANCE_S,
    ReceiveHook,
    judge,
)
from dujiang.kernel.errors import InvalidInput, NotFound, Unauthenticated
from dujiang.kernel.values import Variables, as_value
from dujiang.runtime import SYSTEM, Request

_REFUSED: Final = {
    "missing": "connectors.hook.not_signed",
    "stale": "connectors.hook.stale",
    "wrong": "connectors.hook.wrong_signature",
}


async def receive_hook(call: Call[None, None]) -> HookTaken:
    """Take one delivery. Its id is the `Idempotency-Key`, else the hash of what was signed."""
    key = call.path["connection_key"]
    door = await call.question(lambda asked: asked.desk.connections.hook_door(key, asked.at))
    if door is None:
        raise NotFound("connectors.connection.unknown", name=key)
    content = await read_body(call.http, JSON_BODY_BYTES)
    timestamp = call.http.headers.get(TIMESTAMP_HEADER, "")
    signature = call.http.headers.get(SIGNATURE_HEADER, "")
    judgement = judge(door.secrets, timestamp, signature, content, call.at)
    if judgement != "good":
        raise Unauthenticated(_REFUSED[judgement], seconds=TOLERANCE_S)
    digest = sha256(signature.strip().lower().encode()).hexdigest()
    arrived = Arrived(connection=key, delivery=call.key or digest, body=_parsed(content))
    command = ReceiveHook(
        connection=key,
        delivery=arrived.delivery,
        signature=digest,
        body=Variables({"body": arrived.body}),
        looked_up=await call.question(lambda asked: looked_up(asked, arrived)),
    )
    actor = msgspec.structs.replace(SYSTEM, address=call.actor.address)
    request = Request(command, actor, None, call.at)
    answer = await call.desk.dispatcher.submit_to(call.sink, request)
    return HookTaken(messages=answer.expect()["messages"])


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - a Value
    try:
        return as_value(plain_json(content))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("connectors.hook.not_json", reason=str(error)[:200]) from error


HANDLERS: Final = {"receiveHook": receive_hook}
