"""Webhook out: tells another system of an event, signed as the webhooks are that we take.

Headers `X-Dujiang-Timestamp`, `X-Dujiang-Signature` (see `connections.signing`) and
`Idempotency-Key`; the body is `{"event": ..., "data": ...}`.
"""

from decimal import Decimal
from typing import Final

from dujiang.connectors.base.speaking import Connector, Failed, Spoken, Tools, plain, text_of
from dujiang.connectors.base.template import Template, TemplateField
from dujiang.connectors.base.web import Web, joined, json_of, outcome_of
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.kinds import Kind, Setting
from dujiang.connectors.connections.signing import signed_headers
from dujiang.kernel.values import Variables
from dujiang.runtime import Job

SIGNING: Final = Setting(key="hook_signing", is_secret=True, is_required=True)
KIND: Final = Kind(key="webhook", schemes=("https", "http"), settings=(SIGNING,))


def speak(connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Send the event."""
    secret = connection.secrets.get(SIGNING.key, "")
    if not secret:
        raise Failed("connectors.webhook.no_secret", may_retry=False)
    data = plain(job.inputs.get("data"), tools)
    content = json_of({"event": text_of(job, "event"), "data": data}) or b""
    headers = {
        "content-type": "application/json",
        "idempotency-key": job.idempotency_key,
        **signed_headers(secret, content, tools.now()),
    }
    with Web(connection, tools) as web:
        answer = web.send("POST", joined(connection.base_url, ""), headers=headers, content=content)
    return Spoken(
        outcome=outcome_of(connection.key, answer, Variables({"status": Decimal(answer.status)})),
        method="POST",
        target=text_of(job, "event"),
        request=content.decode(),
        response=answer.text,
        status=answer.status,
    )


CONNECTOR: Final = Connector(
    template=Template(
        job_type="webhook",
        kinds=(KIND.key,),
        fields=(
            TemplateField(key="event", is_required=True),
            TemplateField(key="data", form="feel"),
        ),
        results=("status",),
    ),
    speak=speak,
)
