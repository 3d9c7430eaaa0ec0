"""REST: one call to a peer, or the pages of one, by the name of its connection.

Results: `status` and `body` of the answer, with paging also `items`. 2xx is done; 408, 425, 429,
5xx and silence are tried again with the same `Idempotency-Key`. With `ask` (a path) the receiver
is asked by GET before a repeat: 2xx says that an earlier attempt has done the work, 404 that it
has not. With `refusal` (an error code) 409 and 422 throw that BPMN error, with `status` and
`body`; any other answer is the caller's mistake and becomes an incident at once.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx2
import msgspec

from dujiang.connectors.base.speaking import (
    Connector,
    Failed,
    Spoken,
    Tools,
    plain,
    text_of,
)
from dujiang.connectors.base.template import Template, TemplateField
from dujiang.connectors.base.web import Exchange, Web, joined, json_of, outcome_of
from dujiang.connectors.connections import Connection
from dujiang.connectors.connections.calls import MASK
from dujiang.connectors.connections.definitions import compiled
from dujiang.connectors.outgoing import for_peers
from dujiang.feel import FeelSyntaxError
from dujiang.kernel.values import Variables
from dujiang.runtime import Job, JobDone, JobFailed

MAX_PAGES: Final = 100
MAX_ITEMS: Final = 10_000
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_NOT_FOUND: Final = 404
_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')


def speak(connection: Connection, job: Job, tools: Tools) -> Spoken:
    """Make the call."""
    method = text_of(job, "method", "GET" if job.inputs.get("query") else "POST").upper()
    if method not in _METHODS:
        raise Failed("connectors.http.method_unknown", may_retry=False, method=method)
    with Web(connection, tools) as web:
        done = _done_before(web, connection, job, tools)
        if done is not None:
            return done
        if method == "GET" and text_of(job, "paging"):
            return _pages(web, connection, job, tools)
        path = text_of(job, "path")
        answer = _send(web, connection, job, tools, method, joined(connection.base_url, path))
        return _spoken(connection, job, method, path, answer)


def _done_before(web: Web, connection: Connection, job: Job, tools: Tools) -> Spoken | None:
    """What the receiver says of earlier attempts; None when the work is still to be done."""
    path = text_of(job, "ask")
    if not path or job.attempt <= 1:
        return None
    asking = msgspec.structs.replace(job, inputs=job.inputs.merged({"body": None}))
    url = joined(connection.base_url, path)
    found = _send(web, connection, asking, tools, "GET", url)
    return None if found.status == _NOT_FOUND else _spoken(connection, asking, "GET", path, found)


def _send(
    web: Web, connection: Connection, job: Job, tools: Tools, method: str, url: str
) -> Exchange:
    content = json_of(plain(job.inputs.get("body"), tools))
    headers = {
        "accept": "application/json",
        **({"content-type": "application/json"} if content is not None else {}),
        **_texts(job.inputs.get("headers")),
        "idempotency-key": job.idempotency_key,
    }
    return web.send(method, url, headers=headers, content=content)


def _spoken(connection: Connection, job: Job, method: str, path: str, answer: Exchange) -> Spoken:
    said = Variables({"status": Decimal(answer.status), "body": answer.body})
    return Spoken(
        outcome=outcome_of(connection.key, answer, said, text_of(job, "refusal")),
        method=method,
        target=path,
        request=shown_body(job),
        response=answer.text,
        status=answer.status,
    )


def shown_body(job: Job) -> str:
    """The body for the log: sealed values stay dots."""
    body = job.inputs.get("body")
    return "" if body is None else (json_of(for_peers(body, lambda _: MASK)) or b"").decode()


def _texts(value: Any) -> dict[str, str]:  # noqa: ANN401 - a Value
    if not isinstance(value, Mapping):
        return {}
    return {str(name): str(item) for name, item in value.items() if item is not None}


# Paging


def _pages(web: Web, connection: Connection, job: Job, tools: Tools) -> Spoken:
    """All pages of a question, their items in one list."""
    path = text_of(job, "path")
    url: str | None = _first(connection, job)
    items: list[Any] = []
    pages = 0
    while url is not None:
        answer = _send(web, connection, job, tools, "GET", url)
        spoken = _spoken(connection, job, "GET", path, answer)
        if not isinstance(spoken.outcome, JobDone):
            return spoken
        pages += 1
        found = _items(job, answer)
        items += found
        url = _next(connection, job, url, answer, bool(found))
        if url is not None and (pages >= MAX_PAGES or len(items) > MAX_ITEMS):
            params: dict[str, str | int] = {
                "name": connection.key, "pages": MAX_PAGES, "items": MAX_ITEMS,
            }  # fmt: skip
            failed = JobFailed(
                code="connectors.http.too_many_pages", params=params, may_retry=False
            )
            return msgspec.structs.replace(spoken, outcome=failed)
    assert isinstance(spoken.outcome, JobDone), "a failed page has returned"
    variables = {**spoken.outcome.variables, "items": items, "pages": Decimal(pages)}
    return msgspec.structs.replace(spoken, outcome=JobDone(Variables(variables)))


def _first(connection: Connection, job: Job) -> str:
    url = joined(connection.base_url, text_of(job, "path"))
    if text_of(job, "paging") != "page":
        return url
    parameter = text_of(job, "page_parameter", "page")
    return str(httpx2.URL(url).copy_merge_params({parameter: "1"}))


def _items(job: Job, answer: Exchange) -> list[Any]:
    found = _evaluated(text_of(job, "items", "body"), answer)
    if not isinstance(found, list):
        raise Failed("connectors.http.no_items", may_retry=False, expression=text_of(job, "items"))
    return found


def _next(
    connection: Connection, job: Job, url: str, answer: Exchange, has_found: bool
) -> str | None:
    """Where the next page is; None after the last."""
    match text_of(job, "paging"):
        case "link":
            found = _NEXT.search(answer.headers.get("link", ""))
            return _same_place(connection, urljoin(url, found[1])) if found else None
        case "cursor":
            cursor = _evaluated(text_of(job, "cursor", "body.next"), answer)
            if cursor in (None, "", False):
                return None
            if isinstance(cursor, str) and cursor.startswith(("https://", "http://", "/")):
                return _same_place(connection, urljoin(url, cursor))
            parameter = text_of(job, "page_parameter", "cursor")
            return str(httpx2.URL(url).copy_merge_params({parameter: str(cursor)}))
        case "page":
            parameter = text_of(job, "page_parameter", "page")
            number = int(httpx2.URL(url).params.get(parameter, "1")) + 1
            following = httpx2.URL(url).copy_merge_params({parameter: str(number)})
            return str(following) if has_found else None
        case other:
            raise Failed("connectors.http.paging_unknown", may_retry=False, paging=other)


def _same_place(connection: Connection, url: str) -> str:
    """A page that the peer names lies at the peer, or it is not fetched."""
    base, asked = urlsplit(connection.base_url), urlsplit(url)
    if (base.scheme, base.netloc) != (asked.scheme, asked.netloc):
        raise Failed("connectors.http.page_elsewhere", may_retry=False, host=asked.netloc)
    return url


def _evaluated(text: str, answer: Exchange) -> Any:  # noqa: ANN401 - a Value
    try:
        expression = compiled(text)
    except FeelSyntaxError as error:
        raise Failed("connectors.connection.not_feel", may_retry=False, expression=text) from error
    scope = {"body": answer.body, "status": Decimal(answer.status)}
    return expression.evaluate(scope).value


CONNECTOR: Final = Connector(
    template=Template(
        job_type="http",
        kinds=("rest",),
        fields=(
            TemplateField(key="method", form="choice", choices=_METHODS, default="POST",
                          is_attribute=True),
            TemplateField(key="path", is_attribute=True),
            TemplateField(key="body", form="feel", is_attribute=True),
            TemplateField(key="headers", form="feel", is_attribute=True),
            TemplateField(key="key", form="feel", is_attribute=True),
            TemplateField(key="ask", form="feel", is_attribute=True),
            TemplateField(key="refusal", is_attribute=True),
            TemplateField(key="paging", form="choice", choices=("", "link", "cursor", "page")),
            TemplateField(key="items"),
            TemplateField(key="cursor"),
            TemplateField(key="page_parameter"),
        ),
        results=("status", "body", "items"),
    ),
    speak=speak,
    practised={"status": Decimal(200), "body": None},
)  # fmt: skip
