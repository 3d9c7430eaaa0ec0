"""The HTTP door: finds the row, signs in, checks, decodes, calls the handler, answers or explains.

The one place of this room that catches `Exception`: it records it under an id and goes on.
"""

import asyncio
import gzip
import inspect
import re
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import msgspec
import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dujiang.api import problems
from dujiang.api.bodies import Decoders, query, read_body, require_json
from dujiang.api.callers import (
    CSRF_HEADER,
    Caller,
    Callers,
    chosen_language,
    require_same_site,
)
from dujiang.api.contract import PREFIX
from dujiang.api.desk import RECORDED, Call, Desk, Reply
from dujiang.api.endpoints import Endpoint, require_handlers
from dujiang.api.matching import Routes
from dujiang.api.metrics import Metrics
from dujiang.api.problems import Unreadable
from dujiang.identity import require_csrf
from dujiang.kernel.errors import (
    Conflict,
    DujiangError,
    Forbidden,
    Unauthenticated,
    Unavailable,
)
from dujiang.kernel.words import Language
from dujiang.runtime import PUBLIC, Actor, LoopSink, NoteRefusal, Request
from dujiang.store import StoreAway

Handler = Callable[[Any], Any]

BEFORE_A_NEW_PASSWORD: Final = frozenset(
    {"readWelcome", "signIn", "readSession", "signOut", "changePassword", "savePreferences"}
)
"""What somebody may do who has to set a new password first."""
SLOW_MS: Final = 1_000
MIN_COMPRESSED_BYTES: Final = 2_000
_KEY = re.compile(r"[!-~]{1,200}")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')
_JSON: Final = "application/json"
_NOBODY: Final = Caller(Actor(kind="public"))


@dataclass(frozen=True, kw_only=True)
class DoorSettings:
    """What the door is told by the installation."""

    headers: Mapping[str, str]
    slow: ThreadPoolExecutor
    """Threads for what blocks longer: password hashes, files."""


