"""The OpenAPI 3.1 description of the contract: deterministic, so that a diff shows what changed."""

import inspect
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from dujiang import __version__
from dujiang.api.contract import ENDPOINTS, PREFIX
from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas.common import ProblemDocument
from dujiang.runtime.requests import PUBLIC

_REF: Final = "#/components/schemas/{name}"
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"
_ERRORS: Final = {
    "400": ("Unreadable", "The request cannot be read."),
    "401": ("Unauthenticated", "Nobody is signed in."),
    "403": ("Forbidden", "Not allowed."),
    "404": ("NotFound", "It does not exist, or you must not know that it does."),
    "409": ("Conflict", "It has moved on."),
    "413": ("TooLarge", "Too large; the problem says the limit."),
    "415": ("WrongMediaType", "The body is of a kind that is not taken here."),
    "422": ("InvalidInput", "The content is wrong; `problems` say where."),
    "429": ("TooOften", "Too often; `Retry-After` says when again."),
    "500": ("OurFault", "Our mistake; `instance` finds it in the server's log."),
    "503": ("Unavailable", "The database or a peer is away; repeat with the same key."),
}
_KEY_HEADER: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key gives the same answer: a repeat changes nothing twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_MATCH_HEADER: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag with which the document was read.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'},
}


def describe() -> dict[str, Any]:
    """The whole description as plain data."""
    types = _types(ENDPOINTS)
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    by_type = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        operations = paths.setdefault(PREFIX + endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(endpoint, by_type, components)
    shown = {name: schema for name, schema in components.items() if name not in _query_names()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Dujiang", "version": __version__, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": shown,
            "responses": _error_responses(by_type[ProblemDocument]),
            "securitySchemes": _SECURITY,
        },
    }
    return {name: _plain(part) for name, part in document.items()}


def openapi_json() -> bytes:
    """The description as it is committed and served: stable order, one line break at the end."""
    encoded = msgspec.json.encode(describe(), order="deterministic")
    return msgspec.json.format(encoded, indent=1) + b"\n"


_ABOUT: Final = (
    "Ids are opaque texts. Instants are ISO 8601 in UTC. Unsafe requests of a session carry "
    "`X-CSRF-Token`; programs use a bearer token. Errors are RFC 9457 problem documents."
)
_SECURITY: Final = {
    "session": {"type": "apiKey", "in": "cookie", "name": "dujiang_session"},
    "token": {"type": "http", "scheme": "bearer"},
}


def _types(endpoints: Sequence[Endpoint]) -> list[type]:
    found: dict[str, type] = {"ProblemDocument": ProblemDocument}
    for endpoint in endpoints:
        for kind in (endpoint.takes, endpoint.query, endpoint.answers):
            if kind is not None:
                found[kind.__name__] = kind
    return list(found.values())


def _query_names() -> set[str]:
    return {endpoint.query.__name__ for endpoint in ENDPOINTS if endpoint.query}


def _operation(
    endpoint: Endpoint, by_type: dict[type, Any], components: dict[str, Any]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.operation,
        "summary": endpoint.says,
        "tags": [endpoint.tag],
        "parameters": _parameters(endpoint, components),
        "responses": _responses(endpoint, by_type),
        "x-permission": endpoint.permission,
        "security": [] if endpoint.permission == PUBLIC else [{"session": []}, {"token": []}],
    }
    body = _request_body(endpoint, by_type)
    if body:
        operation["requestBody"] = body
    return operation


def _parameters(endpoint: Endpoint, components: dict[str, Any]) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in endpoint.parameters
    ]
    if endpoint.query:
        schema = components[endpoint.query.__name__]
        for name, shape in schema["properties"].items():
            parameters.append({"name": name, "in": "query", "required": False, "schema": shape})
    if endpoint.is_unsafe:
        parameters.append(_KEY_HEADER)
    if endpoint.needs_match:
        parameters.append(_MATCH_HEADER)
    return parameters


def _request_body(endpoint: Endpoint, by_type: dict[type, Any]) -> dict[str, Any] | None:
    if endpoint.consumes == "multipart":
        shape = {
            "type": "object",
            "properties": {"file": {"type": "string", "contentMediaType": "application/*"}},
            "required": ["file"],
        }
        return {"required": True, "content": {"multipart/form-data": {"schema": shape}}}
    if endpoint.consumes == "signed":
        return {"required": True, "content": {_JSON: {"schema": {}}}}
    if endpoint.takes is None:
        return None
    return {"required": True, "content": {_JSON: {"schema": by_type[endpoint.takes]}}}


def _responses(endpoint: Endpoint, by_type: dict[type, Any]) -> dict[str, Any]:
    media: dict[str, dict[str, Any]] = {
        "binary": {"*/*": {"schema": {}}},
        "events": {"text/event-stream": {"schema": {"type": "string"}}},
        "text": {_JSON: {"schema": {"type": "object"}}},
    }
    content = media.get(endpoint.produces)
    if content is None:
        assert endpoint.answers, f"{endpoint.operation} answers nothing"
        content = {_JSON: {"schema": by_type[endpoint.answers]}}
    success: dict[str, Any] = {"description": "Done.", "content": content}
    if endpoint.has_etag:
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    errors = {
        status: {"$ref": f"#/components/responses/{name}"} for status, (name, _) in _ERRORS.items()
    }
    return {str(endpoint.status): success, **errors}


def _error_responses(problem: dict[str, Any]) -> dict[str, Any]:
    content = {_PROBLEM: {"schema": problem}}
    return {name: {"description": says, "content": content} for name, says in _ERRORS.values()}


def _described(value: Any) -> Any:  # noqa: ANN401 - a text, or the schema of a field of that name
    return inspect.cleandoc(value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Decimals are JSON numbers on our wire; docstrings lose the indentation of the source."""
    match value:
        case {"type": "string", "format": "decimal"}:
            return {"type": "number"}
        case dict():
            return {
                name: _plain(item) if name != "description" else _described(item)
                for name, item in value.items()
            }
        case list():
            return [_plain(item) for item in value]
        case _:
            return value
