"""What chat robots have in common: a text to an address with a token, an answer with a code."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import httpx2

from dujiang.connectors.base.speaking import MAX_SHOWN, Failed, Spoken, Tools, plain, text_of
from dujiang.connectors.base.template import TemplateField
from dujiang.connectors.base.web import Web, joined, json_of, outcome_of
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.kinds import Setting
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed

FIELDS: Final = (
    TemplateField(key="text", form="area", is_required=True),
    TemplateField(key="mobiles", form="feel"),
)
TOKEN: Final = Setting(key="robot_token", is_secret=True, is_required=True)
SIGNING: Final = Setting(key="robot_signing", is_secret=True)


def token_of(connection: Connection) -> str:
    """The token in the robot's address: whoever has it may speak for the robot."""
    token = connection.secrets.get(TOKEN.key, "")
    if not token:
        raise Failed("connectors.robot.no_token", may_retry=False)
    return token


def mobiles_of(job: Job, tools: Tools) -> list[str]:
    """Mobile numbers of those who are called on."""
    found = plain(job.inputs.get("mobiles"), tools)
    return [str(one) for one in found] if isinstance(found, list) else []


def say(
    connection: Connection,
    job: Job,
    tools: Tools,
    *,
    path: str,
    query: Mapping[str, str],
    body: Mapping[str, Any],
) -> Spoken:
    """Send it. An answer that names another code than 0 is a failure, whatever its status."""
    for secret in query.values():
        tools.hidden(secret)
    url = str(httpx2.URL(joined(connection.base_url, path)).copy_merge_params(dict(query)))
    with Web(connection, tools) as web:
        answer = web.send(
            "POST", url, headers={"content-type": "application/json"}, content=json_of(dict(body))
        )
    said = answer.body
    code = said.get("errcode", said.get("code")) if isinstance(said, dict) else None
    outcome = outcome_of(connection.key, answer, Variables({"status": Decimal(answer.status)}))
    if isinstance(outcome, JobDone) and code != Decimal(0):
        outcome = JobFailed(
            code="connectors.robot.refused",
            params={"name": connection.key, "answer": answer.text[:MAX_SHOWN]},
            may_retry=False,
        )
    return Spoken(
        outcome=outcome,
        method="POST",
        target=path,
        request=text_of(job, "text"),
        response=answer.text,
        status=answer.status,
    )
