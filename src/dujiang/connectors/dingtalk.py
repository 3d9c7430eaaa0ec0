"""DingTalk robot（钉钉机器人）: a text into a group, signed with the robot's secret.

Custom robot, "security settings, signing": base64 of HMAC-SHA256 over `timestamp` (milliseconds),
a line break and the secret, keyed with the secret.
"""

import hmac
from base64 import b64encode
from typing import Final

from dujiang.connectors.base.robot import FIELDS, SIGNING, TOKEN, mobiles_of, say, token_of
from dujiang.connectors.base.speaking import Connector, Spoken, Tools, text_of
from dujiang.connectors.base.template import Template
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.kinds import Kind
from dujiang.runtime import Job

KIND: Final = Kind(key="dingtalk", schemes=("https", "http"), settings=(TOKEN, SIGNING))


def speak(connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Send the text."""
    query = {"access_token": token_of(connection)}
    secret = connection.secrets.get(SIGNING.key, "")
    if secret:
        timestamp = str(int(tools.now().timestamp() * 1000))
        query |= {"timestamp": timestamp, "sign": signature(secret, timestamp)}
    body = {
        "msgtype": "text",
        "text": {"content": text_of(job, "text")},
        "at": {"atMobiles": mobiles_of(job, tools), "isAtAll": False},
    }
    return say(connection, job, tools, path="robot/send", query=query, body=body)


def signature(secret: str, timestamp: str) -> str:
    """The `sign` parameter, before it is quoted."""
    digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), "sha256")
    return b64encode(digest).decode()


CONNECTOR: Final = Connector(
    template=Template(job_type="dingtalk", kinds=(KIND.key,), fields=FIELDS, results=()),
    speak=speak,
)
