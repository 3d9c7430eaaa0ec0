"""The product as people use it: a real server on this machine, Debian's Chromium in front of it."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from dujiang.kernel.clock import ManualClock
from dujiang.main import App
from tests.architecture.source import ROOT

DESKTOP: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
PICTURES: Final = ROOT / "build" / "screenshots"
CHROMIUM: Final = shutil.which("chromium")
CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_TIMEOUT_S: Final = 20

expect.set_options(timeout=15_000)
AXE: Final = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def served(app: App) -> Iterator[str]:
    """Serve an application on a free port from a thread of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(app.asgi, host="127.0.0.1", port=port, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    for _ in range(START_TIMEOUT_S * 100):
        if server.started or not thread.is_alive():
            break
        thread.join(0.01)
    assert server.started, "the server did not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        app.stop_streams()
        server.should_exit = True
        thread.join(START_TIMEOUT_S)


class Visitor:
    """One person at one screen. Everything a page logs as an error fails the test at its end."""

    def __init__(self, browser: Browser, address: str, clock: ManualClock, **options: Any) -> None:
        self.address = address
        self.clock = clock
        self.name: str = options.pop("name", "page")
        self.language: str = options.pop("language", "zh-CN")
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport=options.pop("viewport", DESKTOP),
            locale=self.language,
            color_scheme=options.pop("theme", "light"),
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.page.clock.install(time=clock.now())
        self.page.clock.resume()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._on_console)

    def _on_console(self, message: Any) -> None:
        # a refused request is shown to the person; the browser's own line about it is no fault
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, login: str, password: str) -> "Visitor":
        """Sign in by the page, as a person does."""
        self.page.goto("/")
        self.page.locator("input[autocomplete=username]").fill(login)
        self.page.locator("input[type=password]").fill(password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("navigation").first).to_be_visible()
        return self

    def prefer(self, language: str, theme: str) -> None:
        """Keep language and theme with the account, as the menu of the person does."""
        session = self.context.request.get(f"{self.address}/api/v1/session").json()
        answer = self.context.request.put(
            f"{self.address}/api/v1/me/preferences",
            data={"language": language, "theme": theme},
            headers={"x-csrf-token": session["csrfToken"]},
        )
        assert answer.ok, answer.text()
        self.page.reload()

    def move_clock(self, at: datetime) -> None:
        """Follow the server's clock."""
        self.page.clock.set_system_time(at)

    def picture(self, name: str) -> Path:
        """Keep a screenshot as an artefact of the run."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        target = PICTURES / f"{self.name}-{name}.png"
        self.page.screenshot(path=target)
        return target

    def serious_faults(self) -> list[str]:
        """What axe finds serious or critical on the page as it is now (WCAG 2.2 A and AA)."""
        self.page.evaluate(
            AXE.read_text("utf-8")
        )  # by the debugger: the page's policy forbids scripts
        found = self.page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
        )
        return [
            f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
        ]

    def close(self) -> None:
        """Leave; complaints of the page fail the test."""
        self.context.close()
        assert self.complaints == [], self.complaints