class Door:
    """The ASGI application of everything below the API's prefix."""

    def __init__(
        self,
        desk: Desk,
        endpoints: tuple[Endpoint, ...],
        handlers: Mapping[str, Handler],
        *,
        callers: Callers,
        metrics: Metrics,
        settings: DoorSettings,
    ) -> None:
        require_handlers(endpoints, handlers)
        self._desk = desk
        self._handlers = handlers
        self._callers = callers
        self._metrics = metrics
        self._settings = settings
        self._routes = Routes(endpoints)
        self._decoders = Decoders(endpoints)
        self._encoder = msgspec.json.Encoder(decimal_format="number")
        self._sink: LoopSink | None = None
        self._log = structlog.get_logger("dujiang.api")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; never raises but for a client that has gone."""
        http = HttpRequest(scope, receive)
        request_id, began = secrets.token_hex(8), perf_counter()
        operation = "unknown"
        caller = _NOBODY
        language = chosen_language(http.headers.get("accept-language"), "zh-CN")
        try:
            path = scope["path"].removeprefix(PREFIX)
            endpoint, parameters = self._routes.find(scope["method"], path)
            operation = endpoint.operation
            caller = await self._signed_in(http, endpoint)
            self._permit(caller, endpoint)
            language = chosen_language(http.headers.get("accept-language"), caller.language)
            response = await self._served(http, endpoint, parameters, caller, language)
        except DujiangError as error:
            await self._note(error, operation, caller)
            response = self._problem(error, language, request_id)
        except StoreAway:
            response = self._problem(Unavailable("api.database.away"), language, request_id)
        except Exception:  # noqa: BLE001 - the door records our mistake and goes on
            self._metrics.failed()
            self._log.exception("request failed", request=request_id, operation=operation)
            response = self._our_fault(language, request_id)
        self._record(request_id, operation, response.status_code, perf_counter() - began)
        for name, value in self._settings.headers.items():
            response.headers.setdefault(name, value)
        response.headers["x-request-id"] = request_id
        await response(scope, receive, send)

    async def _signed_in(self, http: HttpRequest, endpoint: Endpoint) -> Caller:
        caller = self._callers.known(http)
        if caller is None:
            loop = asyncio.get_running_loop()
            try:
                caller = await loop.run_in_executor(self._desk.readers, self._callers.find, http)
            except Unauthenticated:
                if endpoint.permission == PUBLIC:
                    return _NOBODY
                raise
        if caller.actor.kind == "public" and endpoint.permission != PUBLIC:
            raise Unauthenticated("api.session.none")
        self._desk.limits.request(caller.actor)
        return caller

    def _permit(self, caller: Caller, endpoint: Endpoint) -> None:
        if caller.must_change_password and endpoint.operation not in BEFORE_A_NEW_PASSWORD:
            raise Forbidden("api.password.must_change")
        if not caller.actor.may(endpoint.permission):
            raise Forbidden("identity.permission.missing", permission=endpoint.permission)

    async def _note(self, error: DujiangError, operation: str, caller: Caller) -> None:
        """Put a refusal into the audit trail, unless the dispatcher has done so."""
        is_known = RECORDED in getattr(error, "__notes__", ())
        if error.status != 403 or is_known or caller.actor.person_id is None:
            return
        note = NoteRefusal(operation=operation, code=error.code)
        request = Request(note, caller.actor, None, self._desk.clock.now())
        try:
            await self._desk.dispatcher.submit_to(self._loop_sink(), request)
        except (DujiangError, StoreAway):
            self._log.warning("refusal not recorded", operation=operation, code=error.code)

    async def _served(
        self,
        http: HttpRequest,
        endpoint: Endpoint,
        parameters: dict[str, str],
        caller: Caller,
        language: Language,
    ) -> Response:
        if endpoint.is_unsafe:
            self._guard(http, endpoint, caller)
        call: Call[Any, Any] = Call(
            desk=self._desk,
            sink=self._loop_sink(),
            http=http,
            actor=msgspec.structs.replace(caller.actor, language=language),
            session=caller.session,
            job_types=caller.job_types,
            at=self._desk.clock.now(),
            path=parameters,
            query=query(http.query_params, endpoint.query) if endpoint.query else None,
            body=await self._body(http, endpoint),
            key=_idempotency_key(http),
            if_match=_if_match(http, endpoint),
            language=language,
        )
        handler = self._handlers[endpoint.operation]
        if inspect.iscoroutinefunction(handler):
            result = await handler(call)
        else:
            loop = asyncio.get_running_loop()
            pool = self._settings.slow if endpoint.is_slow else self._desk.readers
            result = await loop.run_in_executor(pool, handler, call)
        return self._response(http, endpoint, result)

    def _guard(self, http: HttpRequest, endpoint: Endpoint, caller: Caller) -> None:
        if caller.session is not None:
            require_csrf(caller.session, http.headers.get(CSRF_HEADER))
        elif endpoint.permission == PUBLIC:
            require_same_site(http)

    async def _body(self, http: HttpRequest, endpoint: Endpoint) -> Any:  # noqa: ANN401 - as the endpoint takes
        if endpoint.takes is None:
            return None
        require_json(http)
        raw = await read_body(http, endpoint.max_body_bytes)
        return self._decoders.body(raw, endpoint.takes)

    def _response(self, http: HttpRequest, endpoint: Endpoint, result: Any) -> Response:  # noqa: ANN401 - what a handler answers
        if isinstance(result, Response):
            return result
        reply = result if isinstance(result, Reply) else Reply(body=result)
        content = self._encoder.encode(reply.body)
        headers = {"cache-control": "no-store", "vary": "accept-encoding, accept-language"}
        if reply.etag is not None:
            headers["etag"] = f'"{reply.etag}"'
        is_small = len(content) < MIN_COMPRESSED_BYTES or bool(reply.cookies)
        if not is_small and "gzip" in http.headers.get("accept-encoding", ""):
            content = gzip.compress(content, compresslevel=4, mtime=0)
            headers["content-encoding"] = "gzip"
        response = Response(content, endpoint.status, headers, media_type=_JSON)
        for cookie in reply.cookies:
            response.headers.append("set-cookie", cookie)
        return response

    def _problem(self, error: DujiangError, language: Language, request_id: str) -> Response:
        document = problems.document(
            error, words=self._desk.words, language=language, instance=request_id
        )
        response = self._problem_response(document, error.status)
        wait_s = problems.retry_after_s(error)
        if wait_s is not None:
            response.headers["retry-after"] = str(wait_s)
        if error.status == 401:
            response.headers["www-authenticate"] = "Bearer"
        if "allowed" in error.params:
            response.headers["allow"] = str(error.params["allowed"])
        return response

    def _our_fault(self, language: Language, request_id: str) -> Response:
        document = problems.our_fault(
            words=self._desk.words, language=language, instance=request_id
        )
        return self._problem_response(document, 500)

    def _problem_response(self, document: msgspec.Struct, status: int) -> Response:
        return Response(
            self._encoder.encode(document),
            status,
            {"cache-control": "no-store"},
            media_type=problems.MEDIA_TYPE,
        )

    def _record(self, request_id: str, operation: str, status: int, duration_s: float) -> None:
        self._metrics.answered(operation, status, duration_s)
        duration_ms = round(duration_s * 1000, 1)
        write = self._log.info if duration_ms < SLOW_MS else self._log.warning
        write("request", request=request_id, operation=operation, status=status,
              duration_ms=duration_ms)  # fmt: skip

    def _loop_sink(self) -> LoopSink:
        if self._sink is None:
            self._sink = LoopSink(asyncio.get_running_loop())
        return self._sink


def _idempotency_key(http: HttpRequest) -> str | None:
    key = http.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Unreadable("api.header.invalid", name="Idempotency-Key")
    return key


def _if_match(http: HttpRequest, endpoint: Endpoint) -> int | None:
    if not endpoint.needs_match:
        return None
    header = http.headers.get("if-match")
    if header is None:
        raise Conflict("api.match.missing")
    match = _ETAG.fullmatch(header.strip())
    if match is None:
        raise Unreadable("api.header.invalid", name="If-Match")
    return int(match[1])
