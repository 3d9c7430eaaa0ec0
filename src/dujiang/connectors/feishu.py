"""Feishu robot（飞书机器人）: a text into a group, signed with the robot's secret.

Custom bot, "signature verification": base64 of HMAC-SHA256 over nothing, keyed with `timestamp`
(seconds), a line break and the secret; both stand in the body.
"""

import hmac
from base64 import b64encode
from typing import Any, Final

from dujiang.connectors.base.robot import FIELDS, SIGNING, TOKEN, say, token_of
from dujiang.connectors.base.speaking import Connector, Spoken, Tools, text_of
from dujiang.connectors.base.template import Template
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.kinds import Kind
from dujiang.runtime import Job

KIND: Final = Kind(key="feishu", schemes=("https", "http"), settings=(TOKEN, SIGNING))


def speak(connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Send the text."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text_of(job, "text")}}
    secret = connection.secrets.get(SIGNING.key, "")
    if secret:
        timestamp = str(int(tools.now().timestamp()))
        body = {"timestamp": timestamp, "sign": signature(secret, timestamp), **body}
    path = f"open-apis/bot/v2/hook/{token_of(connection)}"
    return say(connection, job, tools, path=path, query={}, body=body)


def signature(secret: str, timestamp: str) -> str:
    """The `sign` of a body."""
    return b64encode(hmac.digest(f"{timestamp}\n{secret}".encode(), b"", "sha256")).decode()


CONNECTOR: Final = Connector(
    template=Template(job_type="feishu", kinds=(KIND.key,), fields=FIELDS[:1], results=()),
    speak=speak,
)
