"""Chat robots and webhooks out: formats and signatures as their makers publish them."""

import hmac
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dujiang.connectors import (
    Connection,
    Connector,
    ConnectorJobs,
    dingtalk,
    feishu,
    webhook,
    wecom,
)
from dujiang.connectors.connections.signing import judge
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed, JobOutcome
from tests.connectors.tools import AT, tools
from tests.peers.peer import Answer, Peer, Seen

TEXT = "李明的请假已批准"


class Robot(Peer):
    """Answers as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: Any = {"errcode": 0, "errmsg": "ok"}

    def serve(self, arrived: Seen) -> Answer:
        return 200, self.answer


def said(robot: Robot, connector: Connector, **inputs: Any) -> JobOutcome:
    kind = connector.template.kinds[0]
    connection = Connection(
        "robot",
        robot.url,
        kind=kind,
        allowed_networks=("127.0.0.0/8",),
        secrets={
            "robot_token": "the-token",
            "robot_signing": "SEC1",
            "hook_signing": "hook-secret",
        },
    )
    job = Job(
        id=1,
        job_type=connector.template.job_type,
        instance_id=2,
        element_id="tell",
        inputs=Variables({"connection": "robot", "text": TEXT, **inputs}),
        idempotency_key="QJ-1:tell",
        attempt=1,
    )
    return ConnectorJobs(connector, {"robot": connection}.get, tools())(job)


@pytest.mark.spec("I1")
def test_dingtalk_is_signed_in_the_query() -> None:
    with Robot() as robot:
        outcome = said(robot, dingtalk.CONNECTOR, mobiles=["13800000000"])

    assert isinstance(outcome, JobDone)
    (seen,) = robot.seen
    query = {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}
    timestamp = str(int(AT.timestamp()) * 1000)
    digest = hmac.digest(b"SEC1", f"{timestamp}\nSEC1".encode(), "sha256")
    assert urlsplit(seen.path).path == "/robot/send"
    assert query == {
        "access_token": "the-token", "timestamp": timestamp, "sign": b64encode(digest).decode(),
    }  # fmt: skip
    assert seen.body == {
        "msgtype": "text",
        "text": {"content": TEXT},
        "at": {"atMobiles": ["13800000000"], "isAtAll": False},
    }


@pytest.mark.spec("I1")
def test_feishu_is_signed_in_the_body() -> None:
    with Robot() as robot:
        robot.answer = {"code": 0, "msg": "success", "data": {}}
        outcome = said(robot, feishu.CONNECTOR)

    assert isinstance(outcome, JobDone)
    (seen,) = robot.seen
    timestamp = str(int(AT.timestamp()))
    digest = hmac.digest(f"{timestamp}\nSEC1".encode(), b"", "sha256")
    assert seen.path == "/open-apis/bot/v2/hook/the-token"
    assert seen.body == {
        "timestamp": timestamp,
        "sign": b64encode(digest).decode(),
        "msg_type": "text",
        "content": {"text": TEXT},
    }


@pytest.mark.spec("I1")
def test_wecom_is_known_by_its_key() -> None:
    with Robot() as robot:
        outcome = said(robot, wecom.CONNECTOR)

    assert isinstance(outcome, JobDone)
    (seen,) = robot.seen
    assert seen.path == "/cgi-bin/webhook/send?key=the-token"
    assert seen.body == {
        "msgtype": "text", "text": {"content": TEXT, "mentioned_mobile_list": []},
    }  # fmt: skip


@pytest.mark.spec("I1")
@pytest.mark.parametrize("connector", [dingtalk.CONNECTOR, feishu.CONNECTOR, wecom.CONNECTOR])
def test_robot_that_answers_with_a_code_has_not_taken_it(connector: Connector) -> None:
    with Robot() as robot:
        robot.answer = {"errcode": 310000, "errmsg": "sign not match the-token"}
        outcome = said(robot, connector)

    assert isinstance(outcome, JobFailed)
    assert (outcome.code, outcome.may_retry) == ("connectors.robot.refused", False)
    assert "the-token" not in str(outcome.params)


@pytest.mark.spec("I1")
def test_webhook_out_is_signed_as_those_that_come_in() -> None:
    with Robot() as robot:
        outcome = said(robot, webhook.CONNECTOR, event="order.placed", data={"po": "PO-1"})

    assert isinstance(outcome, JobDone)
    (seen,) = robot.seen
    assert seen.body == {"event": "order.placed", "data": {"po": "PO-1"}}
    assert seen.key == "QJ-1:tell"
    timestamp, signature = seen.headers["x-dujiang-timestamp"], seen.headers["x-dujiang-signature"]
    content = b'{"event":"order.placed","data":{"po":"PO-1"}}'
    assert judge(("hook-secret",), timestamp, signature, content, AT) == "good"
