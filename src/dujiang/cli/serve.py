"""`dujiang serve`: open the database, start everything, answer requests until told to stop."""

import signal
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import uvicorn
from cyclopts import App, Parameter

from dujiang.cli.demo import load_demo, show_accounts
from dujiang.cli.shop import Opened, Say, Shop
from dujiang.runtime import settle
from dujiang.settings import Settings


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def serve(
        *,
        host: str | None = None,
        port: int | None = None,
        data: Path | None = None,
        config: Path | None = None,
        demo: Annotated[bool, Parameter(negative="")] = False,
    ) -> int:
        """Start the server. The database is created or brought up to date first.

        Parameters
        ----------
        host: Address to listen on.
        port: Port to listen on.
        data: Folder of the embedded database.
        config: TOML file with settings.
        demo: Load the demo company when the database has no people yet.
        """
        settings = shop.settings(config, host=host, port=port, data=data)
        if demo:
            settings = replace(settings, peers={**PRACTICE_PEERS, **settings.peers})
        with shop.opened(settings) as opened:
            if demo and not opened.has_people():
                load_demo(opened, say)
            elif not opened.has_people():
                print(say("cli.serve.nobody"))
            elif demo:
                show_accounts(opened, say)
            print(say("cli.serve.address", url=_url(settings)), flush=True)
            signal.signal(signal.SIGTERM, _stopped_already)
            settle()
            _Server(_config(opened, settings), opened).run()
        return 0


PRACTICE_PEERS: Final = {
    "hr": "practice:",
    "fin": "practice:",
    "bank": "practice:",
    "dir": "practice:",
    "erp": "practice:",
}
"""Other systems of the demo company, unless real ones are set: they say yes to everything."""


def _stopped_already(sig: int, frame: FrameType | None) -> None:
    """The server raises the signal that stopped it once more at its end: all is done by then."""


class _Server(uvicorn.Server):
    """Ends event streams as soon as a stop is asked for; requests in flight are finished."""

    def __init__(self, config: uvicorn.Config, opened: Opened) -> None:
        super().__init__(config)
        self._opened = opened

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal asks to stop; a second one does not wait."""
        self._opened.stop_streams()
        super().handle_exit(sig, frame)


def _config(opened: Opened, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        opened.asgi,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.stop_s,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64_000,
    )


def _url(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared
    return settings.public_url or f"http://{host}:{settings.port}"
