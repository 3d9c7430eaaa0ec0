"""WeCom robot（企业微信群机器人）: a text into a group, by the key in the robot's address."""

from typing import Final

from dujiang.connectors.base.robot import FIELDS, TOKEN, mobiles_of, say, token_of
from dujiang.connectors.base.speaking import Connector, Spoken, Tools, text_of
from dujiang.connectors.base.template import Template
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.kinds import Kind
from dujiang.runtime import Job

KIND: Final = Kind(key="wecom", schemes=("https", "http"), settings=(TOKEN,))


def speak(connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Send the text."""
    text = {
        "content": text_of(job, "text"),
        "mentioned_mobile_list": mobiles_of(job, tools),
    }
    body = {"msgtype": "text", "text": text}
    query = {"key": token_of(connection)}
    return say(connection, job, tools, path="cgi-bin/webhook/send", query=query, body=body)


CONNECTOR: Final = Connector(
    template=Template(job_type="wecom", kinds=(KIND.key,), fields=FIELDS, results=()),
    speak=speak,
)
