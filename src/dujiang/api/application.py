"""The ASGI application: the API's door, the probes, the front end, and the program's life."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Protocol

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from dujiang.api import metrics
from dujiang.api.contract import PREFIX
from dujiang.api.door import Door
from dujiang.api.frontend import Frontend
from dujiang.kernel.errors import DujiangError


class Life(Protocol):
    """Starting and stopping of everything behind the door."""

    async def start(self) -> None:
        """Open what must be open before the first request."""
        ...

    async def stop(self) -> None:
        """Finish what is in flight, then close."""
        ...

    def not_ready(self) -> str | None:
        """Why requests cannot be served now; None when they can. May block for a second."""
        ...


class Application:
    """Routes a request to the door, a probe or the front end. Nothing is decided here."""

    def __init__(
        self,
        *,
        door: Door,
        frontend: Frontend,
        life: Life,
        measures: metrics.Metrics,
        headers: dict[str, str],
        probe: Callable[[Callable[[], str | None]], Awaitable[str | None]],
    ) -> None:
        self._door = door
        self._frontend = frontend
        self._life = life
        self._metrics = measures
        self._headers = headers
        self._probe = probe
        self._log = structlog.get_logger("dujiang.api")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of any kind."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith(PREFIX + "/"):
                await self._door(scope, receive, send)
            else:
                response = await self._other(scope, path)
                for name, value in self._headers.items():
                    response.headers.setdefault(name, value)
                await response(scope, receive, send)

    async def _other(self, scope: Scope, path: str) -> Response:
        match path:
            case "/healthz":
                return JSONResponse({"status": "alive"})
            case "/readyz":
                reason = await self._probe(self._life.not_ready)
                ready = {"status": "ready"} if reason is None else {"status": reason}
                return JSONResponse(ready, status_code=200 if reason is None else 503)
            case "/metrics":
                return self._measured(scope)
            case _:
                return self._page(scope)

    def _page(self, scope: Scope) -> Response:
        try:
            return self._frontend.respond(scope)
        except DujiangError as error:
            return JSONResponse({"code": error.code}, status_code=error.status)

    def _measured(self, scope: Scope) -> Response:
        client = HttpRequest(scope).client
        if client is None or not _is_near(client.host):
            return JSONResponse({"code": "api.path.unknown"}, status_code=404)
        return Response(self._metrics.text(), headers={"content-type": metrics.CONTENT_TYPE})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._life.start()
        except DujiangError as error:
            self._log.error("start failed", code=error.code, params=error.params)
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._life.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _is_near(host: str) -> bool:
    """Whether the address is this machine's or a private network's: measures are for them."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "testclient"
    return address.is_loopback or address.is_private
